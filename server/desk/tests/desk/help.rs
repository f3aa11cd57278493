//! The help centre: who reads and finds what, and how articles are written.

use super::changed_tables::ChangedTables;
use super::helpers::{person, refusal, sql};
use super::support::demo;
use desk::files::Upload;
use desk::help::rebase::rebase;
use desk::help::write::{SentArticle, publish, restore, save, unpublish};
use desk::help::{categories, find, home, is_there, manage, picture, rate, show, suggest};
use desk::people::Person;
use desk::{Desk, Result};
use domain::help::{ArticleDraft, ArticleStatus, TITLE_MAX};
use domain::{Reason, Refusal};
use std::fmt::Write;

/// `nobody` is not signed in. alice's company has a Standard plan, dmitri's a Premier one; nadia and grace write articles, hugo and
/// iris work here without that right.
const PEOPLE: &str = "nobody alice chloe dmitri farid iris hugo nadia grace admin";

/// `find` and `suggest` look for the article that only Premier companies read; `draft` is published by nobody.
const POLICY: &str = "
                     nobo alic chlo dmit fari iris hugo nadi grac admi
home                 yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
show public          yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
show signed in       404  yes  yes  yes  yes  yes  yes  yes  yes  yes
show premier         404  404  404  yes  404  yes  yes  yes  yes  yes
show draft           404  404  404  404  404  404  404  404  404  404
find premier         404  404  404  yes  404  yes  yes  yes  yes  yes
find draft           404  404  404  404  404  404  404  404  404  404
suggest premier      out  404  404  yes  404  yes  yes  yes  yes  yes
related premier      404  404  404  yes  404  yes  yes  yes  yes  yes
picture draft        404  404  404  404  404  404  404  yes  yes  yes
rate public          out  yes  yes  yes  yes  yes  yes  yes  yes  yes
rate premier         out  404  404  yes  404  yes  yes  yes  yes  yes
rate draft           out  404  404  404  404  404  404  404  404  404
list                 out  404  404  404  404  404  404  yes  yes  yes
editor               out  404  404  404  404  404  404  yes  yes  yes
preview              out  404  404  404  404  404  404  yes  yes  yes
create               out  404  404  404  404  404  404  yes  yes  yes
save                 out  404  404  404  404  404  404  yes  yes  yes
rebase               out  404  404  404  404  404  404  yes  yes  yes
publish              out  404  404  404  404  404  404  yes  yes  yes
unpublish            out  404  404  404  404  404  404  yes  yes  yes
restore              out  404  404  404  404  404  404  yes  yes  yes
categories           out  404  404  404  404  404  404  yes  yes  yes
category add         out  404  404  404  404  404  404  yes  yes  yes
category rename      out  404  404  404  404  404  404  yes  yes  yes
category place       out  404  404  404  404  404  404  yes  yes  yes
category delete      out  404  404  404  404  404  404  yes  yes  yes
";

const WRITES: [&str; 7] = ["rate", "create", "save", "publish", "unpublish", "restore", "category "];

fn draft(title: &str, version: i64) -> ArticleDraft {
    ArticleDraft {
        version,
        title: title.into(),
        summary: "About zeppelins.".into(),
        questions: "Where is the zeppelin?".into(),
        category: "plan".into(),
        audience: "public".into(),
        levels: Vec::new(),
        body: format!("Zeppelins, {version}."),
        html: String::new(),
    }
}

fn sent<'a>(draft: &'a ArticleDraft, files: &'a [Upload]) -> SentArticle<'a> {
    SentArticle { draft, new_category: "", files, key: "" }
}

async fn write(desk: &Desk, author: &Person, slug: &str, draft: &ArticleDraft) -> String {
    save(desk, author, slug, sent(draft, &[])).await.unwrap()
}

fn here(found: bool) -> Result<()> {
    if found { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

async fn perform(desk: &Desk, asking: Option<&Person>, row: &str, slug: &str, file: &str) -> Result<()> {
    let premier = "premier-team";
    if let Some(done) = match row {
        "home" => Some(home(desk, asking).await.map(drop)),
        "show public" => Some(show(desk, asking, "add-a-contact").await.map(drop)),
        "show signed in" => Some(show(desk, asking, "export").await.map(drop)),
        "show premier" => Some(show(desk, asking, premier).await.map(drop)),
        "show draft" => Some(show(desk, asking, slug).await.map(drop)),
        "find premier" | "find draft" => {
            let (sought, wanted) =
                if row.ends_with("draft") { ("zeppelin", slug) } else { ("dedicated premier team", premier) };
            let finding = find(desk, asking, sought).await?;
            Some(here(finding.hits.iter().any(|found| found.slug == wanted)))
        }
        "related premier" => {
            let article = show(desk, asking, "what-the-plan-includes").await?;
            Some(here(article.related.iter().any(|line| line.slug == premier)))
        }
        "picture draft" => Some(picture(desk, asking, file).await.map(drop)),
        _ => None,
    } {
        return done;
    }
    let Some(person) = asking else { return Err(Refusal::SignedOut.into()) };
    match row {
        "suggest premier" => {
            let lines = suggest(desk, person, "How do I reach our customer success manager?").await?;
            here(lines.iter().any(|line| line.slug == premier))
        }
        "rate public" => rate(desk, person, "add-a-contact", true).await,
        "rate premier" => rate(desk, person, premier, true).await,
        "rate draft" => rate(desk, person, slug, true).await,
        "list" => manage::list(desk, person).await.map(drop),
        "editor" => manage::editor(desk, person, slug).await.map(drop),
        "preview" => manage::preview(desk, person, slug, 1).await.map(drop),
        "create" => save(desk, person, "", sent(&draft("One more", 0), &[])).await.map(drop),
        "save" => save(desk, person, slug, sent(&draft("Changed", 2), &[])).await.map(drop),
        "rebase" => rebase(desk, person, slug, &draft("Changed", 1), "").await.map(drop),
        "publish" => publish(desk, person, slug, 2).await,
        "unpublish" => unpublish(desk, person, "export").await,
        "restore" => restore(desk, person, slug, 1).await,
        "categories" => categories::list(desk, person).await.map(drop),
        "category add" => categories::add(desk, person, "Airships").await,
        "category rename" => categories::rename(desk, person, "plan", "Contracts").await,
        "category place" => categories::place(desk, person, "plan", 0).await,
        "category delete" => categories::delete(desk, person, "balloons").await,
        _ => panic!("{row} is not performed"),
    }
}

fn outcome(result: Result<()>) -> &'static str {
    match result {
        Ok(()) => "yes",
        Err(desk::Error::Refused(Refusal::NotFound)) => "404",
        Err(desk::Error::Refused(Refusal::SignedOut)) => "out",
        Err(error) => panic!("{error:?}"),
    }
}

/// An article of two versions that nobody has published, with a picture; back to the beginning for every cell.
async fn stage(desk: &Desk, author: &Person, test: &super::support::TestDesk) -> (String, String) {
    for table in ["article_ratings", "article_files"] {
        sql(desk, &format!("DELETE FROM {table}")).await;
    }
    sql(desk, "DELETE FROM article_versions WHERE title IN ('Zeppelins', 'One more', 'Changed')").await;
    sql(
        desk,
        "DELETE FROM articles WHERE NOT EXISTS (SELECT 1 FROM article_versions v WHERE v.article_id = articles.id)",
    )
    .await;
    sql(desk, "UPDATE articles SET published = 1 WHERE slug = 'export'").await;
    sql(desk, "DELETE FROM article_categories WHERE slug IN ('airships', 'balloons')").await;
    sql(desk, "UPDATE article_categories SET name = 'Plan', rank = 90 WHERE slug = 'plan'").await;
    sql(desk, "INSERT INTO article_categories (slug, name, rank) VALUES ('balloons', 'Balloons', 99)").await;
    sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'help'").await;
    let dot = test.files.store_file("dot.png", "image/png", b"dot").await.unwrap();
    let first =
        ArticleDraft { html: "<p>Zeppelins <img src=\"cid:dot.png\" alt=\"dot\"></p>".into(), ..draft("Zeppelins", 0) };
    let slug = save(desk, author, "", sent(&first, &[dot])).await.unwrap();
    let html = manage::preview(desk, author, &slug, 1).await.unwrap().html;
    let file = html.split("/files/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    write(desk, author, &slug, &draft("Zeppelins", 1)).await;
    (slug, file)
}

#[tokio::test]
async fn everybody_reads_and_writes_what_the_table_says() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = person(desk, "grace").await;
        let mut people = Vec::new();
        for handle in PEOPLE.split(' ') {
            people.push((handle, if handle == "nobody" { None } else { Some(person(desk, handle).await) }));
        }
        let mut changes = ChangedTables::watch(desk).await;
        let mut wrong = String::new();
        for line in POLICY.lines().skip(2) {
            let (row, cells) = line.split_at(21);
            let row = row.trim();
            for ((handle, asking), expected) in people.iter().zip(cells.split_whitespace()) {
                let (slug, file) = stage(desk, &grace, &test).await;
                changes.forget(desk).await;
                let came_out = outcome(perform(desk, asking.as_ref(), row, &slug, &file).await);
                let changed = !changes.tables(desk).await.is_empty();
                if came_out != expected {
                    writeln!(wrong, "{row}, {handle}: {came_out} instead of {expected}").unwrap();
                }
                let writes = WRITES.iter().any(|verb| row.starts_with(verb)) && expected == "yes";
                if changed != writes {
                    writeln!(wrong, "{row}, {handle}: {came_out}, changed: {changed}").unwrap();
                }
            }
        }
        assert!(wrong.is_empty(), "{:?}\n{wrong}", desk.db().backend());
    }
}

#[tokio::test]
async fn an_article_is_written_published_changed_and_restored() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, alice) = (person(desk, "grace").await, person(desk, "alice").await);
        let slug = write(desk, &grace, "", &draft("Zeppelins", 0)).await;
        assert_eq!(slug, "zeppelins");
        assert!(!is_there(desk, &slug).await.unwrap());
        publish(desk, &grace, &slug, 1).await.unwrap();
        assert!(is_there(desk, &slug).await.unwrap());
        let read = show(desk, None, &slug).await.unwrap();
        assert_eq!((read.title.as_str(), read.html.as_str()), ("Zeppelins", "<p>Zeppelins, 0.</p>"));
        assert_eq!(find(desk, None, "zepelin").await.unwrap().hits[0].slug, slug, "with a mistake");
        assert_eq!(find(desk, None, "zepp").await.unwrap().hits[0].slug, slug, "by its beginning");
        // What is written on is not what is read.
        write(desk, &grace, &slug, &draft("Airships", 1)).await;
        assert_eq!(show(desk, None, &slug).await.unwrap().title, "Zeppelins");
        let managed = manage::list(desk, &grace).await.unwrap().articles;
        assert_eq!((managed[0].slug.as_str(), managed[0].standing), (slug.as_str(), ArticleStatus::Newer));
        assert_eq!(refusal(publish(desk, &grace, &slug, 1).await), Refusal::Conflict, "it is not the newest");
        publish(desk, &grace, &slug, 2).await.unwrap();
        assert_eq!(show(desk, Some(&alice), &slug).await.unwrap().title, "Airships");
        restore(desk, &grace, &slug, 1).await.unwrap();
        let editor = manage::editor(desk, &grace, &slug).await.unwrap();
        assert_eq!((editor.version, editor.title.as_str(), editor.history.len()), (3, "Zeppelins", 3));
        assert_eq!(show(desk, None, &slug).await.unwrap().title, "Airships", "until it is published");
        unpublish(desk, &grace, &slug).await.unwrap();
        assert_eq!(refusal(show(desk, None, &slug).await), Refusal::NotFound);
        assert!(find(desk, None, "zeppelin").await.unwrap().hits.is_empty());
    }
}

#[tokio::test]
async fn two_authors_do_not_overwrite_each_other_and_twice_is_once() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, nadia) = (person(desk, "grace").await, person(desk, "nadia").await);
        let slug = write(desk, &grace, "", &draft("Zeppelins", 0)).await;
        let mine = draft("Mine", 1);
        write(desk, &grace, &slug, &mine).await;
        let late = save(desk, &nadia, &slug, sent(&draft("Hers", 1), &[])).await;
        assert_eq!(refusal(late), Refusal::Conflict);
        let new = draft("Once", 0);
        let once = || SentArticle { key: "once", ..sent(&new, &[]) };
        let first = save(desk, &grace, "", once()).await.unwrap();
        assert_eq!(save(desk, &grace, "", once()).await.unwrap(), first);
        let same = ArticleDraft { version: 1, ..new.clone() };
        assert_eq!(write(desk, &grace, &first, &same).await, first);
        assert_eq!(manage::editor(desk, &grace, &first).await.unwrap().version, 1, "the same text is no version");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_kept() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = person(desk, "grace").await;
        let refused = |draft: ArticleDraft| {
            let grace = grace.clone();
            async move { refusal(save(desk, &grace, "", sent(&draft, &[])).await) }
        };
        let empty = refused(ArticleDraft { title: " ".into(), body: String::new(), ..draft("x", 0) }).await;
        assert_eq!(empty.about("title"), Some(&Reason::Missing));
        let blank = refused(ArticleDraft { body: " \n".into(), ..draft("x", 0) }).await;
        assert_eq!(blank.about("body"), Some(&Reason::Missing));
        let unknown = refused(ArticleDraft { category: "nowhere".into(), ..draft("x", 0) }).await;
        assert_eq!(unknown.about("category"), Some(&Reason::NotOffered));
        let audience =
            refused(ArticleDraft { audience: "levels".into(), levels: vec!["Gold".into()], ..draft("x", 0) }).await;
        assert_eq!(audience.about("audience"), Some(&Reason::Missing));
        for slug in ["manage", "new"] {
            let made = write(desk, &grace, "", &draft(slug, 0)).await;
            assert_eq!(made, format!("{slug}-2"), "an address of its own");
        }
    }
}

#[tokio::test]
async fn hostile_text_becomes_neither_markup_nor_trouble() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = person(desk, "grace").await;
        let html = "<h3>A<script>alert(1)</script></h3><p onclick=x>b <a href=\"javascript:alert(1)\">c</a> <a href=\"/plan\">d</a>\
            <img src=\"/files/abcdef/x.png\"></p>";
        let hostile = ArticleDraft {
            title: "<b>\u{202e}\" onload=alert(1)".into(),
            html: html.into(),
            questions: "\u{0}'; DROP TABLE articles; --\n<script>".into(),
            ..draft("x", 0)
        };
        let slug = write(desk, &grace, "", &hostile).await;
        publish(desk, &grace, &slug, 1).await.unwrap();
        let read = show(desk, None, &slug).await.unwrap();
        assert_eq!(read.html, "<h3 id=\"a\">A</h3><p>b c <a href=\"/plan\">d</a></p>");
        for sought in ["", "\u{0}", "'; --", "\"*\" OR", "%", &"long ".repeat(10_000), "𝕏 ﷽ 🙂", "a\u{301}"] {
            find(desk, None, sought).await.unwrap();
            suggest(desk, &grace, sought).await.unwrap();
            assert_eq!(refusal(show(desk, None, sought).await), Refusal::NotFound);
        }
    }
}

#[tokio::test]
async fn readers_say_whether_it_helped_once_each() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        rate(desk, &alice, "export", true).await.unwrap();
        rate(desk, &alice, "export", false).await.unwrap();
        rate(desk, &alice, "export", false).await.unwrap();
        rate(desk, &bruno, "export", true).await.unwrap();
        assert_eq!(show(desk, Some(&alice), "export").await.unwrap().helped, Some(false));
        let managed = manage::list(desk, &grace).await.unwrap().articles;
        let export = managed.iter().find(|article| article.slug == "export").unwrap();
        assert_eq!((export.helped, export.failed), (1, 1));
    }
}

#[tokio::test]
async fn the_demo_explains_the_portal() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let categories = home(desk, Some(&alice)).await.unwrap().categories;
        let articles: usize = categories.iter().map(|category| category.articles.len()).sum();
        assert!(articles >= 25, "{articles}");
        // Every link of an article to another one leads somewhere.
        for line in categories.iter().flat_map(|category| &category.articles) {
            let article = show(desk, Some(&alice), &line.slug).await.unwrap();
            for address in article.html.split("href=\"/help/").skip(1) {
                let slug = address.split(['"', '#']).next().unwrap();
                assert!(show(desk, Some(&alice), slug).await.is_ok(), "{} leads to {slug}", line.slug);
            }
        }
        let related = show(desk, Some(&alice), "add-a-contact").await.unwrap().related;
        assert!(!related.is_empty() && related.iter().all(|line| line.slug != "add-a-contact"));
    }
}

#[tokio::test]
async fn categories_are_added_renamed_put_in_order_and_deleted_when_empty() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = person(desk, "grace").await;
        let names = async || -> Vec<String> {
            categories::list(desk, &grace).await.unwrap().into_iter().map(|category| category.name).collect()
        };
        let before = names().await;
        for _ in 0..2 {
            categories::add(desk, &grace, "  Odds  and ends ").await.unwrap();
        }
        assert_eq!(names().await, [before.clone(), vec!["Odds and ends".to_owned()]].concat(), "twice is once");
        for _ in 0..2 {
            categories::place(desk, &grace, "odds-and-ends", 1).await.unwrap();
        }
        assert_eq!(names().await[..3], [before[0].clone(), "Odds and ends".into(), before[1].clone()]);
        categories::place(desk, &grace, "odds-and-ends", 4_000_000_000).await.unwrap();
        assert_eq!(names().await.last().unwrap(), "Odds and ends");
        for (name, reason) in [
            ("", Reason::Missing),
            (" \n ", Reason::Missing),
            (&"x".repeat(TITLE_MAX + 1), Reason::TooLong { max: TITLE_MAX }),
            (&before[0].to_uppercase(), Reason::Taken),
        ] {
            let refused = refusal(categories::rename(desk, &grace, "odds-and-ends", name).await);
            assert_eq!(refused, Refusal::field("name", reason), "{name}");
        }
        categories::rename(desk, &grace, "odds-and-ends", "<b>Rest</b> {{7*7}}").await.unwrap();
        // What is renamed is read under its new name, without being published again.
        categories::rename(desk, &grace, "plan", "Contracts").await.unwrap();
        let read = home(desk, None).await.unwrap();
        assert!(read.categories.iter().any(|category| category.name == "Contracts"), "{read:?}");
        let refused = refusal(categories::delete(desk, &grace, "plan").await);
        assert_eq!(refused, Refusal::field("category", Reason::InUse));
        categories::delete(desk, &grace, "odds-and-ends").await.unwrap();
        assert_eq!(refusal(categories::delete(desk, &grace, "odds-and-ends").await), Refusal::NotFound);
        assert_eq!(names().await.len(), before.len());
    }
}

/// What the form of an author becomes when somebody else has saved another version meanwhile.
#[tokio::test]
async fn two_authors_change_what_each_has_changed() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, nadia) = (person(desk, "grace").await, person(desk, "nadia").await);
        let first = draft("Zeppelins", 0);
        let slug = write(desk, &grace, "", &first).await;
        let begun = ArticleDraft { version: 1, ..first };
        assert!(rebase(desk, &nadia, &slug, &begun, "").await.unwrap().is_none(), "it is the newest");
        let other = ArticleDraft { summary: "They float.".into(), audience: "signed_in".into(), ..begun.clone() };
        write(desk, &grace, &slug, &other).await;

        let hers = ArticleDraft { body: "Zeppelins and balloons.".into(), ..begun.clone() };
        let rebased = rebase(desk, &nadia, &slug, &hers, "").await.unwrap().unwrap();
        assert_eq!(rebased.refusal, None);
        assert_eq!(rebased.draft.version, 2);
        write(desk, &nadia, &slug, &rebased.draft).await;
        let now = manage::editor(desk, &grace, &slug).await.unwrap();
        assert_eq!((now.summary.as_str(), now.body.as_str()), ("They float.", "Zeppelins and balloons."));
        assert_eq!(now.audience.name(), "signed_in");

        let late = ArticleDraft { title: "Airships".into(), body: "Something else.".into(), ..begun };
        let rebased = rebase(desk, &grace, &slug, &late, "").await.unwrap().unwrap();
        let reason =
            Reason::ChangedMeanwhile { by: nadia.name.clone(), to: "Zeppelins and balloons.".into(), now: now.html };
        assert_eq!(rebased.refusal, Some(Refusal::field("body", reason)));
        assert_eq!((rebased.draft.title.as_str(), rebased.draft.summary.as_str()), ("Airships", "They float."));
        assert_eq!(rebased.draft.body, "Something else.", "what was typed stays");
        write(desk, &grace, &slug, &rebased.draft).await;
        assert_eq!(manage::editor(desk, &grace, &slug).await.unwrap().body, "Something else.");
        let alice = person(desk, "alice").await;
        assert_eq!(refusal(rebase(desk, &alice, &slug, &rebased.draft, "").await.map(drop)), Refusal::NotFound);
    }
}
