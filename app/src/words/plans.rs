//! The texts of the pages about support plans.

use domain::plans::{Level, PlanHistoryEvent, RequestKind, RequestLine, RequestState, RequestText, TermStatus};
use domain::time::format_day;

pub struct Plans {
    pub title: &'static str,
    pub lead: fn(company: &str) -> String,
    pub inbox_lead: &'static str,
    pub none: fn(company: &str) -> String,
    pub none_hint: &'static str,
    pub whose: &'static str,
    /// The heading of a plan.
    pub support: fn(level: &str, product: &str) -> String,
    pub seats: fn(used: i64, limit: i64) -> String,
    pub term: fn(&TermStatus) -> String,
    /// How many are too many, the day, and who waits after it.
    pub choose: fn(over: i64, by: &str, waiting: &[&str]) -> String,
    pub choose_overdue: fn(over: i64, by: &str, waiting: &[&str]) -> String,
    pub choose_now: &'static str,
    pub contacts: &'static str,
    pub no_contacts: &'static str,
    pub contacts_hint: &'static str,
    pub name: &'static str,
    pub position: &'static str,
    pub since: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub me: &'static str,
    pub waits: &'static str,
    pub rests: &'static str,
    pub correct: &'static str,
    pub correct_of: fn(&str) -> String,
    pub remove: &'static str,
    pub remove_of: fn(&str) -> String,
    pub add: &'static str,
    pub ask: &'static str,
    pub see: &'static str,
    pub ask_hint: &'static str,
    pub included: &'static str,
    pub chat_hours: &'static str,
    pub hours: &'static str,
    pub not_included: &'static str,
    /// What a level gives, and what it does not.
    pub includes: fn(&Level) -> (Vec<&'static str>, Vec<&'static str>),
    pub pending: &'static str,
    pub no_pending: &'static str,
    pub own_requests: &'static str,
    pub request: fn(&RequestLine) -> String,
    pub asked: fn(by: &str, to: Option<&str>) -> String,
    pub state: fn(RequestState) -> (&'static str, &'static str),
    pub helpers: &'static str,
    pub account_manager: &'static str,
    pub csm: &'static str,
    pub history: &'static str,
    pub no_history: &'static str,
    pub line: fn(who: &str, &PlanHistoryEvent) -> String,

    pub waiting: &'static str,
    pub none_waiting: &'static str,
    pub more_waiting: &'static str,
    pub companies: &'static str,
    pub find: &'static str,
    pub find_go: &'static str,
    pub none_found: &'static str,
    pub more_found: &'static str,
    pub used: &'static str,

    pub form_title: fn(RequestKind) -> &'static str,
    pub form_lead: fn(RequestKind, files: bool) -> &'static str,
    pub which_plan: &'static str,
    pub everything: &'static str,
    pub who_comes: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub person_hint: &'static str,
    pub email_hint: &'static str,
    pub who_stays: &'static str,
    pub who_goes: &'static str,
    pub stays_hint: fn(free: i64) -> String,
    pub keep: &'static str,
    pub keep_of: fn(&str) -> String,
    pub to: &'static str,
    pub to_hint: &'static str,
    pub asked_by: &'static str,
    pub asked_by_nobody: fn(company: &str) -> String,
    pub approve_now: &'static str,
    pub confirm: &'static str,
    pub confirm_hint: &'static str,
    pub file: &'static str,
    pub prepare: &'static str,
    pub sending: &'static str,
    pub cancel: &'static str,

    pub request_title: fn(RequestKind, name: &str) -> String,
    pub back: &'static str,
    pub new_contact: &'static str,
    pub new_details: &'static str,
    pub leaves: &'static str,
    pub asks: &'static str,
    pub addressed: &'static str,
    pub filed_by: &'static str,
    pub decided_by: &'static str,
    pub reason: &'static str,
    pub ticket_label: &'static str,
    pub request_label: &'static str,
    pub open_request: &'static str,
    pub registered: &'static str,
    pub not_registered: &'static str,
    pub doubtful: &'static str,
    /// No account has the corrected address; who would lose the seat by it.
    pub corrects_nobody: fn(loses: Option<&str>) -> String,
    /// Somebody else's account has it.
    pub corrects_other: fn(loses: &str) -> String,
    pub unlinks: &'static str,
    pub file_it: &'static str,
    pub file_hint: &'static str,
    pub withdraw: &'static str,
    pub decide: &'static str,
    pub decide_hint: &'static str,
    pub after: fn(used: i64, limit: i64) -> String,
    pub approve: &'static str,
    pub decline: &'static str,
    pub decline_title: &'static str,

    pub manage: &'static str,
    pub manage_plan: fn(&str) -> String,
    pub new_plan: &'static str,
    pub product: &'static str,
    pub level: &'static str,
    pub limit: &'static str,
    pub limit_hint: fn(&[Level]) -> String,
    pub ends_on: &'static str,
    pub ends_hint: &'static str,
    pub grace_days: &'static str,
    pub suspended: &'static str,
    pub choose_by: &'static str,
    pub choose_by_hint: &'static str,
    pub looked_after: &'static str,
    pub team_queue: &'static str,
    pub nobody: &'static str,
    pub save: &'static str,

    /// Subject and text of a request's ticket.
    pub ticket: fn(&RequestText<'_>) -> (String, String),
}

pub(super) static EN: Plans = Plans {
    title: "Plan",
    lead: |company| format!("Who can raise cases for {company}, and what its support includes."),
    inbox_lead: "Requests to change who can raise cases, and every company’s plan.",
    none: |company| format!("{company} has no support plan"),
    none_hint: "Your account manager can help.",
    whose: "Company",
    support: |level, product| {
        if product.is_empty() { format!("{level} support") } else { format!("{level} support for {product}") }
    },
    seats: |used, limit| format!("{used} of {limit} seats"),
    term: |term| match term {
        TermStatus::Open => String::new(),
        TermStatus::Until(at) => format!("Runs until {}.", at.exact),
        TermStatus::Grace(at) => {
            format!("This plan has ended but still works until {}: ask your account manager to renew it.", at.exact)
        }
        TermStatus::Ended(at) => format!(
            "This plan ended on {}. You can’t raise new cases until it’s renewed, but you can still read everything.",
            at.exact
        ),
        TermStatus::Suspended => {
            "This plan is suspended. You can’t raise new cases, but you can still read everything.".into()
        }
    },
    choose: |over, by, waiting| {
        format!(
            "{} You have until {by} to choose who stays; until you do, no one can be added. No one is removed without your say: if you don’t choose in time, {} until you do.",
            more_than_seats(over),
            raise_nothing(waiting, "won’t be able to raise new cases"),
        )
    },
    choose_overdue: |over, by, waiting| {
        format!(
            "{} The deadline to choose, {by}, has passed: until you choose who stays, {}. Everyone can still read and reply.",
            more_than_seats(over),
            raise_nothing(waiting, "can’t raise new cases"),
        )
    },
    choose_now: "Choose who stays",
    contacts: "Contacts",
    no_contacts: "No contacts yet.",
    contacts_hint: "Contacts can raise cases. You don’t need a seat to read, reply or follow.",
    name: "Name",
    position: "Position",
    since: "Since",
    email: "Email",
    phone: "Phone",
    me: "you",
    waits: "not registered yet",
    rests: "can’t raise cases for now",
    correct: "Edit",
    correct_of: |name| format!("Edit {name}’s details"),
    remove: "Remove",
    remove_of: |name| format!("Ask to remove {name}"),
    add: "Add a contact",
    ask: "Ask to be added",
    see: "See the plan",
    ask_hint: "You’re not a contact, so you can’t raise cases yourself. Prepare a request, and choose a contact or senior manager to file it.",
    included: "Included",
    chat_hours: "Chat hours",
    hours: "All ways to get help",
    not_included: "Not included",
    includes,
    pending: "Pending requests",
    no_pending: "No pending requests.",
    own_requests: "Your requests",
    request: |line| request(line.kind, &line.name, &line.removes.iter().map(String::as_str).collect::<Vec<_>>()),
    asked: |by, to| match to {
        Some(to) => format!("prepared by {by}, for {to} to file"),
        None => format!("requested by {by}"),
    },
    state: |state| match state {
        RequestState::Prepared => ("Not filed yet", "amber"),
        RequestState::Filed => ("Filed", "blue"),
        RequestState::Approved => ("Approved", "green"),
        RequestState::Declined => ("Declined", "red"),
        RequestState::Withdrawn => ("Withdrawn", "grey"),
    },
    helpers: "Who helps you",
    account_manager: "Account manager",
    csm: "Customer success manager",
    history: "History",
    no_history: "No changes yet.",
    line,

    waiting: "Pending requests",
    none_waiting: "No requests waiting for a decision.",
    more_waiting: "Only the longest-waiting requests are shown.",
    companies: "Company plans",
    find: "Find a company",
    find_go: "Find",
    none_found: "No matching companies with a plan.",
    more_found: "There are more. Type part of the name to find them.",
    used: "Seats",

    form_title: |kind| match kind {
        RequestKind::Add => "Add a contact",
        RequestKind::Remove => "Remove contacts",
        RequestKind::Correct => "Edit a contact’s details",
    },
    form_lead: |kind, files| match (kind, files) {
        (RequestKind::Add, true) => "Who should be able to raise cases? Then choose who keeps their seat.",
        (RequestKind::Add, false) => "Who should be able to raise cases? The person you choose below will file this.",
        (RequestKind::Remove, _) => {
            "People who give up a seat can’t raise new cases. They can still sign in, read and reply."
        }
        (RequestKind::Correct, _) => "The seat stays the same; only the contact’s details change.",
    },
    which_plan: "Which plan",
    everything: "Everything else",
    who_comes: "The new contact",
    first_name: "First name",
    last_name: "Last name",
    person_hint: "A specific person, not a team, department or shared mailbox.",
    email_hint: "The address this person signs in with. Chat only works if the two match exactly.",
    who_stays: "Current contacts",
    who_goes: "Who gives up a seat",
    stays_hint: |free| match free {
        0 => "All seats are in use. Choose who to remove.".into(),
        1 => "1 seat is free.".into(),
        free if free < 0 => "There are more contacts than seats.".into(),
        free => format!("{free} seats are free."),
    },
    keep: "Keep",
    keep_of: |name| format!("{name} keeps their seat"),
    to: "Send it to",
    to_hint: "They’ll review it and file it.",
    asked_by: "Requested by",
    asked_by_nobody: |company| {
        format!("No one at {company} can ask for changes to the plan yet, so this is filed in your name.")
    },
    approve_now: "Approve right away",
    confirm: "I’ve checked that this is a real person",
    confirm_hint: "The name or address could be a team’s.",
    file: "File request",
    prepare: "Send request",
    sending: "Sending…",
    cancel: "Cancel",

    request_title: |kind, name| request(kind, name, &[]),
    back: "Back to the plan",
    new_contact: "New contact",
    new_details: "New details",
    leaves: "Gives up their seat",
    asks: "Prepared by",
    addressed: "To be filed by",
    filed_by: "Filed by",
    decided_by: "Decided by",
    reason: "Reason",
    ticket_label: "Ticket",
    request_label: "Plan request",
    open_request: "Open the request",
    registered: "There’s an account with this address: the seat works right away.",
    not_registered: "No one has registered with this address yet: the seat is held for them.",
    doubtful: "This name or address could be a team’s. Check that it’s a real person.",
    corrects_nobody: |loses| match loses {
        Some(name) => format!(
            "No account has this address. {name} signs in with a different one and would lose the seat: they couldn’t raise cases until both addresses match."
        ),
        None => "No account has this address yet: the seat is held until someone registers with it.".into(),
    },
    corrects_other: |name| {
        format!("This address belongs to someone else’s account: {name} would lose the seat to them.")
    },
    unlinks: "Use this address anyway",
    file_it: "File this request",
    file_hint: "We’ll review it and let you know.",
    withdraw: "Withdraw",
    decide: "Your decision",
    decide_hint: "Edit if needed. Changes apply immediately; everyone affected is notified.",
    after: |used, limit| format!("{used} of {limit} seats are in use now."),
    approve: "Approve",
    decline: "Decline",
    decline_title: "Decline instead",

    manage: "Plan settings",
    manage_plan: |name| format!("Change {name}"),
    new_plan: "New plan",
    product: "Product",
    level: "Level",
    limit: "Seats",
    limit_hint: |levels| {
        let usual = levels.iter().map(|level| format!("{} {}", level.name, level.seats)).collect::<Vec<_>>();
        format!("Leave empty for the level’s usual number: {}.", usual.join(", "))
    },
    ends_on: "Last day",
    ends_hint: "Leave empty if it has no end date. Days start and end in London time.",
    grace_days: "Grace days",
    suspended: "Suspended: no new cases",
    choose_by: "Choose who stays by",
    choose_by_hint: "Applies while there are more contacts than seats. Leave empty for 30 days.",
    looked_after: "Who looks after this company",
    team_queue: "Team queue",
    nobody: "No one",
    save: "Save",
    ticket,
};

pub(super) fn more_than_seats(over: i64) -> String {
    if over == 1 {
        "There’s 1 more contact than there are seats.".into()
    } else {
        format!("There are {over} more contacts than there are seats.")
    }
}

/// `Ana and Ben can’t raise new cases`.
pub(super) fn raise_nothing(names: &[impl AsRef<str>], what: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, [])) => format!("{last} {what}"),
        Some((last, rest)) => format!("{} and {last} {what}", rest.join(", ")),
        None => format!("some people {what}"),
    }
}

fn includes(level: &Level) -> (Vec<&'static str>, Vec<&'static str>) {
    let parts = [
        ("Raising cases", true),
        ("Help centre guides", true),
        ("Digital assistant, 24/7", true),
        ("In-app chat during office hours", true),
        ("Phone support", level.phone),
        ("A dedicated team and a customer success manager", level.dedicated),
    ];
    let of = |wanted: bool| parts.iter().filter(|(_, has)| *has == wanted).map(|(name, _)| *name).collect();
    (of(true), of(false))
}

fn request(kind: RequestKind, name: &str, removes: &[&str]) -> String {
    let goes = removes.join(", ");
    match (kind, goes.is_empty()) {
        (RequestKind::Add, true) => format!("Add {name}"),
        (RequestKind::Add, false) => format!("Add {name}, remove {goes}"),
        (RequestKind::Remove, _) if name.is_empty() => format!("Remove {goes}"),
        (RequestKind::Remove, _) => format!("Remove {name}"),
        (RequestKind::Correct, _) => format!("Edit {name}’s details"),
    }
}

fn ticket(told: &RequestText<'_>) -> (String, String) {
    let draft = told.draft;
    let subject = format!("Plan: {}", request(draft.kind, &draft.name(), &told.removes));
    let mut lines = Vec::new();
    if draft.kind != RequestKind::Remove {
        lines.push(format!("{}, {}", draft.name(), draft.position));
        lines.push(draft.email.clone());
        lines.push(draft.phone.clone());
    }
    if !told.removes.is_empty() {
        lines.push(format!("Gives up their seat: {}", told.removes.join(", ")));
    }
    lines.retain(|line| !line.is_empty());
    (subject.chars().take(domain::tickets::SUBJECT_MAX).collect(), lines.join("\n"))
}

fn line(who: &str, what: &PlanHistoryEvent) -> String {
    let who = if who.is_empty() { "Portico" } else { who };
    match what {
        PlanHistoryEvent::Prepared { name, to } => format!("{who} prepared a request about {name} for {to} to file"),
        PlanHistoryEvent::Filed { name } => format!("{who} filed a request about {name}"),
        PlanHistoryEvent::Approved { name } => format!("{who} approved the request about {name}"),
        PlanHistoryEvent::Declined { name, reason } => format!("{who} declined the request about {name}: {reason}"),
        PlanHistoryEvent::Withdrawn { name } => format!("{who} withdrew the request about {name}"),
        PlanHistoryEvent::Added(name) => format!("{who} made {name} a contact"),
        PlanHistoryEvent::Removed(name) => format!("{who} removed {name} from the contacts"),
        PlanHistoryEvent::Corrected(name) => format!("{who} edited {name}’s details"),
        PlanHistoryEvent::Linked(name) => format!("{name} registered and now has the seat"),
        PlanHistoryEvent::Asked { by, names } => format!(
            "{who} gave the company until {} to choose who stays; after that, {} until someone does",
            format_day(by),
            raise_nothing(names, "won’t be able to raise new cases")
        ),
        PlanHistoryEvent::Rested(names) => {
            format!(
                "No one chose who stays in time: {} until someone does",
                raise_nothing(names, "can’t raise new cases")
            )
        }
        PlanHistoryEvent::Changed(steps) => match steps.as_slice() {
            [(field, _, to)] if field == "suspended" => {
                format!("{who} {} the plan", if to == "true" { "suspended" } else { "reactivated" })
            }
            steps => {
                let steps = steps.iter().map(|(field, from, to)| step(field, from, to)).collect::<Vec<_>>();
                format!("{who} changed {}", steps.join("; "))
            }
        },
    }
}

fn step(field: &str, from: &str, to: &str) -> String {
    let name = match field {
        "level" => "the level",
        "limit" => "the number of seats",
        "ends_on" => "the last day",
        "grace_days" => "the grace days",
        "choose_by" => "the deadline to choose who stays",
        "suspended" if to == "true" => return "the plan’s state to suspended".into(),
        "suspended" => return "the plan’s state to active".into(),
        other => other,
    };
    match (format_day(from).as_str(), format_day(to).as_str()) {
        ("", to) => format!("{name} to {to}"),
        (from, "") => format!("{name} from {from} to none"),
        (from, to) => format!("{name} from {from} to {to}"),
    }
}

/// Why somebody cannot be a contact, and what would help.
pub(super) fn not_a_person(doubt: &domain::people::person_name::Doubt) -> String {
    use domain::people::person_name::Doubt;
    match doubt {
        Doubt::OneName => "A contact needs a first name and a last name.".into(),
        Doubt::RoleName(name) => format!(
            "“{name}” is a team or a job title, but a contact is a specific person. Name the person who’ll raise cases."
        ),
        Doubt::SharedMailbox(mailbox) => format!(
            "“{mailbox}@” is a shared mailbox, but a contact is a specific person. Enter that person’s own address."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_plan_is_told_in_one_sentence() {
        let step = |field: &str, from: &str, to: &str| (field.to_owned(), from.to_owned(), to.to_owned());
        let sentence = |steps| line("Hugo Brandt", &PlanHistoryEvent::Changed(steps));
        assert_eq!(sentence(vec![step("suspended", "false", "true")]), "Hugo Brandt suspended the plan");
        assert_eq!(sentence(vec![step("suspended", "true", "false")]), "Hugo Brandt reactivated the plan");
        let both = vec![step("limit", "4", "2"), step("suspended", "false", "true")];
        assert_eq!(
            sentence(both),
            "Hugo Brandt changed the number of seats from 4 to 2; the plan’s state to suspended"
        );
    }
}
