//! Somebody's account in a write: found, its row locked, and the right to change it asked for.

use super::directory::{find, may_change};
use super::{Person, session, user};
use crate::events::NewEvent;
use crate::write::Write;
use crate::{Desk, Result};
use domain::Refusal;
use domain::events::Event;
use domain::events::person::User;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Set};

/// Somebody's account in a write, its row locked until that ends.
pub(super) struct LockedAccount {
    pub w: Write,
    pub user: user::Model,
}

/// Changes somebody's account in one transaction.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts, `Forbidden` for whoever only reads; those of `change`.
pub(super) async fn change_account<T, F, W>(desk: &Desk, person: &Person, slug: &str, change: F) -> Result<T>
where
    T: Send,
    F: Fn(LockedAccount) -> W + Sync,
    W: Future<Output = Result<T>> + Send,
{
    let id = find(desk, person, slug).await?.id;
    let change = &change;
    desk.write(person, |w| async move {
        let query = user::Entity::find_by_id(id);
        let query = if w.get_database_backend() == DbBackend::Postgres { query.lock(LockType::Update) } else { query };
        let user = query.one(&*w).await?.ok_or(Refusal::NotFound)?;
        may_change(person, &user)?;
        change(LockedAccount { w, user }).await
    })
    .await
}

impl LockedAccount {
    /// Records the event: who did what to whom.
    pub async fn record(self, event: impl Into<Event>, company_id: Option<i64>) -> Result<()> {
        self.w.record(NewEvent { company_id, ..self.w.new_event(event) }).await.map(drop)
    }

    /// Whose account it is, as the log keeps it.
    pub fn whose(&self) -> User {
        User { user: self.user.named() }
    }

    pub async fn update(&self, change: user::ActiveModel) -> Result<()> {
        user::ActiveModel { id: Set(self.user.id), ..change }.update(&*self.w).await?;
        Ok(())
    }

    pub async fn end_sessions(&self) -> Result<()> {
        let own = session::Column::UserId.eq(self.user.id);
        session::Entity::delete_many().filter(own).exec(&*self.w).await?;
        Ok(())
    }
}
