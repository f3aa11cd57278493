//! Lists stay quick as tickets grow: SQLite reads an index in the list's order instead of reading all and sorting.

use super::helpers::person;
use super::list::{long_lists_are_the_ones_worked_out, totals_stop_at_their_limit};
use super::neighbours::long_lists_lead_on;
use super::support::{NOW, TestDesk, demo_with};
use desk::chat;
use desk::db::{Db, connect};
use desk::people::Person;
use desk::tickets::list::{list, neighbours, quick_statement, statements};
use desk::{Clock, Desk};
use domain::chat::Which;
use domain::listing::{AttributeName, Column, Listing, Scope, Sort};
use domain::tickets::Total;
use sea_orm::{ConnectionTrait, QueryTrait, Statement};
use std::collections::HashMap;
use std::fmt::Write;

#[tokio::test]
async fn ten_thousand_tickets_are_listed_by_index_and_counted_to_the_limit() {
    for test in demo_with(10_000).await {
        if test.db.is_sqlite() {
            // A server that starts after the load knows the tables' statistics; one that ran before it does not.
            let restarted = connect(&format!("sqlite://{}", path(&test).await)).await.unwrap();
            for db in [&restarted, &test.db] {
                plans_use_indexes(&test.desk, db).await;
            }
        } else {
            ranks_are_not_read_by_key(&test.desk).await;
        }
        long_lists_are_the_ones_worked_out(&test).await;
        totals_stop_at_their_limit(&test).await;
        long_lists_lead_on(&test).await;
    }
}

/// PostgreSQL plans for itself. In the order of statuses and priorities it would read all tickets by their key until it has met
/// enough of a status, which may have none, but for an order that the key does not have.
async fn ranks_are_not_read_by_key(desk: &Desk) {
    for handle in ["grace", "alice"] {
        let person = person(desk, handle).await;
        for query in
            ["sort=status", "closed=1&sort=-status", "closed=1&queue=print&sort=status", "unread=1&sort=-priority"]
        {
            let [page, _] = statements(desk, &person, query, MANY).await.unwrap();
            let explain = Statement { sql: format!("EXPLAIN {}", page.sql), ..page };
            let rows = desk.db().read().query_all_raw(explain).await.unwrap();
            let lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
            let plan = lines.join("\n");
            assert!(!plan.contains("tickets_pkey"), "{handle} asks {query}:\n{plan}");
        }
    }
}

async fn path(test: &TestDesk) -> String {
    let list = Statement::from_string(test.db.backend(), "PRAGMA database_list");
    let row = test.db.read().query_one_raw(list).await.unwrap().unwrap();
    row.try_get("", "file").unwrap()
}

async fn plans_use_indexes(desk: &Desk, db: &Db) {
    let restarted = Desk::open(db.clone(), desk.files().clone(), Clock::fixed(NOW)).await.unwrap();
    let mut plans = Plans { desk: restarted, known: HashMap::new(), wrong: String::new() };
    let mut people = Vec::new();
    // Customers' roles name their queues and types one by one, agents' reach all.
    for name in ["alice", "chloe", "grace", "jonas"] {
        people.push((name, person(desk, name).await));
    }
    for (name, person) in &people {
        plans.without_filters(name, person).await;
        plans.with_filters(name, person).await;
    }
    let ewa = person(desk, "ewa").await;
    let mine = Listing { scope: Scope::Mine, ..Listing::default() };
    plans
        .check("ewa, who sees her own only", &ewa, &Listing::default(), None, Expected::Index("tickets_reporter"))
        .await;
    plans.check("alice, her own", &people[0].1, &mine, None, Expected::Index("tickets_reporter")).await;
    plans.check("grace, her own", &people[2].1, &mine, None, Expected::Index("tickets_assignee")).await;
    plans.of_chats(&people).await;
    plans.of_quick_filters(&people).await;
    plans.of_neighbours(&people).await;
    assert!(plans.wrong.is_empty(), "{}", plans.wrong);
}

/// So few match that they are gathered, or so many that the list's order is read.
const FEW: Option<Total> = Some(Total { count: 500, exact: true });
const MANY: Option<Total> = Some(Total { count: 10_000, exact: false });

#[derive(Clone, Copy, PartialEq)]
enum Expected<'a> {
    /// A page that reads this index in its order.
    Index(&'a str),
    /// A page that reads some index in its order.
    Order,
    /// A page that may sort what it found.
    Anything,
}

struct Plans {
    desk: Desk,
    /// By the statement: other values are looked up the same way.
    known: HashMap<String, String>,
    wrong: String,
}

impl Plans {
    async fn without_filters(&mut self, name: &str, person: &Person) {
        let at = if person.is_staff() { "tickets_" } else { "tickets_company_" };
        for column in Column::ALL.into_iter().filter(|column| column.is_indexed()) {
            for (descending, closed) in [(false, false), (true, false), (false, true), (true, true)] {
                let listing = Listing { sort: Sort { column, descending }, closed, ..Listing::default() };
                let order = if column == Column::Age { Column::Created } else { column };
                let index = match (column, closed) {
                    // Unique, so the database made one of its own.
                    (Column::Number, true) if person.is_staff() => "sqlite_autoindex_tickets_1".to_owned(),
                    _ => format!("{at}{}{}", if closed { "" } else { "open_" }, order.as_str()),
                };
                self.check(name, person, &listing, None, Expected::Index(&index)).await;
            }
        }
        let product = AttributeName::new("product").map(Column::Attribute);
        for column in Column::ALL.into_iter().chain(product).filter(|column| !column.is_indexed()) {
            let listing = Listing { sort: Sort { column, descending: false }, ..Listing::default() };
            for matching in [FEW, Some(Total { count: 9_000, exact: true })] {
                self.check(name, person, &listing, matching, Expected::Anything).await;
            }
        }
    }

    async fn with_filters(&mut self, name: &str, person: &Person) {
        for filters in FILTERS {
            for (closed, page) in [("", "&page=3"), ("&closed=1", "&page=400")] {
                for sort in ["-changed", "subject", "age", "status", "-priority"] {
                    let query = format!("{filters}{closed}{page}&sort={sort}");
                    let (listing, refused) = Listing::parse(&query);
                    assert!(refused.is_empty(), "{query}");
                    self.check(name, person, &listing, FEW, Expected::Anything).await;
                    self.check(name, person, &listing, MANY, Expected::Order).await;
                }
                let best = Listing::parse(&format!("{filters}{closed}{page}")).0;
                for matching in [FEW, MANY].into_iter().filter(|_| !best.search.is_empty()) {
                    self.check(name, person, &best, matching, Expected::Anything).await;
                }
                for matching in [FEW, Some(Total { count: 9_000, exact: true })] {
                    let listing = Listing::parse(&format!("{filters}{closed}{page}&sort=reporter")).0;
                    self.check(name, person, &listing, matching, Expected::Anything).await;
                }
            }
        }
    }

    /// What stands beside a ticket in a list that is too long to be read is found in the list's order.
    async fn of_neighbours(&mut self, people: &[(&str, Person)]) {
        for (name, person) in people {
            let first = list(&self.desk, person, "closed=1").await.unwrap().rows.remove(0).number;
            for sort in ["-changed", "subject", "age", "-priority", "status", "number"] {
                for filters in ["", "queue=print&"] {
                    let query = format!("{filters}closed=1&sort={sort}");
                    for statement in neighbours::statements(&self.desk, person, &query, &first).await.unwrap() {
                        let plan = self.plan(statement).await;
                        if !plan.contains("INDEX") || plan.contains("TEMP B-TREE") {
                            writeln!(
                                self.wrong,
                                "{name}, beside a ticket of {query}, reads no index in order:\n{plan}"
                            )
                            .unwrap();
                        }
                    }
                }
            }
        }
    }

    /// The desk's lists of chats read the few that are not over, in their order.
    async fn of_chats(&mut self, people: &[(&str, Person)]) {
        for (name, person) in people.iter().filter(|(_, person)| person.is_staff()) {
            for (which, index) in
                [(Which::Waiting, "chats_waiting"), (Which::Mine, "chats_agent"), (Which::All, "chats_unended")]
            {
                let statement = chat::statement(person, which).build(self.desk.db().backend());
                let plan = self.plan(statement).await;
                if !plan.contains(&format!("INDEX {index}")) || plan.contains("TEMP B-TREE") {
                    writeln!(self.wrong, "{name} asks for {which:?} chats and reads no index in its order:\n{plan}")
                        .unwrap();
                }
            }
        }
    }

    /// The numbers beside the quick filters are found from their indexes, wherever the person looks.
    async fn of_quick_filters(&mut self, people: &[(&str, Person)]) {
        for (name, person) in people {
            let statement = quick_statement(&self.desk, person, "").await.unwrap().unwrap();
            let plan = self.plan(statement).await;
            // Either is as good: both hold whose it is, whether it is closed, and who spoke last.
            let waiting = ["waiting", "pressing"].iter().any(|name| {
                plan.contains(&format!("INDEX tickets_{name} (assignee_id=? AND closed=? AND last_reply_by_customer=?"))
            });
            let of_agents = waiting && plan.contains("INDEX tickets_open_news (closed=? AND changed_at>?");
            let of_company = plan.matches("(company_id=? AND closed=?").count() == 2;
            let reads = if person.is_staff() { of_agents } else { of_company };
            if !reads || plan.contains("SCAN tickets") || plan.contains("SCAN read_cursors") {
                writeln!(self.wrong, "{name} counts what is unread and what waits beside its indexes:\n{plan}")
                    .unwrap();
            }
        }
    }

    async fn plan(&mut self, statement: Statement) -> String {
        if let Some(known) = self.known.get(&statement.sql) {
            return known.clone();
        }
        let sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let rows = self.desk.db().read().query_all_raw(Statement { sql, ..statement.clone() }).await.unwrap();
        let details = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap());
        let plan: String = details.map(|detail| format!("    {detail}\n")).collect();
        self.known.insert(statement.sql, plan.clone());
        plan
    }

    /// No plan reads all tickets, and what filters leave is counted in an index alone.
    async fn check(
        &mut self,
        name: &str,
        person: &Person,
        listing: &Listing,
        matching: Option<Total>,
        expected: Expected<'_>,
    ) {
        let query = listing.to_query();
        let [page, count] = statements(&self.desk, person, &query, matching).await.unwrap();
        let (page, count) = (self.plan(page).await, self.plan(count).await);
        let name = format!("{name} asks {query} of {}", matching.map_or(0, |total| total.count));
        // Walking an index in its order stops after a page; it is told as a scan too.
        if page.contains("SCAN tickets\n") || page.contains("SCAN u") || page.contains("SCAN r") {
            writeln!(self.wrong, "{name} and reads a whole table:\n{page}").unwrap();
        }
        let sifts =
            expected == Expected::Anything && !listing.chosen.is_empty() && page.contains("SCAN tickets USING INDEX");
        if sifts {
            writeln!(self.wrong, "{name} and sifts all tickets:\n{page}").unwrap();
        }
        let reads = match expected {
            Expected::Index(index) => [' ', '\n'].iter().any(|end| page.contains(&format!("INDEX {index}{end}"))),
            Expected::Order | Expected::Anything => true,
        };
        if expected != Expected::Anything && (page.contains("TEMP B-TREE") || !reads) {
            writeln!(self.wrong, "{name} and reads no index in its order:\n{page}").unwrap();
        }
        if count.contains("SCAN tickets\n") {
            writeln!(self.wrong, "{name} and counts by reading all tickets:\n{count}").unwrap();
        }
        // What is unread is known from a table beside it.
        let filtered = !listing.chosen.is_empty() && listing.search.is_empty() && !listing.unread;
        if filtered && !count.contains("tickets USING COVERING INDEX") {
            writeln!(self.wrong, "{name} and counts beside an index:\n{count}").unwrap();
        }
    }
}

/// Every filter alone, and some together.
const FILTERS: [&str; 39] = [
    "queue=print",
    "queue=plans",
    "queue=field&queue=software",
    "type=incident",
    "type=incident&type=question",
    "status=open",
    "status=closed&status=withdrawn",
    "assignee=grace",
    "assignee=none",
    "assignee=none&assignee=grace",
    "company=harbourline",
    "period=today",
    "period=30d&on=created",
    "from=2025-01-01&to=2025-12-31",
    "scope=mine",
    "queue=print&status=open",
    "queue=print&type=incident",
    "type=incident&assignee=none",
    "status=new&assignee=none",
    "company=harbourline&queue=print",
    "company=harbourline&status=open",
    "assignee=grace&period=90d",
    "queue=print&from=2025-01-01&on=created",
    "scope=mine&queue=print",
    "unread=1",
    "unread=1&scope=mine",
    "unread=1&queue=print",
    "unread=1&period=30d&on=created",
    "waiting=1",
    "waiting=1&scope=mine&unread=1",
    "unread=1&waiting=1&q=printer",
    "q=printer",
    "q=PT-10&in=number",
    "q=label+printer&in=subject",
    "q=printer&queue=print",
    "q=printer&status=closed",
    "q=printer&company=harbourline",
    "q=printer&period=30d",
    "q=printer&scope=mine",
];
