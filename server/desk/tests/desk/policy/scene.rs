//! Fixtures of the policy table: what each cell begins with.

use super::super::helpers::{self, account, incident, kept, person, sql};
use super::super::support::TestDesk;
use super::table::CASES;
use desk::Desk;
use desk::drafts;
use desk::files::{Upload, attachment};
use desk::people::Person;
use desk::tickets::{change, close, open};
use domain::tickets::TicketChange;
use domain::tickets::draft::TicketDraft;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// The ticket of one cell of the table.
pub struct Scene {
    pub number: String,
    pub message_file: String,
    pub note_file: String,
    pub spare: Upload,
    pub reporter: &'static str,
    /// A message, and a file that was sent ahead: of who asks, or of nadia.
    pub answer: String,
    pub upload: String,
}

pub struct Stage {
    pub people: HashMap<&'static str, Person>,
    spare: Upload,
}

impl Stage {
    pub async fn set(test: &TestDesk) -> Self {
        let mut people = HashMap::new();
        for case in CASES.split(' ').chain(["ewa", "alice", "grace"]) {
            let handle = case.split('/').next().unwrap();
            if !people.contains_key(handle) {
                people.insert(handle, person(&test.desk, handle).await);
            }
        }
        let spare = test.files.store_file("spare.txt", "text/plain", b"spare").await.unwrap();
        Self { people, spare }
    }

    pub async fn scene(&self, desk: &Desk, row: &str, case: &str) -> Scene {
        let (reporter, draft) = draft(case);
        let (reporter, grace) = (&self.people[reporter], &self.people["grace"]);
        let files = [self.spare.clone()];
        let number = open::open(desk, reporter, &draft, &files, "").await.unwrap();
        helpers::note(desk, grace, &number, files.to_vec()).await;
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
        if row == "tickets::quick" {
            // Nothing else is new to them.
            let rest = format!(
                "INSERT INTO read_cursors (user_id, ticket_id, event_id) SELECT {}, id, last_event FROM tickets WHERE id <> {} \
                 ON CONFLICT (user_id, ticket_id) DO UPDATE SET event_id = excluded.event_id",
                asking.id, ticket.id
            );
            sql(desk, &rest).await;
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
        } else if row == "tickets::mark_seen" {
            let said = format!("SELECT public_id FROM messages WHERE ticket_id = {} AND note = FALSE", ticket.id);
            helpers::texts(desk, said).await.remove(0)
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
pub fn view_of(owner: &str, number: &str) -> String {
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
    let answer = helpers::say(desk, grace, number).await;
    sql(desk, &format!("UPDATE messages SET author_id = {owner} WHERE public_id = '{answer}'")).await;
    let condition = format!("kind = 'answered' AND data LIKE '%{answer}%'");
    sql(desk, &format!("UPDATE events SET actor_id = {owner} WHERE {condition}")).await;
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
fn draft(case: &str) -> (&'static str, TicketDraft) {
    let draft = incident("Paper jam at bench 3");
    match case {
        "ewa/hers" | "farid/ewas" => ("ewa", draft),
        "jonas/software" => ("alice", TicketDraft { queue: "software".into(), ..draft }),
        "chloe/change" => {
            let attributes = vec![("reason".into(), "Less paper".into())];
            ("alice", TicketDraft { kind: "change".into(), attributes, ..draft })
        }
        _ => ("alice", draft),
    }
}

pub fn queue(slug: &str) -> TicketChange {
    TicketChange { queue: Some(slug.into()), ..TicketChange::default() }
}
