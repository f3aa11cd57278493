//! Hours and closed days, as administrators set them.

use super::helpers::{events_of, person, refusal};
use super::support::demo;
use desk::calendars::{save, show};
use domain::calendar::edit::{CalendarDraft, HoursRow, hours_text};
use domain::seen::SeenFields;
use domain::{Because, Reason, Refusal};

fn row(first: &str, last: &str, from: &str, until: &str) -> HoursRow {
    HoursRow { first: first.into(), last: last.into(), from: from.into(), until: until.into() }
}

#[tokio::test]
async fn admins_set_hours_zone_and_closed_days() {
    for test in demo().await {
        let desk = &test.desk;
        let (admin, alice) = (person(desk, "admin").await, person(desk, "alice").await);
        let before = show(desk, &admin, "chat").await.unwrap();
        assert_eq!((before.zone.as_str(), before.hours.len(), before.days.as_str()), ("Europe/London", 1, ""));
        assert!(before.lists.iter().all(|list| !list.attached), "no list is attached by itself");
        let draft = CalendarDraft {
            zone: "Europe/Warsaw".into(),
            rows: vec![row("0", "4", "09:00", "17:00"), row("5", "", "22:00", "02:00"), row("", "", "", "")],
            lists: vec!["england-and-wales".into()],
            days: "2026-06-01 Moving house".into(),
            ..CalendarDraft::default()
        };
        // Twice is the same as once.
        for _ in 0..2 {
            save(desk, &admin, "chat", &draft).await.unwrap();
        }
        let after = show(desk, &admin, "chat").await.unwrap();
        assert_eq!(
            (after.zone.as_str(), after.hours.len(), after.days.as_str()),
            ("Europe/Warsaw", 2, "2026-06-01 Moving house")
        );
        assert!(after.lists[0].attached);
        assert_eq!(events_of(desk, admin.id, "calendar_changed").await, 2);
        let opening = desk::support::show(desk, &alice).await.unwrap().opening.unwrap();
        assert!(!opening.open, "closed while moving house");
        assert_eq!(opening.turns.unwrap().iso, "2026-06-02T07:00:00Z");
        save(desk, &admin, "chat", &CalendarDraft { zone: "Europe/London".into(), ..CalendarDraft::default() })
            .await
            .unwrap();
        let never = desk::support::show(desk, &alice).await.unwrap().opening.unwrap();
        assert_eq!((never.open, never.turns, never.holiday), (false, None, None));
    }
}

#[tokio::test]
async fn nobody_else_sees_or_sets_them() {
    for test in demo().await {
        let desk = &test.desk;
        let only = Refusal::Forbidden(Because::AdminsOnly);
        for (handle, expected) in
            [("alice", &Refusal::NotFound), ("olga", &Refusal::NotFound), ("grace", &only), ("iris", &only)]
        {
            let person = person(desk, handle).await;
            assert_eq!(refusal(show(desk, &person, "chat").await), *expected, "{handle}");
            assert_eq!(refusal(save(desk, &person, "chat", &CalendarDraft::default()).await), *expected, "{handle}");
        }
        let admin = person(desk, "admin").await;
        for slug in ["nowhere", "", "\0", "chat.own"] {
            assert_eq!(refusal(show(desk, &admin, slug).await), Refusal::NotFound, "{slug}");
        }
    }
}

#[tokio::test]
async fn what_does_not_fit_changes_nothing() {
    for test in demo().await {
        let desk = &test.desk;
        let admin = person(desk, "admin").await;
        let before = show(desk, &admin, "chat").await.unwrap();
        let zone = || "Europe/London".to_owned();
        for zone in ["", "Nowhere/At-all", "../etc", &"x".repeat(10_000)] {
            let draft = CalendarDraft { zone: zone.into(), ..CalendarDraft::default() };
            let refused = refusal(save(desk, &admin, "chat", &draft).await);
            assert_eq!(refused.about("zone"), Some(&Reason::NotOffered), "{zone:.20}");
        }
        let list = CalendarDraft { zone: zone(), lists: vec!["chat.own".into()], ..CalendarDraft::default() };
        assert!(refusal(save(desk, &admin, "chat", &list).await).about("list").is_some());
        let rows =
            CalendarDraft { zone: zone(), rows: vec![row("0", "4", "8 am", "17:00")], ..CalendarDraft::default() };
        assert!(refusal(save(desk, &admin, "chat", &rows).await).about("from.0").is_some());
        assert_eq!(show(desk, &admin, "chat").await.unwrap(), before);
    }
}

#[tokio::test]
async fn two_forms_of_one_calendar_change_what_each_has_changed() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let shown = show(desk, &admin, "chat").await.unwrap();
        let hours = hours_text(&shown.hours);
        let seen = SeenFields::read([
            ("seen.zone", shown.zone.as_str()),
            ("seen.hours", hours.as_str()),
            ("seen.list", ""),
            ("seen.days", shown.days.as_str()),
        ]);
        let form = CalendarDraft {
            zone: shown.zone,
            rows: vec![row("0", "4", "08:00", "17:30")],
            seen,
            ..CalendarDraft::default()
        };
        let longer = CalendarDraft { rows: vec![row("0", "4", "08:00", "20:00")], ..form.clone() };
        save(desk, &admin, "chat", &longer).await.unwrap();
        let closed = CalendarDraft { days: "2026-06-01 Moving house".into(), ..form.clone() };
        save(desk, &admin, "chat", &closed).await.unwrap();
        let now = show(desk, &admin, "chat").await.unwrap();
        assert_eq!((now.hours[0].until, now.days.as_str()), (1200, "2026-06-01 Moving house"), "both are kept");
        let shorter = CalendarDraft { rows: vec![row("0", "4", "09:00", "12:00")], ..form.clone() };
        let refused = refusal(save(desk, &admin, "chat", &shorter).await);
        let changed_meanwhile =
            |to: &str, now: &str| Reason::ChangedMeanwhile { by: String::new(), to: to.into(), now: now.into() };
        assert_eq!(refused, Refusal::field("hours", changed_meanwhile("08:00–20:00", "0-4 08:00-20:00")));
        let other = CalendarDraft { days: "2026-07-01 Stocktaking".into(), ..form };
        let day = "2026-06-01 Moving house";
        assert_eq!(
            refusal(save(desk, &admin, "chat", &other).await),
            Refusal::field("days", changed_meanwhile(day, day))
        );
        assert_eq!(show(desk, &admin, "chat").await.unwrap(), now);
    }
}
