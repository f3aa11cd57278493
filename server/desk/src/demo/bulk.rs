//! Bulk generation of demo tickets: realistic in text, dates and proportions, and quick to make.

mod customers;

use super::DemoOptions;
use super::content::{self, BulkWords};
use super::organisation::Organisation;
use super::rng::Rng;
use crate::Result;
use crate::catalogue::{Catalogue, Status, TicketType};
use crate::db::Tx;
use crate::tickets::load::{BulkEvent, BulkMessage, BulkTicket, Loader};
use customers::{Customers, create_company, harbourline};
use domain::events::ticket::{Assignment, Event};
use domain::events::{Named, StatusChange};
use domain::tickets::StatusKind;
use domain::time::{DAY, HOUR, MINUTE};

/// Tickets gathered before they are written.
const BATCH: usize = 2_000;
/// The oldest generated ticket.
const REACH: i64 = 3 * 365 * DAY;

struct Material<'a> {
    words: BulkWords,
    catalogue: &'a Catalogue,
    customers: Vec<Customers>,
    /// Harbourline's tickets: so many of `per` generated ones.
    alices: (u32, u32),
    agents: Vec<(i64, String)>,
    types: Vec<&'a TicketType>,
    queues: Vec<i64>,
}

pub(super) async fn generate(
    tx: &Tx,
    loader: &mut Loader,
    organisation: &Organisation,
    options: &DemoOptions,
    rng: &mut Rng,
    progress: &mut impl FnMut(u32),
) -> Result<()> {
    if options.generated == 0 {
        return Ok(());
    }
    let material = material(tx, organisation, options, rng).await?;
    for n in 0..options.generated {
        // Oldest first, so that numbers and dates rise together.
        let step = REACH / i64::from(options.generated);
        let at = options.now - REACH + i64::from(n) * step + rng.span(step);
        loader.add(ticket(&material, at, options.now, n, rng)?)?;
        if loader.waiting() >= BATCH {
            loader.flush(tx).await?;
            progress(n + 1);
        }
    }
    loader.flush(tx).await?;
    progress(options.generated);
    Ok(())
}

async fn material<'a>(
    tx: &Tx,
    organisation: &'a Organisation,
    options: &DemoOptions,
    rng: &mut Rng,
) -> Result<Material<'a>> {
    let words = content::words()?;
    let mut customers = vec![harbourline(organisation)];
    // 20 companies at 10,000 tickets and 2,000 at a million, as the field's comparisons use.
    let companies = (options.generated / 500).clamp(5, 2_000);
    for n in 0..companies {
        customers.push(create_company(tx, organisation, &words, n, options.now, rng).await?);
    }
    let catalogue = &organisation.catalogue;
    let mut agents: Vec<_> =
        organisation.people.values().filter(|person| person.is_staff).map(|a| (a.id, a.name.clone())).collect();
    agents.sort();
    // About 500 of 10,000 tickets are Harbourline's, 5,000 of 100,000 and 20,000 of a million.
    let alices = if options.generated > 500_000 { (2, 100) } else { (5, 100) };
    Ok(Material {
        words,
        catalogue,
        customers,
        alices,
        agents,
        types: catalogue.types.iter().filter(|kind| kind.customers_may_create).collect(),
        queues: catalogue.queues.iter().filter(|queue| queue.customers_may_create).map(|queue| queue.id).collect(),
    })
}

fn fill_template(template: &str, thing: &str, place: &str) -> String {
    template.replace("{thing}", thing).replace("{place}", place)
}

fn ticket<'a>(material: &Material<'a>, at: i64, now: i64, n: u32, rng: &mut Rng) -> Result<BulkTicket<'a>> {
    let catalogue = material.catalogue;
    let customers = if n % material.alices.1 < material.alices.0 {
        &material.customers[0]
    } else {
        rng.pick(&material.customers[1..])
    };
    let reporter_id = *rng.pick(&customers.people);
    let kind = *rng.pick(&material.types);
    let (agent_id, agent) = rng.pick(&material.agents).clone();
    let (thing, place) = (rng.pick(&material.words.things).clone(), rng.pick(&material.words.places).clone());
    let age = now - at;
    // Nearly all old tickets are closed, and about half of the last month's.
    let closed = if age > 30 * DAY { !rng.one_in(25) } else { rng.one_in(2) };
    let kinds: &[StatusKind] = match (closed, rng.below(4)) {
        (true, 0) => &[StatusKind::Solved, StatusKind::Closed],
        (true, _) => &[StatusKind::Closed, StatusKind::Solved],
        (false, 0) if age < 2 * DAY => &[StatusKind::New, StatusKind::Open],
        (false, 1) => &[StatusKind::Waiting, StatusKind::Open],
        (false, _) => &[StatusKind::Open, StatusKind::New],
    };
    let status = catalogue.first_status(kind, kinds)?;
    let assignee_id = (status.kind != StatusKind::New).then_some(agent_id);
    let messages = conversation(material, reporter_id, assignee_id, at, now, (&thing, &place), rng);
    let last = messages.last().map_or(at, |said| said.at);
    let mut happenings = Vec::new();
    if assignee_id.is_some() {
        let given = Assignment { from: None, to: Some(Named::new(agent_id, agent)), cause: None };
        let event = Event::Assigned(given).into();
        happenings.push(BulkEvent { at: at + MINUTE, actor_id: assignee_id, event });
    }
    if closed {
        let from = catalogue.first_status(kind, &[StatusKind::Open, StatusKind::New]).ok().map(Status::named);
        let event = Event::Closed(StatusChange { from, to: status.named(), cause: None }).into();
        happenings.push(BulkEvent { at: (last + MINUTE).min(now), actor_id: assignee_id, event });
    }
    Ok(BulkTicket {
        origin: None,
        subject: capitalised(&fill_template(rng.pick::<String>(&material.words.subjects[..]), &thing, &place)),
        company_id: customers.company_id,
        reporter_id,
        assignee_id,
        queue_id: *rng.pick(&material.queues),
        type_id: kind.id,
        status,
        priority: rng.pick(&catalogue.priorities),
        channel: rng.pick(&["portal", "portal", "email", "phone"]).to_string(),
        created_at: at,
        changed_at: last,
        values: values(kind, rng),
        messages,
        events: happenings,
        read_by: if age > 2 * DAY {
            [Some(reporter_id), assignee_id].into_iter().flatten().collect()
        } else {
            vec![reporter_id]
        },
    })
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// One entry for each dictionary attribute of the type.
fn values(kind: &TicketType, rng: &mut Rng) -> Vec<(i64, String)> {
    let attributes = kind.groups.iter().flat_map(|group| &group.attributes);
    let choices = attributes.filter(|attribute| !attribute.field.entries.is_empty());
    choices.map(|attribute| (attribute.id, rng.pick(&attribute.field.entries).clone())).collect()
}

/// About four messages: a description, answers and replies in turn, now and then a note.
fn conversation(
    material: &Material<'_>,
    reporter: i64,
    agent: Option<i64>,
    from: i64,
    now: i64,
    about: (&str, &str),
    rng: &mut Rng,
) -> Vec<BulkMessage> {
    let words = &material.words;
    let count = if agent.is_some() { 2 + rng.below(5) } else { 1 };
    let mut at = from;
    let mut messages = Vec::with_capacity(count);
    for turn in 0..count {
        if turn > 0 {
            at += 5 * MINUTE + rng.span(10 * HOUR);
        }
        if at > now {
            break;
        }
        let by_agent = turn % 2 == 1;
        let note = by_agent && turn > 1 && rng.one_in(4);
        let text = match (turn, note, by_agent) {
            (0, ..) => rng.pick(&words.openings),
            (_, true, _) => rng.pick(&words.notes),
            (turn, _, true) if turn + 2 >= count => rng.pick(&words.closings),
            (_, _, true) => rng.pick(&words.answers),
            _ => rng.pick(&words.replies),
        };
        messages.push(BulkMessage {
            public_id: rng.id(),
            author_id: if by_agent { agent.unwrap_or(reporter) } else { reporter },
            by_customer: !by_agent,
            note,
            at,
            body: fill_template(text, about.0, about.1),
            files: Vec::new(),
        });
    }
    messages
}
