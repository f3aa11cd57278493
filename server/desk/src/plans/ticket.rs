//! A filed request is a ticket: in the team's queue for a dedicated plan, with plan support otherwise.

use super::{plan, request, scope};
use crate::companies::company;
use crate::conversation::{self, Writing};
use crate::db::Tx;
use crate::events::{self, Fact};
use crate::people::Person;
use crate::tickets::insert::{New, insert};
use crate::tickets::{self, change, ticket};
use crate::{Desk, Result};
use domain::conversation::Cause;
use domain::events::ticket::{Event, Opened};
use domain::plans::{Draft, Told};
use domain::tickets::StatusKind;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

/// Subject and text of the ticket, in the desk's language: the desk itself has no words.
pub type Tell = fn(&Told<'_>) -> (String, String);

/// What a ticket is made of.
pub(super) struct Filing<'a> {
    pub company: &'a company::Model,
    pub plan: &'a plan::Model,
    pub draft: &'a Draft,
    pub removes: &'a [(String, String)],
    /// Who asks; the ticket is theirs.
    pub filed_by: i64,
    pub prepared_by: i64,
    pub tell: Tell,
}

/// Raises the ticket of a request; `None` where the desk has no queues yet.
pub(super) async fn raise(desk: &Desk, tx: &Tx, person: &Person, filing: Filing<'_>, now: i64) -> Result<Option<i64>> {
    let Some((queue_id, type_id)) = scope::desk_of(desk, filing.company, filing.plan) else { return Ok(None) };
    let catalogue = desk.catalogue();
    let kind = catalogue.ticket_type(type_id)?;
    let (status, priority) =
        (catalogue.first_status(kind, &[StatusKind::New, StatusKind::Open])?, catalogue.usual_priority()?);
    let dedicated = catalogue.level(&filing.plan.level).is_some_and(|level| level.dedicated);
    let removes = filing.removes.iter().map(|(_, name)| name.as_str()).collect();
    let (subject, body) = (filing.tell)(&Told { draft: filing.draft, removes });
    let new = New {
        subject,
        company_id: filing.company.id,
        reporter_id: filing.filed_by,
        assignee_id: filing.company.csm_id.filter(|_| dedicated),
        queue_id,
        type_id,
        status,
        priority,
        channel: if person.works_here() { "phone" } else { "portal" },
        by_customer: !person.works_here(),
    };
    let raised = insert(tx, new, now).await?;
    let writing = Writing {
        ticket_id: raised.id,
        author_id: Some(person.id),
        note: false,
        body: &body,
        html: None,
        at: now,
        files: &[],
        file_ids: &[],
    };
    conversation::write(tx, writing).await?;
    let concerned = [Some(filing.filed_by), Some(filing.prepared_by), filing.company.account_manager_id];
    for user_id in concerned.into_iter().flatten() {
        tickets::subscribe::add(tx, raised.id, user_id).await?;
    }
    let fact = Fact {
        at: now,
        actor_id: Some(person.id),
        company_id: Some(filing.company.id),
        ticket_id: Some(raised.id),
        event: Event::Opened(Opened {
            number: catalogue.number(raised.number),
            channel: raised.channel.clone(),
            mentions: Vec::new(),
        })
        .into(),
    };
    let event = events::append(tx, fact).await?;
    change::touch(tx, &raised, event, now).await?;
    tickets::mark_read(tx, person.id, raised.id, event).await?;
    Ok(Some(raised.id))
}

/// Closes the ticket of a request that is settled; an event about it comes after.
pub(super) async fn close(
    desk: &Desk,
    tx: &Tx,
    person: &Person,
    request: &request::Model,
    now: i64,
) -> Result<Option<ticket::Model>> {
    let Some(id) = request.ticket_id else { return Ok(None) };
    let Some(found) = ticket::Entity::find_by_id(id).one(&**tx).await? else { return Ok(None) };
    if !found.closed {
        let kinds = [StatusKind::Solved, StatusKind::Closed];
        change::move_on_by(&desk.catalogue(), tx, (person, Cause::Request), &found, &kinds, now).await?;
    }
    let again = ticket::Entity::find_by_id(id).one(&**tx).await?;
    Ok(again)
}

/// Writes beside the request which ticket it has become.
pub(super) async fn remember(tx: &Tx, request_id: i64, ticket_id: Option<i64>) -> Result<()> {
    let row = request::ActiveModel { id: Set(request_id), ticket_id: Set(ticket_id), ..Default::default() };
    row.update(&**tx).await?;
    Ok(())
}
