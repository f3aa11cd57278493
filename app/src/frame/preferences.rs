//! Preferences of a browser for the frame: the rail folded to icons, the banner of the demo shut. Kept in cookies, so that a
//! page comes as it is wanted; without JavaScript a form sets them.

use crate::session::Session;
use crate::words::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// Where the forms are sent.
const ACTION: &str = "/frame";

#[derive(Clone, Copy)]
pub(super) struct FramePreferences {
    pub demo: RwSignal<bool>,
    pub folded: RwSignal<bool>,
}

impl FramePreferences {
    pub fn of(session: &Session) -> Self {
        Self { demo: RwSignal::new(session.demo), folded: RwSignal::new(session.folded) }
    }
}

/// A form of one button that sets `name` to a value; `on_set` does it where scripts run.
#[component]
pub(super) fn PreferenceForm(
    name: &'static str,
    #[prop(into)] value: Signal<&'static str>,
    on_set: Callback<()>,
    children: Children,
) -> impl IntoView {
    let place = use_location();
    let back = move || format!("{}{}", place.pathname.get(), place.search.with(|search| with_question_mark(search)));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        set_cookie(name, value.get_untracked());
        on_set.run(());
    };
    view! {
        <form method="post" action=ACTION on:submit=send>
            <input type="hidden" name="back" value=back />
            <input type="hidden" name=name value=value />
            {children()}
        </form>
    }
}

fn with_question_mark(search: &str) -> String {
    if search.is_empty() || search.starts_with('?') { search.to_owned() } else { format!("?{search}") }
}

fn set_cookie(name: &str, value: &str) {
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&format!("portico_{name}={value}; path=/; max-age=31536000; samesite=lax"));
    }
}

/// Says that everything is invented, until it is shut.
#[component]
pub(super) fn DemoBanner(preferences: FramePreferences, signed_in: bool) -> impl IntoView {
    let words = words();
    let shut = Callback::new(move |()| preferences.demo.set(false));
    move || {
        preferences.demo.get().then(|| {
            view! {
                <div class="demo-banner">
                    <p>{words.demo_banner}</p>
                    {signed_in.then(|| view! {
                        <PreferenceForm name="demo" value="shut" on_set=shut>
                            <button class="icon-button" type="submit" aria-label=words.nav.shut_demo title=words.nav.shut_demo>"×"</button>
                        </PreferenceForm>
                    })}
                </div>
            }
        })
    }
}
