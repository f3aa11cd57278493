//! Live updates of the list of tickets: rows appear, move and leave in place, while everything else on the page stays.

use super::columns::own_columns;
use crate::live::{on_news, preserve_focus};
use crate::session::{ListSettings, use_session};
use crate::tickets::calls::list_tickets;
use crate::words::words;
use domain::live::{ListUpdate, News};
use domain::tickets::{Row, TicketList, Total};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use web_sys::Element;

/// A busy desk is not asked for the list more often than this.
const PAUSE: Duration = Duration::from_millis(1_500);

/// Whoever has scrolled further down than so many pixels is reading: rows that are new wait.
const READING: f64 = 240.0;

/// A list that is shown.
#[derive(Clone, Copy)]
pub(super) struct LiveList {
    /// Rows with the number of their edition: a row that has not changed keeps its place in the document.
    pub rows: RwSignal<Vec<(u32, Row)>>,
    pub total: RwSignal<Total>,
    /// So many rows wait until the reader comes back to the top.
    waiting: RwSignal<usize>,
    list: StoredValue<TicketList>,
    edition: StoredValue<u32>,
    /// It will be read again in a moment.
    due: StoredValue<bool>,
    settings: ListSettings,
}

impl LiveList {
    pub(super) fn follow(list: TicketList, settings: ListSettings) -> Self {
        let rows = list.rows.iter().map(|row| (0, row.clone())).collect();
        let live = Self {
            rows: RwSignal::new(rows),
            total: RwSignal::new(list.total),
            waiting: RwSignal::new(0),
            list: StoredValue::new(list),
            edition: StoredValue::new(0),
            due: StoredValue::new(false),
            settings,
        };
        let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
        on_news(move |about, news| {
            let taken = live.list.try_update_value(|list| match &news {
                News::Ticket(touched) => list.apply(touched, about, is_staff),
                News::Gone { number } => list.remove(number),
                News::Read { number } => read(list, number.as_deref()),
                News::Counts(_) | News::Recent(_) | News::Chat(_) | News::Line { .. } | News::Plan => ListUpdate::Same,
                News::Resync => ListUpdate::Unsure,
            });
            match taken {
                Some(ListUpdate::Shown) => live.show(),
                Some(ListUpdate::Unsure) => live.read_soon(),
                Some(ListUpdate::Same) | None => {}
            }
        });
        Effect::new(move |_| {
            let back = window_event_listener(ev::scroll, move |_| live.scrolled());
            on_cleanup(move || back.remove());
        });
        live
    }

    /// Whoever has come back to the top gets what waited.
    pub(super) fn scrolled(self) {
        if self.waiting.get_untracked() > 0 && !is_reading() {
            self.show();
        }
    }

    /// Puts what the list holds now on the screen; rows that are the same stay as they are.
    fn show(self) {
        preserve_focus();
        let edition = self.edition.get_value() + 1;
        self.edition.set_value(edition);
        self.list.with_value(|list| {
            let waiting = self.rows.with_untracked(|known| if is_reading() { new_among(&list.rows, known) } else { 0 });
            self.waiting.set(waiting);
            self.rows.update(|rows| {
                let known = std::mem::take(rows);
                let renewed =
                    |row: &Row| known.iter().find(|(_, old)| old == row).cloned().unwrap_or((edition, row.clone()));
                *rows = match waiting {
                    0 => list.rows.iter().map(renewed).collect(),
                    _ => standing(&known, &list.rows, waiting).into_iter().map(renewed).collect(),
                };
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
        let own = self.settings.columns.with_untracked(|columns| own_columns(columns));
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

fn is_reading() -> bool {
    let within = frame().map(|frame| f64::from(frame.scroll_top())).unwrap_or_default();
    window().scroll_y().unwrap_or_default() + within > READING
}

/// What a table scrolls in that is wider than the page.
fn frame() -> Option<Element> {
    document().query_selector(".table-frame").ok().flatten()
}

/// How many rows are not shown yet.
fn new_among(now: &[Row], shown: &[(u32, Row)]) -> usize {
    now.iter().filter(|row| shown.iter().all(|(_, old)| old.number != row.number)).count()
}

/// The shown rows where they stand, as they are by now. Those that the waiting ones push off the page stay as well.
fn standing<'a>(shown: &'a [(u32, Row)], now: &'a [Row], waiting: usize) -> Vec<&'a Row> {
    let pushed_off = shown.len().saturating_sub(waiting);
    let stands = |(place, (_, old)): (usize, &'a (u32, Row))| {
        let known = now.iter().find(|row| row.number == old.number);
        known.or((place >= pushed_off).then_some(old))
    };
    shown.iter().enumerate().filter_map(stands).collect()
}

/// "3 new": rows that wait for the reader to come back to the top.
#[component]
pub(super) fn Waiting(live: LiveList) -> impl IntoView {
    let back = move |_| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(frame) = frame() {
            frame.set_scroll_top(0);
        }
    };
    view! {
        <p class="list-waiting" role="status">
            {move || match live.waiting.get() {
                0 => ().into_any(),
                count => view! { <button class="button button-primary" type="button" on:click=back>{(words().list.waiting)(count)}</button> }.into_any(),
            }}
        </p>
    }
}

/// Takes the marks off of a ticket that was read elsewhere. It leaves a list of what is unread.
fn read(list: &mut TicketList, number: Option<&str>) -> ListUpdate {
    let Some(number) = number.filter(|_| !list.listing.unread) else { return ListUpdate::Unsure };
    match list.rows.iter_mut().find(|row| row.number == number && row.unread) {
        Some(row) => {
            row.unread = false;
            ListUpdate::Shown
        }
        None => ListUpdate::Same,
    }
}
