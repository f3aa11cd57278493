//! The tree builder's nesting of blocks: what is missing between them is put in, and what is left open is closed.

use super::super::tree::{Block, Cell, TextKind};
use super::{Attributes, Builder};

/// Blocks within blocks. Browsers stop nesting at 512 elements.
const DEPTH_MAX: usize = 24;

/// A block that holds others and is still open.
pub(super) enum Open {
    Root(Vec<Block>),
    Quote(Vec<Block>),
    List { ordered: bool, items: Vec<Vec<Block>> },
    Item(Vec<Block>),
    Table(Vec<Vec<Cell>>),
    Row(Vec<Cell>),
    Cell(Cell),
}

impl Builder {
    /// Adds to the innermost block that can hold it; lists and tables get the items and cells that are missing.
    pub(super) fn add(&mut self, block: Block) {
        if matches!(self.open.last(), Some(Open::Table(_))) {
            self.open.push(Open::Row(Vec::new()));
        }
        match self.open.last_mut() {
            Some(Open::List { .. }) => self.open.push(Open::Item(Vec::new())),
            Some(Open::Row(_)) => self.open.push(Open::Cell(empty_cell(false))),
            _ => {}
        }
        match self.open.last_mut() {
            Some(Open::Root(blocks) | Open::Quote(blocks) | Open::Item(blocks)) => blocks.push(block),
            Some(Open::Cell(cell)) => cell.blocks.push(block),
            _ => {}
        }
    }

    pub(super) fn push(&mut self, open: Open) {
        self.end_text();
        if self.open.len() >= DEPTH_MAX {
            return;
        }
        match self.open.last() {
            Some(Open::List { .. }) => self.open.push(Open::Item(Vec::new())),
            Some(Open::Table(_)) => self.open.extend([Open::Row(Vec::new()), Open::Cell(empty_cell(false))]),
            Some(Open::Row(_)) => self.open.push(Open::Cell(empty_cell(false))),
            _ => {}
        }
        self.open.push(open);
    }

    pub(super) fn item(&mut self) {
        self.end_text();
        if self.find(|open| matches!(open, Open::List { .. }), |open| matches!(open, Open::Cell(_))).is_some() {
            self.close_to(|open| matches!(open, Open::List { .. }));
            self.open.push(Open::Item(Vec::new()));
        }
    }

    pub(super) fn row(&mut self) {
        self.end_text();
        if self.find(|open| matches!(open, Open::Table(_)), |_| false).is_some() {
            self.close_to(|open| matches!(open, Open::Table(_)));
            self.open.push(Open::Row(Vec::new()));
        }
    }

    pub(super) fn cell(&mut self, head: bool, attribute: Attributes<'_>) {
        self.end_text();
        if self.find(|open| matches!(open, Open::Table(_)), |_| false).is_none() {
            return;
        }
        self.close_to(|open| matches!(open, Open::Table(_) | Open::Row(_)));
        if matches!(self.open.last(), Some(Open::Table(_))) {
            self.open.push(Open::Row(Vec::new()));
        }
        let span = |name| attribute(name).and_then(|text| text.parse().ok()).unwrap_or(1_u8).clamp(1, 50);
        let cell = Cell { colspan: span("colspan"), rowspan: span("rowspan"), ..empty_cell(head) };
        self.open.push(Open::Cell(cell));
    }

    /// The place of the innermost open block that is `wanted`, unless a `wall` stands before it.
    pub(super) fn find(&self, wanted: impl Fn(&Open) -> bool, wall: impl Fn(&Open) -> bool) -> Option<usize> {
        let stop = self.open.iter().rposition(|open| wanted(open) || wall(open))?;
        wanted(&self.open[stop]).then_some(stop)
    }

    pub(super) fn close(&mut self, wanted: impl Fn(&Open) -> bool) {
        self.close_within(wanted, |_| false);
    }

    pub(super) fn close_within(&mut self, wanted: impl Fn(&Open) -> bool, wall: impl Fn(&Open) -> bool) {
        self.end_text();
        if let Some(place) = self.find(wanted, wall) {
            while self.open.len() > place {
                self.close_top();
            }
        }
    }

    pub(super) fn close_to(&mut self, wanted: impl Fn(&Open) -> bool) {
        while self.open.len() > 1 && !self.open.last().is_some_and(&wanted) {
            self.close_top();
        }
    }

    /// Puts the innermost open block into the one around it. Empty ones vanish.
    pub(super) fn close_top(&mut self) {
        let Some(done) = self.open.pop() else { return };
        match (done, self.open.last_mut()) {
            (Open::Item(blocks), Some(Open::List { items, .. })) => items.push(filled(blocks)),
            (Open::Cell(cell), Some(Open::Row(cells))) => cells.push(Cell { blocks: filled(cell.blocks), ..cell }),
            (Open::Row(cells), Some(Open::Table(rows))) if !cells.is_empty() => rows.push(cells),
            (Open::Quote(blocks), _) if !blocks.is_empty() => self.add(Block::Quote(blocks)),
            (Open::List { ordered, items }, _) if !items.is_empty() => self.add(Block::List { ordered, items }),
            (Open::Table(rows), _) if !rows.is_empty() => self.add(Block::Table(rows)),
            _ => {}
        }
    }
}

/// Items and cells hold at least a paragraph, as in the editor.
fn filled(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.is_empty() { vec![Block::Text(TextKind::Paragraph, Vec::new())] } else { blocks }
}

fn empty_cell(head: bool) -> Cell {
    Cell { head, colspan: 1, rowspan: 1, blocks: Vec::new() }
}
