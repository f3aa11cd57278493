//! Forms of administrators on a plan page: each plan, a further one for a product, and who looks after the company.

use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::words::words;
use domain::plans::{Level, PlanSettings, SEATS_MAX, Shown, TermStatus};
use domain::tickets::Choice;
use leptos::prelude::*;

#[component]
pub(super) fn Settings(manage: PlanSettings, company: Choice, plans: Vec<Shown>) -> impl IntoView {
    let texts = words().plans();
    let (levels, products) = (manage.levels.clone(), manage.products.clone());
    let slug = company.slug.clone();
    let known = plans.into_iter().zip(manage.terms.clone()).map(|(plan, (ends_on, grace, choose_by))| {
        let kept = Kept {
            product: plan.product.clone(),
            level: plan.level.name.clone(),
            // As many as the level gives: they follow when another level is chosen.
            limit: if plan.limit == plan.level.seats { String::new() } else { plan.limit.to_string() },
            ends_on,
            grace: grace.to_string(),
            choose_by,
            suspended: plan.term == TermStatus::Suspended,
        };
        let title = (texts.manage_plan)(&(texts.support)(&plan.level.name, &plan.named));
        view! { <PlanFields title kept company=slug.clone() levels=levels.clone() products=Vec::new() /> }
    });
    let known = known.collect_view();
    let first = manage.levels.first().cloned();
    let new = products.first().cloned().zip(first).map(|(product, level)| {
        let kept = Kept {
            product: product.slug,
            level: level.name,
            grace: "14".into(),
            ..Kept::default()
        };
        view! { <PlanFields title=texts.new_plan.to_owned() kept company=company.slug.clone() levels=manage.levels.clone() products /> }
    });
    let open = use_form_state("/plan/change").is_some() || use_form_state("/plan/company").is_some();
    view! {
        <details class="plan-settings" open=open>
            <summary>{texts.manage}</summary>
            <LookedAfter manage company=company.slug />
            {known}
            {new}
        </details>
    }
}

/// What a plan's form holds.
#[derive(Clone, Default)]
struct Kept {
    product: String,
    level: String,
    limit: String,
    ends_on: String,
    grace: String,
    choose_by: String,
    suspended: bool,
}

#[component]
fn PlanFields(title: String, kept: Kept, company: String, levels: Vec<Level>, products: Vec<Choice>) -> impl IntoView {
    let texts = words().plans();
    let product = kept.product.clone();
    // The forms of several plans go to one address.
    let form_state = use_form_state("/plan/change").filter(|form_state| form_state.value("scope") == title);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        |name: &str, kept: String| form_state.as_ref().map_or(kept, |form_state| form_state.value(name).to_owned());
    let usual = (texts.limit_hint)(&levels);
    let levels = levels.into_iter().map(|level| Choice { slug: level.name.clone(), label: level.name }).collect();
    let named = |choice: Choice| Choice {
        label: if choice.label.is_empty() { texts.everything.to_owned() } else { choice.label },
        slug: choice.slug,
    };
    let products: Vec<Choice> = products.into_iter().map(named).collect();
    let scope = format!("{}-", if products.is_empty() { format!("plan{product}") } else { "new".to_owned() });
    let day = Control::Line { kind: "date", max: 10 };
    let number = |max| Control::Number { min: Some(0), max: Some(max) };
    let suspended = form_state.as_ref().map_or(kept.suspended, |form_state| form_state.value("suspended") == "1");
    view! {
        <form class="plan-fields" method="post" action="/plan/change">
            <h3>{title.clone()}</h3>
            <FormProblem refusal />
            <input type="hidden" name="company" value=company />
            <input type="hidden" name="scope" value=title />
            {if products.is_empty() {
                view! { <input type="hidden" name="product" value=product /> }.into_any()
            } else {
                view! { <Field name="product" scope=scope.clone() label=texts.product control=Control::Select(products) value=typed("product", product) refusal /> }.into_any()
            }}
            <div class="field-pair">
                <Field name="level" scope=scope.clone() label=texts.level control=Control::Select(levels) value=typed("level", kept.level) refusal required=true />
                <Field name="limit" scope=scope.clone() label=texts.limit control=number(SEATS_MAX) value=typed("limit", kept.limit) hint=usual refusal />
            </div>
            <div class="field-pair">
                <Field name="ends_on" scope=scope.clone() label=texts.ends_on control=day.clone() value=typed("ends_on", kept.ends_on) hint=texts.ends_hint refusal />
                <Field name="grace_days" scope=scope.clone() label=texts.grace_days control=number(365) value=typed("grace_days", kept.grace) refusal required=true />
            </div>
            <Field name="choose_by" scope=scope label=texts.choose_by control=day value=typed("choose_by", kept.choose_by) hint=texts.choose_by_hint refusal />
            <label class="check"><input type="checkbox" name="suspended" value="1" checked=suspended />{texts.suspended}</label>
            <p class="plan-foot"><button class="button" type="submit">{texts.save}</button></p>
        </form>
    }
}

#[component]
fn LookedAfter(manage: PlanSettings, company: String) -> impl IntoView {
    let texts = words().plans();
    let form_state = use_form_state("/plan/company");
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed =
        |name: &str, kept: String| form_state.as_ref().map_or(kept, |form_state| form_state.value(name).to_owned());
    let or_nobody = |choices: Vec<Choice>| {
        let nobody = Choice { slug: String::new(), label: texts.nobody.to_owned() };
        Control::Select([nobody].into_iter().chain(choices).collect())
    };
    view! {
        <form class="plan-fields" method="post" action="/plan/company">
            <h3>{texts.looked_after}</h3>
            <FormProblem refusal />
            <input type="hidden" name="company" value=company />
            <div class="field-pair">
                <Field name="account_manager" label=texts.account_manager control=or_nobody(manage.agents.clone()) value=typed("account_manager", manage.account_manager) refusal />
                <Field name="csm" label=texts.csm control=or_nobody(manage.agents) value=typed("csm", manage.csm) refusal />
            </div>
            <Field name="team_queue" label=texts.team_queue control=or_nobody(manage.queues) value=typed("team_queue", manage.team_queue) refusal />
            <p class="plan-foot"><button class="button" type="submit">{texts.save}</button></p>
        </form>
    }
}
