//! Texts of the support pages.

use super::en::possessive;
use domain::calendar::{DAY_MINUTES, Hours, day_number};
use domain::people::email::Odd;
use domain::support::{Both, Helper, Opening, Wall};
use domain::time::Date;

pub struct Support {
    pub title: &'static str,
    pub lead: &'static str,
    pub lead_desk: &'static str,
    pub no_company: &'static str,
    pub plan_of: fn(company: &str, level: Option<&str>) -> String,
    pub cases: &'static str,
    pub cases_yours: &'static str,
    pub cases_contacts: &'static str,
    pub see_plan: &'static str,
    pub no_plan: &'static str,
    pub phone: &'static str,
    pub phone_from: fn(level: &str) -> String,
    pub chat: &'static str,
    pub chat_included: &'static str,
    pub chat_start: &'static str,
    pub chat_lead: &'static str,
    pub assistant: &'static str,
    pub assistant_lead: &'static str,
    pub assistant_ask: &'static str,
    pub guides: &'static str,
    pub guides_lead: &'static str,
    pub guides_read: &'static str,
    pub team: &'static str,
    pub team_yours: &'static str,
    pub csm: &'static str,
    pub account_manager: &'static str,
    pub chat_hours: &'static str,
    pub no_hours: &'static str,
    pub open: &'static str,
    pub closed: &'static str,
    /// Monday–Friday 08:00–17:30.
    pub hours: fn(&Hours) -> String,
    /// Until when it is open, or when it opens.
    pub turns: fn(&Opening) -> String,
    pub zone: fn(&str) -> String,
    /// The current or next hours on the reader's clock, where that differs.
    pub own_hours: fn(&Opening) -> Option<String>,
    pub holiday: fn(Date, &str) -> String,
    pub check: &'static str,
    pub check_other: &'static str,
    pub check_lead: &'static str,
    pub ask: &'static str,
    pub unknown: &'static str,
    pub all_met: &'static str,
    pub met_but_closed: &'static str,
    pub in_the_way: &'static str,
    pub met: &'static str,
    pub not_met: &'static str,
    pub condition_plan: &'static str,
    pub plan_holds: fn(company: &str, level: &str) -> String,
    pub plan_none: fn(&str) -> String,
    pub plan_suspended: fn(company: &str, level: &str) -> String,
    pub plan_ended: fn(company: &str, level: &str) -> String,
    pub condition_seat: &'static str,
    pub seat_holds: &'static str,
    pub seat_none: fn(&str) -> String,
    pub seat_waits: fn(&str) -> String,
    pub seat_rests: &'static str,
    pub condition_email: &'static str,
    pub email_nothing: &'static str,
    pub email_differs: &'static str,
    pub on_plan: &'static str,
    pub on_account: &'static str,
    pub odd: fn(char, Odd) -> String,
    pub username: &'static str,
    pub username_is: &'static str,
    pub condition_client: &'static str,
    pub client_is: fn(&str) -> String,
    pub client_not: fn(&str) -> String,
    pub condition_open: &'static str,
    pub seat_help: &'static str,
    pub seat_request: &'static str,
    pub seat_help_other: &'static str,
    pub seat_request_other: &'static str,
    pub address_help: &'static str,
    pub address_help_other: &'static str,
    pub address_request: &'static str,
    pub choose_help: &'static str,
    pub choose_request: &'static str,
    pub helper: fn(&Helper) -> String,
    pub edit_hours: &'static str,
    pub calendar_lead: &'static str,
    pub saved: &'static str,
    pub save: &'static str,
    pub zone_label: &'static str,
    pub zone_hint: &'static str,
    pub hours_label: &'static str,
    pub hours_hint: &'static str,
    pub day: fn(u8) -> &'static str,
    pub first_day: &'static str,
    pub last_day: &'static str,
    pub opens: &'static str,
    pub closes: &'static str,
    pub holidays_label: &'static str,
    pub holidays_hint: &'static str,
    pub known_until: fn(Date) -> String,
    pub source: &'static str,
    pub days_label: &'static str,
    pub days_hint: &'static str,
}

/// They travel with the pages, not with the frame.
pub fn support() -> &'static Support {
    &EN
}

static EN: Support = Support {
    title: "Support",
    lead: "How you can get help on your company’s plan.",
    lead_desk: "What customers see here: how they can get help on their plan, and when chat is open.",
    no_company: "This account isn’t in a company yet, so it has no plan.",
    plan_of: |company, level| match level {
        Some(level) => format!("{company}: {level} support"),
        None => company.to_owned(),
    },
    cases: "Raise a case",
    cases_yours: "You’re a contact on the plan.",
    cases_contacts: "Your company’s contacts can raise cases.",
    see_plan: "See the plan and its contacts",
    no_plan: "There’s no active support plan.",
    phone: "Phone",
    phone_from: |level| format!("Included with {level} support and up."),
    chat: "In-app chat",
    chat_included: "Included, for the plan’s contacts.",
    chat_start: "Chat with us",
    chat_lead: "Chat with a support agent in this window.",
    assistant: "Digital assistant",
    assistant_lead: "Answers 24/7 from the help centre and your own data.",
    assistant_ask: "Ask the assistant",
    guides: "Guides",
    guides_lead: "Step-by-step articles for what people ask most.",
    guides_read: "Open the help centre",
    team: "Dedicated team",
    team_yours: "Your cases go to your own dedicated team.",
    csm: "Customer success manager",
    account_manager: "Account manager",
    chat_hours: "Chat hours",
    no_hours: "No hours set.",
    open: "Open now",
    closed: "Closed now",
    hours,
    turns,
    zone: |zone| format!("Time zone: {zone}"),
    own_hours,
    holiday: |day, name| format!("Closed on {}: {name}.", day.format()),
    check: "Why can’t I use chat?",
    check_other: "Why can’t a customer use chat?",
    check_lead: "What chat needs, and what’s in place.",
    ask: "Check",
    unknown: "No customer signs in with that.",
    all_met: "You’re all set for chat.",
    met_but_closed: "You’re all set. Chat just isn’t open yet.",
    in_the_way: "You can’t use chat yet.",
    met: "yes",
    not_met: "no",
    condition_plan: "A plan that includes chat",
    plan_holds: |company, level| format!("{company} has {level} support. Every plan includes chat."),
    plan_none: |company| format!("{company} has no support plan."),
    plan_suspended: |company, level| format!("{} {level} support is suspended.", possessive(company)),
    plan_ended: |company, level| format!("{} {level} support has ended.", possessive(company)),
    condition_seat: "Registered as a contact on the plan",
    seat_holds: "This account is one of the plan’s contacts.",
    seat_none: |company| format!("This account isn’t one of {} contacts.", possessive(company)),
    seat_waits: |name| format!("{name} is a contact on the plan, but with a different address from this account’s."),
    seat_rests: "There are more contacts than seats, and the deadline to choose who stays has passed. Until someone chooses, this account’s seat is on hold.",
    condition_email: "The same email address on the plan and on the account",
    email_nothing: "There’s no address on the plan to compare with.",
    email_differs: "The addresses must match, letter for letter. Differences are highlighted.",
    on_plan: "On the plan",
    on_account: "On the account",
    odd,
    username: "The address that goes with the username",
    username_is: "On the plan, this counts as the account’s own address:",
    condition_client: "Not a 3PL client",
    client_is: |company| {
        format!(
            "This account belongs to a 3PL client of {company}. Chat is only for {} own people; ask your contact there.",
            possessive(company)
        )
    },
    client_not: |company| format!("This account belongs to {company} itself."),
    condition_open: "Chat is open",
    seat_help: "Ask for a seat: we’ve filled in what we know.",
    seat_request: "Ask to become a contact",
    seat_help_other: "File a request to give them a seat; if all are taken, choose who to remove in the same request.",
    seat_request_other: "File a request",
    address_help_other: "They don’t need a second seat: correct the address on the plan.",
    address_help: "You don’t need a second seat: correct the address on the plan.",
    address_request: "Correct the address on the plan",
    choose_help: "Choose who gives up a seat: everyone else can raise cases and chat again.",
    choose_request: "Choose who stays",
    helper: |helper| {
        let role = if helper.success { "customer success manager" } else { "account manager" };
        format!("Still stuck? Your {role} {} can help.", helper.name)
    },
    edit_hours: "Change hours",
    calendar_lead: "When someone is here to help, in the time zone you set.",
    saved: "Saved.",
    save: "Save",
    zone_label: "Time zone",
    zone_hint: "Its name, such as Europe/London. Daylight saving is automatic.",
    hours_label: "Hours",
    hours_hint: "Clear both times to remove a row. A closing time at or before the opening time means the next day.",
    day: day_name,
    first_day: "From",
    last_day: "To",
    opens: "Opens",
    closes: "Closes",
    holidays_label: "Holidays",
    holidays_hint: "We’re closed on every day in the lists you tick.",
    known_until: |day| format!("Listed until {}.", day.format()),
    source: "Source",
    days_label: "Other closed days",
    days_hint: "One day and its name per line: 2026-12-24 Christmas Eve",
};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn day_name(weekday: u8) -> &'static str {
    DAYS[usize::from(weekday % 7)]
}

fn clock(minute: u16) -> String {
    let minute = if minute == DAY_MINUTES { minute } else { minute % DAY_MINUTES };
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn hours(row: &Hours) -> String {
    let days = if row.first == row.last {
        day_name(row.first).to_owned()
    } else {
        format!("{}–{}", day_name(row.first), day_name(row.last))
    };
    format!("{days} {}–{}", clock(row.from), clock(row.until))
}

/// `Europe/London` is London.
fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

fn near(wall: &Wall, today: Date) -> String {
    match day_number(wall.date) - day_number(today) {
        0 => "today".into(),
        1 => "tomorrow".into(),
        2..=6 => format!("on {}", day_name(wall.weekday)),
        _ => format!("on {}", wall.date.format()),
    }
}

fn turns(opening: &Opening) -> String {
    let Some(at) = &opening.turns else {
        return if opening.open { "Always open." } else { "No upcoming opening times." }.into();
    };
    let (there, here) = (clock(at.there.minute), clock(at.here.minute));
    let place = place(&opening.zone);
    match (opening.open, at.there == at.here) {
        (true, true) => format!("Until {here}."),
        (true, false) => format!("Until {here} your time ({there} in {place})."),
        (false, true) => format!("Opens {} at {here}.", near(&at.here, opening.today)),
        (false, false) => {
            let day = near(&at.here, opening.today);
            let weekday = if at.there.date == at.here.date { "" } else { day_name(at.there.weekday) };
            let there = format!("{weekday} {there}");
            format!("Opens {day} at {here} your time ({} in {place}).", there.trim_start())
        }
    }
}

fn own_hours(opening: &Opening) -> Option<String> {
    let (from, until) = opening.stretch.as_ref()?;
    let same = |both: &Both| both.there == both.here;
    let text = || format!("Your time ({}): {}–{}", opening.own_zone, clock(from.here.minute), clock(until.here.minute));
    (!same(from) || !same(until)).then(text)
}

fn odd(letter: char, odd: Odd) -> String {
    let code = u32::from(letter);
    match odd {
        Odd::Cyrillic => format!("“{letter}” is a Cyrillic letter that only looks like a Latin one (U+{code:04X})."),
        Odd::Greek => format!("“{letter}” is a Greek letter that only looks like a Latin one (U+{code:04X})."),
        Odd::Variant => format!("“{letter}” is a special form of a letter, not the letter itself (U+{code:04X})."),
        Odd::Invisible => format!("There’s an invisible character (U+{code:04X})."),
    }
}
