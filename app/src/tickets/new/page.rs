use super::callers::WhoCalls;
use super::form::NewTicketForm;
use crate::loaded::loaded;
use crate::session::use_session;
#[cfg(feature = "ssr")]
use crate::tickets::calls::find_callers;
use crate::tickets::calls::offer_ticket;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::words::words;
use domain::refusal::Because;
use domain::tickets::Offer;
use leptos::prelude::*;
use leptos_meta::Title;

crate::lazy::page!(NewTicketRoute: NewTicketPage in ticket);

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
    let query = use_query();
    // What the assistant could not answer goes on here, and what follows another ticket; an agent says who has called.
    let asked = Memo::new(move |_| ASKED.map(|name| query.with(|query| query.get(name).unwrap_or_default())));
    loaded(move || asked.get(), |[from, company, reporter, about]| offer_ticket(from, company, reporter, about)).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(Offer::Form(form)) => view! { <NewTicketForm form /> }.into_any(),
            Ok(Offer::Refused(because)) => view! { <MayNot because /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

const ASKED: [&str; 4] = ["from", "company", "for", "about"];

/// The form, and the assets that it offers at first: those that came back with it, or that the address names.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, search: &str) {
    let chosen = |name: &str| crate::prepared::param(search, name).unwrap_or_default();
    let asked = ASKED.map(chosen);
    let raises_for_others = crate::server_context::require_person().is_ok_and(|(_, person)| person.raises_for_others());
    if raises_for_others && asked[2].is_empty() {
        let [company, find] = ["company", "find"].map(chosen);
        return prepared.hold((company.clone(), find.clone()), find_callers(company, find).await);
    }
    let [from, company, reporter, about] = asked.clone();
    let offer = offer_ticket(from, company, reporter, about).await;
    if let Ok(Offer::Form(form)) = &offer {
        let named: Vec<String> = crate::prepared::param(search, "asset").into_iter().collect();
        let company = form.caller.as_ref().map(|caller| caller.company.slug.clone()).unwrap_or_default();
        crate::assets::picker::ask_ahead(prepared, "", &company, &named).await;
    }
    prepared.hold(asked, offer);
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
