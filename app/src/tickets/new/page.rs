use super::form::NewTicketForm;
use crate::loaded::loaded;
use crate::tickets::calls::offer_ticket;
use crate::ui::problem::ProblemPage;
use crate::words::words;
use domain::refusal::Because;
use domain::tickets::Offer;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

crate::lazy::page!(NewTicketRoute: NewTicketPage in new_ticket);

#[component]
fn NewTicketPage() -> impl IntoView {
    let query = use_query_map();
    // What the assistant could not answer goes on here.
    let from = Memo::new(move |_| query.with(|query| query.get("from").unwrap_or_default()));
    let offer = loaded(move || from.get(), offer_ticket).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(Offer::Form(form)) => view! { <NewTicketForm form /> }.into_any(),
            Ok(Offer::Refused(because)) => view! { <MayNot because /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", words().new().title, words().product) />
        {offer}
    }
}

/// The form, and the assets that it offers at first: those that came back with it, or that the address names.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, search: &str) {
    let from = crate::prepared::param(search, "from").unwrap_or_default();
    let offer = offer_ticket(from.clone()).await;
    if matches!(offer, Ok(Offer::Form(_))) {
        let named: Vec<String> = crate::prepared::param(search, "asset").into_iter().collect();
        crate::assets::picker::ask_ahead(prepared, "", &named).await;
    }
    prepared.hold(from, offer);
}

/// Why this person cannot raise a ticket, and whom to ask.
#[component]
fn MayNot(because: Because) -> impl IntoView {
    let words = words();
    view! {
        <section class="problem">
            <h1>{words.new().refused_title}</h1>
            <p>{words.because(&because)}</p>
            <p>{words.new().refused_help}</p>
            <p class="problem-ways">
                {matches!(because, Because::NoSeat { .. }).then(|| view! {
                    <a class="button button-primary" href="/plan/requests/new?contact=me">{words.plans().ask}</a>
                })}
                {matches!(because, Because::SeatRests { .. }).then(|| view! {
                    <a class="button button-primary" href="/plan/requests/new?kind=remove">{words.plans().choose_now}</a>
                })}
                {(because != Because::NotACustomer).then(|| view! { <a class="button" href="/plan">{words.plans().see}</a> })}
                <a class="button" href="/">{words.problem.home}</a>
            </p>
        </section>
    }
}
