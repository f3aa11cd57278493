//! Passkeys (WebAuthn): a device answers a challenge in the browser (`frontend/passkeys`), which sends the answer as a form.

use super::{SIGN_IN, end_sessions, start_session};
use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::{FormTarget, ResponseFormat, refuse, status_code};
use app::server_context::refusal;
use app::words::words;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::people::Person;
use desk::people::passkeys::{
    self, ALGORITHMS, Assertion, CreationOptions, RelyingParty, add_passkey, sign_in_with_passkey,
};
use domain::Refusal;
use serde_json::{Value, json};

/// Where this site is for a browser: as people reach it, or as it was asked for where nothing is set.
pub(super) fn site(state: &AppState, headers: &HeaderMap) -> RelyingParty {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = state.settings.public_url.clone().unwrap_or_else(|| format!("http://{host}"));
    RelyingParty { origin }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes as the browser's script writes them; of anything else nothing is left, which no key fits.
fn bytes(form: &Form, name: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(form.value(name)).unwrap_or_default()
}

/// What the script shows where it stands: a sentence.
fn refusal_in_words(refusal: &Refusal, format: ResponseFormat) -> Response {
    match refusal {
        Refusal::Invalid(faults) if !faults.is_empty() => {
            (status_code(refusal), (words().reason)(&faults[0].reason)).into_response()
        }
        _ => refuse(refusal, format),
    }
}

fn respond_with_options(result: Result<Value, Refusal>, format: ResponseFormat) -> Response {
    match result {
        Ok(options) => Json(options).into_response(),
        Err(refusal) => refusal_in_words(&refusal, format),
    }
}

/// A challenge for whoever wants to sign in.
pub(crate) async fn begin_authentication(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
) -> Response {
    let challenge = passkeys::begin_authentication(&state.desk, &context.browser(&headers)).await.map_err(refusal);
    let site = site(&state, &headers);
    respond_with_options(
        challenge.map(|challenge| json!({ "challenge": challenge, "site": site.host() })),
        context.format,
    )
}

/// Signs in whoever's device has answered.
pub(crate) async fn authenticate(headers: HeaderMap, mut post: FormPost) -> Response {
    let (browser, site) = (post.context.browser(&headers), site(&post.state, &headers));
    let entered = post
        .run_for_anyone(async |desk, _, form| {
            let lasting = form.value("remember") == "1";
            sign_in_with_passkey(desk, &assertion(form), &site, lasting, &browser).await
        })
        .await;
    post.form.fields.retain(|(name, _)| !DEVICE_FIELDS.contains(&name.as_str()));
    let token = match entered {
        Ok(token) => token,
        Err(refusal) => return post.respond(FormTarget::page(SIGN_IN), Err(refusal)).await,
    };
    if let Err(error) = end_sessions(&post.state.desk, &post.context).await {
        refusal(error);
    }
    start_session(&mut post, &token).await
}

/// Fields that a page has no use for when the form comes back.
const DEVICE_FIELDS: [&str; 5] = ["credential", "handle", "client", "device", "signature"];

fn assertion(form: &Form) -> Assertion {
    Assertion {
        credential: bytes(form, "credential"),
        handle: bytes(form, "handle"),
        client: bytes(form, "client"),
        device: bytes(form, "device"),
        signature: bytes(form, "signature"),
    }
}

/// A challenge for a new passkey of whoever is signed in.
pub(crate) async fn begin_registration(headers: HeaderMap, mut post: FormPost) -> Response {
    let (browser, site) = (post.context.browser(&headers), site(&post.state, &headers));
    let challenge = post.run(async |desk, person, form| {
        let made = passkeys::begin_registration(desk, person, &form.password("old_password"), &browser).await?;
        Ok(options(&made, person, &site))
    });
    respond_with_options(challenge.await, post.context.format)
}

fn options(made: &CreationOptions, person: &Person, site: &RelyingParty) -> Value {
    json!({
        "challenge": made.challenge,
        "site": site.host(),
        "house": words().product,
        "handle": text(&made.handle),
        "login": person.login,
        "name": person.name,
        "known": made.known.iter().map(|credential| text(credential)).collect::<Vec<_>>(),
        "algorithms": ALGORITHMS,
    })
}

fn form_target() -> FormTarget {
    FormTarget::new("/account", "/account/passkeys")
}

/// Keeps what a device has made.
pub(crate) async fn add(headers: HeaderMap, mut post: FormPost) -> Response {
    let site = site(&post.state, &headers);
    let added = post.run(async |desk, person, form| {
        let (client, made) = (bytes(form, "client"), bytes(form, "device"));
        add_passkey(desk, person, form.value("name"), &client, &made, &site).await
    });
    let result = added.await.map(|()| "/account?done=passkey#passkeys".to_owned());
    post.form.fields.retain(|(name, _)| name == "name");
    post.respond(form_target(), result).await
}

pub(crate) async fn change(Path((id, verb)): Path<(String, String)>, post: FormPost) -> Response {
    post.submit(form_target(), async |desk, person, form| {
        let (done, result) = match verb.as_str() {
            "rename" => ("renamed", passkeys::rename_passkey(desk, person, &id, form.value("name")).await),
            "remove" => ("removed", passkeys::remove_passkey(desk, person, &id).await),
            _ => return Err(Refusal::NotFound.into()),
        };
        result.map(|()| format!("/account?done=passkey-{done}#passkeys"))
    })
    .await
}
