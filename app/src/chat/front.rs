//! `/chat`: to customers the door, to agents their inbox.

use super::calls::ChatFront;
use super::inbox::InboxPage;
#[cfg(feature = "ssr")]
use super::{inbox, is_staff};
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::{PageAddress, use_page_data};
use crate::session::{use_echo, use_session};
use crate::support::OpeningHours;
use crate::tickets::audience::WhoSees;
use crate::ui::composer::Composer;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::file_picker::FilePicker;
use crate::ui::moment::Ago;
use crate::ui::problem::ProblemPage;
use crate::ui::submit::Submit;
use crate::words::chat::chat;
use crate::words::support::support;
use crate::words::words;
use domain::chat::{Door, Front, Past, Way};
use domain::support::{CompanyCheck, Identity, Opening, PlanAnswer, SeatAnswer};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

crate::page::page!(ChatRoute: ChatPage in ticket, prefetch = prefetch);

fn data(address: &PageAddress) -> ChatFront {
    ChatFront { from: address.query("from").unwrap_or_default() }
}

/// The door to chat or, for agents, their inbox.
#[cfg(feature = "ssr")]
async fn prefetch(request: &PageRequest) {
    if is_staff() {
        request.fetch(inbox::data(&request.address)).await;
    } else {
        request.fetch(data(&request.address)).await;
    }
}

const ACTION: &str = "/chat";

#[component]
fn ChatPage() -> impl IntoView {
    if use_session().me.is_some_and(|me| me.kind.is_staff()) {
        return view! { <InboxPage /> }.into_any();
    }
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(front) => view! { <Shown front /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(front: Front) -> impl IntoView {
    let text = chat();
    let Front { door, talk, call, past, begun, key } = front;
    let case = if begun.is_empty() { "/tickets/new" } else { "/tickets/new?from=assistant" };
    let door = match talk {
        Some(number) => view! { <Going number /> }.into_any(),
        None => match door {
            Door::Open(ways) => view! { <Start ways begun key case /> }.into_any(),
            Door::Closed(opening) => {
                view! { <Shut title=text.closed lead=text.closed_lead opening hours=true case call /> }.into_any()
            }
            Door::Nobody(opening) => {
                view! { <Shut title=text.nobody lead=text.nobody_lead opening case call /> }.into_any()
            }
            Door::Refused(checked) => view! { <Refused checked /> }.into_any(),
            Door::Agent => ().into_any(),
        },
    };
    view! {
        <Title text=format!("{} · {}", text.title, words().product) />
        <section class="chat-front">
            <header class="support-head">
                <h1>{text.title}</h1>
                <p class="muted">{text.lead}</p>
            </header>
            {door}
            {(!past.is_empty()).then(|| view! { <PastChats past /> })}
        </section>
    }
}

/// A chat that is not over: there is one at a time.
#[component]
fn Going(number: String) -> impl IntoView {
    view! {
        <div class="card chat-going">
            <p>{(chat().goes_on)(&number)}</p>
            <p><a class="button button-primary" href=format!("/chat/{number}")>{chat().go_on}</a></p>
        </div>
    }
}

#[component]
fn Start(ways: Vec<Way>, begun: String, key: String, case: &'static str) -> impl IntoView {
    let (words, text) = (words(), chat());
    let login = use_session().me.map(|me| me.login);
    let echo = use_echo(ACTION);
    let navigate = use_navigate();
    let submit = Submit::new(echo.as_ref().and_then(|echo| echo.refusal.clone()), move |done| {
        navigate(&done.to, NavigateOptions::default())
    });
    let refusal = submit.refusal;
    let typed = |name: &str| echo.as_ref().map(|echo| echo.value(name).to_owned()).unwrap_or_default();
    let body = echo.as_ref().map_or(begun, |echo| echo.value("body").to_owned());
    let key = Some(typed("key")).filter(|key| !key.is_empty()).unwrap_or(key);
    let waiting = echo.as_ref().map(|echo| echo.waiting.clone()).unwrap_or_default();
    let files_lost = echo.as_ref().is_some_and(|echo| echo.files_lost);
    let several = ways.len() > 1;
    let readers = ways
        .iter()
        .map(|way| {
            let (company, audience) = (way.company.label.clone(), Signal::stored(way.audience.clone()));
            view! {
                {several.then(|| view! { <p class="muted">{company}</p> })}
                <WhoSees audience may_note=false />
            }
        })
        .collect_view();
    view! {
        <form class="card chat-start" method="post" enctype="multipart/form-data" action=ACTION
            data-writing=words.writing().script data-place="new" data-who=login on:submit=move |event| submit.send(event)>
            <input type="hidden" name="key" value=key />
            <input type="hidden" name="draft" />
            <input type="hidden" name="revision" value="0" />
            <input type="hidden" name="window" value="0" />
            <Lines ways=ways.clone() />
            <FormProblem refusal />
            <Whose ways value=typed("company") refusal />
            <Composer name="body" label=text.message rows=5 value=body html=typed("html") refusal required=true />
            <FilePicker id="chat-files" submit waiting />
            {files_lost.then(|| view! { <p class="notice notice-warn" role="alert">{words.files().again}</p> })}
            <div class="writing-choice"></div>
            {readers}
            <div class="chat-start-foot">
                <p class="writing-state" role="status"></p>
                <a class="button button-quiet" href=case>{text.case}</a>
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                    {move || if submit.busy.get() { text.starting } else { text.start }}
                </button>
            </div>
        </form>
    }
}

/// Who is there and how long it takes, for each company that has a line of its own.
#[component]
fn Lines(ways: Vec<Way>) -> impl IntoView {
    let text = chat();
    let several = ways.len() > 1;
    let line = move |way: Way| {
        let wait = (text.wait)(way.present, way.ahead, way.minutes);
        view! {
            <li>
                <span class="chat-dot" class:is-here=way.present != 0 aria-hidden="true"></span>
                <span>
                    {several.then(|| view! { <b>{way.company.label}</b> ": " })}
                    {wait} {way.team.then(|| format!(" {}", text.team))}
                </span>
            </li>
        }
    };
    view! { <ul class="chat-lines">{ways.into_iter().map(line).collect_view()}</ul> }
}

#[component]
fn Whose(ways: Vec<Way>, value: String, #[prop(into)] refusal: Signal<Option<domain::Refusal>>) -> impl IntoView {
    let companies: Vec<_> = ways.into_iter().map(|way| way.company).collect();
    match <[_; 1]>::try_from(companies) {
        Ok([only]) => view! { <input type="hidden" name="company" value=only.slug /> }.into_any(),
        Err(several) => {
            view! { <Field name="company" label=chat().company control=Control::Select(several) value refusal required=true /> }.into_any()
        }
    }
}

/// Nobody answers now: when somebody will, and what else there is.
#[component]
fn Shut(
    title: &'static str,
    lead: &'static str,
    opening: Option<Opening>,
    #[prop(optional)] hours: bool,
    case: &'static str,
    /// The plan includes being called back.
    call: bool,
) -> impl IntoView {
    let text = chat();
    let echo = use_echo(ACTION);
    let typed = echo.map(|echo| echo.value("body").to_owned()).filter(|typed| !typed.is_empty());
    let hours = hours.then(|| match opening {
        Some(opening) => view! { <OpeningHours opening /> }.into_any(),
        None => view! { <p class="muted">{text.no_hours}</p> }.into_any(),
    });
    view! {
        <div class="card chat-shut">
            <h2>{title}</h2>
            <p>{lead}</p>
            {hours}
            {typed.map(|typed| view! { <h3>{text.typed}</h3><div class="said-text chat-typed">{typed}</div> })}
            <p class="support-buttons">
                <a class="button button-primary" href=case>{text.case}</a>
                {call.then(|| view! { <a class="button" href="/support/callback">{crate::words::phone::phone().link}</a> })}
            </p>
        </div>
    }
}

/// Which conditions are not met.
#[component]
fn Refused(checked: Vec<CompanyCheck>) -> impl IntoView {
    let text = chat();
    let missing = |checked: &CompanyCheck| {
        let words = support();
        let answers = [
            (matches!(checked.plan, PlanAnswer::Holds(_)), words.condition_plan),
            (matches!(checked.seat, SeatAnswer::Holds), words.condition_seat),
            (matches!(checked.identity, Identity::Same(_)), words.condition_email),
            (!checked.client, words.condition_client),
        ];
        answers.into_iter().filter(|(met, _)| !met).map(|(_, condition)| condition).collect::<Vec<_>>()
    };
    let homeless = checked.is_empty();
    let company = |checked: CompanyCheck| {
        view! {
            <h3>{checked.company.clone()}</h3>
            <ul class="chat-missing">
                {missing(&checked).into_iter().map(|condition| view! {
                    <li>
                        <span class="chat-missing-mark" aria-hidden="true">"✗"</span>
                        <span>{condition} <span class="visually-hidden">" " {support().not_met}</span></span>
                    </li>
                }).collect_view()}
            </ul>
        }
    };
    view! {
        <div class="card chat-shut">
            <h2>{text.refused}</h2>
            <p>{if homeless { support().no_company } else { text.refused_lead }}</p>
            {checked.into_iter().map(company).collect_view()}
            <p class="support-buttons">
                <a class="button button-primary" href="/support/check">{text.check}</a>
                <a class="button" href="/support">{support().title}</a>
            </p>
        </div>
    }
}

#[component]
fn PastChats(past: Vec<Past>) -> impl IntoView {
    view! {
        <section class="chat-past" aria-labelledby="chat-past">
            <h2 id="chat-past">{chat().past}</h2>
            <ul>
                {past.into_iter().map(|past| view! {
                    <li>
                        <a href=format!("/tickets/{}", past.number)>{past.subject}</a>
                        <span class="muted">{past.number} " · " {past.company} " · " <Ago at=past.at /></span>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}
