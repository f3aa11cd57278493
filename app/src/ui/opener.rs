//! Open state of a list's panels: each opens under its button, one at a time. Without JavaScript the address says which (`open=columns`).

use super::panel::{PanelFrame, focus};
use leptos::prelude::*;

/// Which panel is open, by its name in addresses.
#[derive(Clone, Copy)]
pub(crate) struct Open(RwSignal<Option<&'static str>>);

impl Open {
    /// This one at first, until something else is opened.
    pub(crate) fn at_first(panel: Option<&'static str>) -> Self {
        Self(RwSignal::new(panel))
    }

    pub(crate) fn is(self, panel: &'static str) -> bool {
        self.0.get() == Some(panel)
    }

    /// Opens the panel, or shuts it and leads back to its button.
    pub(crate) fn turn(self, panel: &'static str) {
        if self.0.get_untracked() == Some(panel) {
            self.shut(true);
        } else {
            self.0.set(Some(panel));
        }
    }

    /// Shuts whatever is open; `back` leads to its button.
    pub(crate) fn shut(self, back: bool) {
        let panel = self.0.get_untracked();
        self.0.set(None);
        if let Some(panel) = panel.filter(|_| back) {
            focus(&button_id(panel));
        }
    }
}

pub(crate) fn panel_id(panel: &str) -> String {
    format!("panel-{panel}")
}

pub(crate) fn button_id(panel: &str) -> String {
    format!("open-{panel}")
}

/// What opens under a button, while it is open.
#[component]
pub(crate) fn Opened(
    panel: &'static str,
    label: &'static str,
    open: Open,
    /// The same page without it, where there is no script.
    #[prop(into)]
    away: Signal<String>,
    #[prop(into)] content: ViewFn,
) -> impl IntoView {
    move || {
        open.is(panel).then(|| {
            let content = content.clone();
            let shut = Callback::new(move |back| open.shut(back));
            view! { <PanelFrame id=panel_id(panel) button=button_id(panel) label away shut>{content.run()}</PanelFrame> }
        })
    }
}
