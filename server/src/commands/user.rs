//! `portico user`: accounts from the command line.

use crate::config::{User, UserVerb};
use desk::people::owner::{self, Newcomer};
use desk::people::reset;
use desk::{Clock, Desk, Error, Result};
use domain::Refusal;

pub async fn run(options: &User) -> Result<()> {
    let desk = options.storage.open(Clock::System).await?;
    perform(&desk, options).await.map_err(refusal_in_words)
}

async fn perform(desk: &Desk, options: &User) -> Result<()> {
    match &options.verb {
        UserVerb::Add { email, name, username, role, company } => {
            let new = Newcomer {
                email: email.clone(),
                username: username.clone(),
                name: name.clone(),
                role: role.clone(),
                company: company.clone(),
            };
            let path = owner::add(desk, &new).await?;
            println!(
                "Created an account for {email}. Use this link once, within {} minutes, to set a password:",
                reset::MINUTES
            );
            println!("{}", options.address(&path));
        }
        UserVerb::ResetPassword { login } => {
            let path = reset::hand_out(desk, login).await?;
            println!("Use this link once, within {} minutes, to set a new password:", reset::MINUTES);
            println!("{}", options.address(&path));
        }
        UserVerb::Disable { login } => {
            owner::disable(desk, login).await?;
            println!("{login} is disabled and signed out everywhere.");
        }
        UserVerb::Promote { login, role } => {
            owner::promote(desk, login, role).await?;
            println!("{login} now has the role {role}.");
        }
    }
    Ok(())
}

/// A refusal as somebody at a terminal reads it.
fn refusal_in_words(error: Error) -> Error {
    let Error::Refused(refusal) = error else { return error };
    let words = app::words::words();
    Error::command(match &refusal {
        Refusal::NotFound => "no one signs in with that".to_owned(),
        Refusal::Conflict => "this email or username already has an account".to_owned(),
        Refusal::Invalid(faults) => {
            let said = faults.iter().map(|fault| format!("{}: {}", fault.field, (words.reason)(&fault.reason)));
            said.collect::<Vec<_>>().join(" ")
        }
        other => (words.refusal)(other),
    })
}
