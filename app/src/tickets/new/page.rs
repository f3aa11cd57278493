//! `/tickets/new`: raising a ticket.

use super::callers::WhoCalls;
use super::form::NewTicketForm;
#[cfg(feature = "ssr")]
use super::{callers, form};
use crate::page::{PageAddress, use_page_data};
#[cfg(feature = "ssr")]
use crate::page::{PageQuery, PageRequest};
use crate::session::use_session;
use crate::tickets::calls::OfferTicket;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::words::words;
use domain::refusal::Because;
use domain::tickets::TicketFormOrRefusal;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(NewTicketRoute: NewTicketPage in ticket, prefetch = prefetch);

/// What the assistant could not answer goes on here, and what follows another ticket; an agent says who has called.
fn data(address: &PageAddress) -> OfferTicket {
    let chosen = |name: &str| address.query(name).unwrap_or_default();
    OfferTicket { from: chosen("from"), company: chosen("company"), reporter: chosen("for"), about: chosen("about") }
}

/// Who may be calling, or the form and the assets that it offers at first.
#[cfg(feature = "ssr")]
async fn prefetch(request: &PageRequest) {
    let query = data(&request.address);
    let raises_for_others = crate::server_context::require_person().is_ok_and(|(_, person)| person.raises_for_others());
    if raises_for_others && query.reporter.is_empty() {
        return request.fetch(callers::data(&request.address)).await;
    }
    let answer = query.clone().call().await;
    if let Ok(TicketFormOrRefusal::Form(offered)) = &answer {
        form::prefetch(request, offered).await;
    }
    request.insert(query, answer);
}

#[component]
fn NewTicketPage() -> impl IntoView {
    let query = use_query();
    let raises_for_others = use_session().me.is_some_and(|me| me.raises_for_others);
    let named = Memo::new(move |_| query.with(|query| query.get("for").is_some_and(|slug| !slug.is_empty())));
    let shown = move || {
        if named.get() || !raises_for_others {
            view! { <Offered /> }.into_any()
        } else {
            view! { <WhoCalls /> }.into_any()
        }
    };
    view! {
        <Title text=format!("{} · {}", words().new().title, words().product) />
        {shown}
    }
}

#[component]
fn Offered() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(TicketFormOrRefusal::Form(form)) => view! { <NewTicketForm form=*form /> }.into_any(),
            Ok(TicketFormOrRefusal::Refused(because)) => view! { <MayNot because /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
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
