use super::letter::{self, Column, DEAD, SENT, WAITING};
use super::unsubscribe;
use crate::people::known;
use crate::tickets::{ticket, visible};
use crate::{Desk, Result, random};
use domain::mail::{Answer, Kind};
use domain::time::{HOUR, MINUTE};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement, Value};

/// Somebody is sending it: nobody else does for so long. More than a try may take.
const LEASE: i64 = 5 * MINUTE;
/// How long to wait after each try; then a mail is given up.
const PAUSES: [i64; 9] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR];
/// What a mail server said is kept up to here, in characters.
const ANSWER_MAX: usize = 500;

/// A letter that this process alone is sending.
#[derive(Debug)]
pub struct Claimed {
    id: i64,
    claim: String,
    tries: i64,
    pub public_id: String,
    pub address: String,
    pub name: String,
    pub kind: Kind,
    /// The ticket whose thread it belongs to.
    pub number: Option<String>,
    pub created_at: i64,
    /// The path that stops mails like this one.
    pub unsubscribe: Option<String>,
}

/// What became of it.
#[derive(Debug)]
pub enum Outcome {
    Sent,
    /// It may work another time.
    Later(String),
    /// It never will.
    Never(String),
}

/// Takes up to `most` letters that are due. What need not be sent any more is put away on the way.
///
/// # Errors
/// When the database fails.
pub async fn claim(desk: &Desk, most: u64) -> Result<Vec<Claimed>> {
    let now = desk.now();
    let due = letter::Entity::find().filter(Column::State.eq(WAITING)).filter(Column::DueAt.lte(now));
    if due.select_only().column(Column::Id).into_tuple::<i64>().one(desk.db().read()).await?.is_none() {
        return Ok(Vec::new());
    }
    let mine = random::id();
    let mut claimed = Vec::new();
    for letter in take(desk, &mine, most, now).await? {
        claimed.extend(sort_out(desk, letter, now).await?);
    }
    Ok(claimed)
}

async fn take(desk: &Desk, mine: &str, most: u64, now: i64) -> Result<Vec<letter::Model>> {
    // On SQLite a write is alone anyway.
    let skip = if desk.db().is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
    let sql = format!(
        "UPDATE mails SET claim = $1, tries = tries + 1, due_at = $2, changed_at = $3 WHERE id IN (
           SELECT id FROM mails WHERE state = '{WAITING}' AND due_at <= $3 ORDER BY due_at, id LIMIT {most} {skip}
         ) RETURNING *"
    );
    let values: [Value; 3] = [mine.into(), (now + LEASE).into(), now.into()];
    let (sql, values) = (&sql, &values);
    let mut taken = desk
        .write(|tx| async move {
            let statement = Statement::from_sql_and_values(desk.db().backend(), sql, values.clone());
            Ok(letter::Entity::find().from_raw_sql(statement).all(&*tx).await?)
        })
        .await?;
    taken.sort_by_key(|letter| letter.id);
    Ok(taken)
}

/// The letter as it is to be sent, unless it is not to be.
async fn sort_out(desk: &Desk, letter: letter::Model, now: i64) -> Result<Option<Claimed>> {
    let kind: Option<Kind> = serde_json::from_str(&letter.data).ok();
    let unfinished = usize::try_from(letter.tries).unwrap_or(usize::MAX) > PAUSES.len() + 1;
    let late = kind.as_ref().and_then(Kind::lasts).is_some_and(|lasts| now > letter.created_at + lasts);
    let why = match &kind {
        None => Some(Answer::Unreadable),
        Some(_) if late => Some(Answer::Late),
        Some(_) if unfinished => Some(Answer::Unfinished),
        Some(_) => None,
    };
    if let Some(why) = why {
        settle(desk, letter.id, &letter.claim, DEAD, &why.write(), now).await?;
        return Ok(None);
    }
    let number = number(desk, &letter).await?;
    let Some(kind) = kind else { return Ok(None) };
    if matches!(kind, Kind::Ticket { .. }) && !may_still_read(desk, &letter).await? {
        let id = letter.id;
        desk.write(|tx| async move { Ok(letter::Entity::delete_by_id(id).exec(&*tx).await?) }).await?;
        return Ok(None);
    }
    let unsubscribe = match (kind.stop(), letter.user_id) {
        (Some(stop), Some(user_id)) => Some(unsubscribe::path(desk, user_id, stop).await?),
        _ => None,
    };
    let letter::Model { id, claim, tries, public_id, address, name, created_at, .. } = letter;
    Ok(Some(Claimed { id, claim, tries, public_id, address, name, kind, number, created_at, unsubscribe }))
}

async fn number(desk: &Desk, letter: &letter::Model) -> Result<Option<String>> {
    let Some(id) = letter.ticket_id else { return Ok(None) };
    let found = ticket::Entity::find_by_id(id).one(desk.db().read()).await?;
    Ok(found.map(|ticket| desk.catalogue().number(ticket.number)))
}

/// Rights may be gone since the letter was written.
async fn may_still_read(desk: &Desk, letter: &letter::Model) -> Result<bool> {
    let (Some(user_id), Some(ticket_id)) = (letter.user_id, letter.ticket_id) else { return Ok(false) };
    let Some(person) = known(desk, user_id).await? else { return Ok(false) };
    let seen = ticket::Entity::find_by_id(ticket_id).filter(visible(&person));
    Ok(seen.one(desk.db().read()).await?.is_some())
}

/// Notes what became of a letter. One whose lease another process has taken over is left alone.
///
/// # Errors
/// When the database fails.
pub async fn finish(desk: &Desk, letter: &Claimed, outcome: Outcome) -> Result<()> {
    let now = desk.now();
    let tries = usize::try_from(letter.tries - 1).unwrap_or_default();
    match outcome {
        Outcome::Sent => settle(desk, letter.id, &letter.claim, SENT, "", now).await,
        Outcome::Never(answer) => settle(desk, letter.id, &letter.claim, DEAD, &answer, now).await,
        Outcome::Later(answer) => match PAUSES.get(tries) {
            Some(pause) => settle(desk, letter.id, &letter.claim, WAITING, &answer, now + pause).await,
            None => settle(desk, letter.id, &letter.claim, DEAD, &answer, now).await,
        },
    }
}

/// Gives back letters that were taken and not tried, for whoever comes next.
///
/// # Errors
/// When the database fails.
pub async fn release(desk: &Desk, letters: &[Claimed]) -> Result<()> {
    desk.write(|tx| async move {
        for letter in letters {
            let sql = "UPDATE mails SET due_at = $1, tries = tries - 1, claim = '' WHERE id = $2 AND claim = $3";
            let values = [desk.now().into(), letter.id.into(), letter.claim.clone().into()];
            let statement = Statement::from_sql_and_values(desk.db().backend(), sql, values);
            tx.execute_raw(statement).await?;
        }
        Ok(())
    })
    .await
}

async fn settle(desk: &Desk, id: i64, claim: &str, state: &str, answer: &str, due: i64) -> Result<()> {
    // PostgreSQL keeps no NUL.
    let answer: String = answer.chars().filter(|c| *c != '\0').take(ANSWER_MAX).collect();
    let own = Column::Id.eq(id).and(Column::Claim.eq(claim)).and(Column::State.eq(WAITING));
    let mut update = letter::Entity::update_many()
        .col_expr(Column::State, Expr::val(state))
        .col_expr(Column::Answer, Expr::val(answer))
        .col_expr(Column::DueAt, Expr::val(due))
        .col_expr(Column::ChangedAt, Expr::val(desk.now()))
        .col_expr(Column::Claim, Expr::val(""));
    if state == SENT {
        // A link in it must not outlive it.
        update = update.col_expr(Column::Data, Expr::val(""));
    }
    let (own, update) = (&own, &update);
    desk.write(|tx| async move {
        update.clone().filter(own.clone()).exec(&*tx).await?;
        Ok(())
    })
    .await
}
