//! `/activities`: the inbox of activities, with what waits for the reader, and browser notifications.

use super::calls::ListActivities;
use crate::live::{on_news, preserve_focus};
use crate::page::{PageAddress, use_page_data_again};
use crate::scroll_restoration::restore_scroll;
use crate::session::Unread;
use crate::ui::avatar::Avatar;
use crate::ui::navigate::use_navigate_to;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::submit::Submit;
use crate::ui::time::Ago;
use crate::words::words;
use domain::activities::{ActivityEntry, ActivityInbox, address};
use domain::live::News;
use domain::plans::Task;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(ActivitiesRoute: ActivitiesPage in ticket, loads = data);

fn data(address: &PageAddress) -> ListActivities {
    ListActivities { page: page_of(address.query("page")) }
}

#[component]
fn ActivitiesPage() -> impl IntoView {
    let words = words();
    let query = use_query();
    let page = Memo::new(move |_| query.with(|query| page_of(query.get("page"))));
    let removed = Memo::new(move |_| query.with(|query| removed_of(query.get("removed"))));
    let again = RwSignal::new(0_u32);
    let inbox = use_page_data_again(data, move || (removed.get(), again.get()));
    on_news(move |_, news| {
        if matches!(news, News::Counts(_) | News::Resync) {
            preserve_focus();
            again.update(|again| *again += 1);
        }
    });
    let inbox = inbox.show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(inbox) => view! { <Listed inbox /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", words.activities().title, words.product) />
        <section class="inbox">
            <header class="inbox-head">
                <h1>{words.activities().title}</h1>
                <p class="inbox-lead">{words.activities().lead}</p>
                <Notifying />
            </header>
            {move || removed.get().map(|number| view! { <Removed number page=page.get_untracked() /> })}
            {inbox}
        </section>
    }
}

fn page_of(text: Option<String>) -> u32 {
    text.and_then(|page| page.parse().ok()).unwrap_or(1)
}

fn removed_of(text: Option<String>) -> Option<String> {
    text.filter(|number| domain::tickets::number::read(number).is_some())
}

/// Asks for the browser's notifications; the script that listens does it, and shows it only where it can.
#[component]
fn Notifying() -> impl IntoView {
    let (words, mails) = (words().activities(), words().mails());
    view! {
        <p class="inbox-notify">
            <button class="button notify-ask" type="button" data-notify="on">{words.notify}</button>
            <button class="button notify-stop" type="button" data-notify="off">{words.notify_off}</button>
            <span class="notify-denied">{words.notify_denied}</span>
            <a href="/account/notifications">{mails.choose}</a>
        </p>
    }
}

/// A form of the inbox: one button, and the page that it stands on.
#[component]
fn Act(action: String, page: u32, #[prop(optional)] until: Option<i64>, children: Children) -> impl IntoView {
    let go = use_navigate_to();
    let submit = Submit::new(None, move |done| go.run(done.to));
    view! {
        <form method="post" action=action on:submit=move |event| submit.send(event)>
            <input type="hidden" name="page" value=page />
            {until.map(|until| view! { <input type="hidden" name="until" value=until /> })}
            {children()}
            {move || submit.refusal.get().map(|refusal| view! { <span class="field-fault" role="alert">{(words().refusal)(&refusal)}</span> })}
        </form>
    }
}

/// What was removed, and the way to take that back.
#[component]
fn Removed(number: String, page: u32) -> impl IntoView {
    let words = words().activities();
    view! {
        <div class="notice inbox-removed" role="status">
            <span>{(words.removed)(&number)}</span>
            <Act action=format!("/activities/{number}/restore") page>
                <button class="link-button" type="submit">{words.undo}</button>
            </Act>
        </div>
    }
}

#[component]
fn Listed(inbox: ActivityInbox) -> impl IntoView {
    let words = words().activities();
    let ActivityInbox { tasks, entries, page, more, unread, until } = inbox;
    expect_context::<Unread>().0.set(unread);
    restore_scroll();
    if entries.is_empty() && tasks.is_empty() {
        return view! { <Empty page /> }.into_any();
    }
    let (waits, listed) = (!tasks.is_empty(), !entries.is_empty());
    view! {
        {(unread > 0).then(|| view! {
            <div class="inbox-all">
                <Act action="/activities/read".to_owned() page until=until>
                    <button class="button" type="submit">{words.mark_all}</button>
                </Act>
            </div>
        })}
        {waits.then(|| view! {
            <ol class="inbox-list inbox-tasks" aria-label=words.tasks>
                {tasks.into_iter().map(|task| view! { <Waiting task /> }).collect_view()}
            </ol>
        })}
        {listed.then(|| view! {
            <ol class="inbox-list" aria-label=words.list>
                {entries.into_iter().map(|entry| view! { <Shown entry page /> }).collect_view()}
            </ol>
        })}
        <Pages page more />
    }
    .into_any()
}

/// Something beside tickets that only the reader, or one of a few, can do.
#[component]
fn Waiting(task: Task) -> impl IntoView {
    let all = words();
    let words = all.activities();
    let (title, detail) = ((words.task)(&task), (words.task_detail)(&task));
    let (who, address, unread, company, at) = match task {
        Task::File { id, by, company, at, unread, .. } => {
            (by, format!("/plan/requests/{id}"), unread, company, Some(at))
        }
        Task::Choose { company, .. } => {
            (all.product.to_owned(), format!("/plan?company={}", company.slug), false, company.label, None)
        }
    };
    let desk = at.is_none();
    view! {
        <li class="activity" class:activity-unread=unread>
            {unread.then(|| view! { <span class="activity-dot"><span class="visually-hidden">{words.new}</span></span> })}
            <Avatar name=who desk />
            <div class="activity-body">
                <a class="activity-link" href=address>{title}</a>
                <p class="activity-told">{detail}</p>
            </div>
            <p class="activity-at"><span class="activity-number">{company}</span> {at.map(|at| view! { <Ago at /> })}</p>
        </li>
    }
}

#[component]
fn Shown(entry: ActivityEntry, page: u32) -> impl IntoView {
    let all = words();
    let words = all.activities();
    let nobody = || (all.product.to_owned(), true, None);
    let (who, desk, picture) = entry.who.map_or_else(nobody, |who| (who.full, who.is_staff, who.picture));
    let summary = (words.summary)(&who, &entry.what);
    let remove = (words.remove)(&entry.number);
    view! {
        <li class="activity" class:activity-unread=entry.unread>
            {entry.unread.then(|| view! { <span class="activity-dot"><span class="visually-hidden">{words.new}</span></span> })}
            <Avatar name=who desk picture />
            <div class="activity-body">
                <a class="activity-link" dir="auto" href=format!("/tickets/{}", entry.number)>{entry.subject}</a>
                <p class="activity-told">
                    {summary}
                    {(entry.besides > 0).then(|| view! { <span class="activity-besides">" "{(words.besides)(entry.besides)}</span> })}
                    {(!entry.excerpt.is_empty()).then(|| view! { " · " <q class="activity-excerpt" dir="auto">{entry.excerpt}</q> })}
                </p>
            </div>
            <p class="activity-at"><span class="activity-number">{entry.number.clone()}</span> <Ago at=entry.at /></p>
            <Act action=format!("/activities/{}/remove", entry.number) page>
                <button class="icon-button activity-remove" type="submit" aria-label=remove.clone() title=remove>"×"</button>
            </Act>
        </li>
    }
}

#[component]
fn Pages(page: u32, more: bool) -> impl IntoView {
    let words = words().activities();
    (page > 1 || more).then(|| {
        view! {
            <nav class="inbox-pages" aria-label=words.pages>
                {(page > 1).then(|| view! { <a class="button" href=address(page - 1, None)>{words.newer}</a> })}
                {more.then(|| view! { <a class="button" href=address(page + 1, None)>{words.older}</a> })}
            </nav>
        }
    })
}

#[component]
fn Empty(page: u32) -> impl IntoView {
    let all = words();
    let (way, label) =
        if page > 1 { (address(1, None), all.activities().newer) } else { ("/".into(), all.problem.home) };
    view! {
        <div class="empty empty-activities">
            <h2>{all.activities().empty}</h2>
            <p>{all.activities().empty_hint}</p>
            <a class="button" href=way>{label}</a>
        </div>
    }
}
