//! *Set column properties*: a plain form that the server answers with the panel still open.

use crate::assets::calls::asset_columns;
use crate::assets::head_text;
use crate::loaded::loaded;
use crate::session::use_echo;
use crate::words::words;
use domain::assets::{Arranged, Head, SearchIn};
use domain::listing::Place;
use leptos::prelude::*;

const ACTION: &str = "/assets/columns";

#[component]
pub(super) fn Columns(place: Memo<Place>) -> impl IntoView {
    loaded(|| (), |()| asset_columns()).show(
        || view! { <p class="panel-wait">{words().list.counting}</p> }.into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(arranged) => view! { <ColumnsForm arranged place /> }.into_any(),
            Err(error) => view! { <p class="notice notice-danger" role="alert">{error.to_string()}</p> }.into_any(),
        },
    )
}

#[component]
fn ColumnsForm(arranged: Arranged, place: Memo<Place>) -> impl IntoView {
    let words = words();
    let Arranged { heads, shown, search_in } = arranged;
    let field = |field: SearchIn| {
        let label = words.assets.columns.of(field.as_str()).unwrap_or_default();
        view! {
            <label class="check">
                <input type="checkbox" name="in" value=field.as_str() checked=search_in.contains(&field) />
                <span class="choice-name">{label}</span>
            </label>
        }
    };
    view! {
        <form class="panel-form" method="post" action=ACTION>
            <input type="hidden" name="back" value=move || place.with(Place::query) />
            {use_echo(ACTION).map(|_| view! { <p class="field-fault" role="alert">{words.list.no_columns}</p> })}
            <p class="panel-text">{words.list.columns_hint_plain}</p>
            <ol class="choices columns">
                {heads.iter().enumerate().map(|(n, head)| row(head, n < shown, n > 0, n + 1 < shown)).collect_view()}
            </ol>
            <fieldset class="choices">
                <legend class="panel-legend">{words.list.search_by}</legend>
                {SearchIn::ALL.map(field).into_iter().collect_view()}
            </fieldset>
            <p class="panel-foot">
                <button class="button button-primary" type="submit">{words.list.save}</button>
                <button class="button button-quiet" type="submit" name="reset" value="1">{words.list.usual_columns}</button>
            </p>
        </form>
    }
}

/// One column: whether it is shown, and the ways to move it among those that are.
fn row(head: &Head, shown: bool, up: bool, down: bool) -> impl IntoView + use<> {
    let (name, label) = (head.name.clone(), head_text(head));
    let list = &words().list;
    let step = |to: &'static str, mark: &'static str, told: String| {
        view! { <button class="icon-button" type="submit" name=to value=name.clone() aria-label=told>{mark}</button> }
    };
    let up = (shown && up).then(|| step("up", "↑", (list.move_up)(&label)));
    let down = (shown && down).then(|| step("down", "↓", (list.move_down)(&label)));
    view! {
        <li class="choice column">
            <label class="check">
                <input type="checkbox" name="column" value=name.clone() checked=shown />
                <span class="choice-name">{label}</span>
            </label>
            <span class="column-steps">{up} {down}</span>
        </li>
    }
}
