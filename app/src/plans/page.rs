//! `/plan`: the support plans of a company.

use super::calls::OpenPlan;
use super::inbox::PlanInbox;
use super::manage::Settings;
use super::request_lines::RequestLines;
use super::{Seats, form_address};
use crate::live::{on_news, preserve_focus};
use crate::page::{PageAddress, use_page_data_again};
use crate::scroll_restoration::restore_scroll;
use crate::support::OpeningHours;
use crate::ui::avatar::Avatar;
use crate::ui::problem::ProblemPage;
use crate::ui::time::At;
use crate::words::words;
use domain::live::News;
use domain::plans::choose::beyond;
use domain::plans::{Level, ManagerContact, PlanContact, PlanIndex, PlanOverview, RequestLine, Shown, TermStatus};
use domain::support::Opening;
use domain::time::DisplayTime;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(PlanRoute: PlanPage in portal, loads = data);

fn data(address: &PageAddress) -> OpenPlan {
    let chosen = |name: &str| address.query(name).unwrap_or_default();
    OpenPlan { company: chosen("company"), find: chosen("find") }
}

#[component]
fn PlanPage() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let plan = use_page_data_again(data, move || again.get());
    on_news(move |_, news| {
        if matches!(news, News::Plan | News::Resync) && !is_written_in() {
            preserve_focus();
            again.update(|again| *again += 1);
        }
    });
    plan.show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(PlanIndex::Company(page)) => view! { <CompanyPlans page=*page /> }.into_any(),
            Ok(PlanIndex::Inbox(inbox)) => view! { <PlanInbox inbox /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

/// Somebody is about to set or look up something, which a page that renders again would lose.
fn is_written_in() -> bool {
    let fields = ".plan-settings[open], .plan :is(input, select, textarea):focus";
    document().query_selector(fields).is_ok_and(|found| found.is_some())
}

#[component]
fn CompanyPlans(page: PlanOverview) -> impl IntoView {
    let words = words();
    let texts = words.plans();
    let title = format!("{} · {} · {}", texts.title, page.company.label, words.product);
    let company = page.company.slug.clone();
    let none = page.plans.is_empty();
    let (files, prepares, knows) = (page.may.file, page.may.prepare, page.may.file || page.may.decide);
    let levels = levels_of(&page.plans);
    let settings = page
        .manage
        .clone()
        .map(|manage| view! { <Settings manage company=page.company.clone() plans=page.plans.clone() /> });
    restore_scroll();
    view! {
        <Title text=title />
        <section class="plan">
            <header class="plan-head">
                <h1>{format!("{} · {}", texts.title, page.company.label)}</h1>
                <p class="muted">{(texts.lead)(&page.company.label)}</p>
                {(!page.companies.is_empty()).then(|| view! {
                    <nav class="segments" aria-label=texts.whose>
                        {page.companies.into_iter().map(|other| {
                            let current = (other.slug == company).then_some("page");
                            view! { <a class="segment" href=format!("/plan?company={}", other.slug) aria-current=current>{other.label}</a> }
                        }).collect_view()}
                    </nav>
                })}
            </header>
            <div class="plan-body">
                <div class="plan-main">
                    {none.then(|| view! { <div class="empty"><h2>{(texts.none)(&page.company.label)}</h2><p>{texts.none_hint}</p></div> })}
                    {page.plans.into_iter().map(|plan| view! { <OnePlan plan company=company.clone() files prepares /> }).collect_view()}
                    <Requests requests=page.requests knows />
                    {settings}
                    {knows.then(|| view! {
                        <section class="plan-part">
                            <h2>{texts.history}</h2>
                            {page.history.is_empty().then(|| view! { <p class="muted">{texts.no_history}</p> })}
                            <ol class="plan-lines">
                                {page.history.into_iter().map(|line| view! {
                                    <li><span>{(texts.line)(&line.who, &line.what)}</span> <At at=line.at /></li>
                                }).collect_view()}
                            </ol>
                        </section>
                    })}
                </div>
                <aside class="plan-side" aria-label=texts.included>
                    {(!levels.is_empty()).then(|| view! { <Includes levels opening=page.opening /> })}
                    <Helpers account_manager=page.account_manager csm=page.csm />
                </aside>
            </div>
        </section>
    }
}

#[component]
fn OnePlan(plan: Shown, company: String, files: bool, prepares: bool) -> impl IntoView {
    let texts = words().plans();
    let address = |kind: &str, contact: &str| form_address(&company, &plan.product, kind, contact);
    let over = plan.used - plan.limit;
    let seated = plan.contacts.iter().any(|contact| contact.me);
    let stopped = matches!(plan.term, TermStatus::Grace(_) | TermStatus::Ended(_) | TermStatus::Suspended);
    let term = Some((texts.term)(&plan.term)).filter(|text| !text.is_empty());
    let waiting: Vec<&str> = beyond(&plan.contacts, plan.limit).iter().map(|contact| contact.name.as_str()).collect();
    let choose = plan.choose_by.as_ref().filter(|_| over > 0).map(|by| {
        let day = day_of(by);
        if plan.choose_passed {
            (texts.choose_overdue)(over, &day, &waiting)
        } else {
            (texts.choose)(over, &day, &waiting)
        }
    });
    let add = address("", "");
    let (ask, fewer) = (address("", "me"), address("remove", ""));
    let (correct, remove) = (address("correct", ""), address("remove", ""));
    let none = plan.contacts.is_empty();
    view! {
        <section class="plan-card card">
            <header class="plan-card-head">
                <h2>{(texts.support)(&plan.level.name, &plan.named)}</h2>
                <Seats used=plan.used limit=plan.limit />
                {(files && over <= 0).then(|| view! { <a class="button button-primary" href=add>{texts.add}</a> })}
                {(prepares && !seated).then(|| view! { <a class="button button-primary" href=ask>{texts.ask}</a> })}
            </header>
            {term.map(|text| view! { <p class=if stopped { "notice notice-warn" } else { "muted" }>{text}</p> })}
            {choose.map(|text| view! {
                <div class="notice notice-warn plan-choose">
                    <p>{text}</p>
                    {files.then(|| view! { <a class="button" href=fewer>{texts.choose_now}</a> })}
                </div>
            })}
            <h3 class="visually-hidden">{texts.contacts}</h3>
            {none.then(|| view! { <p class="muted">{texts.no_contacts}</p> })}
            <ul class="plan-contacts">
                {plan.contacts.into_iter().map(|contact| view! {
                    <Holder contact files correct=correct.clone() remove=remove.clone() />
                }).collect_view()}
            </ul>
            <p class="muted plan-note">{if prepares && !seated { texts.ask_hint } else { texts.contacts_hint }}</p>
        </section>
    }
}

#[component]
fn Holder(contact: PlanContact, files: bool, correct: String, remove: String) -> impl IntoView {
    let texts = words().plans();
    let own = |address: &str| format!("{address}&contact={}", contact.id);
    let (correct, remove) = (own(&correct), own(&remove));
    let (correct_of, remove_of) = ((texts.correct_of)(&contact.name), (texts.remove_of)(&contact.name));
    view! {
        <li>
            <Avatar name=contact.name.clone() picture=contact.picture />
            <p class="plan-who">
                <b>{contact.name}</b>
                {contact.me.then(|| view! { <span class="plan-mark">{texts.me}</span> })}
                {(!contact.registered).then(|| view! { <span class="plan-mark plan-waits">{texts.waits}</span> })}
                {contact.rests.then(|| view! { <span class="plan-mark plan-waits">{texts.rests}</span> })}
                <span class="muted">{contact.position}</span>
            </p>
            <p class="plan-reach">
                {contact.email.map(|email| view! { <span>{email}</span> })}
                {contact.phone.map(|phone| view! { <span class="muted">{phone}</span> })}
            </p>
            <p class="plan-since muted">{format!("{} ", texts.since)}<Day at=contact.since /></p>
            {files.then(|| view! {
                <p class="plan-acts">
                    <a href=correct aria-label=correct_of>{texts.correct}</a>
                    <a href=remove aria-label=remove_of>{texts.remove}</a>
                </p>
            })}
        </li>
    }
}

/// The day alone, with the exact time on hover.
#[component]
fn Day(at: DisplayTime) -> impl IntoView {
    let day = day_of(&at);
    view! { <time datetime=at.iso title=at.exact>{day}</time> }
}

fn day_of(at: &DisplayTime) -> String {
    at.exact.split(',').next().unwrap_or_default().to_owned()
}

#[component]
fn Requests(requests: Vec<RequestLine>, knows: bool) -> impl IntoView {
    let texts = words().plans();
    if requests.is_empty() && !knows {
        return ().into_any();
    }
    view! {
        <section class="plan-part">
            <h2>{if knows { texts.pending } else { texts.own_requests }}</h2>
            {requests.is_empty().then(|| view! { <p class="muted">{texts.no_pending}</p> })}
            <RequestLines requests />
        </section>
    }
    .into_any()
}

/// What is included depends on the plan: that of the reader's own seat counts for them, and for those without one all do. Each
/// level once, with the name of its plan.
fn levels_of(plans: &[Shown]) -> Vec<(String, Level)> {
    let seated = |plan: &&Shown| plan.contacts.iter().any(|contact| contact.me);
    let own = plans.iter().any(|plan| seated(&plan));
    let mut levels: Vec<(String, Level)> = Vec::new();
    for plan in plans.iter().filter(|plan| !own || seated(plan)) {
        if levels.iter().all(|(_, known)| *known != plan.level) {
            levels.push(((words().plans().support)(&plan.level.name, &plan.named), plan.level.clone()));
        }
    }
    levels
}

#[component]
fn Includes(levels: Vec<(String, Level)>, opening: Option<Opening>) -> impl IntoView {
    let texts = words().plans();
    let several = levels.len() > 1;
    let list = |items: Vec<&'static str>, class: &'static str| {
        view! { <ul class=class>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }
    };
    let of = |title: &'static str, plan: &str| if several { format!("{title}: {plan}") } else { title.to_owned() };
    let level = |(plan, level): (String, Level)| {
        let (has, has_not) = (texts.includes)(&level);
        view! {
            <h2>{of(texts.included, &plan)}</h2>
            {list(has, "plan-has")}
            {(!has_not.is_empty()).then(|| view! { <h2>{of(texts.not_included, &plan)}</h2>{list(has_not, "plan-has-not")} })}
        }
    };
    view! {
        {levels.into_iter().map(level).collect_view()}
        <h2>{texts.chat_hours}</h2>
        {opening.map(|opening| view! { <OpeningHours opening /> })}
        <p><a href="/support">{texts.hours}</a></p>
    }
}

#[component]
fn Helpers(account_manager: Option<ManagerContact>, csm: Option<ManagerContact>) -> impl IntoView {
    let texts = words().plans();
    let one = |role: &'static str, helper: ManagerContact| {
        view! {
            <div class="plan-helper">
                <Avatar name=helper.name.clone() desk=true picture=helper.picture />
                <p>
                    <small class="muted">{role}</small>
                    <b>{helper.name}</b>
                    <a href=format!("mailto:{}", helper.email) rel="external">{helper.email.clone()}</a>
                    <span>{helper.phone}</span>
                </p>
            </div>
        }
    };
    let any = account_manager.is_some() || csm.is_some();
    view! {
        {any.then(|| view! { <h2>{texts.helpers}</h2> })}
        {csm.map(|helper| one(texts.csm, helper))}
        {account_manager.map(|helper| one(texts.account_manager, helper))}
    }
}
