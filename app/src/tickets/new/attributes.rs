//! Attributes of the chosen ticket type, at the side of the form. Without JavaScript those of all types are shown, each under its
//! type's name.

use crate::session::FormState;
use crate::ui::attribute::AttributeField;
use crate::words::words;
use domain::Refusal;
use domain::tickets::KindForm;
use leptos::prelude::*;

#[component]
pub(crate) fn Attributes(
    kinds: Vec<KindForm>,
    chosen: RwSignal<String>,
    form_state: Option<FormState>,
    #[prop(into)] refusal: Signal<Option<Refusal>>,
) -> impl IntoView {
    let words = words();
    // Until the page is alive no field is disabled or insisted on: without JavaScript the person fills in any type's.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    view! {
        <aside class="new-side">
            <p class="muted new-side-hint" hidden=move || !chosen.with(String::is_empty)>{words.new().type_first}</p>
            {kinds.into_iter().map(|kind| view! { <OfKind kind chosen alive form_state=form_state.clone() refusal /> }).collect_view()}
        </aside>
    }
}

#[component]
fn OfKind(
    kind: KindForm,
    chosen: RwSignal<String>,
    alive: RwSignal<bool>,
    form_state: Option<FormState>,
    refusal: Signal<Option<Refusal>>,
) -> impl IntoView {
    let words = words();
    let slug = StoredValue::new(kind.slug);
    let selected = Signal::derive(move || slug.with_value(|slug| chosen.with(|chosen| chosen == slug)));
    let insist = Signal::derive(move || alive.get() && selected.get());
    let scope = slug.with_value(|slug| format!("{slug}-"));
    let typed = move |name: &str| {
        form_state.as_ref().map(|form_state| form_state.value(&format!("attr.{name}")).to_owned()).unwrap_or_default()
    };
    let nothing = kind.groups.is_empty().then(|| view! { <p class="muted">{words.new().no_attributes}</p> });
    view! {
        <fieldset class="of-kind" hidden=move || !selected.get() disabled=move || alive.get() && !selected.get()>
            <legend>{(words.new().only_for)(&kind.name)}</legend>
            {nothing}
            {kind.groups.into_iter().map(|group| view! {
                <h2>{group.name}</h2>
                {group.fields.into_iter().map(|field| view! {
                    <AttributeField value=typed(&field.name) field scope=scope.clone() insist refusal />
                }).collect_view()}
            }).collect_view()}
        </fieldset>
    }
}
