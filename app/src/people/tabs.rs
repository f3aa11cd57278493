//! Tabs of one's own account, each at an address of its own.

use crate::session::use_session;
use crate::ui::query::use_query;
use crate::words::own_account::account;
use crate::words::words;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Profile,
    Security,
    Notifications,
}

impl Tab {
    /// The part that an address names, or that a form which came back (`action`) or was done stands in.
    fn of(named: Option<&str>, done: Option<&str>, action: Option<&str>) -> Self {
        let is_security =
            |what: &str| ["password", "passkey", "second", "session"].iter().any(|part| what.starts_with(part));
        match (named, done.or(action.and_then(|action| action.strip_prefix("/account/")))) {
            (Some("security"), _) => Self::Security,
            (None, Some(what)) if is_security(what) => Self::Security,
            _ => Self::Profile,
        }
    }
}

/// The part of `/account` that is shown.
pub(super) fn use_tab() -> Memo<Tab> {
    let query = use_query();
    let action = use_session().form_state.map(|form_state| form_state.action);
    Memo::new(move |_| {
        query.with(|query| Tab::of(query.get("tab").as_deref(), query.get("done").as_deref(), action.as_deref()))
    })
}

#[component]
pub(crate) fn AccountTabs(#[prop(into)] current: Signal<Tab>) -> impl IntoView {
    let texts = account();
    let tab = move |tab: Tab, address: &'static str, label: &'static str| {
        let current = move || (current.get() == tab).then_some("page");
        view! { <a class="segment" href=address aria-current=current>{label}</a> }
    };
    view! {
        <nav class="segments account-tabs" aria-label=texts.title>
            {tab(Tab::Profile, "/account?tab=profile", texts.profile)}
            {tab(Tab::Security, "/account?tab=security", texts.security)}
            {tab(Tab::Notifications, "/account/notifications", words().mails().choices)}
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::Tab;

    #[test]
    fn what_was_done_or_came_back_is_on_its_tab() {
        for (named, done, action, tab) in [
            (None, None, None, Tab::Profile),
            (Some("security"), None, None, Tab::Security),
            (Some("nonsense"), None, None, Tab::Profile),
            (None, Some("passkey-removed"), None, Tab::Security),
            (None, Some("second-begin"), None, Tab::Security),
            (None, Some("picture"), None, Tab::Profile),
            (None, None, Some("/account/password"), Tab::Security),
            (None, None, Some("/account/passkeys"), Tab::Security),
            (None, None, Some("/account/second/codes"), Tab::Security),
            (None, None, Some("/account"), Tab::Profile),
            (None, None, Some("/account/email"), Tab::Profile),
            (Some("profile"), None, Some("/account/password"), Tab::Profile),
        ] {
            assert_eq!(Tab::of(named, done, action), tab, "{named:?} {done:?} {action:?}");
        }
    }
}
