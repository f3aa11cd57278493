//! `/plan/requests/{id}`: what a request asks for, how far it has come, and the decision on it, all on one screen.

use super::calls::PlanRequest;
use super::form::{Confirm, KeepFields, PersonFields, faults};
use super::{Seats, plan_name};
use crate::live::{on_news, preserve_focus};
use crate::page::{PageAddress, use_page_data_again};
use crate::scroll_restoration::restore_scroll;
use crate::session::use_form_state;
use crate::ui::badge::Badge as Mark;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::time::At;
use crate::words::words;
use domain::live::News;
use domain::plans::{RequestKind, RequestPage, RequestState};
use domain::tickets::Badge;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(PlanRequestRoute: PlanRequestPage in portal, loads = data);

fn data(address: &PageAddress) -> PlanRequest {
    PlanRequest { id: address.param("id") }
}

#[component]
fn PlanRequestPage() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let request = use_page_data_again(data, move || again.get());
    on_news(move |_, news| {
        // Whoever decides may be adjusting something.
        let decides = || document().query_selector(".plan-decide").is_ok_and(|found| found.is_some());
        if matches!(news, News::Plan | News::Resync) && !decides() {
            preserve_focus();
            again.update(|again| *again += 1);
        }
    });
    request.show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(request) => view! { <Shown request /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(request: RequestPage) -> impl IntoView {
    let words = words();
    let texts = words.plans();
    let [first_name, last_name, ..] = &request.person;
    let name = format!("{first_name} {last_name}");
    let gone = request.removes.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>().join(", ");
    let title =
        (texts.request_title)(request.kind, if request.kind == RequestKind::Remove { &gone } else { name.trim() });
    let (label, colour) = (texts.state)(request.state);
    let address = format!("/plan/requests/{}", request.id);
    let back = format!("/plan?company={}", request.company.slug);
    let may = request.may;
    restore_scroll();
    view! {
        <Title text=format!("{title} · {}", words.product) />
        <article class="plan plan-request">
            <header class="plan-head">
                <p class="muted"><a href=back>{format!("{} · {}", texts.title, request.company.label)}</a></p>
                <h1>{title}</h1>
                <p class="plan-state">
                    <Mark label=Badge { label: label.into(), colour: colour.into() } />
                    <At at=request.created.clone() />
                </p>
            </header>
            <div class="plan-body">
                <div class="plan-main">
                    <Asked request=request.clone() />
                    {may.file.then(|| view! { <FileIt address=address.clone() /> })}
                    {may.decide.then(|| view! { <Decide request=request.clone() address=address.clone() /> })}
                    {may.withdraw.then(|| view! {
                        <form class="plan-withdraw" method="post" action=format!("{address}/withdraw")>
                            <button class="button button-quiet" type="submit">{texts.withdraw}</button>
                        </form>
                    })}
                </div>
                <aside class="plan-side" aria-label=texts.title>
                    <h2>{plan_name(&request.plan)}</h2>
                    <Seats used=request.plan.used limit=request.plan.limit />
                    <ul class="plan-names">
                        {request.plan.contacts.into_iter().map(|contact| view! { <li>{contact.name}<span class="muted">{contact.position}</span></li> }).collect_view()}
                    </ul>
                </aside>
            </div>
        </article>
    }
}

#[component]
fn Asked(request: RequestPage) -> impl IntoView {
    let texts = words().plans();
    let [first_name, last_name, position, email, phone] = request.person;
    let fact = |name: &'static str, value: String| {
        (!value.trim().is_empty()).then(|| view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> })
    };
    let gone = request.removes.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>().join(", ");
    let who = if request.kind == RequestKind::Correct { texts.new_details } else { texts.new_contact };
    let open = request.state.is_open() && request.kind == RequestKind::Add;
    let warning =
        match (request.state.is_open() && request.kind == RequestKind::Correct, request.registered, &request.loses) {
            (true, false, loses) => Some((texts.corrects_nobody)(loses.as_deref())),
            (true, true, Some(loses)) => Some((texts.corrects_other)(loses)),
            _ => None,
        };
    // Who files a request of their own is named once.
    let same = request.filed_by.as_ref() == Some(&request.prepared_by);
    let prepared_by = if same { String::new() } else { request.prepared_by };
    view! {
        <section class="plan-card card">
            <dl>
                {fact(who, format!("{first_name} {last_name}"))}
                {fact(texts.position, position)}
                {fact(texts.email, email)}
                {fact(texts.phone, phone)}
                {fact(texts.leaves, gone)}
                {fact(texts.asks, prepared_by)}
                {fact(texts.addressed, request.to.filter(|_| request.state == RequestState::Prepared).unwrap_or_default())}
                {fact(texts.filed_by, request.filed_by.unwrap_or_default())}
                {fact(texts.decided_by, request.decided_by.unwrap_or_default())}
                {request.decided.map(|at| view! { <div class="fact"><dt>{texts.since}</dt><dd><At at /></dd></div> })}
                {fact(texts.reason, request.reason)}
                {request.ticket.map(|number| view! {
                    <div class="fact"><dt>{texts.ticket_label}</dt><dd><a href=format!("/tickets/{number}")>{number.clone()}</a></dd></div>
                })}
            </dl>
            {open.then(|| view! { <p class="muted plan-note">{if request.registered { texts.registered } else { texts.not_registered }}</p> })}
            {warning.map(|text| view! { <p class="notice notice-warn">{text}</p> })}
            {(request.doubtful && request.state.is_open()).then(|| view! { <p class="notice notice-warn">{texts.doubtful}</p> })}
        </section>
    }
}

#[component]
fn FileIt(address: String) -> impl IntoView {
    let texts = words().plans();
    let action = format!("{address}/file");
    let refusal = Signal::stored(use_form_state(&action).and_then(|form_state| form_state.refusal));
    view! {
        <form class="plan-part" method="post" action=action>
            <FormProblem refusal />
            {move || refusal.with(|refusal| faults(refusal.as_ref()?, &|_: &str| false))}
            <p class="plan-foot">
                <button class="button button-primary" type="submit">{texts.file_it}</button>
                <span class="muted">{texts.file_hint}</span>
            </p>
        </form>
    }
}

/// Everything can be adjusted before it is approved.
#[component]
fn Decide(request: RequestPage, address: String) -> impl IntoView {
    let texts = words().plans();
    let (approve, decline) = (format!("{address}/approve"), format!("{address}/decline"));
    let (approving, declining) = (use_form_state(&approve), use_form_state(&decline));
    let refusal: Signal<_> = Signal::stored(approving.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let refused = Signal::stored(declining.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let reason = declining.as_ref().map(|form_state| form_state.value("reason").to_owned()).unwrap_or_default();
    let open = declining.is_some();
    let kind = request.kind;
    let removing = request.removes.into_iter().map(|choice| choice.slug).collect();
    view! {
        <section class="plan-card card">
            <h2>{texts.decide}</h2>
            <p class="muted">{texts.decide_hint}</p>
            <form class="plan-decide" method="post" action=approve>
                <FormProblem refusal />
                <input type="hidden" name="adjusted" value="1" />
                <input type="hidden" name="kind" value=kind.as_str() />
                {request.loses.is_some().then(|| view! { <input type="hidden" name="warned" value=request.person[3].clone() /> })}
                {(kind != RequestKind::Remove).then(|| view! { <PersonFields person=request.person form_state=approving.clone() refusal legend=None /> })}
                {(kind != RequestKind::Correct && !request.plan.contacts.is_empty()).then(|| view! {
                    <KeepFields contacts=request.plan.contacts limit=request.plan.limit kind removing form_state=approving.clone() refusal />
                })}
                <Confirm refusal asked=request.doubtful />
                <p class="plan-foot"><button class="button button-primary" type="submit">{texts.approve}</button></p>
            </form>
            <details class="plan-decline" open=open>
                <summary>{texts.decline_title}</summary>
                <form method="post" action=decline>
                    <FormProblem refusal=refused />
                    <Field name="reason" label=texts.reason control=Control::Text { rows: 3, max: 1_000 } value=reason refusal=refused required=true />
                    <p class="plan-foot"><button class="button" type="submit">{texts.decline}</button></p>
                </form>
            </details>
        </section>
    }
}
