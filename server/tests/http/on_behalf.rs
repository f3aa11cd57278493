//! Tickets on behalf of others, over HTTP and without a script.

use crate::support::sites;

const FIELDS: [(&str, &str); 5] = [
    ("subject", "It was on the phone"),
    ("type", "question"),
    ("queue", "software"),
    ("description", "She said so."),
    ("company", "harbourline"),
];

fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    FIELDS.iter().chain(more).copied().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_finds_the_caller_and_raises_the_ticket_without_a_script() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        assert!(grace.get("/tickets/new").await.text().contains("Harbourline Logistics"));
        let found = grace.get("/tickets/new?find=chloe").await.text();
        assert!(found.contains("/tickets/new?company=harbourline&amp;for=chloe"), "{found}");
        let form = grace.get("/tickets/new?company=harbourline&for=chloe").await;
        assert!(form.text().contains("isn’t a contact") && form.text().contains("value=\"chloe\""), "{}", form.text());
        let refused = grace.post_form("/tickets/new", &fields(&[("reporter", "chloe")])).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        assert!(text.contains("It was on the phone") && text.contains("This person isn’t a contact"), "{text}");
        let sent = fields(&[("reporter", "chloe"), ("exception", "Alice is away"), ("channel", "other")]);
        let raised = grace.post_form("/tickets/new", &sent).await;
        assert_eq!(raised.status, 303);
        let page = grace.get(raised.location()).await.text();
        assert!(page.contains("Alice is away"));
        let chloe = site.sign_in("chloe").await;
        let page = chloe.get(raised.location()).await;
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("Alice is away"), "for the desk alone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_fields_give_a_customer_nothing() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let sent = fields(&[("reporter", "bruno"), ("channel", "phone"), ("exception", "x")]);
        let raised = alice.post_form("/tickets/new", &sent).await;
        assert_eq!(raised.status, 303);
        let hers = "tickets t JOIN users u ON u.id = t.reporter_id WHERE t.subject = 'It was on the phone' \
            AND u.slug = 'alice' AND t.channel = 'portal'";
        assert_eq!(site.count(hers).await, 1);
        let elsewhere = [("company", "millrace"), ("reporter", "rosa")];
        let fields: Vec<_> = FIELDS[..4].iter().chain(&elsewhere).copied().collect();
        assert_eq!(alice.post_form("/tickets/new", &fields).await.status, 422);
        for page in ["/tickets/new?company=harbourline&for=bruno", "/tickets/new?find=dmitri"] {
            let text = alice.get(page).await.text();
            assert!(text.contains("name=\"subject\"") && !text.contains("name=\"reporter\""), "{page}");
            assert!(!text.contains("Orlov"), "{page}");
        }
        assert_eq!(alice.call("tickets/callers", &[("find", "dmitri")]).await.status, 404);
        let person = [
            ("company", "harbourline"),
            ("first_name", "Max"),
            ("email", "max@harbourline.example"),
            ("role", "contact"),
        ];
        assert_eq!(alice.post_form("/tickets/new/people", &person).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_is_added_on_the_way_once() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let max = [
            ("company", "harbourline"),
            ("first_name", "Max"),
            ("last_name", "<b>Tester"),
            ("email", "max@harbourline.example"),
            ("phone", "+44 20 7946 0001"),
            ("role", "employee"),
        ];
        let added = grace.post_form("/tickets/new/people", &max).await;
        assert_eq!(added.status, 303, "{}", added.text());
        assert_eq!(grace.post_form("/tickets/new/people", &max).await.location(), added.location(), "sent twice");
        let form = grace.get(added.location()).await.text();
        assert!(form.contains("Max &lt;b&gt;Tester") && !form.contains("<b>Tester"), "{form}");
        assert_eq!(site.count("users WHERE email = 'max@harbourline.example'").await, 1);
        let refused =
            grace.post_form("/tickets/new/people", &[("company", "harbourline"), ("first_name", "Max")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("value=\"Max\""));
        let iris = site.sign_in("iris").await;
        assert_eq!(iris.post_form("/tickets/new/people", &max).await.status, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_company_is_not_there_and_a_foreign_person_not_offered() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let pairs = [("nowhere", "alice", 404), ("millrace", "alice", 422), ("harbourline", "grace", 422)];
        for (company, reporter, status) in pairs {
            let fields: Vec<_> =
                FIELDS[..4].iter().copied().chain([("company", company), ("reporter", reporter)]).collect();
            assert_eq!(grace.post_form("/tickets/new", &fields).await.status, status, "{company} {reporter}");
            let page = format!("/tickets/new?company={company}&for={reporter}");
            assert_eq!(grace.get(&page).await.status, status, "{page}");
        }
        let iris = site.sign_in("iris").await;
        assert_eq!(iris.post_form("/tickets/new", &fields(&[("reporter", "alice")])).await.status, 403);
    }
}
