//! What opens under a button of the dashboard: one at a time. Without JavaScript the address says which (`open=queue`); with
//! it nothing is asked of the server but what the panel shows.

use super::content::Content;
use crate::session::use_echo;
use crate::ui::pages::hidden;
use crate::ui::panel::{PanelFrame, focus};
use crate::ui::query::use_query;
use crate::words::words;
use domain::listing::{Facet, Listing};
use leptos::ev;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    Facet(Facet),
    Period,
    Columns,
    Export,
    Views,
}

impl Panel {
    fn name(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.as_str(),
            Self::Period => "period",
            Self::Columns => "columns",
            Self::Export => "export",
            Self::Views => "views",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        match name {
            "period" => Some(Self::Period),
            "columns" => Some(Self::Columns),
            "export" => Some(Self::Export),
            "views" => Some(Self::Views),
            facet => Facet::parse(facet).map(Self::Facet),
        }
    }

    fn id(self) -> String {
        format!("panel-{}", self.name())
    }

    /// Where it is open.
    pub(super) fn address(self, listing: &Listing) -> String {
        let pairs = listing.pairs().into_iter().chain([("open", self.name().to_owned())]);
        format!("/tickets?{}", Listing::query_of(pairs))
    }

    fn button_id(self) -> String {
        format!("open-{}", self.name())
    }
}

/// Which panel is open.
#[derive(Clone, Copy)]
pub(super) struct Open(RwSignal<Option<Panel>>);

impl Open {
    /// The one that the address names, or whose form came back, until something else is opened.
    pub(super) fn at_first() -> Self {
        let named = use_query().with_untracked(|query| query.get("open"));
        let returned = use_echo(COLUMNS).map(|_| Panel::Columns);
        let returned = returned.or(use_echo(VIEWS).map(|_| Panel::Views));
        Self(RwSignal::new(returned.or(named.and_then(|name| Panel::parse(&name)))))
    }

    fn is(self, panel: Panel) -> bool {
        self.0.get() == Some(panel)
    }

    /// Shuts the panel and leads back to its button.
    pub(super) fn shut(self) {
        let panel = self.0.get_untracked();
        self.0.set(None);
        if let Some(panel) = panel {
            focus(&panel.button_id());
        }
    }
}

/// A button and, while it is open, what it opens.
#[component]
pub(super) fn Opener(
    panel: Panel,
    label: &'static str,
    /// Beside the label: how many values are chosen.
    #[prop(into)]
    count: Signal<usize>,
    listing: Memo<Listing>,
    open: Open,
) -> impl IntoView {
    let name = move || match count.get() {
        0 => label.to_owned(),
        count => (words().list.chosen)(label, count),
    };
    let turn = move |event: ev::MouseEvent| {
        event.prevent_default();
        if open.0.get_untracked() == Some(panel) { open.shut() } else { open.0.set(Some(panel)) }
    };
    view! {
        <div class=format!("opener opener-{}", panel.name())>
            <button
                id=panel.button_id()
                class="button opener-button"
                class:is-chosen=move || count.get() != 0
                type="submit"
                form=FORM
                name="open"
                value=panel.name()
                aria-label=name
                aria-expanded=move || open.is(panel).to_string()
                aria-controls=panel.id()
                on:click=turn
            >
                {label}
                {move || (count.get() > 0).then(|| view! { <span class="opener-count">{count.get()}</span> })}
            </button>
            {move || open.is(panel).then(|| {
                let away = Signal::derive(move || listing.with(Listing::address));
                let shut = Callback::new(move |back| if back { open.shut() } else { open.0.set(None) });
                view! { <PanelFrame id=panel.id() button=panel.button_id() label away shut><Content panel listing /></PanelFrame> }
            })}
        </div>
    }
}

/// Where the columns are sent.
pub(super) const COLUMNS: &str = "/tickets/columns";

/// Where views are sent.
pub(super) const VIEWS: &str = "/views";

/// The form that buttons outside of it belong to.
const FORM: &str = "view";

/// The view as it stands, for buttons that add to it where there is no script.
#[component]
pub(super) fn ViewForm(listing: Memo<Listing>) -> impl IntoView {
    view! {
        <form id=FORM method="get" action="/tickets">
            {move || listing.with(|listing| hidden(&listing.pairs()))}
        </form>
    }
}
