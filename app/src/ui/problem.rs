//! Error pages.

use crate::words::words;
use domain::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page that does not exist, or is not this person's to see.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server_context::set_status(404);
    view! { <ProblemPage refusal=Refusal::NotFound /> }
}

/// What happened, and the next step, where a page could not be shown.
#[component]
pub(crate) fn ProblemPage(refusal: Refusal) -> impl IntoView {
    let words = words();
    let (title, text) = match refusal {
        Refusal::NotFound => (words.problem.not_found, words.problem.not_found_text.to_owned()),
        ref other => (words.problem.title, (words.refusal)(other)),
    };
    view! {
        <Title text=title />
        <section class="problem">
            <h1>{title}</h1>
            <p role="alert">{text}</p>
            <p class="problem-ways">
                {matches!(refusal, Refusal::Offline | Refusal::Outdated).then(|| view! { <a class="button" href="" rel="external">{words.problem.retry}</a> })}
                {(refusal == Refusal::SignedOut).then(|| view! { <a class="button" href="/login" rel="external">{words.sign_in.title}</a> })}
                <a class="button" href="/">{words.problem.home}</a>
            </p>
        </section>
    }
}
