//! Accounts from the command line, as the owner of the machine manages them.

use super::helpers::{number_in, person, refusal, sql, token};
use super::support::demo;
use desk::people::owner::{Newcomer, add, disable, promote};
use desk::people::reset::{check_link, reset};
use desk::people::{Browser, find};
use domain::Refusal;
use domain::people::Kind;

fn browser() -> Browser {
    Browser { address: [192, 0, 2, 9].into(), device: String::new() }
}

fn newcomer(role: &str) -> Newcomer {
    Newcomer {
        email: "First.Admin@portico.example".into(),
        username: Some("boss".into()),
        name: "Mia van Dorn".into(),
        role: role.into(),
        company: None,
    }
}

#[tokio::test]
async fn the_first_admin_comes_in_by_the_printed_link() {
    for test in demo().await {
        let desk = &test.desk;
        // A desk that has no such role yet.
        sql(desk, "UPDATE users SET role_id = (SELECT id FROM roles WHERE slug = 'agent') WHERE slug = 'admin'").await;
        sql(desk, "DELETE FROM rights WHERE role_id = (SELECT id FROM roles WHERE slug = 'admin')").await;
        sql(desk, "DELETE FROM roles WHERE slug = 'admin'").await;
        let path = add(desk, &newcomer("admin")).await.unwrap();
        assert_eq!(refusal(add(desk, &newcomer("admin")).await), Refusal::Conflict, "once");
        let link = path.strip_prefix("/reset/").unwrap();
        check_link(desk, link).await.unwrap();
        let session = reset(desk, link, "harbour cranes at dawn", &browser()).await.unwrap();
        let mia = find(desk, &session.text).await.unwrap().unwrap();
        assert_eq!((mia.kind, mia.login.as_str(), mia.name.as_str()), (Kind::Admin, "boss", "Mia van Dorn"));
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM events WHERE kind = 'person_added'").await, 1);
    }
}

#[tokio::test]
async fn customers_need_a_company_and_roles_exist() {
    for test in demo().await {
        let desk = &test.desk;
        assert!(refusal(add(desk, &newcomer("employee")).await).about("company").is_some());
        assert!(refusal(add(desk, &newcomer("wizard")).await).about("role").is_some());
        let customer = Newcomer { company: Some("harbourline".into()), ..newcomer("employee") };
        add(desk, &customer).await.unwrap();
        assert!(refusal(promote(desk, "boss", "employee").await).about("role").is_some());
    }
}

#[tokio::test]
async fn promoting_and_disabling_act_at_once() {
    for test in demo().await {
        let desk = &test.desk;
        let session = token(desk, "alice@harbourline.example", false).await;
        promote(desk, "ALICE@harbourline.example", "admin").await.unwrap();
        assert_eq!(person(desk, "alice").await.kind, Kind::Admin);
        disable(desk, "alice@harbourline.example").await.unwrap();
        assert!(find(desk, &session.text).await.unwrap().is_none());
        assert_eq!(refusal(disable(desk, "nobody").await), Refusal::NotFound);
        assert_eq!(refusal(promote(desk, "\0", "admin").await), Refusal::NotFound);
    }
}
