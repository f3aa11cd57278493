//! What a run adds, and what it leaves alone.

use super::support::desks;
use super::*;
use desk::Error;
use desk::import::{Mapping, import_tickets};
use std::collections::HashMap;

#[tokio::test]
async fn a_second_run_adds_nothing() {
    for test in desks().await {
        incidents(&test.desk, INCIDENTS, STRICT).await;
        run(&test.desk, TALKS, Format::Tsv, TALK_MAP, STRICT).await;
        run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await;
        let (before, version) = (census(&test).await, test.desk.catalogue().version);
        assert_eq!(counts(&incidents(&test.desk, INCIDENTS, STRICT).await), (0, 4, 0));
        assert_eq!(counts(&run(&test.desk, TALKS, Format::Tsv, TALK_MAP, STRICT).await), (0, 3, 0));
        assert_eq!(counts(&run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await), (0, 8, 0));
        assert_eq!(census(&test).await, before);
        assert_eq!(test.desk.catalogue().version, version);
    }
}

#[tokio::test]
async fn a_mended_file_adds_what_was_missing() {
    for test in desks().await {
        let report = incidents(
            &test.desk,
            &spoiled(INCIDENTS, 8, "12-04-2022 13:40", "31-02-2022 13:40"),
            ImportOptions::default(),
        )
        .await;
        let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
        let expected = [
            "11 rows: 3 tickets added, 0 unchanged, 1 left out",
            "row 7: left out with the rest of ticket INC9000002: row 8 can't be used",
            "row 8, column sys_updated_at: “31-02-2022 13:40” is not a date like dd-mm-yyyy hh:mm",
        ];
        assert_eq!(lines, expected);
        assert_eq!(counts(&incidents(&test.desk, INCIDENTS, STRICT).await), (1, 3, 0));
    }
}

#[tokio::test]
async fn a_dry_run_reports_the_same_and_writes_nothing() {
    for test in desks().await {
        let (before, bad) = (census(&test).await, spoiled(INCIDENTS, 8, "4 - Low", "Soonish"));
        let tried = incidents(&test.desk, &bad, DRY).await;
        assert_eq!(census(&test).await, before);
        let done = incidents(&test.desk, &bad, ImportOptions::default()).await;
        assert_eq!((tried.verdict, done.verdict, counts(&done)), (Verdict::Tried, Verdict::Written, (3, 0, 1)));
        assert_eq!(Report { verdict: Verdict::Written, ..tried }, done);
    }
}

#[tokio::test]
async fn strict_is_all_or_nothing() {
    for test in desks().await {
        let before = census(&test).await;
        let report = incidents(&test.desk, &spoiled(INCIDENTS, 8, "4 - Low", "Soonish"), STRICT).await;
        assert_eq!((report.verdict, counts(&report), report.problems.len()), (Verdict::Refused, (3, 0, 1), 2));
        assert_eq!(census(&test).await, before);
        assert_eq!(counts(&incidents(&test.desk, INCIDENTS, STRICT).await), (4, 0, 0), "numbers are free again");
    }
}

#[tokio::test]
async fn a_file_that_does_not_fit_is_refused() {
    for test in desks().await {
        let mapping = Mapping::parse(TALK_MAP).expect("sound");
        let error = import_tickets(&test.desk, INCIDENTS.as_bytes(), Format::Csv, &mapping, DRY)
            .await
            .expect_err("no such columns");
        assert!(matches!(&error, Error::Command(text) if text.starts_with("the file has no column")), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_at_once_make_no_twins() {
    for test in desks().await {
        let (one, other) =
            tokio::join!(incidents(&test.desk, INCIDENTS, STRICT), incidents(&test.desk, INCIDENTS, STRICT));
        assert_eq!((one.tickets_new + other.tickets_new, one.tickets_known + other.tickets_known), (4, 4));
        let rows: HashMap<_, _> = census(&test).await.into_iter().collect();
        assert_eq!((rows["tickets"], rows["companies"], rows["ticket_types"]), (4, 1, 1));
    }
}
