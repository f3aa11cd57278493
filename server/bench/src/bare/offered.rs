//! A filter opened: its queues, and how many tickets each holds.

use super::desk::Desk;
use super::question::Question;
use super::view::{Reading, View, told};
use super::who::Who;
use crate::error::Result;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::listing::Facet;
use domain::tickets::{FilterValue, Offered, Total};
use std::collections::HashMap;

pub async fn offered(
    State(desk): State<Desk>,
    Query(asked): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    match queues(&desk, asked.get("query").map_or("", String::as_str), &headers).await {
        Ok(offered) => Json(offered).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn queues(desk: &Desk, query: &str, headers: &HeaderMap) -> Result<Offered> {
    let who = Who::find(desk, headers).await?;
    let mut view = View::read(desk, &who, query).await?;
    let seen: Vec<_> = desk.queues.iter().filter(|queue| who.reach.reads_queue(queue.id)).collect();
    let ids = seen.iter().map(|queue| {
        let below = desk.below(queue.id).into_iter().filter(|id| who.reach.reads_queue(*id));
        below.collect::<Vec<i64>>()
    });
    let totals = held(&mut view, ids.collect()).await?;
    let value = |(queue, holds): (&&super::desk::Queue, Total)| FilterValue {
        slug: queue.slug.clone(),
        label: queue.path.rsplit(" / ").next().unwrap_or_default().to_owned(),
        depth: u8::try_from(queue.path.matches(" / ").count()).unwrap_or(u8::MAX),
        holds,
    };
    Ok(Offered { facet: Facet::Queue, values: seen.iter().zip(totals).map(value).collect(), more: false })
}

/// One bounded count for each value, in one statement.
async fn held(view: &mut View<'_>, each: Vec<Vec<i64>>) -> Result<Vec<Total>> {
    let mut question = Question::default();
    for (place, ids) in each.into_iter().enumerate() {
        view.filters.set(Facet::Queue, Some(ids));
        question.add(if place == 0 { "" } else { " UNION ALL " }).add("SELECT ").bind(place as i64);
        question.add(" AS place, COUNT(*) AS n FROM (");
        view.counted(&mut question, Reading::Gathered);
        question.add(") AS matching");
    }
    question.add(" ORDER BY place ASC");
    let rows = question.all(&view.desk.db).await?;
    rows.iter().map(|row| Ok(told(row.try_get_by_index(1)?))).collect()
}
