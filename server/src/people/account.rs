//! What somebody does with their own account.

use super::admin::details;
use super::{browser, raw, set_cookie};
use crate::answer::{self, Place, answer};
use crate::asking::Asking;
use crate::form::Form;
use crate::tickets::{read, told};
use crate::{House, pages};
use app::backstage::refusal;
use app::session::Echo;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::people::{Token, account};

fn place(action: &str) -> Place {
    Place { page: "/account".into(), action: action.into() }
}

fn done(what: &str) -> String {
    format!("/account?done={what}")
}

pub(crate) async fn edit(State(house): State<House>, asking: Asking, request: Request) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let result = match person {
        Ok(person) => {
            let (details, zone) = (details(&form), form.value("time_zone"));
            told(account::set_details(&house.desk, &person, &details, zone, &form.seen()).await)
        }
        Err(refusal) => Err(refusal),
    };
    answer(&house, &asking, place("/account"), form, result.map(|()| done("details"))).await
}

pub(crate) async fn password(
    State(house): State<House>,
    asking: Asking,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&asking, &headers);
    let (form, person) = read(&house, &asking, request).await;
    let (old, new) = (raw(&form, "old_password"), raw(&form, "password"));
    let result = match person {
        Ok(person) => told(account::change_password(&house.desk, &person, &old, &new, &browser).await),
        Err(refusal) => Err(refusal),
    };
    let (fresh, result) = apart(result);
    let place = place("/account/password");
    let mut response = answer(&house, &asking, place, Form::default(), result.map(|()| done("password"))).await;
    if let Some(token) = fresh {
        set_cookie(&house, &mut response, &token.text, token.max_age_seconds);
    }
    response
}

fn apart<E>(result: Result<Token, E>) -> (Option<Token>, Result<(), E>) {
    match result {
        Ok(token) => (Some(token), Ok(())),
        Err(error) => (None, Err(error)),
    }
}

/// `all` or one session. Whoever ends all of them goes to the sign-in.
pub(crate) async fn end_session(
    State(house): State<House>,
    Path(id): Path<String>,
    asking: Asking,
    request: Request,
) -> Response {
    let (form, person) = read(&house, &asking, request).await;
    let all = id == "all";
    let result = match person {
        Ok(person) => told(account::end_own(&house.desk, &person, (!all).then_some(&id)).await),
        Err(refusal) => Err(refusal),
    };
    let ended = all && result.is_ok();
    let to = if all { "/login".to_owned() } else { done("session") };
    let mut response = answer(&house, &asking, place("/account/sessions"), form, result.map(|()| to)).await;
    if ended {
        set_cookie(&house, &mut response, "", Some(0));
    }
    response
}

pub(crate) async fn email(
    State(house): State<House>,
    asking: Asking,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let browser = browser(&asking, &headers);
    let (mut form, person) = read(&house, &asking, request).await;
    let typed = raw(&form, "old_password");
    let result = match person {
        Ok(person) => told(account::change_email(&house.desk, &person, form.value("email"), &typed, &browser).await),
        Err(refusal) => Err(refusal),
    };
    form.fields.retain(|(name, _)| name != "old_password");
    answer(&house, &asking, place("/account/email"), form, result.map(|()| done("email"))).await
}

/// The page behind a link: which address, and a button.
pub(crate) async fn email_page(State(house): State<House>, Path(token): Path<String>, asking: Asking) -> Response {
    let page = email_page_of(&token);
    if matches!(token.as_str(), "half" | "changed") {
        return pages::render(&house, &asking, &page, None, None).await;
    }
    let (fields, refused) = match account::email_wanted(&house.desk, &token).await {
        Ok(wanted) => (vec![("email".to_owned(), wanted)], None),
        Err(error) => (Vec::new(), Some(refusal(error))),
    };
    let status = refused.as_ref().map(answer::status);
    let echo = Echo {
        page: page.clone(),
        action: page.clone(),
        fields,
        refusal: refused,
        files_lost: false,
        waiting: Vec::new(),
    };
    pages::render(&house, &asking, &page, Some(echo), status).await
}

pub(crate) async fn confirm_email(State(house): State<House>, Path(token): Path<String>, asking: Asking) -> Response {
    let page = email_page_of(&token);
    let place = Place { page: page.clone(), action: page };
    let result = told(account::confirm_email(&house.desk, &token).await);
    let to = result.map(|changed| format!("/account/email/{}", if changed { "changed" } else { "half" }));
    answer(&house, &asking, place, Form::default(), to).await
}

fn email_page_of(token: &str) -> String {
    format!("/account/email/{}", super::plain(token))
}
