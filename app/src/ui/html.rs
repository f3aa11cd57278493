//! HTML builder: HTML written in one go, for what a page holds many of and shows again as a whole: the rows of a list. A view of each cell
//! costs more than everything else about the page, on the server and in the browser.

use domain::search::Fragment;
use domain::tickets::Badge;
use domain::time::DisplayTime;
use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};

/// Text and tags in turn; whatever is not part of the program goes through `text` or `value`.
#[derive(Default)]
pub(crate) struct Html(String);

impl Html {
    /// Tags and whatever else the program itself says.
    pub(crate) fn raw(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    pub(crate) fn text(&mut self, text: impl AsRef<str>) -> &mut Self {
        encode_text_to_string(text.as_ref(), &mut self.0);
        self
    }

    /// What an attribute holds, between double quotes.
    pub(crate) fn value(&mut self, value: impl AsRef<str>) -> &mut Self {
        encode_double_quoted_attribute_to_string(value.as_ref(), &mut self.0);
        self
    }

    /// The same as the component [`Badge`](super::badge::Badge). `parity.rs` compares all of them.
    pub(crate) fn badge(&mut self, badge: &Badge) -> &mut Self {
        self.raw(r#"<span class="badge badge-"#).value(&badge.colour).raw(r#"" title=""#).value(&badge.label);
        self.raw(r#"">"#).text(&badge.label).raw("</span>")
    }

    /// The same as the component [`Level`](super::badge::Level).
    pub(crate) fn level(&mut self, badge: &Badge) -> &mut Self {
        self.raw(r#"<span class="level level-"#).value(&badge.colour).raw(r#"">"#).text(&badge.label).raw("</span>")
    }

    /// The same as the component [`Ago`](super::time::Ago).
    pub(crate) fn ago(&mut self, at: &DisplayTime) -> &mut Self {
        let words = crate::words::words();
        self.raw(r#"<time class="ago" datetime=""#).value(&at.iso).raw(r#"" title=""#).value(&at.exact);
        self.raw(r#""><span aria-hidden="true">"#).text((words.age)(at.age));
        self.raw(r#"</span><span class="visually-hidden">"#).text((words.ago)(at.age)).raw(", ").text(&at.exact);
        self.raw("</span></time>")
    }

    /// The same as the component [`Marked`](super::marked::Marked).
    pub(crate) fn marked(&mut self, pieces: &[Fragment]) -> &mut Self {
        for piece in pieces {
            match piece.hit {
                true => self.raw("<mark>").text(&piece.text).raw("</mark>"),
                false => self.text(&piece.text),
            };
        }
        self
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}
