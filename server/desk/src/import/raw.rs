//! A raw row: as it stands in the file, before the mapping is applied.

use std::rc::Rc;

use super::record::RowProblem;

pub(super) struct RawRow {
    /// Line on which the row begins, or its place in a JSON array.
    pub(super) number: u64,
    /// As it is written; of a row that is too long the beginning.
    pub(super) text: Vec<u8>,
    pub(super) columns: Rc<[String]>,
    /// In the order of the columns, as many as could be told apart; `None` for what is no text.
    pub(super) cells: Vec<Option<String>>,
    pub(super) problem: Option<RowProblem>,
}

impl RawRow {
    /// A row of which nothing but its text is known.
    pub(super) fn unreadable(number: u64, text: Vec<u8>, problem: RowProblem) -> Self {
        RawRow { number, text, columns: Rc::from([]), cells: Vec::new(), problem: Some(problem) }
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|own| own == column)
    }

    /// The cells that could be read, with their columns.
    pub(super) fn pairs(self) -> impl Iterator<Item = (String, String)> {
        let columns = self.columns;
        let cells = self.cells.into_iter().enumerate();
        cells.filter_map(move |(place, cell)| Some((columns.get(place)?.clone(), cell?)))
    }
}
