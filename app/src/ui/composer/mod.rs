//! Composer of messages: a plain text box, and a switch to formatting. The editor behind the switch is a script of its own
//! (`frontend/composer`), loaded by `door.js` when somebody wants it. The form stays the source of truth: the text box holds the
//! plain text, `html` the formatting or nothing. Without JavaScript the text box is all there is.
//!
//! Invariant: the editor keeps the text box and `html` in step and sends an `input` event from the text box.
//! `portico:set` with `{ html, text }` on `[data-composer]` puts content in.

pub(crate) mod mentions;

use crate::ui::field::{Control, Field};
use crate::words::words;
use domain::Refusal;
use domain::conversation::BODY_MAX;
use leptos::prelude::*;

#[component]
pub(crate) fn Composer(
    name: &'static str,
    label: &'static str,
    rows: u32,
    /// What was typed before.
    value: String,
    html: String,
    #[prop(into)] refusal: Signal<Option<Refusal>>,
    #[prop(optional)] required: bool,
    /// Where to ask for people who can be named.
    #[prop(optional, into)]
    mentions: Option<String>,
    /// Formatting to begin with: the editor opens by itself.
    #[prop(optional, into)]
    open: Option<String>,
    /// In the empty text box.
    #[prop(optional)]
    placeholder: &'static str,
    /// What stands beside the text box.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let words = words().composer();
    view! {
        <div class="composer" data-composer="" data-mentions=mentions data-open=open>
            <Field name label control=Control::Text { rows, max: BODY_MAX } value refusal required placeholder />
            {children.map(|children| children())}
            <div class="composer-place"></div>
            <input type="hidden" name="html" value=html />
            <button type="button" class="link-button composer-switch" data-composer-switch="" aria-pressed="false">{words.switch}</button>
            <p class="field-fault composer-failed" role="alert" hidden>{words.failed}</p>
        </div>
    }
}
