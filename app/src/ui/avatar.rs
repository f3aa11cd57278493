use domain::people::initials;
use leptos::prelude::*;

/// The initials of a person; decoration beside their name.
#[component]
pub(crate) fn Avatar(#[prop(into)] name: String, #[prop(optional)] desk: bool) -> impl IntoView {
    view! {
        <span class="avatar" class:avatar-desk=desk aria-hidden="true">
            {initials(&name)}
        </span>
    }
}
