//! Accounts that somebody else opens, and those that nobody mails to.

use super::helpers::{account, credentials, number_in, person, refusal, sql};
use super::reset::mailed;
use super::support::demo;
use desk::people::access::send_reset;
use desk::people::account::{account as own, change_email, confirm_email};
use desk::people::invite::{Invitation, invite};
use desk::people::manage::{set_desk_role, set_email};
use desk::people::{Browser, find, register, reset, sign_in};
use domain::people::Kind;
use domain::people::account::{Details, Registration};
use domain::{Because, Reason, Refusal};

const NEW: &str = "harbour cranes at dawn";

pub fn wiktor() -> Invitation {
    let details = Details { first_name: "Wiktor".into(), last_name: "Nowy".into(), ..Details::default() };
    Invitation {
        email: "wiktor@harbourline.example".into(),
        details,
        company: "harbourline".into(),
        role: "employee".into(),
        ..Invitation::default()
    }
}

fn browser() -> Browser {
    Browser { address: [198, 51, 100, 7].into(), device: "Test".into() }
}

#[tokio::test]
async fn whoever_is_added_chooses_a_password_and_is_in() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let added = invite(desk, &grace, &wiktor()).await.unwrap();
        assert_eq!((added.slug.as_str(), &added.link), ("wiktor-nowy", &None));
        assert_eq!(invite(desk, &grace, &wiktor()).await.unwrap(), added, "sent twice");
        let [link] = &mailed(desk, "invited").await[..] else { panic!("one mail") };
        let refused = sign_in(desk, &credentials("wiktor@harbourline.example", "", false)).await;
        assert!(matches!(refusal(refused), Refusal::Invalid(_)), "no password is not an empty one");
        let token = reset::reset(desk, link, NEW, &browser()).await.unwrap();
        let wiktor = find(desk, &token.text).await.unwrap().unwrap();
        assert_eq!((wiktor.kind, wiktor.companies[0].slug.as_str()), (Kind::Customer, "harbourline"));
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM events WHERE kind = 'person_added'").await, 1);
        let again = refusal(invite(desk, &grace, &self::wiktor()).await);
        assert_eq!(again.about("email"), Some(&Reason::HasAccount), "he has used it");
    }
}

#[tokio::test]
async fn only_admins_add_those_who_work_here() {
    for test in demo().await {
        let desk = &test.desk;
        let agent = Invitation { role: "agent".into(), email: "new@portico.example".into(), ..wiktor() };
        for (who, wanted) in [
            ("alice", Refusal::NotFound),
            ("olga", Refusal::NotFound),
            ("jonas", Refusal::NotFound),
            ("iris", Refusal::Forbidden(Because::ReadOnly)),
            ("grace", Refusal::Forbidden(Because::AdminsOnly)),
        ] {
            assert_eq!(refusal(invite(desk, &person(desk, who).await, &agent).await), wanted, "{who}");
        }
        let admin = person(desk, "admin").await;
        let slug = invite(desk, &admin, &agent).await.unwrap().slug;
        let link = mailed(desk, "invited").await.pop().unwrap();
        let token = reset::reset(desk, &link, NEW, &browser()).await.unwrap();
        assert_eq!(find(desk, &token.text).await.unwrap().unwrap().kind, Kind::Agent);
        // And makes a customer of them again, which ends what was open.
        set_desk_role(desk, &admin, &slug, "").await.unwrap();
        assert!(find(desk, &token.text).await.unwrap().is_none());
        for (role, whom, wanted) in [
            ("admin", "admin", Refusal::Forbidden(Because::NotYourself)),
            ("agent", "alice", Refusal::Forbidden(Because::HoldsSeat)),
            ("employee", "chloe", Refusal::field("desk_role", Reason::NotOffered)),
        ] {
            assert_eq!(refusal(set_desk_role(desk, &admin, whom, role).await), wanted, "{whom}");
        }
        let grace = person(desk, "grace").await;
        let refused = refusal(set_desk_role(desk, &grace, "chloe", "agent").await);
        assert_eq!(refused, Refusal::Forbidden(Because::AdminsOnly));
    }
}

#[tokio::test]
async fn every_fault_of_an_invitation_is_named() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let odd =
            Invitation { email: "x".into(), username: "a b".into(), role: "pope".into(), ..Invitation::default() };
        let refused = refusal(invite(desk, &grace, &odd).await);
        for field in ["email", "username", "role", "company", "first_name"] {
            assert!(refused.about(field).is_some(), "{field}");
        }
        let taken = Invitation { username: "dmitri".into(), ..wiktor() };
        assert_eq!(refusal(invite(desk, &grace, &taken).await).about("username"), Some(&Reason::Taken));
        let known = Invitation { email: "Alice@Harbourline.example".into(), ..wiktor() };
        assert_eq!(refusal(invite(desk, &grace, &known).await).about("email"), Some(&Reason::HasAccount));
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails").await, 0);
    }
}

#[tokio::test]
async fn whoever_has_only_a_username_gets_links_by_hand_and_no_mail() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let nameless = Invitation { email: String::new(), username: "Wiktor.N".into(), ..wiktor() };
        let added = invite(desk, &grace, &nameless).await.unwrap();
        assert_eq!(account(desk, &added.slug).await.email, "wiktor.n@harbourline.portico.example");
        let link = added.link.unwrap();
        let token = reset::reset(desk, link.strip_prefix("/reset/").unwrap(), NEW, &browser()).await.unwrap();
        let wiktor = find(desk, &token.text).await.unwrap().unwrap();
        assert_eq!(wiktor.login, "wiktor.n");
        sign_in(desk, &credentials("wiktor.n", NEW, false)).await.unwrap();
        // Forgotten: nothing can be mailed, and the desk hands another link over.
        reset::ask(desk, "wiktor.n").await.unwrap();
        let link = send_reset(desk, &grace, &added.slug).await.unwrap().unwrap();
        reset::check_link(desk, link.strip_prefix("/reset/").unwrap()).await.unwrap();
        assert_eq!(send_reset(desk, &grace, "bruno").await.unwrap(), None);
        let to = number_in(desk, "SELECT COUNT(*) FROM mails WHERE address LIKE '%.portico.example'").await;
        assert_eq!(to, 0, "nobody reads mail there");
        // An address where mail is read takes its own confirmation alone.
        assert!(own(desk, &wiktor).await.unwrap().synthetic);
        for wrong in ["x@harbourline.portico.example", "dmitri@quayside.portico.example"] {
            let refused = refusal(change_email(desk, &wiktor, wrong, NEW, &browser()).await);
            assert!(refused.about("email").is_some(), "{wrong}");
        }
        change_email(desk, &wiktor, "wiktor@harbourline.example", NEW, &browser()).await.unwrap();
        let [link] = &mailed(desk, "email_change").await[..] else { panic!("one mail") };
        assert!(confirm_email(desk, link).await.unwrap());
        assert_eq!(account(desk, &added.slug).await.email, "wiktor@harbourline.example");
    }
}

#[tokio::test]
async fn nobody_registers_with_an_address_that_stands_for_a_username() {
    for test in demo().await {
        let asked = Registration {
            email: "dmitri2@quayside.portico.example".into(),
            first_name: "D".into(),
            last_name: "K".into(),
            company: "Quayside".into(),
            password: NEW.into(),
            ..Registration::default()
        };
        let refused = refusal(register::register(&test.desk, &asked, [192, 0, 2, 1].into()).await);
        assert_eq!(refused.about("email"), Some(&Reason::NotAnEmail));
    }
}

#[tokio::test]
async fn an_admin_gives_another_address_and_the_old_one_is_notified() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        reset::ask(desk, "alice@harbourline.example").await.unwrap();
        let old = mailed(desk, "reset").await.pop().unwrap();
        let wrong = refusal(set_email(desk, &admin, "alice", "bruno@harbourline.example").await);
        assert_eq!(wrong.about("email"), Some(&Reason::HasAccount));
        let grace = person(desk, "grace").await;
        let refused = refusal(set_email(desk, &grace, "alice", "a.new@harbourline.example").await);
        assert_eq!(refused, Refusal::Forbidden(Because::AdminsOnly));
        for _ in 0..2 {
            set_email(desk, &admin, "alice", "A.New@harbourline.example").await.unwrap();
        }
        assert_eq!(account(desk, "alice").await.email, "a.new@harbourline.example");
        assert_eq!(refusal(reset::check_link(desk, &old).await), Refusal::NotFound, "mailed to the old one");
        let query = "SELECT COUNT(*) FROM mails WHERE kind = 'email_changed' AND address = 'alice@harbourline.example'";
        assert_eq!(number_in(desk, query).await, 1);
    }
}

#[tokio::test]
async fn a_seat_waits_for_whom_the_username_stands_whatever_their_address() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "UPDATE users SET email = 'petra@mail.example' WHERE slug = 'petra'").await;
        for (address, seated) in
            [("petra@harbourline.portico.example", false), ("petra@quayside.portico.example", true)]
        {
            let unlinked = format!(
                "UPDATE seats SET user_id = NULL, email = '{address}' WHERE slug IN \
                 (SELECT s.slug FROM seats s WHERE s.email LIKE 'petra@%.portico.example')"
            );
            sql(desk, &unlinked).await;
            let petra = person(desk, "petra").await;
            assert_eq!(petra.companies[0].plans.iter().any(|plan| plan.seated), seated, "{address}");
        }
    }
}
