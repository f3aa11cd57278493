//! The conversation as plain text, for whoever goes on from it to a person: a ticket, or a chat.

use super::answer::{asked_by, chat_said, helpers};
use crate::words::assistant::{Assistant, assistant};
use crate::words::support::support;
use domain::assistant::{Answer, Asked, Case, Page, Passage, TicketLine, Turn, Way};
use domain::plans::Helper;
use domain::support::Opening;

/// Questions and answers that go with it.
const TURNS_TOLD: usize = 20;

/// The conversation as the beginning of a ticket.
pub(super) fn case(page: &Page) -> Case {
    let text = assistant();
    let Some(last) = page.turns.last() else { return Case::default() };
    // The question before a mere "raise a case" is what it is about.
    let about = page.turns.iter().rev().find(|turn| !is_raise(&turn.answer));
    let subject: String = about.unwrap_or(last).question.chars().take(domain::tickets::SUBJECT_MAX).collect();
    let told =
        page.turns.iter().skip(page.turns.len().saturating_sub(TURNS_TOLD)).filter(|turn| !is_raise(&turn.answer));
    let turns: Vec<String> = told.map(|turn| one(text, turn)).collect();
    let description =
        if turns.is_empty() { String::new() } else { format!("\n\n{}\n\n{}", text.case_text, turns.join("\n\n")) };
    let description = description.chars().take(domain::conversation::BODY_MAX).collect();
    Case { subject, description, ..Case::default() }
}

fn is_raise(answer: &Answer) -> bool {
    matches!(answer, Answer::Done { asked: Asked::Raise, .. })
}

/// A question, and what was answered as a quote.
fn one(text: &Assistant, turn: &Turn) -> String {
    let lines = answered(text, &turn.answer);
    let quoted = lines.iter().flat_map(|line| line.lines()).filter(|line| !line.trim().is_empty());
    let quoted: Vec<String> = quoted.map(|line| format!("> {line}")).collect();
    format!("{}\n{}", (text.case_asked)(&turn.question), quoted.join("\n"))
}

fn answered(text: &Assistant, answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Read { passage, .. } => read(text, passage),
        Answer::Done { asked, .. } => done(text, asked),
        Answer::Which(ways) => listed(text.which, ways.iter().map(|way| asked_by(text, way))),
        Answer::Unknown(ways) if ways.is_empty() => vec![text.unknown.to_owned()],
        Answer::Unknown(ways) => {
            let articles = ways.iter().filter(|way| matches!(way, Way::Article(_)));
            let mut lines = vec![text.unknown.to_owned()];
            lines.extend(listed(text.nearest, articles.map(|way| asked_by(text, way))));
            lines
        }
    }
}

fn read(text: &Assistant, passage: &Passage) -> Vec<String> {
    vec![(text.source)(&passage.title, &passage.heading), passage.text.clone()]
}

fn listed(lead: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(lead.to_owned()).chain(items.map(|item| format!("– {item}"))).collect()
}

fn done(text: &Assistant, asked: &Asked) -> Vec<String> {
    match asked {
        Asked::Tickets { lines, .. } if lines.is_empty() => vec![text.no_tickets.to_owned()],
        Asked::Tickets { lines, .. } => listed(text.tickets, lines.iter().map(|line| ticket(text, line))),
        Asked::Ticket(line) => vec![ticket(text, line)],
        Asked::NoTicket(number) => vec![(text.no_ticket)(number)],
        Asked::Contacts(plans) if plans.is_empty() => vec![text.no_plan.to_owned()],
        Asked::Contacts(plans) => {
            plans.iter().map(|plan| format!("{} {}", (text.contacts)(plan), (text.names)(&plan.names))).collect()
        }
        Asked::Chat(check) => chat_said(text, check),
        Asked::Hours { opening, day } => {
            let day = day.as_ref().map(|day| (text.day)(day));
            day.into_iter().chain(std::iter::once(hours(text, opening.as_deref()))).collect()
        }
        Asked::Password { email } => vec![(text.password)(email)],
        Asked::Licences { licences, .. } if licences.is_empty() => vec![text.no_licences.to_owned()],
        Asked::Licences { licences, .. } => {
            let line = |(name, _, free, total): &(String, String, i64, i64)| {
                format!("{name}: {}", (text.licence)(*free, *total))
            };
            listed(text.licences, licences.iter().map(line))
        }
        Asked::Managers(managers) if managers.is_empty() => vec![text.no_managers.to_owned()],
        Asked::Managers(managers) => {
            let reach = |(told, helper): (String, ManagerContact)| format!("{told} {} {}", helper.email, helper.phone);
            helpers(text, managers.clone()).into_iter().map(|one| reach(one).trim_end().to_owned()).collect()
        }
        Asked::Raise => Vec::new(),
    }
}

fn ticket(text: &Assistant, line: &TicketLine) -> String {
    format!("{} {} ({}, {})", line.number, line.subject, line.status.label, (text.assigned)(line.assignee.as_deref()))
}

fn hours(text: &Assistant, opening: Option<&Opening>) -> String {
    let Some(opening) = opening else { return text.no_hours.to_owned() };
    let words = support();
    let standing = if opening.open { words.open } else { words.closed };
    format!("{standing}. {}", (words.turns)(opening))
}
