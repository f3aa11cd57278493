//! Form field: a labelled control with its error. Controls are uncontrolled: what a person types belongs to the browser.

use crate::words::words;
use domain::Refusal;
use domain::tickets::Choice;
use leptos::prelude::*;

/// What the person fills in.
#[derive(Clone)]
pub(crate) enum Control {
    /// Of `max` characters. What is longer is said at once and stays: nothing that somebody types or pastes is cut.
    Line {
        kind: &'static str,
        max: usize,
    },
    Pattern {
        pattern: String,
        title: String,
    },
    Number {
        min: Option<i64>,
        max: Option<i64>,
    },
    /// As a line.
    Text {
        rows: u32,
        max: usize,
    },
    /// With an empty choice on top where nothing is chosen yet.
    Select(Vec<Choice>),
}

#[component]
pub(crate) fn Field(
    #[prop(into)] name: String,
    /// Tells fields of the same name apart.
    #[prop(optional, into)]
    scope: String,
    #[prop(into)] label: String,
    /// The label is read aloud and not shown: what stands around tells the rest.
    #[prop(optional)]
    label_unseen: bool,
    control: Control,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(into)] refusal: Signal<Option<Refusal>>,
    /// Marked as required.
    #[prop(optional)]
    required: bool,
    /// Whether the browser insists on it now.
    #[prop(optional, into)]
    insist: Option<Signal<bool>>,
    #[prop(optional)] focus: bool,
    /// What the browser may fill in, in HTML's words.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// In an empty text box.
    #[prop(optional)]
    placeholder: Option<&'static str>,
) -> impl IntoView {
    let id = format!("field-{scope}{}", name.replace('.', "-"));
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let field = name.clone();
    let too_long = RwSignal::new(None::<String>);
    let fault = Memo::new(move |_| {
        let refused = || refusal.with(|refusal| refusal.as_ref()?.about(&field).map(words().reason));
        too_long.get().or_else(refused)
    });
    let measure = move |text: String, max: usize| {
        let now = text.chars().count();
        let message = (now > max).then(|| (words().too_long)(max, now));
        if message != too_long.get_untracked() {
            too_long.set(message);
        }
    };
    let described = {
        let (hint_id, fault_id) = ((!hint.is_empty()).then(|| hint_id.clone()), fault_id.clone());
        move || described_by(hint_id.as_deref(), fault.with(Option::is_some).then_some(fault_id.as_str()))
    };
    let insisted = move || insist.map_or(required, |insist| required && insist.get());
    let invalid = move || fault.with(Option::is_some).then_some("true");
    let control = match control {
        Control::Line { kind, max } => view! {
            <input class="control" id=id.clone() name=name type=kind dir="auto" value=value required=insisted autofocus=focus autocomplete=autocomplete aria-invalid=invalid aria-describedby=described
                on:input=move |event| measure(event_target_value(&event), max) />
        }
        .into_any(),
        Control::Pattern { pattern, title } => view! {
            <input class="control" id=id.clone() name=name type="text" value=value pattern=pattern title=title required=insisted aria-invalid=invalid aria-describedby=described />
        }
        .into_any(),
        Control::Number { min, max } => view! {
            <input class="control" id=id.clone() name=name type="number" value=value min=min max=max step="1" required=insisted aria-invalid=invalid aria-describedby=described />
        }
        .into_any(),
        Control::Text { rows, max } => view! {
            <textarea class="control" id=id.clone() name=name rows=rows dir="auto" placeholder=placeholder required=insisted aria-invalid=invalid aria-describedby=described inner_html=escaped(&value)
                on:input=move |event| measure(event_target_value(&event), max)></textarea>
        }
        .into_any(),
        Control::Select(choices) => {
            let value = only(&choices).filter(|_| required && value.is_empty()).unwrap_or(value);
            let options = options(choices, &value);
            view! {
                <select class="control" id=id.clone() name=name required=insisted aria-invalid=invalid aria-describedby=described>
                    {options}
                </select>
            }
            .into_any()
        }
    };
    view! {
        <div class="field">
            <label for=id class:required=required class:visually-hidden=label_unseen>{label}</label>
            {control}
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {move || fault.get().map(|text| view! { <p class="field-fault" id=fault_id.clone()>{text}</p> })}
        </div>
    }
}

/// The ids of what describes a control: its hint, and what is wrong with it.
fn described_by(hint_id: Option<&str>, fault_id: Option<&str>) -> Option<String> {
    match (hint_id, fault_id) {
        (Some(hint_id), Some(fault_id)) => Some(format!("{hint_id} {fault_id}")),
        (id, None) | (None, id) => id.map(str::to_owned),
    }
}

/// The one choice there is: nobody has to choose it.
fn only(choices: &[Choice]) -> Option<String> {
    <&[Choice; 1]>::try_from(choices).ok().map(|[only]| only.slug.clone())
}

/// The options of a select. Without a current choice an empty one stands on top.
pub(crate) fn options(choices: Vec<Choice>, current: &str) -> impl IntoView + use<> {
    let chosen = choices.iter().any(|choice| choice.slug == current);
    let current = current.to_owned();
    view! {
        {(!chosen).then(|| view! { <option value="">{words().new().choose}</option> })}
        {choices
            .into_iter()
            .map(|choice| {
                let selected = choice.slug == current;
                view! { <option value=choice.slug selected=selected>{choice.label}</option> }
            })
            .collect_view()}
    }
}

/// Text as the content of a `<textarea>`. Its first line break would be swallowed, so one is put before it.
pub(crate) fn escaped(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if safe.starts_with('\n') { format!("\n{safe}") } else { safe }
}

/// The refusal itself above a form, when it is not about one field alone.
#[component]
pub(crate) fn FormProblem(#[prop(into)] refusal: Signal<Option<Refusal>>) -> impl IntoView {
    view! {
        <div class="form-problem" role="alert">
            {move || refusal.get().map(|refusal| {
                let signed_out = refusal == Refusal::SignedOut;
                view! {
                    <p class="notice notice-danger">
                        {(words().refusal)(&refusal)}
                        {signed_out.then(|| view! { " " <a href="/login" target="_blank" rel="external">{words().problem.sign_in_again}</a> })}
                    </p>
                }
            })}
        </div>
    }
}
