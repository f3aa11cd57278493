//! No operation is forgotten: each stands in the table or in a list of those that are tested elsewhere.

use super::table::rows;
use std::collections::BTreeSet;
use std::path::Path;

/// Operations that POLICY leaves out, and where their tests are.
const ELSEWHERE: [&str; 162] = [
    // chat.rs looks at everybody before every chat.
    "chat::front",
    "chat::start",
    "chat::talk",
    "chat::answer",
    "chat::inbox",
    "chat::accept",
    "chat::transfer",
    "chat::end",
    "chat::signal",
    "chat::available",
    // It runs by itself.
    "chat::tidy",
    // phone.rs has a table of its own.
    "phone::form",
    "phone::ask",
    "phone::take",
    "phone::finish",
    "work::work",
    "work::statements",
    "menu::statement",
    "activities::recent_statement",
    // help.rs and assistant.rs have tables of their own.
    "help::home",
    "help::find",
    "help::suggest",
    "help::is_there",
    "help::show",
    "help::picture",
    "help::rate",
    "help::list",
    "help::editor",
    "help::preview",
    "help::rebase",
    "help::save",
    "help::publish",
    "help::unpublish",
    "help::restore",
    "help::add",
    "help::rename",
    "help::place",
    "help::delete",
    "assistant::show",
    "assistant::ask",
    "assistant::clear",
    "calendars::show", // calendars.rs: for administrators
    "calendars::save",
    "people::sign_in",    // sign_in.rs
    "people::find",       // sign_in.rs
    "people::sign_out",   // sign_in.rs: a session ends for whoever holds its token
    "people::admit",      // reset.rs: a link proves who comes
    "people::ask",        // reset.rs
    "people::add",        // owner.rs: commands of the machine's owner
    "people::disable",    // owner.rs
    "people::promote",    // owner.rs
    "people::hand_out",   // reset.rs: a command of the machine's owner
    "people::look",       // reset.rs
    "people::reset",      // reset.rs
    "people::register",   // register.rs: before there is an account
    "people::registered", // register.rs
    "people::confirm",    // register.rs
    // people.rs has a table of its own: accounts are no affair of tickets.
    "people::people",
    "people::profile",
    "people::join",
    "people::leave",
    "people::set_active",
    "people::send_reset",
    "people::end_sessions",
    "people::correct",
    "companies::companies", // companies.rs has one, too
    "companies::profile",
    "companies::create",
    "companies::change",
    "companies::pick",
    "companies::mark_client",
    // invite.rs: accounts that others open
    "people::invite",
    "people::set_email",
    "people::set_desk_role",
    // passkeys.rs: of one's own account, and before anybody is signed in
    "people::ask_to_add",
    "people::add_passkey",
    "people::rename_passkey",
    "people::remove_passkey",
    "people::ask_to_enter",
    "people::drop_passkeys",
    "people::enter_by_passkey",
    // picture.rs: one's own, and anybody's for whoever was shown its address
    "people::set_picture",
    "people::remove_picture",
    "people::fetch_picture",
    "people::account", // own_account.rs: everybody has one
    "people::uri",     // second.rs: of one's own account
    "people::begin",
    "people::confirm_code",
    "people::switch_off",
    "people::renew_codes",
    "people::enter",
    "people::drop_second",
    "people::is_needed", // setup.rs: before anybody can sign in
    "people::new_code",
    "people::found",
    "people::set_details",
    "people::change_password",
    "people::end_own",
    "people::change_email",
    "people::email_wanted",
    "people::confirm_email",
    "files::read_waiting", // files.rs: what nobody asks for
    "drafts::sweep",       // drafts.rs: the house's own cleaning
    "files::sweep",        // files.rs: the same
    "events::sweep",       // open.rs: the same
    "people::sweep",       // sign_in.rs: the same
    "live::mark",          // a text that tells nothing
    "live::start",         // what the server does
    "live::listen",        // live.rs: a stream belongs to a session
    // mail.rs: whoever has the token
    "mail::may_unsubscribe",
    "mail::unsubscribe",
    // mail.rs: what nobody asks for
    "mail::tell",
    "mail::digest",
    "mail::claim",
    "mail::finish",
    "mail::release",
    "mail::sweep",
    "tickets::about",
    "tickets::note_denied",
    "tickets::quick_statement", // waiting.rs: what the row tickets::quick asks the database
    "tickets::ranked",          // list.rs: the same ids as the list, by another bound
    "tickets::within",          // seen.rs: the same as the row tickets::show, other messages of it
    "tickets::statements",      // explain.rs: what the list would ask the database
    // assets.rs has a table of its own.
    "assets::link",
    "assets::unlink",
    "assets::create",
    "assets::add_category",
    "assets::edit",
    "assets::choose",
    "assets::blank",
    "assets::filled",
    "assets::list",
    "assets::statements",
    "assets::filters",
    "assets::arranged",
    "assets::arrange",
    "assets::export",
    "assets::seat",
    "assets::share",
    "assets::spare",
    "assets::show",
    "assets::note_denied",
    // plans.rs has a table of its own.
    "plans::approve",
    "plans::change",
    "plans::decline",
    "plans::file",
    "plans::form",
    "plans::forward",
    "plans::help",
    "plans::list",
    "plans::remind", // what nobody asks for
    "plans::setup",
    "plans::set_level",
    "plans::drop_level",
    "plans::set_product",
    "plans::route",
    "plans::set_reach",
    "plans::set_words",
    "plans::request",
    "plans::show",
    "plans::withdraw",
    "import::import_tickets", // a command of the machine's owner; ../import
];

/// Looks for `pub fn` with a desk among the arguments: a new one needs a row in the table.
#[test]
fn the_table_names_every_operation() {
    let mut found = BTreeSet::new();
    operations(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    let listed: BTreeSet<String> = rows()
        .iter()
        .map(|(row, _)| row.split(' ').next().unwrap().to_owned())
        .chain(ELSEWHERE.iter().map(|name| (*name).to_owned()))
        .collect();
    assert_eq!(found, listed, "left: what the source offers, right: what is tested");
}

fn operations(folder: &Path, room: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let room = if room.is_empty() { &name } else { room };
        if path.is_dir() {
            operations(&path, room, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let public = source.split("\npub ").skip(1);
            let functions = public.filter_map(|item| item.trim_start_matches("async ").strip_prefix("fn "));
            for function in functions {
                let signature = function.split(" {\n").next().unwrap();
                if signature.contains("&Desk") {
                    let name: String = signature.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    found.insert(format!("{room}::{name}"));
                }
            }
        }
    }
}
