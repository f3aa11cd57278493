//! Column settings of any list (*Set column properties*): which columns, in which order and how wide, and what its search looks
//! through. Saved for the person as soon as it changes.

mod form;

pub(crate) use form::ColumnSettingsForm;

use super::submit::post;
use crate::words::words;
use domain::columns::{Widths, fitting_width, set_width};
use leptos::prelude::*;

/// What a list shows, and what it may show, by the names in addresses.
#[derive(Clone, Copy)]
pub(crate) struct ColumnSettings {
    /// Where it is sent.
    pub action: &'static str,
    /// In their order.
    pub columns: Signal<Vec<String>>,
    /// Every column there is, with what it is called.
    pub all: StoredValue<Vec<(String, String)>>,
    pub search_in: Signal<Vec<String>>,
    pub fields: StoredValue<Vec<(&'static str, &'static str)>>,
    /// Shows other columns at once.
    pub set_columns: Callback<Vec<String>>,
    pub set_search: Callback<Vec<String>>,
    /// They are kept.
    pub kept: Callback<()>,
    /// For lists whose columns have widths.
    pub sizes: Option<ColumnWidths>,
    status: RwSignal<&'static str>,
    refused: RwSignal<Option<String>>,
    dragged: RwSignal<Option<String>>,
}

/// How wide columns are, by the names in addresses.
#[derive(Clone, Copy)]
pub(crate) struct ColumnWidths {
    pub set: Signal<Widths<String>>,
    /// Shows other widths at once.
    pub change: Callback<Widths<String>>,
}

impl ColumnSettings {
    pub(crate) fn new(
        action: &'static str,
        (columns, set_columns): (Signal<Vec<String>>, Callback<Vec<String>>),
        (search_in, set_search): (Signal<Vec<String>>, Callback<Vec<String>>),
        all: Vec<(String, String)>,
        fields: Vec<(&'static str, &'static str)>,
        kept: Callback<()>,
    ) -> Self {
        Self {
            action,
            columns,
            all: StoredValue::new(all),
            search_in,
            fields: StoredValue::new(fields),
            set_columns,
            set_search,
            kept,
            sizes: None,
            status: RwSignal::new(""),
            refused: RwSignal::new(None),
            dragged: RwSignal::new(None),
        }
    }

    /// For a list whose columns have widths.
    pub(crate) fn with_sizes(self, sizes: ColumnWidths) -> Self {
        Self { sizes: Some(sizes), ..self }
    }

    /// Those that are shown in their order, then the others.
    fn rows(self) -> Vec<String> {
        let mut rows = self.columns.get();
        let all = self.all.with_value(|all| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        let others: Vec<String> = all.into_iter().filter(|name| !rows.contains(name)).collect();
        rows.extend(others);
        rows
    }

    fn apply(self, columns: Vec<String>) {
        self.set_columns.run(columns.clone());
        self.send(columns, self.search_in.get_untracked());
    }

    /// Shows a column or takes it off; the last one stays.
    fn toggle_column(self, column: &str) {
        let mut columns = self.columns.get_untracked();
        if toggle(&mut columns, column) {
            self.apply(columns);
        }
    }

    /// Moves a column to where another one stands.
    fn move_to(self, column: &str, target: &str) {
        let mut columns = self.columns.get_untracked();
        let position = |wanted: &str| columns.iter().position(|column| column == wanted);
        if let (Some(from), Some(to)) = (position(column), position(target)) {
            let moved = columns.remove(from);
            columns.insert(to, moved);
            self.apply(columns);
        }
    }

    /// The neighbour before or after a column that is shown.
    fn neighbour(self, column: &str, after: bool) -> Option<String> {
        let columns = self.columns.get();
        let place = columns.iter().position(|shown| shown == column)?;
        let next = if after { place + 1 } else { place.checked_sub(1)? };
        columns.get(next).cloned()
    }

    fn toggle_search(self, field: &str) {
        let mut fields = self.search_in.get_untracked();
        if toggle(&mut fields, field) {
            self.set_search.run(fields.clone());
            self.send(self.columns.get_untracked(), fields);
        }
    }

    /// Gives a column a width, or none.
    fn resize(self, sizes: ColumnWidths, column: String, typed: &str) {
        let width = typed.trim().parse::<i32>().ok().map(|pixels| fitting_width(pixels.into()));
        let mut widths = sizes.set.get_untracked();
        set_width(&mut widths, column.clone(), width);
        sizes.change.run(widths);
        let width = width.map(|width| width.to_string()).unwrap_or_default();
        self.post(vec![("widths", "1".to_owned()), ("sized", column), ("width", width)]);
    }

    /// The columns that everybody has, as wide as they need.
    fn reset(self, usual: Vec<String>) {
        self.set_columns.run(usual);
        if let Some(sizes) = self.sizes {
            sizes.change.run(Vec::new());
        }
        let fields = self.search_in.get_untracked().into_iter().map(|name| ("in", name));
        self.post(fields.chain([("reset", "1".to_owned())]).collect());
    }

    fn send(self, columns: Vec<String>, fields: Vec<String>) {
        let pairs = columns.into_iter().map(|name| ("column", name));
        self.post(pairs.chain(fields.into_iter().map(|name| ("in", name))).collect());
    }

    fn post(self, pairs: Vec<(&'static str, String)>) {
        self.status.set(words().list.saving);
        self.refused.set(None);
        post(self.action, pairs.into_iter(), move |answer| match answer {
            Ok(_) => {
                self.status.try_set(words().list.saved);
                self.kept.try_run(());
            }
            Err(refusal) => {
                self.status.try_set("");
                self.refused.try_set(Some((words().refusal)(&refusal)));
            }
        });
    }
}

/// Adds a value or takes it out; `false` for the last one, which stays.
fn toggle(values: &mut Vec<String>, value: &str) -> bool {
    match values.iter().position(|known| known == value) {
        Some(_) if values.len() == 1 => return false,
        Some(place) => drop(values.remove(place)),
        None => values.push(value.to_owned()),
    }
    true
}
