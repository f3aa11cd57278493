//! Form of the column settings: a row for each column, and what the search looks through.

use super::{ColumnSettings, ColumnWidths};
use crate::session::use_form_state;
use crate::ui::panel::focus;
use crate::words::words;
use domain::columns::{WIDTH_MAX, WIDTH_MIN, WIDTH_STEP, width_of};
use leptos::ev::{DragEvent, MouseEvent};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

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
