//! How the desk says no, in English.

use super::en::grouped;
use domain::files::size_text;
use domain::plans::Denied;
use domain::refusal::Outage;
use domain::{Because, Reason, Refusal};

pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::SignedOut => "You are signed out. Sign in again: what you typed stays here.".into(),
        Refusal::NotFound => "It does not exist, or it is not yours to see.".into(),
        Refusal::Forbidden(because_of) => because(because_of),
        Refusal::Invalid(faults) if faults.len() == 1 => "One field needs another look.".into(),
        Refusal::Invalid(faults) => format!("{} fields need another look.", faults.len()),
        Refusal::Conflict => {
            "This was sent before with other content. Open the ticket to see what arrived, then send again.".into()
        }
        Refusal::TooLarge { max } => format!("That is too large: at most {} can be sent at once.", size_text(*max)),
        Refusal::TooMany { seconds } => format!("Too many tries. Wait {} and try again.", wait(*seconds)),
        Refusal::Outage { cause: Outage::Busy, .. } => {
            "Portico is busy right now. What you typed stays here; please try again in a moment.".into()
        }
        Refusal::Malformed => "The request could not be understood. Reload the page and try again.".into(),
        Refusal::ForeignOrigin => "This request came from another site and was not carried out.".into(),
        Refusal::Internal { id } => format!(
            "Something went wrong on our side. Nothing was lost; try again. If it stays, tell us this number: {id}."
        ),
        Refusal::Outage { cause: Outage::Full, id } => format!(
            "Portico has run out of space and can't save right now. What you typed stays here; try again in a few minutes. If this keeps happening, quote this reference: {id}."
        ),
        Refusal::Outage { cause: Outage::Unavailable, id } => format!(
            "Portico can't reach its database right now. What you typed stays here; try again in a minute. If this keeps happening, quote this reference: {id}."
        ),
        // Whether it goes by itself is said beside it, by the script that waits for a connection.
        Refusal::Offline => "The server cannot be reached. What you typed stays here.".into(),
        Refusal::Outdated => "Portico has been updated since this page was loaded. Load it again to go on.".into(),
    }
}

fn wait(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "a minute".into(),
        minutes => format!("{minutes} minutes"),
    }
}

pub(super) fn because(because: &Because) -> String {
    match because {
        Because::ReadOnly => "Your role may read here but not change anything.".into(),
        Because::AgentsOnly => "Only agents can do this.".into(),
        Because::NoSeat { company, contacts, manager } => {
            format!(
                "Your company’s support plan lets its contacts raise tickets, and you are not one of {company}’s contacts.{}",
                whom_to_ask(contacts, manager)
            )
        }
        Because::NoPlan { company, manager } if company.is_empty() => {
            format!("You do not belong to a company yet.{}", whom_to_ask(&[], manager))
        }
        Because::NoPlan { company, manager } => format!("{company} has no support plan.{}", whom_to_ask(&[], manager)),
        Because::SeatRests { company, contacts, manager } => format!(
            "{company} has more contacts than seats, and the day to choose whom to keep has passed. Until somebody chooses, your seat waits and you cannot raise tickets.{}",
            whom_to_ask(contacts, manager)
        ),
        Because::OtherProduct { company, product, contacts, manager } if product.is_empty() => format!(
            "Your seat on {company}’s plan is for another product: choose a queue of that product.{}",
            whom_to_ask(contacts, manager)
        ),
        Because::OtherProduct { company, product, contacts, manager } => format!(
            "{company} has a plan of its own for {product}, and you are not one of that plan’s contacts.{}",
            whom_to_ask(contacts, manager)
        ),
        Because::PlanEnded { company, manager } => {
            format!("The support plan of {company} has ended.{}", whom_to_ask(&[], manager))
        }
        Because::PlanSuspended { company, manager } => {
            format!("The support plan of {company} is suspended.{}", whom_to_ask(&[], manager))
        }
        Because::NoPhone { company, from } if from.is_empty() => {
            format!("The support plan of {company} does not include the phone.")
        }
        Because::NoPhone { company, from } => {
            format!("The support plan of {company} does not include the phone. It is included from {from} support.")
        }
        Because::CallTaken => "Somebody else has this call already, or it is done.".into(),
        Because::FilersOnly => {
            "A contact or a senior manager of your company files this, and there is nobody here who could.".into()
        }
        Because::RequestSettled => "This request has been decided or taken back meanwhile.".into(),
        Because::OwnerOnly => "Only the person who made this view can change it.".into(),
        Because::ReporterOnly => "Only the person who raised the ticket can rate it.".into(),
        Because::NotRateable => {
            "A ticket can be rated for 30 days after it was closed, and the rating changed once.".into()
        }
        Because::TooLate => "A message can be taken back for ten seconds only. It stays where it is.".into(),
        Because::AdminsOnly => "Only an administrator can do this.".into(),
        Because::NotYourself => "You cannot do this to your own account. Ask another administrator.".into(),
        Because::HoldsSeat => {
            "This person is a contact on the company’s plan. Give the seat to somebody else first.".into()
        }
        Because::NotAssisted => {
            "The assistant is for the contacts of a support plan. “Why can’t I use chat?” says what is missing.".into()
        }
        Because::NoChat => {
            "Chat is for the contacts of a support plan. The self-check says what is missing, and what to do.".into()
        }
        Because::ChatClosed => "Chat is closed at this hour. Raise a case instead: we find it when we open.".into(),
        Because::ChatUnattended => {
            "Nobody is at the chat just now. Raise a case instead: we answer it as soon as we can.".into()
        }
        Because::ChatTaken { by } => format!("{by} has this chat already."),
        Because::ChatsFull { who } => {
            format!("{who} has as many chats open as they can take. End one first, or raise the limit.")
        }
        Because::ChatOver => "This chat has ended. A message on the ticket still reaches us.".into(),
        Because::NotACustomer => "An agent raises a ticket for a customer: choose first who has called.".into(),
    }
}

fn whom_to_ask(contacts: &[String], manager: &Option<String>) -> String {
    let raise = match contacts {
        [] => String::new(),
        _ => format!(" These contacts can raise it for you: {}.", contacts.join(", ")),
    };
    let plan = match manager {
        Some(name) => format!(" Your account manager {name} can help with the plan."),
        None => String::new(),
    };
    raise + &plan
}

pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Missing => "This is needed.".into(),
        Reason::TooLong { max } => format!("At most {} characters.", grouped(*max as u64)),
        Reason::WrongPassword => "This is not your password.".into(),
        Reason::WrongCode => "This code is not right, or it was used already. Take the one that is shown now.".into(),
        Reason::Unchanged => "It is this already.".into(),
        Reason::ChangedMeanwhile { by, to, .. } => {
            let by = if by.is_empty() { "Someone" } else { by };
            let done =
                if to.is_empty() { "has just cleared this".to_owned() } else { format!("has just set this to “{to}”") };
            format!("{by} {done}. Save again to set it to what you’ve chosen.")
        }
        Reason::TooShort { min } => format!("At least {min} characters."),
        Reason::Guessable => "Too easy to guess: it is a common password, a pattern, or made of your name. A few unrelated words are harder to guess and easier to keep in mind.".into(),
        Reason::NotAnEmail => "An email address such as anna@example.com.".into(),
        Reason::NotAPhone => "A phone number: digits, with + and the country code in front.".into(),
        Reason::NotAUsername => "2 to 40 letters, digits, dots, dashes or underscores.".into(),
        Reason::Taken => "Somebody else has this name. Choose another one.".into(),
        Reason::InUse => "It is still in use.".into(),
        Reason::HasAccount => "There is an account with this address already.".into(),
        Reason::NotANumber => "A whole number, please.".into(),
        Reason::TooSmall { min } => format!("At least {min}."),
        Reason::TooBig { max } => format!("At most {max}."),
        Reason::NotADate => "A date such as 2026-03-31.".into(),
        Reason::DayIsOver => "This day is over already.".into(),
        Reason::Pattern { hint } if hint.is_empty() => "This does not have the right form.".into(),
        Reason::Pattern { hint } => format!("This does not have the right form: {hint}."),
        Reason::NotOffered => "Choose one of those offered.".into(),
        Reason::HoldsALink => "Please leave web addresses out.".into(),
        Reason::AwaitingApproval => {
            "Your registration is awaiting approval. We’ll mail you as soon as you can sign in.".into()
        }
        Reason::UnknownSignIn => "This email or username and password do not fit together.".into(),
        Reason::UnknownPasskey => "This passkey is not known here, or no longer. Sign in with your password.".into(),
        Reason::TooManyPasskeys { max } => format!("You have {max} passkeys. Remove one that you do not use."),
        Reason::NotAPicture => "This is not a picture that can be shown. Take a PNG, JPEG, GIF or WebP file.".into(),
        Reason::TooManyFiles { max } => format!("At most {max} files in one message."),
        Reason::FileTooLarge { name, max } => format!("“{name}” is too large: at most {} a file.", size_text(*max)),
        Reason::FileEmpty { name } => format!("“{name}” is empty."),
        Reason::FileGone => "A file is not here any more. Take it out and choose it again.".into(),
        Reason::NoRoom { max } => format!(
            "Too many files wait to be sent: there is room for {}. Send or remove some of them first.",
            size_text(*max)
        ),
        Reason::TooManyDrafts { max } => {
            format!("You have begun {max} tickets and not sent them: send or discard some of them first.")
        }
        Reason::BadValue => "This value is not understood.".into(),
        Reason::NotAPerson(doubt) => super::plans::not_a_person(doubt),
        Reason::ConfirmPerson => "Make sure that this is a person, and tick the box.".into(),
        Reason::PlanDenies(denied) => format!("{} Raise it only as an exception, and say why.", denies(*denied)),
        Reason::SeatsFull { limit } => format!(
            "All {limit} seats would be taken: choose who gives up theirs, or ask your account manager for a larger plan."
        ),
        Reason::AlreadyContact => "Somebody with this address is a contact already.".into(),
        Reason::AlreadyAsked => "A request for this address is on its way already.".into(),
    }
}

/// Why a plan does not cover what somebody has called about.
fn denies(denied: Denied) -> &'static str {
    match denied {
        Denied::NoPlan => "The company has no support plan that covers this.",
        Denied::NoSeat => "This person is not a contact on the company’s plan.",
        Denied::OtherProduct => "This person is a contact for another product, not for this one.",
        Denied::Rests => "The company has more contacts than seats, and this person’s seat waits.",
        Denied::Ended => "The company’s support plan has ended.",
        Denied::Suspended => "The company’s support plan is suspended.",
    }
}
