//! The ticket of a filed request: in the team's queue for a dedicated plan, with plan support otherwise.

use crate::Result;
use crate::actor::Person;
use crate::actor::company;
use crate::db::Tx;
use crate::entitlements::{plan, request, scope};
use crate::messages::{self, MessageInsert};
use crate::scope::ticket;
use crate::tickets::insert::{NewTicket, insert};
use crate::tickets::{self, change};
use crate::write::Write;
use domain::conversation::Cause;
use domain::events::ticket::{Event, Opened};
use domain::plans::{RequestDraft, RequestText};
use domain::tickets::StatusKind;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

/// Subject and text of the ticket, in the desk's language: the desk itself has no words.
pub type TicketText = fn(&RequestText<'_>) -> (String, String);

/// What a ticket is made of.
pub(super) struct Filing<'a> {
    pub company: &'a company::Model,
    pub plan: &'a plan::Model,
    pub draft: &'a RequestDraft,
    pub removes: &'a [(String, String)],
    /// Who asks; the ticket is theirs.
    pub filed_by: i64,
    pub prepared_by: i64,
    pub text: TicketText,
}

/// Raises the ticket of a request; `None` where the desk has no queues yet.
pub(super) async fn raise(w: &Write, person: &Person, filing: Filing<'_>) -> Result<Option<i64>> {
    let Some((queue_id, type_id)) = scope::desk_of(w.desk(), filing.company, filing.plan) else { return Ok(None) };
    let catalogue = w.desk().catalogue();
    let kind = catalogue.ticket_type(type_id)?;
    let (status, priority) =
        (catalogue.first_status(kind, &[StatusKind::New, StatusKind::Open])?, catalogue.usual_priority()?);
    let dedicated = catalogue.level(&filing.plan.level).is_some_and(|level| level.dedicated);
    let removes = filing.removes.iter().map(|(_, name)| name.as_str()).collect();
    let (subject, body) = (filing.text)(&RequestText { draft: filing.draft, removes });
    let new = NewTicket {
        subject,
        company_id: filing.company.id,
        reporter_id: filing.filed_by,
        assignee_id: filing.company.csm_id.filter(|_| dedicated),
        queue_id,
        type_id,
        status,
        priority,
        channel: if person.is_staff() { "phone" } else { "portal" },
        by_customer: !person.is_staff(),
    };
    let raised = insert(w, new).await?;
    let writing = MessageInsert {
        ticket_id: raised.id,
        author_id: Some(person.id),
        note: false,
        body: &body,
        html: None,
        at: w.now(),
        files: &[],
        file_ids: &[],
    };
    messages::insert(w, writing).await?;
    let concerned = [Some(filing.filed_by), Some(filing.prepared_by), filing.company.account_manager_id];
    for user_id in concerned.into_iter().flatten() {
        tickets::subscribe::add(w, raised.id, user_id).await?;
    }
    let opened =
        Opened { number: catalogue.number(raised.number), channel: raised.channel.clone(), mentions: Vec::new() };
    let event = w.record(raised.new_event(w, Event::Opened(opened))).await?;
    change::touch(w, &raised, event).await?;
    tickets::mark_read(w, person.id, raised.id, event).await?;
    Ok(Some(raised.id))
}

/// Closes the ticket of a request that is settled; an event about it comes after.
pub(super) async fn close(w: &Write, request: &request::Model) -> Result<Option<ticket::Model>> {
    let Some(id) = request.ticket_id else { return Ok(None) };
    let Some(found) = ticket::Entity::find_by_id(id).one(&**w).await? else { return Ok(None) };
    if !found.closed {
        change::move_on(w, Some(Cause::Request), &found, &[StatusKind::Solved, StatusKind::Closed]).await?;
    }
    let again = ticket::Entity::find_by_id(id).one(&**w).await?;
    Ok(again)
}

/// Writes beside the request which ticket it has become.
pub(super) async fn store_ticket(tx: &Tx, request_id: i64, ticket_id: Option<i64>) -> Result<()> {
    let row = request::ActiveModel { id: Set(request_id), ticket_id: Set(ticket_id), ..Default::default() };
    row.update(tx).await?;
    Ok(())
}
