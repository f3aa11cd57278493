//! Followers: who sees a ticket, and who was made its follower.

use super::helpers::{incident, kinds, load_ticket, note, open, person, raise, refusal, sql};
use super::support::demo;
use desk::Desk;
use desk::conversation::mention;
use desk::people::{Person, user};
use desk::tickets::audience_preview::{AudiencePreview, audience};
use desk::tickets::follow::follow;
use desk::tickets::show::show;
use domain::tickets::{Audience, Involvement, TicketViewer};
use domain::{Reason, Refusal};
use sea_orm::{EntityTrait, QueryOrder};

fn names(seers: &[TicketViewer]) -> Vec<&str> {
    seers.iter().map(|seer| seer.name.as_str()).collect()
}

/// Everybody who can open the ticket, found by trying.
async fn who_opens(desk: &Desk, number: &str) -> (Vec<String>, Vec<String>) {
    let (mut customers, mut agents) = (Vec::new(), Vec::new());
    for user in user::Entity::find().order_by_asc(user::Column::Name).all(desk.db().read()).await.unwrap() {
        if !user.active || user.password_hash.is_none() {
            continue;
        }
        let person = person(desk, &user.slug).await;
        if show(desk, &person, number, 1).await.is_ok() {
            if person.is_staff() { agents.push(person.name) } else { customers.push(person.name) }
        }
    }
    (customers, agents)
}

fn sorted(seers: &[TicketViewer]) -> Vec<String> {
    let mut names: Vec<String> = seers.iter().map(|seer| seer.name.clone()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn those_who_are_named_are_those_who_can_open_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, ewa, dmitri) =
            (person(desk, "alice").await, person(desk, "ewa").await, person(desk, "dmitri").await);
        let software = domain::tickets::draft::TicketDraft { queue: "software".into(), ..incident("Software") };
        let mut numbers = vec![open(desk, &alice, &software).await];
        for reporter in [&alice, &ewa, &dmitri] {
            numbers.push(raise(desk, reporter).await);
        }
        for number in numbers {
            let audience = load_ticket(desk, &person(desk, "grace").await, &number).await.audience;
            let (customers, agents) = who_opens(desk, &number).await;
            assert!(!customers.is_empty() && !agents.is_empty());
            assert_eq!((sorted(&audience.customers), sorted(&audience.agents)), (customers, agents), "{number}");
        }
    }
}

#[tokio::test]
async fn before_it_is_raised_those_are_named_who_will_open_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, ewa) = (person(desk, "alice").await, person(desk, "ewa").await);
        let nothing = audience(desk, &alice, &AudiencePreview::default()).await.unwrap().unwrap();
        for (reporter, queue) in [(&alice, "print"), (&alice, "software"), (&ewa, "print")] {
            let planned = AudiencePreview { queue, kind: "incident", ..AudiencePreview::default() };
            let expected = audience(desk, reporter, &planned).await.unwrap().unwrap();
            let draft = domain::tickets::draft::TicketDraft { queue: queue.into(), ..incident("As planned") };
            let number = open(desk, reporter, &draft).await;
            let (customers, agents) = who_opens(desk, &number).await;
            assert_eq!((sorted(&expected.customers), sorted(&expected.agents)), (customers, agents), "{queue}");
            assert!(expected.agents.iter().all(|seer| seer.slug.is_empty() && seer.part == Involvement::Agent));
            if reporter.id == alice.id {
                let of_all = |seers: &[TicketViewer]| {
                    sorted(seers).iter().all(|name| {
                        names(&nothing.customers).contains(&name.as_str())
                            || names(&nothing.agents).contains(&name.as_str())
                    })
                };
                assert!(of_all(&expected.customers) && of_all(&expected.agents), "what is chosen narrows");
            }
            let offered = mention::planned(desk, reporter, &planned, "").await.unwrap();
            assert!(offered.iter().all(|who| {
                names(&expected.customers).contains(&who.name.as_str())
                    || names(&expected.agents).contains(&who.name.as_str())
            }));
        }
        sql(desk, "INSERT INTO memberships (user_id, company_id, role_id, sees_company) SELECT m.user_id, c.id, m.role_id, TRUE \
             FROM memberships m JOIN users u ON u.id = m.user_id, companies c WHERE u.slug = 'alice' AND c.slug = 'millrace'").await;
        let plan = "SELECT p.id, u.slug, u.id, u.email, u.first_name, u.last_name, u.position, u.phone, 0 FROM users u, plans p JOIN companies c ON c.id = p.company_id WHERE u.slug = 'alice' AND c.slug = 'millrace'";
        let columns = "plan_id, slug, user_id, email, first_name, last_name, position, phone, since";
        sql(desk, &format!("INSERT INTO seats ({columns}) {plan}")).await;
        let alice = person(desk, "alice").await;
        assert_eq!(
            audience(desk, &alice, &AudiencePreview::default()).await.unwrap(),
            None,
            "of two companies none is chosen yet"
        );
        assert!(mention::planned(desk, &alice, &AudiencePreview::default(), "").await.unwrap().is_empty());
        let chosen = AudiencePreview { company: "millrace", ..AudiencePreview::default() };
        let customers = audience(desk, &alice, &chosen).await.unwrap().unwrap().customers;
        assert!(names(&customers).contains(&alice.name.as_str()) && !names(&customers).contains(&"Bruno Meyer"));
    }
}

#[tokio::test]
async fn the_reporter_comes_first_and_those_without_rights_not_at_all() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, ewa) = (person(desk, "alice").await, person(desk, "ewa").await);
        let (number, ewas) = (raise(desk, &alice).await, raise(desk, &ewa).await);
        let audience = load_ticket(desk, &alice, &number).await.audience;
        assert_eq!(
            (audience.customers[0].name.as_str(), audience.customers[0].part),
            (alice.name.as_str(), Involvement::Reporter)
        );
        assert!(audience.customers[1..].iter().all(|seer| seer.part == Involvement::Colleague));
        assert_eq!(
            names(&load_ticket(desk, &ewa, &ewas).await.audience.customers),
            [ewa.name.as_str()],
            "nothing is shared"
        );
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'bruno'").await;
        let bruno = &names(&load_ticket(desk, &alice, &number).await.audience.customers).join(" ");
        assert!(!bruno.contains("Bruno"), "{bruno}");
    }
}

fn follows(audience: &Audience) -> Vec<&str> {
    let all = audience.customers.iter().chain(&audience.agents);
    all.filter(|seer| seer.follows).map(|seer| seer.name.as_str()).collect()
}

#[tokio::test]
async fn a_colleague_follows_because_somebody_asked_for_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        for _ in 0..2 {
            follow(desk, &alice, &number, "bruno", true).await.unwrap();
        }
        assert_eq!(kinds(desk, &number).await, ["opened", "follower_added"], "twice clicked, once done");
        assert!(load_ticket(desk, &bruno, &number).await.subscribed);
        assert_eq!(follows(&load_ticket(desk, &alice, &number).await.audience), [&*alice.name, &*bruno.name]);
        follow(desk, &grace, &number, "nadia", true).await.unwrap();
        follow(desk, &bruno, &number, "bruno", false).await.unwrap();
        assert_eq!(kinds(desk, &number).await[2..], ["follower_added", "follower_removed"]);
        let not_offered = Refusal::field("follower", Reason::NotOffered);
        for slug in ["dmitri", "nadia", "nobody", "nul\0", "' OR 1=1 --"] {
            assert_eq!(refusal(follow(desk, &alice, &number, slug, true).await), not_offered, "{slug}");
        }
        assert_eq!(refusal(follow(desk, &grace, &number, "dmitri", true).await), not_offered, "he may not see it");
        let missing = Refusal::field("follower", Reason::Missing);
        assert_eq!(refusal(follow(desk, &alice, &number, "", true).await), missing);
    }
}

#[tokio::test]
async fn a10_who_wrote_a_note_does_not_show_among_the_followers() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace): (Person, Person) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let before = load_ticket(desk, &alice, &number).await.audience;
        note(desk, &grace, &number, vec![]).await;
        assert_eq!(load_ticket(desk, &alice, &number).await.audience, before);
        assert!(follows(&load_ticket(desk, &grace, &number).await.audience).contains(&grace.name.as_str()));
        assert!(before.agents.iter().all(|agent| agent.slug.is_empty()), "an agent is a name");
    }
}
