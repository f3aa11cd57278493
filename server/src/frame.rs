//! Cookies for how a browser shows the frame, set here where no script can do it: the rail folded or not, the banner of the demo shut.

use crate::form_post::FormPost;
use crate::pages::local_path;
use crate::response::FormTarget;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::Refusal;

/// What may be kept: the cookie is called `portico_` and the field's name.
const CHOICES: [(&str, &str); 3] = [("rail", "folded"), ("rail", "wide"), ("demo", "shut")];

/// Takes `rail` or `demo`, and leads back to the page of `back`.
pub(crate) async fn save(mut post: FormPost) -> Response {
    let back = local_path(post.form.value("back")).unwrap_or("/").to_owned();
    let chosen = CHOICES.into_iter().find(|(name, value)| post.form.value(name) == *value);
    let result = post.run(async |_, _, _| chosen.ok_or(Refusal::Malformed.into())).await;
    let cookie = result.as_ref().ok().copied().and_then(cookie);
    let target = FormTarget::new(&back, "/frame");
    let mut response = post.respond(target, result.map(|_| back)).await;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn cookie((name, value): (&str, &str)) -> Option<HeaderValue> {
    format!("portico_{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax").parse().ok()
}
