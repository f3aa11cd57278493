//! Words as they are compared: without endings, what means the same as one word, and without those that tell nothing.

use crate::search;

/// Terms of one question that count.
pub const TERMS_MAX: usize = 24;

/// Words that are in every question and tell none from another.
const EMPTY: &str = "a an the and or but if so of to in on at by for from with into as is are was were be been being am do does did doing done \
    have has had having can could may might must shall should will would i me my mine myself we us our ours you your yours it its this that \
    these those there here he she they them their his her what which how please thanks thank hi hello hey just really very also any \
    some s t d ll re ve m isn don doesn didn won wouldn couldn shouldn cannot way get got getting want wants wanted need needs needed \
    like know tell show go going gonna wanna let make makes one ones thing things about than then too only even still up out portico us pls plz \
    able allow allowed allows mean means meaning meant too anymore while yesterday last year inside shows shown different another other \
    something anything everything think say says said put";

/// What is said in several words, and the one that stands for them.
const PHRASES: [(&[&str], &str); 80] = [
    (&["my", "tickets"], "mytickets"),
    (&["my", "open", "tickets"], "mytickets"),
    (&["my", "cases"], "mytickets"),
    (&["my", "open", "cases"], "mytickets"),
    (&["tickets", "do", "i", "have"], "mytickets"),
    (&["cases", "do", "i", "have"], "mytickets"),
    (&["tickets", "have", "i"], "mytickets"),
    (&["log", "in"], "signin"),
    (&["log", "me", "in"], "signin"),
    (&["log", "on"], "signin"),
    (&["logged", "in"], "signin"),
    (&["logging", "in"], "signin"),
    (&["get", "in"], "signin"),
    (&["sign", "in"], "signin"),
    (&["signed", "in"], "signin"),
    (&["signing", "in"], "signin"),
    (&["sign", "on"], "signin"),
    (&["log", "out"], "signout"),
    (&["logged", "out"], "signout"),
    (&["log", "off"], "signout"),
    (&["sign", "out"], "signout"),
    (&["signed", "out"], "signout"),
    (&["sign", "up"], "register"),
    (&["create", "an", "account"], "register"),
    (&["create", "account"], "register"),
    (&["make", "an", "account"], "register"),
    (&["new", "account"], "register"),
    (&["open", "an", "account"], "register"),
    (&["locked", "out"], "lockout"),
    (&["shut", "out"], "lockout"),
    (&["time", "zone"], "timezone"),
    (&["two", "factor"], "2fa"),
    (&["2", "factor"], "2fa"),
    (&["second", "factor"], "2fa"),
    (&["second", "step"], "2fa"),
    (&["two", "step"], "2fa"),
    (&["2", "step"], "2fa"),
    (&["e", "mail"], "email"),
    (&["e", "mails"], "email"),
    (&["opening", "hours"], "hours"),
    (&["opening", "times"], "hours"),
    (&["office", "hours"], "hours"),
    (&["bank", "holiday"], "holiday"),
    (&["bank", "holidays"], "holiday"),
    (&["day", "off"], "holiday"),
    (&["public", "holiday"], "holiday"),
    (&["customer", "success", "manager"], "csm"),
    (&["success", "manager"], "csm"),
    (&["account", "manager"], "accountmanager"),
    (&["drop", "down"], "list"),
    (&["team", "mate"], "colleague"),
    (&["work", "mate"], "colleague"),
    (&["co", "worker"], "colleague"),
    (&["set", "up"], "setup"),
    (&["take", "off"], "remove"),
    (&["take", "back"], "undo"),
    (&["took", "back"], "undo"),
    (&["get", "rid"], "remove"),
    (&["speak", "to"], "talk"),
    (&["talk", "to"], "talk"),
    (&["real", "person"], "human"),
    (&["real", "human"], "human"),
    (&["call", "back"], "callback"),
    (&["no", "longer"], "stop"),
    (&["re", "open"], "reopen"),
    (&["re", "opened"], "reopen"),
    (&["are", "you", "open"], "hours"),
    (&["you", "open"], "hours"),
    (&["open", "now"], "hours"),
    (&["open", "today"], "hours"),
    (&["open", "tomorrow"], "hours"),
    (&["open", "on"], "hours"),
    (&["is", "open"], "hours"),
    (&["chat", "open"], "hours"),
    (&["last", "name"], "name"),
    (&["key", "board"], "keyboard"),
    (&["short", "cut"], "shortcut"),
    (&["short", "cuts"], "shortcut"),
    (&["screen", "shot"], "screenshot"),
    (&["screen", "shots"], "screenshot"),
];

/// Words that mean the same here; the first stands for all.
const SAME: [&str; 66] = [
    "signin login logon signon",
    "signout logout logoff",
    "register registration signup enrol enroll",
    "password passwords pwd passwd passphrase passcode pw",
    "forgot forgotten forget lost remember",
    "lockout locked unlock blocked lock",
    "email emails mail mails address addresses adress",
    "ticket case cases issue incident",
    "raise create open submit log report",
    "colleague coworker teammate workmate colleagues employee employees hire starter joiner staff",
    "company organisation organization firm business employer customer customers",
    "remove delete kick revoke rid",
    "licence license licences licenses licensing software",
    "file attachment attach attached upload document",
    "picture image screenshot photo paste",
    "phone telephone call ring dial mobile cell",
    "spreadsheet excel csv xlsx export download",
    "2fa mfa totp authenticator otp",
    "rate rating csat feedback stars satisfaction score",
    "hours hour",
    "day monday tuesday wednesday thursday friday saturday sunday weekend tomorrow today tonight evening morning afternoon",
    "holiday holidays christmas easter vacation",
    "chat livechat chats chatting messenger",
    "human person agent somebody someone anyone anybody",
    "notification notifications notify notified alert alerts notice popup popups",
    "stop unsubscribe mute silence disable off",
    "follow subscribe follower followers following watch",
    "mention mentions tag tagging tagged",
    "seat seats slot slots spot",
    "plan entitlement contract",
    "level tier premier essential standard",
    "asset assets device devices equipment hardware printer printers scanner scanners",
    "activities activity inbox unread",
    "search find look searching lookup",
    "filter filters filtering narrow",
    "column columns field fields",
    "view views saved bookmark",
    "undo retract unsend recall",
    "draft drafts unfinished unsent",
    "note notes",
    "urgent urgency priority important critical emergency",
    "close closed solved resolve resolved finished fixed done",
    "reopen reopened",
    "print printing printout paper",
    "keyboard shortcut shortcuts hotkey hotkeys keys",
    "manager boss director head",
    "problem broken broke defect faulty jam jammed fail fails failing error trouble",
    "large big size maximum max limit huge",
    "name surname",
    "married marriage wedding",
    "daily digest summary",
    "connection internet network wifi offline",
    "begin began begun started start",
    "write writing wrote typing typed",
    "missing gone disappeared disappear vanished vanish disappears",
    "answer reply respond response answers answered",
    "ai chatgpt gpt openai llm",
    "assistant bot chatbot robot",
    "work works run runs working",
    "refused refuse reject rejected deny denied decline declined guess guessable invalid",
    "add include invite onboard join",
    "wrong typo mistake incorrect old outdated",
    "replace swap exchange substitute",
    "free spare available unused",
    "change edit update modify adjust correct",
    "left leaves leave resigned quit former",
];

/// The words of a text, with one for any address of a mailbox.
pub fn split(text: &str) -> Vec<String> {
    let word = |word: &str| {
        let boxed = word.split_once('@').is_some_and(|(name, _)| !name.is_empty());
        if boxed { vec!["mailbox".to_owned()] } else { search::words(word).map(Into::into).collect() }
    };
    text.split_whitespace().flat_map(word).collect()
}

/// The terms of a text, in order.
pub fn terms(text: &str) -> Vec<String> {
    let words = split(text);
    let mut terms = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((phrase, meant)) = phrase_at(&words[at..]) {
            terms.push(meaning(meant));
            at += phrase.len();
            continue;
        }
        let word = &words[at];
        if !is_empty(word) {
            terms.push(meaning(word));
        }
        at += 1;
    }
    terms
}

fn phrase_at(words: &[String]) -> Option<(&'static [&'static str], &'static str)> {
    let begins =
        |phrase: &[&str]| words.len() >= phrase.len() && phrase.iter().zip(words).all(|(own, word)| own == word);
    let fitting = PHRASES.iter().filter(|(phrase, _)| begins(phrase));
    fitting.max_by_key(|(phrase, _)| phrase.len()).copied()
}

/// A word that is in every question.
pub fn is_empty(word: &str) -> bool {
    EMPTY.split_ascii_whitespace().any(|empty| empty == word)
}

/// The term that a word stands for.
pub fn meaning(word: &str) -> String {
    let stem = stem(word);
    let group = SAME.iter().find(|group| group.split(' ').any(|own| own == word || self::stem(own) == stem));
    group.and_then(|group| group.split(' ').next()).map_or(stem, self::stem)
}

/// Every word that has a meaning of its own here, for the spelling.
pub fn known() -> impl Iterator<Item = &'static str> {
    SAME.iter().flat_map(|group| group.split(' '))
}

/// A word without its English endings. The result need be no word, only the same for all forms.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    if let Some(base) = stem.strip_suffix("ies").filter(|base| base.len() > 2) {
        stem = format!("{base}y");
    } else if stem.ends_with("sses") || stem.ends_with("ches") || stem.ends_with("shes") || stem.ends_with("xes") {
        stem.truncate(stem.len() - 2);
    } else if stem.ends_with('s') && !["ss", "us", "is"].iter().any(|end| stem.ends_with(end)) {
        stem.pop();
    }
    for end in ["ing", "ed"] {
        let base = stem.strip_suffix(end).filter(|base| base.len() > 2 && !base.ends_with('e') && has_vowel(base));
        if let Some(base) = base {
            stem = base.to_owned();
            break;
        }
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    let doubled = stem.len() > 3 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    if doubled {
        stem.pop();
    }
    stem
}

fn has_vowel(text: &str) -> bool {
    text.bytes().any(|byte| b"aeiouy".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_term() {
        for forms in [
            "add adds added adding",
            "change changes changed changing",
            "company companies organisation",
            "close closes closing solved",
        ] {
            let stems: Vec<String> = forms.split(' ').map(meaning).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn phrases_are_one_term_and_empty_words_none() {
        assert_eq!(terms("How do I log in?"), [meaning("login")]);
        assert_eq!(terms("I can't sign in with my e-mail"), [meaning("signin"), meaning("email")]);
        assert_eq!(terms("what is it"), Vec::<String>::new());
    }
}
