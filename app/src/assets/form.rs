//! Form that creates or edits an asset.

use super::calls;
use super::list::filters::Listed;
use crate::page::{PageAddress, use_page_address, use_page_data};
use crate::session::use_form_state;
use crate::ui::attribute::AttributeField;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::seen::{SeenField, typed_or};
use crate::ui::submit::Submit;
use crate::words::words;
use domain::Refusal;
use domain::assets::{AssetFormData, AssetFormOffer, IDENTIFIER_MAX, NAME_MAX, SEATS_MAX};
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

crate::page::page!(AssetFormRoute: AssetFormPage in portal, loads = data);

/// Of a new asset there is no id.
fn data(address: &PageAddress) -> calls::AssetForm {
    let chosen = |name: &str| address.query(name).unwrap_or_default();
    calls::AssetForm { id: address.param("id"), category: chosen("category"), company: chosen("company") }
}

/// `/assets/new` and `/assets/{id}/edit`.
#[component]
fn AssetFormPage() -> impl IntoView {
    let address = use_page_address();
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(AssetFormOffer::Form(form)) => view! { <AssetForm form=*form /> }.into_any(),
            Ok(AssetFormOffer::Choose { categories, companies }) => {
                let calls::AssetForm { category, company, .. } = address.with_untracked(data);
                view! { <Choose categories companies category company /> }.into_any()
            }
            Ok(AssetFormOffer::FirstCategory) => view! { <FirstCategory /> }.into_any(),
            Ok(AssetFormOffer::Refused(because)) => {
                view! { <ProblemPage refusal=Refusal::Forbidden(because) /> }.into_any()
            }
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

/// Without a category there are no assets: an administrator adds one first.
#[component]
fn FirstCategory() -> impl IntoView {
    let words = words();
    let texts = words.assets();
    let action = "/assets/categories";
    let form_state = use_form_state(action);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    view! {
        <Title text=format!("{} · {}", texts.new, words.product) />
        <form class="asset-form" method="post" action=action>
            <h1>{texts.new}</h1>
            <p>{texts.no_category}</p>
            <FormProblem refusal />
            <Field name="name" label=texts.first_category control=Control::Line { kind: "text", max: NAME_MAX } value=typed("name") hint=texts.first_category_hint refusal required=true focus=true />
            <label class="check"><input type="checkbox" name="licences" value="1" checked=typed("licences") == "1" />{texts.with_seats}</label>
            <p><button class="button button-primary" type="submit">{texts.go_on}</button></p>
        </form>
    }
}

/// The category decides what is asked for, the company who may have it.
#[component]
fn Choose(categories: Vec<Choice>, companies: Vec<Choice>, category: String, company: String) -> impl IntoView {
    let words = words();
    let unknown =
        (!category.is_empty() || !company.is_empty()).then(|| Refusal::field("company", domain::Reason::NotOffered));
    let refusal = Signal::stored(unknown);
    view! {
        <Title text=format!("{} · {}", words.assets().new, words.product) />
        <form class="asset-form" method="get" action="/assets/new">
            <h1>{words.assets().new}</h1>
            <p>{words.assets().choose}</p>
            <FormProblem refusal />
            <Field name="category" label=words.assets().columns.category control=Control::Select(categories) value=category refusal required=true />
            <Listed name="company" label=words.assets().columns.company choices=companies value=company required=true />
            <p class="field-hint">{words.assets().company_hint}</p>
            <p><button class="button button-primary" type="submit">{words.assets().go_on}</button></p>
        </form>
    }
}

#[component]
fn AssetForm(form: AssetFormData) -> impl IntoView {
    let words = words();
    let new = form.id.is_empty();
    let page = format!("/assets/{}", form.id);
    let action = if new { "/assets/new".to_owned() } else { format!("{page}/edit") };
    let title = if new { words.assets().new.to_owned() } else { (words.assets().edit_title)(&form.name) };
    let form_state = use_form_state(&action);
    let navigate = use_navigate();
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |done| {
        navigate(&done.to, NavigateOptions::default())
    });
    let refusal = submit.refusal;
    let typed = move |name: &str, kept: String| typed_or(form_state.as_ref(), name, kept);
    // A new one has shown nothing yet.
    let shown = move |name: &str, now: &str| (!new).then(|| view! { <SeenField name now refusal /> });
    let columns = &words.assets().columns;
    let seats = Control::Number { min: Some(1), max: Some(SEATS_MAX) };
    let nobody = Choice { slug: String::new(), label: words.assets().nobody.to_owned() };
    let people = form.people.map(|people| [nobody].into_iter().chain(people).collect());
    let insist = Signal::stored(true);
    view! {
        <Title text=format!("{title} · {}", words.product) />
        <form class="asset-form" method="post" action=action on:submit=move |event| submit.send(event)>
            <h1>{title}</h1>
            <p class="muted">{format!("{} · {}", form.category.label, form.company.label)}</p>
            <FormProblem refusal />
            {new.then(|| view! {
                <input type="hidden" name="key" value=typed("key", form.key) />
                <input type="hidden" name="category" value=form.category.slug />
                <input type="hidden" name="company" value=form.company.slug />
            })}
            {shown("name", &form.name)}
            {shown("identifier", &form.identifier)}
            <Field name="name" label=columns.name control=Control::Line { kind: "text", max: NAME_MAX } value=typed("name", form.name) refusal required=true focus=true />
            <Field name="identifier" label=columns.identifier control=Control::Line { kind: "text", max: IDENTIFIER_MAX } value=typed("identifier", form.identifier) refusal />
            {people.map(|people| view! {
                {shown("assignee", &form.assignee)}
                <Field name="assignee" label=columns.assigned control=Control::Select(people) value=typed("assignee", form.assignee) refusal />
            })}
            {form.seats.map(|kept| view! {
                {shown("seats", &kept)}
                <Field name="seats" label=words.assets().total_seats control=seats value=typed("seats", kept) refusal required=true />
            })}
            {form.fields.into_iter().map(|(field, kept)| {
                let name = format!("attr.{}", field.name);
                let beside = shown(&name, &kept);
                let value = typed(&name, kept);
                view! { {beside} <AttributeField field scope=String::new() insist value refusal=refusal.into() /> }
            }).collect_view()}
            <p class="asset-foot">
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                    {move || match (submit.busy.get(), new) {
                        (true, _) => words.assets().saving,
                        (_, true) => words.assets().create,
                        _ => words.assets().save,
                    }}
                </button>
                <a class="button button-quiet" href=if new { "/assets".to_owned() } else { page }>{words.assets().cancel}</a>
            </p>
        </form>
    }
}
