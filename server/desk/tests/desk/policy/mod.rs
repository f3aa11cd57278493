//! Every operation × everybody who might ask for it.
//!
//! What is refused leaves no trace, what only reads leaves none either, and what is allowed leaves one. Those who are
//! signed out are tested over HTTP.

use super::cast::{self, Snapshots, account, incident, kept, person, refusal, sql};
use super::support::{TestDesk, demo};
use desk::activities;
use desk::conversation::{self, Reply};
use desk::drafts;
use desk::events::event;
use desk::files::{Upload, attachment, fetch, fetch_small};
use desk::mail;
use desk::people::{Person, arrange};
use desk::tickets::list::offered::offered;
use desk::tickets::planned::Planned;
use desk::tickets::{change, close, follow, list, note_denied, offer, open, planned, rate, show, similar, subscribe};
use desk::{Desk, Result, views};
use domain::drafts::{Begun, Unsent};
use domain::listing::{Column, Facet, SearchIn};
use domain::mail::Choices;
use domain::refusal::Because;
use domain::tickets::draft::{Behalf, Draft};
use domain::tickets::{Change, Offer};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// Who asks, and for which ticket. Where nothing else is said it is an incident of alice's in the print queue.
///
/// bruno has her company and a seat, chloe has no seat (and may only read changes), olga is the company's senior manager;
/// dmitri is of another company; ewa and farid are of one that shares nothing: her own ticket, and hers for him; then
/// alice's in a queue and of a type that her role does not name; iris only reads; jonas works the print queues and reads
/// the others.
const CASES: &str = "alice bruno chloe chloe/change olga dmitri ewa/hers farid/ewas alice/workshop alice/internal \
    iris jonas jonas/software grace admin";

/// What comes out, in the order of CASES. `nil`: allowed, and nothing to do. `ro`: the role only reads; `agen`: only agents
/// do this; `rep`: only whoever raised it; `own`: only whoever made it; `seat`: no seat; `desk`: agents raise no tickets; `422`: not offered. In the list, and in what
/// a filter offers, `404` means: not in it.
const POLICY: &str = "
                           alic brun chlo c/ch olga dmit ewa  fari a/wo a/in iris jona j/so grac admi
tickets::list              yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::offered           yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::similar           yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::export            yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::show              yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
files::fetch message       yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
files::fetch note          404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
files::fetch_small message yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
files::fetch_small note    404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
tickets::subscribe on      yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::subscribe off     yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
conversation::mentionable  yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
conversation::planned      yes  yes  seat seat seat yes yes  seat yes  yes  desk desk desk desk desk
conversation::reply        yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
conversation::reply file   yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
conversation::reply note   agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
conversation::retract      yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
conversation::retract other 404  404  404  ro   404  404  404  404  404  404  ro   404  ro   404  404
tickets::follow            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
tickets::follow agent      422  422  422  ro   422  404  422  404  404  404  ro   yes  ro   yes  yes
drafts::save               yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::unfinished         yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::save new           yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::read               yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::discard            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::has_room           yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::receive            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::preview            yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::preview other      404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
drafts::remove             yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::remove other       404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
tickets::change status     agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change priority   agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change assignee   agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change queue      agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change software   agen agen agen ro   agen 404  agen 404  404  404  ro   422  ro   yes  yes
tickets::change workshop   agen agen agen ro   agen 404  agen 404  404  404  ro   422  ro   yes  yes
tickets::change nothing    agen agen agen ro   agen 404  agen 404  404  404  ro   nil  ro   nil  nil
tickets::close             yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
tickets::reopen            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
tickets::rate              yes  rep  rep  rep  rep  404  yes  404  404  404  rep  rep  rep  rep  rep
tickets::offer             yes  yes  seat seat seat yes  yes  seat yes  yes  desk desk desk desk desk
tickets::audience          yes  yes  seat seat seat yes  yes  seat yes  yes  desk desk desk desk desk
tickets::audience elsewhere 422 422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::audience premier  404  404  seat seat seat 404  404  seat 404  404  desk desk desk desk desk
tickets::audience internal 404  404  seat seat seat 404  404  seat 404  404  desk desk desk desk desk
tickets::open              yes  yes  seat seat seat yes  yes  seat yes  yes  desk desk desk desk desk
tickets::offer alice       yes  yes  seat seat seat yes  yes  seat yes  yes  ro   yes  yes  yes  yes
tickets::open alice        yes  yes  seat seat seat yes  yes  seat yes  yes  ro   yes  yes  yes  yes
tickets::callers           404  404  404  404  404  404  404  404  404  404  ro   yes  yes  yes  yes
tickets::open elsewhere    422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::open premier      422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::open workshop     422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::open internal     422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::refuse            422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
views::of                  yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::find                yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::find everyone       404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
views::find team           404  404  404  404  404  404  404  404  404  404  404  404  404  yes  404
views::save                yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
views::save everyone       422  422  422  422  422  422  422  422  422  422  422  yes  yes  yes  yes
views::change              yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::change everyone     404  404  404  404  404  404  404  404  404  404  own  own  own  yes  yes
views::remove              yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::remove everyone     404  404  404  404  404  404  404  404  404  404  own  own  own  yes  yes
views::step                yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::step everyone       404  404  404  404  404  404  404  404  404  404  own  own  own  yes  yes
views::set_default         yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
activities::list           yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
menu::counts               yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::remove         yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::restore        yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::see_all        yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
support::show              yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
support::check             yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
support::check other       404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
mail::choices              yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
mail::choose               yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
mail::outbox               404  404  404  404  404  404  404  404  404  404  404  404  404  404  yes
mail::again                404  404  404  404  404  404  404  404  404  404  404  404  404  404  yes
mail::discard              404  404  404  404  404  404  404  404  404  404  404  404  404  404  yes
people::arrange            yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
";

/// Operations that POLICY leaves out, and where their tests are.
const ELSEWHERE: [&str; 151] = [
    // chat.rs looks at everybody before every chat.
    "chat::front",
    "chat::start",
    "chat::talk",
    "chat::answer",
    "chat::inbox",
    "chat::accept",
    "chat::transfer",
    "chat::end",
    "chat::signal",
    "chat::available",
    // It runs by itself.
    "chat::tidy",
    // phone.rs has a table of its own.
    "phone::form",
    "phone::ask",
    "phone::take",
    "phone::finish",
    "work::work",
    "work::statements",
    "menu::statement",
    // help.rs and assistant.rs have tables of their own.
    "help::home",
    "help::find",
    "help::suggest",
    "help::is_there",
    "help::show",
    "help::picture",
    "help::rate",
    "help::list",
    "help::editor",
    "help::preview",
    "help::save",
    "help::publish",
    "help::unpublish",
    "help::restore",
    "help::add",
    "help::rename",
    "help::place",
    "help::delete",
    "assistant::show",
    "assistant::ask",
    "assistant::clear",
    "calendars::show", // calendars.rs: for administrators
    "calendars::save",
    "people::sign_in",    // sign_in.rs
    "people::find",       // sign_in.rs
    "people::sign_out",   // sign_in.rs: a session ends for whoever holds its token
    "people::admit",      // reset.rs: a link proves who comes
    "people::ask",        // reset.rs
    "people::add",        // owner.rs: commands of the machine's owner
    "people::disable",    // owner.rs
    "people::promote",    // owner.rs
    "people::hand_out",   // reset.rs: a command of the machine's owner
    "people::look",       // reset.rs
    "people::reset",      // reset.rs
    "people::register",   // register.rs: before there is an account
    "people::registered", // register.rs
    "people::confirm",    // register.rs
    // people.rs has a table of its own: accounts are no affair of tickets.
    "people::people",
    "people::profile",
    "people::join",
    "people::leave",
    "people::set_active",
    "people::send_reset",
    "people::end_sessions",
    "people::correct",
    "companies::companies", // companies.rs has one, too
    "companies::profile",
    "companies::create",
    "companies::change",
    "companies::pick",
    "companies::mark_client",
    // invite.rs: accounts that others open
    "people::invite",
    "people::set_email",
    "people::set_desk_role",
    // passkeys.rs: of one's own account, and before anybody is signed in
    "people::ask_to_add",
    "people::add_passkey",
    "people::rename_passkey",
    "people::remove_passkey",
    "people::ask_to_enter",
    "people::drop_passkeys",
    "people::enter_by_passkey",
    // picture.rs: one's own, and anybody's for whoever was shown its address
    "people::set_picture",
    "people::remove_picture",
    "people::fetch_picture",
    "people::account", // own_account.rs: everybody has one
    "people::uri",     // second.rs: of one's own account
    "people::begin",
    "people::confirm_code",
    "people::switch_off",
    "people::renew_codes",
    "people::enter",
    "people::drop_second",
    "people::is_needed", // setup.rs: before anybody can sign in
    "people::found",
    "people::set_details",
    "people::change_password",
    "people::end_own",
    "people::change_email",
    "people::email_wanted",
    "people::confirm_email",
    "files::read_waiting", // files.rs: what nobody asks for
    "drafts::sweep",       // drafts.rs: the house's own cleaning
    "files::sweep",        // files.rs: the same
    "events::sweep",       // open.rs: the same
    "live::mark",          // a text that tells nothing
    "live::listen",        // live.rs: a stream belongs to a session
    // mail.rs: what nobody asks for
    "mail::tell",
    "mail::digest",
    "mail::claim",
    "mail::finish",
    "mail::release",
    "mail::sweep",
    "tickets::note_denied",
    "tickets::ranked",     // list.rs: the same ids as the list, by another bound
    "tickets::statements", // explain.rs: what the list would ask the database
    // assets.rs has a table of its own.
    "assets::link",
    "assets::unlink",
    "assets::create",
    "assets::edit",
    "assets::choose",
    "assets::blank",
    "assets::filled",
    "assets::list",
    "assets::statements",
    "assets::filters",
    "assets::arranged",
    "assets::arrange",
    "assets::export",
    "assets::seat",
    "assets::share",
    "assets::spare",
    "assets::show",
    "assets::note_denied",
    // plans.rs has a table of its own.
    "plans::approve",
    "plans::change",
    "plans::decline",
    "plans::file",
    "plans::form",
    "plans::forward",
    "plans::help",
    "plans::list",
    "plans::remind", // what nobody asks for
    "plans::setup",
    "plans::set_level",
    "plans::drop_level",
    "plans::set_product",
    "plans::route",
    "plans::set_reach",
    "plans::set_words",
    "plans::request",
    "plans::show",
    "plans::withdraw",
    "import::import_tickets", // a command of the machine's owner; ../import
];

/// Rows that leave no trace even when they are allowed.
const READS: [&str; 23] = [
    "tickets::callers",
    "support::show",
    "support::check",
    "tickets::list",
    "tickets::offered",
    "tickets::similar",
    "tickets::export",
    "tickets::offer",
    "tickets::audience",
    "tickets::refuse",
    "files::fetch",
    "conversation::mentionable",
    "conversation::planned",
    "views::of",
    "views::find",
    "drafts::read",
    "drafts::unfinished",
    "drafts::preview",
    "drafts::has_room",
    "activities::list",
    "menu::counts",
    "mail::choices",
    "mail::outbox",
];

/// The ticket of one cell of the table.
struct Scene {
    number: String,
    message_file: String,
    note_file: String,
    spare: Upload,
    reporter: &'static str,
    /// An answer, and a file that was sent ahead: of who asks, or of nadia.
    answer: String,
    upload: String,
}

struct Stage {
    people: HashMap<&'static str, Person>,
    spare: Upload,
}

impl Stage {
    async fn set(test: &TestDesk) -> Self {
        let mut people = HashMap::new();
        for case in CASES.split(' ').chain(["ewa", "alice", "grace"]) {
            let handle = case.split('/').next().unwrap();
            if !people.contains_key(handle) {
                people.insert(handle, person(&test.desk, handle).await);
            }
        }
        let spare = test.files.keep("spare.txt", "text/plain", b"spare").await.unwrap();
        Self { people, spare }
    }

    async fn scene(&self, desk: &Desk, row: &str, case: &str) -> Scene {
        let (reporter, draft) = draft(case);
        let (reporter, grace) = (&self.people[reporter], &self.people["grace"]);
        let files = [self.spare.clone()];
        let number = open::open(desk, reporter, &draft, &files, "").await.unwrap();
        cast::note(desk, grace, &number, files.to_vec()).await;
        if case == "alice/workshop" {
            change::change(desk, grace, &number, &queue("workshop")).await.unwrap();
        }
        if case == "alice/internal" {
            let kind = "(SELECT id FROM ticket_types WHERE slug = 'internal-task')";
            let counter = kept(desk, &number).await.number;
            sql(desk, &format!("UPDATE tickets SET type_id = {kind} WHERE number = {counter}")).await;
        }
        if ["tickets::reopen", "tickets::rate"].contains(&row) {
            close::close(desk, grace, &number).await.unwrap();
        }
        let ticket = kept(desk, &number).await;
        let asking = &self.people[case.split('/').next().unwrap()];
        // Nobody has subscribed, and nobody has read it.
        for table in ["subscriptions", "read_cursors"] {
            sql(desk, &format!("DELETE FROM {table} WHERE ticket_id = {}", ticket.id)).await;
        }
        if row.starts_with("views::") {
            // Those of cases before would fill the menu.
            sql(desk, "DELETE FROM saved_views").await;
            views_of(desk, &self.people["alice"], "me", &number).await;
            views_of(desk, grace, if row.ends_with("team") { "team" } else { "everyone" }, &number).await;
            // Nobody's dashboard opens with a view.
            sql(desk, "UPDATE users SET list_view = ''").await;
        }
        sql(desk, "DELETE FROM mails").await;
        sql(desk, STUCK).await;
        sql(desk, "DELETE FROM activities").await;
        if row.starts_with("activities::") || row == "menu::counts" {
            let removed = row == "activities::restore";
            let insert = format!(
                "INSERT INTO activities (ticket_id, user_id, last_event, told_event, told_message, count, at, unread, removed) \
                 VALUES ({}, {}, {}, {}, TRUE, 1, 0, TRUE, {removed})",
                ticket.id, asking.id, ticket.last_event, ticket.last_event
            );
            sql(desk, &insert).await;
        }
        if row == "tickets::subscribe off" {
            let (ticket, user) = (ticket.id, asking.id);
            let insert = format!("INSERT INTO subscriptions (ticket_id, user_id) VALUES ({ticket}, {user})");
            sql(desk, &insert).await;
        }
        let attached = attachment::Entity::find().filter(attachment::Column::TicketId.eq(ticket.id));
        let attached = attached.order_by_asc(attachment::Column::Id);
        let ids: Vec<String> =
            attached.all(desk.db().read()).await.unwrap().into_iter().map(|file| file.public_id).collect();
        let [message_file, note_file] = ids.try_into().unwrap();
        let owner = if row.ends_with(" other") { account(desk, "nadia").await.id } else { asking.id };
        let answer = if row.starts_with("conversation::retract") {
            said_by(desk, grace, owner, &number).await
        } else {
            String::new()
        };
        let upload = if row.starts_with("drafts::preview") {
            let owner = if row.ends_with(" other") { person(desk, "nadia").await } else { asking.clone() };
            let picture = Upload { media_type: "image/png".into(), ..self.spare.clone() };
            drafts::receive(desk, &owner, "new", &[picture]).await.unwrap().remove(0).id
        } else if row.starts_with("drafts::") {
            begun_by(desk, owner, ticket.id, row).await
        } else {
            String::new()
        };
        let (reporter, _) = self::draft(case);
        Scene { number, message_file, note_file, spare: self.spare.clone(), reporter, answer, upload }
    }
}

/// A mail that was given up.
const STUCK: &str = "INSERT INTO mails (public_id, address, name, kind, data, state, due_at, claim, tries, answer, created_at, changed_at) \
    VALUES ('stuck', 'ada@example.com', 'Ada', 'password_changed', '\"PasswordChanged\"', 'dead', 0, '', 3, '550 no', 0, 0)";

/// The name of a case's view of this owner.
fn view_of(owner: &str, number: &str) -> String {
    format!("{owner}{}", number.trim_start_matches("PT-"))
}

/// Two views of a person, the one of the case first.
async fn views_of(desk: &Desk, owner: &Person, audience: &str, number: &str) {
    let (id, slug) = (owner.id, view_of(if audience == "me" { "alice" } else { "grace" }, number));
    for (slug, place) in [(slug.clone(), 1), (format!("{slug}z"), 2)] {
        let insert = format!(
            "INSERT INTO saved_views (slug, owner_id, audience, role_id, name, query, place, created_at) VALUES \
             ('{slug}', {id}, '{audience}', (SELECT role_id FROM users WHERE id = {id}), '{slug}', 'queue=print', {place}, 0)"
        );
        sql(desk, &insert).await;
    }
}

/// An answer whose author is `owner`, whatever they may do.
async fn said_by(desk: &Desk, grace: &Person, owner: i64, number: &str) -> String {
    let answer = cast::say(desk, grace, number).await;
    sql(desk, &format!("UPDATE messages SET author_id = {owner} WHERE public_id = '{answer}'")).await;
    let told = format!("kind = 'answered' AND data LIKE '%{answer}%'");
    sql(desk, &format!("UPDATE events SET actor_id = {owner} WHERE {told}")).await;
    answer
}

/// Something that `owner` has begun there, with a file.
async fn begun_by(desk: &Desk, owner: i64, ticket: i64, row: &str) -> String {
    for table in ["drafts", "uploads"] {
        sql(desk, &format!("DELETE FROM {table} WHERE user_id = {owner}")).await;
    }
    if !row.starts_with("drafts::discard") && !row.starts_with("drafts::remove") {
        return String::new();
    }
    let values = format!("{owner}, {ticket}, 7, 'Begun', '', '[]', 7");
    let columns = "user_id, ticket_id, revision, body, html, fields, changed_at";
    sql(desk, &format!("INSERT INTO drafts ({columns}) VALUES ({values})")).await;
    let id = desk::random::id();
    let content = if desk.db().is_sqlite() { "zeroblob(32)" } else { "'\\x00'::bytea" };
    let values = format!("'{id}', {owner}, {ticket}, 'a.txt', 'text/plain', 1, {content}, 7");
    let columns = "public_id, user_id, ticket_id, name, media_type, size, sha256, created_at";
    sql(desk, &format!("INSERT INTO uploads ({columns}) VALUES ({values})")).await;
    id
}

/// Who raised the ticket of a case, and what it says.
fn draft(case: &str) -> (&'static str, Draft) {
    let draft = incident("Paper jam at bench 3");
    match case {
        "ewa/hers" | "farid/ewas" => ("ewa", draft),
        "jonas/software" => ("alice", Draft { queue: "software".into(), ..draft }),
        "chloe/change" => {
            let attributes = vec![("reason".into(), "Less paper".into())];
            ("alice", Draft { kind: "change".into(), attributes, ..draft })
        }
        _ => ("alice", draft),
    }
}

fn queue(slug: &str) -> Change {
    Change { queue: Some(slug.into()), ..Change::default() }
}

fn begun() -> Unsent {
    Unsent { text: "Begun".into(), ..Unsent::default() }
}

/// Does what the row says.
async fn perform(desk: &Desk, person: &Person, row: &str, scene: &Scene) -> Result<()> {
    let number = &scene.number;
    let change = |change| async move { change::change(desk, person, number, &change).await };
    let planned_as = async |planned: Planned<'_>| planned::audience(desk, person, &planned).await.map(drop);
    let reply = |note: bool, files| {
        let reply = Reply { note, files, ..cast::words("It is still so.") };
        async move { conversation::reply(desk, person, number, reply).await.map(drop) }
    };
    let raise = |draft| async move { open::open(desk, person, &draft, &[], "").await.map(drop) };
    let slug = |slug: &str| Some(slug.to_owned());
    let nothing = Change::default();
    let draft = incident("One more");
    match row {
        "tickets::list" => {
            let listed = cast::listed(desk, person, number).await;
            listed.map(drop).ok_or(Refusal::NotFound.into())
        }
        "tickets::offered" => {
            let query = format!("closed=1&q={number}");
            let statuses = offered(desk, person, &query, Facet::Status, "").await?.values;
            let held: u64 = statuses.iter().map(|status| status.holds.count).sum();
            if held > 0 { Ok(()) } else { Err(Refusal::NotFound.into()) }
        }
        "tickets::export" => {
            let exported = cast::exported(desk, person, &format!("closed=1&q={number}")).await;
            let line = exported.into_iter().find(|line| line.number == *number);
            line.map(drop).ok_or(Refusal::NotFound.into())
        }
        "tickets::similar" => {
            let alike = similar::similar(desk, person, "Paper jam at the bench").await?;
            alike.into_iter().find(|ticket| ticket.number == *number).map(drop).ok_or(Refusal::NotFound.into())
        }
        "tickets::show" => show::show(desk, person, number, 50).await.map(drop),
        "files::fetch message" => fetch(desk, person, &scene.message_file).await.map(drop),
        "files::fetch note" => fetch(desk, person, &scene.note_file).await.map(drop),
        "files::fetch_small message" => fetch_small(desk, person, &scene.message_file).await.map(drop),
        "files::fetch_small note" => fetch_small(desk, person, &scene.note_file).await.map(drop),
        "conversation::retract" | "conversation::retract other" => {
            conversation::retract(desk, person, number, &scene.answer).await
        }
        "tickets::follow" => follow::follow(desk, person, number, scene.reporter, true).await,
        "tickets::follow agent" => follow::follow(desk, person, number, "nadia", true).await,
        "drafts::save" => drafts::save(desk, person, number, &begun()).await.map(drop),
        "drafts::save new" => drafts::save(desk, person, "new", &begun()).await.map(drop),
        "drafts::unfinished" => drafts::unfinished(desk, person).await.map(drop),
        "drafts::read" => drafts::read(desk, person, number).await.map(drop),
        "drafts::discard" => drafts::discard(desk, person, number, &Begun { revision: 7, ..Begun::default() }).await,
        "drafts::has_room" => drafts::has_room(desk, person).await,
        "drafts::receive" => drafts::receive(desk, person, number, std::slice::from_ref(&scene.spare)).await.map(drop),
        "drafts::preview" | "drafts::preview other" => drafts::preview(desk, person, &scene.upload).await.map(drop),
        "drafts::remove" | "drafts::remove other" => drafts::remove(desk, person, &scene.upload).await,
        "tickets::subscribe on" => subscribe::subscribe(desk, person, number, true).await,
        "tickets::subscribe off" => subscribe::subscribe(desk, person, number, false).await,
        "conversation::mentionable" => {
            conversation::mention::mentionable(desk, person, number, "", false).await.map(drop)
        }
        "conversation::planned" => {
            conversation::mention::planned(desk, person, &Planned::default(), "").await.map(drop)
        }
        "tickets::audience" => planned::audience(desk, person, &Planned::default()).await.map(drop),
        "tickets::audience elsewhere" => planned_as(Planned { company: "millrace", ..Planned::default() }).await,
        "tickets::audience premier" => planned_as(Planned { queue: "premier", ..Planned::default() }).await,
        "tickets::audience internal" => planned_as(Planned { kind: "internal-task", ..Planned::default() }).await,
        "conversation::reply" => reply(false, vec![]).await,
        "conversation::reply file" => reply(false, vec![scene.spare.clone()]).await,
        "conversation::reply note" => reply(true, vec![]).await,
        "tickets::change status" => change(Change { status: slug("solved"), ..nothing }).await,
        "tickets::change priority" => change(Change { priority: slug("urgent"), ..nothing }).await,
        "tickets::change assignee" => change(Change { assignee: slug("nadia"), ..nothing }).await,
        "tickets::change queue" => change(queue("consumables")).await,
        "tickets::change software" => change(queue("software")).await,
        "tickets::change workshop" => change(queue("workshop")).await,
        "tickets::change nothing" => change(nothing).await,
        "tickets::close" => close::close(desk, person, number).await,
        "tickets::reopen" => close::reopen(desk, person, number).await,
        "tickets::rate" => rate::rate(desk, person, number, "4", "").await,
        "tickets::offer" => match offer::offer(desk, person, "", "").await? {
            Offer::Form(_) => Ok(()),
            Offer::Refused(because) => Err(Refusal::Forbidden(because).into()),
        },
        "tickets::offer alice" => match offer::offer(desk, person, "harbourline", "alice").await? {
            Offer::Form(_) => Ok(()),
            Offer::Refused(because) => Err(Refusal::Forbidden(because).into()),
        },
        "tickets::open alice" => {
            let behalf = Behalf { reporter: "alice".into(), ..Behalf::default() };
            // Customers raise for themselves, whatever they send.
            let company = if person.works_here() { "harbourline".into() } else { String::new() };
            raise(Draft { behalf, company, ..draft }).await
        }
        "tickets::callers" => desk::tickets::callers(desk, person, "harbourline", "a").await.map(drop),
        "tickets::open" => raise(draft).await,
        "tickets::open elsewhere" => raise(Draft { company: "millrace".into(), ..draft }).await,
        "tickets::open premier" => raise(Draft { queue: "premier".into(), ..draft }).await,
        "tickets::open workshop" => raise(Draft { queue: "workshop".into(), ..draft }).await,
        "tickets::open internal" => {
            let attributes = vec![("area".into(), "Workshop".into())];
            raise(Draft { kind: "internal-task".into(), attributes, ..draft }).await
        }
        "tickets::refuse" => {
            let reason = Reason::FileEmpty { name: "a.txt".into() };
            let fault = domain::Fault { field: "attachment".into(), reason };
            Err(open::refuse(desk, person, &draft, vec![fault]).await)
        }
        row if row.starts_with("views::") => on_views(desk, person, row, number).await,
        "activities::list" => {
            let inbox = activities::list(desk, person, 1).await?;
            let entry = inbox.entries.into_iter().find(|entry| entry.number == *number);
            entry.map(drop).ok_or(Refusal::NotFound.into())
        }
        "menu::counts" => match desk::menu::counts(desk, person).await?.unread {
            0 => Err(Refusal::NotFound.into()),
            _ => Ok(()),
        },
        "activities::remove" => activities::remove(desk, person, number).await,
        "activities::restore" => activities::restore(desk, person, number).await,
        "activities::see_all" => activities::see_all(desk, person, i64::MAX).await,
        "support::show" => desk::support::show(desk, person).await.map(drop),
        "support::check" => desk::support::check(desk, person, "").await.map(drop),
        "support::check other" => desk::support::check(desk, person, "ines@harbourline.example").await.map(drop),
        "mail::choices" => mail::choices(desk, person).await.map(drop),
        "mail::choose" => mail::choose(desk, person, &Choices::read("messages=portico,daily=on", true)).await,
        "mail::outbox" => mail::outbox(desk, person).await.map(drop),
        "mail::again" => mail::again(desk, person, "stuck").await,
        "mail::discard" => mail::discard(desk, person, "stuck").await,
        "people::arrange" => arrange(desk, person, &[Column::Subject], &[SearchIn::Subject]).await,
        _ => panic!("{row} is not performed"),
    }
}

async fn on_views(desk: &Desk, person: &Person, row: &str, number: &str) -> Result<()> {
    let owner = if row.ends_with("everyone") || row.ends_with("team") { "grace" } else { "alice" };
    let slug = view_of(owner, number);
    let draft = |audience| views::Draft { name: "Print", audience, query: "queue=print&sort=subject" };
    match row.split(' ').next().unwrap() {
        "views::of" => {
            let seen = views::of(desk, person).await?;
            seen.iter().find(|view| view.slug == slug).map(drop).ok_or(Refusal::NotFound.into())
        }
        "views::find" => views::find(desk, person, &slug).await.map(drop),
        "views::save" => {
            let audience = if row.ends_with("everyone") { "everyone" } else { "me" };
            // A name of its own, so that nothing of before is the same view.
            views::save(desk, person, views::Draft { name: &slug, ..draft(audience) }).await.map(drop)
        }
        "views::change" => {
            let change = views::Change { name: Some("Another name"), query: None };
            views::change(desk, person, &slug, change).await
        }
        "views::remove" => views::remove(desk, person, &slug).await,
        "views::step" => views::step(desk, person, &slug, false).await,
        "views::set_default" => views::set_default(desk, person, &slug, true).await,
        _ => panic!("{row} is not performed"),
    }
}

/// What came out, in the table's words.
pub fn outcome(result: Result<()>) -> &'static str {
    if result.is_ok() {
        return "yes";
    }
    match refusal(result) {
        Refusal::NotFound => "404",
        Refusal::Forbidden(Because::ReadOnly) => "ro",
        Refusal::Forbidden(Because::AgentsOnly) => "agen",
        Refusal::Forbidden(Because::NoSeat { .. }) => "seat",
        Refusal::Forbidden(Because::ReporterOnly) => "rep",
        Refusal::Forbidden(Because::OwnerOnly) => "own",
        Refusal::Forbidden(Because::FilersOnly) => "file",
        Refusal::Forbidden(Because::AdminsOnly) => "adm",
        Refusal::Forbidden(Because::NotACustomer) => "desk",
        Refusal::Invalid(_) => "422",
        _ => "other",
    }
}

/// Rows of the table: the operation, and what comes out for each case.
fn rows() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let lines = POLICY.lines().skip(2).map(|line| {
        let (row, cells) = line.split_at(27);
        let cells: Vec<_> = CASES.split(' ').zip(cells.split_whitespace()).collect();
        assert_eq!((cells.len(), CASES.split(' ').count()), (15, 15), "{line}");
        (row.trim(), cells)
    });
    lines.collect()
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_and_no_more() {
    for test in demo().await {
        let stage = Stage::set(&test).await;
        let (desk, snapshots) = (&test.desk, Snapshots::of(&test.desk).await);
        let mut wrong = String::new();
        for (row, cells) in rows() {
            for (case, expected) in cells {
                let asking = &stage.people[case.split('/').next().unwrap()];
                let scene = stage.scene(desk, row, case).await;
                let before = snapshots.take(desk).await;
                let came_out = outcome(perform(desk, asking, row, &scene).await);
                let after = snapshots.take(desk).await;
                let changed: Vec<_> = before.keys().filter(|table| before[*table] != after[*table]).collect();
                let allowed = if expected == "nil" { "yes" } else { expected };
                if came_out != allowed {
                    writeln!(wrong, "{row}, {case}: {came_out} instead of {expected}").unwrap();
                }
                let still = expected != "yes" || READS.iter().any(|operation| row.starts_with(operation));
                if changed.is_empty() != still {
                    writeln!(wrong, "{row}, {case}: {came_out}, and it changed {changed:?}").unwrap();
                }
            }
        }
        assert!(wrong.is_empty(), "{:?}\n{wrong}", desk.db().backend());
    }
}

/// Looks for `pub fn` with a desk among the arguments: a new one needs a row in the table.
#[test]
fn the_table_names_every_operation() {
    let mut found = BTreeSet::new();
    operations(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    let listed: BTreeSet<String> = rows()
        .iter()
        .map(|(row, _)| row.split(' ').next().unwrap().to_owned())
        .chain(ELSEWHERE.iter().map(|name| (*name).to_owned()))
        .collect();
    assert_eq!(found, listed, "left: what the source offers, right: what is tested");
}

fn operations(folder: &Path, room: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let room = if room.is_empty() { &name } else { room };
        if path.is_dir() {
            operations(&path, room, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let public = source.split("\npub ").skip(1);
            let functions = public.filter_map(|item| item.trim_start_matches("async ").strip_prefix("fn "));
            for function in functions {
                let signature = function.split(" {\n").next().unwrap();
                if signature.contains("&Desk") {
                    let name: String = signature.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    found.insert(format!("{room}::{name}"));
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_theirs_look_alike() {
    for test in demo().await {
        let (desk, dmitri) = (&test.desk, person(&test.desk, "dmitri").await);
        let number = cast::raise(desk, &person(desk, "alice").await).await;
        for asked in [number.as_str(), "PT-999999", "999999", "PT-", "", "1 OR 1=1", "PT-9999999999999999999"] {
            let shown = show::show(desk, &dmitri, asked, 10).await;
            assert_eq!(refusal(shown), Refusal::NotFound, "{asked}");
            let answered = conversation::reply(desk, &dmitri, asked, cast::words("x")).await;
            assert_eq!(refusal(answered), Refusal::NotFound, "{asked}");
            let closed = close::close(desk, &dmitri, asked).await;
            assert_eq!(refusal(closed), Refusal::NotFound, "{asked}");
        }
    }
}

#[tokio::test]
async fn a_denied_access_stands_in_the_audit() {
    for test in demo().await {
        let (desk, dmitri) = (&test.desk, person(&test.desk, "dmitri").await);
        let number = cast::raise(desk, &person(desk, "alice").await).await;
        let ticket = kept(desk, &number).await;
        note_denied(desk, &dmitri, "PT-999999");
        note_denied(desk, &dmitri, "no number");
        note_denied(desk, &dmitri, &number);
        let denied = event::Entity::find().filter(event::Column::Kind.eq("denied"));
        for _ in 0..200 {
            if denied.clone().one(desk.db().read()).await.unwrap().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let [event] = &denied.all(desk.db().read()).await.unwrap()[..] else { panic!("one entry") };
        assert_eq!((event.actor_id, event.ticket_id, event.public), (Some(dmitri.id), Some(ticket.id), false));
        assert_eq!(kept(desk, &number).await, ticket, "the ticket has not changed");
    }
}

#[tokio::test]
async fn a_right_that_is_taken_away_is_gone_at_the_next_request() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, account(desk, "grace").await);
        let number = cast::raise(desk, &alice).await;
        let token = cast::token(desk, &grace.email, false).await;
        let taken =
            "DELETE FROM rights WHERE target = 'type' AND role_id = (SELECT id FROM roles WHERE slug = 'agent')";
        sql(desk, taken).await;
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let grace = desk::people::find(desk, &token.text).await.unwrap().unwrap();
        assert_eq!(refusal(show::show(desk, &grace, &number, 10).await), Refusal::NotFound);
        assert_eq!(list::list(desk, &grace, "closed=1").await.unwrap().total.count, 0);
    }
}
