//! `/help/manage`: the list of all articles, for their authors.

use super::calls::ManageHelp;
use crate::page::{PageAddress, use_page_data};
use crate::ui::problem::ProblemPage;
use crate::ui::time::Ago;
use crate::words::help::help;
use crate::words::help_writing::help_writing;
use crate::words::words;
use domain::help::{ManagedArticle, ManagedArticles};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(HelpManageRoute: ManagePage in desk, loads = data);

fn data(_: &PageAddress) -> ManageHelp {
    ManageHelp {}
}

#[component]
fn ManagePage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(manage) => view! { <Shown manage /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(manage: ManagedArticles) -> impl IntoView {
    let text = help();
    let articles = manage.articles;
    view! {
        <Title text=format!("{} · {}", text.manage, words().product) />
        <section class="help help-manage">
            <header class="help-head">
                <p class="help-up"><a href="/help">{text.title}</a></p>
                <h1>{text.manage}</h1>
                <p class="muted">{text.manage_lead}</p>
                <p class="help-ways">
                    <a class="button button-primary" href="/help/manage/new" rel="external">{text.new}</a>
                    <a class="button" href="/help/manage/categories" rel="external">{help_writing().title}</a>
                </p>
            </header>
            {articles.is_empty().then(|| view! { <p class="muted">{text.no_articles}</p> })}
            {(!articles.is_empty()).then(|| view! {
                <div class="help-table">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{text.article}</th>
                                <th scope="col">{text.standing}</th>
                                <th scope="col">{text.category}</th>
                                <th scope="col">{text.audience}</th>
                                <th scope="col">{text.feedback}</th>
                                <th scope="col">{text.changed}</th>
                            </tr>
                        </thead>
                        <tbody>{articles.into_iter().map(|article| view! { <Line article /> }).collect_view()}</tbody>
                    </table>
                </div>
            })}
        </section>
    }
}

#[component]
fn Line(article: ManagedArticle) -> impl IntoView {
    let text = help();
    let (standing, class) = (text.stands)(article.standing);
    view! {
        <tr>
            <td><a href=format!("/help/manage/{}", article.slug) rel="external">{article.title}</a></td>
            <td><span class=class>{standing}</span></td>
            <td>{article.category}</td>
            <td>{(text.read_by)(&article.audience)}</td>
            <td>{(text.feedback_of)(article.helped, article.failed)}</td>
            <td><Ago at=article.changed /></td>
        </tr>
    }
}
