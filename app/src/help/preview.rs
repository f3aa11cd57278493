//! `/help/manage/{slug}/preview`: a version as its readers would see it.

use super::article::Contents;
use super::calls::PreviewArticle;
use super::edit::Act;
use crate::page::{PageAddress, use_page_data};
use crate::ui::problem::ProblemPage;
use crate::words::help::help;
use crate::words::words;
use domain::help::Preview;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(HelpPreviewRoute: PreviewPage in desk, loads = data);

fn data(address: &PageAddress) -> PreviewArticle {
    PreviewArticle { slug: address.param("slug"), version: number(address.query("version")) }
}

/// 0 stands for the newest.
fn number(typed: Option<String>) -> i64 {
    typed.and_then(|text| text.parse().ok()).filter(|number| *number > 0).unwrap_or(0)
}

#[component]
fn PreviewPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(preview) => view! { <Shown preview /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(preview: Preview) -> impl IntoView {
    let text = help();
    let Preview { slug, number, latest, published, title, summary, category, html, headings } = preview;
    let notice = if published { text.preview_published.to_owned() } else { (text.preview_of)(number) };
    let act = match (latest, published) {
        (true, false) => Some((text.publish, "publish")),
        (false, _) => Some((text.restore, "restore")),
        _ => None,
    };
    view! {
        <Title text=format!("{title} · {}", words().product) />
        <section class="help help-page">
            <div class="notice help-preview">
                <p>{notice}</p>
                <div class="help-ways">
                    <a class="button" href=format!("/help/manage/{slug}") rel="external">{text.back_to_edit}</a>
                    {act.map(|(label, verb)| view! { <Act slug=slug.clone() verb number label primary=true /> })}
                </div>
            </div>
            <article class="help-article">
                <header>
                    <p class="muted">{category}</p>
                    <h1>{title}</h1>
                    <p class="help-summary">{summary}</p>
                </header>
                <Contents headings />
                <div class="rich help-text" inner_html=html></div>
            </article>
        </section>
    }
}
