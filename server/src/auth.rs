//! Authentication of requests: the session cookie, the person behind it, and what else a request says of its browser.

use crate::guard::carries_its_own_token;
use crate::response::{ResponseFormat, refuse};
use crate::{AppState, cookie};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use desk::people::{self, Browser, Person};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The client of a request, as `authenticate` has found it.
#[derive(Clone)]
pub(crate) struct RequestContext {
    pub person: Option<Arc<Person>>,
    /// The session behind the person.
    pub token: Option<String>,
    /// Every session cookie that came along, valid or not.
    pub tokens: Vec<String>,
    pub format: ResponseFormat,
    pub address: IpAddr,
    pub framed: bool,
    /// How the browser wants the frame.
    pub folded: bool,
    pub demo_shut: bool,
    /// The panel beside a ticket was turned last.
    pub panel_turned: bool,
}

/// Finds the person behind the session cookie, and puts a `RequestContext` into the request's extensions.
pub(crate) async fn authenticate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    // The site's files are for everybody, and a token of its own stands for whoever has it.
    let path = request.uri().path();
    if path.starts_with("/pkg/") || carries_its_own_token(path) {
        return next.run(request).await;
    }
    let tokens = cookie::tokens(request.headers(), cookie_name(&state));
    let (person, token) = match find_session(&state, &tokens).await {
        Ok(found) => found.unzip(),
        Err(error) => return refuse(&app::server_context::refusal(error), ResponseFormat::of(request.headers())),
    };
    let context = RequestContext {
        person,
        token,
        tokens,
        format: ResponseFormat::of(request.headers()),
        address: address(&state, &request),
        framed: is_framed(request.headers()),
        folded: is_set(request.headers(), "portico_rail", "folded"),
        demo_shut: is_set(request.headers(), "portico_demo", "shut"),
        panel_turned: is_set(request.headers(), "portico_panel", "turned"),
    };
    let renewed = renewed_cookie(&state, &context);
    let user_id = context.person.as_ref().map(|person| person.id);
    request.extensions_mut().insert(context);
    let mut response = match user_id {
        Some(id) => desk::db::for_person(id, next.run(request)).await,
        None => next.run(request).await,
    };
    // Whoever signs in or out meanwhile gets another cookie.
    if let Some(cookie) = renewed.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// How messages are shown, as the browser was told last.
fn is_framed(headers: &HeaderMap) -> bool {
    let shown = cookie::values(headers, "portico_talk").find(|value| matches!(*value, b"framed" | b"chat"));
    shown == Some(b"framed".as_slice())
}

/// Whether the first cookie of this name holds this value.
fn is_set(headers: &HeaderMap, name: &str, value: &str) -> bool {
    cookie::values(headers, name).next() == Some(value.as_bytes())
}

/// The first token that is a session, and who it belongs to.
async fn find_session(state: &AppState, tokens: &[String]) -> desk::Result<Option<(Arc<Person>, String)>> {
    for token in tokens {
        if let Some(person) = people::find(&state.desk, token).await? {
            return Ok(Some((Arc::new(person), token.clone())));
        }
    }
    Ok(None)
}

/// The cookie of a remembered session again, so that one that is used does not end after its first month.
fn renewed_cookie(state: &AppState, context: &RequestContext) -> Option<HeaderValue> {
    let seconds = context.person.as_ref()?.cookie_lasts?;
    crate::people::session_cookie(state, context.token.as_ref()?, Some(seconds))
}

impl RequestContext {
    /// Where a request comes from.
    pub fn browser(&self, headers: &HeaderMap) -> Browser {
        let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Browser { address: self.address, device: device.to_owned() }
    }

    /// Of a request that is not authenticated: it is for everybody, or carries a token of its own.
    fn anonymous(headers: &HeaderMap) -> Self {
        Self {
            person: None,
            token: None,
            tokens: Vec::new(),
            format: ResponseFormat::of(headers),
            address: Ipv4Addr::UNSPECIFIED.into(),
            framed: false,
            folded: false,
            demo_shut: false,
            panel_turned: false,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let known = parts.extensions.get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::anonymous(&parts.headers)))
    }
}

/// `__Host-` binds the cookie to this host; browsers take it only over https.
pub(crate) fn cookie_name(state: &AppState) -> &'static str {
    if state.settings.is_https() { "__Host-portico" } else { "portico" }
}

/// The other end, or whom a trusted proxy names: from the right, the first address that is not a trusted proxy.
fn address(state: &AppState, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(Ipv4Addr::UNSPECIFIED.into(), |info| info.0.ip().to_canonical());
    let trusted = &state.settings.trusted_proxies;
    if !trusted.contains(&peer) {
        return peer;
    }
    let lines = request
        .headers()
        .get_all(HeaderName::from_static("x-forwarded-for"))
        .iter()
        .filter_map(|line| line.to_str().ok());
    let named: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let far = named
        .iter()
        .rev()
        .map_while(|text| text.parse().ok().map(|address: IpAddr| address.to_canonical()))
        .find(|address| !trusted.contains(address));
    far.unwrap_or(peer)
}
