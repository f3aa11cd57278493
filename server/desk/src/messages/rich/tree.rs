//! The syntax tree of a rich text: it can hold nothing but what is allowed.

use domain::text::is_blank;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rich {
    pub(super) blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Text(TextKind, Vec<Inline>),
    Code(String),
    Rule,
    Quote(Vec<Block>),
    List { ordered: bool, items: Vec<Vec<Block>> },
    Table(Vec<Vec<Cell>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    Paragraph,
    Heading,
    Subheading,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub head: bool,
    pub colspan: u8,
    pub rowspan: u8,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String, Marks),
    Break,
    Image { picture: Picture, alt: String },
    Mention { slug: String, label: String },
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// A file sent with the message, by name.
    Sent(String),
    /// A file of the ticket, by its random id; and its name.
    Kept(String, String),
}

/// How a run of text looks. Palette entries are names of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub link: Option<Arc<str>>,
    /// Font, size, colour: classes.
    pub look: [Option<String>; 3],
    pub strong: bool,
    pub em: bool,
    pub underline: bool,
    pub strike: bool,
    pub code: bool,
}

impl Rich {
    /// Nothing to be seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.iter().all(Block::is_empty)
    }

    /// Nothing that plain text could not say.
    pub(super) fn is_plain(&self) -> bool {
        let plain = |inline: &Inline| match inline {
            Inline::Text(_, marks) => *marks == Marks::default(),
            Inline::Break => true,
            Inline::Image { .. } | Inline::Mention { .. } => false,
        };
        self.blocks.iter().all(|block| match block {
            Block::Text(TextKind::Paragraph, inlines) => inlines.iter().all(plain),
            _ => false,
        })
    }

    /// Ids of the files that are shown again.
    pub(super) fn attached_ids(&self) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        self.each(&mut |inline| {
            if let Inline::Image { picture: Picture::Kept(id, _), .. } = inline {
                ids.insert(id.clone());
            }
        });
        ids
    }

    /// Slugs of the people who are mentioned.
    pub(crate) fn mentioned(&self) -> BTreeSet<String> {
        let mut slugs = BTreeSet::new();
        self.each(&mut |inline| {
            if let Inline::Mention { slug, .. } = inline {
                slugs.insert(slug.clone());
            }
        });
        slugs
    }

    /// Makes the message fit its ticket: files sent along get their ids, pictures that are neither sent nor of the ticket go,
    /// mentions carry the person's own name or become text.
    pub(crate) fn resolve(
        &mut self,
        sent: &HashMap<String, (String, String)>,
        kept: &HashSet<String>,
        names: &HashMap<String, String>,
    ) {
        change(&mut self.blocks, &mut |inline| match inline {
            Inline::Image { picture: Picture::Sent(name), alt } => {
                let (id, name) = sent.get(&name)?.clone();
                Some(Inline::Image { picture: Picture::Kept(id, name), alt })
            }
            Inline::Image { picture: Picture::Kept(id, name), alt } => {
                let new = sent.values().any(|(sent, _)| *sent == id);
                (new || kept.contains(&id)).then_some(Inline::Image { picture: Picture::Kept(id, name), alt })
            }
            Inline::Mention { slug, label } => Some(match names.get(&slug) {
                Some(name) => Inline::Mention { slug, label: name.clone() },
                None => Inline::Text(format!("@{label}"), Marks::default()),
            }),
            other => Some(other),
        });
    }

    fn each(&self, look: &mut impl FnMut(&Inline)) {
        fn blocks(all: &[Block], look: &mut impl FnMut(&Inline)) {
            for block in all {
                match block {
                    Block::Text(_, inlines) => inlines.iter().for_each(&mut *look),
                    Block::Quote(inner) => blocks(inner, look),
                    Block::List { items, .. } => items.iter().for_each(|item| blocks(item, look)),
                    Block::Table(rows) => rows.iter().flatten().for_each(|cell| blocks(&cell.blocks, look)),
                    Block::Code(_) | Block::Rule => {}
                }
            }
        }
        blocks(&self.blocks, look);
    }
}

impl Block {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(_, inlines) => inlines.iter().all(|inline| match inline {
                Inline::Text(text, _) => is_blank(text),
                Inline::Break => true,
                Inline::Image { .. } | Inline::Mention { .. } => false,
            }),
            Self::Code(text) => is_blank(text),
            Self::Rule => true,
            Self::Quote(inner) => inner.iter().all(Self::is_empty),
            Self::List { items, .. } => items.iter().flatten().all(Self::is_empty),
            Self::Table(rows) => rows.iter().flatten().flat_map(|cell| &cell.blocks).all(Self::is_empty),
        }
    }
}

fn change(all: &mut [Block], with: &mut impl FnMut(Inline) -> Option<Inline>) {
    for block in all {
        match block {
            Block::Text(_, inlines) => *inlines = std::mem::take(inlines).into_iter().filter_map(&mut *with).collect(),
            Block::Quote(inner) => change(inner, with),
            Block::List { items, .. } => items.iter_mut().for_each(|item| change(item, with)),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| change(&mut cell.blocks, with)),
            Block::Code(_) | Block::Rule => {}
        }
    }
}
