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
pub mod companies;
mod composer;
mod en;
pub mod help;
pub mod help_writing;
mod list;
#[cfg(feature = "ssr")]
pub mod mail;
mod mails;
pub mod own_account;
mod panel;
pub mod passkeys;
pub mod people;
pub mod phone;
mod plan_sentences;
pub mod plan_setup;
pub mod plans;
mod rating;
mod refusals;
mod search;
pub mod support;
mod ticket;
mod views;
mod writing;

pub use composer::Composer;
#[cfg(feature = "ssr")]
pub use composer::tools as composer_tools;
pub use en::EN;
#[cfg(feature = "ssr")]
pub use writing::script as writing_script;

use domain::conversation::TimelineEvent;
use domain::tickets::Involvement;
use domain::time::Age;

/// The texts of one language that the first page needs. Texts with parts are functions.
pub struct Words {
    /// BCP 47, for the page's `lang`.
    pub lang: &'static str,
    pub product: &'static str,
    pub demo_banner: &'static str,
    pub skip_to_content: &'static str,
    pub nav: Nav,
    pub sign_in: SignIn,
    pub list: list::List,
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
    pub fn ticket(&self) -> &'static ticket::Ticket {
        &ticket::TICKET
    }

    #[expect(clippy::new_ret_no_self, reason = "what a new ticket is asked for in")]
    pub fn new(&self) -> &'static ticket::New {
        &ticket::NEW
    }

    pub fn files(&self) -> &'static ticket::Files {
        &ticket::FILES
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
