//! Texts of the chat.

use domain::chat::{AgentStatus, AvailableAgent, COUNTED_MAX, Which};

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
    pub load: fn(&AgentStatus) -> String,
    pub capacity: &'static str,
    pub save: &'static str,
    pub team_title: &'static str,
    pub team_empty: &'static str,
    pub mate: fn(&AvailableAgent) -> String,
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
    lead: "Talk to support now. Your chat is saved as a ticket.",
    with: |number| format!("Chat {number}"),
    company: "Company",
    message: "How can we help?",
    start: "Start chat",
    starting: "Starting…",
    wait: |present, ahead, minutes| {
        let there = match present {
            0 => "No one on this team is available right now.".to_owned(),
            1 => "1 person is available.".to_owned(),
            more => format!("{more} people are available."),
        };
        let line = match ahead {
            0 => "You’re next in line.".to_owned(),
            1 => "1 person is ahead of you.".to_owned(),
            more => format!("{more} people are ahead of you."),
        };
        let long = minutes.map(|minutes| format!(" The last wait was about {}.", long(minutes))).unwrap_or_default();
        format!("{there} {line}{long}")
    },
    team: "Your dedicated team will reply.",
    go_on: "Back to your chat",
    goes_on: |number| format!("Your chat {number} is still open."),
    closed: "Chat is closed right now",
    closed_lead: "No one is taking chats right now.",
    nobody: "No one is available right now",
    nobody_lead: "Chat is open, but no one is free. Try again in a few minutes, or raise a case and we’ll reply there.",
    refused: "You can’t use chat yet",
    refused_lead: "Something chat needs is missing.",
    check: "See what’s missing",
    case: "Raise a case",
    case_with: "Raise a case with this text",
    typed: "What you wrote",
    past: "Recent chats",
    no_hours: "No chat hours are set.",

    back: "Chats",
    conversation: "Conversation",
    answer: "Your message",
    send: "Send",
    hint: "Enter sends, Shift+Enter starts a new line.",
    note: "Private note",
    next: "You’re next.",
    place: |place| format!("You’re {} in line.", ordinal(place)),
    about: |minutes| format!("The last wait was about {}.", long(minutes)),
    write_already: "You can start writing: we’ll read it when we join.",
    rather_case: "Rather not wait? Your messages are on the ticket, and we’ll reply there too.",
    here: "here now",
    away: "away right now",
    typing: |who| format!("{who} is typing…"),
    seen: |who| format!("Seen by {who}"),
    gone: |agent| format!("{agent} lost the connection. Someone else can take over; nothing you’ve said is lost."),
    gone_desk: |agent| format!("{agent} hasn’t been here for two minutes."),
    lost: "Connection lost. Your text is safe; reconnecting…",
    waits_for: |customer| format!("{customer} is waiting for someone."),
    ticket: "Ticket",
    earlier: "Earlier messages",
    refresh: "Refresh",
    end: "End chat",
    end_ask: "End this chat? The whole conversation stays on its ticket.",
    end_ask_desk: "End this chat? Its ticket will be:",
    end_solved: "Solved",
    end_open: "Still open",
    keep: "Keep chatting",
    ended_lead: "The whole conversation stays on its ticket.",
    go_on_ticket: "Continue as a ticket",
    another: "Start another chat",
    done: "Done.",

    inbox: "Chats",
    inbox_lead: "Customers who want to talk to someone now.",
    lists: "Which chats",
    list: |which| match which {
        Which::Waiting => "Waiting",
        Which::Mine => "Mine",
        Which::All => "All",
    },
    list_empty: |which| match which {
        Which::Waiting => ("No one is waiting", "Chats no one has accepted yet show up here."),
        Which::Mine => ("You have no chats", "Chats you’ve accepted stay here until they end."),
        Which::All => ("No chats", "All waiting and open chats show up here."),
    },
    count,
    waiting: |count_now| match count_now {
        1 => "1 chat waiting".into(),
        more => format!("{} chats waiting", count(more)),
    },
    accept: "Accept",
    accept_of: |who| format!("Accept {who}’s chat"),
    take_over: "Take over",
    accept_next: "Accept next",
    since: "Waiting since",
    unread: "new",
    with_agent: |agent| format!("with {agent}"),
    available: "Taking chats",
    available_hint: "Customers can see you’re online.",
    unavailable_hint: "You won’t get new chats. You keep the ones you have.",
    go_available: "Go online",
    go_unavailable: "Pause",
    load: |me| format!("{} of {} chats", me.load, me.capacity),
    capacity: "Maximum",
    save: "Save",
    team_title: "Online now",
    team_empty: "No one is online.",
    mate: |mate| format!("{} of {}", mate.load, mate.capacity),
    transfer: "Transfer",
    transfer_to: "Transfer to",
    to_agents: "Online now",
    to_queues: "Back to the queue",
    transfer_note: "Private note (optional)",
    transfer_go: "Transfer",
    others: |count| match count {
        1 => "1 other open ticket".into(),
        more => format!("{more} other open tickets"),
    },
    sound_on: "Sound on",
    sound_off: "Sound off",

    script: SCRIPT,
};

const SCRIPT: &str = r#"{"sending":"Sending…","waits":"Waiting for a connection","failed":"Not sent.","signed_out":"Not sent: you’re signed out.","retry":"Try again","back":"Edit","newest":"Newest messages","fresh":"{} new","minutes":"{} min"}"#;

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
