//! Audience preview: who will see the new ticket, shown anew whenever its company, queue or type is chosen.

use crate::tickets::audience::WhoSees;
use crate::tickets::calls::planned_audience;
use crate::words::words;
use domain::tickets::Audience;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

#[derive(Clone, Copy)]
pub(super) struct AudiencePreview {
    audience: RwSignal<Option<Audience>>,
    /// Company and person that an agent raises it for.
    caller: StoredValue<(String, String)>,
    chosen: RwSignal<AudienceChoices>,
}

/// Slugs; empty for what is not chosen.
#[derive(Clone, Default, PartialEq, Eq)]
struct AudienceChoices {
    company: String,
    queue: String,
    kind: String,
}

impl AudiencePreview {
    pub(super) fn new(audience: Option<Audience>, caller: (String, String)) -> Self {
        Self {
            caller: StoredValue::new(caller),
            audience: RwSignal::new(audience),
            chosen: RwSignal::new(AudienceChoices::default()),
        }
    }

    /// Something in the form has changed.
    pub(super) fn refresh(self, form: &HtmlFormElement) {
        let value = |name: &str| {
            let field = form.query_selector(&format!("select[name={name}]")).ok().flatten();
            field.and_then(|field| field.dyn_into::<web_sys::HtmlSelectElement>().ok()).map(|field| field.value())
        };
        let of = |name: &str| value(name).unwrap_or_default();
        let chosen = AudienceChoices { company: of("company"), queue: of("queue"), kind: of("type") };
        if self.chosen.with_untracked(|known| *known == chosen) {
            return;
        }
        self.chosen.set(chosen.clone());
        spawn_local(async move {
            let AudienceChoices { company, queue, kind } = chosen.clone();
            let (of, reporter) = self.caller.try_get_value().unwrap_or_default();
            let answer = planned_audience(if of.is_empty() { company } else { of }, queue, kind, reporter).await;
            // Meanwhile something else may have been chosen.
            if let (Ok(audience), Some(true)) = (answer, self.chosen.try_with_untracked(|now| *now == chosen)) {
                self.audience.try_set(audience);
            }
        });
    }
}

#[component]
pub(super) fn WhoWillSee(preview: AudiencePreview) -> impl IntoView {
    let known = Memo::new(move |_| preview.audience.with(Option::is_some));
    let audience = Signal::derive(move || preview.audience.get().unwrap_or_default());
    let open_choice =
        Signal::derive(move || preview.chosen.with(|chosen| chosen.queue.is_empty() || chosen.kind.is_empty()));
    view! {
        <div class="new-seen">
            {move || if known.get() {
                view! { <WhoSees audience may_note=false open_choice /> }.into_any()
            } else {
                view! { <p class="audience">{words().writing().company_first}</p> }.into_any()
            }}
        </div>
    }
}
