//! An account for administrators: details, memberships, role and access.

use super::PEOPLE;
use super::list::AccountStatusMark;
use super::profile_forms::{Access, Address, Back, Companies, DeskRole, Details};
use crate::page::{PageAddress, use_page_data};
use crate::people::calls::ShowPerson;
use crate::ui::avatar::Avatar;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::time::At;
use crate::words::own_account::account;
use crate::words::people::people;
use domain::people::account::{AccountStatus, Profile};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(PersonRoute: PersonPage in desk, loads = data);

fn data(address: &PageAddress) -> ShowPerson {
    ShowPerson { slug: address.param("slug") }
}

/// `/admin/people/{slug}`: one account, and what may be done with it. Plain forms: each leads back here.
#[component]
fn PersonPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(profile) => view! { <Person profile /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Person(profile: Profile) -> impl IntoView {
    let words = &people().profile;
    let base = format!("{PEOPLE}/{}", profile.slug);
    let back = Back::of(&base);
    let done = use_query().with_untracked(|query| query.get("done")).map(|verb| (words.done)(&verb));
    let done = done.filter(|_| back.refusal.is_none());
    let link = Some(back.typed("link", "link", "")).filter(|link| !link.is_empty());
    let waits = profile.status == AccountStatus::Waiting;
    let customer = profile.desk_role.is_none();
    let facts = profile.clone();
    view! {
        <Title text=format!("{} · {}", profile.name, crate::words::words().product) />
        <section class="people person">
            <p class="person-back"><a href=PEOPLE>"‹ " {words.back}</a></p>
            <header class="person-head">
                <Avatar name=profile.name.clone() desk=!customer picture=profile.picture.clone() />
                <h1>{profile.name.clone()}</h1>
                <AccountStatusMark status=profile.status />
            </header>
            {done.map(|text| view! { <p class="notice" role="status">{text}</p> })}
            {link.map(|link| view! { <Handed link /> })}
            <Facts profile=facts />
            {(waits && !profile.asked_company.is_empty()).then(|| view! { <p class="notice">{(words.asked)(&profile.asked_company)}</p> })}
            {customer.then(|| view! { <Companies profile=profile.clone() base=base.clone() back=back.clone() /> })}
            {profile.may_change.then(|| view! {
                <Details profile=profile.clone() base=base.clone() back=back.clone() />
                {(!profile.desk_roles.is_empty()).then(|| view! {
                    <Address email=profile.email.clone() base=base.clone() back=back.clone() />
                    {(!profile.own).then(|| view! { <DeskRole profile=profile.clone() base=base.clone() back=back.clone() /> })}
                })}
                <Access profile base back />
            })}
        </section>
    }
}

#[component]
fn Facts(profile: Profile) -> impl IntoView {
    let words = &people().profile;
    let fact = |label: &'static str, value: AnyView| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> };
    let text = |label: &'static str, value: String| (!value.is_empty()).then(|| fact(label, value.into_any()));
    let since = if profile.status == AccountStatus::Waiting { words.waiting_since } else { words.since };
    let seen = match profile.last_used {
        Some(at) => view! { <At at /> }.into_any(),
        None => words.never.into_any(),
    };
    view! {
        <dl class="card person-facts">
            {text(words.email, profile.email)}
            {text(words.username, profile.username.unwrap_or_default())}
            {text(people().position, profile.details.position)}
            {text(account().phone, profile.details.phone)}
            {text(words.desk_role, profile.desk_role.unwrap_or_default())}
            {fact(since, view! { <At at=profile.since /> }.into_any())}
            {fact(words.last_used, seen)}
        </dl>
    }
}

/// A link that no other page will show.
#[component]
fn Handed(link: String) -> impl IntoView {
    let words = &people().profile;
    view! {
        <div class="notice" role="status">
            <p><b>{words.link_title}</b></p>
            <p>{words.link_lead}</p>
            <p><code class="second-secret">{link}</code></p>
        </div>
    }
}
