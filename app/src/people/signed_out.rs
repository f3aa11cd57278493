//! Layout of the pages before the sign-in.

use crate::words::words;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page before the sign-in: the name of the application, what the page is for, and little else.
#[component]
pub(crate) fn SignedOutPage(
    title: &'static str,
    #[prop(optional)] lead: &'static str,
    children: Children,
) -> impl IntoView {
    let words = words();
    view! {
        <Title text=format!("{title} · {}", words.product) />
        <section class="sign-in">
            <p class="sign-in-house"><span class="brand-mark" aria-hidden="true"></span>{words.product}</p>
            <h1>{title}</h1>
            {(!lead.is_empty()).then(|| view! { <p class="sign-in-lead">{lead}</p> })}
            {children()}
        </section>
    }
}
