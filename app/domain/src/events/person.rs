//! Events of people: what they do with their own account and for themselves. Kept for the audit: nobody is told.

use super::named::{Named, Nothing, is_false};
use serde::{Deserialize, Serialize};

topic! {
    /// The first administrator opened the desk.
    DeskFounded(Nothing) = "desk_founded",
    /// Somebody confirmed the address that they registered with.
    Registered(Nothing) = "registered",
    SignedIn(SignedIn) = "signed_in",
    SignedOut(Nothing) = "signed_out",
    /// All other sessions, or one of them, were ended: by their owner, or for somebody by the desk.
    SessionsEnded(SessionsEnded) = "sessions_ended",
    /// Asked for a ticket or an asset that exists and is not theirs to see.
    Denied(Denied) = "denied",
    AccountChanged(Nothing) = "account_changed",
    PictureChanged(Nothing) = "picture_changed",
    PasswordChanged(Nothing) = "password_changed",
    ResetAsked(Nothing) = "reset_asked",
    /// The machine's owner was given a link for a new password.
    ResetHandedOut(User) = "reset_handed_out",
    PasswordReset(Nothing) = "password_reset",
    EmailChangeAsked(Nothing) = "email_change_asked",
    EmailChanged(Nothing) = "email_changed",
    SecondFactorOn(Nothing) = "second_factor_on",
    SecondFactorOff(Nothing) = "second_factor_off",
    RecoveryCodesRenewed(Nothing) = "recovery_codes_renewed",
    PasskeyAdded(Passkey) = "passkey_added",
    PasskeyRenamed(Passkey) = "passkey_renamed",
    PasskeyRemoved(Passkey) = "passkey_removed",
    ListArranged(Nothing) = "list_arranged",
    AssetListArranged(Nothing) = "asset_list_arranged",
    MailChosen(Nothing) = "mail_chosen",
    ViewSaved(View) = "view_saved",
    ViewChanged(View) = "view_changed",
    ViewRemoved(View) = "view_removed",
    ViewMoved(View) = "view_moved",
    /// The dashboard opens with another view.
    ViewOpensFirst(ViewOpensFirst) = "view_opens_first",
    AssistantAsked(AssistantAsked) = "assistant_asked",
    AssistantCleared(Nothing) = "assistant_cleared",
    ArticleRated(ArticleRated) = "article_rated",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// By a passkey instead of a password.
    #[serde(default, skip_serializing_if = "is_false")]
    pub passkey: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsEnded {
    /// Whose; `None` for the actor's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Named>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denied {
    /// `None`: the event's ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asset: Option<Named>,
}

/// Whose account it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub user: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// What its owner calls it.
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub view: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewOpensFirst {
    /// The view's slug; `None` for none of them.
    pub view: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistantAsked {
    /// What answered: the id of a skill or a text, `which` or `unknown`. What was asked stays with whoever asked.
    pub answer: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRated {
    /// By its slug.
    pub article: Named,
    /// It answered the question.
    pub helped: bool,
}
