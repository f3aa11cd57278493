//! Texts of the sign-in and of accounts. They are reached through [`accounts`] alone, so that they travel with the pages that show them.

pub struct Accounts {
    pub back_to_sign_in: &'static str,
    pub forgot: Forgot,
    pub reset: Reset,
    pub register: Register,
    pub setup: Setup,
}

pub struct Forgot {
    pub title: &'static str,
    pub lead: &'static str,
    /// Nobody can be mailed who has only a username; which address that is, is told to nobody.
    pub by_username: &'static str,
    pub email: &'static str,
    pub submit: &'static str,
    pub sent_title: &'static str,
    pub sent: &'static str,
    pub sent_hint: &'static str,
    pub again: &'static str,
}

pub struct Reset {
    pub title: &'static str,
    pub lead: &'static str,
    pub password: &'static str,
    pub hint: &'static str,
    pub submit: &'static str,
    pub gone_title: &'static str,
    pub gone: &'static str,
    pub gone_submit: &'static str,
}

pub struct Register {
    pub title: &'static str,
    pub lead: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub email_hint: &'static str,
    pub company: &'static str,
    pub position: &'static str,
    pub phone: &'static str,
    pub username: &'static str,
    pub username_hint: &'static str,
    pub password: &'static str,
    pub submit: &'static str,
    pub sent_title: &'static str,
    pub sent: &'static str,
    pub sent_hint: &'static str,
    pub confirm_title: &'static str,
    pub confirm_lead: &'static str,
    pub confirm: &'static str,
    pub not_you: &'static str,
    pub confirmed_title: &'static str,
    pub confirmed: &'static str,
    pub gone_title: &'static str,
    pub gone: &'static str,
    pub taken: &'static str,
    pub again: &'static str,
}

pub struct Setup {
    pub title: &'static str,
    pub lead: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub submit: &'static str,
}

static EN: Accounts = Accounts {
    back_to_sign_in: "Back to sign-in",
    forgot: Forgot {
        title: "Forgotten password?",
        lead: "Enter your account’s email address, and we’ll send you a link to choose a new password.",
        by_username: "If you sign in with a username, ask your account manager or the support team for a new password.",
        email: "Email",
        submit: "Submit",
        sent_title: "Check your inbox",
        sent: "If there’s an account with this address, an email with a link is on its way. The link works once, for 60 minutes, in any browser.",
        sent_hint: "Nothing after a few minutes? Check your spam folder, or try another address you might have used.",
        again: "Try another address",
    },
    reset: Reset {
        title: "Choose a new password",
        lead: "You’ll be signed in here and signed out on all other devices.",
        password: "New password",
        hint: "At least 10 characters. A few unrelated words work well.",
        submit: "Set password",
        gone_title: "This link no longer works",
        gone: "Links work once, for 60 minutes. Your account hasn’t changed: get a new link, and use the one in the latest email.",
        gone_submit: "Get a new link",
    },
    register: Register {
        title: "Create an account",
        lead: "You’ll confirm your address, then the support team will approve your account and add you to your company.",
        first_name: "First name",
        last_name: "Last name",
        name: "Name",
        email: "Email",
        email_hint: "Your own work address, the one on your company’s support plan.",
        company: "Company",
        position: "Position",
        phone: "Phone",
        username: "Username",
        username_hint: "Only if you’d rather sign in with a username than an email address.",
        password: "Password",
        submit: "Create account",
        sent_title: "Check your inbox",
        sent: "An email is on its way to the address you gave. Open its link within two days to confirm the address is yours.",
        sent_hint: "Nothing after a few minutes? Check your spam folder. If you already have an account, the email will say so.",
        confirm_title: "Is this you?",
        confirm_lead: "Confirm that you asked for this account and that this is your email address.",
        confirm: "Confirm",
        not_you: "Didn’t ask for an account? Close this page: nothing happens until you confirm.",
        confirmed_title: "Your address is confirmed",
        confirmed: "The support team will review your registration. We’ll email you as soon as you can sign in.",
        gone_title: "This link no longer works",
        gone: "Links work once, for two days. If you’ve already confirmed, there’s nothing more to do: we’ll email you when you can sign in.",
        taken: "Someone else has taken that username in the meantime. Register again with a different one.",
        again: "Register again",
    },
    setup: Setup {
        title: "Create the first admin",
        lead: "There’s no admin yet. Create your account; you can add everyone else afterwards.",
        code: "Code",
        code_hint: "You’ll find it in the server’s start-up log.",
        submit: "Create account",
    },
};

/// The words of this page's language.
pub fn accounts() -> &'static Accounts {
    &EN
}
