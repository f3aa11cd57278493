//! Page `/chat`: whether a customer may start a chat, and for agents their inbox.

use super::calls::ChatCustomerPage;
use super::inbox::InboxPage;
#[cfg(feature = "ssr")]
use super::{inbox, is_staff};
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::{PageAddress, use_page_data};
use crate::session::{use_form_state, use_session};
use crate::support::OpeningHours;
use crate::tickets::audience::WhoSees;
use crate::ui::composer::Composer;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::file_picker::FilePicker;
use crate::ui::problem::ProblemPage;
use crate::ui::submit::Submit;
use crate::ui::time::Ago;
use crate::words::chat::chat;
use crate::words::support::support;
use crate::words::words;
use domain::chat::{CustomerPage, Eligibility, PastChat, StartOption};
use domain::support::{CompanyCheck, Identity, Opening, PlanAnswer, SeatAnswer};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

crate::page::page!(ChatRoute: ChatPage in ticket, prefetch = prefetch);

fn data(address: &PageAddress) -> ChatCustomerPage {
    ChatCustomerPage { from: address.query("from").unwrap_or_default() }
}

/// The data of the customer page or, for agents, of their inbox.
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
            Ok(page) => view! { <Shown page /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(page: CustomerPage) -> impl IntoView {
    let text = chat();
    let CustomerPage { eligibility, running, call, past, begun, key } = page;
    let case = if begun.is_empty() { "/tickets/new" } else { "/tickets/new?from=assistant" };
    let start = match running {
        Some(number) => view! { <Going number /> }.into_any(),
        None => match eligibility {
            Eligibility::Open(options) => view! { <Start options begun key case /> }.into_any(),
            Eligibility::Closed(opening) => {
                view! { <Shut title=text.closed lead=text.closed_lead opening hours=true case call /> }.into_any()
            }
            Eligibility::Nobody(opening) => {
                view! { <Shut title=text.nobody lead=text.nobody_lead opening case call /> }.into_any()
            }
            Eligibility::Refused(checked) => view! { <Refused checked /> }.into_any(),
            Eligibility::Agent => ().into_any(),
        },
    };
    view! {
        <Title text=format!("{} · {}", text.title, words().product) />
        <section class="chat-front">
            <header class="support-head">
                <h1>{text.title}</h1>
                <p class="muted">{text.lead}</p>
            </header>
            {start}
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
fn Start(options: Vec<StartOption>, begun: String, key: String, case: &'static str) -> impl IntoView {
    let (words, text) = (words(), chat());
    let login = use_session().me.map(|me| me.login);
    let form_state = use_form_state(ACTION);
    let navigate = use_navigate();
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |done| {
        navigate(&done.to, NavigateOptions::default())
    });
    let refusal = submit.refusal;
    let typed =
        |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let body = form_state.as_ref().map_or(begun, |form_state| form_state.value("body").to_owned());
    let key = Some(typed("key")).filter(|key| !key.is_empty()).unwrap_or(key);
    let waiting = form_state.as_ref().map(|form_state| form_state.waiting.clone()).unwrap_or_default();
    let files_lost = form_state.as_ref().is_some_and(|form_state| form_state.files_lost);
    let several = options.len() > 1;
    let readers = options
        .iter()
        .map(|option| {
            let (company, audience) = (option.company.label.clone(), Signal::stored(option.audience.clone()));
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
            <Lines options=options.clone() />
            <FormProblem refusal />
            <Whose options value=typed("company") refusal />
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
fn Lines(options: Vec<StartOption>) -> impl IntoView {
    let text = chat();
    let several = options.len() > 1;
    let line = move |option: StartOption| {
        let wait = (text.wait)(option.present, option.ahead, option.minutes);
        view! {
            <li>
                <span class="chat-dot" class:is-here=option.present != 0 aria-hidden="true"></span>
                <span>
                    {several.then(|| view! { <b>{option.company.label}</b> ": " })}
                    {wait} {option.team.then(|| format!(" {}", text.team))}
                </span>
            </li>
        }
    };
    view! { <ul class="chat-lines">{options.into_iter().map(line).collect_view()}</ul> }
}

#[component]
fn Whose(
    options: Vec<StartOption>,
    value: String,
    #[prop(into)] refusal: Signal<Option<domain::Refusal>>,
) -> impl IntoView {
    let companies: Vec<_> = options.into_iter().map(|option| option.company).collect();
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
    let form_state = use_form_state(ACTION);
    let typed = form_state.map(|form_state| form_state.value("body").to_owned()).filter(|typed| !typed.is_empty());
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
fn PastChats(past: Vec<PastChat>) -> impl IntoView {
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
