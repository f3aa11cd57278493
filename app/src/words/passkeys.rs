//! Texts of passkeys on one's own account.

pub struct Passkeys {
    pub title: &'static str,
    pub lead: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub add: &'static str,
    pub failed: &'static str,
    pub known: &'static str,
    pub needs_script: &'static str,
    pub added: &'static str,
    pub used: &'static str,
    pub never: &'static str,
    pub rename: &'static str,
    pub rename_of: fn(&str) -> String,
    pub remove: &'static str,
    pub remove_of: fn(&str) -> String,
}

static EN: Passkeys = Passkeys {
    title: "Passkeys",
    lead: "A passkey signs you in without a password, using your phone, computer or a security key. It replaces two-step verification too.",
    name: "Name",
    name_hint: "So you’ll know which device it is.",
    add: "Add a passkey",
    failed: "Your device didn’t create a passkey. Try again; if it keeps failing, this browser or site address may not support them.",
    known: "This device already has a passkey for your account.",
    needs_script: "Adding a passkey needs JavaScript, which is turned off in this browser.",
    added: "Added",
    used: "last used",
    never: "never used",
    rename: "Rename",
    rename_of: |name| format!("Rename “{name}”"),
    remove: "Remove",
    remove_of: |name| format!("Remove the passkey “{name}”"),
};

/// The words of this page's language.
pub fn passkeys() -> &'static Passkeys {
    &EN
}
