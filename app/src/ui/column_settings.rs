//! Column settings of any list (*Set column properties*): which columns, in which order and how wide, and what its search looks
//! through. Saved for the person as soon as it changes.

use super::panel::focus;
use super::submit::post;
use crate::session::use_form_state;
use crate::words::words;
use domain::columns::{WIDTH_MAX, WIDTH_MIN, WIDTH_STEP, Widths, fitting_width, set_width, width_of};
use leptos::ev::{DragEvent, MouseEvent};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

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

/// A box that a person has turned shows again what holds: the last one stays on.
fn show_checked(event: &leptos::ev::Event, checked: bool) {
    event_target::<HtmlInputElement>(event).set_checked(checked);
}

/// The panel's form. Without a script it is sent as a whole.
#[component]
pub(crate) fn ColumnSettingsForm(
    settings: ColumnSettings,
    /// The query string of the list that it leads back to.
    #[prop(into)]
    back: Signal<String>,
    usual: Vec<String>,
) -> impl IntoView {
    let words = &words().list;
    let take_usual = move |event: MouseEvent| {
        event.prevent_default();
        settings.reset(usual.clone());
    };
    let fields = settings.fields.get_value();
    view! {
        <form class="panel-form" method="post" action=settings.action>
            <input type="hidden" name="back" value=back />
            {use_form_state(settings.action).map(|_| view! { <p class="field-fault" role="alert">{words.no_columns}</p> })}
            <p class="panel-text only-scripted">{words.columns_hint}</p>
            <p class="panel-text only-plain">{words.columns_hint_plain}</p>
            <ol class="choices columns">
                <For each=move || settings.rows() key=Clone::clone let(column)>
                    <ColumnRow column settings />
                </For>
            </ol>
            <fieldset class="choices">
                <legend class="panel-legend">{words.search_by}</legend>
                {fields.into_iter().map(|(name, label)| view! { <SearchCheck name label settings /> }).collect_view()}
            </fieldset>
            <p class="panel-foot">
                <button class="button button-primary only-plain" type="submit">{words.save}</button>
                <button class="button button-quiet" type="submit" name="reset" value="1" on:click=take_usual>{words.usual_columns}</button>
                <span class="panel-told" role="status">{move || settings.refused.get().unwrap_or_else(|| settings.status.get().to_owned())}</span>
            </p>
        </form>
    }
}

/// One column: whether it is shown, and its place, by dragging or with the buttons.
#[component]
fn ColumnRow(column: String, settings: ColumnSettings) -> impl IntoView {
    let words = &words().list;
    let called =
        |all: &Vec<(String, String)>| all.iter().find(|(name, _)| *name == column).map(|(_, label)| label.clone());
    let label = StoredValue::new(settings.all.with_value(called).unwrap_or_default());
    let column = StoredValue::new(column);
    let name = move || column.get_value();
    let id = move |what: &str| format!("{what}-{}", name());
    let shown = Memo::new(move |_| settings.columns.with(|columns| columns.contains(&name())));
    let turn = move |event| {
        settings.toggle_column(&name());
        show_checked(&event, shown.get_untracked());
        refocus(id("column"));
    };
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        if let Some(dragged) = settings.dragged.get_untracked() {
            settings.move_to(&dragged, &name());
        }
        settings.dragged.set(None);
    };
    let step = move |after: bool| {
        let (way, mark) = if after { ("down", "↓") } else { ("up", "↑") };
        let go = move |event: MouseEvent| {
            event.prevent_default();
            if let Some(neighbour) = untrack(|| settings.neighbour(&name(), after)) {
                settings.move_to(&name(), &neighbour);
                refocus(id(way));
            }
        };
        let aria_label =
            label.with_value(|label| if after { (words.move_down)(label) } else { (words.move_up)(label) });
        view! {
            <button class="icon-button" type="submit" id=id(way) name=way value=name() aria-label=aria_label
                aria-disabled=move || settings.neighbour(&name(), after).is_none().to_string() on:click=go>{mark}</button>
        }
    };
    view! {
        <li class="choice column" class:is-dragged=move || settings.dragged.get() == Some(name()) draggable=move || shown.get().to_string()
            on:dragstart=move |_| settings.dragged.set(Some(name())) on:dragend=move |_| settings.dragged.set(None)
            on:dragover=move |event| if shown.get_untracked() { event.prevent_default() } on:drop=drop_here>
            <label class="check">
                <input type="checkbox" id=id("column") name="column" value=name() checked=shown.get_untracked()
                    prop:checked=shown on:change=turn />
                <span class="choice-name">{label.get_value()}</span>
            </label>
            {move || shown.get().then(|| view! {
                {settings.sizes.map(|sizes| view! { <Width column=name() label=label.get_value() sizes settings /> })}
                <span class="column-steps">{step(false)} {step(true)}</span>
            })}
        </li>
    }
}

/// How wide a column is, in pixels; nothing for as wide as it needs.
#[component]
fn Width(column: String, label: String, sizes: ColumnWidths, settings: ColumnSettings) -> impl IntoView {
    let words = &words().list;
    let column = StoredValue::new(column);
    let width = move || {
        let width = sizes.set.with(|widths| width_of(widths, &column.get_value()));
        width.map(|width| width.to_string()).unwrap_or_default()
    };
    let change = move |event: leptos::ev::Event| {
        settings.resize(sizes, column.get_value(), &event_target_value(&event));
        // What was typed may be no step of its own.
        event_target::<HtmlInputElement>(&event).set_value(&untrack(width));
    };
    let aria_label = (words.width_in_pixels)(&label);
    view! {
        <input type="hidden" name="sized" value=column.get_value() />
        <input class="control column-width" type="number" name="width" min=WIDTH_MIN max=WIDTH_MAX step=WIDTH_STEP value=untrack(width) prop:value=width
            placeholder=words.width_auto aria-label=aria_label on:change=change />
    }
}

/// A row that moves loses the focus: what was pressed gets it back, so that it can be pressed again.
fn refocus(id: String) {
    request_animation_frame(move || focus(&id));
}

#[component]
fn SearchCheck(name: &'static str, label: &'static str, settings: ColumnSettings) -> impl IntoView {
    let checked = move || settings.search_in.with(|fields| fields.iter().any(|field| field == name));
    let turn = move |event| {
        settings.toggle_search(name);
        show_checked(&event, untrack(checked));
    };
    view! {
        <label class="check">
            <input type="checkbox" name="in" value=name checked=untrack(checked) prop:checked=checked on:change=turn />
            <span class="choice-name">{label}</span>
        </label>
    }
}
