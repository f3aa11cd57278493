use super::*;
use crate::time::{DAY, HOUR, MINUTE, SECOND};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn at(text: &str) -> i64 {
    text.parse::<Timestamp>().expect("an instant").as_millisecond()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

fn days(dates: &[&str]) -> Vec<Date> {
    dates.iter().map(|date| Date::parse(date).expect("a day")).collect()
}

/// Monday to Friday 08:00–17:30.
fn office(zone_name: &str, holidays: &[&str]) -> Calendar {
    let windows = windows(&[Hours { first: 0, last: 4, from: 480, until: 1050 }]);
    Calendar::new(zone(zone_name), &windows, days(holidays))
}

#[test]
fn days_are_numbered_from_1970() {
    let known =
        [("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-22", 20_779), ("2100-03-01", 47_541)];
    for (date, number) in known {
        assert_eq!(day_number(days(&[date])[0]), number, "{date}");
    }
    assert_eq!(weekday(20_779), 6, "22 November 2026 is a Sunday");
}

#[test]
fn opening_and_closing_follow_the_clock_on_the_wall() {
    let london = office("Europe/London", &["2026-12-25"]);
    assert!(london.is_open(at("2026-11-23T08:00:00Z")) && !london.is_open(at("2026-11-23T07:59:59.999Z")));
    assert!(!london.is_open(at("2026-11-23T17:30:00Z")));
    assert!(london.is_open(at("2026-07-01T07:00:00Z")), "summer time");
    assert_eq!(london.next_opening(at("2026-11-20T17:30:00Z")), Some(at("2026-11-23T08:00:00Z")));
    assert_eq!(london.next_opening(at("2026-12-24T18:00:00Z")), Some(at("2026-12-28T08:00:00Z")), "past Christmas");
    assert_eq!(london.next_opening(at("2026-11-23T09:00:00Z")), Some(at("2026-11-23T09:00:00Z")));
    assert_eq!(london.closes_at(at("2026-11-23T09:00:00Z")), Some(at("2026-11-23T17:30:00Z")));
    assert_eq!(london.closes_at(at("2026-11-22T09:00:00Z")), None);
    let morning = Some(at("2026-11-23T08:00:00Z"));
    for open in ["2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T17:29:59.999Z"] {
        assert_eq!(london.opened_at(at(open)), morning, "{open}");
    }
    assert_eq!(london.opened_at(at("2026-11-23T17:30:00Z")), None);
    assert_eq!(london.opened_at(at("2026-11-22T09:00:00Z")), None);
}

#[test]
fn time_is_added_across_nights_weekends_and_holidays() {
    let london = office("Europe/London", &["2026-12-25"]);
    let friday = at("2026-11-20T17:00:00Z");
    assert_eq!(london.add_business(friday, 30 * MINUTE), Some(at("2026-11-20T17:30:00Z")));
    assert_eq!(london.add_business(friday, 40 * MINUTE), Some(at("2026-11-23T08:10:00Z")));
    assert_eq!(london.add_business(at("2026-12-24T17:00:00Z"), HOUR), Some(at("2026-12-28T08:30:00Z")));
    assert_eq!(london.add_business(at("2026-11-22T12:00:00Z"), 0), Some(at("2026-11-22T12:00:00Z")));
    assert_eq!(london.business_between(friday, at("2026-11-23T08:10:00Z")), 40 * MINUTE);
    assert_eq!(london.business_between(at("2026-11-23T08:10:00Z"), friday), -40 * MINUTE);
}

#[test]
fn a_night_shift_loses_an_hour_in_spring_and_gains_one_in_autumn() {
    let nights = windows(&[Hours { first: 0, last: 6, from: 1320, until: 360 }]);
    let nights = Calendar::new(zone("Europe/London"), &nights, []);
    let night = |from: &str, until: &str| nights.business_between(at(from), at(until));
    assert_eq!(night("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 7 * HOUR);
    assert_eq!(night("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 9 * HOUR);
    assert_eq!(nights.closes_at(at("2026-03-28T23:00:00Z")), Some(at("2026-03-29T05:00:00Z")));
    assert_eq!(nights.opened_at(at("2026-03-29T04:00:00Z")), Some(at("2026-03-28T22:00:00Z")), "past midnight");
    let gap = Calendar::new(zone("Europe/London"), &[Window { from: 8700, until: 8760 }], []);
    assert_eq!(
        gap.business_between(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z")),
        0,
        "01:00–02:00 is skipped"
    );
    assert_eq!(
        gap.business_between(at("2026-10-24T00:00:00Z"), at("2026-10-26T00:00:00Z")),
        2 * HOUR,
        "and comes twice"
    );
}

#[test]
fn never_and_always_have_no_end() {
    let never = Calendar::new(zone("Europe/London"), &[], []);
    let always = Calendar::new(zone("Europe/London"), &[Window { from: 600, until: 10_680 }], []);
    let now = at("2026-11-22T09:00:00Z");
    assert_eq!((never.next_opening(now), never.add_business(now, 1)), (None, None));
    assert_eq!((always.is_open(now), always.opened_at(now), always.closes_at(now)), (true, None, None));
    assert_eq!(always.business_between(0, now), now);
    assert_eq!(always.add_business(0, now), Some(now), "however far");
}

/// Looks at every minute by itself: the clock on the wall, the weekday, the holidays.
#[derive(Debug)]
struct Walker {
    zone: TimeZone,
    windows: Vec<Window>,
    holidays: Vec<Date>,
}

impl Walker {
    fn is_open(&self, at: i64) -> bool {
        let wall = self.zone.to_datetime(Timestamp::from_millisecond(at).expect("an instant"));
        let today = Date::new(wall.year(), wall.month() as u8, wall.day() as u8);
        let minute = wall.weekday().to_monday_zero_offset() as u16 * DAY_MINUTES
            + (wall.hour() as u16 * 60 + wall.minute() as u16);
        let inside = |window: &Window| {
            (window.from..window.until).contains(&minute)
                || (window.from..window.until).contains(&(minute + WEEK_MINUTES))
        };
        !self.holidays.iter().any(|day| Some(*day) == today) && self.windows.iter().any(inside)
    }

    fn between(&self, a: i64, b: i64) -> i64 {
        (a..b).step_by(MINUTE as usize).filter(|at| self.is_open(*at)).count() as i64 * MINUTE
    }
}

fn zones() -> impl Strategy<Value = &'static str> {
    // Half an hour of summer time, a day left out, 45 minutes, and one without any change.
    let names = [
        "Europe/London",
        "Europe/London",
        "Europe/London",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "America/New_York",
        "UTC",
    ];
    prop::sample::select(names.to_vec())
}

fn some_windows() -> impl Strategy<Value = Vec<Window>> {
    let one = (0..WEEK_MINUTES, 1..=2_000_u16).prop_map(|(from, long)| Window { from, until: from + long });
    let usual = windows(&[Hours { first: 0, last: 4, from: 480, until: 1050 }]);
    prop_oneof![Just(usual), prop::collection::vec(one, 0..5)]
}

/// Around any minute of 1970–2100, and often around a change of the London clock or a leap day.
fn some_time() -> impl Strategy<Value = i64> {
    let minutes = at("2100-12-31T00:00:00Z") / MINUTE;
    let special = [
        "1971-10-31T02:00:00Z",
        "1972-03-19T02:00:00Z",
        "2000-02-29T00:00:00Z",
        "2024-02-29T12:00:00Z",
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
        "2096-02-29T00:00:00Z",
        "2100-02-28T23:00:00Z",
        "2011-12-30T10:00:00Z",
    ];
    let special: Vec<i64> = special.iter().map(|text| at(text) / MINUTE).collect();
    let near = (prop::sample::select(special), -3 * 1440..3 * 1440_i64).prop_map(|(minute, off)| minute + off);
    prop_oneof![0..minutes, near].prop_map(|minute| minute.max(0) * MINUTE)
}

fn pair() -> impl Strategy<Value = (Calendar, Walker, i64)> {
    (zones(), some_windows(), some_time(), prop::collection::vec(-4..12_i64, 0..3)).prop_map(
        |(name, windows, from, off)| {
            let holiday = |off: &i64| {
                let day =
                    Timestamp::from_millisecond(from + off * DAY).expect("an instant").to_zoned(zone(name)).date();
                Date::new(day.year(), day.month() as u8, day.day() as u8).expect("a day")
            };
            let holidays: Vec<Date> = off.iter().map(holiday).collect();
            let calendar = Calendar::new(zone(name), &windows, holidays.clone());
            (calendar, Walker { zone: zone(name), windows, holidays }, from)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn m07_business_time_equals_a_walk_minute_by_minute((calendar, walker, from) in pair(), minutes in 0..12_000_i64) {
        let until = from + minutes * MINUTE;
        prop_assert_eq!(calendar.business_between(from, until), walker.between(from, until));
        prop_assert_eq!(calendar.is_open(from), walker.is_open(from));
        let opening = (0..12_000).map(|step| from + step * MINUTE).find(|at| walker.is_open(*at));
        if let Some(opening) = opening {
            prop_assert_eq!(calendar.next_opening(from), Some(opening));
            let closing = (0..12_000).map(|step| opening + step * MINUTE).find(|at| !walker.is_open(*at));
            if let Some(closing) = closing {
                prop_assert_eq!(calendar.closes_at(opening), Some(closing));
            }
        }
        let shut = (0..10_080).map(|step| from - step * MINUTE).find(|at| !walker.is_open(*at));
        prop_assert_eq!(calendar.opened_at(from), shut.filter(|at| *at < from).map(|at| at + MINUTE));
    }

    #[test]
    fn m07_adding_is_additive_and_monotone((calendar, _, from) in pair(), one in 0..40 * HOUR, other in 0..40 * HOUR) {
        let from = from + one % SECOND;
        if let Some(reached) = calendar.add_business(from, one) {
            prop_assert!(reached >= from);
            prop_assert_eq!(calendar.business_between(from, reached), one);
            if one > 0 {
                prop_assert!(calendar.business_between(from, reached - 1) < one, "the earliest such instant");
            }
            let further = calendar.add_business(reached, other);
            prop_assert_eq!(further, calendar.add_business(from, one + other));
            prop_assert!(further.is_none_or(|further| further >= reached));
            prop_assert!(calendar.add_business(from + other, one).is_none_or(|later| later >= reached));
        }
    }
}
