//! The texts of mails. Only the server has them.

use domain::mail::{Entry, Kind, News, Part, RequestStep, Text};
use domain::plans::choose::Notice;

/// All mails in one language.
pub struct Mail {
    /// BCP 47.
    pub lang: &'static str,
    /// The text of a mail to somebody of this name, which may be empty.
    pub text: fn(name: &str, kind: &Kind) -> Text,
    /// Stands under everything that the reader may choose not to get.
    pub choices: &'static str,
}

pub static EN: Mail = Mail { lang: "en", text, choices: "Choose what you get by mail" };

fn text(name: &str, kind: &Kind) -> Text {
    let mut text = told(kind);
    if !text.paragraphs.is_empty() {
        let greeting = if name.is_empty() || !kind.greets() { "Hello,".to_owned() } else { format!("Hello {name},") };
        text.paragraphs.insert(0, greeting);
    }
    text
}

fn told(kind: &Kind) -> Text {
    match kind {
        Kind::Confirm { link } => Text {
            subject: "Confirm your email address".into(),
            paragraphs: said(&[
                "Somebody, probably you, has registered with this address. Confirm that it is yours to go on.",
            ]),
            parts: Vec::new(),
            button: button("Confirm this address", link),
            because: "If it was not you, do nothing: without your confirmation nobody can use the account.".into(),
        },
        Kind::Taken { link } => Text {
            subject: "You already have an account".into(),
            paragraphs: said(&[
                "Somebody, probably you, tried to register with this address. It belongs to an account already.",
                "Sign in with it. If you have forgotten the password, choose a new one.",
            ]),
            parts: Vec::new(),
            button: button("Choose a new password", link),
            because: "If it was not you, do nothing: your account is as it was.".into(),
        },
        Kind::Invited { by, link } => Text {
            subject: "Your account is ready".into(),
            paragraphs: vec![format!(
                "{by} has opened an account for you. Choose a password to sign in for the first time."
            )],
            parts: Vec::new(),
            button: button("Choose a password", link),
            because: "You get this because your address was entered for a new account.".into(),
        },
        Kind::Activated { company, link } => Text {
            subject: "Your account may be used now".into(),
            paragraphs: vec![if company.is_empty() {
                "Your account was activated. You can sign in.".into()
            } else {
                format!("Your account was activated and belongs to {company}. You can sign in.")
            }],
            parts: Vec::new(),
            button: button("Sign in", link),
            because: "You get this because you registered with this address.".into(),
        },
        Kind::Reset { link, minutes } => Text {
            subject: "Choose a new password".into(),
            paragraphs: vec![
                "Somebody, probably you, has asked for a new password for your account.".into(),
                format!(
                    "The link works once, for {minutes} minutes. It also lets you in when too many tries have locked you out."
                ),
            ],
            parts: Vec::new(),
            button: button("Choose a new password", link),
            because: "If it was not you, do nothing: your password stays as it is.".into(),
        },
        Kind::PasswordChanged => Text {
            subject: "Your password was changed".into(),
            paragraphs: said(&[
                "The password of your account was changed just now, and all other devices were signed out.",
            ]),
            parts: Vec::new(),
            button: button("Choose another password", "/forgot"),
            because: "If it was not you, choose another password at once and tell us.".into(),
        },
        Kind::EmailChange { to, link } => Text {
            subject: "Confirm the new address of your account".into(),
            paragraphs: vec![format!(
                "The address of your account is to become {to}. It changes once both the old and the new address have confirmed it."
            )],
            parts: Vec::new(),
            button: button("Confirm the change", link),
            because: "If you did not ask for this, do nothing and choose a new password: somebody may know yours."
                .into(),
        },
        Kind::EmailChanged { to } => Text {
            subject: "The address of your account was changed".into(),
            paragraphs: vec![format!("Your account now belongs to {to}. Mails to this address end here.")],
            parts: Vec::new(),
            button: None,
            because: "If you did not ask for this, tell us at once.".into(),
        },
        Kind::SecondFactor { on } => Text {
            subject: if *on { "A second step protects your account now" } else { "The second step was switched off" }
                .into(),
            paragraphs: said(&[if *on {
                "From now on signing in to your account takes a second step."
            } else {
                "Signing in to your account takes only the password from now on."
            }]),
            parts: Vec::new(),
            button: None,
            because: "If it was not you, choose a new password at once and tell us.".into(),
        },
        Kind::Passkey { name, added } => Text {
            subject: if *added {
                "A passkey was added to your account"
            } else {
                "A passkey was removed from your account"
            }
            .into(),
            paragraphs: vec![if *added {
                format!("“{name}” opens your account from now on, without a password.")
            } else {
                format!("“{name}” does not open your account any more.")
            }],
            parts: Vec::new(),
            button: button("Your account", "/account"),
            because: "If it was not you, remove what you do not know, choose a new password at once and tell us."
                .into(),
        },
        Kind::Request { step, company, who, reason, link } => request(*step, company, who, reason, link),
        Kind::Choose { notice, company, plan, product, by, names, link } => {
            let plan = (super::plans::EN.support)(plan, product);
            choose(*notice, company, &plan, by, names, link)
        }
        Kind::Ticket { number, subject, news } => ticket(number, subject, news),
        Kind::Digest { unread, entries } => digest(*unread, entries),
    }
}

/// The subject stays the same, so that mail programs show a ticket as one conversation.
fn ticket(number: &str, subject: &str, news: &[News]) -> Text {
    let told = |news: &News| {
        let line = (super::EN.activities().told)(portico(&news.who), &news.what);
        if news.text.is_empty() {
            vec![Part::Line(line)]
        } else {
            vec![Part::Line(format!("{line}:")), Part::Said(news.text.clone())]
        }
    };
    Text {
        subject: format!("[{number}] {subject}"),
        paragraphs: Vec::new(),
        parts: news.iter().flat_map(told).collect(),
        button: button("Open the ticket", &format!("/tickets/{number}")),
        because: "You get this because you raised the ticket, work on it or follow it. Please answer on its page: replies to this \
                  mail do not reach the ticket."
            .into(),
    }
}

fn digest(unread: u32, entries: &[Entry]) -> Text {
    let told = |entry: &Entry| Part::Link {
        label: format!("[{}] {}", entry.number, entry.subject),
        path: format!("/tickets/{}", entry.number),
        note: (super::EN.activities().told)(portico(&entry.who), &entry.what),
    };
    let tickets = if unread == 1 {
        "one ticket".to_owned()
    } else {
        format!("{} tickets", (super::EN.activities().count)(unread))
    };
    Text {
        subject: format!("Something new on {tickets}"),
        paragraphs: said(&["This is what you have not read yet, the newest first."]),
        parts: entries.iter().map(told).collect(),
        button: button("Open your activities", "/activities"),
        because: "You get this once a day because you asked for it.".into(),
    }
}

/// Whoever has no name is Portico itself.
fn portico(who: &str) -> &str {
    if who.is_empty() { super::EN.product } else { who }
}

fn request(step: RequestStep, company: &str, who: &str, reason: &str, link: &str) -> Text {
    let (subject, told) = match step {
        RequestStep::Prepared => (
            "asks you to file a plan request",
            format!(
                "{who} has prepared a request to change who may raise tickets for {company}, and asks you to look at it and file it."
            ),
        ),
        RequestStep::Filed => (
            "has filed a plan request",
            format!("{who} has filed a request to change who may raise tickets for {company}."),
        ),
        RequestStep::Approved => {
            ("Your plan request was approved", format!("The plan of {company} was changed as asked."))
        }
        RequestStep::Declined => ("Your plan request was declined", format!("The plan of {company} stays as it is.")),
        RequestStep::SeatGiven => (
            "You may raise tickets now",
            format!("You are a contact on the support plan of {company} now and may raise tickets."),
        ),
        RequestStep::SeatTaken => (
            "You are no longer a contact",
            format!(
                "You are no longer a contact on the support plan of {company}. You can still read your tickets and answer the open ones."
            ),
        ),
    };
    let with_name = matches!(step, RequestStep::Prepared | RequestStep::Filed);
    let subject = if with_name { format!("{who} {subject}") } else { subject.to_owned() };
    let reason = Some(reason).filter(|reason| !reason.is_empty()).map(str::to_owned);
    Text {
        subject: format!("{company}: {subject}"),
        paragraphs: std::iter::once(told).chain(reason).collect(),
        parts: Vec::new(),
        button: button("Open it", link),
        because: format!("You get this because it concerns your part in the support plan of {company}."),
    }
}

fn choose(notice: Notice, company: &str, plan: &str, by: &str, names: &[String], link: &str) -> Text {
    let crowded = format!("The plan of {company} ({plan}) has fewer seats than contacts.");
    let will = super::plans::raise_nothing(names, "will raise no new cases");
    let cannot = super::plans::raise_nothing(names, "cannot raise new cases");
    let (subject, told) = match notice {
        Notice::Ahead => (
            format!("choose by {by} who stays a contact"),
            vec![
                format!("{crowded} A contact or a senior manager chooses by {by} whom to keep."),
                format!(
                    "Nobody is taken off the list without you. If nobody chooses, {will} after that day until somebody does."
                ),
            ],
        ),
        Notice::Passed => (
            "some contacts cannot raise cases now".to_owned(),
            vec![
                format!("{crowded} The day to choose whom to keep, {by}, has passed, and nobody has chosen."),
                format!(
                    "Until somebody does, {cannot}. They still sign in, read and answer, and nobody has left the list."
                ),
            ],
        ),
    };
    Text {
        subject: format!("{company}: {subject}"),
        paragraphs: told,
        parts: Vec::new(),
        button: button("Choose whom to keep", link),
        because: format!("You get this because it concerns your part in the support plan of {company}."),
    }
}

fn said(paragraphs: &[&str]) -> Vec<String> {
    paragraphs.iter().map(|&paragraph| paragraph.to_owned()).collect()
}

fn button(label: &str, path: &str) -> Option<(String, String)> {
    Some((label.to_owned(), path.to_owned()))
}
