//! A filter opened: its values, and how many tickets of the view each holds. The cases open the one of queues.

use super::desk::Queue;
use super::markup::escaped;
use super::question::Question;
use super::view::{Reading, View, told};
use crate::error::Result;
use domain::listing::Facet;
use domain::tickets::Total;
use std::fmt::Write;

/// The part of an address that opens it.
pub const OPENED: &str = "open=queue";

pub async fn write(body: &mut String, view: &mut View<'_>) -> Result<()> {
    let (desk, who) = (view.desk, view.who);
    let queues: Vec<&Queue> = desk.queues.iter().filter(|queue| who.reach.reads_queue(queue.id)).collect();
    let mut question = Question::default();
    for (place, queue) in queues.iter().enumerate() {
        let ids = desk.below(queue.id).into_iter().filter(|id| who.reach.reads_queue(*id)).collect();
        view.filters.set(Facet::Queue, Some(ids));
        question.add(if place == 0 { "" } else { " UNION ALL " });
        question.add(&format!("SELECT {place} AS place, COUNT(*) AS n FROM ("));
        view.counted(&mut question, Reading::Gathered);
        question.add(") AS matching");
    }
    question.add(" ORDER BY place");
    body.push_str("<ul class=\"choices\">");
    for (queue, row) in queues.iter().zip(question.all(&desk.db).await?) {
        let name = queue.path.rsplit(" / ").next().unwrap_or_default();
        let _ = write!(
            body,
            "<li class=\"choice\"><input type=\"checkbox\" name=\"queue\" value=\"{}\"><span class=\"choice-name\">{}</span>\
             <span class=\"choice-count\">{}</span></li>",
            queue.slug,
            escaped(name),
            written(told(row.try_get_by_index(1)?)),
        );
    }
    body.push_str("</ul>");
    Ok(())
}

/// A count as the product writes it; there are none of a million.
fn written(total: Total) -> String {
    let (thousands, rest, more) = (total.count / 1000, total.count % 1000, if total.exact { "" } else { "+" });
    if thousands == 0 { format!("{rest}{more}") } else { format!("{thousands},{rest:03}{more}") }
}

#[cfg(test)]
mod tests {
    use super::{told, written};

    #[test]
    fn counts_are_written_like_the_products() {
        assert_eq!([0, 87, 1_004, 10_000, 10_001].map(|n| written(told(n))), ["0", "87", "1,004", "10,000", "10,000+"]);
    }
}
