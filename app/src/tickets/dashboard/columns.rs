//! *Set column properties*: which columns, in which order, and what the search box looks through. Kept for the person as soon
//! as it changes.

use super::panel::COLUMNS;
use crate::session::{Setup, use_echo, use_session};
use crate::ui::go::use_go;
use crate::ui::submit::post;
use crate::words::words;
use domain::listing::{AttributeColumn, Column, Listing, SearchIn};
use leptos::ev::{DragEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

#[component]
pub(super) fn Columns(listing: Memo<Listing>, setup: Setup) -> impl IntoView {
    let words = &words().list;
    let at_desk = use_session().me.is_some_and(|me| me.kind.works_here());
    let keep = Keep { listing, setup, go: use_go(), told: RwSignal::new(String::new()), dragged: RwSignal::new(None) };
    let usual = move |event: MouseEvent| {
        event.prevent_default();
        keep.columns(Column::usual(at_desk));
    };
    view! {
        <form class="panel-form" method="post" action=COLUMNS>
            <input type="hidden" name="back" value=move || listing.with(Listing::to_query) />
            {use_echo(COLUMNS).map(|_| view! { <p class="field-fault" role="alert">{words.no_columns}</p> })}
            <p class="panel-text only-scripted">{words.columns_hint}</p>
            <p class="panel-text only-plain">{words.columns_hint_plain}</p>
            <ol class="choices columns">
                <For each=move || keep.rows() key=|column| *column let(column)>
                    <ColumnRow column keep />
                </For>
            </ol>
            <fieldset class="choices">
                <legend class="panel-legend">{words.search_by}</legend>
                {SearchIn::ALL.into_iter().map(|field| view! { <SearchCheck field keep /> }).collect_view()}
            </fieldset>
            <p class="panel-foot">
                <button class="button button-primary only-plain" type="submit">{words.save}</button>
                <button class="button button-quiet" type="submit" name="reset" value="1" on:click=usual>{words.usual_columns}</button>
                <span class="panel-told" role="status">{keep.told}</span>
            </p>
        </form>
    }
}

/// What every part of the panel does with a change: show it at once, and send it.
#[derive(Clone, Copy)]
struct Keep {
    listing: Memo<Listing>,
    setup: Setup,
    go: Callback<String>,
    told: RwSignal<String>,
    dragged: RwSignal<Option<Column>>,
}

impl Keep {
    fn shown(self) -> Vec<Column> {
        self.listing.with(|listing| self.setup.columns.with(|own| listing.shown(own).to_vec()))
    }

    /// Those that are shown in their order, then the others.
    fn rows(self) -> Vec<Column> {
        let mut rows = self.shown();
        let attributes =
            self.setup.attributes.with_value(|known| known.iter().map(|known| known.column).collect::<Vec<_>>());
        let others = Column::ALL.into_iter().chain(attributes).filter(|column| !rows.contains(column));
        let others: Vec<Column> = others.collect();
        rows.extend(others);
        rows
    }

    fn columns(self, columns: Vec<Column>) {
        self.setup.columns.set(columns);
        let listing = self.listing.get_untracked();
        // Columns of somebody else's address give way to one's own.
        if !listing.columns.is_empty() {
            self.go.run(Listing { columns: Vec::new(), ..listing }.address());
        }
        self.send();
    }

    /// Shows a column or takes it off; the last one stays.
    fn turn(self, column: Column) {
        let mut columns = untrack(|| self.shown());
        if toggle(&mut columns, column) {
            self.columns(columns);
        }
    }

    /// Moves a column to where another one stands.
    fn place(self, column: Column, target: Column) {
        let mut columns = untrack(|| self.shown());
        let position = |columns: &[Column], wanted| columns.iter().position(|column| *column == wanted);
        if let (Some(from), Some(to)) = (position(&columns, column), position(&columns, target)) {
            let moved = columns.remove(from);
            columns.insert(to, moved);
            self.columns(columns);
        }
    }

    /// The neighbour before or after a column that is shown.
    fn neighbour(self, column: Column, after: bool) -> Option<Column> {
        let columns = self.shown();
        let place = columns.iter().position(|shown| *shown == column)?;
        let next = if after { place + 1 } else { place.checked_sub(1)? };
        columns.get(next).copied()
    }

    fn search(self, field: SearchIn) {
        let mut fields = self.setup.search_in.get_untracked();
        if toggle(&mut fields, field) {
            self.setup.search_in.set(fields);
            self.send();
        }
    }

    fn send(self) {
        let columns =
            self.setup.columns.get_untracked().into_iter().map(|column| ("column", column.as_str().to_owned()));
        let fields = self.setup.search_in.get_untracked().into_iter().map(|field| ("in", field.as_str().to_owned()));
        let told = self.told;
        told.set(words().list.saving.to_owned());
        post(COLUMNS, columns.chain(fields), move |answer| {
            told.try_set(match answer {
                Ok(_) => words().list.saved.to_owned(),
                Err(refusal) => (words().refusal)(&refusal),
            });
        });
    }
}

/// Adds a value or takes it out; `false` for the last one, which stays.
fn toggle<T: PartialEq>(values: &mut Vec<T>, value: T) -> bool {
    match values.iter().position(|known| *known == value) {
        Some(_) if values.len() == 1 => return false,
        Some(place) => drop(values.remove(place)),
        None => values.push(value),
    }
    true
}

/// A box that a person has turned shows again what holds: the last one stays on.
fn show_checked(event: &leptos::ev::Event, checked: bool) {
    event_target::<HtmlInputElement>(event).set_checked(checked);
}

/// One column: whether it is shown, and its place, by dragging or with the buttons.
#[component]
fn ColumnRow(column: Column, keep: Keep) -> impl IntoView {
    let words = &words().list;
    let label = StoredValue::new(column_name(column, keep.setup));
    let id = move |what: &str| format!("{what}-{}", column.as_str());
    let shown = Memo::new(move |_| keep.shown().contains(&column));
    let turn = move |event| {
        keep.turn(column);
        show_checked(&event, shown.get_untracked());
        focus_again("column", column);
    };
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        if let Some(dragged) = keep.dragged.get_untracked() {
            keep.place(dragged, column);
        }
        keep.dragged.set(None);
    };
    let step = move |after: bool| {
        let (name, mark) = if after { ("down", "↓") } else { ("up", "↑") };
        let go = move |event: MouseEvent| {
            event.prevent_default();
            if let Some(neighbour) = untrack(|| keep.neighbour(column, after)) {
                keep.place(column, neighbour);
                focus_again(name, column);
            }
        };
        let told = label.with_value(|label| if after { (words.move_down)(label) } else { (words.move_up)(label) });
        view! {
            <button class="icon-button" type="submit" id=id(name) name=name value=column.as_str().to_owned() aria-label=told
                aria-disabled=move || keep.neighbour(column, after).is_none().to_string() on:click=go>{mark}</button>
        }
    };
    view! {
        <li class="choice column" class:is-dragged=move || keep.dragged.get() == Some(column) draggable=move || shown.get().to_string()
            on:dragstart=move |_| keep.dragged.set(Some(column)) on:dragend=move |_| keep.dragged.set(None)
            on:dragover=move |event| if shown.get_untracked() { event.prevent_default() } on:drop=drop_here>
            <label class="check">
                <input type="checkbox" id=id("column") name="column" value=column.as_str().to_owned() checked=shown.get_untracked()
                    prop:checked=shown on:change=turn />
                <span class="choice-name">{label.get_value()}</span>
            </label>
            {move || shown.get().then(|| view! { <span class="column-steps">{step(false)} {step(true)}</span> })}
        </li>
    }
}

/// A row that moves loses the focus: what was pressed gets it back, so that it can be pressed again.
fn focus_again(name: &'static str, column: Column) {
    request_animation_frame(move || {
        let pressed = document().get_element_by_id(&format!("{name}-{}", column.as_str()));
        if let Some(pressed) = pressed.and_then(|pressed| pressed.dyn_into::<HtmlElement>().ok()) {
            let _ = pressed.focus();
        }
    });
}

#[component]
fn SearchCheck(field: SearchIn, keep: Keep) -> impl IntoView {
    let checked = move || keep.setup.search_in.with(|fields| fields.contains(&field));
    let turn = move |event| {
        keep.search(field);
        show_checked(&event, untrack(checked));
    };
    let label = field_name(field);
    view! {
        <label class="check">
            <input type="checkbox" name="in" value=field.as_str() checked=untrack(checked) prop:checked=checked on:change=turn />
            <span class="choice-name">{label}</span>
        </label>
    }
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

pub(super) fn column_name(column: Column, setup: Setup) -> String {
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
        Column::Attribute(_) => return setup.attributes.with_value(|known| attribute_label(known, column)),
    };
    name.to_owned()
}

fn attribute_label(known: &[AttributeColumn], column: Column) -> String {
    known.iter().find(|known| known.column == column).map(|known| known.label.clone()).unwrap_or_default()
}
