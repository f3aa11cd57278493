//! Plan settings of administrators: levels, products, routing and texts for all plans.

use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::FormTarget;
use axum::extract::Path;
use axum::response::Response;
use desk::Desk;
use desk::people::Person;
use desk::plans::setup::{self, ContactChannels, Routing};
use domain::Refusal;
use domain::plans::setup::LevelDraft;

const PAGE: &str = "/admin/plans";
const PARTS: [&str; 6] = ["level", "drop", "product", "routing", "reach", "words"];

/// One part of the page, each with a form of its own.
pub(crate) async fn save(Path(part): Path<String>, post: FormPost) -> Response {
    let known = PARTS.into_iter().find(|known| *known == part).unwrap_or_default();
    post.submit(FormTarget::below(PAGE, known), async |desk, person, form| {
        save_part(desk, person, &part, form).await.map(|()| format!("{PAGE}?done=1"))
    })
    .await
}

async fn save_part(desk: &Desk, person: &Person, part: &str, form: &Form) -> desk::Result<()> {
    let (value, ticked) = (|name: &str| form.value(name), |name: &str| form.value(name) == "1");
    match part {
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
            let sent = ContactChannels { phone: value("phone"), domain: value("domain"), chat_calendar };
            setup::set_reach(desk, person, sent).await
        }
        "words" => setup::set_words(desk, person, (!ticked("usual")).then(|| value("words"))).await,
        _ => Err(Refusal::NotFound.into()),
    }
}
