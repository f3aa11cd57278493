//! How each row of the table is performed.

use super::super::helpers::{self, incident, refusal};
use super::scene::{Scene, queue, view_of};
use desk::activities;
use desk::conversation::{self, Reply, ReplyActions};
use desk::drafts;
use desk::files::{fetch, fetch_small};
use desk::mail;
use desk::people::{Person, save_columns};
use desk::tickets::audience_preview::AudiencePreview;
use desk::tickets::list::neighbours::neighbours;
use desk::tickets::list::offered::offered;
use desk::tickets::list::quick;
use desk::tickets::{
    audience_preview, change, close, follow, new_ticket_form, open, rate, seen, show, similar, subscribe,
};
use desk::{Desk, Result, views};
use domain::drafts::{DraftRef, SavedDraft};
use domain::listing::{Column, Facet, SearchIn};
use domain::mail::NotificationPreferences;
use domain::refusal::Because;
use domain::tickets::draft::{OnBehalfFields, TicketDraft};
use domain::tickets::{TicketChange, TicketFormOrRefusal};
use domain::{Reason, Refusal};

fn begun() -> SavedDraft {
    SavedDraft { text: "Begun".into(), ..SavedDraft::default() }
}

/// Does what the row says.
pub async fn perform(desk: &Desk, person: &Person, row: &str, scene: &Scene) -> Result<()> {
    let number = &scene.number;
    let change = |change| async move { change::change(desk, person, number, &change).await };
    let planned_as =
        async |planned: AudiencePreview<'_>| audience_preview::audience(desk, person, &planned).await.map(drop);
    let reply = |note: bool, files| {
        let reply = Reply { note, files, ..helpers::words("It is still so.") };
        async move { conversation::reply(desk, person, number, reply).await.map(drop) }
    };
    let raise = |draft| async move { open::open(desk, person, &draft, &[], "").await.map(drop) };
    let slug = |slug: &str| Some(slug.to_owned());
    let nothing = TicketChange::default();
    let draft = incident("One more");
    match row {
        "tickets::list" => {
            let listed = helpers::listed(desk, person, number).await;
            listed.map(drop).ok_or(Refusal::NotFound.into())
        }
        "tickets::offered" => {
            let query = format!("closed=1&q={number}");
            let statuses = offered(desk, person, &query, Facet::Status, "").await?.values;
            let held: u64 = statuses.iter().map(|status| status.holds.count).sum();
            if held > 0 { Ok(()) } else { Err(Refusal::NotFound.into()) }
        }
        "tickets::quick" => match quick(desk, person, "").await?.unread.unwrap().count {
            0 => Err(Refusal::NotFound.into()),
            _ => Ok(()),
        },
        "tickets::export" => {
            let exported = helpers::exported(desk, person, &format!("closed=1&q={number}")).await;
            let line = exported.into_iter().find(|line| line.number == *number);
            line.map(drop).ok_or(Refusal::NotFound.into())
        }
        "tickets::similar" => {
            let alike = similar::similar(desk, person, "Paper jam at the bench").await?;
            alike.into_iter().find(|ticket| ticket.number == *number).map(drop).ok_or(Refusal::NotFound.into())
        }
        "tickets::neighbours" => neighbours(desk, person, "closed=1", number).await.map(drop),
        "tickets::show" => show::show(desk, person, number, 50).await.map(drop),
        "tickets::mark_seen" => seen::mark_seen(desk, person, number, &scene.answer).await,
        "files::fetch message" => fetch(desk, person, &scene.message_file).await.map(drop),
        "files::fetch note" => fetch(desk, person, &scene.note_file).await.map(drop),
        "files::fetch_small message" => fetch_small(desk, person, &scene.message_file).await.map(drop),
        "files::fetch_small note" => fetch_small(desk, person, &scene.note_file).await.map(drop),
        "conversation::retract" | "conversation::retract other" => {
            conversation::retract(desk, person, number, &scene.answer).await
        }
        "tickets::follow" => follow::follow(desk, person, number, scene.reporter, true).await,
        "tickets::follow agent" => follow::follow(desk, person, number, "nadia", true).await,
        "drafts::save" => drafts::save(desk, person, number, &begun()).await.map(drop),
        "drafts::save new" => drafts::save(desk, person, "new", &begun()).await.map(drop),
        "drafts::open_drafts" => drafts::open_drafts(desk, person).await.map(drop),
        "drafts::read" => drafts::read(desk, person, number).await.map(drop),
        "drafts::discard" => {
            drafts::discard(desk, person, number, &DraftRef { revision: 7, ..DraftRef::default() }).await
        }
        "drafts::has_room" => drafts::has_room(desk, person).await,
        "drafts::receive" => drafts::receive(desk, person, number, std::slice::from_ref(&scene.spare)).await.map(drop),
        "drafts::preview" | "drafts::preview other" => drafts::preview(desk, person, &scene.upload).await.map(drop),
        "drafts::remove" | "drafts::remove other" => drafts::remove(desk, person, &scene.upload).await,
        "tickets::subscribe on" => subscribe::subscribe(desk, person, number, true).await,
        "tickets::subscribe off" => subscribe::subscribe(desk, person, number, false).await,
        "conversation::mentionable" => {
            conversation::mention::mentionable(desk, person, number, "", false).await.map(drop)
        }
        "conversation::planned" => {
            conversation::mention::planned(desk, person, &AudiencePreview::default(), "").await.map(drop)
        }
        "tickets::audience" => audience_preview::audience(desk, person, &AudiencePreview::default()).await.map(drop),
        "tickets::audience elsewhere" => {
            planned_as(AudiencePreview { company: "millrace", ..AudiencePreview::default() }).await
        }
        "tickets::audience premier" => {
            planned_as(AudiencePreview { queue: "premier", ..AudiencePreview::default() }).await
        }
        "tickets::audience internal" => {
            planned_as(AudiencePreview { kind: "internal-task", ..AudiencePreview::default() }).await
        }
        "conversation::reply" => reply(false, vec![]).await,
        "conversation::reply file" => reply(false, vec![scene.spare.clone()]).await,
        "conversation::reply note" => reply(true, vec![]).await,
        "conversation::reply set" => {
            let actions = ReplyActions { status: slug("solved"), assign: true, ..ReplyActions::default() };
            let reply = Reply { actions, ..helpers::words("It is still so.") };
            conversation::reply(desk, person, number, reply).await.map(drop)
        }
        "tickets::change status" => change(TicketChange { status: slug("solved"), ..nothing }).await,
        "tickets::change priority" => change(TicketChange { priority: slug("urgent"), ..nothing }).await,
        "tickets::change assignee" => change(TicketChange { assignee: slug("nadia"), ..nothing }).await,
        "tickets::change queue" => change(queue("consumables")).await,
        "tickets::change software" => change(queue("software")).await,
        "tickets::change workshop" => change(queue("workshop")).await,
        "tickets::change nothing" => change(nothing).await,
        "tickets::close" => close::close(desk, person, number).await,
        "tickets::reopen" => close::reopen(desk, person, number).await,
        "tickets::rate" => rate::rate(desk, person, number, "4", "").await,
        "tickets::new_ticket_form" => match new_ticket_form::new_ticket_form(desk, person, "", "").await? {
            TicketFormOrRefusal::Form(_) => Ok(()),
            TicketFormOrRefusal::Refused(because) => Err(Refusal::Forbidden(because).into()),
        },
        // On behalf of somebody.
        "tickets::new_ticket_form on" => {
            match new_ticket_form::new_ticket_form(desk, person, "harbourline", "alice").await? {
                TicketFormOrRefusal::Form(_) => Ok(()),
                TicketFormOrRefusal::Refused(because) => Err(Refusal::Forbidden(because).into()),
            }
        }
        "tickets::open alice" => {
            let on_behalf = OnBehalfFields { reporter: "alice".into(), ..OnBehalfFields::default() };
            // Customers raise for themselves, whatever they send.
            let company = if person.is_staff() { "harbourline".into() } else { String::new() };
            raise(TicketDraft { on_behalf, company, ..draft }).await
        }
        "tickets::callers" => desk::tickets::callers(desk, person, "harbourline", "a").await.map(drop),
        "tickets::open" => raise(draft).await,
        "tickets::open elsewhere" => raise(TicketDraft { company: "millrace".into(), ..draft }).await,
        "tickets::open premier" => raise(TicketDraft { queue: "premier".into(), ..draft }).await,
        "tickets::open workshop" => raise(TicketDraft { queue: "workshop".into(), ..draft }).await,
        "tickets::open internal" => {
            let attributes = vec![("area".into(), "Workshop".into())];
            raise(TicketDraft { kind: "internal-task".into(), attributes, ..draft }).await
        }
        "tickets::refuse" => {
            let reason = Reason::FileEmpty { name: "a.txt".into() };
            let fault = domain::Fault { field: "attachment".into(), reason };
            Err(open::refuse(desk, person, &draft, vec![fault]).await)
        }
        row if row.starts_with("views::") => on_views(desk, person, row, number).await,
        "activities::list" => {
            let inbox = activities::list(desk, person, 1).await?;
            let entry = inbox.entries.into_iter().find(|entry| entry.number == *number);
            entry.map(drop).ok_or(Refusal::NotFound.into())
        }
        "activities::recent" => {
            let recent = activities::recent(desk, person).await?;
            let entry = recent.into_iter().find(|entry| entry.number == *number);
            entry.map(drop).ok_or(Refusal::NotFound.into())
        }
        "menu::counts" => match desk::menu::counts(desk, person).await?.unread {
            0 => Err(Refusal::NotFound.into()),
            _ => Ok(()),
        },
        "activities::remove" => activities::remove(desk, person, number).await,
        "activities::restore" => activities::restore(desk, person, number).await,
        "activities::see_all" => activities::see_all(desk, person, i64::MAX).await,
        "support::show" => desk::support::show(desk, person).await.map(drop),
        "support::check" => desk::support::check(desk, person, "").await.map(drop),
        "support::check other" => desk::support::check(desk, person, "ines@harbourline.example").await.map(drop),
        "mail::preferences" => mail::preferences(desk, person).await.map(drop),
        "mail::save_preferences" => {
            mail::save_preferences(desk, person, &NotificationPreferences::read("messages=portico,daily=on", true))
                .await
        }
        "mail::outbox" => mail::outbox(desk, person).await.map(drop),
        "mail::retry" => mail::retry(desk, person, "stuck").await,
        "mail::discard" => mail::discard(desk, person, "stuck").await,
        "people::save_columns" => save_columns(desk, person, &[Column::Subject], &[SearchIn::Subject], &[]).await,
        _ => panic!("{row} is not performed"),
    }
}

async fn on_views(desk: &Desk, person: &Person, row: &str, number: &str) -> Result<()> {
    let owner = if row.ends_with("everyone") || row.ends_with("team") { "grace" } else { "alice" };
    let slug = view_of(owner, number);
    let draft = |audience| views::ViewDraft { name: "Print", audience, query: "queue=print&sort=subject" };
    match row.split(' ').next().unwrap() {
        "views::of" => {
            let seen = views::of(desk, person).await?;
            seen.iter().find(|view| view.slug == slug).map(drop).ok_or(Refusal::NotFound.into())
        }
        "views::find" => views::find(desk, person, &slug).await.map(drop),
        "views::save" => {
            let audience = if row.ends_with("everyone") { "everyone" } else { "me" };
            // A name of its own, so that nothing of before is the same view.
            views::save(desk, person, views::ViewDraft { name: &slug, ..draft(audience) }).await.map(drop)
        }
        "views::change" => {
            let change = views::ViewChange { name: Some("Another name"), query: None };
            views::change(desk, person, &slug, change).await
        }
        "views::remove" => views::remove(desk, person, &slug).await,
        "views::step" => views::step(desk, person, &slug, false).await,
        "views::set_default" => views::set_default(desk, person, &slug, true).await,
        _ => panic!("{row} is not performed"),
    }
}

/// What came out, in the table's words.
pub fn outcome(result: Result<()>) -> &'static str {
    if result.is_ok() {
        return "yes";
    }
    match refusal(result) {
        Refusal::NotFound => "404",
        Refusal::Forbidden(Because::ReadOnly) => "ro",
        Refusal::Forbidden(Because::AgentsOnly) => "agen",
        Refusal::Forbidden(Because::NoSeat { .. }) => "seat",
        Refusal::Forbidden(Because::ReporterOnly) => "rep",
        Refusal::Forbidden(Because::OwnerOnly) => "own",
        Refusal::Forbidden(Because::FilersOnly) => "file",
        Refusal::Forbidden(Because::AdminsOnly) => "adm",
        Refusal::Forbidden(Because::NotACustomer) => "desk",
        Refusal::Invalid(_) => "422",
        _ => "other",
    }
}
