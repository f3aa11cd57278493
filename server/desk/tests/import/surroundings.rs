//! Companies, people and the catalogue: found or made.

use super::support::{demo, desks};
use super::*;
use desk::catalogue::{priority, queue, status};
use desk::companies::company;
use desk::people::role;
use sea_orm::{ActiveModelTrait, Set};
use std::collections::HashMap;

fn values(ticket: &Ticket) -> Vec<(String, String)> {
    ticket.groups.iter().flat_map(|group| group.values.clone()).collect()
}

async fn everybody(test: &TestDesk) -> Vec<user::Model> {
    user::Entity::find().order_by_asc(user::Column::Slug).all(test.db.read()).await.expect("users")
}

#[tokio::test]
async fn companies_people_and_queues_are_made_once() {
    for test in desks().await {
        run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await;
        let companies =
            company::Entity::find().order_by_asc(company::Column::Id).all(test.db.read()).await.expect("companies");
        let companies: Vec<_> =
            companies.iter().map(|c| (c.slug.as_str(), c.name.as_str(), c.sharing.as_str())).collect();
        let expected = [
            ("brandt-bindery", "Brandt Bindery", "nobody"),
            ("olsen-freight", "Olsen Freight", "nobody"),
            ("haddad-daughters", "Haddad & Daughters", "nobody"),
        ];
        assert_eq!(companies, expected);
        let people = everybody(&test).await;
        assert!(people.iter().all(|user| user.password_hash.is_none() && user.username.is_none() && user.active));
        let people: Vec<_> = people.iter().map(|user| (user.email.as_str(), user.role_id.is_some())).collect();
        let expected = [
            ("ida-brandt@brandt-bindery.imported.example", false),
            ("jonas-keller@imported.example", true),
            ("mara-lind@imported.example", true),
            ("noor-haddad@haddad-daughters.imported.example", false),
            ("piet-olsen@olsen-freight.imported.example", false),
            ("sanna-moen@olsen-freight.imported.example", false),
        ];
        assert_eq!(people, expected);
        let catalogue = test.desk.catalogue();
        let queues: Vec<_> =
            catalogue.queues.iter().map(|queue| (queue.path.as_str(), queue.customers_may_create)).collect();
        assert_eq!(queues, [("Hardware", false), ("Accounts", false), ("Support", false), ("Servers", false)]);
    }
}

#[tokio::test]
async fn types_statuses_and_attributes_are_made() {
    for test in desks().await {
        run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await;
        let catalogue = test.desk.catalogue();
        let [kind] = catalogue.types.as_slice() else { panic!("one type: {:?}", catalogue.types) };
        assert_eq!((kind.slug.as_str(), kind.name.as_str(), kind.customers_may_create), ("request", "Request", false));
        let statuses: Vec<_> =
            catalogue.statuses_of(kind).map(|s| (s.slug.as_str(), s.badge.colour.as_str())).collect();
        assert_eq!(statuses, [("open", "teal"), ("waiting-customer", "amber"), ("closed", "grey")]);
        let waiting =
            catalogue.statuses_of(kind).find(|status| status.slug == "waiting-customer").expect("one of them");
        assert_eq!(
            (waiting.waits_for, waiting.for_customers().label.as_str()),
            (Some(domain::tickets::WaitsFor::Customer), "Waiting for you"),
            "its name says whom it waits for"
        );
        let groups: Vec<_> = kind.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(groups, ["Imported"]);
        let first = shown(&test, "OLD-1").await;
        let pair = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        assert_eq!(values(&first), [pair("Device", "Scanner S2"), pair("Due", "2024-03-11")]);
        assert_eq!(first.reference.as_deref(), Some("OLD-1"));
        let fifth = shown(&test, "OLD-5").await;
        assert_eq!((fifth.priority.label.as_str(), fifth.closed), ("Urgent", true));
    }
}

#[tokio::test]
async fn statuses_that_are_made_take_their_places() {
    for test in desks().await {
        run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await;
        incidents(&test.desk, INCIDENTS, STRICT).await;
        let found = status::Entity::find().order_by_asc(status::Column::Place).all(test.db.read()).await;
        let statuses = found.expect("statuses");
        assert!(statuses.iter().any(|status| status.set_id != statuses[0].set_id), "of several sets: {statuses:?}");
        assert!((0..).zip(&statuses).all(|(place, status)| status.place == place), "{statuses:?}");
        let kinds = ["new", "open", "waiting", "solved", "closed"];
        let key = |status: &status::Model| (kinds.iter().position(|kind| *kind == status.kind), status.rank, status.id);
        assert!(statuses.is_sorted_by_key(key), "by kind, then as in the set: {statuses:?}");
    }
}

#[tokio::test]
async fn namesakes_stay_apart_and_nobody_has_a_name() {
    for test in desks().await {
        let rows = "1,A & Co,Ann Lee,t,x,,,2024-01-08T09:00:00Z,normal\n2,A-Co,Ann Lee,t,x,,,2024-01-08T09:00:00Z,normal\n\
                    3,a-co,ann lee,t,x,,,2024-01-08T09:00:00Z,normal\n4,A-Co,,t,x,,,2024-01-08T09:00:00Z,normal\n\
                    5,Фирма,Иван,t,x,Ann Lee,,2024-01-08T09:00:00Z,normal\n";
        assert_eq!(counts(&notes(&test.desk, rows).await), (5, 0, 0));
        let people: Vec<String> =
            everybody(&test).await.into_iter().map(|user| format!("{} <{}>", user.name, user.email)).collect();
        assert!(people.contains(&"Ann Lee <ann-lee@a-co.imported.example>".to_owned()), "{people:?}");
        assert!(people.contains(&"Ann Lee <ann-lee-a-co-2@a-co-2.imported.example>".to_owned()), "{people:?}");
        assert!(
            people.contains(&"Unknown reporter <unknown-reporter@a-co-2.imported.example>".to_owned()),
            "{people:?}"
        );
        assert!(people.contains(&"Ann Lee <ann-lee-2@imported.example>".to_owned()), "an agent: {people:?}");
        assert_eq!(people.len(), 5, "{people:?}");
    }
}

#[tokio::test]
async fn a_priority_that_the_desk_lacks_is_a_problem() {
    for test in desks().await {
        let rows = "1,A,Ann,t,x,,,2024-01-08T09:00:00Z,critical\n1,A,Ann,t,y,,,2024-01-08T09:00:00Z,critical\n\
                    2,B,Ann,t,x,,,2024-01-08T09:00:00Z,normal\n";
        let report = notes(&test.desk, rows).await;
        let problems: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
        let expected = [
            "row 2: Portico has no priority “critical”",
            "row 3: left out with the rest of ticket 1: row 2 can't be used",
        ];
        assert_eq!((counts(&report), problems), ((1, 0, 1), expected.map(str::to_owned).into()));
        let company =
            company::Entity::find().filter(company::Column::Name.eq("A")).one(test.db.read()).await.expect("companies");
        assert!(company.is_none(), "nothing of it was written");
    }
}

#[tokio::test]
async fn what_the_desk_has_is_used_by_name() {
    for test in desks().await {
        let set = |name: &str| priority::ActiveModel {
            slug: Set(name.into()),
            label: Set("Usual".into()),
            colour: Set("blue".into()),
            rank: Set(0),
            ..Default::default()
        };
        let priority = &set("normal");
        let inbox = &queue::ActiveModel {
            slug: Set("inbox".into()),
            name: Set("q".into()),
            parent_id: Set(None),
            rank: Set(0),
            customers_may_create: Set(true),
            auto_answer: Set(None),
            auto_answer_closed: Set(None),
            ..Default::default()
        };
        let written = test.db.write(|tx| async move {
            priority.clone().insert(&tx).await?;
            inbox.clone().insert(&tx).await?;
            Ok(())
        });
        written.await.expect("committed");
        let report =
            notes(&test.desk, "1,A,Ann,t,x,,,2024-01-08T09:00:00Z,normal\n2,A,Ann,t,x,,,2024-01-08T09:00:00Z,high\n")
                .await;
        assert_eq!(counts(&report), (1, 0, 1), "a desk with priorities gets no others");
        let found = shown(&test, "1").await;
        assert_eq!((found.queue.as_str(), found.priority.label.as_str()), ("q", "Usual"));
        let roles = role::Entity::find().all(test.db.read()).await.expect("roles");
        assert_eq!(roles.iter().map(|role| role.slug.as_str()).collect::<Vec<_>>(), ["contact"]);
    }
}

#[tokio::test]
async fn a_desk_keeps_what_it_has() {
    for test in demo().await {
        let before: HashMap<_, _> = census(&test).await.into_iter().collect();
        let report = incidents(&test.desk, INCIDENTS, STRICT).await;
        assert_eq!(counts(&report), (4, 0, 0), "{report}");
        let grown: Vec<_> = census(&test).await.into_iter().filter(|(table, rows)| before[table] != *rows).collect();
        let tables: Vec<_> = grown.iter().map(|(table, _)| *table).collect();
        for kept in ["roles", "rights", "ticket_types", "status_sets", "priorities"] {
            assert!(!tables.contains(&kept), "{kept}: {tables:?}");
        }
        let first = shown(&test, "INC9000001").await;
        let impact = values(&first).into_iter().find(|(_, text)| text == "2 - Medium").map(|(label, _)| label);
        assert_eq!(impact.as_deref(), Some("Impact (imported)"), "the desk's own impact has other entries");
        let customer = incidents(&test.desk, INCIDENTS, STRICT).await;
        assert_eq!(counts(&customer), (0, 4, 0));
    }
}
