//! Column settings: what people set for their own list.

use super::helpers::{account, events_of, person, sql};
use super::support::demo;
use desk::Desk;
use desk::people::{Person, save_columns};
use desk::tickets::list::list;
use domain::listing::{Column, SearchIn};

#[tokio::test]
async fn columns_and_search_fields_are_kept_for_one_person() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let columns = vec![Column::Age, Column::Subject, Column::Channel];
        save_columns(desk, &alice, &columns, &[SearchIn::Subject], &[]).await.unwrap();
        let alice = person(desk, "alice").await;
        assert_eq!((&alice.columns, alice.me(&desk.catalogue()).search_in), (&columns, vec![SearchIn::Subject]));
        assert_eq!(shown(desk, &alice, "").await, columns);
        assert_eq!(shown(desk, &alice, "cols=number,age").await, [Column::Number, Column::Age]);
        assert_eq!(shown(desk, &alice, "cols=number,number").await, columns, "refused");
        let kept = person(desk, "bruno").await;
        assert_eq!((kept.columns, kept.search_in), (bruno.columns, bruno.search_in), "somebody else's");
        assert_eq!(events_of(desk, alice.id, "list_arranged").await, 1);
    }
}

#[tokio::test]
async fn widths_are_kept_beside_the_columns() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        assert_eq!(alice.widths, []);
        let gone = Column::parse("attr.gone").unwrap();
        let widths = [(Column::Status, 96), (gone, 64), (Column::Subject, 400)];
        save_columns(desk, &alice, &alice.columns, &alice.search_in, &widths).await.unwrap();
        let kept = person(desk, "alice").await;
        assert_eq!(kept.widths, [(Column::Status, 96), (Column::Subject, 400)], "what is not offered is left out");
        assert_eq!(kept.me(&desk.catalogue()).widths, kept.widths);
        assert_eq!((kept.columns, kept.search_in), (alice.columns.clone(), alice.search_in.clone()));
        assert_eq!(person(desk, "bruno").await.widths, [], "somebody else's");
        sql(desk, "UPDATE users SET list_widths = 'status:97,gone:96,,subject:400' WHERE slug = 'alice'").await;
        assert_eq!(person(desk, "alice").await.widths, [(Column::Subject, 400)], "what no class stands for");
        save_columns(desk, &alice, &alice.columns, &alice.search_in, &[]).await.unwrap();
        assert_eq!(person(desk, "alice").await.widths, []);
    }
}

#[tokio::test]
async fn what_is_usual_is_kept_as_nothing() {
    for test in demo().await {
        let desk = &test.desk;
        for handle in ["alice", "grace"] {
            let asking = person(desk, handle).await;
            let usual = Column::usual(asking.is_staff());
            assert_eq!((&asking.columns, &asking.search_in[..]), (&usual, &SearchIn::USUAL[..]), "at first");
            let twice = [&usual[..], &usual[..2]].concat();
            for columns in [&usual[..], &[], &twice[..]] {
                for fields in [&SearchIn::USUAL[..], &[], &[SearchIn::Subject, SearchIn::Number]] {
                    save_columns(desk, &asking, &[Column::Age], &[SearchIn::Number], &[]).await.unwrap();
                    assert_eq!(kept(desk, &asking, handle).await, ("age".into(), "number".into()));
                    save_columns(desk, &asking, columns, fields, &[]).await.unwrap();
                    assert_eq!(kept(desk, &asking, handle).await, <(String, String)>::default());
                    assert_eq!(person(desk, handle).await.columns, usual);
                }
            }
            // In another order it is a choice of its own.
            let turned: Vec<_> = usual.iter().rev().copied().collect();
            save_columns(desk, &asking, &turned, &SearchIn::USUAL, &[]).await.unwrap();
            assert_eq!(person(desk, handle).await.columns, turned);
        }
    }
}

#[tokio::test]
async fn what_no_longer_exists_is_the_usual() {
    for test in demo().await {
        let desk = &test.desk;
        for kept in ["subject,gone", "subject,subject", ",", "subject,"] {
            sql(desk, &format!("UPDATE users SET list_columns = '{kept}', list_search = 'gone' WHERE slug = 'alice'"))
                .await;
            let alice = person(desk, "alice").await;
            assert_eq!((&alice.columns, &alice.search_in[..]), (&Column::usual(false), &SearchIn::USUAL[..]), "{kept}");
        }
    }
}

async fn kept(desk: &Desk, asking: &Person, handle: &str) -> (String, String) {
    let row = account(desk, handle).await;
    assert_eq!(row.id, asking.id);
    (row.list_columns, row.list_search)
}

async fn shown(desk: &Desk, person: &Person, query: &str) -> Vec<Column> {
    list(desk, person, query).await.unwrap().listing.shown(&person.columns).to_vec()
}
