//! Table row of a ticket in the list, as HTML text.

use super::columns::{Shown, class};
use crate::ui::html::Html;
use crate::words::words;
use domain::listing::Column;
use domain::tickets::{HitSource, Row, SearchHit};
use domain::time::format_day;

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
fn found_in(html: &mut Html, found: &SearchHit) {
    let words = &words().search;
    html.raw(r#"<span class="found-in"><span class="found-place">"#);
    match &found.place {
        HitSource::Message => html.text(words.in_message),
        HitSource::Note => html.text(words.in_note),
        HitSource::Attribute(label) => html.text(label),
        HitSource::File(name) => html.text((words.in_file)(name)),
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
            html.text(place.and_then(|place| row.values.get(place)).map(|value| format_day(value)).unwrap_or_default())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::tickets::Badge;
    use domain::time::{Age, DisplayTime};

    #[test]
    fn whatever_people_wrote_is_text() {
        let hostile = r#""><img src=x onerror=alert(1)>'&"#;
        let badge = || Badge { label: hostile.into(), colour: hostile.into() };
        let at = || DisplayTime { iso: hostile.into(), exact: hostile.into(), age: Age::Now };
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
            found: Some(SearchHit { place: HitSource::File(hostile.into()), excerpt: Vec::new() }),
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

#[cfg(all(test, feature = "ssr"))]
mod parity {
    use super::*;
    use crate::ui::badge::{Badge, Level};
    use crate::ui::marked::Marked;
    use crate::ui::parity::assert_same;
    use crate::ui::time::Ago;
    use domain::search::Fragment;
    use domain::tickets::Badge as Label;
    use domain::time::{Age, DisplayTime};
    use leptos::prelude::*;

    /// A row of which everything is known.
    fn whole_row() -> Row {
        let badge = |label: &str, colour: &str| Label { label: label.into(), colour: colour.into() };
        let at = |exact: &str, age| DisplayTime { iso: "2026-11-21T20:53:00Z".into(), exact: exact.into(), age };
        let pieces = || {
            let piece = |text: &str, hit| Fragment { text: text.into(), hit };
            vec![piece("Paper ", false), piece("jam", true), piece(" <at> bench 3", false)]
        };
        Row {
            number: "PT-1001".into(),
            subject: "Paper jam <at> bench 3".into(),
            status: badge("In progress", "blue"),
            priority: badge("Urgent & soon", "red"),
            queue: "Field service / Print".into(),
            kind: "Incident".into(),
            reporter: "Alice Ashdown".into(),
            company: "Harbourline & Sons".into(),
            assignee: Some("Grace \"G\" Hall".into()),
            channel: "web".into(),
            created: at("21 Nov 2026, 20:53", Age::Days(3)),
            changed: at("24 Nov 2026, 08:01", Age::Minutes(5)),
            unread: true,
            values: Vec::new(),
            hits: pieces(),
            found: Some(SearchHit { place: HitSource::Message, excerpt: pieces() }),
        }
    }

    /// What components make of a column.
    fn part(row: &Row, column: Column) -> AnyView {
        match column {
            Column::Number => row.number.clone().into_any(),
            Column::Subject => view! { <Marked pieces=row.hits.clone() /> }.into_any(),
            Column::Status => view! { <Badge label=row.status.clone() /> }.into_any(),
            Column::Priority => view! { <Level label=row.priority.clone() /> }.into_any(),
            Column::Queue => row.queue.clone().into_any(),
            Column::Company => row.company.clone().into_any(),
            Column::Assignee => row.assignee.clone().into_any(),
            Column::Created => view! { <Ago at=row.created.clone() /> }.into_any(),
            Column::Changed => view! { <Ago at=row.changed.clone() /> }.into_any(),
            _ => panic!("{column:?} is in no list at first"),
        }
    }

    #[test]
    fn a_row_is_what_components_would_make_of_it() {
        let row = whole_row();
        let shown: Vec<Shown> = Column::usual(true).into_iter().zip([None, Some(240)].into_iter().cycle()).collect();
        let found = || {
            let excerpt = row.found.clone().map(|found| found.excerpt).unwrap_or_default();
            view! {
                <span class="found-in">
                    <span class="found-place">{words().search.in_message} ": "</span>
                    <span dir="auto"><Marked pieces=excerpt /></span>
                </span>
            }
        };
        let dot = || {
            view! { <span class="unread-dot"><span class="visually-hidden">{words().list.unread}</span></span> }
        };
        let cell = |(place, (column, width)): (usize, &Shown)| {
            let linked = *column == Column::Subject;
            let width = width.map(|width| format!(" w-{width}")).unwrap_or_default();
            let class = format!("col-{}{}{width}", class(column), if linked { " is-linked" } else { "" });
            let part = part(&row, *column);
            let content = if linked {
                let href = format!("/tickets/{}?from=%2Ftickets", row.number);
                view! { <a class="row-link" dir="auto" href=href>{part}</a>{found()} }.into_any()
            } else {
                part
            };
            view! { <td class=class>{(row.unread && place == 0).then(dot)}{content}</td> }.into_any()
        };
        let rendered: Vec<AnyView> = shown.iter().enumerate().map(cell).collect();
        assert_same(&cells(&row, &shown, &[], "?from=%2Ftickets"), rendered);
    }
}
