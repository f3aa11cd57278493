//! The fields that agents change, saved together. Each goes with what it showed, so that only what was chosen is changed.

use crate::session::Echo;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::submit::Submit;
use crate::words::words;
use domain::tickets::{Choice, Choices, Picker};
use domain::{Reason, Refusal};
use leptos::html;
use leptos::prelude::*;

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
    let now = [&status, &assignee, &queue, &priority].map(|picker| picker.current.as_str()).join(" ");
    // A select that was touched does not follow its options any more: when the ticket has changed, all show what is.
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        if form.get_attribute("data-shows").is_some_and(|shown| shown != now) {
            form.reset();
        }
        let _ = form.set_attribute("data-shows", &now);
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
