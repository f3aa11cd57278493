//! The help centre's forms: what readers say of an article, and what authors do with it.

use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use crate::{AppState, path_segment};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::help::rebase::{Rebased, rebase};
use desk::help::write::Sent;
use desk::help::{rate, write};
use desk::people::Person;
use domain::help::Draft;
use domain::{Reason, Refusal};

/// `helpful=yes` or `no`.
pub(crate) async fn feedback(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let page = format!("/help/{}", article(&slug));
    let result = match person {
        Ok(person) => say(&state, &person, &slug, form.value("helpful")).await,
        Err(refusal) => Err(refusal),
    };
    let target = FormTarget { page: page.clone(), action: format!("{page}/feedback") };
    respond(&state, &context, target, form, result.map(|()| format!("{page}#feedback"))).await
}

async fn say(state: &AppState, person: &Person, slug: &str, said: &str) -> Result<(), Refusal> {
    let helped = match said {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::field("helpful", Reason::BadValue)),
    };
    told(rate(&state.desk, person, slug, helped).await)
}

/// A new article.
pub(crate) async fn create(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    keep(&state, &context, "", request).await
}

/// A new version of an article.
pub(crate) async fn save(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    keep(&state, &context, &slug, request).await
}

async fn keep(state: &AppState, context: &RequestContext, slug: &str, request: Request) -> Response {
    let (mut form, person) = read(state, context, request).await;
    let result = match person {
        Ok(person) => store(state, &person, slug, &mut form).await,
        Err(refusal) => Err(refusal),
    };
    let page = if slug.is_empty() { page_of("new") } else { page_of(slug) };
    let target = FormTarget { page: page.clone(), action: page };
    respond(state, context, target, form, result.map(|slug| format!("{}?done=saved", page_of(&slug)))).await
}

async fn store(state: &AppState, person: &Person, slug: &str, form: &mut Form) -> Result<String, Refusal> {
    let (key, mut draft, files) = (form.idempotency_key()?, draft(form)?, form.files()?);
    let new_category = form.value("new_category").to_owned();
    // Upon what somebody else has saved meanwhile.
    let rebased =
        if slug.is_empty() { None } else { told(rebase(&state.desk, person, slug, &draft, &new_category).await)? };
    if let Some(Rebased { draft: now, refusal }) = rebased {
        fill(form, &now);
        refusal.map_or(Ok(()), Err)?;
        draft = now;
    }
    let sent = Sent { draft: &draft, new_category: &new_category, files: &files, key: &key };
    told(write::save(&state.desk, person, slug, sent).await)
}

/// Puts a draft into its form.
fn fill(form: &mut Form, draft: &Draft) {
    let version = draft.version.to_string();
    let fields = [
        ("version", &version),
        ("title", &draft.title),
        ("summary", &draft.summary),
        ("questions", &draft.questions),
        ("category", &draft.category),
        ("audience", &draft.audience),
        ("body", &draft.body),
        ("html", &draft.html),
    ];
    form.fields.retain(|(name, _)| name != "level" && fields.iter().all(|(own, _)| name != own));
    form.fields.extend(fields.map(|(name, value)| (name.to_owned(), value.clone())));
    form.fields.extend(draft.levels.iter().map(|level| ("level".to_owned(), level.clone())));
}

fn draft(form: &Form) -> Result<Draft, Refusal> {
    let text = |name: &str| form.value(name).to_owned();
    Ok(Draft {
        version: version(form)?,
        title: text("title"),
        summary: text("summary"),
        questions: text("questions"),
        category: text("category"),
        audience: text("audience"),
        levels: form.all("level").map(str::to_owned).collect(),
        body: text("body"),
        html: text("html"),
    })
}

/// The version that the form was filled with; 0 where there is none yet.
fn version(form: &Form) -> Result<i64, Refusal> {
    match form.value("version") {
        "" => Ok(0),
        number => number.parse().map_err(|_| Refusal::field("version", Reason::NotANumber)),
    }
}

/// `publish`, `unpublish` or `restore`, with a `version`.
pub(crate) async fn act(
    State(state): State<AppState>,
    Path((slug, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => settle(&state, &person, &slug, &verb, &form).await,
        Err(refusal) => Err(refusal),
    };
    let page = page_of(&slug);
    let known = ["publish", "unpublish", "restore"].contains(&verb.as_str());
    let action = if known { format!("{page}/{verb}") } else { page.clone() };
    respond(
        &state,
        &context,
        FormTarget { page: page.clone(), action },
        form,
        result.map(|done| format!("{page}?done={done}")),
    )
    .await
}

async fn settle(
    state: &AppState,
    person: &Person,
    slug: &str,
    verb: &str,
    form: &Form,
) -> Result<&'static str, Refusal> {
    let (desk, number) = (&state.desk, version(form)?);
    let (done, result) = match verb {
        "publish" => ("published", write::publish(desk, person, slug, number).await),
        "unpublish" => ("unpublished", write::unpublish(desk, person, slug).await),
        "restore" => ("restored", write::restore(desk, person, slug, number).await),
        _ => return Err(Refusal::NotFound),
    };
    told(result).map(|()| done)
}

fn page_of(slug: &str) -> String {
    format!("/help/manage/{}", article(slug))
}

/// The slug of an article, as an address may hold it.
fn article(slug: &str) -> &str {
    path_segment::plain(slug, 80, b"-")
}
