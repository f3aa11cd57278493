//! `/help/manage/categories`: the categories of articles. Plain forms, which the browser sends by itself.

use super::calls::HelpCategories;
use crate::page::{PageAddress, use_page_data};
use crate::session::{use_form_state, use_session};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::words::help::help;
use crate::words::help_writing::{HelpWriting, help_writing};
use crate::words::words;
use domain::help::{ManagedCategory, TITLE_MAX};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(HelpCategoriesRoute: CategoriesPage in desk, loads = data);

fn data(_: &PageAddress) -> HelpCategories {
    HelpCategories {}
}

const PAGE: &str = "/help/manage/categories";

#[component]
fn CategoriesPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(categories) => view! { <Shown categories /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(categories: Vec<ManagedCategory>) -> impl IntoView {
    let (text, own) = (help(), help_writing());
    let refused = use_session().form_state.and_then(|form_state| form_state.refusal);
    let form_state = use_form_state(PAGE);
    let typed = form_state.as_ref().map(|form_state| form_state.value("name").to_owned()).unwrap_or_default();
    let refusal = Signal::stored(form_state.and_then(|form_state| form_state.refusal));
    let last = categories.len().saturating_sub(1);
    let lines = categories.into_iter().enumerate();
    view! {
        <Title text=format!("{} · {}", own.title, words().product) />
        <section class="help help-manage">
            <header class="help-head">
                <p class="help-up"><a href="/help">{text.title}</a> " / " <a href="/help/manage">{text.manage}</a></p>
                <h1>{own.title}</h1>
                <p class="muted">{own.lead}</p>
            </header>
            <FormProblem refusal=Signal::stored(refused) />
            <ol class="help-category-list">
                {lines.map(|(place, category)| view! { <Line category place last own /> }).collect_view()}
            </ol>
            <form class="help-category-new" method="post" action=PAGE>
                <Field name="name" label=own.new control=name_line() value=typed refusal required=true autocomplete="off" />
                <button class="button button-primary" type="submit">{own.add}</button>
            </form>
        </section>
    }
}

/// A category's name, in a line of its own form.
fn name_line() -> Control {
    Control::Line { kind: "text", max: TITLE_MAX }
}

#[component]
fn Line(category: ManagedCategory, place: usize, last: usize, own: &'static HelpWriting) -> impl IntoView {
    let ManagedCategory { slug, name, articles, is_used } = category;
    let scope = format!("{slug}-");
    let address = move |verb: &str| format!("{PAGE}/{slug}/{verb}");
    let rename = address("rename");
    let form_state = use_form_state(&rename);
    let typed = form_state.as_ref().map_or_else(|| name.clone(), |form_state| form_state.value("name").to_owned());
    let refusal = Signal::stored(form_state.and_then(|form_state| form_state.refusal));
    let label = (own.name_of)(&name);
    let step = |to: Option<usize>, mark: &'static str, label: String| {
        view! {
            <form method="post" action=address("place")>
                <input type="hidden" name="place" value=to.unwrap_or(place) />
                <button class="button" type="submit" aria-label=label disabled=to.is_none()>{mark}</button>
            </form>
        }
    };
    let up = step(place.checked_sub(1), "↑", (own.up)(&name));
    let down = step(Some(place + 1).filter(|_| place < last), "↓", (own.down)(&name));
    let standing = (own.holds)(articles, is_used);
    view! {
        <li>
            <form class="help-category-name" method="post" action=rename>
                <Field name="name" scope label label_unseen=true control=name_line() value=typed refusal required=true autocomplete="off" />
                <button class="button" type="submit" aria-label=(own.rename_of)(&name)>{own.rename}</button>
            </form>
            <span class="muted">{standing}</span>
            {up} {down}
            {(!is_used).then(|| view! {
                <form method="post" action=address("delete")>
                    <button class="button" type="submit" aria-label=(own.delete_of)(&name)>{own.delete}</button>
                </form>
            })}
        </li>
    }
}
