//! Details panel beside the conversation. Folds away; this browser remembers that.

use super::autosave::{Autosave, RefusedForm, UndoChange};
use super::conversation::FileLinks;
use super::fields::{ChangeForm, Pick};
use super::followers::Followers;
use crate::assets::TicketAssets;
use crate::session::{PanelTurned, use_session};
use crate::ui::badge::{Badge, Level};
use crate::ui::query::use_query;
use crate::ui::time::{Ago, At};
use crate::words::words;
use domain::events::ticket::TicketField;
use domain::tickets::{Choice, Group, Picker, Ticket, TicketChoices};
use domain::time::format_day;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub(crate) fn Details(
    ticket: RwSignal<Ticket>,
    came_back: RefusedForm,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let (words, panel) = (words().ticket(), words().panel());
    let number = StoredValue::new(ticket.with_untracked(|ticket| ticket.number.clone()));
    let choices = Memo::new(move |_| ticket.with(|ticket| ticket.choices.clone().map(with_nobody)));
    let chooses = Memo::new(move |_| choices.with(Option::is_some));
    let wanted = RwSignal::new(is_wanted());
    let autosave = Autosave::new(&number.get_value(), came_back, choices, changed);
    let may = Memo::new(move |_| ticket.with(|ticket| ticket.may));
    let may_link = Memo::new(move |_| may.get().answer);
    let linked = Memo::new(move |_| ticket.with(|ticket| ticket.assets.clone()));
    let groups = Memo::new(move |_| ticket.with(|ticket| ticket.groups.clone()));
    let files = Memo::new(move |_| ticket.with(|ticket| ticket.files.clone()));
    let audience = Memo::new(move |_| ticket.with(|ticket| ticket.audience.clone()));
    let text = move |of: fn(&Ticket) -> String| move || ticket.with(of);
    let picked = move |name: TicketField,
                       label: &'static str,
                       of: fn(&TicketChoices) -> &Picker,
                       shown: fn(&Ticket) -> AnyView| {
        move || match chooses.get() {
            true => view! { <Pick name label of choices autosave /> }.into_any(),
            false => view! { <Row name=label>{ticket.with(shown)}</Row> }.into_any(),
        }
    };
    view! {
        {move || chooses.get().then(|| view! { <UndoChange autosave /> })}
        <div class="ticket-side" class:panel-wanted=move || wanted.get()>
            <Fold wanted />
            <aside class="details" aria-label=words.details>
                <dl>
                    {picked(TicketField::Status, words.status, |choices| &choices.status, |ticket| view! { <Badge label=ticket.status.clone() /> }.into_any())}
                    <Row name=words.number>{text(|ticket| ticket.number.clone())}</Row>
                    <Row name=words.reporter>{text(|ticket| ticket.reporter.full.clone())}</Row>
                    <Row name=words.company>{text(|ticket| ticket.company.clone())}</Row>
                    {picked(TicketField::Assignee, words.assignee, |choices| &choices.assignee, |ticket| assignee(ticket).into_any())}
                    {picked(TicketField::Queue, words.queue, |choices| &choices.queue, |ticket| ticket.queue.clone().into_any())}
                    {picked(TicketField::Priority, words.priority, |choices| &choices.priority, |ticket| view! { <Level label=ticket.priority.clone() /> }.into_any())}
                </dl>
                {move || chooses.get().then(|| view! { <ChangeForm number=number.get_value() autosave /> })}
                <TicketAssets number=number.get_value() linked may=may_link changed />
                <dl class="details-more">
                    <Row name=words.kind>{text(|ticket| ticket.kind.clone())}</Row>
                    <Row name=panel.age>{move || view! { <Ago at=ticket.with(|ticket| ticket.created.clone()) /> }}</Row>
                    <Row name=words.channel>{text(|ticket| (crate::words::words().ticket().channel_name)(&ticket.channel))}</Row>
                    {move || ticket.with(|ticket| ticket.plan_request.clone()).map(|id| view! { <PlanRequest id /> })}
                    {move || ticket.with(|ticket| ticket.reference.clone()).map(|reference| view! { <Row name=words.reference>{reference}</Row> })}
                    <Row name=words.created>{move || view! { <At at=ticket.with(|ticket| ticket.created.clone()) /> }}</Row>
                    <Row name=words.changed>{move || view! { <At at=ticket.with(|ticket| ticket.changed.clone()) /> }}</Row>
                </dl>
                {move || groups.get().into_iter().map(|group| view! { <AttributeGroup group /> }).collect_view()}
                <h2>{move || (panel.files)(files.with(Vec::len))}</h2>
                {move || match files.get() {
                    files if files.is_empty() => view! { <p class="muted">{words.no_files}</p> }.into_any(),
                    files => view! { <FileLinks files /> }.into_any(),
                }}
                {move || view! { <Followers number=number.get_value() audience=audience.get() may_change=may.get().answer changed /> }}
            </aside>
        </div>
    }
}

fn assignee(ticket: &Ticket) -> String {
    ticket.assignee.clone().unwrap_or_else(|| words().ticket().nobody.into())
}

fn with_nobody(mut choices: TicketChoices) -> TicketChoices {
    choices.assignee.choices.insert(0, Choice { slug: String::new(), label: words().ticket().nobody.into() });
    choices
}

/// Whether the page was asked for because of something in the panel, so that it must not be folded.
fn is_wanted() -> bool {
    let came_back = use_session().form_state.is_some_and(|form_state| !form_state.action.ends_with("/messages"));
    came_back || use_query().with_untracked(|query| query.get("link")).is_some()
}

/// On narrow screens the panel is folded until this is ticked, on wide ones it folds when it is: nothing moves at the start.
#[component]
fn Fold(wanted: RwSignal<bool>) -> impl IntoView {
    let turned_last = expect_context::<PanelTurned>().0;
    let panel = words().panel();
    let turn = move |event: web_sys::Event| {
        let turned = event_target_checked(&event);
        turned_last.set(turned);
        wanted.set(false);
        remember(turned);
    };
    view! {
        <input class="panel-fold visually-hidden" type="checkbox" id="panel-fold" autocomplete="off" checked=turned_last.get_untracked() on:change=turn />
        <label class="panel-turn" for="panel-fold">
            <span class="panel-hide">{panel.hide}</span>
            <span class="panel-show">{panel.show}</span>
        </label>
    }
}

fn remember(turned: bool) {
    let name = if turned { "turned" } else { "usual" };
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&format!("portico_panel={name}; path=/; max-age=31536000; samesite=lax"));
    }
}

#[component]
fn Row(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

#[component]
fn PlanRequest(id: String) -> impl IntoView {
    let plans = words().plans();
    view! { <Row name=plans.request_label><a href=format!("/plan/requests/{id}")>{plans.open_request}</a></Row> }
}

#[component]
fn AttributeGroup(group: Group) -> impl IntoView {
    let values = group.values.into_iter();
    let rows =
        values.map(|(name, value)| view! { <div class="fact"><dt>{name}</dt><dd>{format_day(&value)}</dd></div> });
    view! {
        <h2>{group.name}</h2>
        <dl>{rows.collect_view()}</dl>
    }
}
