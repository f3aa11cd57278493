use super::columns::column_name;
use crate::session::{Setup, use_session};
use crate::ui::badge::{Badge, Level};
use crate::ui::head::SortHead;
use crate::ui::marked::Marked;
use crate::ui::moment::Ago;
use crate::words::words;
use domain::listing::{Column, Listing};
use domain::tickets::{Found, Place, Row};
use leptos::prelude::*;

/// The tickets, newest change first unless asked otherwise. A click anywhere on a row opens its ticket.
#[component]
pub(super) fn Table(
    listing: Listing,
    /// Each with the number of its edition.
    rows: RwSignal<Vec<(u32, Row)>>,
    /// What the rows' values stand for.
    attributes: Vec<Column>,
    setup: Setup,
) -> impl IntoView {
    let own = listing.columns.clone();
    let usual = Column::usual(use_session().me.is_some_and(|me| me.kind.works_here()));
    view! {
        <div class="table-frame">
            {move || {
                let columns = if own.is_empty() { setup.columns.get() } else { own.clone() };
                let heads = columns.iter().map(|column| view! { <Head listing=listing.clone() column=*column setup /> }).collect_view();
                let (usual_ones, attributes) = (columns == usual, attributes.clone());
                view! {
                    <table class="tickets" class:tickets-usual=usual_ones>
                        <thead><tr>{heads}</tr></thead>
                        <tbody>
                            <For each=move || rows.get() key=|(edition, row)| (*edition, row.number.clone()) children=move |(_, row)| ticket_row(&row, &columns, &attributes) />
                        </tbody>
                    </table>
                }
            }}
        </div>
    }
}

#[component]
fn Head(listing: Listing, column: Column, setup: Setup) -> impl IntoView {
    let sorted = (listing.sort.column == column).then_some(listing.sort.descending);
    let address = listing.sorted_by(column).address();
    view! { <SortHead class=class(column) label=column_name(column, setup) sorted address /> }
}

/// Attributes share one look.
fn class(column: Column) -> String {
    format!("col-{}", if column.is_attribute() { "attribute" } else { column.as_str() })
}

fn ticket_row(row: &Row, columns: &[Column], attributes: &[Column]) -> impl IntoView + use<> {
    // The link is as large as the row, whichever cell it stands in.
    let linked = if columns.contains(&Column::Subject) { Some(Column::Subject) } else { columns.first().copied() };
    let cells = columns.iter().map(|column| {
        let content = cell(row, *column, attributes);
        let content = if linked == Some(*column) {
            view! { <a class="row-link" href=format!("/tickets/{}", row.number)>{content}</a> }.into_any()
        } else {
            content
        };
        let dot = (row.unread && columns.first() == Some(column)).then(|| {
            view! { <span class="unread-dot"><span class="visually-hidden">{words().list.unread}</span></span> }
        });
        let class = format!("{}{}", class(*column), if linked == Some(*column) { " is-linked" } else { "" });
        let found = row.found.clone().filter(|_| linked == Some(*column)).map(|found| view! { <FoundIn found /> });
        view! { <td class=class>{dot}{content}{found}</td> }
    });
    view! { <tr class:unread=row.unread>{cells.collect_view()}</tr> }
}

/// Where a search found the ticket, when not by its subject.
#[component]
fn FoundIn(found: Found) -> impl IntoView {
    let words = &words().search;
    let place = match found.place {
        Place::Message => words.in_message.to_owned(),
        Place::Note => words.in_note.to_owned(),
        Place::Attribute(label) => label,
        Place::File(name) => (words.in_file)(&name),
    };
    view! { <span class="found-in"><span class="found-place">{place}": "</span><Marked pieces=found.excerpt /></span> }
}

fn cell(row: &Row, column: Column, attributes: &[Column]) -> AnyView {
    let words = words();
    match column {
        Column::Number => row.number.clone().into_any(),
        Column::Subject if row.hits.is_empty() => row.subject.clone().into_any(),
        Column::Subject => view! { <Marked pieces=row.hits.clone() /> }.into_any(),
        Column::Status => view! { <Badge label=row.status.clone() /> }.into_any(),
        Column::Priority => view! { <Level label=row.priority.clone() /> }.into_any(),
        Column::Queue => row.queue.clone().into_any(),
        Column::Kind => row.kind.clone().into_any(),
        Column::Company => row.company.clone().into_any(),
        Column::Reporter => row.reporter.clone().into_any(),
        Column::Assignee => row.assignee.clone().unwrap_or_else(|| words.list.unassigned.into()).into_any(),
        Column::Channel => (words.ticket().channel_name)(&row.channel).into_any(),
        Column::Created | Column::Age => view! { <Ago at=row.created.clone() /> }.into_any(),
        Column::Changed => view! { <Ago at=row.changed.clone() /> }.into_any(),
        Column::Attribute(_) => {
            let place = attributes.iter().position(|shown| *shown == column);
            place.and_then(|place| row.values.get(place)).cloned().unwrap_or_default().into_any()
        }
    }
}
