//! Signing in with a password.

use super::sessions::{self, Browser, Token};
use super::{password, tries, user};
use crate::{Desk, Result};
use domain::people::fold_login;
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

/// What somebody typed to sign in, and where from.
pub struct Credentials {
    pub login: String,
    pub password: String,
    /// "Remember me".
    pub remember: bool,
    pub browser: Browser,
}

/// Signs in by email or username and starts a new session. Unknown logins, wrong passwords and disabled accounts get the
/// same answer after the same work; that a registration waits for approval hears only who has its password.
///
/// # Errors
/// `TooMany` after too many tries, `Invalid` for anything that does not fit.
pub async fn sign_in(desk: &Desk, credentials: &Credentials) -> Result<Token> {
    let login = fold_login(&credentials.login);
    let address = credentials.browser.address;
    let found = find(desk, &login, may_know()).await?;
    let tried = tries::try_acquire(desk, &login, address, found.as_ref().map(|user| user.id)).await?;
    let kept = found.as_ref().and_then(|user| user.password_hash.clone());
    let fits = password::verify(desk.hashing(), &credentials.password, kept).await?;
    match found {
        Some(user) if fits => {
            tries::clear(desk, tried).await?;
            if !user.active {
                return Err(Refusal::field("login", Reason::AwaitingApproval).into());
            }
            sessions::start(desk, user.id, credentials.remember, &credentials.browser).await
        }
        _ => Err(Refusal::field("login", Reason::UnknownSignIn).into()),
    }
}

/// Accounts whose owner may hear of them: those that are open, and those that wait for approval.
fn may_know() -> Condition {
    Condition::any().add(user::Column::Active.eq(true)).add(user::Column::WaitingSince.is_not_null())
}

pub(super) async fn find_active(desk: &Desk, login: &str) -> Result<Option<user::Model>> {
    find(desk, login, Condition::all().add(user::Column::Active.eq(true))).await
}

async fn find(desk: &Desk, login: &str, of: Condition) -> Result<Option<user::Model>> {
    // PostgreSQL refuses to compare with a NUL.
    if login.contains('\0') {
        return Ok(None);
    }
    let named = Condition::any().add(user::Column::Email.eq(login)).add(user::Column::Username.eq(login));
    Ok(user::Entity::find().filter(named).filter(of).one(desk.db().read()).await?)
}
