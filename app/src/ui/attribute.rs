//! Form field of an attribute.

use super::field::{Control, Field};
use domain::Refusal;
use domain::tickets::Choice;
use domain::tickets::attribute::{self, ControlKind, LONG_TEXT_MAX, TEXT_MAX};
use leptos::prelude::*;

/// An attribute in a form, whatever it belongs to.
#[component]
pub(crate) fn AttributeField(
    field: attribute::AttributeDefinition,
    scope: String,
    insist: Signal<bool>,
    /// What it holds, or what was typed.
    value: String,
    refusal: Signal<Option<Refusal>>,
) -> impl IntoView {
    let name = format!("attr.{}", field.name);
    let control = match field.kind.control() {
        ControlKind::Line => Control::Line { kind: "text", max: TEXT_MAX },
        ControlKind::Lines => Control::Text { rows: 4, max: LONG_TEXT_MAX },
        ControlKind::Number => Control::Number { min: field.min, max: field.max },
        ControlKind::Day => Control::Line { kind: "date", max: 10 },
        ControlKind::Pattern => Control::Pattern { pattern: field.pattern, title: field.hint.clone() },
        ControlKind::Entries => Control::Select(
            field.entries.into_iter().map(|entry| Choice { slug: entry.clone(), label: entry }).collect(),
        ),
    };
    view! { <Field name scope label=field.label control value hint=field.hint refusal required=field.required insist=insist /> }
}
