//! The fields that agents change. Where scripts run each is saved when it is chosen (`autosave.rs`); otherwise all together. Each
//! goes with what it showed, so that only what was chosen is changed.

use super::autosave::Autosave;
use super::controls::seen_of;
use crate::ui::field::{FormProblem, options};
use crate::words::words;
use domain::Reason;
use domain::events::ticket::TicketField;
use domain::tickets::{Picker, TicketChoices};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The fields' form: they stand above it, each in its place among what is known about the ticket.
const FORM: &str = "change";

/// One of them.
#[component]
pub(super) fn Pick(
    name: TicketField,
    label: &'static str,
    of: fn(&TicketChoices) -> &Picker,
    choices: Memo<Option<TicketChoices>>,
    autosave: Autosave,
) -> impl IntoView {
    let picker = choices.with_untracked(|choices| choices.as_ref().map(of).cloned());
    // As the form sends it.
    let sent = name.as_str();
    let (id, fault_id) = (format!("field-change-{sent}"), format!("field-change-{sent}-fault"));
    let offered =
        Memo::new(move |_| choices.with(|choices| choices.as_ref().map(|choices| of(choices).choices.clone())));
    let now = picker.map(|picker| picker.current).unwrap_or_default();
    let refusal = autosave.submit.refusal;
    let (chosen, seen) = refusal.with_untracked(|refusal| {
        let changed = match refusal.as_ref().and_then(|refusal| refusal.about(sent)) {
            Some(Reason::ChangedMeanwhile { now, .. }) => Some(now.clone()),
            _ => None,
        };
        (autosave.came_back(name).unwrap_or_else(|| now.clone()), changed.unwrap_or_else(|| now.clone()))
    });
    // What is offered may change: who may have the ticket depends on its queue.
    let stands = StoredValue::new(false);
    Effect::new(move |_| stands.set_value(true));
    let offer = move || {
        let offered = offered.get().unwrap_or_default();
        if stands.get_value() { options(offered, &autosave.restore_choice(name)) } else { options(offered, &chosen) }
    };
    let fault = Memo::new(move |_| refusal.with(|refusal| refusal.as_ref()?.about(sent).map(words().reason)));
    let described = fault_id.clone();
    let keyed = move |event: KeyboardEvent| autosave.on_key_down(name, &event.key());
    let saving = move || (autosave.saving.get() == Some(name)).then_some("true");
    view! {
        <div class="fact fact-pick">
            <dt><label for=id.clone()>{label}</label></dt>
            <dd>
                <select class="control" id=id name=sent form=FORM aria-busy=saving aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    aria-describedby=move || fault.with(Option::is_some).then(|| described.clone())
                    on:change=move |_| autosave.on_change(name) on:keydown=keyed on:pointerdown=move |_| autosave.on_pointer_down() on:blur=move |_| autosave.commit(name)>
                    {offer}
                </select>
                <input type="hidden" id=seen_of(name) name=seen_of(name) form=FORM value=seen />
                {move || fault.get().map(|text| view! { <p class="field-fault" id=fault_id.clone() role="alert">{text}</p> })}
            </dd>
        </div>
    }
}

/// Saves all of them: without scripts, and again after a choice that was not saved.
#[component]
pub(super) fn ChangeForm(number: String, autosave: Autosave) -> impl IntoView {
    let submit = autosave.submit;
    view! {
        <form class="change" id=FORM method="post" action=format!("/tickets/{number}/change") autocomplete="off" data-unsaved=move || autosave.unsaved.get().then_some("")
            on:submit=move |event| submit.send(event)>
            <button class="button" type="submit" disabled=move || submit.busy.get()>{words().ticket().save}</button>
            <FormProblem refusal=submit.refusal />
        </form>
    }
}
