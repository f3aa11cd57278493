//! The words around people's accounts, one's own and others'. They travel with the pages that show them.

use domain::people::Sharing;
use domain::people::account::Standing;

pub struct People {
    pub title: &'static str,
    pub lead: &'static str,
    pub find: &'static str,
    pub find_button: &'static str,
    pub everybody: &'static str,
    pub waiting: fn(u32) -> String,
    pub nobody_waits: &'static str,
    pub nobody_found: &'static str,
    pub name: &'static str,
    pub login: &'static str,
    pub position: &'static str,
    pub belongs: &'static str,
    pub standing: &'static str,
    pub standing_of: fn(Standing) -> &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub profile: Profile,
}

pub struct Profile {
    pub back: &'static str,
    pub email: &'static str,
    pub username: &'static str,
    pub since: &'static str,
    pub waiting_since: &'static str,
    pub last_used: &'static str,
    pub never: &'static str,
    pub sessions: &'static str,
    pub desk_role: &'static str,
    pub asked: fn(&str) -> String,
    pub let_in: &'static str,
    pub let_in_lead: &'static str,
    pub companies: &'static str,
    pub no_company: &'static str,
    pub company: &'static str,
    pub company_hint: &'static str,
    pub role: &'static str,
    pub join: &'static str,
    pub leave: &'static str,
    pub leave_of: fn(&str) -> String,
    pub details: &'static str,
    pub save: &'static str,
    pub access: &'static str,
    pub reset: &'static str,
    pub reset_hint: &'static str,
    pub end_sessions: &'static str,
    pub end_sessions_hint: &'static str,
    pub second_off: &'static str,
    pub second_off_hint: &'static str,
    pub disable: &'static str,
    pub disable_hint: &'static str,
    pub enable: &'static str,
    pub enable_hint: &'static str,
    pub refuse: &'static str,
    pub refuse_hint: &'static str,
    pub done: fn(&str) -> &'static str,
}

pub struct Companies {
    pub title: &'static str,
    pub lead: &'static str,
    pub find: &'static str,
    pub find_button: &'static str,
    pub nothing_found: &'static str,
    pub name: &'static str,
    pub sharing: &'static str,
    pub sharing_hint: &'static str,
    pub sharing_of: fn(Sharing) -> &'static str,
    pub manager: &'static str,
    pub no_manager: &'static str,
    pub members: &'static str,
    pub no_members: &'static str,
    pub settings: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub add: &'static str,
    pub pick_lead: &'static str,
    pub pick: &'static str,
    pub unpick: &'static str,
    pub picked: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
}

pub struct Account {
    pub title: &'static str,
    pub details: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub position: &'static str,
    pub phone: &'static str,
    pub time_zone: &'static str,
    pub save: &'static str,
    pub password: &'static str,
    pub password_lead: &'static str,
    pub old_password: &'static str,
    pub new_password: &'static str,
    pub new_password_hint: &'static str,
    pub change_password: &'static str,
    pub email: &'static str,
    pub email_now: fn(&str) -> String,
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
    title: "Second step of signing in",
    off_lead: "With a second step your password alone opens nothing: a program on your phone shows a code that you type after it.",
    begin: "Set up",
    begun_lead: "Let an authenticator program on your phone read this picture, then type the code that it shows.",
    picture: "The secret as a picture for a phone’s camera",
    by_hand: "No camera? Type this into the program:",
    code: "Code",
    code_hint: "The six digits from your program, or one of your recovery codes.",
    confirm: "Switch on",
    give_up: "Give up",
    on_lead: "Signing in takes your password and a code from your program.",
    codes_left: |count| match count {
        0 => "No recovery codes are left: get new ones.".into(),
        1 => "One recovery code is left.".into(),
        count => format!("{count} recovery codes are left."),
    },
    codes_lead: "Your recovery codes, shown this once. Print them or keep them with your passwords: each lets you in once without your program.",
    renew: "New recovery codes",
    switch_off: "Switch off",
    password: "Present password",
    ask_title: "One more step",
    ask_lead: "Type the code that your authenticator program shows now.",
    ask_submit: "Sign in",
};

/// The words of the second step.
pub fn second() -> &'static SecondStep {
    &SECOND
}

static PEOPLE: People = People {
    title: "People",
    lead: "Everybody with an account: customers, and those who work here.",
    find: "Name, email or username",
    find_button: "Find",
    everybody: "Everybody",
    waiting: |count| match count {
        0 => "Waiting to be let in".into(),
        100.. => "Waiting to be let in (100 or more)".into(),
        count => format!("Waiting to be let in ({count})"),
    },
    nobody_waits: "Nobody waits to be let in.",
    nobody_found: "Nobody’s name, email or username begins like this.",
    name: "Name",
    login: "Signs in as",
    position: "Position",
    belongs: "Company or role",
    standing: "Account",
    standing_of: |standing| match standing {
        Standing::Active => "Active",
        Standing::Waiting => "Waiting",
        Standing::Disabled => "Disabled",
    },
    earlier: "Previous page",
    later: "Next page",
    profile: Profile {
        back: "People",
        email: "Email",
        username: "Username",
        since: "Account since",
        waiting_since: "Registered",
        last_used: "Last seen",
        never: "Not signed in anywhere",
        sessions: "Signed in on",
        desk_role: "Role",
        asked: |company| {
            format!("Named as their company: “{company}”. Compare it with the email address before you let them in.")
        },
        let_in: "Let in",
        let_in_lead: "The address is confirmed. Choose the company and a role in it: the person can sign in at once and is told by mail.",
        companies: "Companies",
        no_company: "Belongs to no company.",
        company: "Company",
        company_hint: "Begin to type its name.",
        role: "Role",
        join: "Put into company",
        leave: "Take out",
        leave_of: |company| format!("Take out of {company}"),
        details: "Details",
        save: "Save",
        access: "Access",
        reset: "Send a link for a new password",
        reset_hint: "Also forgets wrong tries, so that they can sign in again at once.",
        end_sessions: "Sign out everywhere",
        end_sessions_hint: "Ends every session of this account, on all devices.",
        second_off: "Switch off the second step",
        second_off_hint: "For somebody who lost both their device and their recovery codes. Make sure that it is them.",
        disable: "Disable account",
        disable_hint: "Signs the person out and lets nobody in with this account. Tickets and messages stay. You can enable it again.",
        enable: "Enable account",
        enable_hint: "The person can sign in again with the password they had.",
        refuse: "Turn away",
        refuse_hint: "The registration becomes a disabled account. You can enable it later.",
        done: |verb| match verb {
            "join" => "The company is saved. Whoever waited can sign in now and is told by mail.",
            "leave" => "Taken out of the company. Tickets stay with it.",
            "disable" => "The account is disabled and signed out.",
            "enable" => "The account is enabled.",
            "reset" => "A mail with a link is on its way.",
            "second-off" => {
                "Signing in takes the password alone now. The person is told by mail and signed out everywhere."
            }
            "sign-out" => "Signed out on all devices.",
            _ => "Saved.",
        },
    },
};

static COMPANIES: Companies = Companies {
    title: "Companies",
    lead: "How each of them shares its tickets, who looks after it, and who belongs to it.",
    find: "Name",
    find_button: "Find",
    nothing_found: "No company’s name begins like this.",
    name: "Name",
    sharing: "Sees all tickets",
    sharing_hint: "Everybody else in the company sees the tickets they raised.",
    sharing_of: |sharing| match sharing {
        Sharing::Nobody => "Nobody",
        Sharing::Roles => "By role",
        Sharing::People => "Picked one by one",
        Sharing::Everyone => "Everyone",
    },
    manager: "Account manager",
    no_manager: "None",
    members: "People",
    no_members: "Nobody yet. Put people in on their own pages.",
    settings: "Company",
    save: "Save",
    saved: "Saved.",
    add: "Add company",
    pick_lead: "Those you pick see all of the company’s tickets.",
    pick: "Let see all tickets",
    unpick: "No longer",
    picked: "Sees all tickets",
    earlier: "Previous page",
    later: "Next page",
};

static ACCOUNT: Account = Account {
    title: "Your account",
    details: "About you",
    first_name: "First name",
    last_name: "Last name",
    position: "Position",
    phone: "Phone",
    time_zone: "Time zone",
    save: "Save",
    password: "Password",
    password_lead: "You stay signed in here and are signed out on all other devices.",
    old_password: "Present password",
    new_password: "New password",
    new_password_hint: "At least 10 characters. A few unrelated words are good.",
    change_password: "Change password",
    email: "Email",
    email_now: |email| format!("Your address is {email}."),
    username_now: |name| format!("You also sign in as {name}; this name never changes."),
    email_lead: "A link goes to the present address and one to the new address. The address changes when both are confirmed.",
    new_email: "New email",
    change_email: "Change email",
    sessions: "Where you are signed in",
    sessions_lead: "Something you do not know? End it, then change your password.",
    here: "This browser",
    used: "Last used",
    begun: "Since",
    end: "End",
    end_of: |device| format!("End the session: {device}"),
    end_all: "Sign out everywhere",
    device,
    done: |what| match what {
        "password" => "Your password is changed.",
        "email" => "Two mails are on their way: one to the present address, one to the new one.",
        "session" => "The session is ended.",
        "second-begin" => "One step is left: show your program the picture and type its code.",
        "second-off" => "Signing in takes your password alone.",
        _ => "Saved.",
    },
    confirm_title: "Change of address",
    confirm_lead: |email| format!("The address of your Portico account is to become {email}."),
    confirm: "Confirm",
    confirm_not_you: "You did not ask for this? Close this page and change your password: nothing happens without your confirmation.",
    half_title: "One of two",
    half: "This address has confirmed the change. It happens as soon as the other one has, too: open the mail there.",
    changed_title: "The address is changed",
    changed: "From now on you sign in with the new address.",
    gone_title: "This link does not work any more",
    gone: "A link works once and for a day, and a newer change ends it. You can ask for another one in your account.",
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
        (None, None) => "Another program".into(),
    }
}

/// The words of this page's language.
pub fn people() -> &'static People {
    &PEOPLE
}

/// The same for companies.
pub fn companies() -> &'static Companies {
    &COMPANIES
}

/// The same for one's own account.
pub fn account() -> &'static Account {
    &ACCOUNT
}
