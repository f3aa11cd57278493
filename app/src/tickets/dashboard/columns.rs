//! Column settings (*Set column properties*) of the dashboard, and what its columns are called.

use super::panel::COLUMNS;
use crate::session::{ListSettings, use_session};
use crate::ui::column_settings::{ColumnSettings, ColumnSettingsForm, ColumnWidths};
use crate::ui::navigate::use_navigate_to;
use crate::words::words;
use domain::columns::Widths;
use domain::listing::{AttributeColumn, Column, Listing, SearchIn, write_columns};
use leptos::prelude::*;

#[component]
pub(super) fn Columns(listing: Memo<Listing>, settings: ListSettings) -> impl IntoView {
    let at_desk = use_session().me.is_some_and(|me| me.kind.is_staff());
    let go = use_navigate_to();
    let names = |columns: &[Column]| columns.iter().map(|column| column.as_str().to_owned()).collect::<Vec<_>>();
    let shown = move || listing.with(|listing| settings.columns.with(|own| names(listing.shown(own))));
    let show = move |columns: Vec<String>| {
        settings.columns.set(columns.iter().filter_map(|name| Column::parse(name)).collect());
        let listing = listing.get_untracked();
        // Columns of somebody else's address give way to one's own.
        if !listing.columns.is_empty() {
            go.run(Listing { columns: Vec::new(), ..listing }.address());
        }
    };
    let search_in = move || settings.search_in.with(|fields| fields.iter().map(|f| f.as_str().to_owned()).collect());
    let search = move |names: Vec<String>| {
        settings
            .search_in
            .set(SearchIn::ALL.into_iter().filter(|field| names.iter().any(|name| name == field.as_str())).collect());
    };
    let attributes = settings.attributes.with_value(|known| known.iter().map(|known| known.column).collect::<Vec<_>>());
    let all = Column::ALL.into_iter().chain(attributes);
    let all = all.map(|column| (column.as_str().to_owned(), column_name(column, settings))).collect();
    let fields = SearchIn::ALL.into_iter().map(|field| (field.as_str(), field_name(field))).collect();
    let widths = move || {
        settings.widths.with(|set| set.iter().map(|(column, width)| (column.as_str().to_owned(), *width)).collect())
    };
    let resize = move |widths: Widths<String>| {
        let known = |(name, width): &(String, u16)| Some((Column::parse(name)?, *width));
        settings.widths.set(widths.iter().filter_map(known).collect());
    };
    let sizes = ColumnWidths { set: Signal::derive(widths), change: Callback::new(resize) };
    let column_settings = ColumnSettings::new(
        COLUMNS,
        (Signal::derive(shown), Callback::new(show)),
        (Signal::derive(search_in), Callback::new(search)),
        all,
        fields,
        Callback::new(|()| {}),
    );
    let column_settings = column_settings.with_sizes(sizes);
    let back = Signal::derive(move || listing.with(Listing::to_query));
    view! { <ColumnSettingsForm settings=column_settings back usual=names(&Column::usual(at_desk)) /> }
}

pub(super) fn field_name(field: SearchIn) -> &'static str {
    let words = words();
    match field {
        SearchIn::Number => words.list.columns.number,
        SearchIn::Subject => words.list.columns.subject,
        SearchIn::Messages => words.search.messages,
        SearchIn::Attributes => words.search.attributes,
        SearchIn::Files => words.search.files,
    }
}

pub(super) fn column_name(column: Column, settings: ListSettings) -> String {
    let columns = &words().list.columns;
    let name = match column {
        Column::Number => columns.number,
        Column::Subject => columns.subject,
        Column::Status => columns.status,
        Column::Priority => columns.priority,
        Column::Queue => columns.queue,
        Column::Kind => columns.kind,
        Column::Company => columns.company,
        Column::Reporter => columns.reporter,
        Column::Assignee => columns.assignee,
        Column::Channel => columns.channel,
        Column::Created => columns.created,
        Column::Changed => columns.changed,
        Column::Age => columns.age,
        Column::Match => words().search.best_match,
        Column::Attribute(_) => return settings.attributes.with_value(|known| attribute_label(known, column)),
    };
    name.to_owned()
}

/// A column, and the width that is set for it.
pub(super) type Shown = (Column, Option<u16>);

/// Attributes share one look.
pub(super) fn class(column: &Column) -> &str {
    if column.is_attribute() { "attribute" } else { column.as_str() }
}

/// What is fetched together with the person's own columns: attributes. Whoever adds one waits for its values.
pub(super) fn own_columns(columns: &[Column]) -> String {
    if columns.iter().any(Column::is_attribute) { write_columns(columns) } else { String::new() }
}

fn attribute_label(known: &[AttributeColumn], column: Column) -> String {
    known.iter().find(|known| known.column == column).map(|known| known.label.clone()).unwrap_or_default()
}
