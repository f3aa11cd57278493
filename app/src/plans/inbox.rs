//! Start page of agents about plans: the requests that wait, and companies to look up.

use super::request_lines::RequestLines;
use crate::scroll_restoration::restore_scroll;
use crate::session::use_session;
use crate::words::plan_setup::plan_setup;
use crate::words::words;
use domain::people::Kind;
use domain::plans::RequestInbox;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub(super) fn PlanInbox(inbox: RequestInbox) -> impl IntoView {
    let words = words();
    let texts = words.plans();
    let administers = use_session().me.is_some_and(|me| me.kind == Kind::Admin);
    restore_scroll();
    view! {
        <Title text=format!("{} · {}", texts.title, words.product) />
        <section class="plan">
            <header class="plan-head">
                <h1>{texts.title}</h1>
                <p class="muted">{texts.inbox_lead}</p>
                {administers.then(|| view! { <p><a href="/admin/plans">{plan_setup().link}</a></p> })}
            </header>
            <div class="plan-main">
                <section class="plan-part">
                    <h2>{texts.waiting}</h2>
                    {inbox.requests.is_empty().then(|| view! { <p class="muted">{texts.none_waiting}</p> })}
                    <RequestLines requests=inbox.requests />
                    {inbox.more_requests.then(|| view! { <p class="muted">{texts.more_waiting}</p> })}
                </section>
                <section class="plan-part">
                    <h2>{texts.companies}</h2>
                    <form class="plan-find" method="get" action="/plan" role="search">
                        <label class="visually-hidden" for="plan-find">{texts.find}</label>
                        <input class="control" id="plan-find" type="search" name="find" value=inbox.find placeholder=texts.find maxlength="100" />
                        <button class="button" type="submit">{texts.find_go}</button>
                    </form>
                    {inbox.plans.is_empty().then(|| view! { <p class="muted">{texts.none_found}</p> })}
                    <ul class="plan-lines">
                        {inbox.plans.into_iter().map(|plan| view! {
                            <li>
                                <a href=format!("/plan?company={}", plan.company.slug)>{plan.company.label}</a>
                                <span class="muted">{(texts.support)(&plan.level, &plan.named)}</span>
                                <span class="plan-count">{(texts.seats)(plan.used, plan.limit)}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                    {inbox.more_plans.then(|| view! { <p class="muted">{texts.more_found}</p> })}
                </section>
            </div>
        </section>
    }
}
