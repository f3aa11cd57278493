//! Avatar: a person's picture or initials.

use domain::people::initials;
use leptos::prelude::*;

/// The picture of a person, or their initials; decoration beside their name.
#[component]
pub(crate) fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional)] desk: bool,
    #[prop(optional_no_strip)] picture: Option<String>,
) -> impl IntoView {
    match picture {
        Some(picture) => {
            view! { <img class="avatar" src=format!("/pictures/{picture}") alt="" width="28" height="28" loading="lazy" /> }.into_any()
        }
        None => view! {
            <span class="avatar" class:avatar-desk=desk aria-hidden="true">
                {initials(&name)}
            </span>
        }
        .into_any(),
    }
}
