//! What opens under a button of the dashboard: one at a time. Without JavaScript the address says which (`open=queue`); with
//! it nothing is asked of the server but what the panel shows.

use crate::session::use_echo;
use crate::ui::pages::hidden;
use crate::words::words;
use domain::listing::{Facet, Listing};
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

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
        let named = use_query_map().with_untracked(|query| query.get("open"));
        let returned = use_echo(COLUMNS).map(|_| Panel::Columns);
        let returned = returned.or(use_echo(VIEWS).map(|_| Panel::Views));
        Self(RwSignal::new(returned.or(named.and_then(|name| Panel::parse(&name)))))
    }

    fn is(self, panel: Panel) -> bool {
        self.0.get() == Some(panel)
    }

    /// Shuts the panel and leads back to its button.
    pub(super) fn shut(self) {
        let button = self.0.get_untracked().and_then(|panel| document().get_element_by_id(&panel.button_id()));
        self.0.set(None);
        if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
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
    /// Makes what the panel holds.
    #[prop(into)]
    content: ViewFn,
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
                let content = content.clone();
                view! { <Shown panel label listing open>{content.run()}</Shown> }
            })}
        </div>
    }
}

#[component]
fn Shown(panel: Panel, label: &'static str, listing: Memo<Listing>, open: Open, children: Children) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let heading = format!("{}-title", panel.id());
    let named = heading.clone();
    // To the panel itself: what it holds may still be on its way, and is reached by one more Tab.
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            let _ = frame.focus();
        }
    });
    shut_from_outside(open, panel);
    let shut = move |event: ev::MouseEvent| {
        event.prevent_default();
        open.shut();
    };
    view! {
        <div class="panel-veil"></div>
        <div class="panel" id=panel.id() role="dialog" aria-labelledby=named tabindex="-1" node_ref=frame>
            <div class="panel-head">
                <h2 id=heading>{label}</h2>
                <a class="icon-button panel-shut" href=move || listing.with(Listing::address) aria-label=words().list.shut on:click=shut>"×"</a>
            </div>
            {children()}
        </div>
    }
}

/// Escape, and a press anywhere else, shut the panel; the press does what it does there.
fn shut_from_outside(open: Open, panel: Panel) {
    let inside = format!("#{}, #{}", panel.id(), panel.button_id());
    Effect::new(move |_| {
        let inside = inside.clone();
        let handles = [
            window_event_listener(ev::keydown, move |event| {
                if event.key() == "Escape" && !event.default_prevented() {
                    event.prevent_default();
                    open.shut();
                }
            }),
            window_event_listener(ev::pointerdown, move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if !target.is_some_and(|target| target.closest(&inside).is_ok_and(|found| found.is_some())) {
                    open.0.set(None);
                }
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    });
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
