//! Server-side rendering of pages, and the server functions that open pages call.

use crate::AppState;
use crate::auth::RequestContext;
use crate::response::{FormTarget, ResponseFormat, refuse, status_code};
use app::compact;
use app::error::AppError;
use app::session::{FormState, Session};
use app::shell::shell;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::people::Person;
use domain::Refusal;
use domain::menu::MenuCounts;
use form_urlencoded::byte_serialize;
use leptos::prelude::provide_context;
use leptos::server_fn::axum::get_server_fn_service;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// Any page. Whoever is signed out is led to the sign-in, and from there back.
pub(crate) async fn page(State(state): State<AppState>, context: RequestContext, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_allowed(context).await;
    }
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    let path = request.uri().path();
    match (&context.person, path == "/login") {
        (None, false) if !is_public(&state, path).await => Redirect::to(&sign_in_address(wanted)).into_response(),
        (Some(_), true) => {
            Redirect::to(&address_after_sign_in(request.uri().query().unwrap_or_default())).into_response()
        }
        (person, _) => {
            if let Some(address) = saved_view_address(&state, person.as_deref(), request.uri()).await {
                return Redirect::to(&address).into_response();
            }
            let mut response = render(&state, &context, wanted, None, None).await;
            remember_message_style(request.uri().query().unwrap_or_default(), &mut response);
            response
        }
    }
}

/// Pages for everybody, signed in or not. What a link of a mail leads to has handlers of its own.
const PUBLIC: [&str; 3] = ["/forgot", "/register", "/help"];

/// Also the help centre, as far as its articles are for everybody. One that is not there leads to the sign-in like one that is not
/// for them.
async fn is_public(state: &AppState, path: &str) -> bool {
    match path.strip_prefix("/help/") {
        None => PUBLIC.contains(&path),
        Some(slug) => or_nothing(desk::help::is_there(&state.desk, slug).await),
    }
}

/// A view's name alone stands for what is kept under it, and `/` for the view that a person lets open first.
async fn saved_view_address(state: &AppState, person: Option<&Person>, uri: &Uri) -> Option<String> {
    let (person, query) = (person?, uri.query().unwrap_or_default());
    let slug = match (uri.path(), query) {
        ("/", "") => Some("").filter(|_| person.has_first_view),
        ("/" | "/tickets", _) => query.strip_prefix("view=").filter(|slug| !slug.is_empty() && !slug.contains('&')),
        _ => None,
    };
    desk::views::find(&state.desk, person, slug?).await.ok().map(|view| view.listing().address())
}

/// The sign-in, and after it the very address that was asked for. What a program sent as raw letters is spelled as browsers do.
fn sign_in_address(wanted: &str) -> String {
    let spelled = utf8_percent_encode(wanted, CONTROLS).to_string();
    let next: String = byte_serialize(spelled.as_bytes()).collect();
    format!("/login?next={next}")
}

/// Where the sign-in of this query leads.
fn address_after_sign_in(query: &str) -> String {
    let next = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "next").map(|(_, value)| value);
    next.as_deref().and_then(local_path).unwrap_or("/").to_owned()
}

/// The longest address that a sign-in leads back to, in bytes: more than any view of a list.
const ADDRESS_MAX: usize = 8_000;

/// A path of this site, and nothing that a browser would read as another one.
pub(crate) fn local_path(text: &str) -> Option<&str> {
    let local = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let plain = text.len() <= ADDRESS_MAX && text.chars().all(|c| c.is_ascii_graphic());
    (local && plain).then_some(text)
}

/// `?shown=framed` and `?shown=chat` are remembered where no script can do it.
fn remember_message_style(query: &str, response: &mut Response) {
    let chosen =
        query.split('&').find_map(|pair| pair.strip_prefix("shown=")).filter(|name| matches!(*name, "framed" | "chat"));
    let cookie = chosen.map(|name| format!("portico_talk={name}; Path=/; Max-Age=31536000; SameSite=Lax"));
    if let Some(cookie) = cookie.and_then(|text| text.parse().ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Renders the page at `address`, with a form that came back and the status that goes with it.
pub(crate) async fn render(
    state: &AppState,
    context: &RequestContext,
    address: &str,
    form_state: Option<FormState>,
    status: Option<StatusCode>,
) -> Response {
    let Ok(request) = Request::get(address).header(header::ACCEPT, "text/html").body(Body::empty()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let framed = address.contains("shown=framed") || (context.framed && !address.contains("shown=chat"));
    let me = context.person.as_ref().map(|person| person.me(&state.desk.catalogue()));
    let views = match context.person.as_ref().filter(|person| person.has_views) {
        Some(person) => or_nothing(desk::views::of(&state.desk, person).await),
        None => Vec::new(),
    };
    let (desk, person, site) = (state.desk.clone(), context.person.clone(), state.site.clone());
    // What happens from here on is told by the event stream.
    let cursor = or_nothing(desk::live::cursor(&desk).await);
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    let prefetched = app::prefetch(&desk, person.as_ref(), form_state.clone(), wanted).await;
    let counts = match &person {
        Some(person) => or_nothing(desk::menu::counts(&desk, person).await),
        None => MenuCounts::default(),
    };
    let recent = match &person {
        Some(person) => or_nothing(desk::activities::recent(&desk, person).await),
        None => Vec::new(),
    };
    let catalogue = desk.catalogue();
    let session = Session {
        me,
        views,
        demo: catalogue.demo && !(context.demo_shut && context.person.is_some()),
        folded: context.folded,
        panel_turned: context.panel_turned,
        chat_open: catalogue.chat_is_open(desk.now()),
        form_state,
        framed,
        counts,
        recent: app::activities::recent(recent),
        cursor,
    };
    let provide = move || {
        provide_context(prefetched.clone());
        provide_context(desk.clone());
        provide_context(session.clone());
        if let Some(person) = person.clone() {
            provide_context(person);
        }
    };
    let render = leptos_axum::render_app_async_with_context(provide, move || shell(site.clone()));
    let mut response = render(request).await;
    if let Some(status) = status.filter(|_| response.status() == StatusCode::OK) {
        *response.status_mut() = status;
    }
    response
}

/// Renders a form with these fields filled in, and why it or what it stands for was refused.
pub(crate) async fn render_form(
    state: &AppState,
    context: &RequestContext,
    target: FormTarget,
    fields: Vec<(String, String)>,
    refusal: Option<Refusal>,
) -> Response {
    let status = refusal.as_ref().map(status_code);
    let FormTarget { page, action } = target;
    let form_state = FormState { page: page.clone(), action, fields, refusal, files_lost: false, waiting: Vec::new() };
    render(state, context, &page, Some(form_state), status).await
}

/// Logs an error and goes on with the default: a page without it is better than none.
fn or_nothing<T: Default>(found: desk::Result<T>) -> T {
    found.unwrap_or_else(|error| {
        app::server_context::refusal(error);
        T::default()
    })
}

/// A read that a living page makes.
pub(crate) async fn call(State(state): State<AppState>, context: RequestContext, mut request: Request) -> Response {
    // The library would send somebody who asks for HTML back to where they say they come from.
    request.headers_mut().remove(header::REFERER);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    // Who asks for the head alone asks for what a `GET` would say.
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        let refusal = if context.person.is_none() { Refusal::SignedOut } else { Refusal::NotFound };
        return refuse(&refusal, ResponseFormat::Json);
    }
    let provide = move || {
        provide_context(state.desk.clone());
        if let Some(person) = context.person.clone() {
            provide_context(person);
        }
    };
    let response = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    if response.headers().contains_key(SERVER_FN_ERROR_HEADER) { with_refusal_status(response).await } else { response }
}

/// The library answers arguments that it cannot read with 500; the refusal in the body knows better.
async fn with_refusal_status(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, 64 * 1024).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if let Ok(AppError(refusal)) = compact::read(&bytes) {
        parts.status = status_code(&refusal);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(compact::MEDIA_TYPE));
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// An address that exists but not for this method; posts of signed-out people get 401 wherever they go.
pub(crate) async fn not_allowed(context: RequestContext) -> Response {
    let refusal = if context.person.is_none() { Refusal::SignedOut } else { Refusal::NotFound };
    match refusal {
        Refusal::SignedOut => refuse(&refusal, context.format),
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_followed() {
        for good in ["/", "/tickets?q=a%20b", "/tickets/PT-1"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/ä",
        ] {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_sign_in_leads_back_to_what_was_asked_for() {
        for (wanted, back) in [
            ("/?q=label%20printer", "/?q=label%20printer"),
            ("/?q=100%25&x=a+b", "/?q=100%25&x=a+b"),
            ("/?q=é", "/?q=%C3%A9"),
        ] {
            let address = sign_in_address(wanted);
            assert_eq!(address_after_sign_in(address.split_once('?').map_or("", |(_, query)| query)), back);
        }
    }
}
