//! *Send and set to …*: one form for an answer, a status and an assignment, with and without scripts.

use crate::support::sites;

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_sends_and_sets_in_one_form() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("Send and set", "It is about paper").await;
        let (page, path) = (format!("/tickets/{number}"), format!("/tickets/{number}/messages"));
        let form = grace.get(&page).await.text();
        let (_, form) = form.split_once("class=\"reply\"").unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        for part in
            ["name=\"status\"", "name=\"seen.status\"", "name=\"assign\"", "Send and set to", "value=\"solved\""]
        {
            assert!(form.contains(part), "{part}: {form}");
        }
        assert!(!alice.get(&page).await.text().contains("Send and set to"), "customers only answer");

        let fields = [
            ("body", "Try it now, please."),
            ("key", "once"),
            ("status", "waiting-customer"),
            ("seen.status", "new"),
            ("assign", "1"),
        ];
        let sent = grace.post_form(&path, &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert!(sent.location().starts_with(&format!("{page}#m-")), "{}", sent.location());
        assert_eq!(grace.post_form(&path, &fields).await.location(), sent.location(), "sent twice, done once");
        let shown = grace.script().show(&number).await.json();
        assert_eq!(shown["choices"]["status"]["current"], "waiting-customer");
        assert_eq!(shown["assignee"], "Grace Okoye");
        let changes = "events WHERE kind IN ('assigned', 'status') AND ticket_id = (SELECT id FROM tickets WHERE subject = 'Send and set')";
        let messages = "messages WHERE body = 'Try it now, please.'";
        assert_eq!((site.count(changes).await, site.count(messages).await), (2, 1));
        // Nothing is set where nothing was chosen.
        let plain = [("body", "And?"), ("status", ""), ("seen.status", "waiting-customer")];
        assert_eq!(grace.post_form(&path, &plain).await.status, 303);
        let shown = grace.script().show(&number).await.json();
        assert_eq!(shown["choices"]["status"]["current"], "waiting-customer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_set_is_named_and_nothing_is_lost() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("Send and set", "It is about paper").await;
        let path = format!("/tickets/{number}/messages");
        let before = site.content().await;
        for (status, seen, reason) in [
            ("nonsense", "new", "NotOffered"),
            ("'; DROP TABLE tickets; --", "new", "NotOffered"),
            ("solved", "open", "ChangedMeanwhile"),
        ] {
            let fields =
                [("body", "All of this was typed"), ("status", status), ("seen.status", seen), ("assign", "1")];
            let refused = grace.post_form(&path, &fields).await;
            assert_eq!(refused.status, 422, "{status}");
            let page = refused.text();
            let kept =
                refused.text_areas().iter().any(|(name, text)| name == "body" && text == "All of this was typed");
            assert!(kept && page.contains("reply-status-fault"), "{status}: {page}");
            let script = grace.script().post_form(&path, &fields).await;
            let fault = &script.json()["Err"]["Invalid"][0];
            assert_eq!((script.status, fault["field"].as_str()), (422, Some("status")), "{status}");
            assert!(fault["reason"].to_string().contains(reason), "{status}: {fault}");
        }
        for field in [("status", "solved"), ("assign", "1")] {
            let refused = alice.script().post_form(&path, &[("body", "x"), field]).await;
            assert_eq!((refused.status, refused.text().contains("AgentsOnly")), (403, true), "{field:?}");
        }
        before.assert_same(&site.content().await, "a refused answer");
    }
}
