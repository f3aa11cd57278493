//! The real records, where they lie.

use super::support::desks;
use super::*;
use std::time::Instant;

/// `PORTICO_RECORDS` names the folder that holds them.
#[tokio::test]
async fn real_records_come_whole_and_once() {
    let Ok(folder) = std::env::var("PORTICO_RECORDS") else {
        return println!("left out: PORTICO_RECORDS is not set");
    };
    let read =
        |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("PORTICO_RECORDS holds the records");
    let files = [
        (read("incident-event-log.csv"), Format::Csv, INCIDENT_MAP, 890),
        (read("multidogo-software.tsv"), Format::Tsv, TALK_MAP, 1_653),
        (read("multidogo-media.tsv"), Format::Tsv, TALK_MAP, 1_694),
    ];
    for test in desks().await {
        for (text, format, map, tickets) in &files {
            let start = Instant::now();
            let first = run(&test.desk, text, *format, map, ImportOptions::default()).await;
            let (took, start) = (start.elapsed(), Instant::now());
            let before = census(&test).await;
            let second = run(&test.desk, text, *format, map, ImportOptions::default()).await;
            println!("{:?}: {first}; {took:.1?}, again {:.1?}", test.db.backend(), start.elapsed());
            assert_eq!((first.tickets_new, second.tickets_new, second.tickets_known), (*tickets, 0, *tickets));
            assert_eq!(census(&test).await, before);
        }
    }
}
