//! Plans over HTTP: the forms work without a script, what is not one's own is not there, and nothing that is written becomes markup.

use crate::support::{Site, Visitor, sites};

const NEVER: &str = "abcdefghijklmnopqrstuvwxyz";

async fn file(visitor: &Visitor, fields: &[(&str, &str)]) -> String {
    let sent = visitor.post_form("/plan/requests", fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.location().to_owned()
}

fn tomasz<'a>(first: &'a str, email: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("first_name", first), ("last_name", "Wolny"), ("position", "Inbound"), ("email", email), ("phone", "1")]
}

async fn seats(site: &Site) -> usize {
    site.count(
        "seats s JOIN plans p ON p.id = s.plan_id JOIN companies c ON c.id = p.company_id WHERE c.slug = 'harbourline'",
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_added_and_another_removed_without_a_script() {
    for site in sites().await {
        let (chloe, olga, grace) =
            (site.sign_in("chloe").await, site.sign_in("olga").await, site.sign_in("grace").await);
        let page = chloe.get("/tickets/new").await.text();
        assert!(page.contains("/plan/requests/new?contact=me"), "the way out: {page}");
        let form = chloe.get("/plan/requests/new?contact=me").await;
        assert!(form.text().contains("value=\"chloe@harbourline.example\"") && form.text().contains("name=\"to\""));
        let mut fields = vec![
            ("first_name", "Chloe"),
            ("last_name", "Bennett"),
            ("position", "Shift supervisor"),
            ("email", "chloe@harbourline.example"),
            ("phone", ""),
            ("keep.alice", "keep"),
            ("keep.bruno", "keep"),
            ("keep.ines", "remove"),
        ];
        fields.push(("to", "olga"));
        let address = file(&chloe, &fields).await;
        assert!(olga.get(&address).await.text().contains("/file\""));
        assert_eq!(olga.post_form(&format!("{address}/file"), &[]).await.location(), address);
        assert_eq!(chloe.post_form(&format!("{address}/approve"), &[]).await.status, 403);
        assert_eq!(grace.post_form(&format!("{address}/approve"), &[]).await.location(), address);
        assert!(grace.get(&address).await.text().contains("Approved"));
        assert_eq!(seats(&site).await, 3);
        chloe.raise("My first", "It works.").await;
        // b03: the removed one reads and answers, but raises nothing.
        let ines = site.sign_in("ines").await;
        assert_eq!(ines.get("/tickets").await.status, 200);
        let new = [("subject", "x"), ("type", "question"), ("queue", "software"), ("description", "x")];
        assert_eq!(ines.post_form("/tickets/new", &new).await.status, 403);
        let plan = olga.get("/plan").await.text();
        assert!(plan.contains("3 of 4 seats") && plan.contains("removed Ines Duarte from the contacts"), "{plan}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_comes_back_as_it_was_written() {
    for site in sites().await {
        let olga = site.sign_in("olga").await;
        let mut fields = tomasz("HR", "hr@harbourline.example");
        fields.extend([("keep.ines", "remove"), ("last_name", "team")]);
        let refused = olga.post_form("/plan/requests", &fields).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        assert!(text.contains("a contact is a specific person") && text.contains("value=\"HR\""), "{text}");
        assert!(text.contains("name=\"keep.ines\" value=\"remove\" checked"), "{text}");
        for bad in [("kind", "nonsense"), ("keep.ines", "perhaps"), ("keep.nobody", "remove"), ("product", "nonsense")]
        {
            let mut fields = tomasz("Tomasz", "tomasz@harbourline.example");
            fields.push(bad);
            let status = olga.post_form("/plan/requests", &fields).await.status;
            assert!(matches!(status, 404 | 422), "{bad:?}: {status}");
        }
        assert_eq!(site.count("plan_requests").await, 0);
        let script = "<script>alert(1)</script>";
        let address = file(&olga, &tomasz(script, "tomasz@harbourline.example")).await;
        for page in [address.as_str(), "/plan"] {
            let text = olga.get(page).await.text();
            assert!(text.contains("&lt;script&gt;alert(1)") && !text.contains("<script>alert"), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a01_plans_of_another_company_are_404_everywhere() {
    for site in sites().await {
        let (olga, dmitri) = (site.sign_in("olga").await, site.sign_in("dmitri").await);
        let address = file(&olga, &tomasz("Tomasz", "tomasz@harbourline.example")).await;
        let before = site.content().await;
        for path in ["/plan?company=harbourline", "/plan/requests/new?company=harbourline", &address] {
            let seen = dmitri.get(path).await;
            let never = dmitri.get(&path.replace("harbourline", "nowhere").replace(&address[15..], NEVER)).await;
            assert_eq!((seen.status, never.status), (404, 404), "{path}");
            assert!(!seen.text().contains("Wolny") && !seen.text().contains("Harbourline"), "{path}");
        }
        for verb in ["file", "withdraw", "approve", "decline"] {
            let answer = dmitri.post_form(&format!("{address}/{verb}"), &[("reason", "x")]).await;
            assert_eq!(answer.status, 404, "{verb}");
        }
        let mut fields = tomasz("Tom", "t@harbourline.example");
        fields.push(("company", "harbourline"));
        assert_eq!(dmitri.post_form("/plan/requests", &fields).await.status, 404);
        for path in ["/plan/change", "/plan/company"] {
            let fields = [("company", "quayside"), ("level", "Premier"), ("limit", "80"), ("grace_days", "1")];
            assert_eq!(dmitri.post_form(path, &fields).await.status, 404, "{path}");
            assert_eq!(site.visitor().post_form(path, &fields).await.status, 401, "{path}");
        }
        before.assert_same(&site.content().await, "asking for a foreign plan");
        let called = dmitri.call("plans/open", &[("company", "harbourline"), ("find", "")]).await;
        assert_eq!(called.status, 404);
        assert_eq!(site.visitor().get("/plan").await.location(), "/login?next=%2Fplan");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_arrange_what_all_plans_have() {
    for site in sites().await {
        let (admin, grace, alice) =
            (site.sign_in("admin").await, site.sign_in("grace").await, site.sign_in("alice").await);
        let script = "<script>alert(1)</script>";
        for (part, fields) in [
            ("level", vec![("level", ""), ("name", script), ("seats", "3"), ("phone", "1")]),
            ("product", vec![("product", "handhelds"), ("name", script)]),
            ("routing", vec![("product.software", "handhelds"), ("plan_queue", "plans"), ("plan_type", "request")]),
            ("reach", vec![("phone", "+44 1"), ("domain", "Desk.Example"), ("chat_calendar", "chat")]),
            ("words", vec![("words", "[role] captain\n</textarea><script>alert(1)</script>")]),
            ("drop", vec![("level", script)]),
        ] {
            let path = format!("/admin/plans/{part}");
            assert_eq!(site.visitor().post_form(&path, &fields).await.status, 401, "{part}");
            assert_eq!(alice.post_form(&path, &fields).await.status, 404, "{part}");
            assert_eq!(grace.post_form(&path, &fields).await.status, 403, "{part}");
            assert_eq!(admin.post_form(&path, &fields).await.location(), "/admin/plans?done=1", "{part}");
            let page = admin.get("/admin/plans").await.text();
            assert!(!page.contains("<script>alert"), "{part}");
        }
        let page = admin.get("/admin/plans").await.text();
        assert!(page.contains("value=\"desk.example\"") && page.contains("&lt;script&gt;alert(1)"), "{page}");
        let bad = [("level", "Standard"), ("name", "Premier"), ("seats", "many")];
        let refused = admin.post_form("/admin/plans/level", &bad).await;
        assert_eq!((refused.status, refused.text().contains("value=\"many\"")), (422, true));
        assert_eq!(admin.post_form("/admin/plans/nonsense", &[]).await.status, 404);
        assert_eq!((grace.get("/admin/plans").await.status, alice.get("/admin/plans").await.status), (403, 404));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_change_plans_with_forms() {
    for site in sites().await {
        let admin = site.sign_in("admin").await;
        let page = admin.get("/plan?company=harbourline").await.text();
        assert!(page.contains("action=\"/plan/change\"") && page.contains("action=\"/plan/company\""));
        let fields =
            [("company", "harbourline"), ("product", ""), ("level", "Essential"), ("limit", "2"), ("grace_days", "7")];
        let changed = admin.post_form("/plan/change", &fields).await;
        assert_eq!((changed.status, changed.location()), (303, "/plan?company=harbourline"));
        let olga = site.sign_in("olga").await;
        let page = olga.get("/plan").await.text();
        assert!(page.contains("3 of 2 seats") && page.contains("Choose who stays"), "{page}");
        let fields = [("company", "harbourline"), ("level", "Gold"), ("limit", "many"), ("grace_days", "7")];
        assert_eq!(admin.post_form("/plan/change", &fields).await.status, 422);
        let fields = [("company", "harbourline"), ("account_manager", "nadia"), ("csm", ""), ("team_queue", "")];
        assert_eq!(admin.post_form("/plan/company", &fields).await.status, 303);
        assert!(olga.get("/plan").await.text().contains("Nadia Rahman"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c04_what_is_included_is_that_of_the_reader_s_own_plan() {
    for site in sites().await {
        let side = async |who: &str| {
            let page = site.sign_in(who).await.get("/plan").await.text();
            let lists = |class: &str| page.split(&format!("class=\"{class}\"")).nth(1).unwrap_or_default().to_owned();
            let until = |list: String| list.split("</ul>").next().unwrap_or_default().to_owned();
            (until(lists("plan-has")), until(lists("plan-has-not")))
        };
        let (has, has_not) = side("jack").await;
        assert!(!has.contains("Phone support") && has_not.contains("Phone support"), "{has} {has_not}");
        assert!(side("alice").await.0.contains("Phone support"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b04_b06_the_desk_s_form_says_who_asks_and_whom_an_address_costs_the_seat() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let address = "/plan/requests/new?company=harbourline&kind=correct&contact=bruno";
        assert!(grace.get(address).await.text().contains("name=\"asked_by\""));
        let mut fields = tomasz("Bruno", "bruno.meyer@harbourline.example");
        fields.extend([("last_name", "Meyer"), ("company", "harbourline"), ("kind", "correct"), ("corrects", "bruno")]);
        fields.push(("asked_by", "olga"));
        let at_once = |more: &[(&'static str, &'static str)]| [&fields[..], &[("approve", "1")], more].concat();
        let refused = grace.post_form("/plan/requests", &at_once(&[])).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Bruno Meyer would lose the seat"), "{}", refused.text());
        let request = file(&grace, &fields).await;
        let page = grace.get(&request).await.text();
        assert!(page.contains("No account has this address.") && page.contains("name=\"warned\""), "{page}");
        let adjusted = |email: &'static str| {
            let mut fields = tomasz("Bruno", email);
            fields.extend([("last_name", "Meyer"), ("kind", "correct"), ("adjusted", "1")]);
            fields.push(("warned", "bruno.meyer@harbourline.example"));
            fields
        };
        let approve = format!("{request}/approve");
        let other = adjusted("b.meyer@harbourline.example");
        assert_eq!(grace.post_form(&approve, &other).await.status, 422, "the page warned of another address");
        assert_eq!(grace.post_form(&approve, &adjusted("bruno.meyer@harbourline.example")).await.location(), request);
        site.execute("DELETE FROM plan_requests").await;
        site.execute("DELETE FROM seats").await;
        site.execute("UPDATE roles SET files_requests = FALSE").await;
        let page = grace.get("/plan/requests/new?company=harbourline").await.text();
        assert!(!page.contains("name=\"asked_by\"") && page.contains("filed in your name"), "{page}");
        let mut first = tomasz("Tomasz", "tomasz@harbourline.example");
        first.extend([("company", "harbourline"), ("approve", "1")]);
        file(&grace, &first).await;
        assert_eq!(seats(&site).await, 1);
    }
}
