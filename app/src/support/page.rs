//! `/support`: the ways to get help.

use super::calls::ShowSupport;
use super::opening::OpeningHours;
use crate::page::{PageAddress, use_page_data};
use crate::session::use_session;
use crate::ui::icon::{self, Icon};
use crate::ui::problem::ProblemPage;
use crate::words::support::support;
use crate::words::words;
use domain::people::Kind;
use domain::support::{Support, Ways};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(SupportRoute: SupportPage in portal, loads = data);

fn data(_: &PageAddress) -> ShowSupport {
    ShowSupport {}
}

#[component]
fn SupportPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(found) => view! { <Shown found /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(found: Support) -> impl IntoView {
    let words = words();
    let text = support();
    let administers = use_session().me.is_some_and(|me| me.kind == Kind::Admin);
    let homeless = found.ways.is_empty() && !found.is_staff;
    let chat = found.ways.iter().any(|ways| ways.chat);
    view! {
        <Title text=format!("{} · {}", text.title, words.product) />
        <section class="support">
            <header class="support-head">
                <h1>{text.title}</h1>
                <p class="muted">{if found.is_staff { text.lead_desk } else { text.lead }}</p>
            </header>
            {homeless.then(|| view! { <p class="notice">{text.no_company}</p> })}
            <OpenNow chat />
            <div class="support-cards">
                {found.ways.into_iter().map(|ways| view! { <Included ways /> }).collect_view()}
                <section class="card support-chat">
                    <h2>{text.chat_hours}</h2>
                    {match found.opening {
                        Some(opening) => view! { <OpeningHours opening /> }.into_any(),
                        None => view! { <p class="muted">{text.no_hours}</p> }.into_any(),
                    }}
                    <p class="support-buttons">
                        <a class="button" href="/support/check">{if found.is_staff { text.check_other } else { text.check }}</a>
                        {administers.then(|| view! { <a class="button" href="/admin/calendars/chat">{text.edit_hours}</a> })}
                    </p>
                </section>
            </div>
        </section>
    }
}

/// What answers at this moment; chat only where it is open to the reader.
#[component]
fn OpenNow(chat: bool) -> impl IntoView {
    let text = support();
    let way = |path, name, lead, end: AnyView| {
        view! {
            <li class="support-open">
                <Icon path />
                <div><h3>{name}</h3><p>{lead}</p></div>
                {end}
            </li>
        }
    };
    let link = |address, label| view! { <a class="button" href=address>{label}</a> }.into_any();
    // It opens as a panel where scripts run.
    let assistant = view! {
        <a class="button" href="/assistant" rel="external" data-assistant="" data-close=words().list.shut>{text.assistant_ask}</a>
    };
    view! {
        <section class="card support-first">
            <h2>{text.open}</h2>
            <ul class="support-opens">
                {chat.then(|| {
                    let start = view! { <a class="button button-primary" href="/chat">{text.chat_start}</a> };
                    way(icon::CHAT, text.chat, text.chat_lead, start.into_any())
                })}
                {way(icon::ASSISTANT, text.assistant, text.assistant_lead, assistant.into_any())}
                {way(icon::HELP, text.guides, text.guides_lead, link("/help", text.guides_read))}
            </ul>
        </section>
    }
}

/// What one company's plan opens.
#[component]
fn Included(ways: Ways) -> impl IntoView {
    let words = words();
    let text = support();
    let planned = ways.level.is_some();
    let title = (text.plan_of)(&ways.company, ways.level.as_deref());
    view! {
        <section class="card support-plan">
            <h2>{title}</h2>
            <ul class="support-ways">
                <li>
                    <h3>{text.cases}</h3>
                    {match (ways.may_raise, planned) {
                        (true, _) => view! { <p>{text.cases_yours} " " <a href="/tickets/new">{words.nav.new_ticket}</a></p> }.into_any(),
                        (false, true) => view! { <p>{text.cases_contacts} " " <a href="/plan">{text.see_plan}</a></p> }.into_any(),
                        (false, false) => view! { <p>{text.no_plan}</p> }.into_any(),
                    }}
                </li>
                {ways.phone.map(|phone| {
                    let back = ways.may_raise.then(|| view! { " · "<a href="/support/callback">{crate::words::phone::phone().link}</a> });
                    let number = call(&phone);
                    view! { <li><h3>{text.phone}</h3><p><a href=number rel="external">{phone}</a>{back}</p></li> }
                })}
                {ways.phone_from.map(|level| view! { <li class="support-without"><h3>{text.phone}</h3><p>{(text.phone_from)(&level)}</p></li> })}
                {planned.then(|| view! { <li><h3>{text.chat}</h3><p>{text.chat_included}</p></li> })}
                {ways.team.then(|| view! { <li><h3>{text.team}</h3><p>{text.team_yours}</p></li> })}
                {ways.helpers.into_iter().map(|helper| view! {
                    <li>
                        <h3>{if helper.success { text.csm } else { text.account_manager }}</h3>
                        <p>{helper.name} {(!helper.phone.is_empty()).then(|| view! { " · " <a href=call(&helper.phone) rel="external">{helper.phone.clone()}</a> })}</p>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// Where a telephone number leads.
fn call(phone: &str) -> String {
    format!("tel:{}", phone.replace(char::is_whitespace, ""))
}
