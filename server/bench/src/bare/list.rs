//! The dashboard's list: the page's rows and how many there are.

use super::answer;
use super::desk::Desk;
use super::markup::{Row, document};
use super::question::Question;
use super::who::Who;
use crate::error::Result;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::collections::HashMap;
use std::fmt::Write;

/// Rows of a page.
const SIZE: usize = 25;
/// Totals are exact up to here.
const EXACT_MAX: i64 = 10_000;

type Asked = HashMap<String, String>;

pub async fn list(State(desk): State<Desk>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    answer(page(&desk, &asked, &headers).await.map(Some))
}

async fn page(desk: &Desk, asked: &Asked, headers: &HeaderMap) -> Result<String> {
    let who = Who::find(desk, headers).await?;
    let found = rows(desk, &who, asked).all(&desk.db).await?;
    let total = if found.len() < SIZE { found.len() as i64 } else { total(desk, &who, asked).await? };
    let mut body = String::with_capacity(32 * 1024);
    body.push_str("<table class=\"tickets\"><tbody>");
    for row in &found {
        Row::read(row)?.write(&mut body, desk, &who);
    }
    let _ = write!(body, "</tbody></table><p class=\"pages-range\">1–{} of {total}</p>", found.len());
    Ok(document("Tickets", &body))
}

const ROWS: &str = "SELECT tickets.number, tickets.subject, tickets.status_id, tickets.priority_id, tickets.queue_id, \
    tickets.type_id, tickets.closed, tickets.created_at, tickets.changed_at, tickets.last_event, tickets.last_public_event, \
    u.name AS reporter, c.name AS company, a.name AS assignee, r.event_id AS seen FROM tickets \
    LEFT JOIN users AS u ON u.id = tickets.reporter_id LEFT JOIN companies AS c ON c.id = tickets.company_id \
    LEFT JOIN users AS a ON a.id = tickets.assignee_id \
    LEFT JOIN read_cursors AS r ON r.ticket_id = tickets.id AND r.user_id = ";

fn rows(desk: &Desk, who: &Who, asked: &Asked) -> Question {
    let mut question = Question::of(ROWS);
    question.bind(who.id).add(" WHERE ");
    matching(&mut question, desk, who, asked);
    let sort = asked.get("sort").map_or("-changed", String::as_str);
    let (way, name) = sort.strip_prefix('-').map_or(("ASC", sort), |name| ("DESC", name));
    let key = match name {
        "number" => "number",
        "subject" => "subject_key",
        "status" => "status_rank",
        "priority" => "priority_rank",
        "created" => "created_at",
        _ => "changed_at",
    };
    let _ = write!(question.sql, " ORDER BY tickets.{key} {way}");
    if key != "number" {
        let _ = write!(question.sql, ", tickets.id {way}");
    }
    question.add(" LIMIT ").bind(SIZE as i64).add(" OFFSET ").bind(0_i64);
    question
}

fn matching(question: &mut Question, desk: &Desk, who: &Who, asked: &Asked) {
    who.may_see(question);
    if !asked.contains_key("closed") {
        question.add(" AND tickets.closed = ").bind(false);
    }
    let words: Vec<&str> = asked.get("q").map(|text| text.split(' ').collect()).unwrap_or_default();
    if words.is_empty() {
        return;
    }
    if desk.is_sqlite() {
        let mut sought: Vec<String> = words.iter().map(|word| format!("words : \"{word}\" *")).collect();
        sought.extend(who.company.map(|id| format!("company : \"company{id}\"")));
        question.add(" AND tickets.id IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ");
        question.bind(sought.join(" AND ")).add(")");
    } else {
        let mut sought: Vec<String> = words.iter().map(|word| format!("'{word}':*")).collect();
        sought.extend(who.company.map(|id| format!("'@company{id}'")));
        question.add(" AND tickets.id IN (SELECT ticket_id FROM ticket_words WHERE words @@ ");
        question.bind(sought.join(" & ")).add("::tsquery)");
    }
}

async fn total(desk: &Desk, who: &Who, asked: &Asked) -> Result<i64> {
    let mut question = Question::of("SELECT COUNT(*) AS n FROM (SELECT 1 FROM tickets WHERE ");
    matching(&mut question, desk, who, asked);
    question.add(" LIMIT ").bind(EXACT_MAX + 1).add(") AS matching");
    let row = question.one(&desk.db).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}
