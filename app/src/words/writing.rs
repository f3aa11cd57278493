//! Texts around a form in which somebody writes: audience, drafts and files.

use super::Writing;
use domain::tickets::Involvement;

pub(super) static EN: Writing = Writing {
    script: SCRIPT,
    undo: "Undo",
    taken_back: "Undone.",
    sees: |customers, desk| match (customers, support_agents(desk)) {
        ("", None) => "Only you will see this".into(),
        ("", Some(desk)) => format!("Only {desk} will see this"),
        (customers, None) => format!("{customers} will see this"),
        (customers, Some(desk)) => format!("{customers} and {desk} will see this"),
    },
    may_see: |customers, desk| match (customers, support_agents(desk)) {
        (who, None) => format!("Who will see this depends on the type and queue: at most {who}"),
        ("", Some(desk)) => format!("Who will see this depends on the type and queue: at most {desk}"),
        (customers, Some(desk)) => {
            format!("Who will see this depends on the type and queue: at most {customers} and {desk}")
        }
    },
    company_first: "Choose a company to see who this goes to.",
    named: |first, more| match (first, more) {
        (names, 0) => names.join(", "),
        (names, 1) => format!("{} and 1 more", names.join(", ")),
        (names, more) => format!("{} and {more} more", names.join(", ")),
    },
    files_too: "The same people will see the files.",
    your_company: "Customers",
    support: "Support",
    more: |count| format!("and {count} more"),
    part: |part| match part {
        Involvement::Reporter => "reporter",
        Involvement::Colleague => "colleague",
        Involvement::Assignee => "assignee",
        Involvement::Agent => "agent",
    },
    follows: "follows",
    followers: "Followers",
    nobody_follows: "No one follows this ticket.",
    add_follower: "Add a follower",
    add: "Add",
    remove: |name| format!("Remove {name} from the followers"),
};

fn support_agents(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 support agent".to_owned()),
        more => Some(format!("{more} support agents")),
    }
}

/// The same for pages without a form that holds them.
#[cfg(feature = "ssr")]
pub fn script() -> &'static str {
    SCRIPT
}

/// For the script of `frontend/writing`, as JSON. `{}` stands for a name.
const SCRIPT: &str = r#"{
"saved":"Draft saved","here":"Saved in this browser","away":"No connection. Saved in this browser until you’re back online.",
"waiting":"Waiting for a connection: it’ll be sent automatically.","stay":"Don’t send","files":"Sends as soon as its files have uploaded.",
"newer":"You wrote something different here in another window or on another device:",
"gone":"This was sent or discarded in another window.","keep":"Keep this one","take":"Use the other","clear":"Clear",
"begun":"Unsent drafts","resume":"Continue","discard":"Discard",
"sent":"Sent.","undo":"Undo","back":"Undone. Your text is back.","late":"It’s too late to undo this.",
"again":"Sign in again","why":"Your session has ended. Enter the password for {} to send what you wrote.",
"password":"Password","enter":"Sign in and send","wrong":"That password is wrong.","cancel":"Cancel",
"remove":"Remove {}","retry":"Try again","failed":"Not sent yet","empty":"“{}” is empty.",
"large":"“{}” is too large: at most 25 MB per file.","room":"There’s no room for “{}”: send or remove other files first.",
"many":"At most 20 files in one message. Left out: {}","delivered":"Your message was sent. {}",
"waits":"Your message is waiting for a connection: {}","refused":"Your message couldn’t be sent: {}","ticket":"new ticket","open":"Open",
"elsewhere":"Sent from another tab.",
"ended":"You’ve signed out, or someone else has signed in.","signin":"Sign in"}"#;

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
