//! Forms of the help centre: ratings of readers, and articles of authors.

use crate::form::Form;
use crate::form_post::{FormPost, WithFiles};
use crate::path_segment;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::Desk;
use desk::help::rebase::{Rebased, rebase};
use desk::help::write::SentArticle;
use desk::help::{rate, write};
use desk::people::Person;
use domain::help::ArticleDraft;
use domain::{Reason, Refusal};

/// `helpful=yes` or `no`.
pub(crate) async fn feedback(Path(slug): Path<String>, post: FormPost) -> Response {
    let page = format!("/help/{}", article(&slug));
    post.submit(FormTarget::below(&page, "feedback"), async |desk, person, form| {
        let helped = match form.value("helpful") {
            "yes" => true,
            "no" => false,
            _ => return Err(Refusal::field("helpful", Reason::BadValue).into()),
        };
        rate(desk, person, &slug, helped).await?;
        Ok(format!("{page}#feedback"))
    })
    .await
}

/// A new article.
pub(crate) async fn create(WithFiles(post): WithFiles) -> Response {
    post.submit(FormTarget::page(page_of("new")), async |desk, person, form| {
        let slug = write_version(desk, person, "", form).await?;
        Ok(format!("{}?done=saved", page_of(&slug)))
    })
    .await
}

/// A new version of an article.
pub(crate) async fn save(Path(slug): Path<String>, WithFiles(post): WithFiles) -> Response {
    post.submit(FormTarget::page(page_of(&slug)), async |desk, person, form| {
        let slug = write_version(desk, person, &slug, form).await?;
        Ok(format!("{}?done=saved", page_of(&slug)))
    })
    .await
}

async fn write_version(desk: &Desk, person: &Person, slug: &str, form: &mut Form) -> desk::Result<String> {
    let (key, mut draft, files) = (form.idempotency_key()?, draft(form)?, form.files()?);
    let new_category = form.value("new_category").to_owned();
    // Upon what somebody else has saved meanwhile.
    let rebased = if slug.is_empty() { None } else { rebase(desk, person, slug, &draft, &new_category).await? };
    if let Some(Rebased { draft: now, refusal }) = rebased {
        fill_form(form, &now);
        refusal.map_or(Ok(()), Err)?;
        draft = now;
    }
    let sent = SentArticle { draft: &draft, new_category: &new_category, files: &files, key: &key };
    write::save(desk, person, slug, sent).await
}

/// Puts a draft into its form.
fn fill_form(form: &mut Form, draft: &ArticleDraft) {
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

fn draft(form: &Form) -> Result<ArticleDraft, Refusal> {
    let text = |name: &str| form.value(name).to_owned();
    Ok(ArticleDraft {
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
pub(crate) async fn act(Path((slug, verb)): Path<(String, String)>, post: FormPost) -> Response {
    let page = page_of(&slug);
    let target = FormTarget::verb(&page, &verb, &["publish", "unpublish", "restore"]);
    post.submit(target, async |desk, person, form| {
        let number = version(form)?;
        let (done, result) = match verb.as_str() {
            "publish" => ("published", write::publish(desk, person, &slug, number).await),
            "unpublish" => ("unpublished", write::unpublish(desk, person, &slug).await),
            "restore" => ("restored", write::restore(desk, person, &slug, number).await),
            _ => return Err(Refusal::NotFound.into()),
        };
        result.map(|()| format!("{page}?done={done}"))
    })
    .await
}

fn page_of(slug: &str) -> String {
    format!("/help/manage/{}", article(slug))
}

/// The slug of an article, as an address may hold it.
fn article(slug: &str) -> &str {
    path_segment::plain(slug, 80, b"-")
}
