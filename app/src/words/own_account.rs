//! Texts of one's own account. They travel with the pages that show them.

pub struct Account {
    pub title: &'static str,
    pub profile: &'static str,
    pub security: &'static str,
    pub details: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub position: &'static str,
    pub phone: &'static str,
    pub time_zone: &'static str,
    pub picture: &'static str,
    pub picture_lead: &'static str,
    pub picture_file: &'static str,
    pub picture_set: &'static str,
    pub picture_remove: &'static str,
    pub save: &'static str,
    pub password: &'static str,
    pub password_lead: &'static str,
    pub old_password: &'static str,
    pub new_password: &'static str,
    pub new_password_hint: &'static str,
    pub change_password: &'static str,
    pub email: &'static str,
    pub email_now: fn(&str) -> String,
    pub synthetic_now: fn(&str) -> String,
    pub synthetic_lead: &'static str,
    pub username_now: fn(&str) -> String,
    pub email_lead: &'static str,
    pub new_email: &'static str,
    pub change_email: &'static str,
    pub sessions: &'static str,
    pub sessions_lead: &'static str,
    pub here: &'static str,
    pub used: &'static str,
    pub begun: &'static str,
    pub end: &'static str,
    pub end_of: fn(&str) -> String,
    pub end_all: &'static str,
    pub device: fn(&str) -> String,
    pub done: fn(&str) -> &'static str,
    pub confirm_title: &'static str,
    pub confirm_lead: fn(&str) -> String,
    pub confirm: &'static str,
    pub confirm_not_you: &'static str,
    pub half_title: &'static str,
    pub half: &'static str,
    pub changed_title: &'static str,
    pub changed: &'static str,
    pub gone_title: &'static str,
    pub gone: &'static str,
    pub to_account: &'static str,
}

pub struct SecondStep {
    pub title: &'static str,
    pub off_lead: &'static str,
    pub begin: &'static str,
    pub begun_lead: &'static str,
    pub picture: &'static str,
    pub by_hand: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub confirm: &'static str,
    pub give_up: &'static str,
    pub on_lead: &'static str,
    pub codes_left: fn(u32) -> String,
    pub codes_lead: &'static str,
    pub renew: &'static str,
    pub switch_off: &'static str,
    pub password: &'static str,
    pub ask_title: &'static str,
    pub ask_lead: &'static str,
    pub ask_submit: &'static str,
}

static SECOND: SecondStep = SecondStep {
    title: "Two-step verification",
    off_lead: "Protect your account with a code from an app on your phone, which you enter after your password.",
    begin: "Set up",
    begun_lead: "Scan this QR code with an authenticator app, then enter the code it shows.",
    picture: "QR code for an authenticator app",
    by_hand: "Can’t scan it? Enter this key in the app:",
    code: "Code",
    code_hint: "The six digits from your app, or one of your recovery codes.",
    confirm: "Turn on",
    give_up: "Cancel",
    on_lead: "You sign in with your password and a code from your app.",
    codes_left: |count| match count {
        0 => "You have no recovery codes left. Get new ones.".into(),
        1 => "You have 1 recovery code left.".into(),
        count => format!("You have {count} recovery codes left."),
    },
    codes_lead: "Your recovery codes, shown only once. Print them or keep them with your passwords: each one signs you in once without your app.",
    renew: "Get new recovery codes",
    switch_off: "Turn off",
    password: "Current password",
    ask_title: "One more step",
    ask_lead: "Enter the code your authenticator app shows.",
    ask_submit: "Sign in",
};

/// The words of the second step.
pub fn second() -> &'static SecondStep {
    &SECOND
}

static ACCOUNT: Account = Account {
    title: "Your account",
    profile: "Profile",
    security: "Security",
    details: "About you",
    first_name: "First name",
    last_name: "Last name",
    position: "Position",
    phone: "Phone",
    time_zone: "Time zone",
    picture: "Picture",
    picture_lead: "Shown next to your name on your tickets and replies. We keep only a small square of it.",
    picture_file: "PNG, JPEG, GIF or WebP",
    picture_set: "Use this picture",
    picture_remove: "Remove",
    save: "Save",
    password: "Password",
    password_lead: "You stay signed in here and are signed out on all other devices.",
    old_password: "Current password",
    new_password: "New password",
    new_password_hint: "At least 10 characters. A few unrelated words work well.",
    change_password: "Change password",
    email: "Email",
    email_now: |email| format!("Your address is {email}."),
    synthetic_now: |email| {
        format!("You’re listed as {email}. It only stands in for your username: no email is sent there.")
    },
    synthetic_lead: "Add an address where you read email, so you can reset your password yourself. We’ll send a link there.",
    username_now: |name| format!("You sign in as {name}. Usernames can’t be changed."),
    email_lead: "We’ll send a link to your current address and one to the new one. The change happens once you’ve opened both.",
    new_email: "New email",
    change_email: "Change email",
    sessions: "Where you’re signed in",
    sessions_lead: "Don’t recognise a device? Sign it out, then change your password.",
    here: "This browser",
    used: "Last used",
    begun: "Since",
    end: "Sign out",
    end_of: |device| format!("Sign out {device}"),
    end_all: "Sign out everywhere",
    device,
    done: |what| match what {
        "password" => "Password changed.",
        "picture" => "Picture saved.",
        "picture-removed" => "Picture removed.",
        "passkey" => "Your passkey is ready. You can sign in with it from now on.",
        "passkey-removed" => "Passkey removed. Remove it from your device too.",
        "email" => "A link is on its way to each address that needs to confirm the change.",
        "session" => "That device is signed out.",
        "second-begin" => "One step left: scan the QR code and enter the code your app shows.",
        "second-off" => "Two-step verification is off.",
        _ => "Saved.",
    },
    confirm_title: "Change your email address",
    confirm_lead: |email| format!("Your Portico account’s address will change to {email}."),
    confirm: "Confirm",
    confirm_not_you: "Didn’t ask for this? Close this page and change your password: nothing happens until you confirm.",
    half_title: "One down, one to go",
    half: "This address is confirmed. Now open the link we sent to the other one.",
    changed_title: "Your address has changed",
    changed: "From now on, sign in with the new address.",
    gone_title: "This link no longer works",
    gone: "Links work once, for a day, and only until you ask for another. You can get a new one in your account.",
    to_account: "Your account",
};

/// What a browser says of itself, as people call it.
fn device(agent: &str) -> String {
    let first = |known: &[(&'static str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    // The order matters: almost every browser also calls itself one of those below it.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.into(),
        (None, None) => "Another device".into(),
    }
}

/// The words of this page's language.
pub fn account() -> &'static Account {
    &ACCOUNT
}
