use super::read_cursor;
use crate::db::Tx;
use crate::{Result, activities};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{EntityTrait, Set};

/// The person has read the ticket up to this event. A page that was read earlier and arrives later takes nothing back.
pub(crate) async fn mark_read(tx: &Tx, user_id: i64, ticket_id: i64, event_id: i64) -> Result<()> {
    let row = read_cursor::ActiveModel { user_id: Set(user_id), ticket_id: Set(ticket_id), event_id: Set(event_id) };
    let key = [read_cursor::Column::UserId, read_cursor::Column::TicketId];
    let kept = Expr::col((read_cursor::Entity, read_cursor::Column::EventId));
    let further = OnConflict::columns(key)
        .update_column(read_cursor::Column::EventId)
        .action_and_where(kept.lt(Expr::col(("excluded", read_cursor::Column::EventId))))
        .to_owned();
    read_cursor::Entity::insert(row).on_conflict(further).exec_without_returning(&**tx).await?;
    activities::see(tx, user_id, ticket_id, event_id).await
}
