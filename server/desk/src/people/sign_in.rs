use super::sessions::{self, Browser, Token};
use super::{password, user};
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
/// same answer after the same work.
///
/// # Errors
/// `TooMany` after too many tries, `Invalid` for anything that does not fit.
pub async fn sign_in(desk: &Desk, credentials: &Credentials) -> Result<Token> {
    let login = fold_login(&credentials.login);
    let now = desk.now();
    let address = credentials.browser.address;
    desk.throttle().take(&login, address, now).map_err(|seconds| Refusal::TooMany { seconds })?;
    let found = find_active(desk, &login).await?;
    let kept = found.as_ref().and_then(|user| user.password_hash.clone());
    let fits = password::verify(desk.hashing(), &credentials.password, kept).await?;
    match found {
        Some(user) if fits => {
            desk.throttle().clear(&login, address);
            sessions::start(desk, user.id, credentials.remember, &credentials.browser).await
        }
        _ => Err(Refusal::field("login", Reason::UnknownSignIn).into()),
    }
}

pub(super) async fn find_active(desk: &Desk, login: &str) -> Result<Option<user::Model>> {
    // PostgreSQL refuses to compare with a NUL.
    if login.contains('\0') {
        return Ok(None);
    }
    let named = Condition::any().add(user::Column::Email.eq(login)).add(user::Column::Username.eq(login));
    let query = user::Entity::find().filter(named).filter(user::Column::Active.eq(true));
    Ok(query.one(desk.db().read()).await?)
}
