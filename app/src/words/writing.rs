//! What stands around a form in which somebody writes, in English.

use super::Writing;
use domain::tickets::Part;

pub(super) static EN: Writing = Writing {
    script: SCRIPT,
    undo: "Undo",
    taken_back: "Taken back.",
    sees: |customers, desk| match (customers, at_the_desk(desk)) {
        ("", None) => "Nobody else sees this.".into(),
        ("", Some(desk)) => format!("Only {desk} will see this"),
        (customers, None) => format!("{customers} will see this"),
        (customers, Some(desk)) => format!("{customers} and {desk} will see this"),
    },
    may_see: |customers, desk| match (customers, at_the_desk(desk)) {
        (who, None) => format!("Type and queue decide who will see this: at most {who}"),
        ("", Some(desk)) => format!("Type and queue decide who will see this: at most {desk}"),
        (customers, Some(desk)) => format!("Type and queue decide who will see this: at most {customers} and {desk}"),
    },
    company_first: "Choose the company, and it says here who will see this.",
    named: |first, more| match (first, more) {
        (names, 0) => names.join(", "),
        (names, 1) => format!("{} and one more", names.join(", ")),
        (names, more) => format!("{} and {more} more", names.join(", ")),
    },
    files_too: "The same people see its files.",
    your_company: "Customers",
    at_the_desk: "At the desk",
    more: |count| format!("and {count} more"),
    part: |part| match part {
        Part::Reporter => "reporter",
        Part::Colleague => "colleague",
        Part::Assignee => "assignee",
        Part::Agent => "agent",
    },
    follows: "follows",
    followers: "Followers",
    nobody_follows: "Nobody follows this ticket.",
    add_follower: "Add a follower",
    add: "Add",
    remove: |name| format!("Remove {name} from the followers"),
};

fn at_the_desk(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some("one person at the desk".to_owned()),
        more => Some(format!("{more} people at the desk")),
    }
}

/// The same for pages without a form that holds them.
#[cfg(feature = "ssr")]
pub fn script() -> &'static str {
    SCRIPT
}

/// For the script of `frontend/writing`, as JSON. `{}` stands for a name.
const SCRIPT: &str = r#"{
"saved":"Draft saved","here":"Kept in this browser","away":"No connection. Kept in this browser until there is one.",
"waiting":"Waiting for a connection: it will be sent by itself.","stay":"Do not send","files":"It goes as soon as its files are there.",
"newer":"You wrote something else here in another window or on another device:",
"gone":"This was sent or taken out in another window.","keep":"Keep what stands here","take":"Take the other","clear":"Clear the box",
"begun":"Tickets begun and not sent","resume":"Go on with it","discard":"Discard it",
"sent":"You can still take it back.","undo":"Undo","back":"Taken back. Your text is here again.","late":"It cannot be taken back any more.",
"again":"Sign in again","why":"Your session has ended. Enter the password of {} and what you wrote is sent.",
"password":"Password","enter":"Sign in and send","wrong":"This password does not fit.","cancel":"Cancel",
"remove":"Remove {}","retry":"Try again","failed":"Not sent yet","empty":"“{}” is empty.",
"large":"“{}” is too large: at most 26.2 MB a file.","room":"There is no room for “{}”: send or remove other files first.",
"many":"At most 20 files in one message. Left out: {}","delivered":"Your message was sent. {}",
"waits":"Your message waits for a connection: {}","refused":"Your message could not be sent: {}","ticket":"new ticket","open":"Open it",
"elsewhere":"Sent from another tab.",
"ended":"You have signed out, or somebody else has signed in.","signin":"Sign in"}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_s_texts_can_be_read() {
        let texts: std::collections::HashMap<String, String> = serde_json::from_str(SCRIPT).unwrap_or_default();
        assert!(texts.len() > 30 && texts.values().all(|text| !text.is_empty()));
        let max = domain::files::size_text(domain::files::FILE_MAX);
        assert!(texts["large"].contains(&max), "{max}");
        let limit = format!("At most {} files", domain::files::FILES_MAX);
        assert!(texts["many"].contains(&limit), "{limit}");
        let drop = crate::words::words().files().drop;
        assert!(drop.contains(&max) && drop.contains(&format!("{} files", domain::files::FILES_MAX)), "{drop}");
    }
}
