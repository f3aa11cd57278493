//! A draft of a new ticket, unchecked.

use super::SUBJECT_MAX;
use crate::drafts::DraftRef;
use crate::refusal::Reason;
use crate::text;

/// What a person typed into the new-ticket form, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketDraft {
    pub subject: String,
    /// Slugs, as the form's controls send them.
    pub kind: String,
    pub queue: String,
    /// Empty where the person belongs to one company.
    pub company: String,
    /// Empty means the normal priority.
    pub priority: String,
    pub description: String,
    /// The description with its formatting; empty where there is none.
    pub html: String,
    /// Ids of the assets it is about.
    pub assets: Vec<String>,
    /// Name without `attr.` → value.
    pub attributes: Vec<(String, String)>,
    pub draft_ref: DraftRef,
    /// What an agent says who raises it for somebody; of a customer it counts for nothing.
    pub on_behalf: OnBehalfFields,
}

/// For whom an agent raises a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnBehalfFields {
    /// Their slug.
    pub reporter: String,
    /// One of [`super::caller::CHANNELS`], or empty for the usual one.
    pub channel: String,
    /// Why it is raised although the plan does not let them.
    pub exception: String,
}

/// A subject as it is kept: one line without surrounding space, in which something can be seen.
///
/// # Errors
/// [`Reason::Missing`] or [`Reason::TooLong`].
pub fn check_subject(sent: &str) -> Result<String, Reason> {
    let text = text::line(sent);
    match text.chars().count() {
        0 => Err(Reason::Missing),
        n if n > SUBJECT_MAX => Err(Reason::TooLong { max: SUBJECT_MAX }),
        _ => Ok(text),
    }
}
