//! The words around passkeys on one's own account.

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
    lead: "A passkey signs you in without a password: your phone, your computer or a security key shows that it is you. It also stands for the second step.",
    name: "Name",
    name_hint: "So that you know later which device it is.",
    add: "Add a passkey",
    failed: "Your device has made no passkey. Try again; if it stays so, this browser or this address may have none.",
    known: "This device has a passkey for your account already.",
    needs_script: "Adding a passkey takes JavaScript, which is switched off in this browser.",
    added: "Added",
    used: "last used",
    never: "not used yet",
    rename: "Rename",
    rename_of: |name| format!("Rename “{name}”"),
    remove: "Remove",
    remove_of: |name| format!("Remove the passkey “{name}”"),
};

/// The words of this page's language.
pub fn passkeys() -> &'static Passkeys {
    &EN
}
