//! Words of the pages about mail. What stands in the mails is in `mail.rs`.

use domain::mail::{Answer, Stop, Topic, Way};

pub struct Mails {
    pub choices: &'static str,
    pub choices_lead: &'static str,
    pub topic: fn(Topic) -> &'static str,
    pub way: fn(Way) -> &'static str,
    pub daily: &'static str,
    pub daily_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    /// The link to all of this.
    pub choose: &'static str,
    pub stop_title: &'static str,
    pub stop_lead: fn(Stop) -> &'static str,
    pub stop: &'static str,
    pub stopped_title: &'static str,
    pub stopped: fn(Stop) -> &'static str,
    pub stop_gone_title: &'static str,
    pub stop_gone: &'static str,
    pub outbox: &'static str,
    pub waiting: fn(u32) -> String,
    pub stuck: &'static str,
    /// The mail server said so of us, not of a mail.
    pub refused: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    /// A kind of mail by its name.
    pub kind: fn(&str) -> &'static str,
    pub answer: fn(&Answer) -> String,
    pub tries: fn(u32) -> String,
    pub written: &'static str,
    pub dead: &'static str,
    pub due: &'static str,
    pub again: &'static str,
    pub discard: &'static str,
}

pub(super) static EN: Mails = Mails {
    choices: "Notifications",
    choices_lead: "What we tell you about tickets you raised, work on or follow. You’re never emailed about your own actions.",
    topic: |topic| match topic {
        Topic::Messages => "New tickets, replies and notes",
        Topic::Mentions => "Someone mentions you",
        Topic::Assigned => "A ticket is assigned to you",
        Topic::Changes => "Status, queue and other changes",
    },
    way: |way| match way {
        Way::Mail => "Activities and email",
        Way::Portico => "Activities only",
        Way::Off => "Neither",
    },
    daily: "Daily email",
    daily_hint: "One email each morning with what I haven’t read yet",
    save: "Save",
    saved: "Saved.",
    choose: "Choose which emails you get",
    stop_title: "Unsubscribe?",
    stop_lead: |stop| match stop {
        Stop::News => "We’ll stop emailing you about your tickets. You’ll still see what’s new under Activities.",
        Stop::Daily => "We’ll stop the daily email. Everything else stays the same.",
    },
    stop: "Unsubscribe",
    stopped_title: "You’re unsubscribed",
    stopped: |stop| match stop {
        Stop::News => "You won’t get emails about your tickets any more. What’s new is under Activities.",
        Stop::Daily => "You won’t get the daily email any more.",
    },
    stop_gone_title: "This link doesn’t work",
    stop_gone: "Please use the link in the latest email, or sign in and choose what you get.",
    outbox: "Outgoing email",
    waiting: |count| match count {
        0 => "No emails waiting to be sent.".into(),
        1 => "1 email is waiting to be sent.".into(),
        count if count >= domain::mail::Outbox::COUNTED_MAX => {
            format!("{count} or more emails are waiting to be sent.")
        }
        count => format!("{count} emails are waiting to be sent."),
    },
    stuck: "Undelivered emails",
    refused: "The mail server won’t accept email from Portico. Emails will wait until that’s fixed: check PORTICO_SMTP_URL, PORTICO_SMTP_NAME and PORTICO_MAIL_FROM. It said:",
    none: "All emails delivered",
    none_hint: "Emails the mail server rejects show up here, with what it said.",
    kind: |kind| match kind {
        "confirm" => "Address confirmation",
        "taken" => "Registration with an existing address",
        "invited" => "Invitation",
        "activated" => "Account approved",
        "reset" => "Password link",
        "password_changed" => "Password changed",
        "email_change" => "Address change",
        "email_changed" => "Address changed",
        "second_factor" => "Two-step verification",
        "request" => "Plan request",
        "choose" => "Contacts to choose",
        "ticket" => "Ticket update",
        "digest" => "Daily email",
        _ => "Email",
    },
    answer: |answer| match answer {
        Answer::Said(text) | Answer::Refused(text) => text.clone(),
        Answer::Late => "It couldn’t be sent before its link expired.".into(),
        Answer::Unfinished => "Each attempt ended before the mail server responded.".into(),
        Answer::Unreadable => "Its record can’t be read.".into(),
    },
    tries: |tries| if tries == 1 { "1 attempt".into() } else { format!("{tries} attempts") },
    written: "written",
    dead: "gave up",
    due: "next attempt",
    again: "Send again",
    discard: "Discard",
};
