//! One-click unsubscribe (RFC 8058): whoever has the token that a mail carries needs no session.

use super::preferences::{load_columns, store};
use super::unsubscribe_token;
use crate::events::{self, NewEvent};
use crate::write::Actor;
use crate::{Desk, Result, random};
use domain::Refusal;
use domain::events::Nothing;
use domain::events::person::Event;
use domain::mail::Stop;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};

/// The path that stops such mails for somebody.
pub(super) async fn path(desk: &Desk, user_id: i64, stop: Stop) -> Result<String> {
    let known = "SELECT token FROM unsubscribe_tokens WHERE user_id = $1";
    let known = Statement::from_sql_and_values(desk.db().backend(), known, [user_id.into()]);
    if let Some(row) = desk.db().read().query_one_raw(known.clone()).await? {
        return Ok(unsubscribe_path(&row.try_get::<String>("", "token")?, stop));
    }
    let known = &known;
    let row = desk.write(Actor::Portico, |w| async move {
        // Another process may be as quick.
        let sql = "INSERT INTO unsubscribe_tokens (token, user_id) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING";
        let values = [random::id().into(), user_id.into()];
        w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        Ok(w.query_one_raw(known.clone()).await?)
    });
    let token: String = row.await?.map(|row| row.try_get("", "token")).transpose()?.unwrap_or_default();
    Ok(unsubscribe_path(&token, stop))
}

fn unsubscribe_path(token: &str, stop: Stop) -> String {
    format!("/unsubscribe/{token}/{}", stop.as_str())
}

/// Whom the token stands for.
async fn owner(db: &impl ConnectionTrait, token: &str) -> Result<i64> {
    // PostgreSQL refuses to compare with a NUL.
    if token.contains('\0') {
        return Err(Refusal::NotFound.into());
    }
    let found = unsubscribe_token::Entity::find_by_id(token.to_owned()).one(db).await?;
    Ok(found.ok_or(Refusal::NotFound)?.user_id)
}

/// Whether a token stands for somebody. Looking stops nothing: mail scanners look, too.
///
/// # Errors
/// `NotFound` when it does not.
pub async fn may_unsubscribe(desk: &Desk, token: &str) -> Result<()> {
    owner(desk.db().read(), token).await.map(drop)
}

/// Stops such mails for whom the token stands. Twice is once.
///
/// # Errors
/// `NotFound` when it stands for nobody.
pub async fn unsubscribe(desk: &Desk, token: &str, stop: Stop) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        let id = owner(&*w, token).await?;
        events::lock(&w, id).await?;
        let stored = load_columns(&*w, id).await?.ok_or(Refusal::NotFound)?;
        let preferences = stored.preferences().without(stop);
        store(&w, id, &preferences, stored.digest_at.filter(|_| preferences.daily)).await?;
        w.record(NewEvent::of_person(w.now(), id, Event::MailChosen(Nothing {}))).await?;
        Ok(())
    })
    .await
}
