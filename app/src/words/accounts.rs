//! The words around accounts. They are reached through [`accounts`] alone, so that they travel with the pages that show them.

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
    back_to_sign_in: "Back to the sign-in",
    forgot: Forgot {
        title: "Forgotten password?",
        lead: "Type the email address of your account, and we’ll mail you a link to choose a new password.",
        by_username: "If you sign in with a username, ask your account manager or the support team for a new password.",
        email: "Email",
        submit: "Submit",
        sent_title: "Look into your mail",
        sent: "If there’s an account with this address, a mail with a link is on its way. The link works once, for 60 minutes, in any browser.",
        sent_hint: "Nothing after a few minutes? Check your spam folder, or see whether you used another address here.",
        again: "Try another address",
    },
    reset: Reset {
        title: "Choose a new password",
        lead: "It takes the place of the old one everywhere: you are signed in here, and signed out on all other devices.",
        password: "New password",
        hint: "At least 10 characters. A few unrelated words are good.",
        submit: "Set password",
        gone_title: "This link does not work any more",
        gone: "A link works once and for 60 minutes. Your account is as it was; get a new link and use the one from the latest mail.",
        gone_submit: "Get a new link",
    },
    register: Register {
        title: "Create an account",
        lead: "You confirm your address, then the support desk lets you in and puts you into your company.",
        first_name: "First name",
        last_name: "Last name",
        name: "Name",
        email: "Email",
        email_hint: "Your own address at work, the one that stands on your company’s support plan.",
        company: "Company",
        position: "Position",
        phone: "Phone",
        username: "Username",
        username_hint: "Only if you want to sign in by a name instead of the address.",
        password: "Password",
        submit: "Create account",
        sent_title: "Look into your mail",
        sent: "A mail is on its way to the address you gave. Open its link within two days to confirm that the address is yours.",
        sent_hint: "Nothing after some minutes? Look among the unwanted mail. If you have an account already, the mail says so.",
        confirm_title: "Is this you?",
        confirm_lead: "Confirm that you asked for this account and read the mail of this address.",
        confirm: "Confirm",
        not_you: "You did not ask for an account? Close this page: nothing happens without your confirmation.",
        confirmed_title: "Your address is confirmed",
        confirmed: "The support desk looks at your registration next. You get a mail as soon as you can sign in.",
        gone_title: "This link does not work any more",
        gone: "A link works once and for two days. If you have confirmed already, there is nothing more to do: a mail tells you when you can sign in.",
        taken: "Somebody else has taken your username meanwhile. Register once more with another one.",
        again: "Register again",
    },
    setup: Setup {
        title: "The first administrator",
        lead: "Nobody administers this desk yet. Open your account: you can let everybody else in afterwards.",
        code: "Code",
        code_hint: "It stands in the log that the server wrote when it started.",
        submit: "Open the desk",
    },
};

/// The words of this page's language.
pub fn accounts() -> &'static Accounts {
    &EN
}
