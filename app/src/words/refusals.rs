//! Error messages: the texts of refusals, in English.

use super::en::{closed_ago, grouped, possessive};
use domain::files::size_text;
use domain::plans::RaiseDenied;
use domain::refusal::Outage;
use domain::{Because, Reason, Refusal};

pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::SignedOut => "You’re signed out. Sign in again: what you typed stays here.".into(),
        Refusal::NotFound => "It doesn’t exist, or you don’t have access to it.".into(),
        Refusal::Forbidden(because_of) => because(because_of),
        Refusal::Invalid(faults) if faults.len() == 1 => "Please check the field marked below.".into(),
        Refusal::Invalid(faults) => format!("Please check the {} fields marked below.", faults.len()),
        Refusal::Conflict => {
            "This was already sent with different content. Open the ticket to see what arrived, then send again.".into()
        }
        Refusal::TooLarge { max } => format!("That’s too large: you can send up to {} at once.", size_text(*max)),
        Refusal::TooMany { seconds } => format!("Too many attempts. Wait {} and try again.", wait(*seconds)),
        Refusal::TooFast { seconds } => {
            format!("You’re sending too fast. What you typed stays here; try again in {}.", seconds_of(*seconds))
        }
        Refusal::Outage { cause: Outage::Busy, .. } => {
            "Portico is busy right now. What you typed stays here; please try again in a moment.".into()
        }
        Refusal::Malformed => "We couldn’t understand that request. Reload the page and try again.".into(),
        Refusal::ForeignOrigin => "This request came from another site, so it was blocked.".into(),
        Refusal::Internal { id } => format!(
            "Something went wrong on our side. Nothing was lost; try again. If this keeps happening, quote this reference: {id}."
        ),
        Refusal::Outage { cause: Outage::Full, id } => format!(
            "Portico has run out of space and can’t save right now. What you typed stays here; try again in a few minutes. If this keeps happening, quote this reference: {id}."
        ),
        Refusal::Outage { cause: Outage::Unavailable, id } => format!(
            "Portico can’t reach its storage right now. What you typed stays here; try again in a minute. If this keeps happening, quote this reference: {id}."
        ),
        // Whether it goes by itself is said beside it, by the script that waits for a connection.
        Refusal::Offline => "We can’t reach the server. What you typed stays here.".into(),
        Refusal::Outdated => "Portico has been updated since this page loaded. Reload it to continue.".into(),
    }
}

fn seconds_of(seconds: u64) -> String {
    if seconds == 1 { "a second".into() } else { format!("{seconds} seconds") }
}

fn wait(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "a minute".into(),
        minutes => format!("{minutes} minutes"),
    }
}

pub(super) fn because(because: &Because) -> String {
    match because {
        Because::ReadOnly => "Your role can view this but not change anything.".into(),
        Because::NoCategories => {
            "There are no asset categories yet. Ask an admin to add the first one under Assets, New asset.".into()
        }
        Because::AgentsOnly => "Only agents can do this.".into(),
        Because::NoSeat { company, contacts, manager } => {
            format!(
                "Only contacts on your company’s support plan can raise tickets, and you’re not one of {} contacts.{}",
                possessive(company),
                whom_to_ask(contacts, manager)
            )
        }
        Because::NoPlan { company, manager } if company.is_empty() => {
            format!("You’re not in a company yet.{}", whom_to_ask(&[], manager))
        }
        Because::NoPlan { company, manager } => format!("{company} has no support plan.{}", whom_to_ask(&[], manager)),
        Because::SeatRests { company, contacts, manager } => format!(
            "{company} has more contacts than seats, and the deadline to choose who stays has passed. Until someone chooses, your seat is on hold and you can’t raise tickets.{}",
            whom_to_ask(contacts, manager)
        ),
        Because::OtherProduct { company, product, contacts, manager } if product.is_empty() => format!(
            "Your seat on {} plan is for another product: choose one of that product’s queues.{}",
            possessive(company),
            whom_to_ask(contacts, manager)
        ),
        Because::OtherProduct { company, product, contacts, manager } => format!(
            "{company} has a separate plan for {product}, and you’re not one of its contacts.{}",
            whom_to_ask(contacts, manager)
        ),
        Because::PlanEnded { company, manager } => {
            format!("{} support plan has ended.{}", possessive(company), whom_to_ask(&[], manager))
        }
        Because::PlanSuspended { company, manager } => {
            format!("{} support plan is suspended.{}", possessive(company), whom_to_ask(&[], manager))
        }
        Because::NoPhone { company, from } if from.is_empty() => {
            format!("{} support plan doesn’t include phone support.", possessive(company))
        }
        Because::NoPhone { company, from } => format!(
            "{} support plan doesn’t include phone support, which comes with {from} support and up.",
            possessive(company)
        ),
        Because::CallTaken => "Someone else has already taken this call, or it’s done.".into(),
        Because::FilersOnly => {
            "Only a contact or senior manager at your company can file this, and there isn’t one yet.".into()
        }
        Because::RequestSettled => "This request has already been decided or withdrawn.".into(),
        Because::OwnerOnly => "Only the person who made this view can change it.".into(),
        Because::ReporterOnly => "Only the person who raised the ticket can rate it.".into(),
        Because::NotRateable => {
            "You can rate a ticket for 30 days after it’s closed, and change your rating once.".into()
        }
        Because::ClosedLongAgo { days, then } => {
            format!("{}, so reopening it counts as raising a new one. {}", closed_ago(*days), self::because(then))
        }
        Because::TooLate => "You can only undo a message for ten seconds. It’s been sent.".into(),
        Because::AdminsOnly => "Only an admin can do this.".into(),
        Because::NotYourself => "You can’t do this to your own account. Ask another admin.".into(),
        Because::HoldsSeat => {
            "This person is a contact on the company’s plan. Give their seat to someone else first.".into()
        }
        Because::NotAssisted => {
            "The assistant is for contacts on a support plan. “Why can’t I use chat?” shows what’s missing.".into()
        }
        Because::NoChat => {
            "Chat is for contacts on a support plan. The self-check shows what’s missing and what to do.".into()
        }
        Because::ChatClosed => "Chat is closed right now. Raise a case instead: we’ll see it when we open.".into(),
        Because::ChatUnattended => {
            "No one is available to chat right now. Raise a case instead: we’ll reply as soon as we can.".into()
        }
        Because::ChatTaken { by } => format!("{by} already has this chat."),
        Because::ChatsFull { who } => {
            format!("{who} has as many open chats as they can take. End one first, or raise the limit.")
        }
        Because::ChatOver => "This chat has ended. You can still reply on its ticket.".into(),
        Because::NotACustomer => "Agents raise tickets for customers: choose who called first.".into(),
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
        Reason::Missing => "Required".into(),
        Reason::TooLong { max } => format!("At most {} characters.", grouped(*max as u64)),
        Reason::WrongPassword => "That’s not your password.".into(),
        Reason::WrongCode => "That code is wrong or already used. Enter the one shown now.".into(),
        Reason::Unchanged => "It’s already set to this.".into(),
        Reason::ChangedMeanwhile { by, to, .. } => {
            let by = if by.is_empty() { "Someone" } else { by };
            let done =
                if to.is_empty() { "has just cleared this".to_owned() } else { format!("has just set this to “{to}”") };
            format!("{by} {done}. Save again to set it to what you’ve chosen.")
        }
        Reason::TooShort { min } => format!("At least {min} characters."),
        Reason::Guessable => "Too easy to guess: it’s a common password, a pattern or based on your name. A few unrelated words are harder to guess and easier to remember.".into(),
        Reason::NotAnEmail => "Enter an email address, such as anna@example.com.".into(),
        Reason::NotAPhone => "Enter a phone number that starts with + and the country code.".into(),
        Reason::NotAUsername => "Use 2 to 40 letters, digits, dots, dashes or underscores.".into(),
        Reason::Taken => "That name is taken. Choose another one.".into(),
        Reason::InUse => "It’s still in use.".into(),
        Reason::HasAccount => "There’s already an account with this address.".into(),
        Reason::NotANumber => "Enter a whole number.".into(),
        Reason::TooSmall { min } => format!("At least {min}."),
        Reason::TooBig { max } => format!("At most {max}."),
        Reason::NotADate => "Enter a date, such as 2026-03-31.".into(),
        Reason::DayIsOver => "That day has passed.".into(),
        Reason::Pattern { hint } if hint.is_empty() => "That’s not the right format.".into(),
        Reason::Pattern { hint } => format!("That’s not the right format: {hint}."),
        Reason::NotOffered => "Choose one of the options.".into(),
        Reason::HoldsALink => "Please leave out web addresses.".into(),
        Reason::AwaitingApproval => {
            "Your registration is awaiting approval. We’ll email you as soon as you can sign in.".into()
        }
        Reason::UnknownSignIn => "That email (or username) and password don’t match.".into(),
        Reason::UnknownPasskey => "We don’t recognise this passkey. Sign in with your password.".into(),
        Reason::TooManyPasskeys { max } => format!("You already have {max} passkeys. Remove one you don’t use."),
        Reason::NotAPicture => "We can’t read this picture. Use a PNG, JPEG, GIF or WebP file.".into(),
        Reason::TooManyFiles { max } => format!("At most {max} files in one message."),
        Reason::FileTooLarge { name, max } => format!("“{name}” is too large: at most {} per file.", size_text(*max)),
        Reason::FileEmpty { name } => format!("“{name}” is empty."),
        Reason::FileGone => "One of your files is no longer available. Remove it and choose it again.".into(),
        Reason::NoRoom { max } => format!(
            "You have too many unsent files: there’s room for {}. Send or remove some first.",
            size_text(*max)
        ),
        Reason::TooManyDrafts { max } => {
            format!("You already have {max} unsent drafts: send or discard some first.")
        }
        Reason::BadValue => "We don’t understand this value.".into(),
        Reason::NotAPerson(doubt) => super::plan_sentences::not_a_person(doubt),
        Reason::ConfirmPerson => "Make sure this is a real person, then tick the box.".into(),
        Reason::PlanDenies(denied) => format!("{} Raise it only as an exception, and say why.", denies(*denied)),
        Reason::SeatsFull { limit } => format!(
            "All {limit} seats are in use: choose who to remove, or ask your account manager about a larger plan."
        ),
        Reason::AlreadyContact => "Someone with this address is already a contact.".into(),
        Reason::AlreadyAsked => "There’s already a request for this address.".into(),
        Reason::LosesSeat { name, taken: true } => format!(
            "This address belongs to someone else’s account, so {name} would lose the seat. Check the address, or tick the box below."
        ),
        Reason::LosesSeat { name, taken: false } => format!(
            "No account has this address, so {name} would lose the seat. Check the address, or tick the box below."
        ),
    }
}

/// Why a plan does not cover what somebody has called about.
fn denies(denied: RaiseDenied) -> &'static str {
    match denied {
        RaiseDenied::NoPlan => "The company has no support plan that covers this.",
        RaiseDenied::NoSeat => "This person isn’t a contact on the company’s plan.",
        RaiseDenied::OtherProduct => "This person is a contact for a different product.",
        RaiseDenied::Rests => "The company has more contacts than seats, and this person’s seat is on hold.",
        RaiseDenied::Ended => "The company’s support plan has ended.",
        RaiseDenied::Suspended => "The company’s support plan is suspended.",
    }
}
