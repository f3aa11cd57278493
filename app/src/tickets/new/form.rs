//! Form of a new ticket.

use super::attributes::Attributes;
use super::audience_preview::{AudiencePreview, WhoWillSee};
use super::caller::{CallerFields, CallerPanel, title};
use super::similar::{AlreadyThere, SimilarSearch};
use crate::assets::picker::AssetPicker;
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::session::{FormState, use_form_state, use_session};
use crate::ui::composer::Composer;
use crate::ui::composer::mentions::MentionList;
use crate::ui::field::{Control, Field, FormProblem, options};
use crate::ui::file_picker::FilePicker;
use crate::ui::query::use_query;
use crate::ui::submit::Submit;
use crate::words::callers::callers;
use crate::words::words;
use domain::tickets::{Choice, KindForm, SUBJECT_MAX, TicketForm};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const ACTION: &str = "/tickets/new";
/// Where to ask for people who can be named.
const MENTIONS: &str = "/tickets/new/mentions";
/// What it is about, as the form and the address name it.
const ASSET: &str = "asset";

/// What the form offers at first beside itself.
#[cfg(feature = "ssr")]
pub(super) async fn prefetch(request: &PageRequest, form: &TicketForm) {
    let company = form.caller.as_ref().map(|caller| caller.company.slug.as_str()).unwrap_or_default();
    let first = first_assets(request.form_state(ACTION), request.address.query(ASSET));
    crate::assets::picker::prefetch(request, "", company, &first).await;
}

/// The assets that are chosen at first: those that come back with the form, or the one that the address names.
fn first_assets(form_state: Option<&FormState>, named: Option<String>) -> Vec<String> {
    let returned = |form_state: &FormState| {
        form_state.fields.iter().filter(|(name, _)| name == ASSET).map(|(_, id)| id.clone()).collect()
    };
    form_state.map_or_else(|| named.into_iter().collect(), returned)
}

#[component]
pub(crate) fn NewTicketForm(form: TicketForm) -> impl IntoView {
    let words = words();
    let form_state = use_form_state(ACTION);
    let login = use_session().me.map(|me| me.login);
    let navigate = use_navigate();
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |done| {
        navigate(&done.to, NavigateOptions::default())
    });
    let typed =
        |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let begun =
        |name: &str, with: &str| form_state.as_ref().map_or(with, |form_state| form_state.value(name)).to_owned();
    let only = <&[KindForm; 1]>::try_from(form.kinds.as_slice()).ok().map(|[kind]| kind.slug.clone());
    let kind = begun("type", &form.case.kind);
    let kind = form.kinds.iter().any(|offered| offered.slug == kind).then_some(kind);
    let chosen = RwSignal::new(kind.or(only).unwrap_or_default());
    let key = Some(typed("key")).filter(|key| !key.is_empty()).unwrap_or(form.key);
    let priority = Some(typed("priority")).filter(|slug| !slug.is_empty()).unwrap_or(form.priorities.current);
    let waiting = form_state.as_ref().map(|form_state| form_state.waiting.clone()).unwrap_or_default();
    let files_lost = form_state.as_ref().is_some_and(|form_state| form_state.files_lost);
    let refusal = submit.refusal;
    let caller = form.caller.map(|caller| *caller);
    let raised_for =
        caller.as_ref().map(|caller| (caller.company.slug.clone(), caller.slug.clone())).unwrap_or_default();
    let company = raised_for.0.clone();
    let place = caller.as_ref().map_or("new".to_owned(), |caller| format!("new-{}", caller.window));
    let window = caller.as_ref().map_or(0, |caller| caller.window);
    let description = if caller.is_some() { callers().said } else { words.new().description };
    let (similar, preview) = (SimilarSearch::new(), AudiencePreview::new(form.audience, raised_for));
    let node = NodeRef::<html::Form>::new();
    let refresh_audience = move || node.get().iter().for_each(|form| preview.refresh(form));
    // Something may have been chosen before this code ran, and a subject filled in.
    Effect::new(move |_| {
        refresh_audience();
        if let Some(form) = node.get() {
            similar.search_form(&form);
        }
    });
    let named = use_query().with_untracked(|query| query.get(ASSET));
    let about = RwSignal::new(first_assets(form_state.as_ref(), named).join(","));
    view! {
        <form class="new-ticket" method="post" novalidate=true node_ref=node on:change=move |_| refresh_audience() enctype="multipart/form-data" action=ACTION
            data-writing=words.writing().script data-place=place data-who=login on:submit=move |event| submit.send(event)>
            <input type="hidden" name="key" value=key />
            <input type="hidden" name="draft" />
            <input type="hidden" name="revision" value="0" />
            <input type="hidden" name="window" value=window />
            <h1>{title(caller.as_ref())}</h1>
            // Filled by frontend/writing/src/choice.ts. Empty it keeps the height of its line, so that nothing moves then.
            <div class="new-begun"></div>
            <div class="new-top">
                <FormProblem refusal />
                {caller.clone().map(|caller| view! { <CallerFields caller form_state=form_state.clone() refusal /> })}
                <div on:input=move |event| similar.search_soon(event_target_value(&event))>
                    <Field name="subject" label=words.new().subject control=Control::Line { kind: "text", max: SUBJECT_MAX } value=begun("subject", &form.case.subject) refusal required=true focus=true />
                </div>
            </div>
            <div class="new-main">
                <div class="field-pair">
                    <KindField kinds=form.kinds.clone() chosen refusal />
                    <Field name="queue" label=words.new().queue control=Control::Select(form.queues) value=begun("queue", &form.case.queue) refusal required=true />
                </div>
                <div class="field-pair">
                    <CompanyField companies=form.companies value=begun("company", &form.case.company) refusal />
                    <Field name="priority" label=words.new().priority control=Control::Select(form.priorities.choices) value=priority refusal />
                </div>
                <AboutAssets about company />
                <Composer name="description" label=description rows=10 value=begun("description", &form.case.description) html=typed("html") refusal required=true mentions=MENTIONS>
                    <MentionList of=MENTIONS />
                </Composer>
                <FilePicker id="new-files" submit waiting />
                <WhoWillSee preview />
                {files_lost.then(|| view! { <p class="notice notice-warn" role="alert">{words.files().again}</p> })}
            </div>
            // On a phone its parts stand in the form: what answers the question already below the subject, attributes at the end.
            <div class="new-beside">
                {caller.map(|caller| view! { <CallerPanel caller /> })}
                <Attributes kinds=form.kinds chosen form_state=form_state.clone() refusal />
                <AlreadyThere similar about />
            </div>
            <div class="new-foot">
                <div class="writing-choice"></div>
                <p class="writing-state" role="status"></p>
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                    {move || if submit.busy.get() { words.new().creating } else { words.new().create }}
                </button>
            </div>
        </form>
    }
}

/// What it is about: at first what the address names, or what was chosen before the form came back.
#[component]
fn AboutAssets(about: RwSignal<String>, company: String) -> impl IntoView {
    view! {
        <details class="new-assets" open=move || about.with(|ids| !ids.is_empty())>
            <summary>{words().assets().about}</summary>
            <AssetPicker number=String::new() company first=about sent=Signal::stored(0) />
        </details>
    }
}

/// The type decides which attributes are asked for.
#[component]
fn KindField(
    kinds: Vec<KindForm>,
    chosen: RwSignal<String>,
    #[prop(into)] refusal: Signal<Option<domain::Refusal>>,
) -> impl IntoView {
    let words = words();
    let fault = Memo::new(move |_| refusal.with(|refusal| refusal.as_ref()?.about("type").map(words.reason)));
    let choices: Vec<Choice> = kinds.into_iter().map(|kind| Choice { slug: kind.slug, label: kind.name }).collect();
    let options = options(choices, &chosen.get_untracked());
    let select = NodeRef::<html::Select>::new();
    // Something may have been chosen before this code ran.
    Effect::new(move |_| {
        if let Some(select) = select.get() {
            chosen.set(select.value());
        }
    });
    view! {
        <div class="field">
            <label for="field-type" class="required">{words.new().kind}</label>
            <select class="control" id="field-type" name="type" required node_ref=select on:change=move |event| chosen.set(event_target_value(&event))
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=move || fault.with(Option::is_some).then_some("field-type-fault")>
                {options}
            </select>
            {move || fault.get().map(|text| view! { <p class="field-fault" id="field-type-fault">{text}</p> })}
        </div>
    }
}

/// One company is shown; of several one is chosen.
#[component]
fn CompanyField(
    companies: Vec<Choice>,
    value: String,
    #[prop(into)] refusal: Signal<Option<domain::Refusal>>,
) -> impl IntoView {
    let label = words().new().company;
    match <[Choice; 1]>::try_from(companies) {
        Ok([only]) => view! {
            <div class="field">
                <span class="field-label">{label}</span>
                <p class="field-fixed">{only.label}</p>
            </div>
        }
        .into_any(),
        Err(several) => {
            view! { <Field name="company" label control=Control::Select(several) value refusal required=true /> }
                .into_any()
        }
    }
}
