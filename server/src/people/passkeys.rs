//! Passkeys: a device answers a challenge in the browser (`frontend/passkeys`), which sends the answer as a form.

use super::{browser, door, end_sessions, set_cookie, welcome};
use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, ResponseFormat, refuse, respond, status_code};
use crate::tickets::{read, told};
use app::server_context::refusal;
use app::words::words;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::people::Person;
use desk::people::passkeys::{
    self, ALGORITHMS, Answer, Making, Site, add_passkey, ask_to_add, ask_to_enter, enter_by_passkey,
};
use domain::Refusal;
use serde_json::{Value, json};

/// Where this site is for a browser: as people reach it, or as it was asked for where nothing is set.
pub(super) fn site(state: &AppState, headers: &HeaderMap) -> Site {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = state.settings.public_url.clone().unwrap_or_else(|| format!("http://{host}"));
    Site { origin }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes as the browser's script writes them; of anything else nothing is left, which no key fits.
fn bytes(form: &Form, name: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(form.value(name)).unwrap_or_default()
}

/// What the script shows where it stands: a sentence.
fn refused(refusal: &Refusal, format: ResponseFormat) -> Response {
    match refusal {
        Refusal::Invalid(faults) if !faults.is_empty() => {
            (status_code(refusal), (words().reason)(&faults[0].reason)).into_response()
        }
        _ => refuse(refusal, format),
    }
}

fn asked(result: Result<Value, Refusal>, format: ResponseFormat) -> Response {
    match result {
        Ok(options) => Json(options).into_response(),
        Err(refusal) => refused(&refusal, format),
    }
}

/// A challenge for whoever wants to sign in.
pub(crate) async fn ask_at_door(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
) -> Response {
    let challenge = ask_to_enter(&state.desk, &browser(&context, &headers)).await.map_err(refusal);
    let site = site(&state, &headers);
    asked(challenge.map(|challenge| json!({ "challenge": challenge, "site": site.host() })), context.format)
}

/// Signs in whoever's device has answered.
pub(crate) async fn enter(
    State(state): State<AppState>,
    mut context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let (browser, site) = (browser(&context, &headers), site(&state, &headers));
    let (mut form, result) = match Form::read(request, None).await {
        Ok(form) => {
            let lasting = form.value("remember") == "1";
            let result = enter_by_passkey(&state.desk, &signed(&form), &site, lasting, &browser).await;
            (form, result.map_err(refusal))
        }
        Err((form, refusal)) => (form, Err(refusal)),
    };
    form.fields.retain(|(name, _)| !OF_DEVICE.contains(&name.as_str()));
    let token = match result {
        Ok(token) => token,
        Err(refusal) => return respond(&state, &context, door(), form, Err(refusal)).await,
    };
    if let Err(error) = end_sessions(&state, &context).await {
        refusal(error);
    }
    let mut response = welcome(&state, &mut context, &token, &form).await;
    set_cookie(&state, &mut response, &token.text, token.max_age_seconds);
    response
}

/// Fields that a page has no use for when the form comes back.
const OF_DEVICE: [&str; 5] = ["credential", "handle", "client", "device", "signature"];

fn signed(form: &Form) -> Answer {
    Answer {
        credential: bytes(form, "credential"),
        handle: bytes(form, "handle"),
        client: bytes(form, "client"),
        device: bytes(form, "device"),
        signature: bytes(form, "signature"),
    }
}

/// A challenge for a new passkey of whoever is signed in.
pub(crate) async fn ask(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&context, &headers);
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => {
            let made = told(ask_to_add(&state.desk, &person, &form.password("old_password"), &browser).await);
            made.map(|made| options(&made, &person, &site(&state, &headers)))
        }
        Err(refusal) => Err(refusal),
    };
    asked(result, context.format)
}

fn options(made: &Making, person: &Person, site: &Site) -> Value {
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
    FormTarget { page: "/account".into(), action: "/account/passkeys".into() }
}

/// Keeps what a device has made.
pub(crate) async fn add(
    State(state): State<AppState>,
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let (mut form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => {
            let (client, made) = (bytes(&form, "client"), bytes(&form, "device"));
            let site = site(&state, &headers);
            told(add_passkey(&state.desk, &person, form.value("name"), &client, &made, &site).await)
        }
        Err(refusal) => Err(refusal),
    };
    form.fields.retain(|(name, _)| name == "name");
    respond(&state, &context, form_target(), form, result.map(|()| "/account?done=passkey#passkeys".into())).await
}

pub(crate) async fn change(
    State(state): State<AppState>,
    Path((id, verb)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match (person, verb.as_str()) {
        (Ok(person), "rename") => told(passkeys::rename_passkey(&state.desk, &person, &id, form.value("name")).await),
        (Ok(person), "remove") => told(passkeys::remove_passkey(&state.desk, &person, &id).await),
        (Ok(_), _) => Err(Refusal::NotFound),
        (Err(refusal), _) => Err(refusal),
    };
    let done = if verb == "remove" { "passkey-removed" } else { "passkey-renamed" };
    respond(&state, &context, form_target(), form, result.map(|()| format!("/account?done={done}#passkeys"))).await
}
