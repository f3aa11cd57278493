//! Who a row is about: tickets are not mixed, companies not opened, and people are found by their addresses.

use super::support::desks;
use super::*;
use desk::companies::company;

const HEAD: &str = "id,company,who,mail,title,text,by,by_mail,at\n";
const MAP: &str = r#"
    source = "s"
    ticket = ["id"]
    statuses = [{ slug = "open", label = "Open", kind = "open" }]
    fields = { company = "{company}", reporter = "{who}", reporter_email = "{mail}", subject = "{title}", type = "request", channel = "email", queue = "Q", status = "open", priority = "normal", created = "{at}" }
    messages = { body = "{text}", author = "{by}", author_email = "{by_mail}", at = "{at}" }
"#;

async fn mails(desk: &Desk, rows: &str) -> Report {
    run(desk, &format!("{HEAD}{rows}"), Format::Csv, MAP, ImportOptions::default()).await
}

fn problems(report: &Report) -> Vec<String> {
    report.problems.iter().map(ToString::to_string).collect()
}

async fn addresses(test: &TestDesk) -> Vec<String> {
    let people = user::Entity::find().order_by_asc(user::Column::Id).all(test.db.read()).await.expect("users");
    people.into_iter().map(|user| format!("{} <{}>", user.name, user.email)).collect()
}

#[tokio::test]
async fn ids_that_lost_their_digits_mix_nobody() {
    for test in desks().await {
        let rows = "1.23457E+17,A,Ann,,Roof,it leaks,,,2024-01-08T09:00:00Z\n1.23457E+17,B,Bob,,Door,it squeaks,,,2024-01-08T09:00:00Z\n\
                    7,C,Cy,,Wall,it stands,,,2024-01-08T09:00:00Z\n";
        let report = mails(&test.desk, rows).await;
        assert_eq!(counts(&report), (1, 0, 1));
        let reason = "“1.23457E+17” is in scientific notation and has lost digits; write the id out in full, as text";
        assert_eq!(
            problems(&report)[..2],
            [format!("row 2, column id: {reason}"), format!("row 3, column id: {reason}")]
        );
        let objects = TICKETS.replace("\"id\": 1,", "\"id\": 1.5e17,");
        let report = run(&test.desk, &objects, Format::Json, TICKET_MAP, ImportOptions::default()).await;
        assert_eq!((counts(&report), problems(&report).len()), ((7, 0, 1), 1));
    }
}

#[tokio::test]
async fn rows_of_one_id_that_contradict_each_other_are_named() {
    for test in desks().await {
        let rows = "1,A,Ann,,Roof,it leaks,,,2024-01-08T09:00:00Z\n1,B,Bob,,Door,it squeaks,,,2024-01-08T09:00:00Z\n\
                    2,A,Ann,,Roof,it leaks,,,2024-01-08T09:00:00Z\n2,a,ANN,,,where?,Bo,,2024-01-08T10:00:00Z\n";
        let report = mails(&test.desk, rows).await;
        assert_eq!(counts(&report), (1, 0, 1));
        let expected = [
            "row 2: left out with the rest of ticket 1: row 3 can't be used",
            "row 3, column company: “B”, but row 2 of the same ticket says “A”",
        ];
        assert_eq!(problems(&report), expected);
        let twice = TICKETS.replace("\"id\": 2,", "\"id\": 1,");
        let report = run(&test.desk, &twice, Format::Json, TICKET_MAP, ImportOptions::default()).await;
        assert_eq!(counts(&report), (6, 0, 1));
        assert!(problems(&report)[1].starts_with("row 2, column "), "{:?}", problems(&report));
        assert!(problems(&report)[1].contains("but row 1 of the same ticket says"), "{:?}", problems(&report));
        let same = format!("{0}\n{0}\n", TICKETS.lines().next().expect("a line"));
        assert_eq!(counts(&run(&test.desk, &same, Format::Json, TICKET_MAP, STRICT).await), (1, 0, 0), "a row twice");
    }
}

#[tokio::test]
async fn long_numbers_keep_their_digits() {
    for test in desks().await {
        let ids = ["12345678901234567891", "12345678901234567892"];
        let text = TICKETS.replace("\"id\": 1,", &format!("\"id\": {},", ids[0]));
        let text = text.replace("\"id\": 2,", &format!("\"id\": {},", ids[1]));
        assert_eq!(counts(&run(&test.desk, &text, Format::Json, TICKET_MAP, STRICT).await), (8, 0, 0));
        for (id, subject) in ids.into_iter().zip(["Scanner stops after one page", "Invoice shows the old address"]) {
            assert_eq!(shown(&test, &format!("OLD-{id}")).await.subject, subject);
        }
    }
}

#[tokio::test]
async fn imported_companies_share_with_nobody() {
    for test in desks().await {
        mails(&test.desk, "1,A,Ann,,Roof,it leaks,,,2024-01-08T09:00:00Z\n").await;
        let companies = company::Entity::find().all(test.db.read()).await.expect("companies");
        let sharing: Vec<_> = companies.iter().map(|company| company.sharing.as_str()).collect();
        assert_eq!(sharing, ["nobody"]);
    }
}

#[tokio::test]
async fn people_are_known_by_their_addresses() {
    for test in desks().await {
        let rows = "1,A,Ann Lee,Ann@A.example,Roof,it leaks,,,2024-01-08T09:00:00Z\n\
                    2,A,Ann Lee,other@a.example,Door,it squeaks,Ann Lee,other@a.example,2024-01-08T09:00:00Z\n\
                    3,B,A. Lee,ann@a.example,Wall,it stands,Bo,bo@desk.example,2024-01-08T09:00:00Z\n\
                    4,B,,cy@b.example,Lamp,it is dark,,,2024-01-08T09:00:00Z\n\
                    5,B,Di,di at b,Lamp,it is dark,,,2024-01-08T09:00:00Z\n";
        let report = mails(&test.desk, rows).await;
        assert_eq!(
            (counts(&report), problems(&report)),
            ((4, 0, 1), vec!["row 6, column mail: “di at b” is not an email address".into()])
        );
        let expected =
            ["Ann Lee <ann@a.example>", "Ann Lee <other@a.example>", "Bo <bo@imported.example>", "cy <cy@b.example>"];
        assert_eq!(addresses(&test).await, expected, "an import lets nobody in at the desk");
        let third = shown(&test, "3").await;
        assert_eq!((third.reporter.full.as_str(), third.company.as_str()), ("Ann Lee", "B"));
        let members: Vec<_> = census(&test).await.into_iter().filter(|(table, _)| *table == "memberships").collect();
        assert_eq!(members, [("memberships", 4)], "Ann Lee is known in both companies");
    }
}

#[tokio::test]
async fn accounts_that_led_nowhere_get_their_addresses() {
    for test in desks().await {
        let row = |mail: &str| format!("1,A,Ann Lee,{mail},Roof,it leaks,,,2024-01-08T09:00:00Z\n");
        mails(&test.desk, &row("")).await;
        assert_eq!(addresses(&test).await, ["Ann Lee <ann-lee@a.imported.example>"]);
        let report = mails(&test.desk, &row("ann@a.example")).await;
        assert_eq!((report.tickets_new, report.tickets_updated), (0, 1));
        assert_eq!(addresses(&test).await, ["Ann Lee <ann@a.example>"]);
        assert_eq!(mails(&test.desk, &row("ann@a.example")).await.tickets_known, 1);
    }
}
