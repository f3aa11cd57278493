//! `/admin/companies`: list of companies.

use super::COMPANIES;
use crate::page::{PageAddress, use_page_address, use_page_data};
use crate::people::calls::ListCompanies;
use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::listed::Turn;
use crate::ui::problem::ProblemPage;
use crate::words::companies::companies;
use domain::people::company::{Companies, CompanyRow, NAME_MAX};
use domain::people::listing::CompaniesView;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(CompaniesRoute: CompaniesPage in desk, loads = data);

fn data(address: &PageAddress) -> ListCompanies {
    let view = CompaniesView::parse(address.search()).0;
    ListCompanies { find: view.search, page: view.page.into() }
}

/// `/admin/companies`: every company by name.
#[component]
fn CompaniesPage() -> impl IntoView {
    let address = use_page_address();
    let waiting = RwSignal::new(false);
    let list = use_page_data(data).show(
        || ().into_any(),
        waiting,
        move |answer| match answer {
            Ok(list) => view! { <Listed list asked=address.with_untracked(data) /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", companies().title, crate::words::words().product) />
        <section class="people" class:is-waiting=waiting>{list}</section>
    }
}

#[component]
fn Listed(list: Companies, asked: ListCompanies) -> impl IntoView {
    let words = companies();
    let ListCompanies { find, page } = asked;
    let Companies { rows, more, may_add } = list;
    let page = u32::try_from(page).unwrap_or(1);
    let beside = CompaniesView { search: find.clone(), page, ..CompaniesView::default() }.beside(more);
    view! {
        <header class="people-head">
            <h1>{words.title}</h1>
            <p class="muted">{words.lead}</p>
        </header>
        <form class="people-find" method="get" action=COMPANIES role="search">
            <input class="control" type="search" name="q" value=find maxlength="80" aria-label=words.find placeholder=words.find />
            <button class="button" type="submit">{words.find_button}</button>
        </form>
        {if rows.is_empty() {
            view! { <p class="empty empty-people">{words.nothing_found}</p> }.into_any()
        } else {
            view! {
                <div class="table-frame">
                    <table class="people-table">
                        <thead>
                            <tr>
                                <th scope="col" class="col-person">{words.name}</th>
                                <th scope="col" class="col-belongs">{words.sharing}</th>
                                <th scope="col" class="col-position">{words.manager}</th>
                                <th scope="col" class="col-standing">{words.members}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
        <Turn beside earlier=words.earlier later=words.later />
        {may_add.then(|| view! { <Add /> })}
    }
}

fn row(row: CompanyRow) -> impl IntoView {
    view! {
        <tr>
            <td class="col-person"><a class="row-link" href=format!("{COMPANIES}/{}", row.slug)>{row.name}</a></td>
            <td class="col-belongs">{(companies().sharing_of)(row.sharing)}</td>
            <td class="col-position">{row.manager}</td>
            <td class="col-standing">{row.members}</td>
        </tr>
    }
}

#[component]
fn Add() -> impl IntoView {
    let words = companies();
    let form_state = use_form_state(COMPANIES);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let typed = form_state.map(|form_state| form_state.value("name").to_owned()).unwrap_or_default();
    view! {
        <section class="card person-add">
            <h2>{words.add}</h2>
            <form class="person-form" method="post" action=COMPANIES>
                <FormProblem refusal />
                <Field name="name" label=words.name control=Control::Line { kind: "text", max: NAME_MAX } value=typed refusal required=true />
                <button class="button" type="submit">{words.add}</button>
            </form>
        </section>
    }
}
