//! Every address of the server. A route that is missing here fails `every_route_is_tested`.

/// Addresses that are read. `{number}` and `{file}` stand for a ticket's number and a file's `{id}/{name}`.
pub const PAGES: [&str; 73] = [
    "/",
    "/tickets",
    "/tickets?closed=1&sort=subject&page=2&size=50",
    "/tickets?page=nonsense",
    "/tickets?open=status&queue=print&period=30d&cols=subject,age",
    "/tickets?open=columns",
    "/tickets?open=views",
    "/tickets?view=nonsense",
    "/tickets/export?closed=1&all=1",
    "/tickets/export?sort=nonsense",
    "/tickets/new",
    "/activities",
    "/activities?page=2&removed=PT-1001",
    "/account/notifications?saved=1",
    "/admin/mails",
    "/tickets/{number}",
    "/tickets/{number}?messages=1&shown=framed",
    "/tickets/{number}/mentions?find=a",
    "/tickets/new/mentions?company=harbourline&type=incident&queue=print&find=a",
    "/words/composer",
    "/words/writing",
    "/assets",
    "/assets?category=printers&f.model=Zebra+ZT411&sort=-f.model&cols=name,f.model&open=filters",
    "/assets?open=columns&category=nonsense",
    "/assets/export?all=1",
    "/assets/new?category=printers&company=harbourline",
    "/support",
    "/support/check",
    "/support/check?for=nobody",
    "/plan",
    "/plan?company=harbourline&find=a",
    "/plan/requests/new?company=harbourline&kind=remove",
    "/plan/requests/nonsense",
    "/admin/calendars/chat",
    "/admin/calendars/nonsense?done=1",
    "/login",
    "/login?next=%2Ftickets",
    "/forgot",
    "/register",
    "/register?sent=1",
    "/confirm",
    "/confirm/",
    "/confirm/{token}",
    "/login/code",
    "/setup",
    "/account/second/picture",
    "/account",
    "/account?done=password",
    "/account/email/{token}",
    "/admin/companies",
    "/admin/companies?q=harb",
    "/admin/companies/harbourline",
    "/admin/people",
    "/admin/people?q=a&page=2",
    "/admin/people?waiting=1",
    "/admin/people/alice",
    "/admin/people/nonsense",
    "/reset",
    "/reset/",
    "/reset/{token}",
    "/files/{file}",
    "/files/{file}?size=small",
    "/drafts?place={number}",
    "/drafts?place=new-1",
    "/drafts/new",
    "/uploads/{id}",
    "/files/nonsense/x",
    "/calls/tickets/nonsense",
    "/pkg/nonsense/portico.css",
    "/favicon.ico",
    "/healthz",
    "/readyz",
    "/nowhere/at/all",
];

/// The stream of events, which does not end by itself: it has tests of its own.
pub const STREAM: &str = "/events";

/// Addresses that forms are sent to.
pub const FORMS: [&str; 53] = [
    "/login",
    "/logout",
    "/forgot",
    "/register",
    "/confirm/{token}",
    "/reset/{token}",
    "/account",
    "/setup",
    "/account/second/begin",
    "/account/second/confirm",
    "/account/second/codes",
    "/account/second/off",
    "/login/code",
    "/account/password",
    "/account/email",
    "/account/email/{token}",
    "/account/sessions/{id}",
    "/admin/calendars/{slug}",
    "/admin/people/{slug}/{verb}",
    "/admin/companies",
    "/admin/companies/{slug}/{verb}",
    "/tickets/new",
    "/tickets/columns",
    "/views",
    "/views/abc/rename",
    "/views/abc/remove",
    "/views/abc/first",
    "/tickets/{number}/messages",
    "/tickets/{number}/close",
    "/tickets/{number}/reopen",
    "/tickets/{number}/rating",
    "/tickets/{number}/subscribe",
    "/tickets/{number}/unsubscribe",
    "/tickets/{number}/change",
    "/tickets/{number}/messages/{id}/retract",
    "/tickets/{number}/followers",
    "/drafts",
    "/drafts/discard",
    "/uploads",
    "/uploads/{id}/remove",
    "/tickets/{number}/assets",
    "/tickets/{number}/assets/unlink",
    "/assets/new",
    "/assets/columns",
    "/plan/requests",
    "/plan/requests/{id}/{verb}",
    "/plan/change",
    "/plan/company",
    "/activities/read",
    "/activities/{number}/remove",
    "/activities/{number}/restore",
    "/account/notifications",
    "/admin/mails/{id}/{verb}",
];

/// Pages and forms of one asset; `assets.rs` asks for them.
pub const OF_ASSET: [&str; 4] = ["/assets/{id}", "/assets/{id}/edit", "/assets/{id}/seats", "/assets/{id}/shares"];

/// Server functions with arguments that fit, from the program's own list.
pub fn calls(number: &str) -> Vec<String> {
    let with_arguments = |path: &str| match path {
        "/calls/tickets/list" => format!("{path}?query=closed%3D1"),
        "/calls/tickets/show" => format!("{path}?number={number}&messages=2000"),
        "/calls/tickets/offered" => format!("{path}?query=closed%3D1&facet=Queue&find="),
        "/calls/tickets/audience" => format!("{path}?company=&queue=print&kind=incident"),
        "/calls/tickets/offer"
        | "/calls/views/menu"
        | "/calls/mail/choices"
        | "/calls/mail/outbox"
        | "/calls/assets/filters"
        | "/calls/assets/columns" => path.to_owned(),
        "/calls/assets/list" => format!("{path}?query=scope%3Dall"),
        "/calls/assets/show" => format!("{path}?id=nonsense"),
        "/calls/assets/form" => format!("{path}?id=&category=&company="),
        "/calls/assets/choose" => format!("{path}?number={number}&find=&ids="),
        "/calls/tickets/similar" => format!("{path}?subject=Label+printer+prints+blanks"),
        "/calls/calendars/show" => format!("{path}?slug=chat"),
        "/calls/support/show" => path.to_owned(),
        "/calls/support/check" => format!("{path}?login="),
        "/calls/companies/list" => format!("{path}?find=a&page=1"),
        "/calls/companies/show" => format!("{path}?slug=harbourline"),
        "/calls/people/list" => format!("{path}?find=a&waiting=false&page=1"),
        "/calls/people/show" => format!("{path}?slug=alice"),
        "/calls/people/account" => path.to_owned(),
        "/calls/assets/spare" => format!("{path}?subject=Bayline+Label+Studio"),
        "/calls/plans/open" => format!("{path}?company=&find="),
        "/calls/plans/form" => format!("{path}?company=&product=&kind=&contact="),
        "/calls/plans/request" => format!("{path}?id=nonsense"),
        "/calls/activities/list" => format!("{path}?page=1"),
        other => panic!("{other} is new: say here how it is called"),
    };
    let mut calls: Vec<String> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| with_arguments(path)).collect();
    calls.sort();
    assert_eq!(calls.len(), 28);
    calls
}

/// The addresses that `server/src/routes.rs` names.
pub fn known_routes() -> Vec<&'static str> {
    let source = include_str!("../../../src/routes.rs");
    source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
