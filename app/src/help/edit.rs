//! `/help/manage/{slug}` and `/help/manage/new`: writing an article. The form is sent by the browser itself: pictures travel with
//! it, and the page that comes back is whole.

use super::calls::EditArticle;
use crate::page::{PageAddress, use_page_data};
use crate::session::{FormState, use_form_state, use_session};
use crate::ui::composer::Composer;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::file_picker::FilePicker;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::submit::Submit;
use crate::ui::time::At;
use crate::words::help::help;
use crate::words::help_writing::help_writing;
use crate::words::words;
use domain::Refusal;
use domain::help::{ArticleAudience, ArticleStatus, ArticleVersion, Editor, QUESTIONS_MAX, SUMMARY_MAX, TITLE_MAX};
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(HelpEditRoute: EditPage in desk, loads = data);

/// Of a new article there is no slug.
fn data(address: &PageAddress) -> EditArticle {
    EditArticle { slug: address.param("slug") }
}

#[component]
fn EditPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(editor) => view! { <Edit editor /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Edit(editor: Editor) -> impl IntoView {
    let text = help();
    let new = editor.slug.is_empty();
    let address = if new { "/help/manage/new".to_owned() } else { format!("/help/manage/{}", editor.slug) };
    let title = if new { text.new.to_owned() } else { (text.edit_title)(&editor.title) };
    let saved = use_query().with_untracked(|query| query.get("done")).map(|what| (text.done)(&what));
    // Also of the buttons beside the form.
    let refused = use_session()
        .form_state
        .filter(|form_state| form_state.action != address)
        .and_then(|form_state| form_state.refusal);
    view! {
        <Title text=format!("{title} · {}", words().product) />
        <section class="help help-edit">
            <header class="help-head">
                <p class="help-up"><a href="/help">{text.title}</a> " / " <a href="/help/manage">{text.manage}</a></p>
                <h1>{title}</h1>
                <p role="status">{saved}</p>
                <FormProblem refusal=Signal::stored(refused) />
                {(!new).then(|| view! { <Publishing editor=editor.clone() /> })}
            </header>
            <Writing editor=editor.clone() address />
            {(!new).then(|| view! { <History slug=editor.slug versions=editor.history latest=editor.version /> })}
        </section>
    }
}

/// How it stands, and what can be done about it.
#[component]
fn Publishing(editor: Editor) -> impl IntoView {
    let text = help();
    let Editor { slug, version, standing, .. } = editor;
    let (label, class) = (text.stands)(standing);
    view! {
        <div class="help-ways">
            <span class=class>{label}</span>
            <a class="button" href=format!("/help/manage/{slug}/preview")>{text.preview}</a>
            {(standing != ArticleStatus::Published).then(|| view! { <Act slug=slug.clone() verb="publish" number=version label=text.publish primary=true /> })}
            {(standing != ArticleStatus::Draft).then(|| view! {
                <Act slug=slug.clone() verb="unpublish" number=version label=text.unpublish primary=false />
                <a class="button" href=format!("/help/{slug}")>{text.read}</a>
            })}
        </div>
    }
}

/// A button that is a form of its own.
#[component]
pub(super) fn Act(slug: String, verb: &'static str, number: i64, label: &'static str, primary: bool) -> impl IntoView {
    view! {
        <form method="post" action=format!("/help/manage/{slug}/{verb}")>
            <input type="hidden" name="version" value=number />
            <button class=if primary { "button button-primary" } else { "button" } type="submit">{label}</button>
        </form>
    }
}

#[component]
fn Writing(editor: Editor, address: String) -> impl IntoView {
    let text = help();
    let form_state = use_form_state(&address);
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), |_| {});
    let refusal: Signal<Option<Refusal>> = submit.refusal.into();
    let typed =
        |name: &str, kept: &str| form_state.as_ref().map_or(kept, |form_state| form_state.value(name)).to_owned();
    let stale = refusal.with_untracked(|refusal| *refusal == Some(Refusal::Conflict));
    // The version that the text was begun with, also after somebody else has kept another one.
    let version = typed("version", &editor.version.to_string());
    let categories = editor.categories.iter().map(|(slug, name)| Choice { slug: slug.clone(), label: name.clone() });
    let category = Control::Select(categories.collect());
    let html = typed("html", &editor.html);
    let key = typed("key", &editor.key);
    let own = help_writing();
    view! {
        <form class="help-writing" method="post" enctype="multipart/form-data" action=address data-kept=own.kept data-kept-drop=own.kept_drop data-back=form_state.is_some().then_some("")>
            <input type="hidden" name="version" value=version />
            <input type="hidden" name="key" value=key />
            {stale.then(|| view! { <p class="notice notice-warn" role="alert">{text.conflict}</p> })}
            {(!stale).then(|| view! { <FormProblem refusal /> })}
            <Field name="title" label=text.article_title control=Control::Line { kind: "text", max: TITLE_MAX } value=typed("title", &editor.title) refusal required=true />
            <Field name="summary" label=text.summary control=Control::Line { kind: "text", max: SUMMARY_MAX } value=typed("summary", &editor.summary) hint=text.summary_hint refusal required=true />
            <div class="field-pair">
                <Field name="category" label=text.category control=category value=typed("category", &editor.category) refusal />
                <Field name="new_category" label=text.new_category control=Control::Line { kind: "text", max: TITLE_MAX } value=typed("new_category", "") hint=text.new_category_hint refusal />
            </div>
            <Readers editor=editor.clone() form_state=form_state.clone() />
            <Composer name="body" label=text.body rows=18 value=typed("body", &editor.body) html=String::new() refusal required=true open=html />
            <p class="field-hint">{text.pictures_hint}</p>
            <FilePicker id="article-files" submit />
            <Field name="questions" label=text.questions control=Control::Text { rows: 6, max: QUESTIONS_MAX } value=typed("questions", &editor.questions) hint=text.questions_hint refusal />
            <p class="help-save">
                <button class="button button-primary" type="submit">{text.save}</button>
                <span class="muted">{text.save_hint}</span>
            </p>
        </form>
    }
}

#[component]
fn Readers(editor: Editor, form_state: Option<FormState>) -> impl IntoView {
    let text = help();
    let chosen =
        form_state.as_ref().map_or(editor.audience.name(), |form_state| form_state.value("audience")).to_owned();
    let fault =
        form_state.as_ref().and_then(|form_state| form_state.refusal.as_ref()?.about("audience").map(words().reason));
    let held = match &editor.audience {
        ArticleAudience::Levels(levels) => levels.clone(),
        _ => Vec::new(),
    };
    let ticked = move |level: &str| match &form_state {
        Some(form_state) => form_state.fields.iter().any(|(name, value)| name == "level" && value == level),
        None => held.iter().any(|own| own == level),
    };
    let radio = |value: &'static str, label: &'static str| {
        view! { <label class="check"><input type="radio" name="audience" value=value checked=chosen == value />{label}</label> }
    };
    view! {
        <fieldset class="help-readers">
            <legend>{text.who_reads}</legend>
            {radio("public", text.public)}
            {radio("signed_in", text.signed_in)}
            {radio("levels", text.by_level)}
            <div class="help-levels">
                {editor.levels.into_iter().map(|level| {
                    let (checked, value) = (ticked(&level), level.clone());
                    view! { <label class="check"><input type="checkbox" name="level" value=value checked=checked />{level}</label> }
                }).collect_view()}
            </div>
            {fault.map(|fault| view! { <p class="field-fault" role="alert">{fault}</p> })}
        </fieldset>
    }
}

#[component]
fn History(slug: String, versions: Vec<ArticleVersion>, latest: i64) -> impl IntoView {
    let text = help();
    view! {
        <section class="help-history">
            <h2>{text.history}</h2>
            <ul class="help-lines">
                {versions.into_iter().map(|version| {
                    let address = format!("/help/manage/{slug}/preview?version={}", version.number);
                    let label = (text.look_of)(version.number);
                    view! {
                        <li>
                            <span>
                                {(text.version)(version.number)} ": " {version.title}
                                {version.published.then(|| view! { " " <span class="badge badge-green">{text.is_published}</span> })}
                            </span>
                            <span class="muted">
                                {version.author} ", " <At at=version.at /> " · "
                                <a href=address aria-label=label>{text.look}</a>
                            </span>
                            {(version.number != latest).then(|| view! { <Act slug=slug.clone() verb="restore" number=version.number label=text.restore primary=false /> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
            <p class="field-hint">{text.restore_hint}</p>
        </section>
    }
}
