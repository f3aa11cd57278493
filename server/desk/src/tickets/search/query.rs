//! A full-text query to the index: SQLite FTS5 `MATCH` or PostgreSQL `tsquery`.

use super::lexemes::{LexemeMatch, lexemes, spell_out};
use crate::Result;
use crate::actor::Person;
use crate::scope::ticket;
use crate::search::{BITS, letter};
use domain::listing::SearchIn;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Order, Statement};

/// A word is frequent that more than one ticket of so many has: measured where both ways take as long, with a million.
const FREQUENT: i64 = 32;

/// The terms of a search, and the fields to look in.
#[derive(Clone, Debug)]
pub(crate) struct SearchQuery {
    words: Vec<Word>,
    /// The words as they were written, where each stands in the subject of whatever matches.
    in_subject: Option<Vec<String>>,
    /// One of the words is enough.
    any: bool,
    /// Of which companies' tickets; empty for all.
    companies: Vec<i64>,
    backend: DbBackend,
}

/// A term and the lexemes that match it.
#[derive(Clone, Debug, Default)]
struct Word {
    lexemes: Vec<LexemeMatch>,
}

/// Tickets with a higher id than this.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewerThan(pub i64);

#[derive(FromQueryResult)]
struct Hit {
    id: i64,
}

impl SearchQuery {
    /// `text` in `fields`, as far as this person may look into them.
    pub(crate) async fn read(
        db: &impl ConnectionTrait,
        person: &Person,
        text: &str,
        fields: &[SearchIn],
    ) -> Result<Self> {
        let companies: Option<Vec<i64>> = person.grants.iter().map(|grant| grant.company_id).collect();
        let backend = db.get_database_backend();
        let mut words = Vec::new();
        for word in domain::search::terms(text) {
            let mut lexemes = lexemes(person, fields, &word);
            if backend == DbBackend::Sqlite {
                lexemes = spell_out(db, lexemes).await?;
            }
            words.push(Word { lexemes });
        }
        let in_subject = in_subject(text, fields);
        Ok(Self { words, in_subject, any: false, companies: companies.unwrap_or_default(), backend })
    }

    /// Any of some words in the subjects of open tickets.
    pub(crate) async fn any_of(db: &impl ConnectionTrait, person: &Person, words: &[String]) -> Result<Self> {
        let all = Self::read(db, person, &words.join(" "), &[SearchIn::Subject]).await?;
        Ok(Self { any: true, ..all })
    }

    /// The newest so many open tickets that match.
    pub(crate) fn newest_open(&self, limit: u64) -> Expr {
        let id = Expr::col((ticket::Entity, ticket::Column::Id));
        if self.backend != DbBackend::Sqlite {
            return self.by_index(true);
        }
        id.in_subquery(self.hits(true).order_by_expr(Expr::cust("rowid"), Order::Desc).limit(limit).to_owned())
    }

    /// The ticket that stands just beyond the newest so many hits; `None` where there are no more. Found without looking at any
    /// ticket, be it one that the person sees or not: all that follows from it is how far a ranking reaches.
    pub(crate) async fn cut(&self, db: &impl ConnectionTrait, open_only: bool, most: u64) -> Result<Option<NewerThan>> {
        let statement = match self.backend {
            DbBackend::Sqlite => {
                let newest = |table: &str| {
                    format!(
                        "SELECT * FROM (SELECT rowid >> {BITS} AS id FROM {table} WHERE {table} MATCH $1 \
                         ORDER BY rowid DESC LIMIT $2 + 1)"
                    )
                };
                let closed = if open_only { String::new() } else { format!(" UNION ALL {}", newest("closed_words")) };
                let sql =
                    format!("SELECT id FROM ({}{closed}) ORDER BY id DESC LIMIT 1 OFFSET $2", newest("open_words"));
                Statement::from_sql_and_values(self.backend, sql, [self.matching().into(), most.into()])
            }
            _ => {
                let sql = "SELECT ticket_id AS id FROM ticket_words WHERE words @@ $1::tsquery \
                           ORDER BY ticket_id DESC LIMIT 1 OFFSET $2";
                let values = [self.tsquery(open_only).into(), most.into()];
                Statement::from_sql_and_values(self.backend, sql, values)
            }
        };
        Ok(Hit::find_by_statement(statement).one(db).await?.map(|hit| NewerThan(hit.id)))
    }

    /// The tickets that are newer than the cut and match.
    pub(crate) fn since(&self, open_only: bool, cut: Option<NewerThan>) -> Expr {
        let (Some(NewerThan(cut)), DbBackend::Sqlite) = (cut, self.backend) else {
            let found = self.by_index(open_only);
            return match cut {
                Some(NewerThan(cut)) => found.and(Expr::col((ticket::Entity, ticket::Column::Id)).gt(cut)),
                None => found,
            };
        };
        let mut hits = self.hits_of("open_words");
        let newer = |hits: &mut SelectStatement| {
            hits.and_where(Expr::cust_with_values("rowid >= ?", [(cut + 1) << BITS]));
        };
        newer(&mut hits);
        if !open_only {
            let mut closed = self.hits_of("closed_words");
            newer(&mut closed);
            hits.union(UnionType::All, closed);
        }
        Expr::col((ticket::Entity, ticket::Column::Id)).in_subquery(hits)
    }

    /// Whether there is any word to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The tickets in which every word begins a word of one of the fields.
    pub(crate) fn by_index(&self, open_only: bool) -> Expr {
        match self.backend {
            DbBackend::Sqlite => Expr::col((ticket::Entity, ticket::Column::Id)).in_subquery(self.hits(open_only)),
            _ => Expr::cust_with_values(
                "tickets.id IN (SELECT ticket_id FROM ticket_words WHERE words @@ $1::tsquery)",
                [self.tsquery(open_only)],
            ),
        }
    }

    /// The same for SQLite, kept from leading the query: for tickets that are read in their order until a page is full.
    pub(crate) fn by_probe(&self, open_only: bool) -> Expr {
        Expr::cust("+tickets.id").in_subquery(self.hits(open_only))
    }

    /// The same for SQLite, as a look-up of one ticket: where nearly every ticket that is read matches.
    pub(crate) fn by_row_lookup(&self) -> Expr {
        // Open tickets are few: a list of those that match is made once.
        let lookup = format!(
            "CASE WHEN tickets.closed THEN EXISTS (SELECT 1 FROM closed_words WHERE closed_words MATCH ? \
             AND rowid BETWEEN tickets.id << {BITS} AND ((tickets.id + 1) << {BITS}) - 1) \
             ELSE tickets.id IN (SELECT rowid >> {BITS} FROM open_words WHERE open_words MATCH ?) END"
        );
        let lookup = Expr::cust_with_values(lookup, [self.matching(), self.matching()]);
        // A glance at the subject spares nearly every look that would be in vain.
        let glances = self.in_subject.iter().flatten().map(|word| {
            let (within, first) = (format!("%{word}%"), format!("{word}%"));
            Expr::cust_with_values(GLANCE, [within.clone(), within, first])
        });
        glances.reduce(ExprTrait::and).map(|glances| glances.and(lookup.clone())).unwrap_or(lookup)
    }

    /// Whether so many closed tickets match on SQLite that to look at one after another finds a page sooner than to list them.
    pub(crate) async fn is_frequent(&self, db: &impl ConnectionTrait) -> Result<bool> {
        let sql = "SELECT rowid FROM closed_words WHERE closed_words MATCH ? LIMIT 1 OFFSET (SELECT MAX(id) / ? FROM tickets)";
        let values = [self.matching().into(), FREQUENT.into()];
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        Ok(self.backend == DbBackend::Sqlite && db.query_one_raw(statement).await?.is_some())
    }

    /// The row number of each matching ticket on SQLite, some more than once, as they are found.
    pub(crate) fn hits(&self, open_only: bool) -> SelectStatement {
        let mut hits = self.hits_of("open_words");
        if !open_only {
            hits.union(UnionType::All, self.hits_of("closed_words"));
        }
        hits
    }

    fn hits_of(&self, table: &'static str) -> SelectStatement {
        Query::select()
            .expr_as(Expr::cust(format!("rowid >> {BITS}")), "id")
            .from(table)
            .and_where(Expr::cust_with_values(format!("{table} MATCH ?"), [self.matching()]))
            .to_owned()
    }

    fn matching(&self) -> String {
        let lexeme_match = |lexeme_match: &LexemeMatch| {
            let star = if lexeme_match.beginning { " *" } else { "" };
            let mut parts = vec![format!("\"{}\"{star}", lexeme_match.lexeme)];
            parts.extend(lexeme_match.company.map(|id| format!("\"{}{id}\"", letter::COMPANY)));
            parts.extend(lexeme_match.reporter.map(|id| format!("\"{}{id}\"", letter::REPORTER)));
            if parts.len() == 1 { parts.remove(0) } else { format!("({})", parts.join(" AND ")) }
        };
        let mark = |id: &i64| format!("\"{}{id}\"", letter::COMPANY);
        self.joined(lexeme_match, mark, " OR ", " AND ", "\"0\"")
    }

    fn tsquery(&self, open_only: bool) -> String {
        let lexeme_match = |lexeme_match: &LexemeMatch| {
            let star = if lexeme_match.beginning { ":*" } else { "" };
            let mut parts = vec![format!("'{}'{star}", lexeme_match.lexeme)];
            parts.extend(lexeme_match.company.map(|id| format!("'{}{id}'", letter::COMPANY)));
            parts.extend(lexeme_match.reporter.map(|id| format!("'{}{id}'", letter::REPORTER)));
            if parts.len() == 1 { parts.remove(0) } else { format!("({})", parts.join(" & ")) }
        };
        let mark = |id: &i64| format!("'{}{id}'", letter::COMPANY);
        let words = self.joined(lexeme_match, mark, " | ", " & ", "'0'");
        if open_only { format!("{words} & '{}'", letter::OPEN) } else { words }
    }

    /// `nothing` is a lexeme that no ticket has.
    fn joined(
        &self,
        lexeme_match: impl Fn(&LexemeMatch) -> String,
        mark: impl Fn(&i64) -> String,
        or: &str,
        and: &str,
        nothing: &str,
    ) -> String {
        let word = |word: &Word| match &word.lexemes[..] {
            [] => nothing.to_owned(),
            lexemes => format!("({})", lexemes.iter().map(&lexeme_match).collect::<Vec<_>>().join(or)),
        };
        let words: Vec<String> = self.words.iter().map(word).collect();
        let mut parts = if self.any { vec![format!("({})", words.join(or))] } else { words };
        if !self.companies.is_empty() {
            parts.push(format!("({})", self.companies.iter().map(mark).collect::<Vec<_>>().join(or)));
        }
        parts.join(and)
    }
}

/// What holds a word as letters, in any place, or letters that the index folds and `LIKE` does not; every number begins with
/// the same word.
const GLANCE: &str = "(tickets.subject LIKE ? OR tickets.reference LIKE ?
OR tickets.subject || COALESCE(tickets.reference, '') GLOB '*[^ -~]*'
OR EXISTS (SELECT 1 FROM sequences WHERE name = 'tickets' AND prefix LIKE ?))";

/// Plain words without a digit, where only numbers and subjects are searched.
fn in_subject(text: &str, fields: &[SearchIn]) -> Option<Vec<String>> {
    let words = domain::search::terms(text);
    let plain = |word: &String| word.bytes().all(|letter| letter.is_ascii_lowercase());
    let here = fields.iter().all(|field| matches!(field, SearchIn::Number | SearchIn::Subject));
    (here && words.iter().all(plain)).then_some(words)
}
