//! Optimistic concurrency of forms: what a field showed when somebody began to change it is sent beside it, so that the desk
//! writes only what they changed, and says what somebody else has changed meanwhile.

use crate::session::FormState;
use domain::people::account::Details;
use domain::seen::{PREFIX, is_same};
use domain::{Reason, Refusal};
use leptos::prelude::*;

/// Stands beside the field in its form.
#[component]
pub(crate) fn SeenField(
    #[prop(into)] name: String,
    /// What is kept now.
    #[prop(into)]
    now: String,
    #[prop(into)] refusal: Signal<Option<Refusal>>,
) -> impl IntoView {
    let field = name.clone();
    // Told what it is meanwhile, somebody who saves again means it.
    let shown = Memo::new(move |before: Option<&String>| {
        let changed = refusal.with(|refusal| match refusal.as_ref()?.about(&field) {
            Some(Reason::ChangedMeanwhile { now, .. }) => Some(now.clone()),
            _ => None,
        });
        changed.or_else(|| before.cloned()).unwrap_or_else(|| now.clone())
    });
    view! { <input type="hidden" name=format!("{PREFIX}{name}") value=move || shown.get() /> }
}

/// Beside the fields of a person's details.
#[component]
pub(crate) fn SeenDetails(details: Details, #[prop(into)] refusal: Signal<Option<Refusal>>) -> impl IntoView {
    view! {
        <SeenField name="first_name" now=details.first_name refusal />
        <SeenField name="last_name" now=details.last_name refusal />
        <SeenField name="position" now=details.position refusal />
        <SeenField name="phone" now=details.phone refusal />
    }
}

/// What a field of a form that came back shows: what was typed or, where nothing was changed, what is kept now.
pub(crate) fn typed(fields: &[(String, String)], name: &str, now: String) -> String {
    let of = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let typed = of(name).unwrap_or_default();
    if of(&format!("{PREFIX}{name}")).is_some_and(|seen| is_same(seen, typed)) { now } else { typed.to_owned() }
}

/// The same of a form that may not have come back at all.
pub(crate) fn typed_or(form_state: Option<&FormState>, name: &str, now: String) -> String {
    match form_state {
        Some(form_state) => typed(&form_state.fields, name, now),
        None => now,
    }
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn what_nobody_changed_shows_what_is_kept_now() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields =
            [pair("seen.name", "a"), pair("name", "a"), pair("seen.phone", "1"), pair("phone", "2"), pair("old", "x")];
        assert_eq!(typed(&fields, "name", "b".into()), "b");
        assert_eq!(typed(&fields, "phone", "3".into()), "2");
        assert_eq!(typed(&fields, "old", "y".into()), "x");
    }
}
