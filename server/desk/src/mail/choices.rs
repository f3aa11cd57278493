use super::digest::next;
use crate::events::{self, Fact};
use crate::people::Person;
use crate::{Desk, Result};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::mail::Choices;
use sea_orm::{ConnectionTrait, Statement};

/// What the person has chosen to hear of.
///
/// # Errors
/// When the database fails.
pub async fn choices(desk: &Desk, person: &Person) -> Result<Choices> {
    let sql = "SELECT mail_choices FROM users WHERE id = $1";
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [person.id.into()]);
    let row = desk.db().read().query_one_raw(query).await?;
    let kept: String = row.map(|row| row.try_get("", "mail_choices")).transpose()?.unwrap_or_default();
    Ok(Choices::read(&kept, person.works_here()))
}

/// Keeps what the person chooses.
///
/// # Errors
/// When the database fails.
pub async fn choose(desk: &Desk, person: &Person, choices: &Choices) -> Result<()> {
    let now = desk.now();
    desk.write(|tx| async move {
        let sql = "UPDATE users SET mail_choices = $1, digest_at = $2 WHERE id = $3";
        let digest = choices.daily.then(|| next(now, &person.zone));
        let values = [choices.write().into(), digest.into(), person.id.into()];
        tx.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        events::append(&tx, Fact::of_person(now, person.id, Event::MailChosen(Nothing {}))).await?;
        Ok(())
    })
    .await
}
