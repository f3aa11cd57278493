//! Refusals and the audit: what it looks like to be refused, and what is recorded of it.

use super::super::helpers::{self, account, kept, person, refusal, sql};
use super::super::support::demo;
use desk::catalogue::Rights;
use desk::conversation;
use desk::events::event;
use desk::tickets::{audit_denied, close, list, show};
use domain::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

#[tokio::test]
async fn what_is_not_there_and_what_is_not_theirs_look_alike() {
    for test in demo().await {
        let (desk, dmitri) = (&test.desk, person(&test.desk, "dmitri").await);
        let number = helpers::raise(desk, &person(desk, "alice").await).await;
        for asked in [number.as_str(), "PT-999999", "999999", "PT-", "", "1 OR 1=1", "PT-9999999999999999999"] {
            let shown = show::show(desk, &dmitri, asked, 10).await;
            assert_eq!(refusal(shown), Refusal::NotFound, "{asked}");
            let answered = conversation::reply(desk, &dmitri, asked, helpers::words("x")).await;
            assert_eq!(refusal(answered), Refusal::NotFound, "{asked}");
            let closed = close::close(desk, &dmitri, asked).await;
            assert_eq!(refusal(closed), Refusal::NotFound, "{asked}");
        }
    }
}

#[tokio::test]
async fn a_denied_access_stands_in_the_audit() {
    for test in demo().await {
        let (desk, dmitri) = (&test.desk, person(&test.desk, "dmitri").await);
        let number = helpers::raise(desk, &person(desk, "alice").await).await;
        let ticket = kept(desk, &number).await;
        audit_denied(desk, &dmitri, "PT-999999");
        audit_denied(desk, &dmitri, "no number");
        audit_denied(desk, &dmitri, &number);
        let denied = event::Entity::find().filter(event::Column::Kind.eq("denied"));
        let noted = async || denied.clone().one(desk.db().read()).await.unwrap().is_some();
        helpers::eventually("an entry in the audit", noted).await;
        let [event] = &denied.all(desk.db().read()).await.unwrap()[..] else { panic!("one entry") };
        assert_eq!((event.actor_id, event.ticket_id, event.public), (Some(dmitri.id), Some(ticket.id), false));
        assert_eq!(kept(desk, &number).await, ticket, "the ticket has not changed");
    }
}

#[tokio::test]
async fn a_right_that_is_taken_away_is_gone_at_the_next_request() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, account(desk, "grace").await);
        let number = helpers::raise(desk, &alice).await;
        let token = helpers::token(desk, &grace.email, false).await;
        let taken =
            "DELETE FROM rights WHERE target = 'type' AND role_id = (SELECT id FROM roles WHERE slug = 'agent')";
        sql(desk, taken).await;
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let grace = desk::people::find(desk, &token.text).await.unwrap().unwrap();
        assert_eq!(refusal(show::show(desk, &grace, &number, 10).await), Refusal::NotFound);
        assert_eq!(list::list(desk, &grace, "closed=1").await.unwrap().total.count, 0);
    }
}

/// What a newer version of the program may write into the same database.
#[tokio::test]
async fn a_right_of_an_unknown_target_grants_nothing() {
    for test in demo().await {
        let desk = &test.desk;
        let granted = || {
            let catalogue = desk.catalogue();
            catalogue.roles.iter().map(|(id, role)| (*id, Rights::clone(&role.rights))).collect::<HashMap<_, _>>()
        };
        let (before, version) = (granted(), desk.catalogue().version);
        let insert =
            "INSERT INTO rights (role_id, target, target_id, updates) SELECT id, 'webhook', NULL, TRUE FROM roles";
        sql(desk, insert).await;
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        desk.refresh(version + 1).await.unwrap();
        assert_eq!(desk.catalogue().version, version + 1, "it was read again");
        assert_eq!(granted(), before);
    }
}
