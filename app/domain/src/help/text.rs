//! HTML of an article: headings, anchors and passages. Clean HTML of the one form that the desk writes, in passages under their headings.

use super::edit::slug_of;
use serde::{Deserialize, Serialize};

/// A heading of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Its anchor.
    pub id: String,
    pub text: String,
}

/// What stands under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its anchor; empty before the first heading.
    pub id: String,
    pub heading: String,
    pub text: String,
}

/// The same HTML with an anchor on each heading, and the headings. Text is escaped in it, so a tag is a tag.
pub fn anchored(html: &str) -> (String, Vec<Heading>) {
    let (mut out, mut headings) = (String::with_capacity(html.len() + 64), Vec::new());
    let mut rest = html;
    while let Some(start) = next_heading(rest) {
        let (before, from) = rest.split_at(start);
        let end = from.find("</h").unwrap_or(from.len());
        let (open, inner) = from[..end].split_at(4);
        let text = plain(inner);
        let id = unused(&headings, &slug_of(&text));
        out.push_str(before);
        out.push_str(&open[..3]);
        out.push_str(&format!(" id=\"{id}\">"));
        out.push_str(inner);
        headings.push(Heading { id, text });
        rest = &from[end..];
    }
    out.push_str(rest);
    (out, headings)
}

fn next_heading(html: &str) -> Option<usize> {
    [html.find("<h3>"), html.find("<h4>")].into_iter().flatten().min()
}

fn unused(headings: &[Heading], wanted: &str) -> String {
    let taken = |id: &str| headings.iter().any(|heading| heading.id == id);
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

/// The text in passages, one for what stands before the first heading and one for each heading.
pub fn passages(html: &str) -> Vec<Passage> {
    let (html, headings) = anchored(html);
    let mut passages = Vec::new();
    let mut rest = html.as_str();
    let mut current = Passage::default();
    for heading in headings {
        let mark = format!(" id=\"{}\">", heading.id);
        let Some(at) = rest.find(&mark) else { continue };
        let start = rest[..at].rfind('<').unwrap_or(at);
        current.text = plain(&rest[..start]);
        passages.push(std::mem::replace(
            &mut current,
            Passage { id: heading.id, heading: heading.text, text: String::new() },
        ));
        let after = &rest[at + mark.len()..];
        rest = after.find("</h").map_or("", |end| after[end..].split_once('>').map_or("", |(_, rest)| rest));
    }
    current.text = plain(rest);
    passages.push(current);
    passages.retain(|passage| !passage.text.is_empty() || !passage.heading.is_empty());
    passages
}

/// HTML of that form as text; what stands in blocks of its own is kept apart by a space.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        unescape(&mut out, &rest[..start]);
        let (tag, after) = rest[start + 1..].split_once('>').unwrap_or((&rest[start + 1..], ""));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        let inline = matches!(name, "a" | "strong" | "em" | "u" | "s" | "code" | "span");
        if !inline && !out.ends_with([' ', '\n']) && !out.is_empty() {
            out.push(' ');
        }
        rest = after;
    }
    unescape(&mut out, rest);
    out.trim().to_owned()
}

fn unescape(out: &mut String, text: &str) {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ");
    out.push_str(&text.replace("&amp;", "&"));
}

/// Plain text as the HTML of that form: a paragraph for each block of lines.
pub fn paragraphs(text: &str) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(|block| format!("<p>{}</p>", escape(block).replace('\n', "<br>"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<p>Before &lt;h3&gt; it</p><h3>One <em>thing</em></h3><p>a <a href=\"/plan\">plan</a>.</p>\
        <ul><li><p>b</p></li></ul><h4>One thing</h4><p>c &amp;lt;</p>";

    #[test]
    fn headings_get_anchors_of_their_own() {
        let (html, headings) = anchored(HTML);
        let ids: Vec<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["one-thing", "one-thing-2"]);
        assert!(html.contains("<h3 id=\"one-thing\">One <em>thing</em></h3>"), "{html}");
        assert!(html.contains("<h4 id=\"one-thing-2\">") && html.contains("&lt;h3&gt; it"), "{html}");
    }

    #[test]
    fn passages_follow_headings() {
        let found = passages(HTML);
        let texts: Vec<(&str, &str)> =
            found.iter().map(|passage| (passage.heading.as_str(), passage.text.as_str())).collect();
        assert_eq!(texts, [("", "Before <h3> it"), ("One thing", "a plan. b"), ("One thing", "c &lt;")]);
        assert_eq!(passages(""), []);
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(paragraphs("a\nb\n\n\n <c>"), "<p>a<br>b</p><p>&lt;c&gt;</p>");
    }
}
