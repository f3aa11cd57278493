//! The dashboard's list: the page's rows, how many there are, and what an open filter offers.

use super::desk::Desk;
use super::markup::{Row, document};
use super::person::Person;
use super::sql_builder::SqlBuilder;
use super::view::{ScanStrategy, View};
use super::{facet_counts, ranked, respond};
use crate::error::Result;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::tickets::Total;
use sea_orm::QueryResult;
use std::collections::HashMap;
use std::fmt::Write;

pub async fn list(State(desk): State<Desk>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    respond(page(&desk, &query.unwrap_or_default(), &headers).await.map(Some))
}

async fn page(desk: &Desk, query: &str, headers: &HeaderMap) -> Result<String> {
    let person = Person::find(desk, headers).await?;
    let mut view = View::read(desk, &person, query).await?;
    let total = view.measure().await?;
    let rows = rows(&view, total).await?;
    let total = match total {
        Some(total) => total,
        None if rows.len() < view.listing.size as usize => {
            Total { count: view.offset() + rows.len() as u64, exact: true }
        }
        None => view.total(ScanStrategy::IndexOrder).await?,
    };
    let mut body = String::with_capacity(32 * 1024);
    body.push_str("<table class=\"tickets\"><tbody>");
    for row in &rows {
        row.write(&mut body, desk, &person);
    }
    let (first, last) = (view.offset() + 1, view.offset() + rows.len() as u64);
    let _ = write!(body, "</tbody></table><p class=\"pages-range\">{first}–{last} of {}</p>", total.count);
    if query.split('&').any(|part| part == facet_counts::OPENED) {
        facet_counts::write(&mut body, &mut view).await?;
    }
    Ok(document("Tickets", &body))
}

async fn rows(view: &View<'_>, total: Option<Total>) -> Result<Vec<Row>> {
    if view.is_ranked() {
        return ranked::rows(view, total).await;
    }
    let (size, offset) = (u64::from(view.listing.size), view.offset());
    let strategy = view.strategy(total, offset);
    if offset == 0 && !view.is_by_rank(strategy) {
        let mut builder = select(view.person);
        if strategy == ScanStrategy::FilterThenSort {
            builder.also().add("tickets.id IN (");
            view.ids(&mut builder, strategy, size, 0);
            builder.add(")");
        } else {
            view.matching(&mut builder, strategy);
        }
        view.sort(&mut builder, strategy);
        builder.add(" LIMIT ").bind(size);
        return builder.all(&view.desk.db).await?.iter().map(Row::read).collect();
    }
    let mut builder = SqlBuilder::default();
    view.ids(&mut builder, strategy, size, offset);
    let found = builder.all(&view.desk.db).await?;
    let ids: Vec<i64> = found.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect::<Result<_>>()?;
    by_ids(view.desk, view.person, &ids).await
}

/// The rows of these tickets, in this order.
pub async fn by_ids(desk: &Desk, person: &Person, ids: &[i64]) -> Result<Vec<Row>> {
    let mut builder = select(person);
    builder.also().one_of("tickets.id", ids);
    person.may_see(&mut builder);
    let read = |row: &QueryResult| Row::read(row).map(|row| (row.id, row));
    let mut rows = builder.all(&desk.db).await?.iter().map(read).collect::<Result<HashMap<i64, Row>>>()?;
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

const ROWS: &str = "SELECT tickets.id, tickets.number, tickets.subject, tickets.status_id, tickets.priority_id, tickets.queue_id, \
    tickets.type_id, tickets.channel, tickets.closed, tickets.created_at, tickets.changed_at, tickets.last_event, \
    tickets.last_public_event, u.name AS reporter, c.name AS company, a.name AS assignee, r.event_id AS seen FROM tickets \
    LEFT JOIN users AS u ON u.id = tickets.reporter_id LEFT JOIN companies AS c ON c.id = tickets.company_id \
    LEFT JOIN users AS a ON a.id = tickets.assignee_id \
    LEFT JOIN read_cursors AS r ON r.ticket_id = tickets.id AND r.user_id = ";

fn select(person: &Person) -> SqlBuilder {
    let mut builder = SqlBuilder::of(ROWS);
    builder.bind(person.id);
    builder
}
