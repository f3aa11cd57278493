//! Texts of emails. Only the server has them.

use super::en::possessive;
use domain::mail::{DigestEntry, MailBlock, MailKind, MailText, RequestStep, TicketNews};
use domain::plans::choose::Notice;

/// All mails in one language.
pub struct Mail {
    /// BCP 47.
    pub lang: &'static str,
    /// The text of a mail to somebody of this name, which may be empty.
    pub text: fn(name: &str, kind: &MailKind) -> MailText,
    /// Stands under everything that the reader may choose not to get.
    pub choices: &'static str,
}

pub static EN: Mail = Mail { lang: "en", text, choices: "Choose which emails you get" };

fn text(name: &str, kind: &MailKind) -> MailText {
    let mut text = content(kind);
    if !text.paragraphs.is_empty() {
        let greeting = if name.is_empty() || !kind.greets() { "Hello,".to_owned() } else { format!("Hello {name},") };
        text.paragraphs.insert(0, greeting);
    }
    text
}

fn content(kind: &MailKind) -> MailText {
    match kind {
        MailKind::Confirm { link } => MailText {
            subject: "Confirm your email address".into(),
            paragraphs: paragraphs(&[
                "Someone, probably you, registered with this address. Confirm it’s yours to continue.",
            ]),
            parts: Vec::new(),
            button: button("Confirm this address", link),
            because: "If it wasn’t you, ignore this email: no one can use the account until you confirm.".into(),
        },
        MailKind::Taken { link } => MailText {
            subject: "You already have an account".into(),
            paragraphs: paragraphs(&[
                "Someone, probably you, tried to register with this address, but it already has an account.",
                "Just sign in. If you’ve forgotten your password, choose a new one.",
            ]),
            parts: Vec::new(),
            button: button("Choose a new password", link),
            because: "If it wasn’t you, ignore this email: your account hasn’t changed.".into(),
        },
        MailKind::Invited { by, link } => MailText {
            subject: "Your account is ready".into(),
            paragraphs: vec![format!(
                "{by} has created an account for you. Choose a password to sign in for the first time."
            )],
            parts: Vec::new(),
            button: button("Choose a password", link),
            because: "You’re getting this because your address was used for a new account.".into(),
        },
        MailKind::Activated { company, link } => MailText {
            subject: "Your account is ready".into(),
            paragraphs: vec![if company.is_empty() {
                "Your account has been approved. You can sign in now.".into()
            } else {
                format!("Your account has been approved and added to {company}. You can sign in now.")
            }],
            parts: Vec::new(),
            button: button("Sign in", link),
            because: "You’re getting this because you registered with this address.".into(),
        },
        MailKind::Reset { link, minutes } => MailText {
            subject: "Choose a new password".into(),
            paragraphs: vec![
                "Someone, probably you, asked for a new password for your account.".into(),
                format!(
                    "The link works once, for {minutes} minutes. It also unlocks your account after too many failed attempts."
                ),
            ],
            parts: Vec::new(),
            button: button("Choose a new password", link),
            because: "If it wasn’t you, ignore this email: your password hasn’t changed.".into(),
        },
        MailKind::PasswordChanged => MailText {
            subject: "Your password was changed".into(),
            paragraphs: paragraphs(&[
                "Your account’s password was just changed, and all other devices were signed out.",
            ]),
            parts: Vec::new(),
            button: button("Choose another password", "/forgot"),
            because: "If it wasn’t you, choose another password right away and tell us.".into(),
        },
        MailKind::EmailChange { to, link } => MailText {
            subject: "Confirm your account’s new email address".into(),
            paragraphs: vec![format!(
                "You asked to change your account’s address to {to}. It changes once you’ve confirmed from both the old and the new address."
            )],
            parts: Vec::new(),
            button: button("Confirm the change", link),
            because: "If you didn’t ask for this, don’t confirm, and choose a new password: someone may know yours."
                .into(),
        },
        MailKind::EmailChanged { to } => MailText {
            subject: "Your account’s email address was changed".into(),
            paragraphs: vec![format!("Your account’s address is now {to}. We won’t email this address any more.")],
            parts: Vec::new(),
            button: None,
            because: "If you didn’t ask for this, tell us right away.".into(),
        },
        MailKind::SecondFactor { on } => MailText {
            subject: if *on { "Two-step verification is on" } else { "Two-step verification is off" }
                .into(),
            paragraphs: paragraphs(&[if *on {
                "From now on, you’ll need a code from your app to sign in."
            } else {
                "From now on, you’ll only need your password to sign in."
            }]),
            parts: Vec::new(),
            button: None,
            because: "If it wasn’t you, choose a new password right away and tell us.".into(),
        },
        MailKind::Passkey { name, added } => MailText {
            subject: if *added {
                "A passkey was added to your account"
            } else {
                "A passkey was removed from your account"
            }
            .into(),
            paragraphs: vec![if *added {
                format!("You can now sign in with “{name}”, without a password.")
            } else {
                format!("You can no longer sign in with “{name}”.")
            }],
            parts: Vec::new(),
            button: button("Your account", "/account"),
            because: "If it wasn’t you, remove any passkey you don’t recognise, choose a new password right away and tell us."
                .into(),
        },
        MailKind::Request { step, company, who, reason, link } => request(*step, company, who, reason, link),
        MailKind::Choose { notice, company, plan, product, by, names, link } => {
            let plan = (super::plans::EN.support)(plan, product);
            choose(*notice, company, &plan, by, names, link)
        }
        MailKind::Ticket { number, subject, news } => ticket(number, subject, news),
        MailKind::Digest { unread, entries } => digest(*unread, entries),
    }
}

/// The subject stays the same, so that mail programs show a ticket as one conversation.
fn ticket(number: &str, subject: &str, news: &[TicketNews]) -> MailText {
    let parts = |news: &TicketNews| {
        let line = (super::EN.activities().summary)(portico(&news.who), &news.what);
        if news.text.is_empty() {
            vec![MailBlock::Line(line)]
        } else {
            vec![MailBlock::Line(format!("{line}:")), MailBlock::Said(news.text.clone())]
        }
    };
    MailText {
        subject: format!("[{number}] {subject}"),
        paragraphs: Vec::new(),
        parts: news.iter().flat_map(parts).collect(),
        button: button("Open the ticket", &format!("/tickets/{number}")),
        because: "You’re getting this because you raised this ticket, work on it or follow it. Please reply on its page: replies to this \
                  email don’t reach the ticket."
            .into(),
    }
}

fn digest(unread: u32, entries: &[DigestEntry]) -> MailText {
    let link = |entry: &DigestEntry| MailBlock::Link {
        label: format!("[{}] {}", entry.number, entry.subject),
        path: format!("/tickets/{}", entry.number),
        note: (super::EN.activities().summary)(portico(&entry.who), &entry.what),
    };
    let tickets =
        if unread == 1 { "1 ticket".to_owned() } else { format!("{} tickets", (super::EN.activities().count)(unread)) };
    MailText {
        subject: format!("What’s new on {tickets}"),
        paragraphs: paragraphs(&["Here’s what you haven’t read yet, newest first."]),
        parts: entries.iter().map(link).collect(),
        button: button("Open your activities", "/activities"),
        because: "You’re getting this because you asked for a daily email.".into(),
    }
}

/// Whoever has no name is Portico itself.
fn portico(who: &str) -> &str {
    if who.is_empty() { super::EN.product } else { who }
}

fn request(step: RequestStep, company: &str, who: &str, reason: &str, link: &str) -> MailText {
    let whose = possessive(company);
    let (subject, sentence) = match step {
        RequestStep::Prepared => (
            format!("{who} has asked you to file a plan request"),
            format!(
                "{who} has prepared a request to change who can raise tickets for {company}. Please review it and file it."
            ),
        ),
        RequestStep::Filed => (
            format!("{who} has filed a plan request"),
            format!("{who} has filed a request to change who can raise tickets for {company}."),
        ),
        RequestStep::Approved => {
            ("your plan request was approved".to_owned(), format!("{whose} plan has been changed as you asked."))
        }
        RequestStep::Declined => ("your plan request was declined".to_owned(), format!("{whose} plan is unchanged.")),
        RequestStep::SeatGiven => (
            "you can raise tickets now".to_owned(),
            format!(
                "You’re now a contact on {whose} support plan and can raise tickets. If you don’t have an account yet, create one with this email address."
            ),
        ),
        RequestStep::SeatTaken => (
            "you’re no longer a contact".to_owned(),
            format!(
                "You’re no longer a contact on {whose} support plan. You can still read your tickets and reply to open ones."
            ),
        ),
    };
    let reason = Some(reason).filter(|reason| !reason.is_empty()).map(|reason| format!("Reason: {reason}"));
    let label = match step {
        RequestStep::SeatGiven | RequestStep::SeatTaken => "See the plan",
        RequestStep::Prepared | RequestStep::Filed | RequestStep::Approved | RequestStep::Declined => {
            "Open the request"
        }
    };
    MailText {
        subject: format!("{company}: {subject}"),
        paragraphs: std::iter::once(sentence).chain(reason).collect(),
        parts: Vec::new(),
        button: button(label, link),
        because: format!("You’re getting this because you’re involved in {whose} support plan."),
    }
}

fn choose(notice: Notice, company: &str, plan: &str, by: &str, names: &[String], link: &str) -> MailText {
    let whose = possessive(company);
    let crowded = format!("{whose} plan ({plan}) has fewer seats than contacts.");
    let will = super::plan_sentences::raise_nothing(names, "won’t be able to raise new cases");
    let cannot = super::plan_sentences::raise_nothing(names, "can’t raise new cases");
    let (subject, paragraphs) = match notice {
        Notice::Ahead => (
            format!("choose who stays a contact by {by}"),
            vec![
                format!("{crowded} A contact or senior manager has until {by} to choose who stays."),
                format!("No one is removed without your say. If no one chooses by then, {will} until someone does."),
            ],
        ),
        Notice::Passed => (
            "some contacts can’t raise cases now".to_owned(),
            vec![
                format!("{crowded} The deadline to choose who stays, {by}, has passed, and no one has chosen."),
                format!(
                    "Until someone does, {cannot}. They can still sign in, read and reply, and no one has been removed."
                ),
            ],
        ),
    };
    MailText {
        subject: format!("{company}: {subject}"),
        paragraphs,
        parts: Vec::new(),
        button: button("Choose who stays", link),
        because: format!("You’re getting this because you’re involved in {whose} support plan."),
    }
}

fn paragraphs(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn button(label: &str, path: &str) -> Option<(String, String)> {
    Some((label.to_owned(), path.to_owned()))
}
