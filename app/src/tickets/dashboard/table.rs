use crate::session::use_session;
use crate::ui::badge::{Badge, Level};
use crate::ui::moment::Ago;
use crate::words::words;
use domain::listing::{Column, Listing};
use domain::tickets::{List, Row};
use leptos::prelude::*;

/// The tickets, newest change first unless asked otherwise. A click anywhere on a row opens its ticket.
#[component]
pub(crate) fn Table(list: List) -> impl IntoView {
    let at_desk = use_session().me.is_some_and(|me| me.kind.works_here());
    let columns = &words().list.columns;
    let head = |column: Column, label: &'static str| view! { <Head listing=list.listing.clone() column label /> };
    let party = if at_desk { columns.company } else { columns.assignee };
    view! {
        <div class="table-frame">
            <table class="tickets">
                <thead>
                    <tr>
                        {head(Column::Number, columns.number)}
                        {head(Column::Subject, columns.subject)}
                        {head(Column::Status, columns.status)}
                        {head(Column::Priority, columns.priority)}
                        <th scope="col" class="col-queue">{columns.queue}</th>
                        <th scope="col" class="col-party">{party}</th>
                        {head(Column::Created, columns.created)}
                        {head(Column::Changed, columns.changed)}
                    </tr>
                </thead>
                <tbody>{list.rows.into_iter().map(|row| view! { <TicketRow row at_desk /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Head(listing: Listing, column: Column, label: &'static str) -> impl IntoView {
    let (direction, mark) = match (listing.sort.column == column, listing.sort.descending) {
        (false, _) => (None, ""),
        (true, true) => (Some("descending"), "▾"),
        (true, false) => (Some("ascending"), "▴"),
    };
    view! {
        <th scope="col" class=format!("col-{}", column.as_str()) aria-sort=direction>
            <a href=listing.sorted_by(column).address() title=(words().list.sort_by)(label)>
                {label}
                <span class="sort-mark" aria-hidden="true">{mark}</span>
            </a>
        </th>
    }
}

#[component]
fn TicketRow(row: Row, at_desk: bool) -> impl IntoView {
    let words = words();
    let address = format!("/tickets/{}", row.number);
    let party = if at_desk { row.company } else { row.assignee.unwrap_or_else(|| words.list.unassigned.into()) };
    view! {
        <tr class:unread=row.unread>
            <td class="col-number">
                {row.unread.then(|| view! { <span class="unread-dot"><span class="visually-hidden">{words.list.unread}</span></span> })}
                {row.number}
            </td>
            <td class="col-subject"><a class="row-link" href=address>{row.subject}</a></td>
            <td class="col-status"><Badge label=row.status /></td>
            <td class="col-priority"><Level label=row.priority /></td>
            <td class="col-queue">{row.queue}</td>
            <td class="col-party">{party}</td>
            <td class="col-created"><Ago at=row.created /></td>
            <td class="col-changed"><Ago at=row.changed /></td>
        </tr>
    }
}
