//! Sanitising of rich text, second opinion: the last word has a sanitiser that many others use, too.

use super::allowed::ALLOWED;
use super::tree::Rich;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let allowed = &*ALLOWED;
    let classes = allowed.palettes().into_iter().flat_map(|(prefix, names)| {
        names.iter().map(move |name| &*Box::leak(format!("{prefix}{name}").into_boxed_str()))
    });
    let mut builder = Builder::empty();
    builder
        .tags(allowed.elements.keys().map(String::as_str).collect())
        .tag_attributes(
            allowed.elements.iter().map(|(tag, names)| (&**tag, names.iter().map(|n| &**n).collect())).collect(),
        )
        .allowed_classes(HashMap::from([("span", classes.chain(["mention"]).collect::<HashSet<_>>())]))
        .url_schemes(allowed.schemes.iter().map(String::as_str).collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            let own = value.starts_with("/files/");
            let fits = !matches!((element, attribute, own), ("a", "href", true) | ("img", "src", false));
            fits.then_some(Cow::Borrowed(value))
        });
    builder
});

impl Rich {
    /// The message as it is kept and shown; `None` when plain text says the same. Pictures that are not files of the ticket must
    /// be gone by now.
    pub(crate) fn kept_html(&self) -> Option<String> {
        if self.is_plain() {
            return None;
        }
        // What was taken out may have left blank ends.
        let html = Self::read(&self.html()).html();
        if sanitised(&html) == html {
            return Some(html);
        }
        // It cannot be; should it, nothing is shown that was not agreed upon.
        tracing::error!(%html, "a formatted message differs from what a browser would make of it: shown as plain text");
        None
    }
}

pub(super) fn sanitised(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

/// HTML of anybody as a formatted message may hold it: without pictures and mentions, which need a ticket.
pub fn clean(html: &str) -> String {
    let mut rich = Rich::read(html);
    rich.resolve(&HashMap::new(), &HashSet::new(), &HashMap::new());
    Rich::read(&rich.html()).html()
}
