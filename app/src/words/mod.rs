//! The message catalogue: every text a person reads on a screen.
//!
//! A language is one value of [`Words`], so a missing text does not compile, costs nothing at run time and is the same on both
//! sides of hydration.
//!
//! Invariant: no visible text stands anywhere else. The terms are in `docs/glossary.md`.

pub mod accounts;
mod activities;
pub mod assets;
pub mod assistant;
pub mod callers;
pub mod chat;
mod composer;
mod en;
pub mod help;
pub mod help_writing;
#[cfg(feature = "ssr")]
pub mod mail;
mod mails;
mod panel;
pub mod passkeys;
pub mod people;
pub mod phone;
pub mod plan_setup;
pub mod plans;
mod rating;
mod refusals;
mod search;
pub mod support;
mod views;
mod writing;

pub use composer::Composer;
#[cfg(feature = "ssr")]
pub use composer::tools as composer_tools;
pub use en::EN;
#[cfg(feature = "ssr")]
pub use writing::script as writing_script;

use domain::conversation::TimelineEvent;
use domain::listing::Period;
use domain::tickets::{Involvement, Total};
use domain::time::{Age, Date};

/// The texts of one language that the first page needs. Texts with parts are functions.
pub struct Words {
    /// BCP 47, for the page's `lang`.
    pub lang: &'static str,
    pub product: &'static str,
    pub demo_banner: &'static str,
    pub skip_to_content: &'static str,
    pub nav: Nav,
    pub sign_in: SignIn,
    pub list: List,
    pub search: search::Search,
    pub views: &'static views::Views,
    pub problem: Problem,
    pub keys: ShortcutWords,
    pub age: fn(Age) -> String,
    /// The age as a sentence for screen readers.
    pub ago: fn(Age) -> String,
    pub refusal: fn(&domain::Refusal) -> String,
    pub reason: fn(&domain::Reason) -> String,
    /// Of a text: how long it may be and is, in characters.
    pub too_long: fn(usize, usize) -> String,
}

/// What only some pages say. The browser loads it with them, because nothing that the first page holds leads here.
impl Words {
    pub fn ticket(&self) -> &'static Ticket {
        &en::TICKET
    }

    #[expect(clippy::new_ret_no_self, reason = "what a new ticket is asked for in")]
    pub fn new(&self) -> &'static New {
        &en::NEW
    }

    pub fn files(&self) -> &'static Files {
        &en::FILES
    }

    pub fn rating(&self) -> &'static rating::Rating {
        &rating::EN
    }

    pub fn panel(&self) -> &'static panel::PanelWords {
        &panel::EN
    }

    pub fn plans(&self) -> &'static plans::Plans {
        &plans::EN
    }

    pub fn composer(&self) -> &'static Composer {
        &composer::EN
    }

    pub fn writing(&self) -> &'static Writing {
        &writing::EN
    }

    pub fn assets(&self) -> &'static assets::Assets {
        &assets::EN
    }

    pub fn activities(&self) -> &'static activities::Activities {
        &activities::EN
    }

    pub fn mails(&self) -> &'static mails::Mails {
        &mails::EN
    }

    /// What happened, as a sentence.
    pub fn line(&self, who: &str, what: &TimelineEvent) -> String {
        en::line(who, what)
    }

    /// Why somebody may not raise a ticket.
    pub fn because(&self, because: &domain::Because) -> String {
        refusals::because(because)
    }
}

pub struct Nav {
    pub main: &'static str,
    /// The bar at the bottom of a phone.
    pub quick: &'static str,
    pub dashboard: &'static str,
    pub work: &'static str,
    pub assets: &'static str,
    pub plan: &'static str,
    pub support: &'static str,
    pub help: &'static str,
    pub assistant: &'static str,
    pub new_ticket: &'static str,
    pub sign_out: &'static str,
    pub signed_in_as: fn(&str) -> String,
    pub people: &'static str,
    pub companies: &'static str,
    pub chats: &'static str,
    pub chats_waiting: fn(u16) -> String,
    pub chat: &'static str,
    /// After what is open at the moment.
    pub open: &'static str,
    pub desk_section: &'static str,
    pub more: &'static str,
    pub fold: &'static str,
    pub unfold: &'static str,
    pub shut_demo: &'static str,
}

pub struct SignIn {
    pub title: &'static str,
    pub login: &'static str,
    pub password: &'static str,
    pub remember: &'static str,
    pub submit: &'static str,
    pub passkey: &'static str,
    pub passkey_failed: &'static str,
    pub forgotten: &'static str,
    /// After too many wrong tries, and the link to a new password.
    pub locked: &'static str,
    pub unlock: &'static str,
    pub register: &'static str,
    pub lead: &'static str,
    pub ended: &'static str,
    pub kept: &'static str,
    pub kept_files: &'static str,
}

pub struct List {
    pub title: &'static str,
    pub mine: &'static str,
    pub company: &'static str,
    pub scope: &'static str,
    pub search: &'static str,
    pub show_closed: &'static str,
    pub hide_closed: &'static str,
    pub reset: &'static str,
    pub filters: &'static str,
    /// The buttons of a phone.
    pub filter: &'static str,
    pub sort: &'static str,
    /// A filter's name with the number of its chosen values.
    pub chosen: fn(&str, usize) -> String,
    pub shut: &'static str,
    pub find: &'static str,
    pub narrow: &'static str,
    pub counting: &'static str,
    pub no_values: &'static str,
    pub more_values: &'static str,
    /// Takes a chosen value back.
    pub without: fn(&str, &str) -> String,
    pub period: &'static str,
    pub any_time: &'static str,
    pub preset: fn(Period) -> &'static str,
    /// The first and the last day of a period; one of them may be open.
    pub range_of: fn((Option<Date>, Option<Date>)) -> String,
    pub from: &'static str,
    pub to: &'static str,
    pub period_on: &'static str,
    pub on_created: &'static str,
    pub on_changed: &'static str,
    pub export: &'static str,
    pub export_hint: &'static str,
    pub export_shown: &'static str,
    pub export_all: &'static str,
    pub export_shown_xlsx: &'static str,
    pub export_all_xlsx: &'static str,
    pub export_progress: fn(rows: &str, megabytes: &str) -> String,
    pub export_done: &'static str,
    pub set_columns: &'static str,
    pub columns_hint: &'static str,
    pub columns_hint_plain: &'static str,
    pub no_columns: &'static str,
    pub search_by: &'static str,
    pub usual_columns: &'static str,
    pub move_up: fn(&str) -> String,
    pub move_down: fn(&str) -> String,
    /// The edge of a column's head.
    pub width_of: fn(&str) -> String,
    pub width_in_pixels: fn(&str) -> String,
    pub width_auto: &'static str,
    pub save: &'static str,
    pub saving: &'static str,
    pub saved: &'static str,
    pub unsorted: fn(u64) -> String,
    pub columns: ColumnWords,
    pub unread: &'static str,
    /// The group of the two filters after it.
    pub quick: &'static str,
    pub only_unread: &'static str,
    pub only_waiting: &'static str,
    /// What stands before either where it is chosen.
    pub only: &'static str,
    pub waiting: fn(usize) -> String,
    pub unassigned: &'static str,
    pub range: fn(first: u64, last: u64, total: &str) -> String,
    /// A number of tickets, with a mark where there are more.
    pub count: fn(Total) -> String,
    pub pages: &'static str,
    pub page: fn(u32) -> String,
    pub previous: &'static str,
    pub next: &'static str,
    pub size: &'static str,
    pub apply: &'static str,
    pub per_page: fn(u32) -> String,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    /// Where closed ones are shown, too.
    pub none: &'static str,
    pub none_hint: &'static str,
    pub all_seen: &'static str,
    pub all_seen_hint: &'static str,
    pub none_waits: &'static str,
    pub none_waits_hint: &'static str,
    pub no_match: &'static str,
    pub no_match_hint: &'static str,
    /// Searching messages has not been tried.
    pub no_subjects: fn(&str) -> String,
    pub search_messages: &'static str,
    pub remove: fn(filter: &str, value: &str) -> String,
    pub remove_search: fn(&str) -> String,
    pub past_end: &'static str,
    pub first_page: &'static str,
    pub refused: fn(&str) -> String,
    pub not_exported: fn(&str) -> String,
    pub too_many_to_export: fn(i64) -> String,
    pub sort_by: fn(&str) -> String,
}

pub struct ColumnWords {
    pub number: &'static str,
    pub subject: &'static str,
    pub status: &'static str,
    pub priority: &'static str,
    pub queue: &'static str,
    pub kind: &'static str,
    pub company: &'static str,
    pub reporter: &'static str,
    pub assignee: &'static str,
    pub channel: &'static str,
    pub created: &'static str,
    pub changed: &'static str,
    pub age: &'static str,
}

pub struct Ticket {
    pub details: &'static str,
    pub number: &'static str,
    pub reporter: &'static str,
    pub company: &'static str,
    pub status: &'static str,
    pub assignee: &'static str,
    pub queue: &'static str,
    pub kind: &'static str,
    pub priority: &'static str,
    pub channel: &'static str,
    pub reference: &'static str,
    pub created: &'static str,
    pub changed: &'static str,
    pub nobody: &'static str,
    pub files: &'static str,
    pub no_files: &'static str,
    pub conversation: &'static str,
    pub view: &'static str,
    pub chat_view: &'static str,
    pub framed_view: &'static str,
    pub subscribe: &'static str,
    pub unsubscribe: &'static str,
    pub close: &'static str,
    pub reopen: &'static str,
    pub note: &'static str,
    pub note_check: &'static str,
    /// Before the statuses that an agent can set together with a reply; then the one that sets none.
    pub send_and_set: &'static str,
    pub no_change: &'static str,
    pub assign_to_me: &'static str,
    pub answer: &'static str,
    pub send: &'static str,
    pub sending: &'static str,
    pub sent: &'static str,
    pub read_only: &'static str,
    /// On a ticket that was closed more than so many days ago.
    pub closed_long_ago: fn(days: i64) -> String,
    pub follow_up: &'static str,
    /// Subject and text that a ticket begins with which refers to another one.
    pub follows: fn(number: &str, subject: &str) -> (String, String),
    pub earlier: fn(u64) -> String,
    pub save: &'static str,
    pub saved: &'static str,
    pub show_more: &'static str,
    pub show_less: &'static str,
    pub latest: &'static str,
    /// In the empty text box.
    pub reply_hint: &'static str,
    /// After the first of several things that happened one after another.
    pub more_lines: fn(u64) -> String,
    /// Messages that have come below what is on the screen.
    pub below: fn(u64) -> String,
    pub more_actions: &'static str,
    pub print: &'static str,
    pub desk: &'static str,
    pub channel_name: fn(&str) -> String,
}

pub struct New {
    pub title: &'static str,
    pub subject: &'static str,
    pub kind: &'static str,
    pub queue: &'static str,
    pub company: &'static str,
    pub priority: &'static str,
    pub description: &'static str,
    pub choose: &'static str,
    pub create: &'static str,
    pub creating: &'static str,
    pub refused_title: &'static str,
    pub refused_help: &'static str,
    pub only_for: fn(&str) -> String,
    pub type_first: &'static str,
    pub no_attributes: &'static str,
}

pub struct Files {
    pub label: &'static str,
    pub drop: &'static str,
    pub cancel: &'static str,
    pub again: &'static str,
}

pub struct Writing {
    /// JSON.
    pub script: &'static str,
    pub undo: &'static str,
    pub taken_back: &'static str,
    /// Customers' names, joined, and how many agents.
    pub sees: fn(customers: &str, desk: u64) -> String,
    /// The same while a choice is open that decides.
    pub may_see: fn(customers: &str, desk: u64) -> String,
    pub company_first: &'static str,
    pub named: fn(first: &[String], more: u64) -> String,
    pub files_too: &'static str,
    pub your_company: &'static str,
    pub support: &'static str,
    pub more: fn(u64) -> String,
    pub part: fn(Involvement) -> &'static str,
    pub follows: &'static str,
    pub followers: &'static str,
    pub nobody_follows: &'static str,
    pub add_follower: &'static str,
    pub add: &'static str,
    pub remove: fn(&str) -> String,
}

pub struct Problem {
    pub not_found: &'static str,
    pub not_found_text: &'static str,
    pub title: &'static str,
    pub home: &'static str,
    pub retry: &'static str,
    pub sign_in_again: &'static str,
    /// Asked before text that was not saved is left behind.
    pub leave: &'static str,
    /// Of a page that nothing keeps alive.
    pub still: &'static str,
    pub reload: &'static str,
}

pub struct ShortcutWords {
    pub title: &'static str,
    pub search: &'static str,
    pub next: &'static str,
    pub previous: &'static str,
    pub open: &'static str,
    pub new_ticket: &'static str,
    pub help: &'static str,
    /// Letters may be in the way of whoever speaks to their computer.
    pub on: &'static str,
}

/// The words of this page's language.
pub fn words() -> &'static Words {
    &EN
}
