//! Assets: who sees and changes them, what lists of them hold, and what happens around tickets.

use super::changed_tables::ChangedTables;
use super::helpers::{self, incident, number_in, person, refusal, sql};
use super::policy::outcome;
use super::support::{demo, demo_with};
use desk::assets::categories::add_category;
use desk::assets::choose::{For, choose};
use desk::assets::licences::suggest_licences;
use desk::assets::list::column_settings::{column_settings, save_column_settings};
use desk::assets::list::export::export;
use desk::assets::list::filters::filters;
use desk::assets::list::{list, statements};
use desk::assets::{form, link, note_denied, save, seats, shares, show};
use desk::people::Person;
use desk::tickets::open;
use desk::{Desk, Result};
use domain::assets::{
    AssetChange, AssetColumn, AssetDetails, AssetDraft, AssetFormOffer, AssetList, AssetSearchIn, Cell,
};
use domain::refusal::Because;
use domain::seen::SeenFields;
use domain::tickets::draft::TicketDraft;
use domain::{Reason, Refusal};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use std::fmt::Write;

async fn id_of(desk: &Desk, name: &str) -> String {
    let statement =
        Statement::from_string(desk.db().backend(), format!("SELECT public_id FROM assets WHERE name = '{name}'"));
    let row = desk.db().read().query_one_raw(statement).await.unwrap();
    row.unwrap_or_else(|| panic!("no asset is called {name}")).try_get_by_index(0).unwrap()
}

/// What the form of an asset would send back, with another location.
async fn draft_of(desk: &Desk, id: &str) -> AssetDraft {
    let AssetFormOffer::Form(form) = form::filled(desk, &person(desk, "admin").await, id).await.unwrap() else {
        panic!("an administrator edits everything")
    };
    let fields = form.fields.into_iter().map(|(field, value)| (field.name, value));
    AssetDraft {
        name: form.name,
        identifier: form.identifier,
        assignee: form.assignee,
        seats: form.seats.unwrap_or_default(),
        attributes: fields.collect(),
        seen: SeenFields::default(),
    }
}

/// The same as a form that shows what it was begun with.
fn begun(draft: AssetDraft) -> AssetDraft {
    let texts = [
        ("name", &draft.name),
        ("identifier", &draft.identifier),
        ("assignee", &draft.assignee),
        ("seats", &draft.seats),
    ];
    let fields = texts.map(|(name, value)| (format!("seen.{name}"), value.clone()));
    let attributes = draft.attributes.iter().map(|(name, value)| (format!("seen.attr.{name}"), value.clone()));
    let shown: Vec<(String, String)> = fields.into_iter().chain(attributes).collect();
    let seen = SeenFields::read(shown.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    AssetDraft { seen, ..draft }
}

fn set(draft: AssetDraft, name: &str, value: &str) -> AssetDraft {
    let attributes = draft.attributes.into_iter().filter(|(known, _)| known != name);
    AssetDraft { attributes: attributes.chain([(name.to_owned(), value.to_owned())]).collect(), ..draft }
}

/// In the order of the columns: two contacts, chloe without a role that reads assets, the senior manager, a contact of another
/// company, a client of a third; then the desk: read-only, print team, agent, administrator.
const PEOPLE: &str = "alice bruno chloe olga dmitri farid iris jonas grace admin";

/// `bench`: a printer of Harbourline's; `chloe's`: her scanner; `seats`: a licence of theirs, she has a seat; `pool`: the
/// provider's, shared with Harbourline and Quayside; `workshop`: the provider's, shared with nobody. Words as in POLICY.
const POLICY: &str = "
                     alic brun chlo olga dmit fari iris jona grac admi
show bench           yes  yes  404  yes  404  404  yes  yes  yes  yes
show chloe's         yes  yes  yes  yes  404  404  yes  yes  yes  yes
show seats           yes  yes  yes  yes  404  404  yes  yes  yes  yes
show pool            yes  yes  yes  yes  yes  404  yes  yes  yes  yes
show workshop        404  404  404  404  404  404  yes  yes  yes  yes
list bench           yes  yes  404  yes  404  404  yes  yes  yes  yes
list pool            yes  yes  yes  yes  yes  404  yes  yes  yes  yes
list workshop        404  404  404  404  404  404  yes  yes  yes  yes
export bench         yes  yes  404  yes  404  404  yes  yes  yes  yes
choose bench         yes  yes  404  yes  404  404  yes  yes  yes  yes
filled bench         yes  yes  404  ro   404  404  ro   yes  yes  yes
edit bench           yes  yes  404  ro   404  404  ro   yes  yes  yes
edit chloe's         yes  yes  ro   ro   404  404  ro   ro   yes  yes
edit pool            ro   ro   ro   ro   ro   404  ro   ro   yes  yes
create printers      agen agen agen agen agen agen ro   yes  yes  yes
create scanners      agen agen agen agen agen agen ro   422  yes  yes
seat seats           ro   ro   ro   ro   404  404  ro   ro   yes  yes
share bench          agen agen 404  ro   404  404  ro   yes  yes  yes
share pool           ro   ro   ro   ro   ro   404  ro   ro   yes  yes
link bench           yes  yes  422  yes  404  404  ro   yes  yes  yes
link chloe's         yes  yes  yes  yes  404  404  ro   yes  yes  yes
link pool            yes  yes  yes  yes  404  404  ro   yes  yes  yes
link workshop        422  422  422  422  404  404  ro   422  422  422
unlink bench         yes  yes  404  yes  404  404  ro   yes  yes  yes
save_column_settings yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
";

fn name_of(word: &str) -> &'static str {
    match word {
        "bench" => "Label printer, bench 4",
        "chloe's" => "Handheld 01",
        "seats" => "Bayline Warehouse, named users",
        "pool" => "Bayline Reports, shared pool",
        _ => "Test bench handheld",
    }
}

async fn perform(desk: &Desk, asking: &Person, row: &str, number: &str, draft: &AssetDraft) -> Result<()> {
    let (verb, word) = row.split_once(' ').unwrap_or((row, ""));
    let id = id_of(desk, name_of(word)).await;
    let found = |found: bool| if found { Ok(()) } else { Err(Refusal::NotFound.into()) };
    let query = format!("q={}", name_of(word).replace([',', '\'', ' '], "+"));
    match verb {
        "show" => show::show(desk, asking, &id).await.map(drop),
        "list" => found(list(desk, asking, &query).await?.rows.iter().any(|row| row.id == id)),
        "export" => {
            let mut written = export(desk, asking, &query, false).await?;
            found(written.next(desk, asking).await?.is_some_and(|lines| !lines.is_empty()))
        }
        "choose" => found(!choose(desk, asking, For::Asset(&id), "").await?.is_empty()),
        "filled" => match form::filled(desk, asking, &id).await? {
            AssetFormOffer::Refused(because) => Err(Refusal::Forbidden(because).into()),
            _ => Ok(()),
        },
        "edit" => save::edit(desk, asking, &id, &AssetDraft { name: "Another name".into(), ..draft.clone() }).await,
        "create" => {
            let model = if word == "printers" { "Zebra ZT411" } else { "Zebra TC53" };
            let draft = set(AssetDraft { name: "New".into(), ..AssetDraft::default() }, "model", model);
            save::create(desk, asking, word, "harbourline", &draft, "").await.map(drop)
        }
        "seat" => seats::seat(desk, asking, &id, "tomasz", false).await,
        "share" => shares::share(desk, asking, &id, "fenmoor", true).await,
        "link" => link::link(desk, asking, number, &[id]).await,
        "unlink" => link::unlink(desk, asking, number, &id).await,
        "save_column_settings" => {
            save_column_settings(desk, asking, &[AssetColumn::Name], &[AssetSearchIn::Name]).await
        }
        _ => panic!("{row} is not performed"),
    }
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_and_no_more() {
    for test in demo().await {
        let (desk, mut changes) = (&test.desk, ChangedTables::watch(&test.desk).await);
        let alice = person(desk, "alice").await;
        let mut wrong = String::new();
        for line in POLICY.lines().skip(2) {
            let (row, cells) = line.split_at(21);
            let row = row.trim();
            for (handle, expected) in PEOPLE.split(' ').zip(cells.split_whitespace()) {
                let asking = person(desk, handle).await;
                let number = helpers::open(desk, &alice, &incident("Paper jam")).await;
                let word = row.split_once(' ').map_or("", |(_, word)| word);
                let id = id_of(desk, name_of(word)).await;
                if row.starts_with("unlink") {
                    link::link(desk, &alice, &number, std::slice::from_ref(&id)).await.unwrap();
                }
                let draft = draft_of(desk, &id).await;
                changes.forget(desk).await;
                let came_out = outcome(perform(desk, &asking, row, &number, &draft).await);
                let changed = !changes.tables(desk).await.is_empty();
                let reads = ["show", "list", "export", "choose", "filled"].iter().any(|verb| row.starts_with(verb));
                if came_out != expected || changed != (expected == "yes" && !reads) {
                    writeln!(wrong, "{row}, {handle}: {came_out} instead of {expected}, changed: {changed}").unwrap();
                }
                // Back to how it was.
                sql(desk, &format!("UPDATE assets SET name = '{}' WHERE public_id = '{id}'", name_of(word))).await;
                sql(
                    desk,
                    "DELETE FROM asset_shares WHERE company_id = (SELECT id FROM companies WHERE slug = 'fenmoor')",
                )
                .await;
                let grace = person(desk, "grace").await;
                seats::seat(desk, &grace, &id_of(desk, name_of("seats")).await, "tomasz", true).await.unwrap();
            }
        }
        assert!(wrong.is_empty(), "{:?}\n{wrong}", desk.db().backend());
    }
}

#[tokio::test]
async fn attributes_that_a_role_does_not_read_do_not_exist_for_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let id = id_of(desk, "Label printer, bench 3").await;
        let labels = |asset: &AssetDetails| asset.values.iter().map(|(label, _)| label.clone()).collect::<Vec<_>>();
        let secret = "Purchase price in pounds".to_owned();
        assert!(labels(&show::show(desk, &grace, &id).await.unwrap()).contains(&secret));
        assert!(!labels(&show::show(desk, &alice, &id).await.unwrap()).contains(&secret));
        // Neither does its history.
        save::edit(desk, &grace, &id, &set(draft_of(desk, &id).await, "purchase_price", "1500")).await.unwrap();
        let lines = |asset: AssetDetails| asset.history.into_iter().map(|line| line.what).collect::<Vec<_>>();
        assert!(lines(show::show(desk, &alice, &id).await.unwrap()).is_empty());
        assert_eq!(lines(show::show(desk, &grace, &id).await.unwrap()).len(), 1);
        // Nor may it be looked for.
        for query in
            ["f.purchase_price=1500", "cols=name,f.purchase_price", "sort=f.purchase_price", "f.licence_key=HB25"]
        {
            assert_eq!(list(desk, &alice, query).await.unwrap().refused.len(), 1, "{query}");
        }
        let offered = filters(desk, &alice).await.unwrap();
        assert!(offered.fields.iter().all(|one| !["purchase_price", "licence_key"].contains(&one.field.name.as_str())));
        let columns = column_settings(desk, &alice).await.unwrap();
        assert!(columns.heads.iter().all(|head| head.label != secret));
        // A customer's form changes what their role updates, and leaves the rest alone.
        let sent = set(AssetDraft { assignee: "bruno".into(), ..draft_of(desk, &id).await }, "purchase_price", "1");
        save::edit(desk, &alice, &id, &set(sent, "location", "Bench 9")).await.unwrap();
        let now = show::show(desk, &grace, &id).await.unwrap();
        assert_eq!(now.assignee.as_deref(), Some("Alice Kowalska"));
        assert!(
            now.values.contains(&(secret, "1500".into()))
                && now.values.contains(&("Location".into(), "Bench 9".into()))
        );
    }
}

fn names(list: &AssetList) -> Vec<String> {
    let name = list.heads.iter().position(|head| head.name == "name").unwrap();
    let text = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { panic!("a name is a text") };
    list.rows.iter().map(|row| text(&row.cells[name])).collect()
}

#[tokio::test]
async fn lists_are_filtered_sorted_searched_and_paged() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let all = list(desk, &alice, "size=200").await.unwrap();
        assert_eq!((all.total.count, all.refused.len(), all.filtered), (15, 0, false));
        let mut sorted = names(&all);
        sorted.sort_by_key(|name| name.to_lowercase());
        assert_eq!(names(&all), sorted);
        let turned = list(desk, &alice, "size=200&sort=-name").await.unwrap();
        sorted.reverse();
        assert_eq!(names(&turned), sorted);
        for (query, count) in [
            ("scope=mine", 3),
            ("category=printers", 4),
            ("category=printers&category=scales", 5),
            ("f.model=Zebra+ZT411", 2),
            ("f.model=Zebra+ZT411&f.location=hall+a,+packing+bench+4", 1),
            ("f.location=HALL+A", 5),
            ("f.warranty_until.to=2026-05-31", 3),
            ("f.warranty_until.from=2026-06-01&f.warranty_until.to=2026-12-31", 3),
            ("f.labels_printed.from=100000", 2),
            ("q=label+bench", 2),
            ("q=ZT411", 2),
            ("q=ZT411&in=name", 0),
            ("q=18j204", 1),
            ("company=harbourline", 15),
            ("period=7d", 3),
            ("period=7d&on=created", 0),
        ] {
            let found = list(desk, &alice, query).await.unwrap();
            assert_eq!((found.total.count, found.refused.len()), (count, 0), "{query}: {:?}", names(&found));
            assert_eq!(found.rows.len() as u64, count, "{query}");
        }
        for query in ["company=quayside", "category=nonsense", "f.nonsense=1", "sort=f.nonsense", "page=0", "cols=x"] {
            assert_eq!(list(desk, &alice, query).await.unwrap().refused.len(), 1, "{query}");
        }
        // What a filter is said to leave is what it leaves.
        for asking in [&alice, &grace] {
            let offered = filters(desk, asking).await.unwrap();
            for (category, total) in &offered.categories {
                let found = list(desk, asking, &format!("category={}", category.slug)).await.unwrap();
                assert_eq!(found.total, *total, "{category:?}");
            }
            let model = offered.fields.iter().find(|one| one.field.name == "model").unwrap();
            assert!(!model.counts.is_empty());
            for (entry, count) in model.field.entries.iter().zip(&model.counts) {
                let found = list(desk, asking, &format!("f.model={}", entry.replace(' ', "+"))).await.unwrap();
                assert_eq!(found.total.count, *count, "{entry}");
            }
        }
        let columns = "cols=name,f.model,f.warranty_until,seats,company,assigned&sort=-f.labels_printed&size=200";
        let wide = list(desk, &grace, columns).await.unwrap();
        assert_eq!((wide.heads.len(), wide.heads[1].label.as_str()), (6, "Model"));
        assert_eq!(names(&wide)[0], "Label printer, bench 3", "the largest number first");
        for sort in ["category", "company", "assigned", "seats", "created", "changed", "identifier", "f.model"] {
            let mut seen = names(&list(desk, &grace, &format!("sort={sort}&size=25")).await.unwrap());
            seen.extend(names(&list(desk, &grace, &format!("sort={sort}&size=25&page=2")).await.unwrap()));
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 32, "{sort}: every asset once");
        }
    }
}

#[tokio::test]
async fn columns_are_kept_and_exported() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let columns = [AssetColumn::Name, AssetColumn::Attribute("model".into()), AssetColumn::Name];
        save_column_settings(desk, &alice, &columns, &[AssetSearchIn::Identifier]).await.unwrap();
        let kept = column_settings(desk, &alice).await.unwrap();
        assert_eq!(
            (kept.shown, kept.heads[1].label.as_str(), kept.search_in),
            (2, "Model", vec![AssetSearchIn::Identifier])
        );
        assert_eq!(list(desk, &alice, "q=label").await.unwrap().total.count, 0, "the search looks through identifiers");
        let mut written = export(desk, &alice, "category=printers", false).await.unwrap();
        assert_eq!((written.columns.len(), written.count()), (2, 4));
        let lines = written.next(desk, &alice).await.unwrap().unwrap();
        assert_eq!(lines[0], ["Label printer, bench 3", "Zebra ZT411"]);
        assert!(written.next(desk, &alice).await.unwrap().is_none());
        let all = export(desk, &alice, "", true).await.unwrap();
        assert!(all.columns.len() > 12 && all.columns.iter().all(|(_, head)| head.name != "f.licence_key"));
        refusal(export(desk, &alice, "company=quayside", false).await);
        save_column_settings(desk, &alice, &[], &AssetSearchIn::ALL).await.unwrap();
        assert!(list(desk, &alice, "").await.unwrap().usual);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_seats_are_given_than_there_are() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let id = id_of(desk, "Bayline Client Portal").await;
        sql(desk, &format!("UPDATE assets SET seats = 3 WHERE public_id = '{id}'")).await;
        shares::share(desk, &grace, &id, "quayside", true).await.unwrap();
        let asking = ["dmitri", "petra", "sean", "yusuf", "martin"].map(|holder| {
            let (desk, grace, id) = (desk.clone(), grace.clone(), id.clone());
            tokio::spawn(async move { seats::seat(&desk, &grace, &id, holder, true).await })
        });
        let mut given = 0;
        for answer in asking {
            match answer.await.unwrap() {
                Ok(()) => given += 1,
                error => assert_eq!(refusal(error), Refusal::field("holder", Reason::TooBig { max: 3 })),
            }
        }
        assert_eq!(given, 1, "two were in use");
        let held =
            format!("SELECT COUNT(*) FROM asset_seats s JOIN assets a ON a.id = s.asset_id WHERE a.public_id = '{id}'");
        assert_eq!(number_in(desk, &held).await, 3);
        let shown = show::show(desk, &grace, &id).await.unwrap();
        assert_eq!((shown.seats.unwrap().used, shown.candidates), (3, None));
        // Fewer than are in use are refused, and those of another company are not named to a customer.
        let fewer = save::edit(desk, &grace, &id, &AssetDraft { seats: "2".into(), ..draft_of(desk, &id).await }).await;
        assert_eq!(refusal(fewer), Refusal::field("seats", Reason::TooSmall { min: 3 }));
        let seen = show::show(desk, &person(desk, "dmitri").await, &id).await.unwrap();
        assert!(seen.holders.iter().all(|holder| holder.slug != "ewa"), "{:?}", seen.holders);
        assert_eq!(seen.shared.len(), 1);
        assert!(seen.history.is_empty(), "{:?}", seen.history);
        seats::seat(desk, &grace, &id, "ewa", false).await.unwrap();
        seats::seat(desk, &grace, &id, "ewa", false).await.unwrap();
        assert_eq!(number_in(desk, &held).await, 2);
    }
}

#[tokio::test]
async fn tickets_and_assets_know_of_each_other_as_far_as_their_reader_does() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, grace) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "grace").await);
        let (printer, shared) = (id_of(desk, "Label printer, bench 4").await, id_of(desk, "Address check").await);
        let draft = TicketDraft { assets: vec![printer.clone(), shared.clone()], ..incident("Blank labels") };
        let number = helpers::open(desk, &alice, &draft).await;
        let about = |asset: &AssetDetails| asset.tickets.iter().map(|ticket| ticket.number.clone()).collect::<Vec<_>>();
        assert!(about(&show::show(desk, &alice, &printer).await.unwrap()).contains(&number));
        assert_eq!(helpers::load_ticket(desk, &alice, &number).await.assets.len(), 2);
        // The service is shared with dmitri's company too; her ticket is not his to know of.
        let seen = show::show(desk, &dmitri, &shared).await.unwrap();
        assert!(!about(&seen).contains(&number) && seen.history.is_empty());
        // chloe sees the ticket but of the two only what is shared with her company.
        let chloe = person(desk, "chloe").await;
        let linked = helpers::load_ticket(desk, &chloe, &number).await.assets;
        assert_eq!(linked.iter().map(|asset| asset.name.as_str()).collect::<Vec<_>>(), ["Address check"]);
        let history = show::show(desk, &grace, &printer).await.unwrap().history;
        assert_eq!(history[0].what, AssetChange::Linked(number.clone()));
        link::unlink(desk, &alice, &number, &printer).await.unwrap();
        let history = show::show(desk, &grace, &printer).await.unwrap().history;
        assert_eq!(history[0].what, AssetChange::Unlinked(number.clone()));
        // Assets of another company, and ones that do not exist, are refused alike and raise nothing.
        let before = number_in(desk, "SELECT COUNT(*) FROM tickets").await;
        for id in [id_of(desk, "Weighbridge north").await, "nonsense".into(), "a\0b".into()] {
            let raised = open::open(desk, &alice, &TicketDraft { assets: vec![id], ..draft.clone() }, &[], "").await;
            assert_eq!(refusal(raised), Refusal::field("asset", Reason::NotOffered));
        }
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM tickets").await, before);
        let offered = choose(desk, &alice, For::Ticket(&number), "label").await.unwrap();
        assert_eq!(offered.len(), 4, "{offered:?}");
        refusal(choose(desk, &dmitri, For::Ticket(&number), "").await);
    }
}

#[tokio::test]
async fn licences_with_free_seats_are_offered_to_those_who_see_them() {
    for test in demo().await {
        let desk = &test.desk;
        let offered = async |handle: &str, subject: &str| -> Vec<(String, bool)> {
            let found = suggest_licences(desk, &person(desk, handle).await, subject).await.unwrap();
            found.into_iter().map(|found| (found.asset.name, found.mine)).collect()
        };
        let warehouse = ("Bayline Warehouse, named users".to_owned(), true);
        let pool = ("Bayline Reports, shared pool".to_owned(), false);
        assert_eq!(offered("alice", "A licence for Bayline Warehouse").await, [warehouse]);
        assert_eq!(offered("alice", "bayline REPORTS for a new colleague").await, std::slice::from_ref(&pool));
        assert_eq!(offered("dmitri", "Bayline reports").await, [pool], "it is shared with his company");
        // Somebody else's, one that is fully in use by others, and what only one word of two points to.
        assert_eq!(offered("ewa", "Bayline reports").await, []);
        assert_eq!(offered("chloe", "Bayline Label Studio").await, []);
        assert_eq!(offered("alice", "The warehouse is slow").await, []);
        for nothing in ["", "a b c", "\0", "Zebra ZT411"] {
            assert_eq!(offered("alice", nothing).await, [], "{nothing:?}");
        }
    }
}

#[tokio::test]
async fn an_asset_is_created_once_and_its_changes_are_recorded() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let draft = set(
            AssetDraft { name: "Dock printer".into(), assignee: "alice".into(), ..AssetDraft::default() },
            "model",
            "Zebra ZT421",
        );
        let make = |draft: AssetDraft, key: &'static str| {
            let grace = grace.clone();
            async move { save::create(desk, &grace, "printers", "Harbourline Logistics", &draft, key).await }
        };
        let id = make(draft.clone(), "k").await.unwrap();
        assert_eq!(make(draft.clone(), "k").await.unwrap(), id);
        assert_eq!(refusal(make(AssetDraft { name: "Other".into(), ..draft.clone() }, "k").await), Refusal::Conflict);
        let shown = show::show(desk, &person(desk, "alice").await, &id).await.unwrap();
        assert_eq!((shown.name.as_str(), shown.history.len()), ("Dock printer", 1));
        let bad = AssetDraft { name: " ".into(), assignee: "dmitri".into(), ..AssetDraft::default() };
        let Refusal::Invalid(faults) = refusal(make(bad, "").await) else { panic!("it is invalid") };
        assert_eq!(
            faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(),
            ["name", "assignee", "attr.model"]
        );
        save::edit(desk, &grace, &id, &draft).await.unwrap();
        assert_eq!(show::show(desk, &grace, &id).await.unwrap().history.len(), 1, "nothing has changed");
        save::edit(desk, &grace, &id, &AssetDraft { name: "Dock printer 2".into(), assignee: String::new(), ..draft })
            .await
            .unwrap();
        let AssetChange::Changed(steps) = show::show(desk, &grace, &id).await.unwrap().history.remove(0).what else {
            panic!("it has changed")
        };
        assert_eq!(steps.iter().map(|step| step.to.as_str()).collect::<Vec<_>>(), ["Dock printer 2", ""]);
        note_denied(desk, &person(desk, "dmitri").await, &id);
        let noted = async || number_in(desk, "SELECT COUNT(*) FROM events WHERE kind = 'denied'").await == 1;
        helpers::eventually("an entry in the audit", noted).await;
    }
}

#[tokio::test]
async fn lists_hold_what_can_be_opened_and_nothing_else() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = person(desk, "grace").await;
        let ids = async |asking: &Person, query: &str| -> BTreeSet<String> {
            list(desk, asking, query).await.unwrap().rows.into_iter().map(|row| row.id).collect()
        };
        // A seat of somebody else's licence, and an asset that somebody kept who has left its company.
        sql(desk, "INSERT INTO asset_seats (asset_id, user_id, since) SELECT a.id, u.id, 0 FROM assets a, users u WHERE a.name = 'Weighbridge north' AND u.slug = 'chloe'").await;
        sql(desk, "UPDATE assets SET assignee_id = (SELECT id FROM users WHERE slug = 'farid') WHERE name = 'Label printer, bench 3'").await;
        let all = ids(&grace, "size=200").await;
        for handle in PEOPLE.split(' ') {
            let asking = person(desk, handle).await;
            let mut opened = BTreeSet::new();
            for id in &all {
                if show::show(desk, &asking, id).await.is_ok() {
                    opened.insert(id.clone());
                }
            }
            for sort in ["name", "-changed", "created", "assigned", "category"] {
                assert_eq!(ids(&asking, &format!("size=200&sort={sort}")).await, opened, "{handle} {sort}");
            }
            assert!(ids(&asking, "scope=mine&size=200").await.is_subset(&opened), "{handle}");
            for query in ["category=printers", "q=label", "f.model=Zebra+ZT411", "period=7d", "company=harbourline"] {
                let (theirs, of_all) =
                    (ids(&asking, &format!("size=200&{query}")).await, ids(&grace, &format!("size=200&{query}")).await);
                let refused = !list(desk, &asking, query).await.unwrap().refused.is_empty();
                let expected: BTreeSet<String> =
                    if refused { opened.clone() } else { of_all.intersection(&opened).cloned().collect() };
                assert_eq!(theirs, expected, "{handle} {query}");
            }
        }
    }
}

/// A hundred thousand assets of a dozen companies.
const MANY: &str = "
INSERT INTO assets (public_id, category_id, company_id, name, name_key, identifier, identifier_key, assignee_id, seats, seats_used, created_at, changed_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
SELECT 'x' || i, 1 + i % 5, 1 + i % 12, 'Device ' || i, 'device ' || (i * 7919 % 100000), 'SN' || i, 'sn' || i, NULL, NULL, 0, i * 1000, i * 2000 FROM n;
INSERT INTO asset_words (word, field, asset_id) SELECT 'device', 'name', id FROM assets WHERE public_id LIKE 'x%';
INSERT INTO asset_values (asset_id, attribute_id, value, value_key)
  SELECT a.id, t.id, 'v' || (a.id % 50), 'v' || (a.id % 50) FROM assets a JOIN asset_attributes t ON t.category_id = a.category_id AND t.name IN ('model', 'location')
  WHERE a.public_id LIKE 'x%';
";

#[tokio::test]
async fn a_hundred_thousand_assets_are_listed_by_index() {
    for test in demo_with(1_000).await {
        let desk = &test.desk;
        sql(desk, MANY).await;
        // Half of them are Harbourline's.
        sql(desk, "UPDATE assets SET company_id = (SELECT id FROM companies WHERE slug = 'harbourline') WHERE public_id LIKE 'x%' AND id % 2 = 0").await;
        test.db.analyse().await.unwrap();
        let mut wrong = String::new();
        for handle in ["grace", "jonas", "alice", "chloe"] {
            let asking = person(desk, handle).await;
            for query in [
                "",
                "sort=-name",
                "sort=changed",
                "sort=-created",
                "sort=identifier",
                "category=printers",
                "company=harbourline",
                "f.model=v7",
                "q=device",
                "q=label",
                "scope=mine",
                "period=30d",
                "sort=assigned&scope=mine",
                "sort=-changed&page=20",
                "f.model=v7&q=device&sort=-created",
                "category=printers&page=20&sort=-changed",
            ] {
                let begun = std::time::Instant::now();
                let found = list(desk, &asking, query).await.unwrap();
                let took = begun.elapsed();
                // Models are not hers to see.
                assert!(found.refused.is_empty() || handle == "chloe", "{handle} {query}");
                println!("{:?} {handle} {query}: {} in {took:?}", desk.db().backend(), found.total.count);
                if query.is_empty() {
                    let begun = std::time::Instant::now();
                    filters(desk, &asking).await.unwrap();
                    choose(desk, &asking, For::New, "device").await.unwrap();
                    println!("filters and a choice in {:?}", begun.elapsed());
                }
                if desk.db().is_sqlite() {
                    let [page, count] = statements(desk, &asking, query).await.unwrap();
                    let (page, count) = (plan(desk, page).await, plan(desk, count).await);
                    // What is one's own, or one's company's, is found without looking at anybody else's.
                    let few = ["alice", "chloe"].contains(&handle)
                        || query.contains("scope=mine")
                        || query.starts_with("company=");
                    let all = if few { "SCAN assets" } else { "SCAN assets\n" };
                    if page.contains(all) || count.contains(all) {
                        writeln!(wrong, "{handle} {query} reads all:\n{page}{count}").unwrap();
                    }
                    let walks = !few && (query.is_empty() || query.starts_with("sort="));
                    if walks && page.contains("TEMP B-TREE") {
                        writeln!(wrong, "{handle} {query} sorts:\n{page}").unwrap();
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }
}

async fn plan(desk: &Desk, statement: Statement) -> String {
    let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
    let rows = desk.db().read().query_all_raw(explain).await.unwrap();
    rows.iter().map(|row| format!("    {}\n", row.try_get::<String>("", "detail").unwrap())).collect()
}

#[tokio::test]
async fn c17_without_a_category_an_administrator_adds_the_first_one() {
    for test in demo().await {
        let desk = &test.desk;
        for table in ["ticket_assets", "asset_seats", "asset_shares", "asset_values", "asset_events", "asset_words"] {
            sql(desk, &format!("DELETE FROM {table}")).await;
        }
        for table in ["assets", "asset_attributes", "asset_categories"] {
            sql(desk, &format!("DELETE FROM {table}")).await;
        }
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let (admin, grace, alice) =
            (person(desk, "admin").await, person(desk, "grace").await, person(desk, "alice").await);
        let offered = async |asking: &Person| form::blank(desk, asking, "", "").await.unwrap();
        assert_eq!(offered(&admin).await, AssetFormOffer::FirstCategory);
        assert_eq!(offered(&grace).await, AssetFormOffer::Refused(Because::NoCategories));
        assert!(list(desk, &admin, "").await.unwrap().may_create && !list(desk, &grace, "").await.unwrap().may_create);
        let add = async |asking: &Person, name: &str| add_category(desk, asking, name, false).await;
        assert_eq!(refusal(add(&alice, "Scales").await), Refusal::NotFound);
        assert_eq!(refusal(add(&grace, "Scales").await), Refusal::Forbidden(Because::AdminsOnly));
        assert_eq!(refusal(add(&admin, " ").await), Refusal::field("name", Reason::Missing));
        assert_eq!(add(&admin, "Scales & co").await.unwrap(), "scales-co");
        assert_eq!(refusal(add(&admin, "Scales & co").await), Refusal::field("name", Reason::Taken));
        let admin = person(desk, "admin").await;
        let AssetFormOffer::Choose { categories, .. } = offered(&admin).await else { panic!("a choice") };
        assert_eq!(categories.into_iter().map(|category| category.label).collect::<Vec<_>>(), ["Scales & co"]);
        let draft = AssetDraft { name: "Bench scale".into(), ..AssetDraft::default() };
        save::create(desk, &admin, "scales-co", "harbourline", &draft, "").await.unwrap();
    }
}

#[tokio::test]
async fn two_forms_of_one_asset_change_what_each_has_changed() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, admin) = (person(desk, "grace").await, person(desk, "admin").await);
        let id = id_of(desk, "Label printer, bench 3").await;
        let form = begun(draft_of(desk, &id).await);
        save::edit(desk, &admin, &id, &AssetDraft { name: "Printer at gate 9".into(), ..form.clone() }).await.unwrap();
        let hers = AssetDraft { identifier: "HL-9".into(), ..form.clone() };
        save::edit(desk, &grace, &id, &hers).await.unwrap();
        let now = draft_of(desk, &id).await;
        assert_eq!((now.name.as_str(), now.identifier.as_str()), ("Printer at gate 9", "HL-9"));
        let late = save::edit(desk, &grace, &id, &AssetDraft { name: "Hers".into(), ..form.clone() }).await;
        let reason = Reason::ChangedMeanwhile {
            by: "Grace Okoye".into(),
            to: "Printer at gate 9".into(),
            now: "Printer at gate 9".into(),
        };
        assert_eq!(refusal(late), Refusal::field("name", reason), "the last who changed it");
        assert_eq!(draft_of(desk, &id).await, now, "nothing of a refused form is kept");
        let again = AssetDraft { name: "Hers".into(), ..begun(now) };
        save::edit(desk, &grace, &id, &again).await.unwrap();
        assert_eq!(draft_of(desk, &id).await.name, "Hers");
    }
}
