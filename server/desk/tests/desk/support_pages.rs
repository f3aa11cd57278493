//! Support pages: the ways to help, business hours, and everything that chat asks for.

use super::helpers::{account, desk_at, person, refusal, sql};
use super::support::{NOW, TestDesk, demo};
use desk::Desk;
use desk::people::Person;
use desk::support::{check, show};
use domain::Refusal;
use domain::people::email::Odd;
use domain::support::{CompanyCheck, Identity, Opening, PlanAnswer, SeatAnswer, WayOut};
use domain::time::{DAY, HOUR};

async fn own(desk: &Desk, person: &Person) -> CompanyCheck {
    let mut companies = check(desk, person, "").await.unwrap().companies;
    assert_eq!(companies.len(), 1);
    companies.remove(0)
}

async fn opening_at(test: &TestDesk, handle: &str, now: i64) -> Opening {
    let desk = desk_at(test, now).await;
    show(&desk, &person(&desk, handle).await).await.unwrap().opening.unwrap()
}

#[tokio::test]
async fn a_contact_with_everything_in_place_is_let_in() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = own(desk, &person(desk, "alice").await).await;
        assert!(alice.fits());
        assert_eq!(alice.plan, PlanAnswer::Holds("Standard".into()));
        assert_eq!(alice.identity, Identity::Same("alice@harbourline.example".into()));
        assert_eq!((alice.username_address, alice.way_out), (None, None));
        let dmitri = own(desk, &person(desk, "dmitri").await).await;
        assert!(dmitri.fits());
        assert_eq!(dmitri.username_address.as_deref(), Some("dmitri@quayside.portico.example"));
    }
}

#[tokio::test]
async fn b06_a_client_of_the_company_is_not_let_in() {
    for test in demo().await {
        let desk = &test.desk;
        let farid = person(desk, "farid").await;
        let before = own(desk, &farid).await;
        assert!(before.client && !before.fits());
        assert_eq!((before.seat, before.way_out), (SeatAnswer::None, None), "no request would help");
        assert_eq!(before.helper.map(|helper| (helper.name, helper.success)), Some(("Grace Okoye".into(), false)));
    }
}

#[tokio::test]
async fn without_a_seat_the_way_out_is_a_request() {
    for test in demo().await {
        let desk = &test.desk;
        let chloe = own(desk, &person(desk, "chloe").await).await;
        assert!(!chloe.fits());
        assert_eq!(chloe.identity, Identity::Nothing("chloe@harbourline.example".into()));
        let address = "/plan/requests/new?company=harbourline&kind=add&contact=me".into();
        assert_eq!(chloe.way_out, Some(WayOut::Seat { address }));
    }
}

#[tokio::test]
async fn b04_the_letters_that_differ_from_the_plan_are_named() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let on_plan = |address: &str| format!("UPDATE seats SET email = '{address}' WHERE user_id = {}", alice.id);
        for same in ["Alice@Harbourline.Example", "alice@harbourline.example."] {
            sql(desk, &on_plan(same)).await;
            assert!(own(desk, &alice).await.fits(), "{same}");
        }
        sql(desk, &on_plan("alic\u{435}@harbourline.example")).await;
        let checked = own(desk, &alice).await;
        let Identity::Differs(difference) = &checked.identity else { panic!("{:?}", checked.identity) };
        let marked = |pieces: &[domain::people::email::DiffSegment]| {
            pieces.iter().filter(|piece| piece.differs).map(|piece| piece.text.clone()).collect::<String>()
        };
        assert_eq!((marked(&difference.plan), marked(&difference.account)), ("\u{435}".into(), "e".into()));
        assert_eq!(difference.odd, [('\u{435}', Odd::Cyrillic)]);
        assert!(
            matches!(&checked.way_out, Some(WayOut::Address { address }) if address.contains("kind=correct&contact=alice"))
        );
        sql(desk, &on_plan("alice+desk@harbourline.example")).await;
        assert!(!own(desk, &alice).await.fits(), "a tag makes another address");
    }
}

#[tokio::test]
async fn a_contact_who_waits_for_an_account_is_recognised() {
    for test in demo().await {
        let desk = &test.desk;
        let chloe = person(desk, "chloe").await;
        let name = account(desk, "chloe").await;
        let bruno = account(desk, "bruno").await.id;
        let seat = |email: &str, first: &str, last: &str| {
            format!(
                "UPDATE seats SET user_id = NULL, email = '{email}', first_name = '{first}', last_name = '{last}' WHERE user_id = {bruno} OR slug = 'bruno'"
            )
        };
        sql(desk, &seat("chloe@harbourlines.example", "C", "H")).await;
        let near = own(desk, &chloe).await;
        assert_eq!(near.seat, SeatAnswer::Waits("C H".into()), "nearly the same address");
        assert!(matches!(near.identity, Identity::Differs(_)));
        sql(desk, &seat("someone.else@example.org", &name.first_name, &name.last_name)).await;
        assert_eq!(own(desk, &chloe).await.seat, SeatAnswer::Waits(name.name.clone()), "the same name");
        sql(desk, &seat("someone.else@example.org", "Some", "One")).await;
        assert_eq!(own(desk, &chloe).await.seat, SeatAnswer::None, "a stranger's address is not shown");
    }
}

#[tokio::test]
async fn a_plan_that_is_stopped_lets_nobody_in() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        sql(desk, "UPDATE plans SET suspended = TRUE").await;
        assert_eq!(own(desk, &alice).await.plan, PlanAnswer::Suspended("Standard".into()));
        sql(desk, &format!("UPDATE plans SET suspended = FALSE, ends_at = {}", NOW - 400 * DAY)).await;
        let ended = own(desk, &alice).await;
        assert_eq!(
            (ended.plan.clone(), ended.fits(), ended.way_out),
            (PlanAnswer::Ended("Standard".into()), false, None)
        );
    }
}

#[tokio::test]
async fn those_at_the_desk_ask_about_customers_and_customers_about_themselves() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, alice) = (person(desk, "grace").await, person(desk, "alice").await);
        let blank = check(desk, &grace, "").await.unwrap();
        assert!(blank.asks_for_others && !blank.unknown && blank.companies.is_empty());
        for login in ["farid@smallpier.example", " DMITRI "] {
            assert_eq!(check(desk, &grace, login).await.unwrap().companies.len(), 1, "{login}");
        }
        for login in ["hugo@portico.example", "nobody", "\0", "a'b"] {
            assert!(check(desk, &grace, login).await.unwrap().unknown, "{login}: at the desk, or nobody");
        }
        for login in ["bruno@harbourline.example", "alice@harbourline.example", "nobody"] {
            assert_eq!(refusal(check(desk, &alice, login).await), Refusal::NotFound);
        }
    }
}

#[tokio::test]
async fn ways_follow_the_level_of_the_plan() {
    for test in demo().await {
        let desk = &test.desk;
        let mut shown = Vec::new();
        for handle in ["alice", "dmitri", "ewa", "chloe"] {
            let ways = show(desk, &person(desk, handle).await).await.unwrap().ways.remove(0);
            shown.push((ways.level.unwrap(), ways.may_raise, ways.phone.is_some(), ways.phone_from, ways.team));
        }
        let shown: Vec<_> = shown.iter().map(|(a, b, c, d, e)| (a.as_str(), *b, *c, d.as_deref(), *e)).collect();
        let expected = [
            ("Standard", true, true, None, false),
            ("Premier", true, true, None, true),
            ("Essential", true, false, Some("Standard"), false),
            ("Standard", false, true, None, false),
        ];
        assert_eq!(shown, expected);
        let desk_side = show(desk, &person(desk, "iris").await).await.unwrap();
        assert!(desk_side.is_staff && desk_side.ways.is_empty());
    }
}

#[tokio::test]
async fn hours_stand_on_both_clocks() {
    for test in demo().await {
        // Monday 10:00 in London, 11:00 in Berlin.
        let open = opening_at(&test, "bruno", NOW).await;
        let turns = open.turns.unwrap();
        assert!(open.open);
        assert_eq!((turns.there.minute, turns.here.minute, turns.iso.as_str()), (1050, 1110, "2026-06-01T16:30:00Z"));
        assert_eq!((open.zone.as_str(), open.own_zone.as_str()), ("Europe/London", "Europe/Berlin"));
        assert_eq!(open.week.len(), 1, "Monday to Friday in one line");
        let (from, until) = open.stretch.unwrap();
        let minutes = [&from, &until].map(|both| (both.there.minute, both.here.minute));
        assert_eq!(minutes, [(480, 540), (1050, 1110)], "the whole of it, not what is left");
        let closed = opening_at(&test, "alice", NOW + 12 * HOUR).await;
        let turns = closed.turns.unwrap();
        assert!(!closed.open);
        assert_eq!((turns.there, turns.here.weekday, turns.here.minute), (turns.here, 1, 480));
    }
}

#[tokio::test]
async fn holidays_close_where_a_list_is_attached() {
    for test in demo().await {
        // 25 December 2026, a Friday, 10:00.
        let christmas = 1_798_192_800_000;
        assert!(opening_at(&test, "alice", christmas).await.open, "no list is attached by itself");
        sql(
            &test.desk,
            "INSERT INTO calendar_holidays (calendar_id, list) SELECT id, 'england-and-wales' FROM calendars",
        )
        .await;
        let closed = opening_at(&test, "alice", christmas).await;
        assert!(!closed.open);
        assert_eq!(closed.turns.unwrap().iso, "2026-12-29T08:00:00Z", "past the weekend and Boxing Day's substitute");
        assert_eq!(closed.holiday.map(|(_, name)| name).as_deref(), Some("Christmas Day"));
    }
}

#[tokio::test]
async fn d_chat_is_offered_in_its_hours_to_whoever_is_let_in() {
    for test in demo().await {
        let (open, shut) = (opening_at(&test, "alice", NOW).await, NOW + 12 * HOUR);
        assert!(!opening_at(&test, "alice", shut).await.open, "at night");
        for (now, handle, offered) in
            [(NOW, "alice", open.open), (NOW, "chloe", false), (NOW, "farid", false), (shut, "alice", false)]
        {
            let desk = desk_at(&test, now).await;
            let ways = show(&desk, &person(&desk, handle).await).await.unwrap().ways;
            assert_eq!(ways.iter().map(|ways| ways.chat).collect::<Vec<_>>(), [offered], "{handle} at {now}");
            assert_eq!(desk.catalogue().chat_is_open(now), now == NOW && open.open, "the menu says the same");
        }
        sql(&test.desk, "UPDATE users SET phone = '+44 20 7946 0999' WHERE slug = 'grace'").await;
        let shown = show(&test.desk, &person(&test.desk, "farid").await).await.unwrap();
        assert_eq!(shown.ways[0].helpers[0].phone, "+44 20 7946 0999");
    }
}
