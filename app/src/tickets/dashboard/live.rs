//! The list follows what others do: rows appear, move and leave in place, while everything else on the page stays.

use super::page::own_columns;
use crate::live::{keep_focus, on_news};
use crate::session::{Setup, use_session};
use crate::tickets::calls::list_tickets;
use domain::live::{News, Taken};
use domain::tickets::{List, Row, Total};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// A busy desk is not asked for the list more often than this.
const PAUSE: Duration = Duration::from_millis(1_500);

/// A list that is shown.
#[derive(Clone, Copy)]
pub(super) struct Live {
    /// Rows with the number of their edition: a row that has not changed keeps its place in the document.
    pub rows: RwSignal<Vec<(u32, Row)>>,
    pub total: RwSignal<Total>,
    list: StoredValue<List>,
    edition: StoredValue<u32>,
    /// It will be read again in a moment.
    due: StoredValue<bool>,
    setup: Setup,
}

impl Live {
    pub(super) fn follow(list: List, setup: Setup) -> Self {
        let rows = list.rows.iter().map(|row| (0, row.clone())).collect();
        let live = Self {
            rows: RwSignal::new(rows),
            total: RwSignal::new(list.total),
            list: StoredValue::new(list),
            edition: StoredValue::new(0),
            due: StoredValue::new(false),
            setup,
        };
        let works_here = use_session().me.is_some_and(|me| me.kind.works_here());
        on_news(move |about, news| {
            let taken = live.list.try_update_value(|list| match &news {
                News::Ticket(touched) => list.take(touched, about, works_here),
                News::Gone { number } => list.lose(number),
                News::Read { number } => read(list, number.as_deref()),
                News::Unread { .. } => Taken::Same,
                News::Resync => Taken::Unsure,
            });
            match taken {
                Some(Taken::Shown) => live.show(),
                Some(Taken::Unsure) => live.read_soon(),
                Some(Taken::Same) | None => {}
            }
        });
        live
    }

    /// Puts what the list holds now on the screen; rows that are the same stay as they are.
    fn show(self) {
        keep_focus();
        let edition = self.edition.get_value() + 1;
        self.edition.set_value(edition);
        self.list.with_value(|list| {
            self.rows.update(|rows| {
                let known = std::mem::take(rows);
                *rows = list
                    .rows
                    .iter()
                    .map(|row| known.iter().find(|(_, old)| old == row).cloned().unwrap_or((edition, row.clone())))
                    .collect();
            });
            if self.total.get_untracked() != list.total {
                self.total.set(list.total);
            }
        });
    }

    /// Asks the desk again, once for everything that happens within a moment.
    fn read_soon(self) {
        if self.due.get_value() {
            return;
        }
        self.due.set_value(true);
        // Not everybody at once.
        let apart = Duration::from_millis((js_sys::Math::random() * 300.0) as u64);
        let first = self.edition.get_value() == 0;
        set_timeout(move || self.read(), if first { apart } else { PAUSE + apart });
    }

    fn read(self) {
        let Some(query) = self.list.try_with_value(|list| list.listing.to_query()) else { return };
        let own = self.setup.columns.with_untracked(|columns| own_columns(columns));
        spawn_local(async move {
            let answer = list_tickets(query, own).await;
            // The view may have been left meanwhile.
            if self.due.try_get_value().is_none() {
                return;
            }
            self.due.set_value(false);
            if let Ok(list) = answer {
                self.list.set_value(list);
                self.show();
            }
        });
    }
}

/// Takes the marks off of a ticket that was read elsewhere.
fn read(list: &mut List, number: Option<&str>) -> Taken {
    let Some(number) = number else { return Taken::Unsure };
    match list.rows.iter_mut().find(|row| row.number == number && row.unread) {
        Some(row) => {
            row.unread = false;
            Taken::Shown
        }
        None => Taken::Same,
    }
}
