//! Importing tickets, on each database.

mod changed;
mod conversations;
mod identity;
mod records;
mod runs;
#[path = "../support/mod.rs"]
mod support;
mod surroundings;

use desk::Desk;
use desk::catalogue::{IdSet, Rights};
use desk::import::{Format, ImportOptions, Mapping, Report, Verdict, import_tickets};
use desk::people::{Grant, Person, user};
use desk::tickets::{show::show, ticket};
use domain::listing::{Column, SearchIn};
use domain::people::Kind;
use domain::tickets::Ticket;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use support::TestDesk;

const INCIDENTS: &str = include_str!("../../../examples/samples/incidents.csv");
const INCIDENT_MAP: &str = include_str!("../../../examples/maps/incident-event-log.toml");
const TALKS: &str = include_str!("../../../examples/samples/conversations.tsv");
const TALK_MAP: &str = include_str!("../../../examples/maps/multidogo.toml");
const TICKETS: &str = include_str!("../../../examples/samples/tickets.jsonl");
const TICKET_MAP: &str = include_str!("../../../examples/samples/tickets.toml");

const STRICT: ImportOptions = ImportOptions { dry_run: false, strict: true };
const DRY: ImportOptions = ImportOptions { dry_run: true, strict: false };

async fn run(desk: &Desk, text: &str, format: Format, map: &str, options: ImportOptions) -> Report {
    let mapping = Mapping::parse(map).expect("a sound mapping");
    import_tickets(desk, text.as_bytes(), format, &mapping, options).await.expect("file and mapping fit")
}

async fn incidents(desk: &Desk, text: &str, options: ImportOptions) -> Report {
    run(desk, text, Format::Csv, INCIDENT_MAP, options).await
}

/// New, known, left out.
fn counts(report: &Report) -> (u64, u64, u64) {
    (report.tickets_new, report.tickets_known, report.tickets_left_out)
}

/// How many rows every table has.
async fn census(test: &TestDesk) -> Vec<(&'static str, i64)> {
    let tables = [
        "settings",
        "companies",
        "roles",
        "rights",
        "users",
        "memberships",
        "queues",
        "status_sets",
        "statuses",
        "priorities",
        "ticket_types",
        "attribute_groups",
        "attributes",
        "tickets",
        "ticket_values",
        "read_cursors",
        "subscriptions",
        "messages",
        "events",
        "imported",
    ];
    let words = if test.db.is_sqlite() { ["open_words", "closed_words"] } else { ["ticket_words", "search_terms"] };
    let mut rows = Vec::new();
    for table in tables.into_iter().chain(words) {
        let query = Statement::from_string(test.db.backend(), format!("SELECT COUNT(*) FROM {table}"));
        let row = test.db.read().query_one_raw(query).await.expect("a count").expect("one row");
        rows.push((table, row.try_get_by_index(0).expect("a number")));
    }
    rows
}

/// Somebody who sees everything.
async fn admin(test: &TestDesk) -> Person {
    let mut rights = Rights::default();
    for access in [&mut rights.queues, &mut rights.types, &mut rights.attributes] {
        (access.read, access.update) = (IdSet::All, IdSet::All);
    }
    let user = user::Entity::find()
        .order_by_asc(user::Column::Id)
        .one(test.db.read())
        .await
        .expect("users")
        .expect("somebody");
    let grants = vec![Grant { company_id: None, own_only: false, since: 0, rights: rights.into() }];
    let zone = jiff::tz::TimeZone::UTC;
    let (columns, search_in) = (Column::usual(true), SearchIn::ALL.to_vec());
    let (name, login, companies) = (user.name, user.email, Vec::new());
    Person {
        id: user.id,
        session: Vec::new(),
        cookie_lasts: None,
        name,
        login,
        picture: None,
        kind: Kind::Admin,
        zone,
        grants,
        companies,
        columns,
        widths: Vec::new(),
        search_in,
        has_views: false,
        has_first_view: false,
        still: false,
    }
}

/// The ticket of a reference as an admin sees it.
async fn shown(test: &TestDesk, reference: &str) -> Ticket {
    let person = admin(test).await;
    let found = ticket::Entity::find().filter(ticket::Column::Reference.eq(reference)).one(test.db.read()).await;
    let number = test.desk.catalogue().number(found.expect("tickets").expect("the ticket").number);
    show(&test.desk, &person, &number, 50).await.expect("an admin sees it")
}

/// The line of a text, counted as people do, with one thing in it replaced.
fn spoiled(text: &str, line: usize, right: &str, wrong: &str) -> String {
    let lines = text.lines().zip(1..);
    let lines = lines.map(|(text, at)| if at == line { text.replacen(right, wrong, 1) } else { text.to_owned() });
    let after = lines.collect::<Vec<_>>().join("\n");
    assert_ne!(after, text.trim_end(), "{right} is not in line {line}");
    after
}

const NOTES: &str = r#"
    source = "notes"
    ticket = ["id"]
    statuses = [{ slug = "open", label = "Open", kind = "open" }]
    fields = { company = "{company}", reporter = "{who}", subject = "{title}", type = "request", channel = "email", queue = "Q", status = "open", priority = "{urgency}", created = "{at}" }
    messages = { body = "{text}", author = "{by}", note = "{private}", at = "{at}" }
"#;
const NOTES_HEAD: &str = "id,company,who,title,text,by,private,at,urgency\n";

async fn notes(desk: &Desk, rows: &str) -> Report {
    run(desk, &format!("{NOTES_HEAD}{rows}"), Format::Csv, NOTES, ImportOptions::default()).await
}
