//! A company for administrators: its settings, plans and members.

use super::{COMPANIES, PEOPLE};
use crate::page::{PageAddress, use_page_data};
use crate::people::calls::ShowCompany;
use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::seen::{SeenField, typed_or};
use crate::words::companies::companies;
use crate::words::people::people;
use domain::people::Sharing;
use domain::people::account::AccountStatus;
use domain::people::company::{Company, Member, NAME_MAX, PlanLine};
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(CompanyRoute: CompanyPage in desk, loads = data);

fn data(address: &PageAddress) -> ShowCompany {
    ShowCompany { slug: address.param("slug") }
}

/// `/admin/companies/{slug}`: how a company shares, who looks after it, and who belongs to it.
#[component]
fn CompanyPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(company) => view! { <Shown company /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(company: Company) -> impl IntoView {
    let words = companies();
    let base = format!("{COMPANIES}/{}", company.slug);
    let done = use_query().with_untracked(|query| query.get("done").is_some());
    let form_state = use_form_state(&format!("{base}/edit"));
    let done = done && form_state.is_none();
    view! {
        <Title text=format!("{} · {}", company.name, crate::words::words().product) />
        <section class="people person">
            <p class="person-back"><a href=COMPANIES>"‹ " {words.title}</a></p>
            <h1>{company.name.clone()}</h1>
            {done.then(|| view! { <p class="notice" role="status">{words.saved}</p> })}
            <Settings company=company.clone() base=base.clone() />
            <Plans plans=company.plans.clone() slug=company.slug.clone() may_file=company.may_file />
            <Members company base />
        </section>
    }
}

#[component]
fn Settings(company: Company, base: String) -> impl IntoView {
    let words = companies();
    if !company.may_change {
        let or_nobody = |name: String| if name.is_empty() { words.no_manager.to_owned() } else { name };
        return view! {
            <dl class="card person-facts">
                <div class="fact"><dt>{words.sharing}</dt><dd>{(words.sharing_of)(company.sharing)}</dd></div>
                <div class="fact"><dt>{words.manager}</dt><dd>{or_nobody(company.manager_name)}</dd></div>
                <div class="fact"><dt>{words.csm}</dt><dd>{or_nobody(company.csm_name)}</dd></div>
            </dl>
        }
        .into_any();
    }
    let action = format!("{base}/edit");
    let form_state = use_form_state(&action);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = move |name: &str, kept: String| typed_or(form_state.as_ref(), name, kept);
    let ways = [Sharing::Nobody, Sharing::Roles, Sharing::People, Sharing::Everyone];
    let ways = ways.map(|way| Choice { slug: way.as_str().into(), label: (words.sharing_of)(way).into() });
    let nobody = Choice { slug: String::new(), label: words.no_manager.into() };
    let managers: Vec<Choice> = [nobody].into_iter().chain(company.managers).collect();
    view! {
        <section class="card">
            <h2>{words.settings}</h2>
            <form class="person-form" method="post" action=action>
                <FormProblem refusal />
                <SeenField name="name" now=company.name.clone() refusal />
                <SeenField name="sharing" now=company.sharing.as_str() refusal />
                <SeenField name="manager" now=company.manager.clone() refusal />
                <SeenField name="csm" now=company.csm.clone() refusal />
                <Field name="name" label=words.name control=Control::Line { kind: "text", max: NAME_MAX } value=typed("name", company.name) refusal required=true />
                <Field name="sharing" label=words.sharing hint=words.sharing_hint control=Control::Select(ways.into()) value=typed("sharing", company.sharing.as_str().into()) refusal required=true />
                <Field name="manager" label=words.manager control=Control::Select(managers.clone()) value=typed("manager", company.manager) refusal />
                <Field name="csm" label=words.csm hint=words.csm_hint control=Control::Select(managers) value=typed("csm", company.csm) refusal />
                <button class="button button-primary" type="submit">{words.save}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The company's plans in short, and the way to what can be done about them.
#[component]
fn Plans(plans: Vec<PlanLine>, slug: String, may_file: bool) -> impl IntoView {
    let (words, texts) = (companies(), crate::words::words().plans());
    let address = format!("/plan?company={slug}");
    let line = |plan: PlanLine| {
        let name = (texts.support)(&plan.level, &plan.product.label);
        let file = format!("/plan/requests/new?company={slug}&product={}", plan.product.slug);
        let spoken = format!("{}: {name}", words.file_request);
        view! {
            <li>
                <span>{name} <span class="muted">" · " {(texts.seats)(plan.used, plan.limit)}</span></span>
                {may_file.then(|| view! { <a href=file aria-label=spoken>{words.file_request}</a> })}
            </li>
        }
    };
    let none = plans.is_empty();
    let lines = plans.into_iter().map(line).collect_view();
    view! {
        <section class="card">
            <h2>{texts.title}</h2>
            {none.then(|| view! { <p class="muted">{words.no_plan}</p> })}
            {(!none).then(|| view! { <ul class="person-companies">{lines}</ul> })}
            <p><a href=address>{texts.see}</a></p>
        </section>
    }
}

#[component]
fn Members(company: Company, base: String) -> impl IntoView {
    let words = companies();
    let (may_pick, by_person) = (company.may_pick, company.sharing == Sharing::People);
    let none = company.members.is_empty();
    let rows = company.members.into_iter().map(|one| member(one, &base, may_pick, by_person));
    view! {
        <section class="card">
            <h2>{words.members}</h2>
            {by_person.then(|| view! { <p class="muted">{words.pick_lead}</p> })}
            {may_pick.then(|| view! { <p class="muted">{words.client_lead}</p> })}
            {if none {
                view! { <p class="muted">{words.no_members}</p> }.into_any()
            } else {
                view! { <ul class="person-companies">{rows.collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

fn member(member: Member, base: &str, may_pick: bool, by_person: bool) -> impl IntoView {
    let words = companies();
    let (verb, label) = if member.picked { ("unpick", words.unpick) } else { ("pick", words.pick) };
    let (mark, mark_label) = if member.client { ("own", words.mark_own) } else { ("client", words.mark_client) };
    view! {
        <li>
            <span>
                <a href=format!("{PEOPLE}/{}", member.slug)>{member.name.clone()}</a>
                <span class="muted">" · " {member.role}</span>
                {(!member.active).then(|| view! { " " <span class="badge badge-grey">{(people().account_status)(AccountStatus::Disabled)}</span> })}
                {member.client.then(|| view! { " " <span class="badge badge-amber">{words.client}</span> })}
                {(by_person && member.picked).then(|| view! { " " <span class="badge badge-green">{words.picked}</span> })}
            </span>
            {may_pick.then(|| view! {
                <span class="person-acts">
                    {by_person.then(|| act(base, verb, &member.slug, label, &member.name))}
                    {act(base, mark, &member.slug, mark_label, &member.name)}
                </span>
            })}
        </li>
    }
}

fn act(base: &str, verb: &str, slug: &str, label: &'static str, name: &str) -> impl IntoView + use<> {
    let (action, slug, spoken) = (format!("{base}/{verb}"), slug.to_owned(), format!("{label}: {name}"));
    view! {
        <form method="post" action=action>
            <input type="hidden" name="member" value=slug />
            <button class="link-button" type="submit" aria-label=spoken>{label}</button>
        </form>
    }
}
