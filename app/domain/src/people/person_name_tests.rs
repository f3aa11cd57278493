use super::*;

fn judge(first_name: &str, last_name: &str, email: &str) -> Verdict {
    SharedNames::standard().judge(Candidate { first_name, last_name, email, company: "Harbourline Ltd" })
}

/// Splits "Anna Hr" as people fill in the form.
fn judge_name(name: &str) -> Verdict {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    judge(first, last, "a.person@harbourline.example")
}

#[test]
fn teams_departments_and_jobs_are_refused() {
    let names = [
        "HR team",
        "Support",
        "Accounts Dept",
        "IT Support",
        "Customer Service",
        "Sales",
        "The Warehouse",
        "Info",
        "Help Desk",
        "Help-Desk",
        "Finance Department",
        "accounts payables",
        "Reception",
        "Night shift",
        "Admin Admin",
        "Harbourline Support",
        "Harbourline team",
        "Support 2",
        "Front Office",
        "Operations Manager",
        "Goods inwards",
        "Test User",
        "No Reply",
        "Dział IT",
        "Obsługa Klienta",
        "Zespół Wsparcie",
        "Dzial kadry",
        "Sekretariat",
        "Biuro Zarząd",
        "KSIĘGOWOŚĆ",
        "Zespół Obsługa",
        "Abteilung Einkauf",
        "Buchhaltung",
        "Geschäftsführung",
        "Geschaeftsfuehrung",
        "Personal Abteilung",
        "Kundendienst Büro",
        "Das Lager",
        "EDV Abteilung",
        "Service Comptabilité",
        "Equipo Soporte",
        "Ufficio Acquisti",
    ];
    for name in names {
        assert!(matches!(judge_name(name), Verdict::Refused(Doubt::RoleName(_))), "{name}: {:?}", judge_name(name));
    }
}

#[test]
fn people_are_people() {
    let names = [
        "Alice Kowalska",
        "Bruno Meyer",
        "Jan van der Berg",
        "Łukasz Żak",
        "Jörg Müller",
        "Ngozi O’Connor",
        "Mary-Jane Watson",
        "Ana de la Cruz",
        "Li Wei",
        "Tomasz Wolny",
        "Marketa Novak",
        "Infante Salazar",
        "Hrothgar Lind",
        "Ito Hiroshi",
        "Adminah Bello",
        "Salesia Moore",
        "Zoë Büroff",
        "María José García",
        "Ömer Işık",
        "Олена Шевченко",
        "王 小明",
    ];
    for name in names {
        assert_eq!(judge_name(name), Verdict::Specific, "{name}");
    }
}

#[test]
fn people_with_such_names_need_an_agents_confirmation() {
    let names = [
        "Anna Hr",
        "Support Mahlangu",
        "Nancy Sales",
        "Jo Office",
        "Piotr Biuro",
        "Werner Lager",
        "Reception Moyo",
        "Tim Board",
        "Karl Personal",
        "Grace Service",
        "Ewa Praca",
        "Claims Ndlovu",
    ];
    for name in names {
        assert_eq!(judge_name(name), Verdict::Confirm(Doubt::RoleName(name.into())), "{name}");
    }
    assert_eq!(judge_name("Suharto"), Verdict::Confirm(Doubt::OneName));
    assert_eq!(judge_name("Harbourline Ltd"), Verdict::Refused(Doubt::RoleName("Harbourline Ltd".into())));
}

#[test]
fn shared_mailboxes_are_refused() {
    let mailboxes = [
        "info",
        "support",
        "sales",
        "hr",
        "admin",
        "noreply",
        "no-reply",
        "No.Reply",
        "office",
        "hr-team",
        "hr.team",
        "hrteam",
        "salesteam",
        "itsupport",
        "accounts.dept",
        "accounts",
        "support2",
        "support-uk",
        "info+alice",
        "customer.service",
        "customerservice",
        "helpdesk",
        "help_desk",
        "harbourline.support",
        "the.office",
        "biuro",
        "dzial.kadry",
        "ksiegowosc",
        "zamowienia",
        "buchhaltung",
        "einkauf",
        "buero",
        "büro",
        "kundendienst",
        "donotreply",
        "SUPPORT",
        "orders",
        "warehouse",
        "postmaster",
        "ventas",
        "comptabilite",
    ];
    for mailbox in mailboxes {
        let address = format!("{mailbox}@harbourline.example");
        let verdict = judge("Alice", "Kowalska", &address);
        assert_eq!(verdict, Verdict::Refused(Doubt::SharedMailbox(mailbox.into())), "{address}");
    }
}

#[test]
fn peoples_mailboxes_are_theirs() {
    let mailboxes = [
        "alice",
        "alice.kowalska",
        "akowalska",
        "a.kowalska",
        "kowalska.a",
        "alice.sales",
        "alice-hr",
        "alice+support",
        "alice2",
        "ak",
        "kowalskaalice",
        "ala",
        "xk17",
    ];
    for mailbox in mailboxes {
        let address = format!("{mailbox}@harbourline.example");
        assert_eq!(judge("Alice", "Kowalska", &address), Verdict::Specific, "{address}");
    }
    let london = judge("Alice", "Kowalska", "london.sales@harbourline.example");
    assert_eq!(london, Verdict::Confirm(Doubt::SharedMailbox("london.sales".into())));
}

#[test]
fn a_mailbox_named_like_its_person_is_confirmed_with_the_name() {
    let confirm = |name: &str| Verdict::Confirm(Doubt::RoleName(name.into()));
    assert_eq!(judge("Anna", "Hr", "anna.hr@harbourline.example"), confirm("Anna Hr"));
    assert_eq!(judge("Anna", "Hr", "hr@harbourline.example"), confirm("Anna Hr"));
    assert_eq!(judge("Support", "Mahlangu", "support.mahlangu@harbourline.example"), confirm("Support Mahlangu"));
    assert_eq!(judge("Support", "Mahlangu", "support@mahlangu.example"), confirm("Support Mahlangu"));
    let info = judge("Support", "Mahlangu", "info@mahlangu.example");
    assert_eq!(info, Verdict::Refused(Doubt::SharedMailbox("info".into())));
}

#[test]
fn the_list_can_be_replaced() {
    let names = SharedNames::parse("# ours\nkitchen\n[group]\nbrigade\n[small] little words\ngrand");
    let judge =
        |first_name, last_name| names.judge(Candidate { first_name, last_name, email: "x@y.example", company: "" });
    assert!(matches!(judge("Grand", "Kitchen"), Verdict::Refused(_)));
    assert!(matches!(judge("Kitchen", "Brigade"), Verdict::Refused(_)));
    assert_eq!(judge("Support", "Team"), Verdict::Specific);
}
