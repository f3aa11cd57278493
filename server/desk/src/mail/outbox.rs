//! The outbox for administrators: undelivered mails, to be sent again or discarded.

use super::outbox_mail::{self, Column};
use crate::actor::Person;
use crate::db::CountRow;
use crate::format_time::format_time;
use crate::jobs::{DEAD, WAITING};
use crate::{Desk, Result};
use domain::Refusal;
use domain::events::settings::{Event, Mail};
use domain::mail::{DeliveryResult, Outbox, UndeliveredMail};
use domain::people::Kind as Role;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};

/// What has not arrived yet.
///
/// # Errors
/// `NotFound` for all but admins.
pub async fn outbox(desk: &Desk, person: &Person) -> Result<Outbox> {
    admins_only(person)?;
    let stuck = [dead(desk).await?, tried(desk).await?].concat();
    let now = desk.now();
    let shown = |mail: outbox_mail::Model| UndeliveredMail {
        id: mail.public_id,
        kind: mail.kind,
        address: mail.address,
        name: mail.name,
        dead: mail.state == DEAD,
        tries: u32::try_from(mail.tries).unwrap_or_default(),
        answer: DeliveryResult::read(&mail.answer),
        written: format_time(mail.created_at, now, &person.zone),
        due: format_time(mail.due_at, now, &person.zone),
    };
    Ok(Outbox { waiting: waiting(desk).await?, stuck: stuck.into_iter().map(shown).collect() })
}

async fn dead(desk: &Desk) -> Result<Vec<outbox_mail::Model>> {
    let dead = outbox_mail::Entity::find().filter(Column::State.eq(DEAD)).order_by_desc(Column::ChangedAt);
    Ok(dead.limit(Outbox::SHOWN).all(desk.db().read()).await?)
}

async fn tried(desk: &Desk) -> Result<Vec<outbox_mail::Model>> {
    let tried = outbox_mail::Entity::find().filter(Column::State.eq(WAITING)).filter(Column::Answer.ne(""));
    Ok(tried.order_by_asc(Column::DueAt).limit(Outbox::SHOWN).all(desk.db().read()).await?)
}

async fn waiting(desk: &Desk) -> Result<u32> {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM mails WHERE state = '{WAITING}' LIMIT {}) m",
        Outbox::COUNTED_MAX
    );
    let query = Statement::from_string(desk.db().backend(), sql);
    let counted = CountRow::find_by_statement(query).one(desk.db().read()).await?;
    Ok(counted.and_then(|row| u32::try_from(row.n).ok()).unwrap_or_default())
}

/// Sends a mail that was given up, or that waits for its next try, now. Twice is once.
///
/// # Errors
/// `NotFound` for all but admins, and for a mail that has arrived meanwhile.
pub async fn retry(desk: &Desk, person: &Person, id: &str) -> Result<()> {
    admins_only(person)?;
    desk.write(person, |w| async move {
        let now = w.now();
        let update = outbox_mail::Entity::update_many()
            .col_expr(Column::State, Expr::val(WAITING))
            .col_expr(Column::DueAt, Expr::val(now))
            .col_expr(Column::Tries, Expr::val(0))
            .col_expr(Column::ChangedAt, Expr::val(now));
        // One that is being sent is left to its sender.
        let here = stuck(id)?.and(Column::Claim.eq(""));
        if update.filter(here).exec(&*w).await?.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        let event = Event::MailAgain(Mail { mail: id.to_owned() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// Gives a mail up for good. Twice is once.
///
/// # Errors
/// `NotFound` for all but admins, and for a mail that has arrived meanwhile.
pub async fn discard(desk: &Desk, person: &Person, id: &str) -> Result<()> {
    admins_only(person)?;
    desk.write(person, |w| async move {
        let gone = outbox_mail::Entity::delete_many().filter(stuck(id)?).exec(&*w).await?;
        if gone.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        let event = Event::MailDiscarded(Mail { mail: id.to_owned() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// The mail of this id, if it is on the page.
fn stuck(id: &str) -> Result<Expr, Refusal> {
    // PostgreSQL refuses to compare with a NUL.
    if id.contains('\0') {
        return Err(Refusal::NotFound);
    }
    let tried = Column::State.eq(WAITING).and(Column::Answer.ne(""));
    Ok(Column::PublicId.eq(id).and(Column::State.eq(DEAD).or(tried)))
}

/// Others do not learn that there is such a page.
fn admins_only(person: &Person) -> Result<(), Refusal> {
    if person.kind == Role::Admin { Ok(()) } else { Err(Refusal::NotFound) }
}
