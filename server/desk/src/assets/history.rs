//! History of an asset: the events of the log that are about it.

use super::{asset, scope};
use crate::actor::{Person, user};
use crate::events::{self, NewEvent, event};
use crate::format_time::format_time;
use crate::scope::{ticket, visible};
use crate::write::Write;
use crate::{Desk, Result};
use domain::assets::{AssetChange, AssetFieldDiff, AssetTimelineEvent};
use domain::events::asset::{AssetFieldChange, Event};
use domain::events::{self as log, Named};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, FromQueryResult, Statement, StatementBuilder};

/// Lines shown at most.
const LINES_MAX: u64 = 100;

/// Appends to the log what happened to an asset, perhaps on a ticket.
pub(super) async fn record_event(w: &Write, asset: &asset::Model, event: Event, ticket_id: Option<i64>) -> Result<()> {
    let new_event = NewEvent { ticket_id, ..w.new_event(event).of_company(asset.company_id) };
    let event_id = w.record(new_event).await?;
    let sql = "INSERT INTO asset_events (asset_id, event_id) VALUES ($1, $2)";
    let values = [asset.id.into(), event_id.into()];
    w.execute_raw(Statement::from_sql_and_values(w.get_database_backend(), sql, values)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct AssetEventRow {
    at: i64,
    kind: String,
    version: i16,
    data: String,
    who: Option<String>,
    number: Option<i64>,
}

/// What happened, newest first; for customers without what is not for them, for everybody without tickets they do not see.
pub(super) async fn history(desk: &Desk, person: &Person, asset: &asset::Model) -> Result<Vec<AssetTimelineEvent>> {
    use event::Column as E;
    let seen = Query::select()
        .column((ticket::Entity, ticket::Column::Id))
        .from(ticket::Entity)
        .cond_where(visible(person))
        .and_where(sea_orm::sea_query::ExprTrait::equals(
            sea_orm::sea_query::Expr::col((ticket::Entity, ticket::Column::Id)),
            (event::Entity, E::TicketId),
        ))
        .to_owned();
    let of_asset = Query::select()
        .column("event_id")
        .from("asset_events")
        .and_where(sea_orm::sea_query::ExprTrait::eq(sea_orm::sea_query::Expr::col("asset_id"), asset.id))
        .to_owned();
    let mut select = Query::select();
    select
        .column((event::Entity, E::At))
        .column((event::Entity, E::Kind))
        .column((event::Entity, E::Version))
        .column((event::Entity, E::Data))
        .expr_as(sea_orm::sea_query::Expr::col(("u", user::Column::Name)), "who")
        .expr_as(sea_orm::sea_query::Expr::col(("t", ticket::Column::Number)), "number")
        .from(event::Entity)
        .join_as(sea_orm::JoinType::LeftJoin, user::Entity, "u", is(("u", user::Column::Id), E::ActorId))
        .join_as(sea_orm::JoinType::LeftJoin, ticket::Entity, "t", is(("t", ticket::Column::Id), E::TicketId))
        .cond_where(
            Condition::all()
                .add(E::Id.in_subquery(of_asset))
                .add(Condition::any().add(E::TicketId.is_null()).add(sea_orm::sea_query::Expr::exists(seen)))
                .add_option((!person.is_staff()).then(|| E::Public.eq(true))),
        )
        .order_by((event::Entity, E::Id), sea_orm::Order::Desc)
        .limit(LINES_MAX);
    let statement = StatementBuilder::build(&select, &desk.db().backend());
    let found = AssetEventRow::find_by_statement(statement).all(desk.db().read()).await?;
    let now = desk.now();
    let line = |found: AssetEventRow| {
        let what = asset_change(desk, person, asset, &found)?;
        Some(AssetTimelineEvent {
            at: format_time(found.at, now, &person.zone),
            who: found.who.unwrap_or_default(),
            what,
        })
    };
    Ok(found.into_iter().filter_map(line).collect())
}

fn is<C: sea_orm::sea_query::IntoColumnRef>(id: C, of: event::Column) -> sea_orm::sea_query::SimpleExpr {
    sea_orm::sea_query::ExprTrait::equals(sea_orm::sea_query::Expr::col(id), (event::Entity, of))
}

fn asset_change(desk: &Desk, person: &Person, asset: &asset::Model, found: &AssetEventRow) -> Option<AssetChange> {
    let log::Event::Asset(event) = events::read(&found.kind, found.version, &found.data)? else { return None };
    let number = || found.number.map(|number| desk.catalogue().number(number));
    Some(match event {
        Event::Created(_) => AssetChange::Created,
        Event::Changed(changed) => {
            let steps = changed.steps.into_iter().filter_map(|step| field_change(person, asset, step));
            AssetChange::Changed(Some(steps.collect::<Vec<_>>()).filter(|steps| !steps.is_empty())?)
        }
        Event::Seated(seat) => AssetChange::Seated(seat.user.label),
        Event::Unseated(seat) => AssetChange::Unseated(seat.user.label),
        Event::Shared(share) => AssetChange::Shared(share.company.label),
        Event::Unshared(share) => AssetChange::Unshared(share.company.label),
        Event::Linked(_) => AssetChange::Linked(number()?),
        Event::Unlinked(_) => AssetChange::Unlinked(number()?),
    })
}

/// A field's change as it is shown; `None` for an attribute that the reader may not see.
fn field_change(person: &Person, asset: &asset::Model, step: AssetFieldChange) -> Option<AssetFieldDiff> {
    let shown = |field: &str, from: String, to: String| Some(AssetFieldDiff { field: field.to_owned(), from, to });
    let label = |named: Option<Named>| named.map(|named| named.label).unwrap_or_default();
    match step {
        AssetFieldChange::Name { from, to } => shown("name", from, to),
        AssetFieldChange::Identifier { from, to } => shown("identifier", from, to),
        AssetFieldChange::Seats { from, to } => {
            shown("seats", from.map(|seats| seats.to_string()).unwrap_or_default(), to.to_string())
        }
        AssetFieldChange::Assigned { from, to } => shown("assigned", label(from), label(to)),
        AssetFieldChange::Attribute { attribute, from, to } => {
            let readable = attribute.id.is_some_and(|id| scope::reads_attribute(person, asset, id));
            if readable { shown(&attribute.label, from, to) } else { None }
        }
    }
}
