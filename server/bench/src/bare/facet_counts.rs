//! Facet counts: the values of an open filter, and how many tickets of the view each has. The cases open the one of queues.

use super::desk::Queue;
use super::markup::escaped;
use super::sql_builder::SqlBuilder;
use super::view::{ScanStrategy, View, clamp_total};
use crate::error::Result;
use domain::listing::Facet;
use domain::tickets::Total;
use std::fmt::Write;

/// The part of an address that opens it.
pub const OPENED: &str = "open=queue";

pub async fn write(body: &mut String, view: &mut View<'_>) -> Result<()> {
    let (desk, person) = (view.desk, view.person);
    let queues: Vec<&Queue> = desk.queues.iter().filter(|queue| person.reach.reads_queue(queue.id)).collect();
    let mut builder = SqlBuilder::default();
    for (place, queue) in queues.iter().enumerate() {
        let ids = desk.below(queue.id).into_iter().filter(|id| person.reach.reads_queue(*id)).collect();
        view.filters.set(Facet::Queue, Some(ids));
        builder.add(if place == 0 { "" } else { " UNION ALL " });
        builder.add(&format!("SELECT {place} AS place, COUNT(*) AS n FROM ("));
        view.select_matching(&mut builder, ScanStrategy::FilterThenSort);
        builder.add(") AS matching");
    }
    builder.add(" ORDER BY place");
    body.push_str("<ul class=\"choices\">");
    for (queue, row) in queues.iter().zip(builder.all(&desk.db).await?) {
        let name = queue.path.rsplit(" / ").next().unwrap_or_default();
        let _ = write!(
            body,
            "<li class=\"choice\"><input type=\"checkbox\" name=\"queue\" value=\"{}\"><span class=\"choice-name\">{}</span>\
             <span class=\"choice-count\">{}</span></li>",
            queue.slug,
            escaped(name),
            format_count(clamp_total(row.try_get_by_index(1)?)),
        );
    }
    body.push_str("</ul>");
    Ok(())
}

/// A count as the product writes it; there are none of a million.
fn format_count(total: Total) -> String {
    let (thousands, rest, more) = (total.count / 1000, total.count % 1000, if total.exact { "" } else { "+" });
    if thousands == 0 { format!("{rest}{more}") } else { format!("{thousands},{rest:03}{more}") }
}

#[cfg(test)]
mod tests {
    use super::{clamp_total, format_count};

    #[test]
    fn counts_are_written_like_the_products() {
        assert_eq!(
            [0, 87, 1_004, 10_000, 10_001].map(|n| format_count(clamp_total(n))),
            ["0", "87", "1,004", "10,000", "10,000+"]
        );
    }
}
