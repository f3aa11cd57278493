//! What administrators arrange for all plans.

use crate::AppState;
use crate::auth::RequestContext;
use crate::form::Form;
use crate::response::{FormTarget, respond};
use crate::tickets::{read, told};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::people::Person;
use desk::plans::setup::{self, Reach, Routing};
use domain::Refusal;
use domain::plans::setup::LevelDraft;

const PAGE: &str = "/admin/plans";
const PARTS: [&str; 6] = ["level", "drop", "product", "routing", "reach", "words"];

/// One part of the page, each with a form of its own.
pub(crate) async fn save(
    State(state): State<AppState>,
    Path(part): Path<String>,
    context: RequestContext,
    request: Request,
) -> Response {
    let (form, person) = read(&state, &context, request).await;
    let result = match person {
        Ok(person) => keep(&state, &person, &part, &form).await,
        Err(refusal) => Err(refusal),
    };
    let part = PARTS.into_iter().find(|known| *known == part).unwrap_or_default();
    let target = FormTarget { page: PAGE.into(), action: format!("{PAGE}/{part}") };
    respond(&state, &context, target, form, result.map(|()| format!("{PAGE}?done=1"))).await
}

async fn keep(state: &AppState, person: &Person, part: &str, form: &Form) -> Result<(), Refusal> {
    let (desk, value, ticked) = (&state.desk, |name: &str| form.value(name), |name: &str| form.value(name) == "1");
    told(match part {
        "level" => {
            let (name, seats) = (value("name").to_owned(), value("seats").to_owned());
            let draft = LevelDraft { name, seats, phone: ticked("phone"), dedicated: ticked("dedicated") };
            setup::set_level(desk, person, value("level"), &draft).await
        }
        "drop" => setup::drop_level(desk, person, value("level")).await,
        "product" => setup::set_product(desk, person, value("product"), value("name")).await,
        "routing" => {
            let named =
                form.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("product.")?, value.as_str())));
            let products = named.collect();
            let sent = Routing { products, plan_queue: value("plan_queue"), plan_type: value("plan_type") };
            setup::route(desk, person, sent).await
        }
        "reach" => {
            let chat_calendar = value("chat_calendar");
            let sent = Reach { phone: value("phone"), domain: value("domain"), chat_calendar };
            setup::set_reach(desk, person, sent).await
        }
        "words" => setup::set_words(desk, person, (!ticked("usual")).then(|| value("words"))).await,
        _ => Err(Refusal::NotFound.into()),
    })
}
