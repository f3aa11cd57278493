//! Views that are kept under a name.

use super::helpers::{events_of, person, refusal, sql};
use super::support::demo;
use desk::Desk;
use desk::people::Person;
use desk::tickets::list::list;
use desk::views::{ViewChange, ViewDraft, change, find, of, remove, save, set_default, step};
use domain::refusal::Because;
use domain::tickets::Total;
use domain::{Reason, Refusal};

fn draft<'a>(name: &'a str, audience: &'a str, query: &'a str) -> ViewDraft<'a> {
    ViewDraft { name, audience, query }
}

async fn names(desk: &Desk, person: &Person) -> Vec<String> {
    of(desk, person).await.unwrap().into_iter().map(|view| view.name).collect()
}

#[tokio::test]
async fn a_view_is_the_address_it_was_saved_from() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let query = "sort=subject&page=3&queue=print&closed=1&cols=number,attr.serial&utm=x&view=";
        let slug = save(desk, &alice, draft("  Our printers ", "", query)).await.unwrap();
        let view = find(desk, &alice, &slug).await.unwrap();
        assert_eq!(view.query, "queue=print&closed=1&cols=number%2Cattr.serial&sort=subject", "without page and view");
        assert_eq!((view.name.as_str(), view.own, view.default), ("Our printers", true, false));
        let listed = list(desk, &alice, &view.listing().to_query()).await.unwrap();
        assert!(listed.refused.is_empty() && listed.listing.view == slug && listed.total.count > 0);
        let menu = of(desk, &alice).await.unwrap();
        assert_eq!(menu[0].count, Some(listed.total), "counted as listed");
        // Pressed twice it is one view, and so it is with every other button.
        assert_eq!(save(desk, &alice, draft("Our printers", "me", query)).await.unwrap(), slug);
        assert_eq!((of(desk, &alice).await.unwrap().len(), events_of(desk, alice.id, "view_saved").await), (1, 1));
        for (name, query) in [(Some("Printers"), None), (None, Some("queue=print"))] {
            for _ in 0..2 {
                change(desk, &alice, &slug, ViewChange { name, query }).await.unwrap();
            }
        }
        let view = find(desk, &alice, &slug).await.unwrap();
        assert_eq!((view.name.as_str(), view.query.as_str()), ("Printers", "queue=print"));
        assert_eq!(events_of(desk, alice.id, "view_changed").await, 2);
        remove(desk, &alice, &slug).await.unwrap();
        assert_eq!(refusal(remove(desk, &alice, &slug).await), Refusal::NotFound);
        let gone = list(desk, &alice, &view.listing().to_query()).await.unwrap();
        assert_eq!(gone.refused, ["view"]);
        assert_eq!(gone.listing.to_query(), "queue=print", "what the address says is listed all the same");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_not_kept() {
    for test in demo().await {
        let (desk, alice, iris) = (&test.desk, person(&test.desk, "alice").await, person(&test.desk, "iris").await);
        for (asking, sent, field, reason) in [
            (&alice, draft(" ", "", ""), "name", Reason::Missing),
            (&alice, draft(&"x".repeat(61), "", ""), "name", Reason::TooLong { max: 60 }),
            (&alice, draft("x", "world", ""), "audience", Reason::NotOffered),
            (&alice, draft("x", "everyone", ""), "audience", Reason::NotOffered),
            (&iris, draft("x", "team", ""), "audience", Reason::NotOffered),
            (&alice, draft("x", "", "sort=shoe"), "query", Reason::BadValue),
            (&alice, draft("x", "", "queue=workshop"), "query", Reason::BadValue),
            (&alice, draft("x", "", "cols=attr.area"), "query", Reason::BadValue),
        ] {
            assert_eq!(refusal(save(desk, asking, sent).await), Refusal::field(field, reason));
        }
        for count in 0..50 {
            save(desk, &alice, draft(&format!("View {count}"), "", "")).await.unwrap();
        }
        let full = refusal(save(desk, &alice, draft("One more", "", "")).await);
        assert_eq!(full, Refusal::field("name", Reason::TooBig { max: 50 }));
    }
}

#[tokio::test]
async fn a14_a_view_of_another_team_is_not_there() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, jonas, alice) =
            (person(desk, "grace").await, person(desk, "jonas").await, person(desk, "alice").await);
        let admin = person(desk, "admin").await;
        let own = save(desk, &grace, draft("Mine", "me", "assignee=me")).await.unwrap();
        let team = save(desk, &grace, draft("Ours", "team", "queue=software")).await.unwrap();
        let all = save(desk, &grace, draft("Everyone's", "everyone", "assignee=me&company=quayside")).await.unwrap();
        assert_eq!(names(desk, &grace).await, ["Mine", "Ours", "Everyone's"]);
        assert_eq!(names(desk, &jonas).await, ["Everyone's"], "his role is another");
        assert_eq!(names(desk, &alice).await, Vec::<String>::new());
        for (asking, hidden) in [(&jonas, &own), (&jonas, &team), (&alice, &all), (&admin, &own)] {
            let change = change(desk, asking, hidden, ViewChange { name: Some("x"), query: None }).await;
            for refused in [
                refusal(find(desk, asking, hidden).await),
                refusal(change),
                refusal(remove(desk, asking, hidden).await),
                refusal(step(desk, asking, hidden, true).await),
                refusal(set_default(desk, asking, hidden, true).await),
            ] {
                assert_eq!(refused, Refusal::NotFound);
            }
            let listed = list(desk, asking, &format!("view={hidden}")).await.unwrap();
            assert_eq!((listed.refused, listed.listing.view), (vec!["view".to_owned()], String::new()));
            let unknown = list(desk, asking, "view=abc").await.unwrap();
            assert_eq!(unknown.refused, ["view"], "like one that never was");
        }
        assert_eq!(refusal(remove(desk, &jonas, &all).await), Refusal::Forbidden(Because::OwnerOnly));
        // It shows each reader what they may see: what is assigned to them, of what they see.
        let seen = find(desk, &jonas, &all).await.unwrap();
        let listed = list(desk, &jonas, &seen.listing().to_query()).await.unwrap();
        let plain = list(desk, &jonas, "assignee=me&company=quayside").await.unwrap();
        assert_eq!((listed.total, listed.rows), (plain.total, plain.rows));
        assert!(!seen.own && find(desk, &admin, &all).await.unwrap().own, "an admin looks after shared views");
    }
}

#[tokio::test]
async fn views_stand_in_the_order_of_their_owner_and_one_opens_first() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let mut slugs = Vec::new();
        for name in ["A", "B", "C"] {
            slugs.push(save(desk, &alice, draft(name, "", &format!("q={name}"))).await.unwrap());
        }
        step(desk, &alice, &slugs[2], true).await.unwrap();
        assert_eq!(names(desk, &alice).await, ["A", "C", "B"]);
        step(desk, &alice, &slugs[0], true).await.unwrap();
        step(desk, &alice, &slugs[1], false).await.unwrap();
        assert_eq!(names(desk, &alice).await, ["A", "C", "B"], "the ends stay");
        step(desk, &alice, &slugs[0], false).await.unwrap();
        assert_eq!(names(desk, &alice).await, ["C", "A", "B"]);
        assert_eq!(refusal(find(desk, &alice, "").await), Refusal::NotFound, "nothing opens first");
        for slug in &slugs[..2] {
            set_default(desk, &alice, slug, true).await.unwrap();
        }
        assert_eq!(find(desk, &alice, "").await.unwrap().name, "B");
        assert_eq!(of(desk, &alice).await.unwrap().iter().filter(|view| view.default).count(), 1);
        remove(desk, &alice, &slugs[1]).await.unwrap();
        assert_eq!(refusal(find(desk, &alice, "").await), Refusal::NotFound);
        set_default(desk, &alice, &slugs[0], true).await.unwrap();
        set_default(desk, &alice, &slugs[0], false).await.unwrap();
        assert_eq!(refusal(find(desk, &alice, "").await), Refusal::NotFound);
    }
}

#[tokio::test]
async fn counts_end_at_ninety_nine() {
    for test in super::support::demo_with(400).await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        for (name, query) in [("All", "closed=1"), ("None", "from=2001-01-01&to=2001-01-02"), ("Hers", "assignee=me")] {
            save(desk, &grace, draft(name, "", query)).await.unwrap();
        }
        let counts: Vec<_> = of(desk, &grace).await.unwrap().into_iter().map(|view| view.count.unwrap()).collect();
        let hers = list(desk, &grace, "assignee=me").await.unwrap().total;
        let capped = Total { count: hers.count.min(99), exact: hers.count <= 99 };
        assert_eq!(counts, [Total { count: 99, exact: false }, Total { count: 0, exact: true }, capped]);
        // Searches are not looked through for a number in a menu.
        sql(desk, "UPDATE saved_views SET query = 'q=printer' WHERE name = 'None'").await;
        assert_eq!(of(desk, &grace).await.unwrap()[1].count, None);
        // What is no longer there for somebody is not counted for them.
        sql(desk, "UPDATE saved_views SET query = 'queue=gone' WHERE name = 'Hers'").await;
        assert_eq!(of(desk, &grace).await.unwrap()[2].count, None);
    }
}
