//! Customer satisfaction ratings (*How did we do?*). The reporter of a closed ticket is asked, and agents read the answer. It may be changed once; a ticket
//! that was reopened and closes again is rated anew.

use super::{acted, rating};
use crate::actor::Person;
use crate::db::Tx;
use crate::events::event;
use crate::scope::{ticket, visible};
use crate::write::Write;
use crate::{Desk, Result};
use domain::Refusal;
use domain::chat::CHANNEL;
use domain::events::ticket::{Event, Rated};
use domain::events::{self as log, Kind};
use domain::refusal::Because;
use domain::tickets::rating::{OPEN_FOR, Rating, check};
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// Rates a ticket; the same again changes nothing.
///
/// # Errors
/// `NotFound`; `Forbidden` for everybody but the reporter, and when it is not the time; `Invalid`.
pub async fn rate(desk: &Desk, person: &Person, number: &str, score: &str, comment: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find(&w, person, number).await?;
        let now = w.now();
        if ticket.reporter_id != person.id {
            return Err(Refusal::Forbidden(Because::ReporterOnly).into());
        }
        let (score, comment) = check(score, comment)?;
        let closing = closing(&*w, &ticket, now).await?.ok_or(Refusal::Forbidden(Because::NotRateable))?;
        let before = rating::Entity::find_by_id(ticket.id).one(&*w).await?;
        let again = before.as_ref().filter(|kept| kept.closing == closing);
        if again.is_some_and(|kept| kept.score == i64::from(score) && kept.comment == comment) {
            return Ok(());
        }
        if again.is_some_and(|kept| kept.changed) {
            return Err(Refusal::Forbidden(Because::NotRateable).into());
        }
        let from = again.and_then(|kept| u8::try_from(kept.score).ok());
        let row = rating::ActiveModel {
            ticket_id: Set(ticket.id),
            user_id: Set(person.id),
            closing: Set(closing),
            score: Set(score.into()),
            comment: Set(comment),
            rated_at: Set(now),
            changed: Set(again.is_some()),
        };
        if before.is_some() {
            row.update(&*w).await?;
        } else {
            rating::Entity::insert(row).exec_without_returning(&*w).await?;
        }
        record(&w, person, &ticket, Rated { from, score }).await
    })
    .await
}

/// Rating is no change of the ticket: whoever may read theirs may rate it.
async fn find(tx: &Tx, person: &Person, number: &str) -> Result<ticket::Model> {
    let number = domain::tickets::number::read(number).ok_or(Refusal::NotFound)?;
    let query = ticket::Entity::find().filter(ticket::Column::Number.eq(number)).filter(visible(person));
    Ok(query.lock(LockType::NoKeyUpdate).one(tx).await?.ok_or(Refusal::NotFound)?)
}

/// Agents are told, and for them the ticket has something new.
async fn record(w: &Write, person: &Person, ticket: &ticket::Model, rated: Rated) -> Result<()> {
    let event = w.record(ticket.new_event(w, Event::Rated(rated))).await?;
    let row = ticket::ActiveModel { id: Set(ticket.id), last_event: Set(event), ..Default::default() };
    row.update(&**w).await?;
    acted(w, person, ticket, event).await
}

/// The event that closed the ticket, as long as it may be rated.
async fn closing(db: &impl ConnectionTrait, ticket: &ticket::Model, now: i64) -> Result<Option<i64>> {
    // Of a chat it is asked how that went, whatever becomes of the ticket after it.
    if ticket.channel == CHANNEL
        && let Some(ended) = newest(db, ticket, log::chat::Kind::Ended.into(), now).await?
    {
        return Ok(Some(ended));
    }
    if ticket.closed { newest(db, ticket, log::ticket::Kind::Closed.into(), now).await } else { Ok(None) }
}

async fn newest(db: &impl ConnectionTrait, ticket: &ticket::Model, kind: Kind, now: i64) -> Result<Option<i64>> {
    let of_ticket = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket.id))
        .filter(event::Column::At.gt(now - OPEN_FOR))
        .filter(event::Column::Kind.eq(kind.as_str()));
    let newest = of_ticket.order_by_desc(event::Column::At).order_by_desc(event::Column::Id).one(db).await?;
    Ok(newest.map(|event| event.id))
}

/// The rating as this person meets it on the ticket's page.
pub(crate) async fn shown(desk: &Desk, person: &Person, ticket: &ticket::Model) -> Result<Option<Rating>> {
    let (db, own) = (desk.db().read(), ticket.reporter_id == person.id);
    if !own && !person.is_staff() {
        return Ok(None);
    }
    let kept = rating::Entity::find_by_id(ticket.id).one(db).await?;
    let closing = if own { closing(db, ticket, desk.now()).await? } else { None };
    let may = |kept: &rating::Model| closing.is_some_and(|closing| kept.closing != closing || !kept.changed);
    Ok(match kept {
        // Of a ticket that has closed again nothing has been said yet.
        Some(kept) if closing.is_none_or(|closing| kept.closing == closing) => {
            let score = u8::try_from(kept.score).ok();
            Some(Rating { score, may: may(&kept), comment: kept.comment })
        }
        _ => closing.map(|_| Rating { score: None, comment: String::new(), may: true }),
    })
}
