//! Transcript of the conversation as plain text, for whoever goes on from it to a person: a ticket, or a chat.

use super::answer::{asked_by, chat_lines, helpers};
use crate::words::assistant::{Assistant, assistant};
use crate::words::support::support;
use domain::assistant::{
    AssistantAnswer, AssistantPageData, Case, QuotedPassage, SkillResult, Suggestion, TicketLine, Turn,
};
use domain::plans::ManagerContact;
use domain::support::Opening;

/// Questions and answers that go with it.
const TURNS_MAX: usize = 20;

/// The conversation as the beginning of a ticket.
pub(super) fn case_draft(page: &AssistantPageData) -> Case {
    let text = assistant();
    let Some(last) = page.turns.last() else { return Case::default() };
    // The question before a mere "raise a case" is what it is about.
    let about = page.turns.iter().rev().find(|turn| !is_raise(&turn.answer));
    let subject: String = about.unwrap_or(last).question.chars().take(domain::tickets::SUBJECT_MAX).collect();
    let turns =
        page.turns.iter().skip(page.turns.len().saturating_sub(TURNS_MAX)).filter(|turn| !is_raise(&turn.answer));
    let turns: Vec<String> = turns.map(|turn| turn_text(text, turn)).collect();
    let description =
        if turns.is_empty() { String::new() } else { format!("\n\n{}\n\n{}", text.case_text, turns.join("\n\n")) };
    let description = description.chars().take(domain::conversation::BODY_MAX).collect();
    Case { subject, description, ..Case::default() }
}

fn is_raise(answer: &AssistantAnswer) -> bool {
    matches!(answer, AssistantAnswer::Done { asked: SkillResult::Raise, .. })
}

/// A question, and what was answered as a quote.
fn turn_text(text: &Assistant, turn: &Turn) -> String {
    let lines = answer_lines(text, &turn.answer);
    let quoted = lines.iter().flat_map(|line| line.lines()).filter(|line| !line.trim().is_empty());
    let quoted: Vec<String> = quoted.map(|line| format!("> {line}")).collect();
    format!("{}\n{}", (text.case_asked)(&turn.question), quoted.join("\n"))
}

fn answer_lines(text: &Assistant, answer: &AssistantAnswer) -> Vec<String> {
    match answer {
        AssistantAnswer::Read { passage, .. } => passage_lines(text, passage),
        AssistantAnswer::Done { asked, .. } => result_lines(text, asked),
        AssistantAnswer::Which(ways) => bullet_list(text.which, ways.iter().map(|way| asked_by(text, way))),
        AssistantAnswer::Unknown(ways) if ways.is_empty() => vec![text.unknown.to_owned()],
        AssistantAnswer::Unknown(ways) => {
            let articles = ways.iter().filter(|way| matches!(way, Suggestion::Article(_)));
            let mut lines = vec![text.unknown.to_owned()];
            lines.extend(bullet_list(text.nearest, articles.map(|way| asked_by(text, way))));
            lines
        }
    }
}

fn passage_lines(text: &Assistant, passage: &QuotedPassage) -> Vec<String> {
    vec![(text.source)(&passage.title, &passage.heading), passage.text.clone()]
}

fn bullet_list(lead: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(lead.to_owned()).chain(items.map(|item| format!("– {item}"))).collect()
}

fn result_lines(text: &Assistant, asked: &SkillResult) -> Vec<String> {
    match asked {
        SkillResult::Tickets { lines, .. } if lines.is_empty() => vec![text.no_tickets.to_owned()],
        SkillResult::Tickets { lines, .. } => bullet_list(text.tickets, lines.iter().map(|line| ticket(text, line))),
        SkillResult::Ticket(line) => vec![ticket(text, line)],
        SkillResult::NoTicket(number) => vec![(text.no_ticket)(number)],
        SkillResult::Contacts(plans) if plans.is_empty() => vec![text.no_plan.to_owned()],
        SkillResult::Contacts(plans) => {
            plans.iter().map(|plan| format!("{} {}", (text.contacts)(plan), (text.names)(&plan.names))).collect()
        }
        SkillResult::Chat(check) => chat_lines(text, check),
        SkillResult::Hours { opening, day } => {
            let day = day.as_ref().map(|day| (text.day)(day));
            day.into_iter().chain(std::iter::once(hours(text, opening.as_deref()))).collect()
        }
        SkillResult::Password { email } => vec![(text.password)(email)],
        SkillResult::Licences { licences, .. } if licences.is_empty() => vec![text.no_licences.to_owned()],
        SkillResult::Licences { licences, .. } => {
            let line = |(name, _, free, total): &(String, String, i64, i64)| {
                format!("{name}: {}", (text.licence)(*free, *total))
            };
            bullet_list(text.licences, licences.iter().map(line))
        }
        SkillResult::Managers(managers) if managers.is_empty() => vec![text.no_managers.to_owned()],
        SkillResult::Managers(managers) => {
            let reach =
                |(label, helper): (String, ManagerContact)| format!("{label} {} {}", helper.email, helper.phone);
            helpers(text, managers.clone()).into_iter().map(|one| reach(one).trim_end().to_owned()).collect()
        }
        SkillResult::Raise => Vec::new(),
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
