//! Rich text of help articles: like that of messages, but their links may lead to pages of this site.

use super::check::sanitised;
use super::tree::Rich;
use std::collections::{BTreeSet, HashMap, HashSet};

/// An article's text as it is kept.
pub(crate) struct Shown {
    pub html: String,
    pub text: String,
}

/// Cleans the text of an article: pictures are those `sent` with it, by name, or of the article already; nobody is mentioned.
/// `None` where nothing is to be seen.
pub(crate) fn article(
    html: &str,
    sent: &HashMap<String, (String, String)>,
    own: impl FnOnce(BTreeSet<String>) -> HashSet<String>,
) -> Option<Shown> {
    let mut rich = Rich::read_own(html);
    let kept = own(rich.attached_ids());
    rich.resolve(sent, &kept, &HashMap::new());
    // What was taken out may have left blank ends.
    let rich = Rich::read_own(&rich.html());
    let html = rich.html();
    if rich.is_empty() || sanitised(&html) != html {
        return None;
    }
    Some(Shown { html, text: rich.text() })
}

/// Whether an address is a page of this site. Files are named by their pictures alone.
pub(super) fn is_own_page(address: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.?=&#".contains(&byte);
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.starts_with("/files/")
        && address.len() <= 300
        && address.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(html: &str) -> String {
        article(html, &HashMap::new(), |_| HashSet::new()).map(|shown| shown.html).unwrap_or_default()
    }

    #[test]
    fn links_lead_to_own_pages_and_nothing_else_that_begins_so() {
        assert_eq!(cleaned("<p>the <a href='/plan'>plan</a></p>"), "<p>the <a href=\"/plan\">plan</a></p>");
        assert_eq!(cleaned("<p><a href='/help/seats#free'>x</a></p>"), "<p><a href=\"/help/seats#free\">x</a></p>");
        for bad in ["//evil.example", "/\\evil.example", "/files/abc/x", "javascript:alert(1)", "/a\nb", "/a\"b"] {
            assert_eq!(cleaned(&format!("<p><a href='{bad}'>x</a></p>")), "<p>x</p>", "{bad}");
        }
        assert!(cleaned("<p><a href='https://example.com/'>x</a></p>").contains("target=\"_blank\""));
    }

    #[test]
    fn scripts_pictures_of_others_and_mentions_go() {
        assert_eq!(cleaned("<script>alert(1)</script><p onclick=x>a<img src=/files/abc/x.png></p>"), "<p>a</p>");
        assert_eq!(cleaned("<p><span data-mention=alice>@Alice</span></p>"), "<p>@Alice</p>");
        assert_eq!(cleaned(" <p></p>"), "");
    }
}
