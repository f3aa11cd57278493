//! Sentences about support plans: their requests, and what has happened to them.

use domain::plans::{PlanHistoryEvent, RequestKind, RequestText};
use domain::time::format_day;

pub(super) fn more_than_seats(over: i64) -> String {
    if over == 1 {
        "There’s 1 more contact than there are seats.".into()
    } else {
        format!("There are {over} more contacts than there are seats.")
    }
}

/// `Ana and Ben can’t raise new cases`.
pub(super) fn raise_nothing(names: &[impl AsRef<str>], what: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, [])) => format!("{last} {what}"),
        Some((last, rest)) => format!("{} and {last} {what}", rest.join(", ")),
        None => format!("some people {what}"),
    }
}

pub(super) fn request(kind: RequestKind, name: &str, removes: &[&str]) -> String {
    let goes = removes.join(", ");
    match (kind, goes.is_empty()) {
        (RequestKind::Add, true) => format!("Add {name}"),
        (RequestKind::Add, false) => format!("Add {name}, remove {goes}"),
        (RequestKind::Remove, _) if name.is_empty() => format!("Remove {goes}"),
        (RequestKind::Remove, _) => format!("Remove {name}"),
        (RequestKind::Correct, _) => format!("Edit {name}’s details"),
    }
}

pub(super) fn ticket(text: &RequestText<'_>) -> (String, String) {
    let draft = text.draft;
    let subject = format!("Plan: {}", request(draft.kind, &draft.name(), &text.removes));
    let mut lines = Vec::new();
    if draft.kind != RequestKind::Remove {
        lines.push(format!("{}, {}", draft.name(), draft.position));
        lines.push(draft.email.clone());
        lines.push(draft.phone.clone());
    }
    if !text.removes.is_empty() {
        lines.push(format!("Gives up their seat: {}", text.removes.join(", ")));
    }
    lines.retain(|line| !line.is_empty());
    (subject.chars().take(domain::tickets::SUBJECT_MAX).collect(), lines.join("\n"))
}

pub(super) fn line(who: &str, what: &PlanHistoryEvent) -> String {
    let who = if who.is_empty() { "Portico" } else { who };
    match what {
        PlanHistoryEvent::Prepared { name, to } => format!("{who} prepared a request about {name} for {to} to file"),
        PlanHistoryEvent::Filed { name } => format!("{who} filed a request about {name}"),
        PlanHistoryEvent::Approved { name } => format!("{who} approved the request about {name}"),
        PlanHistoryEvent::Declined { name, reason } => format!("{who} declined the request about {name}: {reason}"),
        PlanHistoryEvent::Withdrawn { name } => format!("{who} withdrew the request about {name}"),
        PlanHistoryEvent::Added(name) => format!("{who} made {name} a contact"),
        PlanHistoryEvent::Removed(name) => format!("{who} removed {name} from the contacts"),
        PlanHistoryEvent::Corrected(name) => format!("{who} edited {name}’s details"),
        PlanHistoryEvent::Linked(name) => format!("{name} registered and now has the seat"),
        PlanHistoryEvent::Asked { by, names } => format!(
            "{who} gave the company until {} to choose who stays; after that, {} until someone does",
            format_day(by),
            raise_nothing(names, "won’t be able to raise new cases")
        ),
        PlanHistoryEvent::Rested(names) => {
            format!(
                "No one chose who stays in time: {} until someone does",
                raise_nothing(names, "can’t raise new cases")
            )
        }
        PlanHistoryEvent::Changed(steps) => match steps.as_slice() {
            [(field, _, to)] if field == "suspended" => {
                format!("{who} {} the plan", if to == "true" { "suspended" } else { "reactivated" })
            }
            steps => {
                let steps = steps.iter().map(|(field, from, to)| step(field, from, to)).collect::<Vec<_>>();
                format!("{who} changed {}", steps.join("; "))
            }
        },
    }
}

fn step(field: &str, from: &str, to: &str) -> String {
    let name = match field {
        "level" => "the level",
        "limit" => "the number of seats",
        "ends_on" => "the last day",
        "grace_days" => "the grace days",
        "choose_by" => "the deadline to choose who stays",
        "suspended" if to == "true" => return "the plan’s state to suspended".into(),
        "suspended" => return "the plan’s state to active".into(),
        other => other,
    };
    match (format_day(from).as_str(), format_day(to).as_str()) {
        ("", to) => format!("{name} to {to}"),
        (from, "") => format!("{name} from {from} to none"),
        (from, to) => format!("{name} from {from} to {to}"),
    }
}

/// Why somebody cannot be a contact, and what would help.
pub(super) fn not_a_person(doubt: &domain::people::person_name::Doubt) -> String {
    use domain::people::person_name::Doubt;
    match doubt {
        Doubt::OneName => "A contact needs a first name and a last name.".into(),
        Doubt::RoleName(name) => format!(
            "“{name}” is a team or a job title, but a contact is a specific person. Name the person who’ll raise cases."
        ),
        Doubt::SharedMailbox(mailbox) => format!(
            "“{mailbox}@” is a shared mailbox, but a contact is a specific person. Enter that person’s own address."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_plan_is_one_sentence() {
        let step = |field: &str, from: &str, to: &str| (field.to_owned(), from.to_owned(), to.to_owned());
        let sentence = |steps| line("Hugo Brandt", &PlanHistoryEvent::Changed(steps));
        assert_eq!(sentence(vec![step("suspended", "false", "true")]), "Hugo Brandt suspended the plan");
        assert_eq!(sentence(vec![step("suspended", "true", "false")]), "Hugo Brandt reactivated the plan");
        let both = vec![step("limit", "4", "2"), step("suspended", "false", "true")];
        assert_eq!(
            sentence(both),
            "Hugo Brandt changed the number of seats from 4 to 2; the plan’s state to suspended"
        );
    }
}
