//! `/support/check`: why somebody cannot use chat.

use super::calls::CheckSupport;
use crate::page::{PageAddress, use_page_address, use_page_data};
use crate::ui::problem::ProblemPage;
use crate::words::support::support;
use crate::words::words;
use domain::people::email::DiffSegment;
use domain::support::{Check, CompanyCheck, Difference, Identity, Opening, PlanAnswer, SeatAnswer, WayOut};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(SupportCheckRoute: SupportCheckPage in portal, loads = data);

fn data(address: &PageAddress) -> CheckSupport {
    CheckSupport { login: address.query("for").unwrap_or_default() }
}

#[component]
fn SupportCheckPage() -> impl IntoView {
    let address = use_page_address();
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(check) => view! { <Shown check login=address.with_untracked(data).login /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(check: Check, login: String) -> impl IntoView {
    let words = words();
    let text = support();
    let Check { of, asks_for_others, unknown, opening, companies } = check;
    let alone = !asks_for_others && companies.is_empty();
    let homeless = !of.is_empty() && companies.is_empty();
    view! {
        <Title text=format!("{} · {}", text.check, words.product) />
        <section class="support">
            <header class="support-head">
                <p class="support-up"><a href="/support">{text.title}</a></p>
                <h1>{if asks_for_others { text.check_other } else { text.check }}</h1>
                <p class="muted">{text.check_lead}</p>
            </header>
            {asks_for_others.then(|| view! { <Whose login unknown /> })}
            {(!of.is_empty()).then(|| view! { <h2 class="support-whose">{of}</h2> })}
            {(alone || homeless).then(|| view! { <p class="notice">{text.no_company}</p> })}
            {companies.into_iter().map(|checked| view! { <Answers checked opening=opening.clone() other=asks_for_others /> }).collect_view()}
        </section>
    }
}

/// Those at the desk ask about a customer.
#[component]
fn Whose(login: String, unknown: bool) -> impl IntoView {
    let words = words();
    let fault = unknown.then_some("whose-fault");
    view! {
        <form class="support-ask" method="get" action="/support/check">
            <div class="field">
                <label for="whose">{words.sign_in.login}</label>
                <input class="control" id="whose" name="for" type="text" value=login required=true autocomplete="off" aria-invalid=unknown.then_some("true") aria-describedby=fault />
                {unknown.then(|| view! { <p class="field-fault" id="whose-fault">{support().unknown}</p> })}
            </div>
            <button class="button" type="submit">{support().ask}</button>
        </form>
    }
}

#[component]
fn Answers(checked: CompanyCheck, opening: Option<Opening>, other: bool) -> impl IntoView {
    let text = support();
    let open = opening.as_ref().is_some_and(|opening| opening.open);
    let fits = checked.fits();
    let company = checked.company.clone();
    let verdict = match (fits, open) {
        (true, true) => text.all_met,
        (true, false) => text.met_but_closed,
        (false, _) => text.in_the_way,
    };
    let (plan_fits, plan) = match &checked.plan {
        PlanAnswer::Holds(level) => (true, (text.plan_holds)(&company, level)),
        PlanAnswer::None => (false, (text.plan_none)(&company)),
        PlanAnswer::Suspended(level) => (false, (text.plan_suspended)(&company, level)),
        PlanAnswer::Ended(level) => (false, (text.plan_ended)(&company, level)),
    };
    let (seated, seat) = match &checked.seat {
        SeatAnswer::Holds => (true, text.seat_holds.to_owned()),
        SeatAnswer::None => (false, (text.seat_none)(&company)),
        SeatAnswer::Waits(name) => (false, (text.seat_waits)(name)),
        SeatAnswer::Rests => (false, text.seat_rests.to_owned()),
    };
    let hours = opening.as_ref().map_or_else(|| text.no_hours.to_owned(), |opening| (text.turns)(opening));
    let username = checked.username_address.clone().map(|address| {
        view! { <Answer fits=true title=text.username><p>{text.username_is} " " <code class="address">{address}</code></p></Answer> }
    });
    let client = if checked.client { (text.client_is)(&company) } else { (text.client_not)(&company) };
    view! {
        <section class="card support-check">
            <h2>{company}</h2>
            <p class="support-verdict" class:support-fits=fits>{verdict}</p>
            <ul class="support-answers">
                <Answer fits=plan_fits title=text.condition_plan><p>{plan}</p></Answer>
                <Answer fits=seated title=text.condition_seat><p>{seat}</p></Answer>
                <EmailAnswer identity=checked.identity.clone() />
                {username}
                <Answer fits=!checked.client title=text.condition_client><p>{client}</p></Answer>
                <Answer fits=open title=text.condition_open><p>{hours}</p></Answer>
            </ul>
            <Ways checked other />
        </section>
    }
}

/// One condition: a mark and a word for whether it is met, and what is known.
#[component]
fn Answer(fits: bool, title: &'static str, children: Children) -> impl IntoView {
    let text = support();
    let (mark, result) = if fits { ("✓", text.met) } else { ("✗", text.not_met) };
    view! {
        <li class="support-answer" class:support-not=!fits>
            <span class="support-mark" aria-hidden="true">{mark}</span>
            <div>
                <h3>{title} <span class="visually-hidden">{result}</span></h3>
                {children()}
            </div>
        </li>
    }
}

#[component]
fn EmailAnswer(identity: Identity) -> impl IntoView {
    let text = support();
    match identity {
        Identity::Same(address) => view! {
            <Answer fits=true title=text.condition_email><p><code class="address">{address}</code></p></Answer>
        }
        .into_any(),
        Identity::Nothing(address) => view! {
            <Answer fits=false title=text.condition_email>
                <p>{text.email_nothing}</p>
                <dl class="support-addresses"><dt>{text.on_account}</dt><dd><code class="address">{address}</code></dd></dl>
            </Answer>
        }
        .into_any(),
        Identity::Differs(difference) => view! { <Answer fits=false title=text.condition_email><Differing difference=*difference /></Answer> }.into_any(),
    }
}

/// Both addresses below each other, with the letters marked that only one of them has.
#[component]
fn Differing(difference: Difference) -> impl IntoView {
    let text = support();
    view! {
        <p>{text.email_differs}</p>
        <dl class="support-addresses">
            <dt>{text.on_plan}</dt>
            <dd><Marked pieces=difference.plan /></dd>
            <dt>{text.on_account}</dt>
            <dd><Marked pieces=difference.account /></dd>
        </dl>
        {difference.odd.into_iter().map(|(letter, odd)| view! { <p>{(text.odd)(letter, odd)}</p> }).collect_view()}
    }
}

#[component]
fn Marked(pieces: Vec<DiffSegment>) -> impl IntoView {
    let piece = |piece: DiffSegment| {
        if piece.differs {
            view! { <mark class="differs">{piece.text}</mark> }.into_any()
        } else {
            piece.text.into_any()
        }
    };
    view! { <code class="address">{pieces.into_iter().map(piece).collect_view()}</code> }
}

/// The request that would help, and whom to ask.
#[component]
fn Ways(checked: CompanyCheck, other: bool) -> impl IntoView {
    let text = support();
    let fits = checked.fits();
    let request = checked.way_out.map(|way| {
        let (address, help, label) = match way {
            WayOut::Seat { address } if other => (address, text.seat_help_other, text.seat_request_other),
            WayOut::Seat { address } => (address, text.seat_help, text.seat_request),
            WayOut::Address { address } if other => (address, text.address_help_other, text.address_request),
            WayOut::Address { address } => (address, text.address_help, text.address_request),
            WayOut::Choose { address } => (address, text.choose_help, text.choose_request),
        };
        view! { <p>{help}</p><p><a class="button button-primary" href=address>{label}</a></p> }
    });
    let helper = checked.helper.filter(|_| !fits && !other).map(|helper| (text.helper)(&helper));
    view! {
        <div class="support-ways-out">
            {request}
            {helper.map(|helper| view! { <p class="muted">{helper}</p> })}
        </div>
    }
}
