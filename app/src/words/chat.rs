//! Words of the chat.

use domain::chat::{COUNTED_MAX, Mate, Standing, Which};

pub struct Chat {
    pub title: &'static str,
    pub lead: &'static str,
    pub with: fn(number: &str) -> String,

    // the door
    pub company: &'static str,
    pub message: &'static str,
    pub start: &'static str,
    pub starting: &'static str,
    /// Who is there, who waits, and how long it usually takes.
    pub wait: fn(present: u16, ahead: u16, minutes: Option<u16>) -> String,
    pub team: &'static str,
    pub go_on: &'static str,
    pub goes_on: fn(number: &str) -> String,
    pub closed: &'static str,
    pub closed_lead: &'static str,
    pub nobody: &'static str,
    pub nobody_lead: &'static str,
    pub refused: &'static str,
    pub refused_lead: &'static str,
    pub check: &'static str,
    pub case: &'static str,
    pub case_with: &'static str,
    pub typed: &'static str,
    pub past: &'static str,
    pub no_hours: &'static str,

    // the conversation
    pub back: &'static str,
    pub conversation: &'static str,
    pub answer: &'static str,
    pub send: &'static str,
    pub hint: &'static str,
    pub note: &'static str,
    pub next: &'static str,
    pub place: fn(u16) -> String,
    pub about: fn(u16) -> String,
    pub write_already: &'static str,
    pub rather_case: &'static str,
    pub here: &'static str,
    pub away: &'static str,
    pub typing: fn(who: &str) -> String,
    pub seen: fn(who: &str) -> String,
    pub gone: fn(agent: &str) -> String,
    pub gone_desk: fn(agent: &str) -> String,
    pub lost: &'static str,
    pub waits_for: fn(customer: &str) -> String,
    pub ticket: &'static str,
    pub earlier: &'static str,
    pub refresh: &'static str,
    pub end: &'static str,
    pub end_ask: &'static str,
    pub end_ask_desk: &'static str,
    pub end_solved: &'static str,
    pub end_open: &'static str,
    pub keep: &'static str,
    pub ended_lead: &'static str,
    pub go_on_ticket: &'static str,
    pub another: &'static str,
    pub done: &'static str,

    // at the desk
    pub inbox: &'static str,
    pub inbox_lead: &'static str,
    pub lists: &'static str,
    pub list: fn(Which) -> &'static str,
    pub list_empty: fn(Which) -> (&'static str, &'static str),
    pub count: fn(u16) -> String,
    pub waiting: fn(u16) -> String,
    pub accept: &'static str,
    pub accept_of: fn(&str) -> String,
    pub take_over: &'static str,
    pub accept_next: &'static str,
    pub since: &'static str,
    pub unread: &'static str,
    pub with_agent: fn(&str) -> String,
    pub available: &'static str,
    pub available_hint: &'static str,
    pub unavailable_hint: &'static str,
    pub go_available: &'static str,
    pub go_unavailable: &'static str,
    pub load: fn(&Standing) -> String,
    pub capacity: &'static str,
    pub save: &'static str,
    pub team_title: &'static str,
    pub team_empty: &'static str,
    pub mate: fn(&Mate) -> String,
    pub transfer: &'static str,
    pub transfer_to: &'static str,
    pub to_agents: &'static str,
    pub to_queues: &'static str,
    pub transfer_note: &'static str,
    pub transfer_go: &'static str,
    pub others: fn(usize) -> String,
    pub sound_on: &'static str,
    pub sound_off: &'static str,

    /// For the script beside the page, as JSON.
    pub script: &'static str,
}

/// They travel with the pages, not with the frame.
pub fn chat() -> &'static Chat {
    &EN
}

static EN: Chat = Chat {
    title: "Chat",
    lead: "Talk to somebody at the desk now. What is said stays on a ticket of yours.",
    with: |number| format!("Chat {number}"),
    company: "Company",
    message: "How can we help?",
    start: "Start chat",
    starting: "Starting…",
    wait: |present, ahead, minutes| {
        let there = match present {
            0 => "Nobody of this line is there at the moment.".to_owned(),
            1 => "One person is there to answer.".to_owned(),
            more => format!("{more} people are there to answer."),
        };
        let line = match ahead {
            0 => "Nobody waits before you.".to_owned(),
            1 => "One other waits.".to_owned(),
            more => format!("{more} others wait."),
        };
        let long = minutes.map(|minutes| format!(" The last ones waited about {}.", long(minutes))).unwrap_or_default();
        format!("{there} {line}{long}")
    },
    team: "Your own team answers.",
    go_on: "Back to your chat",
    goes_on: |number| format!("Your chat {number} is still going."),
    closed: "Chat is closed now",
    closed_lead: "Nobody answers chats at this hour.",
    nobody: "Nobody is there just now",
    nobody_lead: "Chat is open, but nobody at the desk is free to answer. Try again in a few minutes, or raise a case: it is answered just as well.",
    refused: "Chat is not open to this account",
    refused_lead: "Something that chat asks for is not in place.",
    check: "See what is missing",
    case: "Raise a case",
    case_with: "Raise a case with this text",
    typed: "What you wrote",
    past: "Your last chats",
    no_hours: "No chat hours are set.",

    back: "Chats",
    conversation: "Conversation",
    answer: "Your message",
    send: "Send",
    hint: "Enter sends, Shift with Enter begins a new line.",
    note: "Private note",
    next: "You are next.",
    place: |place| format!("You are {} in line.", ordinal(place)),
    about: |minutes| format!("The last ones waited about {}.", long(minutes)),
    write_already: "You can write already: whoever takes the chat reads it first.",
    rather_case: "Rather not wait? What you wrote is kept on the ticket, and is answered there too.",
    here: "here now",
    away: "not looking at the moment",
    typing: |who| format!("{who} is typing…"),
    seen: |who| format!("Seen by {who}"),
    gone: |agent| {
        format!("{agent} has lost the connection. Somebody else can take over; nothing of what was said is lost.")
    },
    gone_desk: |agent| format!("{agent} has not been seen for two minutes."),
    lost: "Connection lost. Your text is safe; we reconnect.",
    waits_for: |customer| format!("{customer} waits for somebody."),
    ticket: "Ticket",
    earlier: "Earlier messages",
    refresh: "Refresh",
    end: "End chat",
    end_ask: "End this chat? Everything that was said stays on its ticket.",
    end_ask_desk: "End this chat? What becomes of its ticket:",
    end_solved: "It is solved",
    end_open: "It stays open",
    keep: "Go on talking",
    ended_lead: "Everything that was said stays on its ticket.",
    go_on_ticket: "Continue as a ticket",
    another: "Start another chat",
    done: "Done.",

    inbox: "Chats",
    inbox_lead: "Customers who want to talk to somebody now.",
    lists: "Which chats",
    list: |which| match which {
        Which::Waiting => "Waiting",
        Which::Mine => "Mine",
        Which::All => "All",
    },
    list_empty: |which| match which {
        Which::Waiting => ("Nobody waits", "Chats that nobody has taken yet stand here."),
        Which::Mine => ("You have no chats", "Chats that you have accepted stand here until they end."),
        Which::All => ("No chats", "Chats that wait and those that are open stand here, whoever has them."),
    },
    count,
    waiting: |count_now| match count_now {
        1 => "1 chat waits".into(),
        more => format!("{} chats wait", count(more)),
    },
    accept: "Accept",
    accept_of: |who| format!("Accept the chat of {who}"),
    take_over: "Take over",
    accept_next: "Accept the next one",
    since: "Waiting since",
    unread: "new",
    with_agent: |agent| format!("with {agent}"),
    available: "Available for chats",
    available_hint: "Customers see that somebody is there.",
    unavailable_hint: "You are not offered to customers. Chats that you have stay yours.",
    go_available: "Be available",
    go_unavailable: "Pause",
    load: |me| format!("{} of {} chats", me.load, me.capacity),
    capacity: "At most",
    save: "Save",
    team_title: "Who is there",
    team_empty: "Nobody is available for chats.",
    mate: |mate| format!("{} of {}", mate.load, mate.capacity),
    transfer: "Hand over",
    transfer_to: "To whom",
    to_agents: "Who is there",
    to_queues: "Back into the line of",
    transfer_note: "Private note (optional)",
    transfer_go: "Hand over",
    others: |count| match count {
        1 => "1 other open ticket".into(),
        more => format!("{more} other open tickets"),
    },
    sound_on: "Sound on",
    sound_off: "Sound off",

    script: SCRIPT,
};

const SCRIPT: &str = r#"{"sending":"Sending…","waits":"Waits for the connection","failed":"Not sent.","signed_out":"Not sent: you are signed out.","retry":"Try again","back":"Change it","newest":"Newest messages","fresh":"{} new","minutes":"{} min"}"#;

fn count(count: u16) -> String {
    if count > COUNTED_MAX { format!("{COUNTED_MAX}+") } else { count.to_string() }
}

fn long(minutes: u16) -> String {
    match minutes {
        0 | 1 => "a minute".into(),
        more => format!("{more} minutes"),
    }
}

fn ordinal(place: u16) -> String {
    let end = match (place % 10, place % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{place}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_line_are_spelled_as_people_say_them() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 102].into_iter().map(ordinal).collect();
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd"]);
    }
}
