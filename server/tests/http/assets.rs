//! Assets over HTTP: what is not one's own is not there, forms work without a script, and nothing that is written becomes markup.

use crate::support::{Answer, OF_ASSET, Site, Visitor, eventually, sites};
use reqwest::Method;

/// As long as an asset's id; it never existed.
const NEVER: &str = "0123456789abcdef0123456789";

async fn id_of(site: &Site, name: &str) -> String {
    site.one(&format!("SELECT public_id FROM assets WHERE name = '{name}'")).await
}

async fn ask_everything(visitor: &Visitor, id: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for path in OF_ASSET.map(|path| path.replace("{id}", id)) {
        if !path.ends_with("seats") && !path.ends_with("shares") {
            answers.push((format!("GET {path}"), visitor.get(&path).await));
            answers.push((format!("HEAD {path}"), Answer::of(visitor.request(Method::HEAD, &path)).await));
        }
        if path.matches('/').count() > 2 {
            let fields = [("name", "Mine now"), ("holder", "ewa"), ("company", "smallpier")];
            answers.push((format!("POST {path}"), visitor.post_form(&path, &fields).await));
            answers.push((format!("POST {path} as JSON"), visitor.script().post_form(&path, &fields).await));
        }
    }
    answers.push(("show".into(), visitor.call("assets/show", &[("id", id)]).await));
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn a01_assets_of_another_company_are_404_everywhere() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        let id = id_of(&site, "Label printer, bench 4").await;
        assert_eq!(id.len(), NEVER.len());
        let before = site.content().await;
        for ((what, seen), (_, never)) in ask_everything(&ewa, &id).await.iter().zip(&ask_everything(&ewa, NEVER).await)
        {
            assert_eq!((seen.status, never.status), (404, 404), "{what}: {}", seen.text());
            assert_eq!(seen.text().len(), never.text().len(), "{what}");
            let secrets = ["bench 4", "ZT411", "Harbourline"];
            assert!(secrets.iter().all(|secret| !seen.text().contains(secret)), "{what}: {}", seen.text());
        }
        before.assert_same(&site.content().await, "asking for a foreign asset");
        let denied = "events e JOIN users u ON u.id = e.actor_id WHERE e.kind = 'denied' AND u.slug = 'ewa'";
        eventually("the audit", || async { site.count(denied).await >= 5 }).await;
        // Neither in a list, nor by its words, nor in a file, nor beside a ticket of one's own.
        for query in ["q=bench", "q=ZT411", "company=harbourline", "sort=-changed", "f.location=hall"] {
            let listed = ewa.call("assets/list", &[("query", query)]).await.text();
            assert!(!listed.contains("Hall A") && !listed.contains(&id), "{query}: {listed}");
            let file = ewa.get(&format!("/assets/export?{query}&all=1")).await.text();
            assert!(!file.contains("Hall A") && !file.contains("ZT411-18"), "{query}: {file}");
        }
        let own = site.number_of("Labels that survive the damp cellar").await;
        assert_eq!(ewa.post_form(&format!("/tickets/{own}/assets"), &[("asset", &id)]).await.status, 422);
        let fields =
            [("subject", "x"), ("type", "question"), ("queue", "software"), ("description", "x"), ("asset", &id)];
        let refused = ewa.post_form("/tickets/new", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(!refused.text().contains("bench 4"));
        assert_eq!(site.visitor().get("/assets").await.location(), "/login?next=%2Fassets");
        assert_eq!(site.visitor().get("/assets/export").await.status, 401);
        for path in OF_ASSET.iter().skip(1).map(|path| path.replace("{id}", &id)) {
            assert_eq!(site.visitor().post_form(&path, &[("name", "x")]).await.status, 401, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_assets_work_without_a_script() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let page = grace.get("/assets/new?category=printers&company=harbourline").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("name=\"attr.model\"") && page.text().contains("Alice Kowalska"));
        let name = "<script>alert(1)</script> & \"Dock\"";
        let mut fields =
            vec![("category", "printers"), ("company", "harbourline"), ("name", name), ("identifier", "=1+1")];
        let refused = grace.post_form("/assets/new", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("=1+1") && !refused.text().contains("<script>alert"));
        fields.push(("attr.model", "Zebra ZT411"));
        let made = grace.post_form("/assets/new", &fields).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let address = made.location().to_owned();
        for path in
            [address.clone(), "/assets?q=dock".into(), format!("{address}/edit"), "/assets?q=dock&open=filters".into()]
        {
            let page = grace.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text().contains("&lt;script&gt;alert(1)"), "{path}: it is there");
            assert!(!page.text().contains("<script>alert"), "{path}: as text");
        }
        let file = grace.get("/assets/export?q=dock").await;
        assert_eq!(file.header("x-portico-rows"), "1");
        assert!(file.text().contains("'=1+1"), "{}", file.text());
        let edited =
            grace.post_form(&format!("{address}/edit"), &[("name", "Dock"), ("attr.model", "Zebra ZT421")]).await;
        assert_eq!((edited.status, edited.location()), (303, address.as_str()));
        // What two have changed meanwhile is said, what only one has is kept.
        let form = grace.get(&format!("{address}/edit")).await.text();
        assert!(form.contains("name=\"seen.name\" value=\"Dock\""), "{form}");
        let seen = [("seen.name", name), ("seen.identifier", "=1+1"), ("seen.attr.model", "Zebra ZT411")];
        let typed = [("name", "Hers"), ("identifier", "=1+1"), ("attr.model", "Zebra ZT411")];
        let fields: Vec<_> = seen.into_iter().chain(typed).collect();
        let late = grace.post_form(&format!("{address}/edit"), &fields).await;
        assert_eq!(late.status, 422);
        let page = late.text();
        assert!(page.contains("value=\"Hers\""), "nothing typed is lost");
        assert!(page.contains("name=\"seen.name\" value=\"Dock\""), "and it can be sent again");
        assert!(page.contains("value=\"Zebra ZT421\""), "what she has not changed shows what is kept now");
        let id = address.trim_start_matches("/assets/").to_owned();
        // Around a ticket: linked, shown, taken off.
        let number = site.number_of("Label printer prints blanks after roll change").await;
        let linked = grace.post_form(&format!("/tickets/{number}/assets"), &[("asset", &id)]).await;
        assert_eq!((linked.status, linked.location()), (303, format!("/tickets/{number}").as_str()));
        assert!(grace.get(&format!("/tickets/{number}")).await.text().contains(&address));
        let page = grace.get(&format!("/tickets/{number}?link=assets")).await.text();
        assert!(page.contains("type=\"checkbox\" name=\"asset\""), "assets are offered");
        let refused = grace.post_form(&format!("/tickets/{number}/assets"), &[("asset", NEVER)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("type=\"checkbox\" name=\"asset\""), "and again when the form comes back");
        let taken = grace.post_form(&format!("/tickets/{number}/assets/unlink"), &[("asset", &id)]).await;
        assert_eq!(taken.status, 303);
        assert!(!grace.get(&format!("/tickets/{number}")).await.text().contains(&address));
        // A new ticket begins with the asset that its address names.
        let alice = site.sign_in("alice").await;
        let page = alice.get(&format!("/tickets/new?asset={id}")).await.text();
        assert!(page.contains(&format!("value=\"{id}\" checked")), "{page}");
        let fields = [
            ("subject", "About it"),
            ("type", "question"),
            ("queue", "software"),
            ("description", "x"),
            ("asset", &id),
        ];
        let without: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "subject").collect();
        let refused = alice.post_form("/tickets/new", &without).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains(&format!("value=\"{id}\" checked")), "what was ticked stays ticked");
        let raised = alice.post_form("/tickets/new", &fields).await;
        assert_eq!(raised.status, 303);
        assert!(alice.get(&address).await.text().contains("About it"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_shares_and_columns_are_plain_forms() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let page = format!("/assets/{}", id_of(&site, "Bayline Label Studio").await);
        let full = grace.post_form(&format!("{page}/seats"), &[("holder", "ines")]).await;
        assert_eq!(full.status, 422);
        assert_eq!(grace.post_form(&format!("{page}/seats"), &[("leaver", "bruno")]).await.location(), page);
        assert_eq!(grace.post_form(&format!("{page}/seats"), &[("holder", "ines")]).await.status, 303);
        assert!(grace.get(&page).await.text().contains("2 of 2 used, 0 free"));
        assert_eq!(grace.post_form(&format!("{page}/shares"), &[("company", "Fenmoor Cold Store")]).await.status, 303);
        let anders = site.sign_in("anders").await;
        assert_eq!(anders.get(&page).await.status, 200);
        assert_eq!(grace.post_form(&format!("{page}/shares"), &[("without", "fenmoor")]).await.status, 303);
        assert_eq!(anders.get(&page).await.status, 404);
        assert_eq!(grace.post_form(&format!("{page}/shares"), &[("company", "nobody")]).await.status, 422);
        let fields = [("back", "category=printers"), ("column", "name"), ("column", "f.model"), ("down", "name")];
        let kept = anders.post_form("/assets/columns", &fields).await;
        assert_eq!((kept.status, kept.location()), (303, "/assets?category=printers&open=columns"));
        let file = anders.get("/assets/export").await.text();
        assert!(file.trim_start_matches('\u{feff}').starts_with("Model,Name\r\n"), "{file}");
        for bad in [&[("column", "secret")][..], &[("in", "name")], &[("column", "name"), ("in", "secret")]] {
            assert_eq!(anders.post_form("/assets/columns", bad).await.status, 422, "{bad:?}");
        }
        let odd = anders.get("/assets?sort=%00&page=0&f.model=%00&category=x").await;
        assert_eq!(odd.status, 422);
        assert_eq!(anders.get("/assets/a%00b").await.status, 404);
    }
}
