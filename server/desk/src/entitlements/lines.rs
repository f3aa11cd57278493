//! Summaries of a company's plans for its page.

use super::contacts::seats;
use super::scope;
use crate::actor::{Person, company};
use crate::{Desk, Result};
use domain::people::company::PlanLine;
use domain::tickets::Choice;

/// A company's plans in short, and whether the person may file requests about one of them.
pub(crate) async fn lines_of(desk: &Desk, person: &Person, company: &company::Model) -> Result<(Vec<PlanLine>, bool)> {
    let db = desk.db().read();
    let plans = scope::plans(db, company.id).await?;
    let may_file = plans.iter().any(|plan| scope::decides(desk, person, company, plan));
    let mut lines = Vec::new();
    for plan in plans {
        let slug = plan.product.unwrap_or_default();
        lines.push(PlanLine {
            used: i64::try_from(seats(db, plan.id).await?.len()).unwrap_or(i64::MAX),
            product: Choice { label: desk.catalogue().product_name(&slug).to_owned(), slug },
            level: plan.level,
            limit: plan.seat_limit,
        });
    }
    Ok((lines, may_file))
}
