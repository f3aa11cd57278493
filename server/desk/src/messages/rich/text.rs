//! Plain text of a rich text message: for searching, for mail, for everything that shows no formatting.

use super::tree::{Block, Inline, Rich};

impl Rich {
    pub(crate) fn text(&self) -> String {
        joined(&self.blocks, "\n\n").trim().to_owned()
    }
}

fn joined(blocks: &[Block], between: &str) -> String {
    blocks.iter().map(block_text).collect::<Vec<_>>().join(between)
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Text(_, inlines) => line(inlines),
        Block::Code(code) => code.clone(),
        Block::Rule => "---".into(),
        Block::Quote(inner) => indented(&joined(inner, "\n\n"), "> ", "> "),
        Block::List { ordered, items } => {
            let items = items.iter().enumerate().map(|(place, item)| {
                let first = if *ordered { format!("{}. ", place + 1) } else { "- ".into() };
                indented(&joined(item, "\n"), &first, &" ".repeat(first.len()))
            });
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Table(rows) => {
            let row = |cells: &Vec<super::tree::Cell>| {
                let cells = cells.iter().map(|cell| joined(&cell.blocks, " ").replace('\n', " "));
                cells.collect::<Vec<_>>().join(" | ")
            };
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
    }
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    let lines = text.split('\n').enumerate();
    let lines = lines.map(|(place, line)| format!("{}{line}", if place == 0 { first } else { rest }));
    lines.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn line(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text, marks) => {
                out.push_str(text);
                // Where a link leads is said where it ends, unless its text says so.
                let address = marks
                    .link
                    .as_deref()
                    .filter(|address| !address.trim_end_matches('/').ends_with(text.trim_end_matches('/')));
                if let Some(address) = address {
                    out.push_str(&format!(" <{address}>"));
                }
            }
            Inline::Break => out.push('\n'),
            Inline::Image { alt, .. } if alt.is_empty() => {}
            Inline::Image { alt, .. } => out.push_str(&format!("[{alt}]")),
            Inline::Mention { label, .. } => out.push_str(&format!("@{label}")),
        }
    }
    out
}
