//! Status and assignee set together with a reply (*Send and set to …*). Part of the reply's form, with or without scripts.

use crate::words::words;
use domain::tickets::Picker;
use domain::{Reason, Refusal};
use leptos::prelude::*;

/// What was chosen before, in a form that came back or a draft.
#[derive(Clone, Default)]
pub(super) struct ReplyChoices {
    /// A status' slug, empty for none.
    pub status: String,
    pub assign: bool,
}

#[component]
pub(super) fn ReplyActions(
    /// The statuses that are offered, and the one that the ticket has.
    statuses: Memo<Option<Picker>>,
    /// The ticket is the agent's own already: nothing to take.
    own: Memo<bool>,
    chosen: ReplyChoices,
    refusal: RwSignal<Option<Refusal>>,
) -> impl IntoView {
    let words = words().ticket();
    let ReplyChoices { status, assign } = chosen;
    let offered = statuses.with_untracked(|statuses| statuses.clone().map(|picker| picker.choices)).unwrap_or_default();
    let fault =
        Memo::new(move |_| refusal.with(|refusal| refusal.as_ref()?.about("status").map(crate::words::words().reason)));
    // What the agent was told counts as seen: sending again is their decision.
    let seen = Memo::new(move |_| {
        let changed = refusal.with(|refusal| match refusal.as_ref().and_then(|refusal| refusal.about("status")) {
            Some(Reason::ChangedMeanwhile { now, .. }) => Some(now.clone()),
            _ => None,
        });
        let now = || statuses.with(|statuses| statuses.as_ref().map(|picker| picker.current.clone()));
        changed.or_else(now).unwrap_or_default()
    });
    let invalid = move || fault.with(Option::is_some).then_some("true");
    let described = move || fault.with(Option::is_some).then_some("reply-status-fault");
    view! {
        <div class="reply-actions">
            <label for="reply-status">{words.send_and_set}</label>
            <select class="control" id="reply-status" name="status" autocomplete="off" aria-invalid=invalid aria-describedby=described>
                <option value="">{words.no_change}</option>
                {offered
                    .into_iter()
                    .map(|choice| {
                        let selected = choice.slug == status;
                        view! { <option value=choice.slug selected=selected>{choice.label}</option> }
                    })
                    .collect_view()}
            </select>
            <input type="hidden" name="seen.status" value=move || seen.get() />
            {move || {
                (!own.get()).then(|| {
                    view! {
                        <label class="check"><input type="checkbox" name="assign" value="1" checked=assign />{words.assign_to_me}</label>
                    }
                })
            }}
            {move || fault.get().map(|text| view! { <p class="field-fault" id="reply-status-fault" role="alert">{text}</p> })}
        </div>
    }
}

/// Takes back what the form was filled with at first: for the next message.
pub(super) fn forget(form: &web_sys::HtmlFormElement) {
    let filled = [("[name=status] [selected]", "selected"), ("[name=assign]", "checked")];
    for (field, attribute) in filled {
        if let Ok(Some(field)) = form.query_selector(field) {
            let _ = field.remove_attribute(attribute);
        }
    }
}
