//! Raising tickets: numbers, keys, attributes, and who may.

use super::helpers::{
    self, account, desk_at, events, incident, kept, kinds, listed, load_ticket, number_in, person, refusal, sql,
};
use super::support::{NOW, demo};
use desk::Desk;
use desk::conversation::message;
use desk::people::Person;
use desk::tickets::new_ticket_form::new_ticket_form;
use desk::tickets::open::open;
use desk::tickets::{show::show, subscription, ticket, value};
use domain::refusal::Because;
use domain::tickets::draft::TicketDraft;
use domain::tickets::{TicketForm, TicketFormOrRefusal};
use domain::time::{DAY, HOUR};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn a_raised_ticket_is_complete() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let scan = test.files.store_file("scan.png", "image/png", b"png").await.unwrap();
        let draft = TicketDraft {
            subject: "  Paper\tjam  ".into(),
            priority: "high".into(),
            description: "\r\nIt\r\njams. ".into(),
            ..incident("")
        };
        let number = open(desk, &alice, &draft, &[scan], "").await.unwrap();
        let ticket = kept(desk, &number).await;
        assert_eq!((ticket.created_at, ticket.changed_at, ticket.closed), (NOW, NOW, false));
        assert_eq!((ticket.reporter_id, ticket.assignee_id, ticket.channel.as_str()), (alice.id, None, "portal"));
        let [opened] = &events(desk, &number).await[..] else { panic!("one event") };
        assert_eq!((opened.kind.as_str(), opened.public, opened.at), ("opened", true, NOW));
        assert_eq!((opened.actor_id, opened.company_id), (Some(alice.id), Some(ticket.company_id)));
        assert_eq!((ticket.last_event, ticket.last_public_event), (opened.id, opened.id));
        let page = load_ticket(desk, &alice, &number).await;
        assert_eq!(
            (page.subject.as_str(), page.status.label.as_str(), page.priority.label.as_str()),
            ("Paper jam", "New", "High")
        );
        assert_eq!((page.queue.as_str(), page.company.as_str()), ("Field service / Print", "Harbourline Logistics"));
        assert!(page.subscribed && page.files.len() == 1 && page.earlier == 0);
        let [domain::conversation::TimelineEntry::Message(description)] = &page.conversation[..] else {
            panic!("one message")
        };
        assert_eq!((description.body.as_str(), description.mine, description.files.len()), ("It\njams.", true, 1));
    }
}

#[tokio::test]
async fn fifty_at_once_get_numbers_without_gaps_or_twins() {
    for test in demo().await {
        let desk = &test.desk;
        let people = [person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "ewa").await];
        let next = number_in(desk, "SELECT MAX(number) + 1 FROM tickets").await;
        let mut tasks = Vec::new();
        for n in 0..50_usize {
            let (desk, person) = (desk.clone(), people[n % people.len()].clone());
            // Every fifth is refused: it must not take a number.
            let subject = if n % 5 == 0 { String::new() } else { format!("Ticket {n}") };
            tasks.push(tokio::spawn(async move { open(&desk, &person, &incident(&subject), &[], "").await }));
        }
        let mut numbers = BTreeSet::new();
        for (n, task) in tasks.into_iter().enumerate() {
            let opened = task.await.unwrap();
            match n % 5 {
                0 => assert_eq!(refusal(opened), Refusal::field("subject", Reason::Missing)),
                _ => assert!(numbers.insert(domain::tickets::number::read(&opened.unwrap()).unwrap()), "a twin"),
            }
        }
        assert_eq!(numbers, (next..next + 40).collect(), "{:?}", desk.db().backend());
        assert_eq!(every_number(desk).await, (1001..next + 40).collect::<Vec<_>>());
    }
}

async fn every_number(desk: &Desk) -> Vec<i64> {
    let tickets = ticket::Entity::find().order_by_asc(ticket::Column::Number).all(desk.db().read()).await.unwrap();
    tickets.into_iter().map(|ticket| ticket.number).collect()
}

/// A browser that goes away drops the request wherever it stands.
#[tokio::test]
async fn dropped_requests_leave_nothing_half_done_and_no_lock() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let mut tasks = Vec::new();
        for n in 0..120_u64 {
            let (desk, alice) = (desk.clone(), alice.clone());
            tasks.push(tokio::spawn(async move {
                let draft = incident("Dropped");
                let opening = open(&desk, &alice, &draft, &[], "one key for all of them");
                let other = open(&desk, &alice, &draft, &[], "");
                let patience = Duration::from_micros(n * 150);
                let _ = tokio::time::timeout(patience, opening).await;
                let _ = tokio::time::timeout(patience, other).await;
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let patience = Duration::from_secs(10);
        let number = tokio::time::timeout(patience, helpers::raise(desk, &alice)).await.expect("no lock is left");
        let numbers = every_number(desk).await;
        // PostgreSQL gives a number with the row and does not take it back.
        if desk.db().is_sqlite() {
            assert_eq!(numbers, (1001..1001 + numbers.len() as i64).collect::<Vec<_>>());
        }
        assert_eq!(number, format!("PT-{}", numbers.last().unwrap()));
        let bare = "SELECT COUNT(*) FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = t.id) \
            OR NOT EXISTS (SELECT 1 FROM events e WHERE e.ticket_id = t.id AND e.id = t.last_event)";
        assert_eq!(number_in(desk, bare).await, 0, "no ticket is half there");
        let keyed = "SELECT COUNT(*) FROM idempotency_keys";
        assert!(number_in(desk, keyed).await <= 1, "one key, one effect");
    }
}

#[tokio::test]
async fn a_key_makes_one_ticket_of_many_requests() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let file = test.files.store_file("a.txt", "text/plain", b"a").await.unwrap();
        let draft = incident("Twice");
        let first = open(desk, &alice, &draft, std::slice::from_ref(&file), "k1").await.unwrap();
        let before = number_in(desk, "SELECT COUNT(*) FROM tickets").await;
        let again = open(desk, &alice, &draft, std::slice::from_ref(&file), "k1").await.unwrap();
        assert_eq!(again, first);
        let other = open(desk, &alice, &incident("Something else"), std::slice::from_ref(&file), "k1").await;
        assert_eq!(refusal(other), Refusal::Conflict);
        assert_eq!(refusal(open(desk, &alice, &draft, &[], "k1").await), Refusal::Conflict, "without the file");
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM tickets").await, before);
        assert_eq!(kinds(desk, &first).await, ["opened"]);
        let brunos = open(desk, &bruno, &draft, std::slice::from_ref(&file), "k1").await.unwrap();
        assert_ne!(brunos, first, "a key is its sender's own");
        assert_ne!(open(desk, &alice, &draft, &[], "k2").await.unwrap(), first);
        assert_ne!(
            helpers::open(desk, &alice, &draft).await,
            helpers::open(desk, &alice, &draft).await,
            "no key, no memory"
        );
        for key in ["with a NUL \0".to_owned(), "ключ 🔑".to_owned(), noise(10_000), " ".to_owned()] {
            let first = open(desk, &alice, &draft, &[], &key).await.unwrap();
            assert_eq!(open(desk, &alice, &draft, &[], &key).await.unwrap(), first);
        }
        // Kept for a week.
        let six_days = desk_at(&test, NOW + 6 * DAY).await;
        assert_eq!(open(&six_days, &alice, &draft, &[file], "k1").await.unwrap(), first);
        let eight_days = desk_at(&test, NOW + 8 * DAY).await;
        open(&eight_days, &alice, &draft, &[], "k3").await.unwrap();
        desk::events::sweep(&eight_days).await.unwrap();
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM idempotency_keys").await, 1, "old keys are swept out");
    }
}

/// Text that does not compress.
fn noise(len: usize) -> String {
    std::iter::repeat_with(desk::random::id).flat_map(|id| id.chars().collect::<Vec<_>>()).take(len).collect()
}

#[tokio::test]
async fn one_key_sent_side_by_side_makes_one_ticket() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let before = number_in(desk, "SELECT COUNT(*) FROM tickets").await;
        let mut tasks = Vec::new();
        for n in 0..20 {
            let (desk, alice) = (desk.clone(), alice.clone());
            let subject = if n % 4 == 3 { "Other content" } else { "Side by side" };
            tasks.push(tokio::spawn(async move { open(&desk, &alice, &incident(subject), &[], "key").await }));
        }
        let mut numbers = BTreeSet::new();
        let mut conflicts = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(number) => drop(numbers.insert(number)),
                refused => {
                    assert_eq!(refusal(refused), Refusal::Conflict);
                    conflicts += 1;
                }
            }
        }
        assert!(numbers.len() == 1 && [5, 15].contains(&conflicts), "{numbers:?}, {conflicts} conflicts");
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM tickets").await, before + 1);
    }
}

fn request(attributes: &[(&str, &str)]) -> TicketDraft {
    let attributes = attributes.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    TicketDraft { kind: "request".into(), queue: "consumables".into(), attributes, ..incident("Ribbons, please") }
}

#[tokio::test]
async fn attributes_are_checked_by_their_rules_and_all_faults_reported_at_once() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let sent = [
            ("quantity", "1001"),
            ("needed_by", "2026-02-30"),
            ("purchase_order", "PO-123456"),
            ("internal_cost", "X"),
        ];
        let draft = TicketDraft {
            subject: " ".into(),
            description: String::new(),
            queue: "nowhere".into(),
            priority: "none".into(),
            ..request(&sent)
        };
        let refused = refusal(open(desk, &alice, &draft, &[], "").await);
        let hint = "PO- followed by five digits".into();
        let expected = [
            ("subject", Reason::Missing),
            ("description", Reason::Missing),
            ("queue", Reason::NotOffered),
            ("priority", Reason::NotOffered),
            ("attr.request_kind", Reason::Missing),
            ("attr.quantity", Reason::TooBig { max: 1000 }),
            ("attr.needed_by", Reason::NotADate),
            ("attr.purchase_order", Reason::Pattern { hint }),
        ];
        for (field, reason) in &expected {
            assert_eq!(refused.about(field), Some(reason), "{field}");
        }
        let Refusal::Invalid(faults) = refused else { panic!("invalid") };
        assert_eq!(faults.len(), expected.len(), "{faults:?}");
        for (name, text, reason) in [
            ("request_kind", "Free beer", Reason::NotOffered),
            ("request_kind", "labels and ribbons", Reason::NotOffered),
            ("quantity", "0", Reason::TooSmall { min: 1 }),
            ("quantity", "ten", Reason::NotANumber),
            ("purchase_order", "xPO-12345", Reason::Pattern { hint: "PO- followed by five digits".into() }),
            ("purchase_order", "PO-12345\nPO-12345", Reason::Pattern { hint: "PO- followed by five digits".into() }),
        ] {
            // Of a repeated attribute the last counts.
            let draft = request(&[("request_kind", "Training"), (name, text)]);
            let refused = refusal(open(desk, &alice, &draft, &[], "").await);
            assert_eq!(refused, Refusal::field(&format!("attr.{name}"), reason), "{name} = {text:?}");
        }
        let sent = [
            ("request_kind", "Labels and ribbons"),
            ("quantity", " 0012 "),
            ("purchase_order", "PO-12345"),
            ("needed_by", ""),
        ];
        let number = helpers::open(desk, &alice, &request(&sent)).await;
        let shown: Vec<_> =
            load_ticket(desk, &alice, &number).await.groups.into_iter().flat_map(|group| group.values).collect();
        let pair = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        let expected =
            [pair("Kind of request", "Labels and ribbons"), pair("Quantity", "12"), pair("Purchase order", "PO-12345")];
        assert_eq!(shown, expected, "without the empty one");
    }
}

async fn form(desk: &Desk, person: &Person) -> TicketForm {
    match new_ticket_form(desk, person, "", "").await.unwrap() {
        TicketFormOrRefusal::Form(form) => *form,
        TicketFormOrRefusal::Refused(because) => panic!("refused: {because:?}"),
    }
}

#[tokio::test]
async fn what_only_agents_see_is_neither_offered_nor_taken_nor_shown() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let form = form(desk, &alice).await;
        let kinds: Vec<_> = form.kinds.iter().map(|kind| kind.slug.as_str()).collect();
        assert_eq!(kinds, ["incident", "request", "question", "change"]);
        let queues: Vec<_> = form.queues.iter().map(|queue| queue.slug.as_str()).collect();
        assert_eq!(
            queues,
            ["software", "integrations", "field", "print", "label-printers", "consumables", "handhelds", "plans"]
        );
        let fields = form.kinds.iter().flat_map(|kind| &kind.groups).flat_map(|group| &group.fields);
        let names: Vec<_> = fields.map(|field| field.name.as_str()).collect();
        assert!(names.contains(&"purchase_order") && !names.contains(&"internal_cost"), "{names:?}");
        let sent = [("request_kind", "Training"), ("internal_cost", "4711")];
        let number = helpers::open(desk, &alice, &request(&sent)).await;
        let ticket = kept(desk, &number).await;
        let values = value::Entity::find().filter(value::Column::TicketId.eq(ticket.id));
        assert_eq!(values.count(desk.db().read()).await.unwrap(), 1, "the value of the hidden one is dropped");
        let insert = "INSERT INTO ticket_values (ticket_id, attribute_id, value) SELECT";
        sql(desk, &format!("{insert} {}, id, '4711' FROM attributes WHERE name = 'internal_cost'", ticket.id)).await;
        let shown = |ticket: domain::tickets::Ticket| format!("{ticket:?}").contains("4711");
        assert!(!shown(load_ticket(desk, &alice, &number).await), "alice");
        assert!(shown(load_ticket(desk, &grace, &number).await), "grace");
    }
}

#[tokio::test]
async fn without_a_seat_the_refusal_names_who_can_help() {
    for test in demo().await {
        let desk = &test.desk;
        let chloe = person(desk, "chloe").await;
        let because = Because::NoSeat {
            company: "Harbourline Logistics".into(),
            contacts: vec!["Alice Kowalska".into(), "Bruno Meyer".into(), "Ines Duarte".into()],
            manager: Some("Hugo Brandt".into()),
        };
        assert_eq!(new_ticket_form(desk, &chloe, "", "").await.unwrap(), TicketFormOrRefusal::Refused(because.clone()));
        assert_eq!(refusal(open(desk, &chloe, &incident("x"), &[], "").await), Refusal::Forbidden(because));
        // A contact who may no longer sign in cannot help.
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'bruno'").await;
        let TicketFormOrRefusal::Refused(Because::NoSeat { contacts, .. }) =
            new_ticket_form(desk, &chloe, "", "").await.unwrap()
        else {
            panic!("no seat")
        };
        assert_eq!(contacts, ["Alice Kowalska", "Ines Duarte"]);
        sql(desk, "DELETE FROM seats").await;
        sql(desk, "DELETE FROM plans").await;
        let chloe = person(desk, "chloe").await;
        let because = Because::NoPlan { company: "Harbourline Logistics".into(), manager: Some("Hugo Brandt".into()) };
        assert_eq!(new_ticket_form(desk, &chloe, "", "").await.unwrap(), TicketFormOrRefusal::Refused(because));
    }
}

#[tokio::test]
async fn whoever_loses_the_seat_still_reads_and_answers() {
    for test in demo().await {
        let desk = &test.desk;
        let token = helpers::token(desk, "alice@harbourline.example", false).await;
        let alice = desk::people::find(desk, &token.text).await.unwrap().unwrap();
        let number = helpers::raise(desk, &alice).await;
        sql(desk, &format!("DELETE FROM seats WHERE user_id = {}", alice.id)).await;
        let alice = desk::people::find(desk, &token.text).await.unwrap().unwrap();
        assert!(!alice.me(&desk.catalogue()).may_raise);
        let refused = refusal(open(desk, &alice, &incident("One more"), &[], "").await);
        assert!(matches!(refused, Refusal::Forbidden(Because::NoSeat { .. })), "{refused:?}");
        helpers::say(desk, &alice, &number).await;
        assert!(listed(desk, &alice, &number).await.is_some());
    }
}

#[tokio::test]
async fn the_company_stays_on_the_ticket_when_its_reporter_moves() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, bruno) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "bruno").await);
        let number = helpers::raise(desk, &bruno).await;
        let there = "(SELECT id FROM companies WHERE slug = 'quayside')";
        sql(desk, &format!("UPDATE memberships SET company_id = {there} WHERE user_id = {}", bruno.id)).await;
        let bruno = person(desk, "bruno").await;
        assert_eq!(load_ticket(desk, &alice, &number).await.company, "Harbourline Logistics");
        for stranger in [&bruno, &dmitri] {
            assert_eq!(refusal(show(desk, stranger, &number, 10).await), Refusal::NotFound, "{}", stranger.name);
            assert_eq!(listed(desk, stranger, &number).await, None, "{}", stranger.name);
        }
        // The seat belonged to Harbourline's plan.
        let refused = refusal(open(desk, &bruno, &incident("x"), &[], "").await);
        assert!(
            matches!(refused, Refusal::Forbidden(Because::NoSeat { company, .. }) if company == "Quayside Terminals")
        );
    }
}

#[tokio::test]
async fn whoever_has_two_companies_chooses() {
    for test in demo().await {
        let desk = &test.desk;
        let (id, there) = (account(desk, "alice").await.id, "(SELECT id FROM companies WHERE slug = 'quayside')");
        let contact = "(SELECT id FROM roles WHERE slug = 'contact')";
        sql(desk, &format!("INSERT INTO memberships (user_id, company_id, role_id, sees_company) VALUES ({id}, {there}, {contact}, FALSE)")).await;
        let plan = format!("(SELECT id FROM plans WHERE company_id = {there})");
        sql(desk, &format!("INSERT INTO seats (plan_id, slug, user_id, email, first_name, last_name, position, phone, since) VALUES ({plan}, 'alice', {id}, 'alice@harbourline.example', 'Alice', 'Kowalska', '', '', {NOW})")).await;
        let alice = person(desk, "alice").await;
        let companies: Vec<_> = form(desk, &alice).await.companies.into_iter().map(|choice| choice.slug).collect();
        assert_eq!(companies, ["harbourline", "quayside"]);
        let drafted = |company: &str| TicketDraft { company: company.into(), ..incident("For whom?") };
        let chosen = |company: &str| {
            let draft = drafted(company);
            async { open(desk, &alice, &{ draft }, &[], "").await }
        };
        assert_eq!(refusal(chosen("").await), Refusal::field("company", Reason::Missing));
        assert_eq!(refusal(chosen("smallpier").await), Refusal::field("company", Reason::NotOffered));
        let number = chosen("quayside").await.unwrap();
        assert_eq!(load_ticket(desk, &person(desk, "dmitri").await, &number).await.company, "Quayside Terminals");
        assert_eq!(listed(desk, &person(desk, "bruno").await, &number).await, None);
        // Both companies' tickets in one list, also when words are looked for.
        assert!(listed(desk, &alice, &number).await.is_some());
        assert!(listed(desk, &alice, &chosen("harbourline").await.unwrap()).await.is_some());
    }
}

#[tokio::test]
async fn taking_part_subscribes() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, hugo) = (person(desk, "alice").await, person(desk, "hugo").await);
        let number = helpers::raise(desk, &alice).await;
        helpers::note(desk, &hugo, &number, vec![]).await;
        let ticket = kept(desk, &number).await;
        let of_ticket = subscription::Entity::find().filter(subscription::Column::TicketId.eq(ticket.id));
        let subscribed: BTreeSet<_> =
            of_ticket.all(desk.db().read()).await.unwrap().into_iter().map(|row| row.user_id).collect();
        assert_eq!(subscribed, BTreeSet::from([alice.id, hugo.id]));
        let later = desk_at(&test, NOW + HOUR).await;
        desk::tickets::subscribe::subscribe(&later, &hugo, &number, false).await.unwrap();
        desk::tickets::subscribe::subscribe(&later, &hugo, &number, false).await.unwrap();
        let recorded: Vec<_> =
            events(desk, &number).await.into_iter().filter(|event| event.kind.contains("subscribed")).collect();
        assert!(
            recorded.len() == 1 && !recorded[0].public && recorded[0].kind == "unsubscribed",
            "once, and for the audit only"
        );
        assert_eq!(kept(desk, &number).await, ticket, "nobody else's business");
        let messages = message::Entity::find().filter(message::Column::TicketId.eq(ticket.id));
        assert_eq!(messages.count(desk.db().read()).await.unwrap(), 2);
    }
}
