//! The fields that agents change, saved together.

use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::submit::Submit;
use crate::words::words;
use domain::tickets::{Choice, Choices, Picker};
use leptos::html;
use leptos::prelude::*;

#[component]
pub(crate) fn ChangeForm(number: String, choices: Choices, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().ticket();
    let submit = Submit::new(None, move |_| changed.run(words.saved));
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
        view! { <Field name scope="change-" label control=Control::Select(picker.choices) value=picker.current refusal=submit.refusal /> }
    };
    view! {
        <form class="change" method="post" action=format!("/tickets/{number}/change") node_ref=form on:submit=move |event| submit.send(event)>
            {picker("status", words.status, status)}
            {picker("assignee", words.assignee, assignee)}
            {picker("queue", words.queue, queue)}
            {picker("priority", words.priority, priority)}
            <button class="button" type="submit" disabled=move || submit.busy.get()>{words.save}</button>
            <FormProblem refusal=submit.refusal />
        </form>
    }
}
