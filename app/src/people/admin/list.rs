//! `/admin/people`: list of accounts.

use super::PEOPLE;
use super::invite::Invite;
use crate::page::{PageAddress, use_page_address, use_page_data};
use crate::people::calls::ListPeople;
use crate::ui::avatar::Avatar;
use crate::ui::listed::Turn;
use crate::ui::problem::ProblemPage;
use crate::words::people::people;
use domain::people::account::{AccountRow, AccountStatus, People};
use domain::people::listing::PeopleView;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(PeopleRoute: PeoplePage in desk, loads = data);

fn data(address: &PageAddress) -> ListPeople {
    let view = PeopleView::parse(address.search()).0;
    ListPeople { find: view.search, waiting: view.waiting, page: view.page.into() }
}

/// `/admin/people`: everybody by name, or those who wait to be let in.
#[component]
fn PeoplePage() -> impl IntoView {
    let words = people();
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
        <Title text=format!("{} · {}", words.title, crate::words::words().product) />
        <section class="people" class:is-waiting=waiting>{list}</section>
    }
}

#[component]
fn Listed(list: People, asked: ListPeople) -> impl IntoView {
    let words = people();
    let ListPeople { find, waiting, page } = asked;
    let People { rows, more, waiting: count, offer } = list;
    let page = u32::try_from(page).unwrap_or(1);
    let beside = PeopleView { search: find.clone(), waiting, page, ..PeopleView::default() }.beside(more);
    let nobody = if waiting { words.nobody_waits } else { words.nobody_found };
    let current = |here: bool| here.then_some("page");
    view! {
        <header class="people-head">
            <h1>{words.title}</h1>
            <p class="muted">{words.lead}</p>
        </header>
        <div class="people-tools">
            <nav class="segments" aria-label=words.title>
                <a class="segment" href=PEOPLE aria-current=current(!waiting)>{words.everybody}</a>
                <a class="segment" href=format!("{PEOPLE}?waiting=1") aria-current=current(waiting)>{(words.waiting)(count)}</a>
            </nav>
            <form class="people-find" method="get" action=PEOPLE role="search">
                <input class="control" type="search" name="q" value=find maxlength="100" aria-label=words.find placeholder=words.find />
                <button class="button" type="submit">{words.find_button}</button>
            </form>
        </div>
        {offer.map(|offer| view! { <Invite offer /> })}
        {if rows.is_empty() {
            view! { <p class="empty empty-people">{nobody}</p> }.into_any()
        } else {
            view! {
                <div class="table-frame">
                    <table class="people-table">
                        <thead>
                            <tr>
                                <th scope="col" class="col-person">{words.name}</th>
                                <th scope="col" class="col-belongs">{words.belongs}</th>
                                <th scope="col" class="col-position">{words.position}</th>
                                <th scope="col" class="col-login">{words.login}</th>
                                <th scope="col" class="col-standing">{words.account}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
        <Turn beside earlier=words.earlier later=words.later />
    }
}

fn row(row: AccountRow) -> impl IntoView {
    view! {
        <tr>
            <td class="col-person">
                <Avatar name=row.name.clone() picture=row.picture />
                <a class="row-link" href=format!("{PEOPLE}/{}", row.slug)>{row.name}</a>
            </td>
            <td class="col-belongs">{row.belongs}</td>
            <td class="col-position">{row.position}</td>
            <td class="col-login">{row.login}</td>
            <td class="col-standing"><AccountStatusMark status=row.status /></td>
        </tr>
    }
}

/// Where an account stands: a word on its colour.
#[component]
pub(super) fn AccountStatusMark(status: AccountStatus) -> impl IntoView {
    let colour = match status {
        AccountStatus::Active => "green",
        AccountStatus::Waiting => "amber",
        AccountStatus::Disabled => "grey",
    };
    view! { <span class=format!("badge badge-{colour}")>{(people().account_status)(status)}</span> }
}
