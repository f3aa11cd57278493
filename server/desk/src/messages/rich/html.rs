//! The HTML serialiser of a rich text: the one form in which it is written.

use super::tree::{Block, Cell, Inline, Marks, Picture, Rich, TextKind};
use domain::files::FileLink;

/// Links leave the page alone: an answer may be half written on it.
const LINK: &str = "target=\"_blank\" rel=\"external noopener nofollow\"";

impl Rich {
    pub(super) fn html(&self) -> String {
        let mut out = String::new();
        blocks(&mut out, &self.blocks);
        out
    }
}

fn blocks(out: &mut String, all: &[Block]) {
    for block in all {
        match block {
            Block::Text(kind, inlines) => text(out, *kind, inlines),
            Block::Code(code) => {
                out.push_str("<pre><code>");
                escape(out, code);
                out.push_str("</code></pre>");
            }
            Block::Rule => out.push_str("<hr>"),
            Block::Quote(inner) => {
                out.push_str("<blockquote>");
                blocks(out, inner);
                out.push_str("</blockquote>");
            }
            Block::List { ordered, items } => list(out, if *ordered { "ol" } else { "ul" }, items),
            Block::Table(rows) => table(out, rows),
        }
    }
}

fn text(out: &mut String, kind: TextKind, inlines: &[Inline]) {
    let tag = match kind {
        TextKind::Paragraph => "p",
        TextKind::Heading => "h3",
        TextKind::Subheading => "h4",
    };
    out.push_str(&format!("<{tag}>"));
    let mut open: Vec<String> = Vec::new();
    for inline in inlines {
        let tags = if let Inline::Text(_, marks) = inline { opening(marks) } else { Vec::new() };
        let shared = open.iter().zip(&tags).take_while(|(held, wanted)| held == wanted).count();
        close(out, &mut open, shared);
        for tag in tags.into_iter().skip(shared) {
            out.push_str(&format!("<{tag}>"));
            open.push(tag);
        }
        inline_html(out, inline);
    }
    close(out, &mut open, 0);
    out.push_str(&format!("</{tag}>"));
}

fn close(out: &mut String, open: &mut Vec<String>, down_to: usize) {
    for tag in open.drain(down_to..).rev() {
        out.push_str(&format!("</{}>", tag.split(' ').next().unwrap_or_default()));
    }
}

/// The tags of a run of text, from the outermost.
fn opening(marks: &Marks) -> Vec<String> {
    let mut tags = Vec::new();
    if let Some(address) = &marks.link {
        let mut href = String::new();
        escape_value(&mut href, address);
        // Only articles lead to other pages of this site, and nobody writes an answer there.
        tags.push(if address.starts_with('/') {
            format!("a href=\"{href}\"")
        } else {
            format!("a href=\"{href}\" {LINK}")
        });
    }
    tags.extend(marks.look.iter().flatten().map(|class| format!("span class=\"{class}\"")));
    let simple =
        [(marks.strong, "strong"), (marks.em, "em"), (marks.underline, "u"), (marks.strike, "s"), (marks.code, "code")];
    tags.extend(simple.into_iter().filter(|(wanted, _)| *wanted).map(|(_, tag)| tag.to_owned()));
    tags
}

fn inline_html(out: &mut String, inline: &Inline) {
    match inline {
        Inline::Text(text, _) => escape(out, text),
        Inline::Break => out.push_str("<br>"),
        Inline::Image { picture, alt } => {
            out.push_str("<img src=\"");
            escape_value(out, &address(picture));
            out.push_str("\" alt=\"");
            escape_value(out, alt);
            out.push_str("\">");
        }
        Inline::Mention { slug, label } => {
            out.push_str(&format!("<span data-mention=\"{slug}\" class=\"mention\">@"));
            escape(out, label);
            out.push_str("</span>");
        }
    }
}

fn address(picture: &Picture) -> String {
    match picture {
        Picture::Sent(name) => {
            format!("cid:{}", percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC))
        }
        Picture::Kept(id, name) => FileLink { id: id.clone(), name: name.clone(), size: 0, image: true }.address(),
    }
}

fn list(out: &mut String, tag: &str, items: &[Vec<Block>]) {
    out.push_str(&format!("<{tag}>"));
    for item in items {
        out.push_str("<li>");
        blocks(out, item);
        out.push_str("</li>");
    }
    out.push_str(&format!("</{tag}>"));
}

fn table(out: &mut String, rows: &[Vec<Cell>]) {
    out.push_str("<table><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let tag = if cell.head { "th" } else { "td" };
            out.push_str(&format!("<{tag}"));
            for (name, span) in [("colspan", cell.colspan), ("rowspan", cell.rowspan)] {
                if span > 1 {
                    out.push_str(&format!(" {name}=\"{span}\""));
                }
            }
            out.push('>');
            blocks(out, &cell.blocks);
            out.push_str(&format!("</{tag}>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
}

/// Text as browsers write it.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            c => out.push(c),
        }
    }
}

/// The value of an attribute, between double quotes.
fn escape_value(out: &mut String, text: &str) {
    let start = out.len();
    escape(out, text);
    let quoted = out.split_off(start).replace('"', "&quot;");
    out.push_str(&quoted);
}
