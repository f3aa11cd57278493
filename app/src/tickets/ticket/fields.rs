//! The fields that agents change, saved together. Each goes with what it showed, so that only what was chosen is changed.

use crate::session::Echo;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::submit::Submit;
use crate::words::words;
use domain::tickets::{Choice, Choices, Picker};
use domain::{Reason, Refusal};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// A refused form as it came back with the page, for the first form on it.
pub(super) type CameBack = StoredValue<Option<Echo>>;

#[component]
pub(crate) fn ChangeForm(
    number: String,
    choices: Choices,
    came_back: CameBack,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words().ticket();
    let action = format!("/tickets/{number}/change");
    let echo = came_back.try_update_value(|echo| echo.take_if(|echo| echo.action == action)).flatten();
    let submit = Submit::new(echo.as_ref().and_then(|echo| echo.refusal.clone()), move |_| changed.run(words.saved));
    let Choices { status, queue, priority, mut assignee } = choices;
    assignee.choices.insert(0, Choice { slug: String::new(), label: words.nobody.into() });
    let form = NodeRef::<html::Form>::new();
    let now = [("status", &status), ("assignee", &assignee), ("queue", &queue), ("priority", &priority)]
        .map(|(name, picker)| (name, picker.current.clone()));
    Effect::new(move |_| {
        if let Some(form) = form.get() {
            now.iter().for_each(|(name, now)| follow(&form, name, now));
        }
    });
    let picker = move |name: &'static str, label: &'static str, picker: Picker| {
        let chosen = echo.as_ref().filter(|echo| echo.fields.iter().any(|(field, _)| field == name));
        let value = chosen.map_or_else(|| picker.current.clone(), |echo| echo.value(name).to_owned());
        view! {
            <Showed name now=picker.current refusal=submit.refusal />
            <Field name scope="change-" label control=Control::Select(picker.choices) value refusal=submit.refusal />
        }
    };
    view! {
        <form class="change" method="post" action=action node_ref=form on:submit=move |event| submit.send(event)>
            {picker("status", words.status, status)}
            {picker("assignee", words.assignee, assignee)}
            {picker("queue", words.queue, queue)}
            {picker("priority", words.priority, priority)}
            <button class="button" type="submit" disabled=move || submit.busy.get()>{words.save}</button>
            <FormProblem refusal=submit.refusal />
        </form>
    }
}

/// When the ticket has changed, a field that nobody has touched shows what is now; browsers leave that to us. What somebody has
/// chosen stays chosen, beside what they saw when they chose it.
fn follow(form: &HtmlFormElement, name: &str, now: &str) {
    let found = |selector: String| form.query_selector(&selector).ok().flatten();
    let select = found(format!("select[name={name}]")).and_then(|field| field.dyn_into::<HtmlSelectElement>().ok());
    let seen = found(format!("[name=\"seen.{name}\"]")).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let (Some(select), Some(seen)) = (select, seen) else { return };
    let before = select.get_attribute(SEEN).unwrap_or_else(|| now.to_owned());
    let value = select.value();
    if value == before || value == now {
        select.set_value(now);
        seen.set_value(now);
        let _ = select.set_attribute(SEEN, now);
    } else {
        seen.set_value(&before);
        let _ = select.set_attribute(SEEN, &before);
    }
}

/// What a select showed before anybody touched it.
const SEEN: &str = "data-seen";

/// What a field showed when somebody chose, or what they were told it is meanwhile.
#[component]
fn Showed(name: &'static str, now: String, refusal: RwSignal<Option<Refusal>>) -> impl IntoView {
    let showed = move || {
        let told = refusal.with(|refusal| match refusal.as_ref()?.about(name) {
            Some(Reason::ChangedMeanwhile { now, .. }) => Some(now.clone()),
            _ => None,
        });
        told.unwrap_or_else(|| now.clone())
    };
    view! { <input type="hidden" name=format!("seen.{name}") value=showed /> }
}
