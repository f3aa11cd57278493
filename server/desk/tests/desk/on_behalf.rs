//! Tickets on behalf of others: agents raise them for those who call.

use super::helpers::{self, account, events, incident, kept, kinds, load_ticket, number_in, person, refusal, sql};
use super::support::demo;
use desk::Desk;
use desk::tickets::callers;
use desk::tickets::new_ticket_form::new_ticket_form;
use desk::tickets::open::open;
use domain::conversation::{TimelineEntry, TimelineEvent};
use domain::plans::RaiseDenied;
use domain::tickets::TicketFormOrRefusal;
use domain::tickets::caller::Caller;
use domain::tickets::draft::{OnBehalfFields, TicketDraft};
use domain::{Reason, Refusal};

fn called(reporter: &str) -> TicketDraft {
    let on_behalf = OnBehalfFields { reporter: reporter.into(), ..OnBehalfFields::default() };
    TicketDraft { company: "harbourline".into(), on_behalf, ..incident("It was on the phone") }
}

fn excepted(reason: &str) -> TicketDraft {
    let draft = called("chloe");
    TicketDraft { on_behalf: OnBehalfFields { exception: reason.into(), ..draft.on_behalf }, ..draft }
}

#[tokio::test]
async fn a_call_is_the_callers_ticket_and_the_agents_words() {
    for test in demo().await {
        let (desk, grace, alice) = (&test.desk, person(&test.desk, "grace").await, person(&test.desk, "alice").await);
        let number = open(desk, &grace, &called("alice"), &[], "k").await.unwrap();
        assert_eq!(open(desk, &grace, &called("alice"), &[], "k").await.unwrap(), number, "sent twice");
        let ticket = kept(desk, &number).await;
        assert_eq!((ticket.reporter_id, ticket.assignee_id, ticket.channel.as_str()), (alice.id, None, "phone"));
        assert_eq!(kinds(desk, &number).await, ["opened"]);
        assert_eq!(events(desk, &number).await[0].actor_id, Some(grace.id));
        let page = load_ticket(desk, &alice, &number).await;
        assert!(page.subscribed && page.reporter.full == "Alice Kowalska");
        let [TimelineEntry::Message(said)] = &page.conversation[..] else { panic!("one message") };
        assert_eq!((said.author.full.as_str(), said.mine), ("Grace Okoye", false));
        let activities_of =
            |id: i64| format!("SELECT COUNT(*) FROM activities WHERE ticket_id = {} AND user_id = {id}", ticket.id);
        assert_eq!(number_in(desk, &activities_of(alice.id)).await, 1, "alice hears of it");
        assert_eq!(number_in(desk, &activities_of(grace.id)).await, 0, "grace does not");
        let notices =
            format!("SELECT COUNT(*) FROM notices WHERE ticket_id = {} AND user_id = {}", ticket.id, alice.id);
        assert_eq!(number_in(desk, &notices).await, 1, "and gets a mail");
        let other = TicketDraft {
            on_behalf: OnBehalfFields { channel: "other".into(), ..called("alice").on_behalf },
            ..called("alice")
        };
        let number = open(desk, &grace, &other, &[], "").await.unwrap();
        assert_eq!(kept(desk, &number).await.channel, "other");
    }
}

#[tokio::test]
async fn who_is_not_on_the_plan_needs_an_exception_with_a_reason() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let refused = refusal(open(desk, &grace, &called("chloe"), &[], "").await);
        assert_eq!(refused, Refusal::field("exception", Reason::PlanDenies(RaiseDenied::NoSeat)));
        assert_eq!(refusal(open(desk, &grace, &excepted("  "), &[], "").await), refused, "blank is no reason");
        let long = refusal(open(desk, &grace, &excepted(&"x".repeat(501)), &[], "").await);
        assert_eq!(long, Refusal::field("exception", Reason::TooLong { max: 500 }));
        let number = open(desk, &grace, &excepted(" Alice is away. "), &[], "").await.unwrap();
        assert_eq!(kinds(desk, &number).await, ["opened", "excepted"]);
        let [_, written] = &events(desk, &number).await[..] else { panic!("two events") };
        assert!(!written.public && written.data.contains("\"Alice is away.\""));
        let lines = |page: domain::tickets::Ticket| {
            page.conversation.into_iter().any(|entry| {
                matches!(entry, TimelineEntry::Line(line) if line.what == TimelineEvent::Excepted { reason: "Alice is away.".into() })
            })
        };
        assert!(lines(load_ticket(desk, &grace, &number).await), "agents read it");
        for customer in ["chloe", "alice"] {
            assert!(!lines(load_ticket(desk, &person(desk, customer).await, &number).await), "{customer} does not");
        }
        let ticket = kept(desk, &number).await;
        assert!(ticket.last_public_event < ticket.last_event);
        // Whoever is on the plan needs none, and none is written down.
        let fine = TicketDraft {
            on_behalf: OnBehalfFields { exception: "because".into(), ..called("alice").on_behalf },
            ..called("alice")
        };
        let number = open(desk, &grace, &fine, &[], "").await.unwrap();
        assert_eq!(kinds(desk, &number).await, ["opened"]);
    }
}

#[tokio::test]
async fn a_person_and_a_company_belong_together() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let not_theirs = Refusal::field("reporter", Reason::NotOffered);
        for nobody in ["dmitri", "grace", "nobody", "\0"] {
            assert_eq!(refusal(open(desk, &grace, &called(nobody), &[], "").await), not_theirs, "{nobody}");
            assert_eq!(refusal(new_ticket_form(desk, &grace, "harbourline", nobody).await), not_theirs, "{nobody}");
        }
        for company in ["nowhere", "", "\0"] {
            let draft = TicketDraft { company: company.into(), ..called("alice") };
            assert_eq!(refusal(open(desk, &grace, &draft, &[], "").await), Refusal::NotFound, "{company}");
            assert_eq!(refusal(new_ticket_form(desk, &grace, company, "alice").await), Refusal::NotFound, "{company}");
        }
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'alice'").await;
        assert_eq!(refusal(open(desk, &grace, &called("alice"), &[], "").await), not_theirs, "shut out");
        let draft = called("bruno");
        let channel =
            TicketDraft { on_behalf: OnBehalfFields { channel: "portal".into(), ..draft.on_behalf.clone() }, ..draft };
        assert_eq!(refusal(open(desk, &grace, &channel, &[], "").await), Refusal::field("channel", Reason::NotOffered));
        let hidden = TicketDraft { queue: "workshop".into(), ..called("bruno") };
        let refused = refusal(open(desk, &grace, &hidden, &[], "").await);
        assert_eq!(refused, Refusal::field("queue", Reason::NotOffered), "the customer would not see it");
        let jonas = person(desk, "jonas").await;
        let software = TicketDraft { queue: "software".into(), ..called("bruno") };
        let refused = refusal(open(desk, &jonas, &software, &[], "").await);
        assert_eq!(refused, Refusal::field("queue", Reason::NotOffered), "he may only read there");
    }
}

#[tokio::test]
async fn what_a_customer_says_of_others_counts_for_nothing() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let on_behalf =
            OnBehalfFields { reporter: "bruno".into(), channel: "phone".into(), exception: "please".into() };
        let number = open(desk, &alice, &TicketDraft { on_behalf: on_behalf.clone(), ..incident("Mine") }, &[], "")
            .await
            .unwrap();
        let ticket = kept(desk, &number).await;
        assert_eq!((ticket.reporter_id, ticket.channel.as_str()), (alice.id, "portal"));
        assert_eq!(kinds(desk, &number).await, ["opened"]);
        let chloe = person(desk, "chloe").await;
        let refused = refusal(open(desk, &chloe, &TicketDraft { on_behalf, ..incident("Not mine") }, &[], "").await);
        assert_eq!(refused.status(), 403, "no exception for oneself");
    }
}

async fn panel(desk: &Desk, company: &str, reporter: &str) -> Caller {
    match new_ticket_form(desk, &person(desk, "grace").await, company, reporter).await.unwrap() {
        TicketFormOrRefusal::Form(form) => *form.caller.unwrap(),
        TicketFormOrRefusal::Refused(because) => panic!("{because:?}"),
    }
}

#[tokio::test]
async fn the_panel_tells_what_the_plan_covers() {
    for test in demo().await {
        let desk = &test.desk;
        helpers::raise(desk, &person(desk, "bruno").await).await;
        let bruno = panel(desk, "harbourline", "bruno").await;
        assert_eq!((bruno.denied, bruno.company.label.as_str()), (None, "Harbourline Logistics"));
        assert!(bruno.plans.iter().all(|plan| plan.contact) && bruno.manager.is_some() && bruno.opening.is_some());
        assert!(bruno.open.iter().any(|ticket| ticket.subject == "Paper jam at bench 3") && bruno.open.len() <= 5);
        let chloe = panel(desk, "harbourline", "chloe").await;
        assert_eq!(chloe.denied, Some(RaiseDenied::NoSeat));
        assert_ne!(chloe.window, bruno.window, "each has a draft of their own");
        assert_eq!(panel(desk, "harbourline", "bruno").await.window, bruno.window);
    }
}

#[tokio::test]
async fn callers_are_found_by_name_address_and_company() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let found = async |company: &str, find: &str| callers(desk, &grace, company, find).await.unwrap();
        let names = |found: &domain::tickets::caller::Callers| {
            found.people.iter().map(|known| known.name.clone()).collect::<Vec<_>>()
        };
        for find in ["alice", "KOWALSKA", "alice@harbour"] {
            let found = found("", find).await;
            assert_eq!(names(&found), ["Alice Kowalska"], "{find}");
            assert!(found.people[0].contact && found.people[0].company.slug == "harbourline");
        }
        assert!(found("", "grace").await.people.is_empty(), "no agents");
        let harbourline = found("", "harbour").await;
        assert_eq!(harbourline.companies.len(), 1);
        assert!(found("", "").await.people.is_empty() && !found("", "").await.companies.is_empty());
        let within = found("harbourline", "").await;
        assert!(within.people.len() > 3 && within.companies.is_empty() && !within.roles.is_empty());
        assert_eq!(names(&found("harbourline", "bennett").await).len(), 1);
        for odd in ["%", "_", "\\", "'; --", "\0", &"é".repeat(5_000)] {
            assert!(found("harbourline", odd).await.people.is_empty() || *odd == *"\0", "{odd:.5}");
        }
        assert_eq!(refusal(callers(desk, &grace, "nowhere", "").await), Refusal::NotFound);
        let _ = account(desk, "alice").await;
    }
}
