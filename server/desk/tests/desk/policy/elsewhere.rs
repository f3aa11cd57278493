//! Completeness of the policy tests: each operation has a row in the table, or stands here beside the test that says who may do it.

use super::scan::{mentions, operations};
use super::table::rows;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Tests of operations that the table leaves out, because they are no affair of tickets, belong to one's own account, or are done by
/// nobody who could be refused; and those operations. `http::` and `import::` are other programs.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("chat::everyone_stands_before_the_door_that_is_theirs", &["chat::customer_page", "chat::start"]),
    (
        "chat::k08_k04_a_chat_is_there_for_those_who_take_part_and_for_nobody_else",
        &[
            "chat::conversation",
            "chat::reply",
            "chat::inbox",
            "chat::accept",
            "chat::transfer",
            "chat::end",
            "chat::report_presence",
            "chat::available",
        ],
    ),
    ("chat::chats_that_nobody_ends_end_by_themselves", &["chat::tidy"]),
    (
        "phone::everybody_may_do_what_the_table_says",
        &["phone::form", "phone::request_callback", "phone::claim", "phone::finish", "work::work"],
    ),
    ("phone::what_waits_is_read_by_index", &["work::statements", "menu::statement"]),
    ("activities::d_the_menu_holds_the_newest_few_found_by_index", &["activities::recent_statement"]),
    (
        "help::everybody_reads_and_writes_what_the_table_says",
        &[
            "help::home",
            "help::find",
            "help::suggest",
            "help::show",
            "help::picture",
            "help::rate",
            "help::manage::list",
            "help::categories::list",
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
        ],
    ),
    ("help::an_article_is_written_published_changed_and_restored", &["help::is_there"]),
    (
        "assistant::e13_it_answers_contacts_and_tells_others_that_it_does_not",
        &["assistant::show", "assistant::ask", "assistant::clear"],
    ),
    ("calendars::nobody_else_sees_or_sets_them", &["calendars::show", "calendars::save"]),
    ("sign_in::whatever_does_not_fit_gets_the_same_answer_and_no_session", &["people::sign_in"]),
    ("sign_in::an_unused_session_ends_after_twelve_hours_or_thirty_days", &["people::find"]),
    ("sign_in::every_sign_in_has_a_token_of_its_own_and_only_its_hash_is_kept", &["people::sign_out"]),
    ("sign_in::right_passwords_use_nothing_up_and_what_is_over_is_put_away", &["people::sweep"]),
    ("http::reset::g05_one_address_cannot_have_the_desk_write_mails_without_end", &["people::admit"]),
    ("reset::nobody_s_mail_is_flooded_and_nobody_is_mailed_who_may_not_sign_in", &["people::ask", "people::hand_out"]),
    ("reset::g06_a_link_works_once_and_in_any_browser", &["people::check_link", "people::reset"]),
    ("owner::the_first_admin_comes_in_by_the_printed_link", &["people::add"]),
    ("owner::promoting_and_disabling_act_at_once", &["people::disable", "people::promote"]),
    (
        "register::c09_whoever_registers_is_nobody_until_confirmed_and_let_in",
        &["people::register", "people::registered", "people::confirm"],
    ),
    (
        "people::only_those_whose_role_says_so_look_after_accounts",
        &[
            "people::people",
            "people::profile",
            "people::set_active",
            "people::send_reset",
            "people::end_sessions",
            "people::correct",
        ],
    ),
    ("people::c09_letting_somebody_in_gives_a_company_and_tells_them", &["people::join"]),
    ("people::whoever_holds_a_seat_stays_in_the_company", &["people::leave"]),
    (
        "companies::companies_are_an_admin_s_affair",
        &[
            "companies::companies",
            "companies::profile",
            "companies::create",
            "companies::change",
            "companies::pick",
            "companies::mark_client",
        ],
    ),
    ("invite::only_admins_add_those_who_work_here", &["people::invite", "people::set_desk_role"]),
    ("invite::an_admin_gives_another_address_and_the_old_one_is_notified", &["people::set_email"]),
    ("passkeys::a_passkey_signs_in_and_stands_for_both_steps", &["people::begin_registration"]),
    (
        "passkeys::g06_a_challenge_counts_once_for_whom_and_what_it_was_made_and_not_for_long",
        &["people::add_passkey", "people::begin_authentication", "people::sign_in_with_passkey"],
    ),
    (
        "passkeys::a_removed_key_and_a_disabled_person_stay_out",
        &["people::rename_passkey", "people::remove_passkey", "people::drop_passkeys"],
    ),
    (
        "picture::a_picture_is_made_anew_and_shown_beside_the_name",
        &["people::set_picture", "people::remove_picture", "people::fetch_picture"],
    ),
    ("own_account::details_and_zone_are_kept_and_checked", &["people::account", "people::set_details"]),
    ("own_account::g08_the_old_password_cannot_be_guessed_here_either", &["people::change_password"]),
    ("own_account::sessions_are_listed_and_ended_one_by_one_and_all", &["people::end_own"]),
    (
        "own_account::g09_an_address_changes_when_both_have_confirmed",
        &["people::change_email", "people::email_wanted", "people::confirm_email"],
    ),
    (
        "second::it_asks_for_nothing_before_a_first_code_has_come",
        &["people::uri", "people::begin", "people::confirm_code"],
    ),
    ("second::half_a_sign_in_is_no_session_and_a_code_counts_once", &["people::enter"]),
    ("second::recovery_codes_let_in_once_each", &["people::renew_codes"]),
    ("second::switching_it_off_takes_the_password", &["people::switch_off"]),
    ("second::a_mailed_link_does_not_go_around_it_and_the_desk_helps", &["people::drop_second"]),
    (
        "setup::there_is_one_first_administrator_whoever_runs",
        &["people::is_needed", "people::new_code", "people::create_first_admin"],
    ),
    ("files::files_that_hold_text_are_found_once_they_are_read", &["files::read_waiting"]),
    ("files::whoever_keeps_reading_reads_what_has_come", &["files::keep_reading"]),
    ("files::content_that_nothing_names_is_swept_out_once_it_is_old", &["files::sweep"]),
    ("drafts::what_nobody_comes_back_to_is_swept_out", &["drafts::sweep"]),
    ("open::a_key_makes_one_ticket_of_many_requests", &["events::sweep"]),
    ("live::nodes_that_start_together_have_the_same_key", &["live::cursor"]),
    ("live::what_another_process_writes_is_sent_here", &["live::start"]),
    ("live::k03_g02_a_stream_ends_with_its_session", &["live::listen"]),
    (
        "http::mail::one_click_in_a_mail_program_stops_such_mails_and_nothing_else",
        &["mail::may_unsubscribe", "mail::unsubscribe"],
    ),
    ("http::mail::m09_a_crash_loses_nothing_and_repeats_at_most_the_same_mail", &["mail::enqueue"]),
    ("http::mail::m09_two_workers_send_each_mail_once", &["mail::claim"]),
    ("http::mail::m09_what_a_server_refuses_for_now_is_sent_later", &["mail::finish"]),
    ("mail::a10_rights_are_looked_at_again_when_a_mail_is_queued_and_when_it_is_sent", &["mail::flush_notifications"]),
    ("mail::a_daily_mail_holds_what_is_unread_and_is_never_empty", &["activities::digest"]),
    ("mail::when_the_next_mail_is_due_is_known_ahead", &["mail::next_due"]),
    ("mail::m09_what_was_taken_and_not_tried_is_sent_by_the_next", &["mail::release"]),
    ("mail::that_a_mail_was_sent_is_known_for_a_month_and_that_it_was_not_for_three", &["mail::sweep"]),
    ("search::the_index_kept_is_the_index_made_anew", &["search::renew"]),
    ("close::b21_the_days_are_a_setting_and_a_follow_up_names_what_its_reader_sees", &["tickets::referred_ticket"]),
    ("policy::refused::a_denied_access_stands_in_the_audit", &["scope::audit_denied"]),
    (
        "explain::ten_thousand_tickets_are_listed_by_index_and_counted_to_the_limit",
        &["tickets::quick_statement", "tickets::neighbours::statements", "tickets::list::statements"],
    ),
    ("export::what_is_taken_away_meanwhile_is_not_written", &["tickets::TicketExport::next"]),
    ("list::a_ranking_ends_without_losing_or_doubling_a_ticket", &["tickets::ranked"]),
    ("seen::a_long_ticket_opens_where_it_was_left", &["tickets::show_window"]),
    (
        "assets::everybody_may_do_what_the_table_says_and_no_more",
        &[
            "assets::show",
            "assets::list",
            "assets::export",
            "assets::choose",
            "assets::filled",
            "assets::create",
            "assets::edit",
            "assets::seat",
            "assets::share",
            "assets::link",
            "assets::unlink",
            "assets::save_column_settings",
        ],
    ),
    ("assets::columns_are_kept_and_exported", &["assets::column_settings", "assets::AssetExport::next"]),
    ("assets::lists_are_filtered_sorted_searched_and_paged", &["assets::filters"]),
    ("assets::licences_with_free_seats_are_offered_to_those_who_see_them", &["assets::suggest_licences"]),
    ("assets::a_hundred_thousand_assets_are_listed_by_index", &["assets::statements"]),
    ("assets::c17_without_a_category_an_administrator_adds_the_first_one", &["assets::add_category", "assets::blank"]),
    ("assets::an_asset_is_created_once_and_its_changes_are_recorded", &["assets::note_denied"]),
    (
        "plans::everybody_may_do_what_the_table_says",
        &[
            "plans::show",
            "plans::list",
            "plans::form",
            "plans::file",
            "plans::forward",
            "plans::request",
            "plans::withdraw",
            "plans::approve",
            "plans::decline",
            "plans::change",
            "plans::set_helpers",
            "plans::setup",
            "plans::set_level",
            "plans::drop_level",
            "plans::set_product",
            "plans::route",
            "plans::set_reach",
            "plans::set_words",
        ],
    ),
    ("plans::a_choice_that_is_not_made_in_time_lets_the_newest_contact_wait_and_drops_nobody", &["plans::remind"]),
    ("plans::when_the_next_reminder_is_due_is_known_ahead", &["plans::next_due"]),
    ("import::runs::a_file_that_does_not_fit_is_refused", &["import::import_tickets"]),
];

#[test]
fn every_operation_has_a_row_or_a_test() {
    let of_table = rows().into_iter().map(|(row, _)| row.split(' ').next().unwrap().to_owned());
    let named = ELSEWHERE.iter().flat_map(|(_, operations)| *operations).map(|name| (*name).to_owned());
    let listed: BTreeSet<String> = of_table.chain(named).collect();
    assert_eq!(operations(), listed, "left: what the source offers, right: what is tested");
}

/// The file of a test and its name, of its path.
fn place_of(test: &str) -> (PathBuf, &str) {
    let (modules, name) = test.rsplit_once("::").unwrap();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let (program, modules) = match modules.split_once("::") {
        Some(("http", modules)) => (Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/http"), modules),
        Some(("import", modules)) => (tests.join("import"), modules),
        _ => (tests.join("desk"), modules),
    };
    (program.join(modules.replace("::", "/")).with_extension("rs"), name)
}

#[test]
fn the_tests_that_are_named_are_there_and_know_the_operation() {
    for (test, operations) in ELSEWHERE {
        let (file, name) = place_of(test);
        let source = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{test}: {error}"));
        let place = source.find(&format!("fn {name}(")).unwrap_or_else(|| panic!("there is no test {test}"));
        let attributes = source[..place].rsplit("\n\n").next().unwrap();
        let is_test = ["#[test]", "#[tokio::test"].iter().any(|attribute| attributes.contains(attribute));
        assert!(is_test, "{test} is no test");
        // Over HTTP they are called by their addresses.
        for operation in operations.iter().filter(|_| !test.starts_with("http::")) {
            let called = operation.rsplit("::").next().unwrap();
            assert!(mentions(&source, called), "{test} does not call {operation}");
        }
    }
}
