//! Form of a plan request: who comes, who goes, or whose details change.

use super::calls::PlanForm;
use super::{Seats, form_address, plan_name};
use crate::page::{PageAddress, use_page_data};
use crate::session::{FormState, use_form_state};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::submit::Submit;
use crate::words::words;
use domain::people::account::EMAIL_MAX;
use domain::plans::{ContactRequestForm, FIELD_MAX, PlanContact, RequestFormOffer, RequestKind};
use domain::tickets::Choice;
use domain::{Reason, Refusal};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const ACTION: &str = "/plan/requests";

crate::page::page!(PlanFormRoute: PlanFormPage in portal, loads = data);

fn data(address: &PageAddress) -> PlanForm {
    let chosen = |name: &str| address.query(name).unwrap_or_default();
    PlanForm {
        company: chosen("company"),
        product: chosen("product"),
        kind: chosen("kind"),
        contact: chosen("contact"),
    }
}

#[component]
fn PlanFormPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(RequestFormOffer::Form(form)) => view! { <RequestForm form=*form /> }.into_any(),
            Ok(RequestFormOffer::Refused(because)) => {
                view! { <ProblemPage refusal=Refusal::Forbidden(because) /> }.into_any()
            }
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn RequestForm(form: ContactRequestForm) -> impl IntoView {
    let words = words();
    let texts = words.plans();
    let form_state = use_form_state(ACTION);
    let navigate = use_navigate();
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |done| {
        navigate(&done.to, NavigateOptions::default())
    });
    let refusal = submit.refusal;
    let asks = !form.asked_by.is_empty();
    let drawn = move |name: &str| DRAWN.contains(&name) || name == "asked_by" && asks;
    let typed =
        |name: &str, kept: &str| form_state.as_ref().map_or(kept, |form_state| form_state.value(name)).to_owned();
    let (title, prepares) = ((texts.form_title)(form.kind), !form.to.is_empty());
    let back = format!("/plan?company={}", form.company.slug);
    let plans: Vec<Choice> = form
        .plans
        .iter()
        .map(|plan| Choice {
            slug: plan.slug.clone(),
            label: if plan.label.is_empty() { texts.everything.to_owned() } else { plan.label.clone() },
        })
        .collect();
    let others = plans.into_iter().filter(|plan| plan.slug != form.plan.product).collect::<Vec<_>>();
    view! {
        <Title text=format!("{title} · {}", words.product) />
        <form class="plan-form" method="post" action=ACTION on:submit=move |event| submit.send(event)>
            <header>
                <p class="muted"><a href=back.clone()>{format!("{} · {}", texts.title, form.company.label)}</a></p>
                <h1>{title}</h1>
                <p class="muted">{(texts.form_lead)(form.kind, !prepares)}</p>
            </header>
            <FormProblem refusal />
            {move || refusal.with(|refusal| faults(refusal.as_ref()?, &drawn))}
            <input type="hidden" name="key" value=typed("key", &form.key) />
            <input type="hidden" name="company" value=form.company.slug.clone() />
            <input type="hidden" name="product" value=form.plan.product.clone() />
            <input type="hidden" name="kind" value=form.kind.as_str() />
            <input type="hidden" name="corrects" value=form.corrects.clone() />
            <div class="plan-of">
                <p><b>{plan_name(&form.plan)}</b></p>
                <Seats used=form.plan.used limit=form.plan.limit />
                {others.into_iter().map(|plan| view! {
                    <a href=form_address(&form.company.slug, &plan.slug, "", "")>{(texts.support)("", &plan.label)}</a>
                }).collect_view()}
            </div>
            {(form.kind != RequestKind::Remove).then(|| view! { <PersonFields person=form.person form_state=form_state.clone() refusal=refusal.into() legend=(form.kind == RequestKind::Add).then_some(texts.who_comes) /> })}
            {(form.kind != RequestKind::Correct && !form.plan.contacts.is_empty()).then(|| view! {
                <KeepFields contacts=form.plan.contacts limit=form.plan.limit kind=form.kind removing=form.removing form_state=form_state.clone() refusal=refusal.into() />
            })}
            {prepares.then(|| {
                let first = form.to.first().map(|first| first.slug.clone()).unwrap_or_default();
                view! { <Field name="to" label=texts.to control=Control::Select(form.to) value=typed("to", &first) hint=texts.to_hint refusal required=true /> }
            })}
            {(form.decides && form.asked_by.is_empty()).then(|| view! { <p class="muted">{(texts.asked_by_nobody)(&form.company.label)}</p> })}
            {(!form.asked_by.is_empty()).then(|| view! {
                <Field name="asked_by" label=texts.asked_by control=Control::Select(form.asked_by) value=typed("asked_by", "") refusal required=true />
            })}
            {form.decides.then(|| {
                let ticked = typed("approve", "") == "1";
                view! {
                    <Confirm refusal=refusal.into() asked=false />
                    <label class="check"><input type="checkbox" name="approve" value="1" checked=ticked />{texts.approve_now}</label>
                }
            })}
            <p class="plan-foot">
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                    {move || match (submit.busy.get(), prepares) {
                        (true, _) => texts.sending,
                        (_, true) => texts.prepare,
                        _ => texts.file,
                    }}
                </button>
                <a class="button button-quiet" href=back>{texts.cancel}</a>
            </p>
        </form>
    }
}

/// Fields of the form; what is wrong with anything else is said above it.
const DRAWN: [&str; 8] = ["first_name", "last_name", "position", "email", "phone", "keep", "to", "confirm"];

/// What is wrong where no field stands to say it at.
pub(super) fn faults(refusal: &Refusal, drawn: &impl Fn(&str) -> bool) -> Option<AnyView> {
    let Refusal::Invalid(faults) = refusal else { return None };
    let elsewhere: Vec<_> = faults.iter().filter(|fault| !drawn(&fault.field)).collect();
    let items = elsewhere.iter().map(|fault| view! { <li>{(words().reason)(&fault.reason)}</li> }).collect_view();
    (!elsewhere.is_empty()).then(|| view! { <ul class="field-fault">{items}</ul> }.into_any())
}

/// The five things that a plan knows of a contact.
#[component]
pub(super) fn PersonFields(
    person: [String; 5],
    form_state: Option<FormState>,
    refusal: Signal<Option<Refusal>>,
    legend: Option<&'static str>,
) -> impl IntoView {
    let texts = words().plans();
    let query = use_query();
    // What another page knows already stands in the address.
    let named = move |name: &str| query.with_untracked(|query| query.get(name));
    let value = |name: &str, kept: String| match &form_state {
        Some(form_state) => form_state.value(name).to_owned(),
        None => named(name).unwrap_or(kept),
    };
    let [first_name, last_name, position, email, phone] = person;
    // An agent may want an address that takes the seat from its holder, but not without having read so.
    let loses = move || {
        let about = |refusal: &Refusal| matches!(refusal.about("email"), Some(Reason::LosesSeat { .. }));
        refusal.with(|refusal| refusal.as_ref().is_some_and(about))
    };
    let line = |kind| Control::Line { kind, max: FIELD_MAX };
    let address = Control::Line { kind: "email", max: EMAIL_MAX };
    view! {
        <fieldset class="plan-fields">
            {legend.map(|legend| view! { <legend>{legend}</legend> })}
            <div class="field-pair">
                <Field name="first_name" label=texts.first_name control=line("text") value=value("first_name", first_name) hint=texts.person_hint refusal required=true />
                <Field name="last_name" label=texts.last_name control=line("text") value=value("last_name", last_name) refusal required=true />
            </div>
            <Field name="position" label=texts.position control=line("text") value=value("position", position) refusal required=true />
            <Field name="email" label=texts.email control=address value=value("email", email) hint=texts.email_hint refusal required=true />
            <label class="check" hidden=move || !loses()>
                <input type="checkbox" name="unlinks" value="1" />
                {texts.unlinks}
            </label>
            <Field name="phone" label=texts.phone control=line("tel") value=value("phone", phone) refusal />
        </fieldset>
    }
}

/// For every present contact: keep the seat, or give it up.
#[component]
pub(super) fn KeepFields(
    contacts: Vec<PlanContact>,
    limit: i64,
    kind: RequestKind,
    removing: Vec<String>,
    form_state: Option<FormState>,
    refusal: Signal<Option<Refusal>>,
) -> impl IntoView {
    let texts = words().plans();
    let fault = move || refusal.with(|refusal| refusal.as_ref()?.about("keep").map(words().reason));
    let free = limit - i64::try_from(contacts.len()).unwrap_or(i64::MAX);
    let row = |contact: PlanContact| {
        let name = format!("keep.{}", contact.id);
        let goes = match &form_state {
            Some(form_state) => form_state.value(&name) == "remove",
            None => removing.contains(&contact.id),
        };
        let (keep_of, remove_of) = ((texts.keep_of)(&contact.name), (texts.remove_of)(&contact.name));
        view! {
            <li>
                <p><b>{contact.name}</b><span class="muted">{contact.position}</span></p>
                <label class="check"><input type="radio" name=name.clone() value="keep" checked=!goes aria-label=keep_of />{texts.keep}</label>
                <label class="check"><input type="radio" name=name value="remove" checked=goes aria-label=remove_of />{texts.remove}</label>
            </li>
        }
    };
    view! {
        <fieldset class="plan-fields plan-keep">
            <legend>{if kind == RequestKind::Remove { texts.who_goes } else { texts.who_stays }}</legend>
            {(kind == RequestKind::Add).then(|| view! { <p class="field-hint">{(texts.stays_hint)(free)}</p> })}
            <ul>{contacts.into_iter().map(row).collect_view()}</ul>
            {move || fault().map(|text| view! { <p class="field-fault" role="alert">{text}</p> })}
        </fieldset>
    }
}

/// An agent says that this is a person; shown when it is in doubt.
#[component]
pub(super) fn Confirm(refusal: Signal<Option<Refusal>>, asked: bool) -> impl IntoView {
    let texts = words().plans();
    let fault = move || refusal.with(|refusal| refusal.as_ref()?.about("confirm").map(words().reason));
    view! {
        <div class="field" hidden=move || !asked && fault().is_none()>
            <label class="check"><input type="checkbox" name="confirm" value="1" />{texts.confirm}</label>
            <p class="field-hint">{texts.confirm_hint}</p>
            {move || fault().map(|text| view! { <p class="field-fault">{text}</p> })}
        </div>
    }
}
