//! `/help/{slug}`: an article of the help centre.

use super::calls::ReadArticle;
use super::home::{Search, SignedOutHeader};
use crate::page::{PageAddress, use_page_data};
use crate::session::use_session;
use crate::ui::problem::ProblemPage;
use crate::ui::time::At;
use crate::words::help::help;
use crate::words::words;
use domain::help::{Article, ArticleSummary, Heading};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(HelpArticleRoute: ArticlePage in portal, loads = data);

fn data(address: &PageAddress) -> ReadArticle {
    ReadArticle { slug: address.param("slug") }
}

/// So many headings make a table of contents worth its room.
const HEADINGS_MIN: usize = 3;

#[component]
fn ArticlePage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(article) => view! { <Shown article /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(article: Article) -> impl IntoView {
    let text = help();
    let Article { slug, title, summary, category, html, headings, published, related, helped, rates, writes } = article;
    view! {
        <Title text=format!("{title} · {}", words().product) />
        <section class="help help-page">
            <SignedOutHeader />
            <div class="help-bar">
                <p class="help-up"><a href="/help">{text.title}</a> " / " {category}</p>
                <Search sought=String::new() />
            </div>
            <article class="help-article">
                <header>
                    <h1>{title}</h1>
                    <p class="help-summary">{summary}</p>
                    <p class="muted help-when">
                        {text.published} " " <At at=published />
                        {writes.then(|| view! { " · " <a href=format!("/help/manage/{slug}") rel="external">{text.edit}</a> })}
                    </p>
                </header>
                <Contents headings />
                <div class="rich help-text" inner_html=html></div>
                {rates.then(|| view! { <Rating slug=slug.clone() helped /> })}
            </article>
            <Related related />
        </section>
    }
}

#[component]
pub(super) fn Contents(headings: Vec<Heading>) -> impl IntoView {
    (headings.len() >= HEADINGS_MIN).then(|| {
        view! {
            <nav class="help-contents" aria-labelledby="help-contents">
                <h2 id="help-contents">{help().on_this_page}</h2>
                <ul>
                    // The browser moves along; the router would only scroll.
                    {headings.into_iter().map(|heading| view! { <li><a href=format!("#{}", heading.id) rel="external">{heading.text}</a></li> }).collect_view()}
                </ul>
            </nav>
        }
    })
}

/// Once for each person, and changeable. Two plain forms: nothing of this needs a script.
#[component]
fn Rating(slug: String, helped: Option<bool>) -> impl IntoView {
    let text = help();
    let action = format!("/help/{slug}/feedback");
    let button = |label: &'static str, value: &'static str, pressed: bool| {
        view! {
            <form method="post" action=action.clone()>
                <input type="hidden" name="helpful" value=value />
                <button class="button" type="submit" aria-pressed=if pressed { "true" } else { "false" }>{label}</button>
            </form>
        }
    };
    let thanks = helped.map(|helped| if helped { text.thanks_yes } else { text.thanks_no });
    view! {
        <section class="help-rating" id="feedback" aria-labelledby="help-rating">
            <h2 id="help-rating">{text.answered}</h2>
            <div class="help-buttons">
                {button(text.yes, "yes", helped == Some(true))}
                {button(text.no, "no", helped == Some(false))}
            </div>
            {thanks.map(|thanks| view! { <p role="status">{thanks}</p> })}
            {(helped == Some(false)).then(|| view! { <MoreHelp /> })}
        </section>
    }
}

#[component]
fn MoreHelp() -> impl IntoView {
    let text = help();
    let raises = use_session().me.is_some_and(|me| !me.kind.is_staff());
    view! {
        <p class="help-ways">
            {text.not_answered} " "
            {raises.then(|| view! { <a class="button" href="/tickets/new">{text.raise}</a> })}
            <a class="button" href="/support">{words().nav.support}</a>
        </p>
    }
}

#[component]
fn Related(related: Vec<ArticleSummary>) -> impl IntoView {
    (!related.is_empty()).then(|| {
        view! {
            <aside class="help-related" aria-labelledby="help-related">
                <h2 id="help-related">{help().related}</h2>
                <ul class="help-lines">
                    {related.into_iter().map(|line| view! {
                        <li>
                            <a href=format!("/help/{}", line.slug)>{line.title}</a>
                            <span class="muted">{line.summary}</span>
                        </li>
                    }).collect_view()}
                </ul>
            </aside>
        }
    })
}
