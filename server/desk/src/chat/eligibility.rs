//! Eligibility for chat: may this person start one now, and for which of their companies?
//!
//! Invariant: whatever starts a chat checks here; the page of the self-check shows the same conditions
//! (`support/check.rs`).

use super::queue::WaitingQueues;
use super::team::{TeamMember, present};
use crate::actor::{Home, Person};
use crate::catalogue::{Catalogue, Queue, TicketType};
use crate::scope::audience::{AccessFields, audience};
use crate::scope::{ticket, visible};
use crate::support::{Admission, admissions, chat_desk, chat_hours};
use crate::tickets::new_ticket_form::{offers_queue, offers_type};
use crate::{Desk, Result, entitlements, phone, random};
use domain::chat::{CustomerPage, Eligibility, PastChat, StartOption};
use domain::refusal::Because;
use domain::tickets::{Audience, Choice};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};

/// A company for which a chat can be started.
#[derive(Clone)]
pub(super) struct EligibleCompany<'a> {
    pub home: &'a Home,
    pub queue: &'a Queue,
    pub kind: &'a TicketType,
    /// The product whose plan makes the person eligible.
    pub product: Option<String>,
    team: bool,
}

/// The page of a customer: whether they may start a chat, the one that runs, and those that are over.
///
/// # Errors
/// When the database fails.
pub async fn customer_page(desk: &Desk, person: &Person) -> Result<CustomerPage> {
    let eligibility = eligibility(desk, person).await?;
    let running = running(desk.db().read(), person, None).await?.map(|number| desk.catalogue().number(number));
    Ok(CustomerPage {
        eligibility,
        running,
        call: phone::is_offered(desk, person),
        past: past_chats(desk, person).await?,
        begun: String::new(),
        key: random::id(),
    })
}

/// Whether the person could start a chat now.
pub(crate) async fn is_open(desk: &Desk, person: &Person) -> Result<bool> {
    Ok(matches!(eligibility(desk, person).await?, Eligibility::Open(_)))
}

async fn eligibility(desk: &Desk, person: &Person) -> Result<Eligibility> {
    if person.is_staff() {
        return Ok(Eligibility::Agent);
    }
    let (admissions, catalogue) = (admissions(desk, person).await?, desk.catalogue());
    let found = eligible_companies(desk, person, &catalogue, &admissions).await?;
    if found.is_empty() {
        return Ok(Eligibility::Refused(admissions.into_iter().map(|admission| admission.checked).collect()));
    }
    let hours = chat_hours(desk, person).await?;
    if !hours.as_ref().is_some_and(|hours| hours.open) {
        return Ok(Eligibility::Closed(hours));
    }
    let team = present(desk).await?;
    let waiting = WaitingQueues::read(desk, found.iter().map(|eligible| eligible.queue.id).collect()).await?;
    let mut options = Vec::new();
    for eligible in found.iter().filter(|eligible| available_agents(desk, eligible, &team) > 0) {
        let audience = who_reads(desk, person, eligible).await?;
        options.push(start_option(desk, eligible, &team, &waiting, audience));
    }
    Ok(if options.is_empty() { Eligibility::Nobody(hours) } else { Eligibility::Open(options) })
}

/// Who would see the ticket that a chat for this company is.
async fn who_reads(desk: &Desk, person: &Person, eligible: &EligibleCompany<'_>) -> Result<Audience> {
    let of = AccessFields {
        ticket_id: None,
        company_id: eligible.home.company_id,
        reporter_id: person.id,
        assignee_id: None,
        queue_id: Some(eligible.queue.id),
        type_id: Some(eligible.kind.id),
    };
    audience(desk.db().read(), &desk.catalogue(), person, &of).await
}

fn start_option(
    desk: &Desk,
    eligible: &EligibleCompany<'_>,
    team: &[TeamMember],
    waiting: &WaitingQueues,
    audience: Audience,
) -> StartOption {
    StartOption {
        company: Choice { slug: eligible.home.slug.clone(), label: eligible.home.name.clone() },
        team: eligible.team,
        present: available_agents(desk, eligible, team),
        ahead: waiting.length(eligible.queue.id),
        minutes: waiting.minutes(eligible.queue.id),
        audience,
    }
}

fn available_agents(desk: &Desk, eligible: &EligibleCompany<'_>, team: &[TeamMember]) -> u16 {
    let there = team.iter().filter(|member| member.answers(desk, eligible.queue.id, eligible.kind.id)).count();
    u16::try_from(there).unwrap_or(u16::MAX)
}

/// The company for which a chat may be started, with the queue in which it would wait; the only one where none is named.
///
/// # Errors
/// `Forbidden` with the condition that is not met; `Invalid` for a company that is not among those for which it can be started.
pub(super) async fn admit<'a>(
    desk: &Desk,
    person: &'a Person,
    catalogue: &'a Catalogue,
    company: &str,
) -> Result<EligibleCompany<'a>> {
    if person.is_staff() {
        return Err(Refusal::Forbidden(Because::NotACustomer).into());
    }
    let admissions = admissions(desk, person).await?;
    let mut found = eligible_companies(desk, person, catalogue, &admissions).await?;
    if found.is_empty() {
        return Err(Refusal::Forbidden(Because::NoChat).into());
    }
    if !chat_hours(desk, person).await?.is_some_and(|hours| hours.open) {
        return Err(Refusal::Forbidden(Because::ChatClosed).into());
    }
    let several = found.len() > 1;
    found.retain(|eligible| eligible.home.slug == company || company.is_empty() && !several);
    let reason = if company.is_empty() { Reason::Missing } else { Reason::NotOffered };
    let eligible = found.pop().ok_or_else(|| Refusal::field("company", reason))?;
    entitlements::may_raise(desk, eligible.home, eligible.product.as_deref()).await?;
    if available_agents(desk, &eligible, &present(desk).await?) == 0 {
        return Err(Refusal::Forbidden(Because::ChatUnattended).into());
    }
    Ok(eligible)
}

/// The companies whose conditions are all met, each with the queue that its chats wait in.
async fn eligible_companies<'a>(
    desk: &Desk,
    person: &'a Person,
    catalogue: &'a Catalogue,
    admissions: &[Admission],
) -> Result<Vec<EligibleCompany<'a>>> {
    let (queue, kind) = chat_desk(desk.db().read()).await?;
    let fitting = admissions.iter().filter(|admission| admission.checked.fits());
    let eligible = |admission: &Admission| {
        let home = person.companies.iter().find(|home| home.slug == admission.slug)?;
        let product = admission.product.as_deref();
        let team = entitlements::team_queue(catalogue, home, product);
        Some(EligibleCompany {
            queue: team.or_else(|| usual_queue(person, catalogue, home, product, &queue))?,
            kind: usual_kind(person, catalogue, home, &kind)?,
            product: admission.product.clone(),
            team: team.is_some(),
            home,
        })
    };
    Ok(fitting.filter_map(eligible).collect())
}

/// The configured chat queue, or the first that this person may write to, among those of the plan's product.
fn usual_queue<'a>(
    person: &Person,
    catalogue: &'a Catalogue,
    home: &Home,
    product: Option<&str>,
    named: &str,
) -> Option<&'a Queue> {
    let fits = |queue: &&Queue| queue.product.as_deref() == product && offers_queue(person, home.company_id, queue);
    let named = catalogue.queues.iter().find(|queue| queue.slug == named).filter(fits);
    named.or_else(|| catalogue.queues.iter().find(fits))
}

/// The configured type for chats, or the first that asks for nothing.
fn usual_kind<'a>(person: &Person, catalogue: &'a Catalogue, home: &Home, named: &str) -> Option<&'a TicketType> {
    let offered = || catalogue.types.iter().filter(|kind| offers_type(person, home.company_id, kind));
    let asks =
        |kind: &TicketType| kind.groups.iter().flat_map(|group| &group.attributes).any(|known| known.field.required);
    let named = offered().find(|kind| kind.slug == named);
    named.or_else(|| offered().find(|kind| !asks(kind))).or_else(|| offered().next())
}

#[derive(FromQueryResult)]
struct RunningChatRow {
    number: i64,
}

/// The number of the person's chat that waits or is open, for this company or any.
pub(super) async fn running(db: &impl ConnectionTrait, person: &Person, company: Option<i64>) -> Result<Option<i64>> {
    let sql = "SELECT t.number FROM chats c JOIN tickets t ON t.id = c.ticket_id \
        WHERE c.customer_id = $1 AND c.stage <> 'ended' AND (c.company_id = $2 OR $2 = 0) ORDER BY c.asked_at DESC LIMIT 1";
    let values = [person.id.into(), company.unwrap_or_default().into()];
    let found =
        RunningChatRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values));
    Ok(found.one(db).await?.map(|row| row.number))
}

#[derive(FromQueryResult)]
struct PastChatRow {
    ticket_id: i64,
    asked_at: i64,
    company: String,
}

/// The person's last chats that are over, as far as they still see them.
async fn past_chats(desk: &Desk, person: &Person) -> Result<Vec<PastChat>> {
    let db = desk.db().read();
    let sql = "SELECT c.ticket_id, c.asked_at, co.name AS company FROM chats c JOIN companies co ON co.id = c.company_id \
        WHERE c.customer_id = $1 AND c.stage = 'ended' ORDER BY c.asked_at DESC LIMIT 10";
    let rows =
        PastChatRow::find_by_statement(Statement::from_sql_and_values(desk.db().backend(), sql, [person.id.into()]));
    let rows = rows.all(db).await?;
    let ids = rows.iter().map(|row| row.ticket_id);
    let tickets = ticket::Entity::find().filter(ticket::Column::Id.is_in(ids)).filter(visible(person)).all(db).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let chats = rows.into_iter().filter_map(|row| {
        let ticket = tickets.iter().find(|ticket| ticket.id == row.ticket_id)?;
        Some(PastChat {
            number: catalogue.number(ticket.number),
            subject: ticket.subject.clone(),
            company: row.company,
            at: crate::format_time::format_time(row.asked_at, now, &person.zone),
        })
    });
    Ok(chats.collect())
}
