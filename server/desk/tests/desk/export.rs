//! Export: a view as a file holds what its pages hold put together.

use super::helpers::{desk_at, exported, person, raise, refusal, set_status};
use super::support::{NOW, demo, demo_with};
use desk::Desk;
use desk::people::Person;
use desk::tickets::list::export::{ExportedTicket, export};
use desk::tickets::list::list;
use domain::listing::Column;
use domain::tickets::Row;
use domain::time::HOUR;
use domain::{Reason, Refusal};

/// Enough for several chunks.
const GENERATED: u32 = 1_200;

const PEOPLE: [&str; 6] = ["alice", "ewa", "dmitri", "jonas", "grace", "admin"];

const QUERIES: [&str; 26] = [
    "",
    "closed=1",
    "scope=mine&closed=1",
    "queue=print",
    "queue=print&queue=software&closed=1",
    "queue=workshop",
    "type=incident&status=solved",
    "status=solved&status=closed&sort=-created",
    "assignee=none",
    "assignee=me&closed=1&sort=age",
    "assignee=grace&closed=1&sort=-reporter",
    "company=harbourline&closed=1",
    "company=quayside&sort=-queue",
    "period=30d&closed=1",
    "from=2026-01-01&to=2026-04-30&on=created&closed=1&sort=created",
    "q=printer&closed=1",
    "q=label&in=subject&closed=1&sort=-number",
    "q=nothing+is+called+so",
    "closed=1&sort=subject",
    "closed=1&sort=-priority",
    "closed=1&sort=status&queue=print",
    "closed=1&sort=company",
    "closed=1&sort=-assignee&type=question",
    "closed=1&sort=channel&cols=subject,age,channel",
    "closed=1&sort=attr.product&cols=attr.serial,attr.product,number",
    "closed=1&sort=-attr.needed_by&cols=number,attr.area,attr.needed_by",
];

/// The list's row as the file has it, but for the age, which both tell in the same way.
fn line(row: Row) -> ExportedTicket {
    ExportedTicket {
        number: row.number,
        subject: row.subject,
        status: row.status.label,
        priority: row.priority.label,
        queue: row.queue,
        kind: row.kind,
        company: row.company,
        reporter: row.reporter,
        assignee: row.assignee.unwrap_or_default(),
        channel: row.channel,
        age: row.created.age,
        created: sortable(&row.created.exact),
        changed: sortable(&row.changed.exact),
        values: row.values,
    }
}

/// `1 Jul 2026, 13:00` as `2026-07-01 13:00`.
fn sortable(exact: &str) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let [day, month, year, time] = exact.split(' ').collect::<Vec<_>>()[..] else { panic!("{exact}") };
    let month = MONTHS.find(month).unwrap() / 3 + 1;
    format!("{}-{month:02}-{day:0>2} {time}", year.trim_end_matches(','))
}

/// All pages of the list, or the names of what it refused.
async fn pages(desk: &Desk, person: &Person, query: &str) -> Result<Vec<ExportedTicket>, Vec<String>> {
    let mut lines = Vec::new();
    for page in 1.. {
        let answer = list(desk, person, &format!("{query}&size=200&page={page}")).await.unwrap();
        if !answer.refused.is_empty() {
            return Err(answer.refused);
        }
        if answer.rows.is_empty() {
            break;
        }
        lines.extend(answer.rows.into_iter().map(line));
    }
    Ok(lines)
}

#[tokio::test]
async fn an_export_is_the_pages_of_its_list_put_together() {
    for test in demo_with(GENERATED).await {
        let (desk, mut longest) = (&test.desk, 0);
        for handle in PEOPLE {
            let person = person(desk, handle).await;
            for query in QUERIES {
                let what = format!("{:?}: {handle} asks {query}", desk.db().backend());
                match pages(desk, &person, query).await {
                    Ok(lines) => {
                        longest = longest.max(lines.len());
                        let begun = export(desk, &person, query, false).await.unwrap();
                        assert_eq!(begun.count(), lines.len(), "{what}");
                        assert_eq!(exported(desk, &person, query).await, lines, "{what}");
                    }
                    Err(refused) => {
                        let Refusal::Invalid(faults) = refusal(export(desk, &person, query, false).await) else {
                            panic!("{what}")
                        };
                        let names: Vec<_> = faults.into_iter().map(|fault| fault.field).collect();
                        assert_eq!(names, refused, "{what}");
                    }
                }
            }
        }
        assert!(longest > 1_100, "{longest}: somebody exports several chunks");
    }
}

#[tokio::test]
async fn an_export_has_the_columns_of_its_view_or_all_and_no_pages() {
    for test in demo().await {
        let (desk, mut alice) = (&test.desk, person(&test.desk, "alice").await);
        alice.columns = vec![Column::Subject, Column::Age];
        let columns = async |query: &str, all| export(desk, &alice, query, all).await.unwrap().columns;
        assert_eq!(columns("", false).await, [Column::Subject, Column::Age], "the person's own");
        assert_eq!(columns("cols=number", false).await, [Column::Number], "those of the address");
        let every = columns("cols=number", true).await;
        assert_eq!(every[..13], Column::ALL);
        let attributes: Vec<_> = every[13..].iter().map(Column::as_str).collect();
        let expected = ["impact", "product", "serial", "request_kind", "needed_by", "planned_on"];
        assert_eq!(attributes, expected.map(|name| format!("attr.{name}")), "and the attributes that she may read");
        let everything = exported(desk, &alice, "closed=1").await;
        assert!(everything.len() > 10);
        for query in ["closed=1&page=2&size=25", "closed=1&page=900", "closed=1&page=0&size=7"] {
            assert_eq!(exported(desk, &alice, query).await, everything, "{query}");
        }
        assert_eq!(export(desk, &alice, "", false).await.unwrap().day, "2026-06-01");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_named_and_nothing_is_exported() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let query = "sort=shoe&closed=yes&queue=workshop&queue=nowhere&size=7&from=2026-02-30&cols=subject,secret";
        let Refusal::Invalid(faults) = refusal(export(desk, &alice, query, true).await) else { panic!("refused") };
        let mut names: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["closed", "cols", "from", "queue", "sort"]);
        assert!(faults.iter().all(|fault| fault.reason == Reason::BadValue));
    }
}

/// Tickets that change and tickets that come while a file is written neither stand twice nor push others out.
#[tokio::test]
async fn an_export_holds_the_tickets_of_one_moment() {
    for test in demo_with(GENERATED).await {
        let later = desk_at(&test, NOW + HOUR).await;
        let (grace, alice) = (person(&later, "grace").await, person(&later, "alice").await);
        let before: Vec<_> = exported(&later, &grace, "closed=1").await.into_iter().map(|line| line.number).collect();
        let mut export = export(&later, &grace, "closed=1", false).await.unwrap();
        let mut numbers: Vec<_> = read(&mut export, &later, &grace).await;
        // One that was written comes to the front, one that is still to be written too.
        set_status(&later, &grace, &numbers[3], "waiting-supplier").await;
        set_status(&later, &grace, before.last().unwrap(), "waiting-supplier").await;
        raise(&later, &alice).await;
        while numbers.len() < export.count() {
            numbers.extend(read(&mut export, &later, &grace).await);
        }
        assert_eq!(numbers, before);
        assert!(export.next(&later, &grace).await.unwrap().is_none());
    }
}

async fn read(export: &mut desk::tickets::list::export::TicketExport, desk: &Desk, person: &Person) -> Vec<String> {
    let lines = export.next(desk, person).await.unwrap().unwrap();
    lines.into_iter().map(|line| line.number).collect()
}

#[tokio::test]
async fn what_is_taken_away_meanwhile_is_not_written() {
    for test in demo_with(GENERATED).await {
        let (desk, jonas) = (&test.desk, person(&test.desk, "jonas").await);
        let mut export = export(desk, &jonas, "closed=1", false).await.unwrap();
        assert_eq!(read(&mut export, desk, &jonas).await.len(), 500);
        let nothing = Person { grants: Vec::new(), ..jonas };
        while let Some(lines) = export.next(desk, &nothing).await.unwrap() {
            assert_eq!(lines, []);
        }
    }
}

/// More than can be sorted by a name: in the file as on the screen they stand in the usual order.
#[tokio::test]
async fn too_many_to_sort_are_exported_in_the_usual_order() {
    for test in demo_with(10_000).await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let numbers = async |query: &str| {
            let lines = exported(desk, &grace, query).await;
            lines.into_iter().map(|line| line.number).collect::<Vec<_>>()
        };
        let usual = numbers("closed=1").await;
        assert!(usual.len() > 10_000 && list(desk, &grace, "closed=1&sort=company").await.unwrap().unsorted);
        assert_eq!(numbers("closed=1&sort=company").await, usual);
        let mut rising: Vec<_> = usual.clone();
        rising.sort_by_key(|number| number.trim_start_matches("PT-").parse::<u64>().unwrap());
        assert_eq!(numbers("closed=1&sort=number").await, rising);
        assert_ne!(numbers("sort=company").await, numbers("").await, "those few are sorted by it");
        let begun = std::time::Instant::now();
        numbers("closed=1").await;
        println!("{:?}: {} tickets in {:?}", desk.db().backend(), usual.len(), begun.elapsed());
    }
}
