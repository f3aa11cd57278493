//! `/admin/calendars/{slug}`: hours, time zone and closed days.

use super::calls::ShowCalendar;
use crate::page::{PageAddress, use_page_data};
use crate::session::{FormState, use_form_state};
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::ui::seen::{SeenField, typed_or};
use crate::words::support::support;
use crate::words::words;
use domain::Refusal;
use domain::calendar::edit::{
    CalendarDraft, CalendarForm, HolidayListChoice, HoursRow, ROWS_MAX, hours_text, lists_text,
};
use domain::calendar::{Hours, hours};
use domain::seen::is_same;
use domain::tickets::Choice;
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(CalendarRoute: CalendarPage in desk, loads = data);

fn data(address: &PageAddress) -> ShowCalendar {
    ShowCalendar { slug: address.param("slug") }
}

#[component]
fn CalendarPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(form) => view! { <Edit form /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

/// Empty rows below those that are filled.
const SPARE_ROWS: usize = 2;

#[component]
fn Edit(form: CalendarForm) -> impl IntoView {
    let text = support();
    let action = format!("/admin/calendars/{}", form.slug);
    let form_state = use_form_state(&action);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let done = use_query().with_untracked(|query| query.get("done").is_some());
    let saved = (done && refusal.with_untracked(Option::is_none)).then_some(text.saved);
    let typed = |name: &str, kept: String| typed_or(form_state.as_ref(), name, kept);
    let open = hours_text(&form.hours);
    let attached = lists_text(form.lists.iter().filter(|list| list.attached).map(|list| list.slug.as_str()));
    let rows = (form.hours.len() + SPARE_ROWS).min(ROWS_MAX);
    // Of a form that came back, parts that nobody has changed in it show what is kept now.
    let is_as_shown = |form_state: &FormState| {
        sent_hours(form_state).is_some_and(|sent| is_same(&sent, form_state.value("seen.hours")))
    };
    let typed_hours = form_state.clone().filter(|form_state| !is_as_shown(form_state));
    let typed_lists =
        form_state.clone().filter(|form_state| !is_same(&sent_lists(form_state), form_state.value("seen.list")));
    let row = |place: usize| {
        view! { <HoursFields place hours=form.hours.get(place).copied() form_state=typed_hours.clone() refusal /> }
    };
    let rows = (0..rows).map(row).collect_view();
    let listed = |list: HolidayListChoice| {
        let attached = typed_lists.as_ref().map_or(list.attached, |form_state| {
            form_state.fields.iter().any(|(name, value)| name == "list" && *value == list.slug)
        });
        view! { <HolidayList list=HolidayListChoice { attached, ..list } /> }
    };
    let lists = form.lists.clone().into_iter().map(listed).collect_view();
    view! {
        <Title text=format!("{} · {}", form.name, words().product) />
        // Sent by the browser itself: the page that comes back shows what is kept.
        <form class="support calendar-form" method="post" action=action>
            <header class="support-head">
                <p class="support-up"><a href="/support">{text.title}</a></p>
                <h1>{form.name.clone()}</h1>
                <p class="muted">{text.calendar_lead}</p>
            </header>
            <p class="calendar-saved" role="status">{saved}</p>
            <FormProblem refusal />
            <SeenField name="zone" now=form.zone.clone() refusal />
            <SeenField name="hours" now=open refusal />
            <SeenField name="list" now=attached refusal />
            <SeenField name="days" now=form.days.clone() refusal />
            <Field name="zone" label=text.zone_label control=Control::Line { kind: "text", max: 64 } value=typed("zone", form.zone) hint=text.zone_hint refusal required=true />
            <fieldset class="calendar-hours">
                <legend>{text.hours_label}</legend>
                <p class="field-hint">{text.hours_hint}</p>
                {rows}
                <PartFault name="hours" refusal />
            </fieldset>
            <fieldset>
                <legend>{text.holidays_label}</legend>
                <p class="field-hint">{text.holidays_hint}</p>
                {lists}
                <PartFault name="list" refusal />
            </fieldset>
            <Field name="days" label=text.days_label control=Control::Text { rows: 4, max: 60_000 } value=typed("days", form.days) hint=text.days_hint refusal />
            <p><button class="button button-primary" type="submit">{text.save}</button></p>
        </form>
    }
}

/// The rows of a form that came back, as one field; nothing for rows that say no hours.
fn sent_hours(form_state: &FormState) -> Option<String> {
    let row = |place: usize| {
        let text = |name: &str| form_state.value(&format!("{name}.{place}")).to_owned();
        HoursRow { first: text("first"), last: text("last"), from: text("from"), until: text("until") }
    };
    let draft = CalendarDraft { rows: (0..ROWS_MAX).map(row).collect(), ..CalendarDraft::default() };
    draft.check().ok().map(|checked| hours_text(&hours(&checked.windows)))
}

/// Its lists likewise.
fn sent_lists(form_state: &FormState) -> String {
    lists_text(form_state.fields.iter().filter(|(name, _)| name == "list").map(|(_, slug)| slug.as_str()))
}

/// What is wrong with several controls together.
#[component]
fn PartFault(name: &'static str, refusal: Signal<Option<Refusal>>) -> impl IntoView {
    let fault = refusal.with_untracked(|refusal| refusal.as_ref()?.about(name).map(words().reason));
    fault.map(|text| view! { <p class="field-fault">{text}</p> })
}

#[component]
fn HoursFields(
    place: usize,
    hours: Option<Hours>,
    form_state: Option<FormState>,
    refusal: Signal<Option<Refusal>>,
) -> impl IntoView {
    let text = support();
    let days =
        || (0..7_u8).map(|day| Choice { slug: day.to_string(), label: (text.day)(day).to_owned() }).collect::<Vec<_>>();
    let field = |name: &str| format!("{name}.{place}");
    let typed = |name: &str, kept: Option<String>| {
        form_state.as_ref().map_or(kept.unwrap_or_default(), |form_state| form_state.value(&field(name)).to_owned())
    };
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let clock = || Control::Line { kind: "time", max: 5 };
    view! {
        <div class="calendar-row">
            <Field name=field("first") label=text.first_day control=Control::Select(days()) value=typed("first", hours.map(|row| row.first.to_string())) refusal />
            <Field name=field("last") label=text.last_day control=Control::Select(days()) value=typed("last", hours.map(|row| row.last.to_string())) refusal />
            <Field name=field("from") label=text.opens control=clock() value=typed("from", hours.map(|row| time(row.from))) refusal />
            <Field name=field("until") label=text.closes control=clock() value=typed("until", hours.map(|row| time(row.until))) refusal />
        </div>
    }
}

#[component]
fn HolidayList(list: HolidayListChoice) -> impl IntoView {
    let text = support();
    view! {
        <div class="calendar-list">
            <label class="check">
                <input type="checkbox" name="list" value=list.slug checked=list.attached />
                {list.name}
            </label>
            <p class="field-hint">
                {list.until.map(text.known_until)} " "
                <a href=list.source rel="external noreferrer">{text.source}</a>
            </p>
        </div>
    }
}
