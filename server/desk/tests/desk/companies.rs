//! Looking after companies.

use super::helpers::{listed, number_in, person, raise, refusal};
use super::support::demo;
use desk::Desk;
use desk::companies::directory::{companies, profile};
use desk::companies::manage::{CompanyChange, change, create, mark_client, pick};
use desk::people::Person;
use desk::support::check;
use domain::people::Sharing;
use domain::seen::SeenFields;
use domain::{Because, Reason, Refusal};

fn set<'a>(name: &'a str, sharing: &'a str, manager: &'a str) -> CompanyChange<'a> {
    CompanyChange { name, sharing, manager, csm: None, seen: SeenFields::default() }
}

async fn verdicts(desk: &Desk, who: &Person) -> String {
    let all = [
        companies(desk, who, "", 1).await.map(drop),
        profile(desk, who, "harbourline").await.map(drop),
        pick(desk, who, "harbourline", "chloe", true).await,
        mark_client(desk, who, "harbourline", "chloe", true).await,
        change(desk, who, "harbourline", set("Harbourline", "everyone", "grace")).await,
        create(desk, who, &format!("New of {}", who.id)).await.map(drop),
    ];
    let letter = |result: desk::Result<()>| match result {
        Ok(()) => 'y',
        Err(desk::Error::Refused(Refusal::NotFound)) => 'n',
        Err(desk::Error::Refused(Refusal::Forbidden(Because::ReadOnly))) => 'r',
        Err(desk::Error::Refused(Refusal::Forbidden(Because::AdminsOnly))) => 'a',
        Err(error) => panic!("{error}"),
    };
    all.into_iter().map(letter).collect()
}

#[tokio::test]
async fn companies_are_an_admin_s_affair() {
    for test in demo().await {
        for (who, expected) in [
            ("alice", "nnnnnn"),
            ("olga", "nnnnnn"),
            ("jonas", "nnnnnn"),
            ("iris", "yyrraa"),
            ("grace", "yyyyaa"),
            ("admin", "yyyyyy"),
        ] {
            let person = person(&test.desk, who).await;
            assert_eq!(verdicts(&test.desk, &person).await, expected, "{who}");
        }
    }
}

#[tokio::test]
async fn sharing_decides_at_once_who_sees_the_tickets() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let number = raise(desk, &person(desk, "alice").await).await;
        for (sharing, picked, sees) in [
            (Sharing::Nobody, false, false),
            (Sharing::Everyone, false, true),
            (Sharing::People, false, false),
            (Sharing::People, true, true),
        ] {
            change(desk, &admin, "harbourline", set("Harbourline", sharing.as_str(), "")).await.unwrap();
            pick(desk, &admin, "harbourline", "chloe", picked).await.unwrap();
            let seen = listed(desk, &person(desk, "chloe").await, &number).await.is_some();
            assert_eq!(seen, sees, "{sharing:?} {picked}");
        }
        assert_eq!(refusal(pick(desk, &admin, "harbourline", "dmitri", true).await), Refusal::NotFound, "no member");
    }
}

#[tokio::test]
async fn b06_whoever_is_marked_as_a_client_is_told_why_chat_is_closed() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        for client in [true, true, false] {
            mark_client(desk, &grace, "harbourline", "alice", client).await.unwrap();
            let shown = profile(desk, &grace, "harbourline").await.unwrap();
            let alice = shown.members.iter().find(|member| member.slug == "alice").unwrap();
            let checked = check(desk, &person(desk, "alice").await, "").await.unwrap();
            assert_eq!((alice.client, checked.companies[0].client), (client, client));
        }
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM events WHERE kind = 'member_marked'").await, 2);
        assert_eq!(refusal(mark_client(desk, &grace, "harbourline", "dmitri", true).await), Refusal::NotFound);
    }
}

#[tokio::test]
async fn names_are_checked_and_told_apart() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let slug = create(desk, &admin, "  Żaba &  Sons ").await.unwrap();
        let shown = profile(desk, &admin, &slug).await.unwrap();
        assert_eq!((shown.name.as_str(), shown.sharing, shown.members.len()), ("Żaba & Sons", Sharing::Nobody, 0));
        assert_eq!(refusal(create(desk, &admin, "Żaba & Sons").await).about("name"), Some(&Reason::Taken));
        assert_eq!(refusal(create(desk, &admin, " \t").await).about("name"), Some(&Reason::Missing));
        assert!(refusal(change(desk, &admin, &slug, set("X", "all", "")).await).about("sharing").is_some());
        assert!(refusal(change(desk, &admin, &slug, set("X", "nobody", "alice")).await).about("manager").is_some());
        let found = companies(desk, &admin, "Harb", 1).await.unwrap().rows;
        assert_eq!(found.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["harbourline"]);
        for odd in ["\0", "%", "' OR 1=1", &"x".repeat(10_000)] {
            assert!(companies(desk, &admin, odd, 1).await.unwrap().rows.is_empty(), "{odd:.20}");
        }
    }
}

#[tokio::test]
async fn a_company_s_page_names_who_looks_after_it_and_its_plan() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let shown = profile(desk, &admin, "quayside").await.unwrap();
        assert_eq!((shown.manager.as_str(), shown.csm_name.as_str()), ("nadia", "Hugo Brandt"));
        assert_eq!((shown.plans[0].level.as_str(), shown.plans[0].used, shown.plans[0].limit), ("Premier", 8, 8));
        let keeps = CompanyChange { csm: None, ..set("Quayside Terminals", "everyone", "nadia") };
        change(desk, &admin, "quayside", keeps).await.unwrap();
        assert_eq!(
            profile(desk, &admin, "quayside").await.unwrap().csm,
            "hugo",
            "a form that does not name it leaves it"
        );
        let other = CompanyChange { csm: Some("grace"), ..set("Quayside Terminals", "everyone", "nadia") };
        change(desk, &admin, "quayside", other).await.unwrap();
        assert_eq!(profile(desk, &admin, "quayside").await.unwrap().csm, "grace");
        let nobody = CompanyChange { csm: Some("dmitri"), ..set("Quayside Terminals", "everyone", "nadia") };
        assert!(refusal(change(desk, &admin, "quayside", nobody).await).about("csm").is_some(), "no customer");
        let may_file = async |who| profile(desk, &person(desk, who).await, "harbourline").await.unwrap().may_file;
        assert!(may_file("grace").await && !may_file("iris").await, "who only reads files nothing");
    }
}

#[tokio::test]
async fn two_forms_of_one_company_change_what_each_has_changed() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let shown = [("seen.name", "Harbourline Logistics"), ("seen.sharing", "everyone"), ("seen.manager", "hugo")];
        let form =
            |name, sharing, manager| CompanyChange { seen: SeenFields::read(shown), ..set(name, sharing, manager) };
        change(desk, &admin, "harbourline", form("Harbourline Logistics", "everyone", "grace")).await.unwrap();
        change(desk, &admin, "harbourline", form("Harbourline", "everyone", "hugo")).await.unwrap();
        let now = profile(desk, &admin, "harbourline").await.unwrap();
        assert_eq!((now.name.as_str(), now.manager.as_str()), ("Harbourline", "grace"), "both changes are kept");
        let late = change(desk, &admin, "harbourline", form("Harbourline Logistics", "roles", "nadia")).await;
        let to = Reason::ChangedMeanwhile { by: String::new(), to: "Grace Okoye".into(), now: "grace".into() };
        assert_eq!(refusal(late), Refusal::field("manager", to));
        assert_eq!(profile(desk, &admin, "harbourline").await.unwrap().sharing, Sharing::Everyone);
    }
}
