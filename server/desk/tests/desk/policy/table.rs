//! The policy table: operations, cases, and who may do what.

/// Who asks, and for which ticket. Where nothing else is said it is an incident of alice's in the print queue.
///
/// bruno has her company and a seat, chloe has no seat (and may only read changes), olga is the company's senior manager;
/// dmitri is of another company; ewa and farid are of one that shares nothing: her own ticket, and hers for him; then
/// alice's in a queue and of a type that her role does not name; iris only reads; jonas works the print queues and reads
/// the others.
pub const CASES: &str = "alice bruno chloe chloe/change olga dmitri ewa/hers farid/ewas alice/workshop alice/internal \
    iris jonas jonas/software grace admin";

/// What comes out, in the order of CASES. `nil`: allowed, and nothing to do. `ro`: the role only reads; `agen`: only agents
/// do this; `rep`: only whoever raised it; `own`: only whoever made it; `seat`: no seat; `desk`: agents raise no tickets; `422`: not offered. In the list, and in what
/// a filter offers, `404` means: not in it.
const POLICY: &str = "
                           alic brun chlo c/ch olga dmit ewa  fari a/wo a/in iris jona j/so grac admi
tickets::list              yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::offered           yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::quick             yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::similar           yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::export            yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::neighbours        yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::show              yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::mark_seen         yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
files::fetch message       yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
files::fetch note          404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
files::fetch_small message yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
files::fetch_small note    404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
tickets::subscribe on      yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
tickets::subscribe off     yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
conversation::mentionable  yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
conversation::planned      yes  yes  seat seat seat yes yes  seat yes  yes  desk desk desk desk desk
conversation::reply        yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
conversation::reply file   yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
conversation::reply note   agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
conversation::reply set    agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
conversation::retract      yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
conversation::retract other 404  404  404  ro   404  404  404  404  404  404  ro   404  ro   404  404
tickets::follow            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
tickets::follow agent      422  422  422  ro   422  404  422  404  404  404  ro   yes  ro   yes  yes
drafts::save               yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::open_drafts        yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::save new           yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::read               yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::discard            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::has_room           yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::receive            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
drafts::preview            yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::preview other      404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
drafts::remove             yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
drafts::remove other       404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
tickets::change status     agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change priority   agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change assignee   agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change queue      agen agen agen ro   agen 404  agen 404  404  404  ro   yes  ro   yes  yes
tickets::change software   agen agen agen ro   agen 404  agen 404  404  404  ro   422  ro   yes  yes
tickets::change workshop   agen agen agen ro   agen 404  agen 404  404  404  ro   422  ro   yes  yes
tickets::change nothing    agen agen agen ro   agen 404  agen 404  404  404  ro   nil  ro   nil  nil
tickets::close             yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
tickets::reopen            yes  yes  yes  ro   yes  404  yes  404  404  404  ro   yes  ro   yes  yes
tickets::rate              yes  rep  rep  rep  rep  404  yes  404  404  404  rep  rep  rep  rep  rep
tickets::new_ticket_form   yes  yes  seat seat seat yes  yes  seat yes  yes  desk desk desk desk desk
tickets::audience          yes  yes  seat seat seat yes  yes  seat yes  yes  desk desk desk desk desk
tickets::audience elsewhere 422 422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::audience premier  404  404  seat seat seat 404  404  seat 404  404  desk desk desk desk desk
tickets::audience internal 404  404  seat seat seat 404  404  seat 404  404  desk desk desk desk desk
tickets::open              yes  yes  seat seat seat yes  yes  seat yes  yes  desk desk desk desk desk
tickets::new_ticket_form on yes  yes  seat seat seat yes  yes  seat yes  yes  ro   yes  yes  yes  yes
tickets::open alice        yes  yes  seat seat seat yes  yes  seat yes  yes  ro   yes  yes  yes  yes
tickets::callers           404  404  404  404  404  404  404  404  404  404  ro   yes  yes  yes  yes
tickets::open elsewhere    422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::open premier      422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::open workshop     422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::open internal     422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
tickets::refuse            422  422  seat seat seat 422  422  seat 422  422  desk desk desk desk desk
views::of                  yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::find                yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::find everyone       404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
views::find team           404  404  404  404  404  404  404  404  404  404  404  404  404  yes  404
views::save                yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
views::save everyone       422  422  422  422  422  422  422  422  422  422  422  yes  yes  yes  yes
views::change              yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::change everyone     404  404  404  404  404  404  404  404  404  404  own  own  own  yes  yes
views::remove              yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::remove everyone     404  404  404  404  404  404  404  404  404  404  own  own  own  yes  yes
views::step                yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
views::step everyone       404  404  404  404  404  404  404  404  404  404  own  own  own  yes  yes
views::set_default         yes  404  404  404  404  404  404  404  yes  yes  404  404  404  404  404
activities::list           yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
menu::counts               yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::recent         yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::remove         yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::restore        yes  yes  yes  yes  yes  404  yes  404  404  404  yes  yes  yes  yes  yes
activities::see_all        yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
support::show              yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
support::check             yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
support::check other       404  404  404  404  404  404  404  404  404  404  yes  yes  yes  yes  yes
mail::preferences          yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
mail::save_preferences     yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
mail::outbox               404  404  404  404  404  404  404  404  404  404  404  404  404  404  yes
mail::retry                404  404  404  404  404  404  404  404  404  404  404  404  404  404  yes
mail::discard              404  404  404  404  404  404  404  404  404  404  404  404  404  404  yes
people::save_columns       yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
";

/// How many cells the table has, so that none goes unnoticed.
#[test]
fn the_table_has_all_its_cells() {
    assert_eq!(rows().iter().map(|(_, cells)| cells.len()).sum::<usize>(), 87 * 15);
}

/// Rows that leave no trace even when they are allowed.
pub const READS: [&str; 27] = [
    "tickets::callers",
    "support::show",
    "support::check",
    "tickets::list",
    "tickets::neighbours",
    "tickets::offered",
    "tickets::quick",
    "tickets::show",
    "tickets::similar",
    "tickets::export",
    "tickets::new_ticket_form",
    "tickets::audience",
    "tickets::refuse",
    "files::fetch",
    "conversation::mentionable",
    "conversation::planned",
    "views::of",
    "views::find",
    "drafts::read",
    "drafts::open_drafts",
    "drafts::preview",
    "drafts::has_room",
    "activities::list",
    "activities::recent",
    "menu::counts",
    "mail::preferences",
    "mail::outbox",
];

/// Rows of the table: the operation, and what comes out for each case.
pub fn rows() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let lines = POLICY.lines().skip(2).map(|line| {
        let (row, cells) = line.split_at(27);
        let cells: Vec<_> = CASES.split(' ').zip(cells.split_whitespace()).collect();
        assert_eq!((cells.len(), CASES.split(' ').count()), (15, 15), "{line}");
        (row.trim(), cells)
    });
    lines.collect()
}
