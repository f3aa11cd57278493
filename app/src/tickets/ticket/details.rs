use super::conversation::FileLinks;
use super::fields::{CameBack, ChangeForm};
use super::followers::Followers;
use crate::ui::badge::Level;
use crate::ui::moment::At;
use crate::words::words;
use domain::tickets::{Group, Ticket};
use domain::time::written_day;
use leptos::prelude::*;

/// What is known about the ticket beside the conversation.
#[component]
pub(crate) fn Details(ticket: Ticket, came_back: CameBack, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().ticket();
    let plans = crate::words::words().plans();
    let fixed = ticket.choices.is_none();
    let assignee = ticket.assignee.unwrap_or_else(|| words.nobody.into());
    view! {
        <aside class="details" aria-label=words.details>
            <h2>{words.details}</h2>
            {ticket.choices.map(|choices| view! { <ChangeForm number=ticket.number.clone() choices came_back changed /> })}
            <dl>
                <Fact name=words.reporter value=ticket.reporter.full />
                <Fact name=words.company value=ticket.company />
                {fixed.then(|| view! {
                    <Fact name=words.assignee value=assignee />
                    <Fact name=words.queue value=ticket.queue />
                    <div class="fact"><dt>{words.priority}</dt><dd><Level label=ticket.priority /></dd></div>
                })}
                <Fact name=words.kind value=ticket.kind />
                <Fact name=words.channel value=(words.channel_name)(&ticket.channel) />
                {ticket.plan_request.map(|id| view! {
                    <div class="fact"><dt>{plans.request_label}</dt><dd><a href=format!("/plan/requests/{id}")>{plans.open_request}</a></dd></div>
                })}
                {ticket.reference.map(|reference| view! { <Fact name=words.reference value=reference /> })}
                <div class="fact"><dt>{words.created}</dt><dd><At at=ticket.created /></dd></div>
                <div class="fact"><dt>{words.changed}</dt><dd><At at=ticket.changed /></dd></div>
            </dl>
            {ticket.groups.into_iter().map(|group| view! { <AttributeGroup group /> }).collect_view()}
            <Followers number=ticket.number audience=ticket.audience may_change=ticket.may.answer changed />
            <h2>{words.files}</h2>
            {if ticket.files.is_empty() {
                view! { <p class="muted">{words.no_files}</p> }.into_any()
            } else {
                view! { <FileLinks files=ticket.files /> }.into_any()
            }}
        </aside>
    }
}

#[component]
fn Fact(#[prop(into)] name: String, value: String) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

#[component]
fn AttributeGroup(group: Group) -> impl IntoView {
    view! {
        <h2>{group.name}</h2>
        <dl>{group.values.into_iter().map(|(name, value)| view! { <Fact name value=written_day(&value) /> }).collect_view()}</dl>
    }
}
