//! One ticket's line in the list.

use super::table::{Shown, class};
use crate::ui::html::Html;
use crate::words::words;
use domain::listing::Column;
use domain::tickets::{Found, Place, Row};
use domain::time::written_day;

/// A row's cells as HTML. The link is as large as the row, whichever cell it stands in, and carries the list it stands in.
pub(super) fn cells(row: &Row, shown: &[Shown], attributes: &[Column], from: &str) -> String {
    let has_subject = shown.iter().any(|(column, _)| *column == Column::Subject);
    let linked = if has_subject { Some(Column::Subject) } else { shown.first().map(|(column, _)| *column) };
    let mut html = Html::default();
    for (place, (column, width)) in shown.iter().enumerate() {
        html.raw(r#"<td class="col-"#).value(class(column));
        html.raw(if linked == Some(*column) { " is-linked" } else { "" });
        if let Some(width) = width {
            html.raw(" w-").value(width.to_string());
        }
        html.raw(r#"">"#);
        if row.unread && place == 0 {
            html.raw(r#"<span class="unread-dot"><span class="visually-hidden">"#).text(words().list.unread);
            html.raw("</span></span>");
        }
        if linked == Some(*column) {
            html.raw(r#"<a class="row-link" dir="auto" href="/tickets/"#).value(&row.number).value(from).raw(r#"">"#);
            cell(&mut html, row, *column, attributes);
            html.raw("</a>");
            if let Some(found) = &row.found {
                found_in(&mut html, found);
            }
        } else {
            cell(&mut html, row, *column, attributes);
        }
        html.raw("</td>");
    }
    html.finish()
}

/// Where a search found the ticket, when not by its subject.
fn found_in(html: &mut Html, found: &Found) {
    let words = &words().search;
    html.raw(r#"<span class="found-in"><span class="found-place">"#);
    match &found.place {
        Place::Message => html.text(words.in_message),
        Place::Note => html.text(words.in_note),
        Place::Attribute(label) => html.text(label),
        Place::File(name) => html.text((words.in_file)(name)),
    };
    html.raw(r#": </span><span dir="auto">"#).marked(&found.excerpt).raw("</span></span>");
}

fn cell(html: &mut Html, row: &Row, column: Column, attributes: &[Column]) {
    let words = words();
    match column {
        Column::Number => html.text(&row.number),
        Column::Subject if row.hits.is_empty() => html.text(&row.subject),
        Column::Subject => html.marked(&row.hits),
        Column::Status => html.badge(&row.status),
        Column::Priority => html.level(&row.priority),
        Column::Queue => html.text(&row.queue),
        Column::Kind => html.text(&row.kind),
        Column::Company => html.text(&row.company),
        Column::Reporter => html.text(&row.reporter),
        Column::Assignee => html.text(row.assignee.as_deref().unwrap_or(words.list.unassigned)),
        Column::Channel => html.text((words.ticket().channel_name)(&row.channel)),
        Column::Match => html.text(""),
        Column::Created | Column::Age => html.ago(&row.created),
        Column::Changed => html.ago(&row.changed),
        Column::Attribute(_) => {
            let place = attributes.iter().position(|shown| *shown == column);
            html.text(place.and_then(|place| row.values.get(place)).map(|value| written_day(value)).unwrap_or_default())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::tickets::Badge;
    use domain::time::{Age, Moment};

    #[test]
    fn whatever_people_wrote_is_text() {
        let hostile = r#""><img src=x onerror=alert(1)>'&"#;
        let badge = || Badge { label: hostile.into(), colour: hostile.into() };
        let at = || Moment { iso: hostile.into(), exact: hostile.into(), age: Age::Now };
        let row = Row {
            number: hostile.into(),
            subject: hostile.into(),
            status: badge(),
            priority: badge(),
            queue: hostile.into(),
            kind: hostile.into(),
            reporter: hostile.into(),
            company: hostile.into(),
            assignee: Some(hostile.into()),
            channel: hostile.into(),
            created: at(),
            changed: at(),
            unread: true,
            values: Vec::new(),
            hits: Vec::new(),
            found: Some(Found { place: Place::File(hostile.into()), excerpt: Vec::new() }),
        };
        let shown: Vec<Shown> = Column::usual(true).into_iter().map(|column| (column, Some(96))).collect();
        let html = cells(&row, &shown, &[], "?from=");
        assert!(!html.contains("<img"), "{html}");
        assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{html}");
        for leaves in [r#"="""#, r#"badge-""#, r#"level-""#, r#"/tickets/""#] {
            assert!(!html.contains(leaves), "a value leaves its quotes: {leaves} in {html}");
        }
    }
}
