//! The body of a message, plain text or rich text, as it comes from a form and before it is stored.

use super::rich::Rich;
use domain::conversation::{BODY_MAX, check_body};
use domain::{Reason, Refusal};
use std::collections::{HashMap, HashSet};

/// The longest formatted message as it comes in, in bytes.
const HTML_MAX: usize = 400_000;

/// A text, and its formatting where it has some. The text follows from the formatting, so the two always say the same.
#[derive(Clone)]
pub(crate) struct MessageBody {
    body: String,
    rich: Option<Rich>,
    html: Option<String>,
}

impl MessageBody {
    /// Reads a form's two fields: the formatted text counts where there is one.
    ///
    /// # Errors
    /// `Missing` without anything to be seen, `TooLong`.
    pub(crate) fn from_form(body: &str, html: &str) -> Result<Self, Reason> {
        if html.len() > HTML_MAX {
            return Err(Reason::TooLong { max: BODY_MAX });
        }
        let rich = Some(html).filter(|html| !html.trim().is_empty()).map(Rich::read).filter(|rich| !rich.is_empty());
        let Some(rich) = rich else {
            return Ok(Self { body: check_body(body)?, rich: None, html: None });
        };
        let body = match check_body(&rich.text()) {
            // Pictures say nothing in plain text.
            Err(Reason::Missing) => String::new(),
            checked => checked?,
        };
        Ok(Self { body, rich: Some(rich), html: None })
    }

    /// As [`Self::from_form`], but the body may be empty beside files.
    ///
    /// # Errors
    /// `Invalid` about `body`.
    pub(crate) fn with_files(body: &str, html: &str, files: bool) -> Result<Self, Refusal> {
        match Self::from_form(body, html) {
            Err(Reason::Missing) if files => Ok(Self::empty()),
            read => read.map_err(|reason| Refusal::field("body", reason)),
        }
    }

    /// A message of files alone.
    fn empty() -> Self {
        Self { body: String::new(), rich: None, html: None }
    }

    pub(crate) fn rich(&self) -> Option<&Rich> {
        self.rich.as_ref()
    }

    /// Resolves the pictures and mentions in it: pictures that do not belong there go, mentions of strangers become text.
    pub(crate) fn resolve(
        &mut self,
        sent: &HashMap<String, (String, String)>,
        kept: &HashSet<String>,
        names: &HashMap<String, String>,
    ) {
        let Some(rich) = &mut self.rich else { return };
        rich.resolve(sent, kept, names);
        self.body = rich.text();
        self.html = rich.kept_html();
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    pub(crate) fn html(&self) -> Option<&str> {
        self.html.as_deref()
    }
}
