//! Texts of the digital assistant.

use super::en::possessive;
use domain::assistant::{Contacts, Day};
use domain::support::{Check, CompanyCheck, Identity, PlanAnswer, SeatAnswer};

pub struct Assistant {
    pub title: &'static str,
    pub lead: &'static str,
    pub question: &'static str,
    pub placeholder: &'static str,
    pub ask: &'static str,
    pub anew: &'static str,
    pub conversation: &'static str,
    pub you: &'static str,
    pub empty: &'static str,
    pub examples: &'static [&'static str],
    pub may_not: &'static str,
    pub check: &'static str,
    pub chat: &'static str,
    pub help: &'static str,
    pub source: fn(title: &str, heading: &str) -> String,
    pub beside: &'static str,
    pub which: &'static str,
    pub unknown: &'static str,
    pub nearest: &'static str,
    pub case: &'static str,
    pub case_chat: &'static str,
    pub case_lead: &'static str,
    pub case_not: &'static str,
    pub case_why: &'static str,
    /// What a skill is asked with.
    pub skill: fn(&str) -> &'static str,
    pub tickets: &'static str,
    pub no_tickets: &'static str,
    pub all_tickets: &'static str,
    pub assigned: fn(Option<&str>) -> String,
    pub no_ticket: fn(&str) -> String,
    pub no_plan: &'static str,
    pub contacts: fn(&Contacts) -> String,
    pub names: fn(&[String]) -> String,
    pub plan: &'static str,
    pub chat_fits: &'static str,
    pub chat_fits_closed: &'static str,
    pub chat_not: fn(&CompanyCheck) -> String,
    pub chat_desk: &'static str,
    pub no_hours: &'static str,
    pub day: fn(&Day) -> String,
    pub at: fn(u16, bool) -> String,
    pub hours: &'static str,
    pub password: fn(&str) -> String,
    pub password_link: &'static str,
    pub password_known: &'static str,
    pub licences: &'static str,
    pub no_licences: &'static str,
    pub licence: fn(free: i64, total: i64) -> String,
    pub no_managers: &'static str,
    pub account_manager: fn(company: &str, name: &str) -> String,
    pub csm: fn(company: &str, name: &str) -> String,
    pub raise: &'static str,
    pub raise_button: &'static str,
    pub case_text: &'static str,
    pub case_asked: fn(&str) -> String,
}

/// They travel with the pages, not with the frame.
pub fn assistant() -> &'static Assistant {
    &EN
}

static EN: Assistant = Assistant {
    title: "Assistant",
    lead: "Ask any time. Answers come only from your help centre and data.",
    question: "Your question",
    placeholder: "Ask in your own words",
    ask: "Ask",
    anew: "Start over",
    conversation: "Conversation",
    you: "You",
    empty: "Ask about the portal, your plan, your tickets or the opening hours.",
    examples: &["My open tickets", "How do I add a contact?", "Is anyone there on Saturday?", "Why can’t I use chat?"],
    may_not: "Like chat, the assistant is for contacts on a support plan, not for 3PL clients. You can still use the help centre.",
    check: "Why can’t I use chat?",
    chat: "Chat with us",
    help: "Go to the help centre",
    source: |title, heading| if heading.is_empty() { title.to_owned() } else { format!("{title}: {heading}") },
    beside: "This might be related:",
    which: "Which of these do you mean?",
    unknown: "I couldn’t find an answer.",
    nearest: "Closest results:",
    case: "Raise a ticket with this conversation",
    case_chat: "Chat about it now",
    case_lead: "Someone can take it from here:",
    case_not: "Your seat doesn’t let you raise tickets.",
    case_why: "See why, and who can help",
    skill: |id| match id {
        "skill:tickets" | "skill:status" => "My open tickets",
        "skill:contacts" => "Who are our contacts?",
        "skill:chat" => "Why can’t I use chat?",
        "skill:hours" => "What are the opening hours?",
        "skill:password" => "Reset my password",
        "skill:licences" => "How many licences are free?",
        "skill:managers" => "Who is my account manager?",
        _ => "Raise a case for me",
    },
    tickets: "Your open tickets, most recently changed first:",
    no_tickets: "You have no open tickets.",
    all_tickets: "See them all",
    assigned: |who| who.map_or_else(|| "no one has taken it yet".to_owned(), |who| format!("{who} is working on it")),
    no_ticket: |number| format!("There’s no ticket {number} that you can see."),
    no_plan: "Your company has no support plan.",
    contacts: |plan| {
        let free = (plan.limit - plan.used).max(0);
        let free = match free {
            0 => "none free".to_owned(),
            1 => "1 free".to_owned(),
            free => format!("{free} free"),
        };
        let product = if plan.product.is_empty() { String::new() } else { format!(" for {}", plan.product) };
        format!(
            "{}: {} support{product}, {} of {} seats taken, {free}.",
            plan.company, plan.level, plan.used, plan.limit
        )
    },
    names: |names| {
        if names.is_empty() { "There are no contacts yet.".into() } else { format!("Contacts: {}.", names.join(", ")) }
    },
    plan: "See the plan",
    chat_fits: "You’re all set for chat.",
    chat_fits_closed: "You’re all set. Chat just isn’t open yet.",
    chat_not,
    chat_desk: "Chat is for customers. The self-check shows why a customer can’t use it.",
    no_hours: "No hours set.",
    day,
    at: |minute, open| format!("At {} we’re {}.", clock(minute), if open { "open" } else { "closed" }),
    hours: "See opening hours",
    password: |email| {
        format!("We can email a link to {email}. It works once, for 60 minutes, and lets you choose a new password.")
    },
    password_link: "Get a link",
    password_known: "I know my current password",
    licences: "Free seats on licences you can see:",
    no_licences: "There are no licences you can see.",
    licence: |free, total| format!("{free} of {total} seats free"),
    no_managers: "Your company doesn’t have an account manager yet.",
    account_manager: |company, name| format!("{name} is {} account manager.", possessive(company)),
    csm: |company, name| format!("{name} is {} customer success manager.", possessive(company)),
    raise: "The form already has what you’ve asked here.",
    raise_button: "Raise a ticket",
    case_text: "My conversation with the assistant:",
    case_asked: |question| format!("I asked: {question}"),
};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

fn day(day: &Day) -> String {
    let name = DAYS[usize::from(day.weekday % 7)];
    let date = format!("{name}, {}", day.date.format());
    match (&day.holiday, day.open.is_empty()) {
        (Some(holiday), _) => format!("No, we’re closed on {date} ({holiday})."),
        (None, true) => format!("No, we’re closed on {date}."),
        (None, false) => {
            let hours: Vec<String> =
                day.open.iter().map(|(from, until)| format!("{}–{}", clock(*from), clock(*until))).collect();
            format!("Yes, we’re open on {date}: {}.", hours.join(" and "))
        }
    }
}

/// The first condition that is not met.
fn chat_not(checked: &CompanyCheck) -> String {
    let company = &checked.company;
    if checked.client {
        return format!("{company}: you’re a 3PL client of this company, and chat is only for its own people.");
    }
    match (&checked.plan, &checked.seat, &checked.identity) {
        (PlanAnswer::None, ..) => format!("{company} has no support plan."),
        (PlanAnswer::Suspended(_), ..) => format!("{} support plan is suspended.", possessive(company)),
        (PlanAnswer::Ended(_), ..) => format!("{} support plan has ended.", possessive(company)),
        (_, SeatAnswer::None, _) => format!("You don’t have a seat on {} plan.", possessive(company)),
        (_, _, Identity::Differs(_)) | (_, SeatAnswer::Waits(_), _) => {
            format!("{company}: the addresses on the plan and on your account don’t match.")
        }
        _ => format!("{company}: there’s no address on the plan to compare yours with."),
    }
}

/// Whether everything but the hours is met somewhere.
pub fn chats(check: &Check) -> bool {
    check.companies.iter().any(CompanyCheck::fits)
}
