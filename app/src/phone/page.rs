//! `/support/callback`: asking for a call-back.

use super::calls::OfferCall;
use crate::page::{PageAddress, use_page_data};
use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::words::phone::phone;
use crate::words::words;
use domain::Because;
use domain::phone::{CallbackForm, CallbackOffer, NOTE_MAX, NUMBER_MAX, PendingCallback};
use domain::tickets::{Choice, SUBJECT_MAX};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/support/callback";

crate::page::page!(CallbackRoute: CallbackPage in portal, loads = data);

fn data(_: &PageAddress) -> OfferCall {
    OfferCall {}
}

#[component]
fn CallbackPage() -> impl IntoView {
    let text = phone();
    let shown = use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(CallbackOffer::Form(form)) => view! { <AskForm form=*form /> }.into_any(),
            Ok(CallbackOffer::Waits(waiting)) => view! { <OnItsWay waiting=*waiting /> }.into_any(),
            Ok(CallbackOffer::Refused(because, raises)) => view! { <WhyNot because raises /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", text.title, words().product) />
        <section class="support callback">{shown}</section>
    }
}

#[component]
fn AskForm(form: CallbackForm) -> impl IntoView {
    let text = phone();
    let form_state = use_form_state(PATH);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        |name: &str, kept: &str| form_state.as_ref().map_or(kept, |form_state| form_state.value(name)).to_owned();
    let CallbackForm { companies, queues, number, slots, zone, own_zone } = form;
    let times: Vec<Choice> = slots
        .iter()
        .map(|slot| Choice { slug: slot.slug.clone(), label: (text.slot)(slot, &zone, &own_zone) })
        .collect();
    let (several, closed) = (companies.len() > 1, times.is_empty());
    let line = |kind, max| Control::Line { kind, max };
    view! {
        <header class="support-head">
            <p class="support-up"><a href="/support">{text.support}</a></p>
            <h1>{text.title}</h1>
            <p class="muted">{text.lead}</p>
        </header>
        {closed.then(|| view! { <p class="notice">{text.no_hours}</p> })}
        <form class="card callback-form" method="post" action=PATH>
            <FormProblem refusal />
            {several.then(|| view! { <Field name="company" label=text.company control=Control::Select(companies) value=typed("company", "") refusal required=true /> })}
            <Field name="subject" label=text.subject control=line("text", SUBJECT_MAX) value=typed("subject", "") refusal required=true />
            <Field name="queue" label=text.queue control=Control::Select(queues) value=typed("queue", "") refusal required=true />
            <Field name="about" label=text.about hint=text.about_hint control=Control::Text { rows: 4, max: NOTE_MAX } value=typed("about", "") refusal />
            <Field name="number" label=text.number hint=text.number_hint control=line("tel", NUMBER_MAX) value=typed("number", &number) refusal required=true autocomplete="tel" />
            <Field name="slot" label=text.when control=Control::Select(times) value=typed("slot", "") refusal required=true />
            <p><button class="button button-primary" type="submit" disabled=closed>{text.send}</button></p>
        </form>
    }
}

#[component]
fn OnItsWay(waiting: PendingCallback) -> impl IntoView {
    let text = phone();
    let PendingCallback { ticket, subject, number, slot, zone, own_zone, by } = waiting;
    view! {
        <header class="support-head">
            <p class="support-up"><a href="/support">{text.support}</a></p>
            <h1>{text.waits_title}</h1>
        </header>
        <div class="card callback-form" role="status">
            <p><b>{subject}</b></p>
            <p>{(text.waits)(&number, &slot, &zone, &own_zone)}</p>
            <p class="muted">{(text.taken_by)(by.as_deref())}</p>
            <p><a class="button" href=format!("/tickets/{ticket}")>{(text.see_ticket)(&ticket)}</a></p>
        </div>
    }
}

#[component]
fn WhyNot(because: Because, raises: bool) -> impl IntoView {
    let text = phone();
    view! {
        <header class="support-head">
            <p class="support-up"><a href="/support">{text.support}</a></p>
            <h1>{text.refused_title}</h1>
            <p>{words().because(&because)}</p>
        </header>
        <p class="support-buttons">
            {raises.then(|| view! { <a class="button button-primary" href="/tickets/new">{text.raise}</a> })}
            <a class="button" href="/plan">{text.see_plan}</a>
        </p>
    }
}
