//! Suggested questions of the assistant, each a button that asks it.

use leptos::prelude::*;

#[component]
pub(super) fn Choices(choices: Vec<String>) -> impl IntoView {
    view! {
        <form class="assistant-choices" method="post" action="/assistant">
            {choices.into_iter().map(|choice| {
                let value = choice.clone();
                view! { <button class="button" type="submit" name="question" value=value>{choice}</button> }
            }).collect_view()}
        </form>
    }
}
