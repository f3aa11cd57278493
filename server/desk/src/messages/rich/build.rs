//! The tree builder: makes the tree of a rich text from tags and text. Every tag either fits the tree at once or is left out.

mod marks;
mod nesting;

use super::allowed::ALLOWED;
use super::tree::{Block, Inline, Marks, Picture, Rich, TextKind};
use domain::files::clean_name;
use domain::text;
use nesting::Open;
use percent_encoding::percent_decode_str;

/// The longest description of a picture, in characters.
const ALT_MAX: usize = 200;

type Attributes<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

pub(super) struct Builder {
    open: Vec<Open>,
    /// The block of text that is being written.
    text: Option<(TextKind, Vec<Inline>)>,
    /// A paragraph was begun and holds nothing yet.
    begun: bool,
    code: Option<String>,
    /// Open marks by their tag, each with all marks so far.
    marks: Vec<(String, Marks)>,
    /// A mention whose name is being read, and how many spans are open in it.
    mention: Option<(String, String, usize)>,
    /// Something that is left out with all it holds, and how many of its name are open.
    dropped: Option<(String, usize)>,
    /// Links may lead to pages of this site.
    own_pages: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            open: vec![Open::Root(Vec::new())],
            text: None,
            begun: false,
            code: None,
            marks: Vec::new(),
            mention: None,
            dropped: None,
            own_pages: false,
        }
    }
}

impl Builder {
    pub(super) fn for_articles() -> Self {
        Self { own_pages: true, ..Self::default() }
    }

    pub(super) fn start(&mut self, sent: &str, closed: bool, attribute: Attributes<'_>) {
        if let Some((name, depth)) = &mut self.dropped {
            *depth += usize::from(name == sent);
            return;
        }
        if ALLOWED.dropped.contains(sent) {
            // An embedded file is empty; drawings may close themselves.
            if sent != "embed" && !(closed && matches!(sent, "svg" | "math")) {
                self.dropped = Some((sent.to_owned(), 1));
            }
            return;
        }
        let name = ALLOWED.aliases.get(sent).map_or(sent, String::as_str);
        if self.code.is_some() {
            return self.start_in_code(name);
        }
        if let Some((_, _, depth)) = self.mention.as_mut().filter(|_| name == "span") {
            *depth += 1;
            return;
        }
        match name {
            "strong" | "em" | "u" | "s" | "code" | "a" | "span" => self.open_mark(sent, name, attribute),
            "br" => self.push_inline(Inline::Break),
            "img" => self.image(attribute),
            "h3" => self.open_text(TextKind::Heading),
            "h4" => self.open_text(TextKind::Subheading),
            "pre" => {
                self.end_text();
                self.code = Some(String::new());
            }
            "hr" => {
                self.end_text();
                self.add(Block::Rule);
            }
            "p" => {
                self.end_text();
                self.begun = true;
            }
            "blockquote" => self.push(Open::Quote(Vec::new())),
            "ul" => self.push(Open::List { ordered: false, items: Vec::new() }),
            "ol" => self.push(Open::List { ordered: true, items: Vec::new() }),
            "li" => self.item(),
            "table" => self.push(Open::Table(Vec::new())),
            "tr" => self.row(),
            "td" | "th" => self.cell(name == "th", attribute),
            name if is_block(name) => self.end_text(),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, sent: &str) {
        if let Some((name, depth)) = &mut self.dropped {
            *depth -= usize::from(name == sent);
            if *depth == 0 {
                self.dropped = None;
            }
            return;
        }
        let name = ALLOWED.aliases.get(sent).map_or(sent, String::as_str);
        if self.code.is_some() {
            if name == "pre" {
                self.end_code();
            }
            return;
        }
        match name {
            "strong" | "em" | "u" | "s" | "code" | "a" | "span" => self.close_mark(sent),
            "p" => {
                if self.begun && self.text.is_none() {
                    self.text = Some((TextKind::Paragraph, Vec::new()));
                }
                self.end_text();
            }
            "blockquote" => self.close(|open| matches!(open, Open::Quote(_))),
            "ul" | "ol" => self.close(|open| matches!(open, Open::List { .. })),
            "li" => self.close_within(|open| matches!(open, Open::Item(_)), |open| matches!(open, Open::List { .. })),
            "table" => self.close(|open| matches!(open, Open::Table(_))),
            "tr" => self.close_within(|open| matches!(open, Open::Row(_)), |open| matches!(open, Open::Table(_))),
            "td" | "th" => self.close_within(|open| matches!(open, Open::Cell(_)), |open| matches!(open, Open::Row(_))),
            name if is_block(name) => self.end_text(),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, sent: &str) {
        if self.dropped.is_some() {
            return;
        }
        if let Some(code) = &mut self.code {
            code.push_str(&text::clean(sent));
            return;
        }
        let text = text::unbroken(sent);
        if let Some((_, label, _)) = &mut self.mention {
            label.push_str(&text);
            return;
        }
        // Space between blocks is how the sender laid out their HTML.
        let at_start = self.text.as_ref().is_none_or(|(_, inlines)| inlines.is_empty());
        let text = if at_start { text.trim_start_matches(' ') } else { &text };
        if !text.is_empty() {
            let marks = self.marks.last().map(|(_, marks)| marks.clone()).unwrap_or_default();
            self.push_inline(Inline::Text(text.to_owned(), marks));
        }
    }

    pub(super) fn finish(mut self) -> Rich {
        self.end_code();
        self.end_text();
        while self.open.len() > 1 {
            self.close_top();
        }
        let Some(Open::Root(mut blocks)) = self.open.pop() else { return Rich::default() };
        let blank = |block: &Block| matches!(block, Block::Text(_, inlines) if inlines.is_empty());
        blocks.truncate(blocks.iter().rposition(|block| !blank(block)).map_or(0, |last| last + 1));
        let first = blocks.iter().position(|block| !blank(block)).unwrap_or(0);
        Rich { blocks: blocks.split_off(first) }
    }

    // ── text ──

    fn push_inline(&mut self, inline: Inline) {
        self.begun = false;
        let (_, inlines) = self.text.get_or_insert_with(|| (TextKind::Paragraph, Vec::new()));
        match (inlines.last_mut(), inline) {
            (Some(Inline::Text(before, held)), Inline::Text(text, marks)) if *held == marks => before.push_str(&text),
            (_, inline) => inlines.push(inline),
        }
    }

    fn open_text(&mut self, kind: TextKind) {
        self.end_text();
        self.text = Some((kind, Vec::new()));
    }

    fn end_text(&mut self) {
        self.end_mention();
        self.begun = false;
        let Some((kind, mut inlines)) = self.text.take() else { return };
        while let Some(Inline::Text(text, _)) = inlines.last_mut() {
            text.truncate(text.trim_end_matches(' ').len());
            if !text.is_empty() {
                break;
            }
            inlines.pop();
        }
        if kind == TextKind::Paragraph || !inlines.is_empty() {
            self.add(Block::Text(kind, inlines));
        }
    }

    fn start_in_code(&mut self, name: &str) {
        if let Some(code) = self.code.as_mut().filter(|_| matches!(name, "br" | "p" | "div" | "li" | "tr")) {
            code.push('\n');
        }
    }

    fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            // A browser drops a line break at the very beginning; one at the end shows nothing.
            let code = code.trim_matches('\n');
            if !code.is_empty() {
                self.add(Block::Code(code.to_owned()));
            }
        }
    }

    fn image(&mut self, attribute: Attributes<'_>) {
        let Some(picture) = attribute("src").and_then(picture) else { return };
        let alt: String = text::line(attribute("alt").unwrap_or_default()).chars().take(ALT_MAX).collect();
        self.push_inline(Inline::Image { picture, alt: alt.trim().to_owned() });
    }
}

fn picture(src: &str) -> Option<Picture> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|name| clean_name(&name));
    if let Some(name) = src.strip_prefix("cid:") {
        return decoded(name).map(Picture::Sent);
    }
    let (id, name) = src.strip_prefix("/files/")?.split_once('/')?;
    let plausible = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some(Picture::Kept(id.to_owned(), decoded(name)?)).filter(|_| plausible)
}

/// Elements that stand on lines of their own and are no more than that here.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h3"
            | "h4"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "option"
            | "search"
            | "section"
            | "summary"
            | "tbody"
            | "tfoot"
            | "thead"
    )
}
