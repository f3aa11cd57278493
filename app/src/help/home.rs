//! `/help`: categories and articles, or what a search found.

use super::calls::ReadHelp;
use crate::page::{PageAddress, use_page_data};
use crate::session::use_session;
use crate::ui::marked::Marked;
use crate::ui::problem::ProblemPage;
use crate::words::help::help;
use crate::words::words;
use domain::help::{ArticleCategory, ArticleHit, ArticleSearch, Categories, Help};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(HelpRoute: HelpPage in portal, loads = data);

fn data(address: &PageAddress) -> ReadHelp {
    ReadHelp { sought: address.query("q").unwrap_or_default() }
}

#[component]
fn HelpPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(Help::Home(home)) => view! { <Home home /> }.into_any(),
            Ok(Help::Found(finding)) => view! { <Results finding /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

/// The way in, for whoever is signed out.
#[component]
pub(super) fn SignedOutHeader() -> impl IntoView {
    let signed_out = use_session().me.is_none();
    signed_out.then(|| {
        view! {
            <p class="help-door">
                <a class="brand" href="/help">
                    <span class="brand-mark" aria-hidden="true"></span>
                    {words().product}
                </a>
                <a class="button" href="/login" rel="external">{words().sign_in.title}</a>
            </p>
        }
    })
}

#[component]
pub(super) fn Search(sought: String) -> impl IntoView {
    let text = help();
    view! {
        <form class="help-search" method="get" action="/help" role="search">
            <label class="visually-hidden" for="help-search">{text.search}</label>
            <input class="control" id="help-search" type="search" name="q" value=sought placeholder=text.search maxlength="300" autocomplete="off" />
            <button class="button button-primary" type="submit">{text.find}</button>
        </form>
    }
}

#[component]
fn Home(home: Categories) -> impl IntoView {
    let text = help();
    let Categories { categories, writes } = home;
    view! {
        <Title text=format!("{} · {}", text.title, words().product) />
        <section class="help">
            <SignedOutHeader />
            <header class="help-head">
                <h1>{text.title}</h1>
                <p class="muted">{text.lead}</p>
                {writes.then(|| view! { <a class="button" href="/help/manage">{text.manage}</a> })}
            </header>
            <Search sought=String::new() />
            {categories.is_empty().then(|| view! { <p class="muted">{text.empty}</p> })}
            <div class="help-categories">
                {categories.into_iter().map(|category| view! { <OneCategory category /> }).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn OneCategory(category: ArticleCategory) -> impl IntoView {
    let line = |article: domain::help::ArticleSummary| {
        view! {
            <li>
                <a href=format!("/help/{}", article.slug)>{article.title}</a>
                <span class="muted">{article.summary}</span>
            </li>
        }
    };
    view! {
        <section class="card help-category">
            <h2>{category.name}</h2>
            <ul class="help-lines">{category.articles.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Results(finding: ArticleSearch) -> impl IntoView {
    let text = help();
    let ArticleSearch { query: sought, hits: found } = finding;
    let title = if found.is_empty() { (text.nothing)(&sought) } else { (text.found)(found.len(), &sought) };
    view! {
        <Title text=format!("{title} · {}", words().product) />
        <section class="help">
            <SignedOutHeader />
            <p class="help-up"><a href="/help">{text.title}</a></p>
            <Search sought=sought />
            <h1 class="help-found">{title}</h1>
            {found.is_empty().then(|| view! { <Nothing /> })}
            <ul class="help-results">{found.into_iter().map(|found| view! { <Result found /> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let text = help();
    let signed_in = use_session().me.is_some();
    view! {
        <p class="muted">{text.nothing_hint}</p>
        <p class="help-ways">
            <a class="button" href="/help">{text.all}</a>
            {signed_in.then(|| view! { <a class="button" href="/tickets/new">{text.raise}</a> })}
        </p>
    }
}

#[component]
fn Result(found: ArticleHit) -> impl IntoView {
    let anchor = if found.anchor.is_empty() { String::new() } else { format!("#{}", found.anchor) };
    view! {
        <li>
            <a href=format!("/help/{}{anchor}", found.slug)><Marked pieces=found.title /></a>
            {(!found.heading.is_empty()).then(|| view! { " " <span class="muted">{(help().under)(&found.heading)}</span> })}
            <p><Marked pieces=found.excerpt /></p>
        </li>
    }
}
