//! Who asks: the session cookie, the person behind it, and how they want to be answered.

use crate::guard::carries_its_own_token;
use crate::{House, cookie};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use desk::people::{self, Person};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// What is known of a request before it is looked at.
#[derive(Clone)]
pub(crate) struct Asking {
    pub person: Option<Arc<Person>>,
    /// The session behind the person.
    pub token: Option<String>,
    /// Every session cookie that came along, valid or not.
    pub tokens: Vec<String>,
    pub wants: Wants,
    pub address: IpAddr,
    pub framed: bool,
    /// How the browser wants the frame.
    pub folded: bool,
    pub demo_shut: bool,
    /// The panel beside a ticket was turned last.
    pub panel_turned: bool,
}

/// Finds the person and puts them beside the request.
pub(crate) async fn find(State(house): State<House>, mut request: Request, next: Next) -> Response {
    // The site's files are for everybody, and a token of its own stands for whoever has it.
    let path = request.uri().path();
    if path.starts_with("/pkg/") || carries_its_own_token(path) {
        return next.run(request).await;
    }
    let tokens = cookie::tokens(request.headers(), cookie_name(&house));
    let (person, token) = match whose(&house, &tokens).await {
        Ok(found) => found.unzip(),
        Err(error) => return crate::answer::refused_plainly(&app::backstage::refusal(error), request.headers()),
    };
    let asking = Asking {
        person,
        token,
        tokens,
        wants: wants(request.headers()),
        address: address(&house, &request),
        framed: is_framed(request.headers()),
        folded: is_set(request.headers(), "portico_rail", "folded"),
        demo_shut: is_set(request.headers(), "portico_demo", "shut"),
        panel_turned: is_set(request.headers(), "portico_panel", "turned"),
    };
    let prolonged = prolonged(&house, &asking);
    let user_id = asking.person.as_ref().map(|person| person.id);
    request.extensions_mut().insert(asking);
    let mut response = match user_id {
        Some(id) => desk::db::for_person(id, next.run(request)).await,
        None => next.run(request).await,
    };
    // Whoever signs in or out meanwhile gets another cookie.
    if let Some(cookie) = prolonged.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
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
async fn whose(house: &House, tokens: &[String]) -> desk::Result<Option<(Arc<Person>, String)>> {
    for token in tokens {
        if let Some(person) = people::find(&house.desk, token).await? {
            return Ok(Some((Arc::new(person), token.clone())));
        }
    }
    Ok(None)
}

/// The cookie of a remembered session again, so that one that is used does not end after its first month.
fn prolonged(house: &House, asking: &Asking) -> Option<HeaderValue> {
    let seconds = asking.person.as_ref()?.cookie_lasts?;
    crate::people::session_cookie(house, asking.token.as_ref()?, Some(seconds))
}

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let nobody = Self {
            person: None,
            token: None,
            tokens: Vec::new(),
            wants: Wants::Page,
            address: Ipv4Addr::UNSPECIFIED.into(),
            framed: false,
            folded: false,
            demo_shut: false,
            panel_turned: false,
        };
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(nobody))
    }
}

/// How somebody wants to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// A browser's form: with a page.
    Page,
    /// A script of somebody else's: with names.
    Json,
    /// The page's own script.
    Compact,
}

pub(crate) fn wants(headers: &HeaderMap) -> Wants {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.starts_with("application/json") {
        Wants::Json
    } else if accept.starts_with(app::compact::MEDIA_TYPE) {
        Wants::Compact
    } else {
        Wants::Page
    }
}

/// `__Host-` binds the cookie to this host; browsers take it only over https.
pub(crate) fn cookie_name(house: &House) -> &'static str {
    if house.settings.is_https() { "__Host-portico" } else { "portico" }
}

/// The other end, or whom a trusted proxy names: from the right, the first address that is not a trusted proxy.
fn address(house: &House, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(Ipv4Addr::UNSPECIFIED.into(), |info| info.0.ip().to_canonical());
    let trusted = &house.settings.trusted_proxies;
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
