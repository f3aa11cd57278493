//! An answer of the assistant, as text with links.

use super::choices::Choices;
use crate::session::use_session;
use crate::ui::badge::Badge;
use crate::words::assistant::{Assistant, assistant, chats};
use crate::words::support::support;
use domain::assistant::{AssistantAnswer, Contacts, Managers, QuotedPassage, SkillResult, Suggestion, TicketLine};
use domain::plans::ManagerContact;
use domain::support::{Check, Opening};
use leptos::prelude::*;

/// `last`: the newest answer, whose choices can still be chosen.
#[component]
pub(super) fn AnswerText(answer: AssistantAnswer, last: bool, chat_open: bool) -> impl IntoView {
    let text = assistant();
    match answer {
        AssistantAnswer::Read { passage, beside } => view! {
            <Quoted passage />
            <Beside ways=beside />
            {last.then(|| view! { <GoOn chat_open /> })}
        }
        .into_any(),
        AssistantAnswer::Done { asked, beside } => view! {
            <Did asked chat_open />
            <Beside ways=beside />
        }
        .into_any(),
        AssistantAnswer::Which(ways) => view! {
            <p>{text.which}</p>
            {last.then(|| view! { <Choices choices=ways.iter().map(|way| asked_by(text, way)).collect() /> })}
        }
        .into_any(),
        AssistantAnswer::Unknown(ways) => view! {
            <p>{text.unknown}</p>
            {(!ways.is_empty()).then(|| view! { <p class="muted">{text.nearest}</p> })}
            <Links ways />
            {last.then(|| view! { <GoOn chat_open /> })}
        }
        .into_any(),
    }
}

/// The question that leads to something.
pub(super) fn asked_by(text: &Assistant, way: &Suggestion) -> String {
    match way {
        Suggestion::Article(line) => line.title.clone(),
        Suggestion::Skill(id) => (text.skill)(id).to_owned(),
    }
}

#[component]
fn Quoted(passage: QuotedPassage) -> impl IntoView {
    let anchor = if passage.anchor.is_empty() { String::new() } else { format!("#{}", passage.anchor) };
    let source = (assistant().source)(&passage.title, &passage.heading);
    view! {
        <blockquote class="assistant-quote"><p>{passage.text}</p></blockquote>
        <p><a href=format!("/help/{}{anchor}", passage.slug)>{source}</a></p>
    }
}

/// Other articles that may be about it.
#[component]
fn Beside(ways: Vec<Suggestion>) -> impl IntoView {
    let articles: Vec<Suggestion> = ways.into_iter().filter(|way| matches!(way, Suggestion::Article(_))).collect();
    (!articles.is_empty()).then(|| {
        view! {
            <p class="muted assistant-beside">{assistant().beside}</p>
            <Links ways=articles />
        }
    })
}

#[component]
fn Links(ways: Vec<Suggestion>) -> impl IntoView {
    let articles = ways.into_iter().filter_map(|way| match way {
        Suggestion::Article(line) => Some(line),
        Suggestion::Skill(_) => None,
    });
    view! {
        <ul class="assistant-links">
            {articles.map(|line| view! { <li><a href=format!("/help/{}", line.slug)>{line.title}</a></li> }).collect_view()}
        </ul>
    }
}

/// The way to a person.
#[component]
fn GoOn(chat_open: bool) -> impl IntoView {
    let text = assistant();
    let raises = use_session().me.is_some_and(|me| me.may_raise);
    // The page for a new ticket says by which rule of the plan somebody may not raise one.
    let (lead, way) = if raises { (text.case_lead, text.case) } else { (text.case_not, text.case_why) };
    view! {
        <p class="assistant-on">
            <span class="muted">{lead}</span> " "
            {chat_open.then(|| view! { <a href="/chat?from=assistant" rel="external">{text.case_chat}</a> " · " })}
            <a href="/tickets/new?from=assistant" rel="external">{way}</a>
        </p>
    }
}

#[component]
fn Did(asked: SkillResult, chat_open: bool) -> impl IntoView {
    let text = assistant();
    match asked {
        SkillResult::Tickets { lines, more } => view! { <Tickets lines more /> }.into_any(),
        SkillResult::Ticket(line) => view! { <ul class="assistant-tickets"><Ticket line /></ul> }.into_any(),
        SkillResult::NoTicket(number) => view! { <p>{(text.no_ticket)(&number)}</p> }.into_any(),
        SkillResult::Contacts(plans) => view! { <Plans plans /> }.into_any(),
        SkillResult::Chat(check) => view! { <Chat check=*check /> }.into_any(),
        SkillResult::Hours { opening, day } => {
            let day = day.map(|day| {
                let at = day.at.map(|(minute, open)| (text.at)(minute, open));
                view! { <p>{(text.day)(&day)} " " {at}</p> }
            });
            view! { {day} <Hours opening=opening.map(|opening| *opening) /> }.into_any()
        }
        SkillResult::Password { email } => view! { <Password email /> }.into_any(),
        SkillResult::Licences { licences, .. } => view! { <Licences licences /> }.into_any(),
        SkillResult::Managers(managers) => view! { <Looks managers /> }.into_any(),
        SkillResult::Raise if !use_session().me.is_some_and(|me| me.may_raise) => view! { <GoOn chat_open /> }.into_any(),
        SkillResult::Raise => view! {
            <p>{text.raise}</p>
            <p class="support-buttons">
                <a class="button button-primary" href="/tickets/new?from=assistant" rel="external">{text.raise_button}</a>
                {chat_open.then(|| view! { <a class="button" href="/chat?from=assistant" rel="external">{text.case_chat}</a> })}
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Tickets(lines: Vec<TicketLine>, more: bool) -> impl IntoView {
    let text = assistant();
    if lines.is_empty() {
        return view! { <p>{text.no_tickets}</p> }.into_any();
    }
    view! {
        <p>{text.tickets}</p>
        <ul class="assistant-tickets">{lines.into_iter().map(|line| view! { <Ticket line /> }).collect_view()}</ul>
        {more.then(|| view! { <p><a href="/tickets?scope=mine">{text.all_tickets}</a></p> })}
    }
    .into_any()
}

#[component]
fn Ticket(line: TicketLine) -> impl IntoView {
    let address = format!("/tickets/{}", line.number);
    view! {
        <li>
            <a href=address>{line.number} " " {line.subject}</a> " "
            <Badge label=line.status /> " "
            <span class="muted">{(assistant().assigned)(line.assignee.as_deref())}</span>
        </li>
    }
}

#[component]
fn Plans(plans: Vec<Contacts>) -> impl IntoView {
    let text = assistant();
    view! {
        {plans.is_empty().then(|| view! { <p>{text.no_plan}</p> })}
        {plans.into_iter().map(|plan| view! { <p>{(text.contacts)(&plan)} " " {(text.names)(&plan.names)}</p> }).collect_view()}
        <p><a href="/plan">{text.plan}</a></p>
    }
}

/// Those who look after a company, and what each is called.
pub(super) fn helpers(text: &Assistant, managers: Vec<Managers>) -> Vec<(String, ManagerContact)> {
    let named = |of: &Managers, helper: Option<ManagerContact>, label: fn(&str, &str) -> String| {
        helper.map(|helper| (label(&of.company, &helper.name), helper))
    };
    let both = |of: Managers| {
        let (csm, manager) = (of.csm.clone(), of.account_manager.clone());
        [named(&of, csm, text.csm), named(&of, manager, text.account_manager)].into_iter().flatten()
    };
    managers.into_iter().flat_map(both).collect()
}

#[component]
fn Looks(managers: Vec<Managers>) -> impl IntoView {
    let text = assistant();
    let helpers = helpers(text, managers);
    view! {
        {helpers.is_empty().then(|| view! { <p>{text.no_managers}</p> })}
        {helpers.into_iter().map(|(label, helper)| {
            let call = format!("tel:{}", helper.phone.replace(char::is_whitespace, ""));
            view! {
                <p>
                    {label} " " <a href=format!("mailto:{}", helper.email) rel="external">{helper.email.clone()}</a>
                    {(!helper.phone.is_empty()).then(|| view! { " · " <a href=call rel="external">{helper.phone}</a> })}
                </p>
            }
        }).collect_view()}
        <p><a href="/plan">{text.plan}</a></p>
    }
}

#[component]
fn Chat(check: Check) -> impl IntoView {
    let text = assistant();
    let (lines, fits) = (chat_lines(text, &check), chats(&check));
    let open = check.opening.as_ref().is_some_and(|opening| opening.open);
    view! {
        {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        {fits.then(|| view! { <Hours opening=check.opening /> })}
        <p class="help-ways">
            {(fits && open).then(|| view! { <a class="button button-primary" href="/chat">{text.chat}</a> })}
            <a class="button" href="/support/check">{text.check}</a>
        </p>
    }
}

/// Whether chat is open to them, or what stands in the way.
pub(super) fn chat_lines(text: &Assistant, check: &Check) -> Vec<String> {
    let open = check.opening.as_ref().is_some_and(|opening| opening.open);
    if check.asks_for_others {
        vec![text.chat_desk.to_owned()]
    } else if chats(check) {
        vec![if open { text.chat_fits } else { text.chat_fits_closed }.to_owned()]
    } else {
        check.companies.iter().map(text.chat_not).collect()
    }
}

#[component]
fn Hours(opening: Option<Opening>) -> impl IntoView {
    let text = assistant();
    let Some(opening) = opening else { return view! { <p>{text.no_hours}</p> }.into_any() };
    let words = support();
    let standing = if opening.open { words.open } else { words.closed };
    let week: Vec<String> = opening.week.iter().map(|row| (words.hours)(row)).collect();
    view! {
        <p>{standing} ". " {(words.turns)(&opening)}</p>
        <p class="muted">{week.join(", ")} ". " {(words.zone)(&opening.zone)}</p>
        <p><a href="/support">{text.hours}</a></p>
    }
    .into_any()
}

#[component]
fn Password(email: String) -> impl IntoView {
    let text = assistant();
    view! {
        <p>{(text.password)(&email)}</p>
        <div class="help-ways">
            <form method="post" action="/forgot">
                <input type="hidden" name="email" value=email />
                <button class="button" type="submit">{text.password_link}</button>
            </form>
            <a class="button" href="/account?tab=security">{text.password_known}</a>
        </div>
    }
}

#[component]
fn Licences(licences: Vec<(String, String, i64, i64)>) -> impl IntoView {
    let text = assistant();
    if licences.is_empty() {
        return view! { <p>{text.no_licences}</p> }.into_any();
    }
    view! {
        <p>{text.licences}</p>
        <ul class="assistant-links">
            {licences.into_iter().map(|(name, id, free, total)| view! {
                <li><a href=format!("/assets/{id}")>{name}</a> ": " {(text.licence)(free, total)}</li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}
