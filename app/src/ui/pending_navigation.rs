//! Links while a navigation is pending: the list is still the one before, and the next is on its way. What such a link changes is
//! rebased onto the view that comes, so that two quick clicks do two things.

use super::navigate::use_navigate_to;
use domain::listing::ListUrl;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Rebases the links of a list that is shown onto the view that its address has reached.
#[derive(Clone, Copy)]
pub(crate) struct LinkRebase {
    /// What the links that stand were made for.
    shown: StoredValue<ListUrl>,
    /// What the address says.
    current: Signal<ListUrl>,
    /// Whether another list is on its way.
    waiting: RwSignal<bool>,
    go: Callback<String>,
}

impl LinkRebase {
    /// For the links and controls of this page.
    pub(crate) fn provide(current: impl Into<Signal<ListUrl>>, waiting: RwSignal<bool>) -> Self {
        let rebase = Self { shown: StoredValue::default(), current: current.into(), waiting, go: use_navigate_to() };
        provide_context(rebase);
        rebase
    }

    pub(crate) fn set_shown(self, place: ListUrl) {
        self.shown.set_value(place);
    }

    /// Opens an address that a link or control of the list leads to.
    pub(crate) fn go(self, address: String) {
        self.go.run(self.rebased(&address).unwrap_or(address));
    }

    /// Where an address of this list leads by now, if its view has been left.
    fn rebased(self, address: &str) -> Option<String> {
        let current = self.waiting.get_untracked().then(|| self.current.get_untracked())?;
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let next = (path == current.path).then(|| ListUrl::parse(current.path, query))?;
        Some(self.shown.with_value(|shown| current.after(shown, &next)).address())
    }

    /// Takes a click on one of the list's links, where it leads elsewhere by now.
    pub(crate) fn click(self, event: &MouseEvent) {
        if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        if let Some(address) = link.and_then(|link| self.rebased(&link.get_attribute("href")?)) {
            event.prevent_default();
            self.go.run(address);
        }
    }
}
