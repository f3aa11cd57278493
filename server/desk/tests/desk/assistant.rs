//! The digital assistant: whom it answers, with whose eyes it looks, and what it says.

use super::helpers::{number_in, person, raise, refusal, sql};
use super::support::demo;
use desk::Desk;
use desk::assistant::{ask, clear, show};
use desk::people::Person;
use domain::assistant::{AssistantAnswer, QUESTION_MAX, SkillResult, TURNS_MAX};
use domain::{Because, Reason, Refusal};

async fn answer_to(desk: &Desk, asking: &Person, question: &str) -> AssistantAnswer {
    ask(desk, asking, question).await.unwrap();
    show(desk, asking).await.unwrap().turns.pop().unwrap().answer
}

async fn done(desk: &Desk, asking: &Person, question: &str) -> SkillResult {
    match answer_to(desk, asking, question).await {
        AssistantAnswer::Done { asked, .. } => asked,
        other => panic!("{question}: {other:?}"),
    }
}

/// As for chat: contacts of a plan, and those who work here. chloe has no seat, farid is of a client, olga has no seat.
#[tokio::test]
async fn e13_it_answers_contacts_and_tells_others_that_it_does_not() {
    for test in demo().await {
        let desk = &test.desk;
        for (handle, may) in [
            ("alice", true),
            ("dmitri", true),
            ("ewa", true),
            ("chloe", false),
            ("olga", false),
            ("farid", false),
            ("iris", true),
            ("grace", true),
            ("admin", true),
        ] {
            let asking = person(desk, handle).await;
            assert_eq!(show(desk, &asking).await.unwrap().may_ask, may, "{handle}");
            let asked = ask(desk, &asking, "opening hours").await;
            if may {
                asked.unwrap();
            } else {
                assert_eq!(refusal(asked), Refusal::Forbidden(Because::NotAssisted), "{handle}");
            }
            assert_eq!(show(desk, &asking).await.unwrap().turns.len(), usize::from(may), "{handle}");
            clear(desk, &asking).await.unwrap();
        }
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM assistant_turns").await, 0);
    }
}

#[tokio::test]
async fn it_answers_from_articles_with_their_place() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let AssistantAnswer::Read { passage, .. } = answer_to(desk, &alice, "how do I add a contact").await else {
            panic!()
        };
        assert_eq!(passage.slug, "add-a-contact");
        let AssistantAnswer::Read { passage, .. } = answer_to(desk, &alice, "we are 4 and want a fifth").await else {
            panic!()
        };
        assert_eq!(passage.slug, "all-seats-taken");
        assert!(matches!(
            answer_to(desk, &alice, "tell me about the weather in paris").await,
            AssistantAnswer::Unknown(_)
        ));
    }
}

#[tokio::test]
async fn skills_look_with_the_eyes_of_whoever_asks() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, ewa) = (person(desk, "alice").await, person(desk, "ewa").await);
        let number = raise(desk, &alice).await;
        let SkillResult::Tickets { lines, .. } = done(desk, &alice, "my open tickets").await else { panic!() };
        assert!(lines.iter().any(|line| line.number == number));
        let question = format!("how is {number} going?");
        assert!(matches!(done(desk, &alice, &question).await, SkillResult::Ticket(line) if line.number == number));
        let SkillResult::NoTicket(foreign) = done(desk, &ewa, &question).await else { panic!("a leak") };
        let SkillResult::NoTicket(never) = done(desk, &ewa, "how is PT-987654 going?").await else { panic!() };
        assert_eq!((foreign.as_str(), never.as_str()), (number.as_str(), "PT-987654"));
        let SkillResult::Contacts(plans) = done(desk, &alice, "who are our contacts").await else { panic!() };
        assert_eq!((plans[0].used, plans[0].limit), (3, 4));
        assert!(plans[0].names.iter().any(|name| name == "Alice Kowalska"));
        let SkillResult::Contacts(plans) = done(desk, &ewa, "who are our contacts").await else { panic!() };
        assert!(plans.iter().all(|plan| plan.company.starts_with("Smallpier")));
        let SkillResult::Licences { licences, named } = done(desk, &alice, "free licences for label studio").await
        else {
            panic!()
        };
        assert!(named && licences.iter().all(|(name, ..)| name.contains("Label Studio")), "{licences:?}");
        let SkillResult::Password { email } = done(desk, &alice, "reset my password").await else { panic!() };
        assert_eq!(email, "alice@harbourline.example");
    }
}

#[tokio::test]
async fn it_names_who_looks_after_the_company() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, grace) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "grace").await);
        let question = "who is my account manager";
        let SkillResult::Managers(managers) = done(desk, &alice, question).await else { panic!() };
        let names: Vec<&str> =
            managers.iter().filter_map(|of| Some(of.account_manager.as_ref()?.name.as_str())).collect();
        assert_eq!(names, ["Hugo Brandt"]);
        let SkillResult::Managers(managers) = done(desk, &dmitri, "who is our customer success manager").await else {
            panic!()
        };
        assert!(managers.iter().any(|of| of.csm.as_ref().is_some_and(|csm| csm.name == "Hugo Brandt")), "{managers:?}");
        assert_eq!(done(desk, &grace, question).await, SkillResult::Managers(Vec::new()));
    }
}

/// Somebody who tells of a fault is no reader of instructions for paper.
#[tokio::test]
async fn a_fault_is_passed_on() {
    for test in demo().await {
        let alice = person(&test.desk, "alice").await;
        assert_eq!(done(&test.desk, &alice, "printer prints blank").await, SkillResult::Raise);
    }
}

#[tokio::test]
async fn it_knows_the_hours_of_a_day() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let SkillResult::Hours { day: Some(day), .. } = done(desk, &alice, "is somebody there on Saturday").await
        else {
            panic!()
        };
        assert_eq!((day.weekday, day.open.len()), (5, 0));
        let SkillResult::Hours { day: Some(day), .. } = done(desk, &alice, "are you open tomorrow at 18:00").await
        else {
            panic!()
        };
        assert_eq!((day.weekday, day.open.as_slice(), day.at), (1, &[(480, 1050)][..], Some((1080, false))));
        let SkillResult::Hours { opening: Some(opening), day: None } = done(desk, &alice, "are you open now").await
        else {
            panic!()
        };
        assert!(opening.open, "Monday, 10:00 in London");
        for (question, month_day) in [("Christmas eve?", (12, 24)), ("are you there on 1 May?", (5, 1))] {
            let SkillResult::Hours { day: Some(day), .. } = done(desk, &alice, question).await else {
                panic!("{question}")
            };
            assert_eq!((day.date.month, day.date.day), month_day, "{question}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_is_bounded_and_harmless() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        assert_eq!(refusal(ask(desk, &alice, " \n").await).about("question"), Some(&Reason::Missing));
        let long = "x".repeat(QUESTION_MAX + 1);
        let too_long = refusal(ask(desk, &alice, &long).await);
        assert_eq!(too_long.about("question"), Some(&Reason::TooLong { max: QUESTION_MAX }));
        for hostile in [
            "\u{0}'; DROP TABLE users; --",
            "<script>alert(1)</script>",
            "𝕏﷽🙂",
            "PT-1 OR 1=1",
            "#99999999999999999999",
        ] {
            ask(desk, &alice, hostile).await.unwrap();
        }
        for _ in 0..TURNS_MAX + 3 {
            ask(desk, &alice, "opening hours").await.unwrap();
        }
        let kept = number_in(desk, "SELECT COUNT(*) FROM assistant_turns").await;
        assert_eq!(kept, TURNS_MAX as i64, "older ones are gone");
    }
}

#[tokio::test]
async fn an_article_that_is_not_theirs_answers_nobody() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri) = (person(desk, "alice").await, person(desk, "dmitri").await);
        let question = "Who handles our Premier cases?";
        let answer = format!("{:?}", answer_to(desk, &alice, question).await);
        assert!(!answer.contains("premier-team"), "{answer}");
        let AssistantAnswer::Read { passage, .. } = answer_to(desk, &dmitri, question).await else { panic!() };
        assert_eq!(passage.slug, "premier-team");
        // With a plan that has ended there is no level any more.
        sql(desk, "UPDATE plans SET ends_at = 1, grace_days = 0").await;
        let dmitri = person(desk, "dmitri").await;
        assert!(desk::help::show(desk, Some(&dmitri), "premier-team").await.is_err());
    }
}
