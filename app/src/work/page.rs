//! `/work`: the page *My work*.

use super::calls::{ShowWork, show_work};
use crate::live::{Debounce, on_news, preserve_focus};
use crate::page::{PageAddress, use_page_data};
use crate::plans::RequestLines;
use crate::session::use_form_state;
use crate::ui::badge::{Badge, Level};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::time::Ago;
use crate::words::phone::phone;
use crate::words::words;
use domain::chat::{ChatRow, Stage};
use domain::live::News;
use domain::phone::{Call, CallOutcome, NOTE_MAX, Slot};
use domain::tickets::Choice;
use domain::work::{WaitingTicket, Work};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use std::fmt::Debug;

crate::page::page!(WorkRoute: WorkPage in desk, loads = data);

fn data(_: &PageAddress) -> ShowWork {
    ShowWork {}
}

#[component]
fn WorkPage() -> impl IntoView {
    let text = &phone().work;
    let shown = use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(work) => view! { <Sections live=LiveWork::new(work) /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", text.title, words().product) />
        <section class="work">
            <header class="work-head"><h1>{text.title}</h1><p class="muted">{text.lead}</p></header>
            {shown}
        </section>
    }
}

/// The page as it was read last.
#[derive(Clone, Copy)]
struct LiveWork {
    work: RwSignal<Work>,
    soon: Debounce,
}

impl LiveWork {
    fn new(work: Work) -> Self {
        let live = Self { work: RwSignal::new(work), soon: Debounce::new() };
        on_news(move |_, news| {
            if matches!(news, News::Counts(_) | News::Line { .. } | News::Resync) {
                live.read();
            }
        });
        live
    }

    /// Whoever fills in what came of a call is not disturbed: closing that reads again.
    fn read(self) {
        self.soon.run(move || {
            spawn_local(async move {
                let differs = |work: &Work| self.work.try_with_untracked(|shown| shown != work) == Some(true);
                if let Some(work) = show_work().await.ok().filter(differs)
                    && !is_filled_in()
                {
                    preserve_focus();
                    self.work.set(work);
                }
            });
        });
    }
}

fn is_filled_in() -> bool {
    document().query_selector(".work-call details[open]").ok().flatten().is_some()
}

#[component]
fn Sections(live: LiveWork) -> impl IntoView {
    let (text, work) = (&phone().work, live.work);
    let head = move |id: &'static str, title: &'static str, count: fn(&Work) -> u32| {
        view! { <h2 id=id>{title}" "<span class="work-count">{move || (text.count)(work.with(count))}</span></h2> }
    };
    let times = move || {
        let slot = |slot: &Slot| Choice { slug: slot.slug.clone(), label: (phone().slot_here)(slot) };
        work.with_untracked(|work| work.slots.iter().map(slot).collect())
    };
    let requests = Memo::new(move |_| work.with(|work| work.requests.clone()));
    view! {
        <section class="work-part" aria-labelledby="work-chats">
            <h2 id="work-chats">{text.chats}</h2>
            {rows(work, |work| &work.chats, text.no_chats, |line| view! { <OneChat line /> })}
            <p><a href="/chat">{text.all_chats}</a></p>
        </section>
        <section class="work-part" aria-labelledby="work-calls">
            {head("work-calls", text.calls, |work| work.call_count)}
            {rows(work, |work| &work.calls, text.no_calls, move |call| view! { <OneCall call times=times() live /> })}
        </section>
        <section class="work-part" aria-labelledby="work-tickets">
            {head("work-tickets", text.tickets, |work| work.ticket_count)}
            {rows(work, |work| &work.tickets, text.no_tickets, |mine| view! { <OneTicket mine /> })}
            <p><a href="/tickets?waiting=1&sort=changed">{text.waiting_tickets}</a>" · "<a href="/tickets?scope=mine">{text.all_tickets}</a></p>
        </section>
        <section class="work-part" aria-labelledby="work-requests">
            {head("work-requests", text.requests, |work| work.request_count)}
            {move || requests.with(Vec::is_empty).then(|| view! { <p class="empty-line">{text.no_requests}</p> })}
            {move || view! { <RequestLines requests=requests.get() /> }}
            <p><a href="/plan">{text.all_requests}</a></p>
        </section>
    }
}

/// Those of one kind. A row that says what it said before stays, with the focus that it may have.
fn rows<T, V>(
    work: RwSignal<Work>,
    of: fn(&Work) -> &Vec<T>,
    none: &'static str,
    row: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Debug + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let rows = Memo::new(move |_| work.with(|work| of(work).clone()));
    view! {
        {move || rows.with(Vec::is_empty).then(|| view! { <p class="empty-line">{none}</p> })}
        <ul class="work-list"><For each=move || rows.get() key=|row| format!("{row:?}") children=row /></ul>
    }
}

#[component]
fn OneChat(line: ChatRow) -> impl IntoView {
    let text = &phone().work;
    let waits = matches!(line.stage, Stage::Waiting { .. });
    view! {
        <li class="work-ticket">
            <p>
                <a class="row-link" href=format!("/chat/{}", line.number)>{line.customer.name.full}</a>
                <small class="muted">{line.company}" · "{line.last}</small>
            </p>
            {line.unread.then(|| view! { <span class="badge badge-blue">{text.unread}</span> })}
            {waits.then(|| view! { <span class="badge badge-amber">{text.waits}</span> })}
            <Ago at=line.asked />
        </li>
    }
}

#[component]
fn OneTicket(mine: WaitingTicket) -> impl IntoView {
    let text = &phone().work;
    let WaitingTicket { number, subject, company, status, priority, since, unread } = mine;
    view! {
        <li class="work-ticket">
            <p>
                <a class="row-link" dir="auto" href=format!("/tickets/{number}")>{subject}</a>
                <small class="muted">{number}" · "{company}</small>
            </p>
            {unread.then(|| view! { <span class="badge badge-blue">{text.unread}</span> })}
            <Level label=priority />
            <Badge label=status />
            <Ago at=since />
        </li>
    }
}

#[component]
fn OneCall(call: Call, times: Vec<Choice>, live: LiveWork) -> impl IntoView {
    let text = &phone().work;
    let when = (phone().slot_here)(&call.slot);
    let dial = format!("tel:{}", call.number.replace(char::is_whitespace, ""));
    let action = format!("/work/calls/{}", call.id);
    let take = format!("{action}/take");
    let (mine, take_of) = (call.mine, (text.take_of)(&call.who));
    view! {
        <li class="work-call">
            <div class="work-line">
                <p>
                    <b>{call.who.clone()}</b>" "<a href=dial rel="external">{call.number}</a>
                    <small class="muted"><a dir="auto" href=format!("/tickets/{}", call.ticket)>{call.subject}</a>" · "{call.company}</small>
                </p>
                {call.due.then(|| view! { <span class="badge badge-amber">{text.due}</span> })}
                {mine.then(|| view! { <span class="badge badge-green">{text.mine}</span> })}
                <span class="work-when">{when}</span>
                {(!mine).then(|| view! { <form method="post" action=take><button class="button" type="submit" aria-label=take_of>{text.take}</button></form> })}
            </div>
            <Ending action=format!("{action}/done") who=call.who times live />
        </li>
    }
}

/// What came of a call.
#[component]
fn Ending(action: String, who: String, times: Vec<Choice>, live: LiveWork) -> impl IntoView {
    let text = &phone().work;
    let form_state = use_form_state(&action);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let open = form_state.is_some();
    let scope = action.rsplit('/').nth(1).unwrap_or_default().to_owned();
    let typed =
        |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let chosen = typed("outcome");
    let again = std::iter::once(Choice { slug: String::new(), label: text.not_again.into() }).chain(times).collect();
    let outcomes = [(CallOutcome::Reached, text.reached), (CallOutcome::NotReached, text.not_reached)];
    view! {
        <details open=open on:toggle=move |_| if !is_filled_in() { live.read() }>
            <summary aria-label=(text.done_of)(&who)>{text.done}</summary>
            <form class="work-ending" method="post" action=action>
                <FormProblem refusal />
                <div class="work-outcome">
                    {outcomes.map(|(outcome, label)| {
                        let checked = chosen == outcome.as_str();
                        view! { <label class="check"><input type="radio" name="outcome" value=outcome.as_str() checked=checked required=true />{label}</label> }
                    }).collect_view()}
                </div>
                <Field name="again" scope=scope.clone() label=text.again control=Control::Select(again) value=typed("again") refusal />
                <Field name="note" scope label=text.note control=Control::Text { rows: 2, max: NOTE_MAX } value=typed("note") refusal />
                <p><button class="button button-primary" type="submit">{text.save}</button></p>
            </form>
        </details>
    }
}
