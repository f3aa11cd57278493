//! Questions to the assistant: asking, and reading the conversation again.

use super::{skills, turn};
use crate::actor::Person;
use crate::format_time::format_time;
use crate::help::{library, reader};
use crate::{Desk, Error, Result, chat, support};
use domain::assistant::{
    AnswerDecision, AnswerEngine, AnswerSource, AssistantAnswer, AssistantPageData, QUESTION_MAX, QuotedPassage,
    Retrieval, Suggestion, TURNS_MAX, Turn,
};
use domain::events::Nothing;
use domain::events::person::{AssistantAsked, Event};
use domain::help::ArticleSummary;
use domain::help::index::Index;
use domain::refusal::Because;
use domain::time::DAY;
use domain::{Reason, Refusal};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// Answers are kept so long, in milliseconds: what they quote grows old.
const RETENTION: i64 = 7 * DAY;
/// Characters of a passage that is quoted.
const QUOTED_MAX: usize = 600;

/// Whether the person's plan gives them the assistant: as for chat, but at any hour. Those at the desk may always ask.
async fn may_ask(desk: &Desk, person: &Person) -> Result<bool> {
    if person.is_staff() {
        return Ok(true);
    }
    Ok(support::check(desk, person, "").await?.companies.iter().any(|company| company.fits()))
}

/// The conversation so far, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn show(desk: &Desk, person: &Person) -> Result<AssistantPageData> {
    let own = turn::Entity::find()
        .filter(turn::Column::UserId.eq(person.id))
        .filter(turn::Column::AskedAt.gt(desk.now() - RETENTION))
        .order_by_desc(turn::Column::Id)
        .limit(TURNS_MAX as u64);
    let mut turns: Vec<Turn> =
        own.all(desk.db().read()).await?.into_iter().filter_map(|row| into_turn(desk, person, row)).collect();
    turns.reverse();
    let chat_open = !turns.is_empty() && chat::is_open(desk, person).await?;
    Ok(AssistantPageData { may_ask: may_ask(desk, person).await?, turns, chat_open })
}

/// An answer of an older program that cannot be read any more is left out.
fn into_turn(desk: &Desk, person: &Person, row: turn::Model) -> Option<Turn> {
    let answer = serde_json::from_str(&row.answer).ok()?;
    Some(Turn { question: row.question, asked: format_time(row.asked_at, desk.now(), &person.zone), answer })
}

/// Answers a question, and keeps both.
///
/// # Errors
/// `Forbidden` for whom the plan does not give the assistant, `Invalid` without a question or with one that is too long.
pub async fn ask(desk: &Desk, person: &Person, question: &str) -> Result<()> {
    if !may_ask(desk, person).await? {
        return Err(Refusal::Forbidden(Because::NotAssisted).into());
    }
    let question = domain::text::line(question);
    let reason = match question.chars().count() {
        0 => Some(Reason::Missing),
        count if count > QUESTION_MAX => Some(Reason::TooLong { max: QUESTION_MAX }),
        _ => None,
    };
    if let Some(reason) = reason {
        return Err(Refusal::field("question", reason).into());
    }
    let (answer, about) = find_answer(desk, person, &question).await?;
    save_turn(desk, person, question, &answer, &about).await
}

async fn save_turn(
    desk: &Desk,
    person: &Person,
    question: String,
    answer: &AssistantAnswer,
    about: &str,
) -> Result<()> {
    let question = &question;
    desk.write(person, |w| async move {
        let now = w.now();
        let answer = serde_json::to_string(answer).unwrap_or_default();
        let row = turn::ActiveModel {
            user_id: Set(person.id),
            asked_at: Set(now),
            question: Set(question.clone()),
            answer: Set(answer),
            ..Default::default()
        };
        turn::Entity::insert(row).exec_without_returning(&*w).await?;
        let own = || turn::Entity::find().filter(turn::Column::UserId.eq(person.id));
        let newest = own().order_by_desc(turn::Column::Id).offset(TURNS_MAX as u64).limit(1).one(&*w).await?;
        let old = turn::Column::AskedAt.lte(now - RETENTION);
        let beyond = newest.map_or(old.clone(), |last| old.or(turn::Column::Id.lte(last.id)));
        turn::Entity::delete_many().filter(turn::Column::UserId.eq(person.id)).filter(beyond).exec(&*w).await?;
        // What was asked stays with whoever asked; what answered it is worth counting.
        let event = Event::AssistantAsked(AssistantAsked { answer: about.to_owned() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// Forgets the conversation.
///
/// # Errors
/// When the database fails.
pub async fn clear(desk: &Desk, person: &Person) -> Result<()> {
    desk.write(person, |w| async move {
        let gone = turn::Entity::delete_many().filter(turn::Column::UserId.eq(person.id)).exec(&*w).await?;
        if gone.rows_affected == 0 {
            return Ok(());
        }
        w.record(w.new_event(Event::AssistantCleared(Nothing {}))).await?;
        Ok(())
    })
    .await
}

/// The answer, and what it was found in.
async fn find_answer(desk: &Desk, person: &Person, question: &str) -> Result<(AssistantAnswer, String)> {
    let (library, reader) = (library(desk).await?, reader(desk, Some(person)));
    let learning = library.clone();
    tokio::task::spawn_blocking(move || learning.index.learn())
        .await
        .map_err(|_| Error::broken("learning panicked"))?;
    let index = &library.index;
    let decision = Retrieval.decide(question, index, &|text| library.lets(text, &reader));
    let ways = |steps: &[AnswerSource]| steps.iter().map(|step| suggestion(index, step)).collect::<Vec<_>>();
    Ok(match decision {
        AnswerDecision::Answer(first, others) => {
            let (about, beside) = (first.id(index).to_owned(), ways(&others));
            let answer = match first {
                AnswerSource::Do(skill) => {
                    AssistantAnswer::Done { asked: skills::perform(desk, person, &skill).await?, beside }
                }
                AnswerSource::Read(hit) => AssistantAnswer::Read { passage: passage(index, &hit), beside },
            };
            (answer, about)
        }
        AnswerDecision::Which(steps) => (AssistantAnswer::Which(ways(&steps)), "which".to_owned()),
        AnswerDecision::Unknown(steps) => (AssistantAnswer::Unknown(ways(&steps)), "unknown".to_owned()),
    })
}

fn suggestion(index: &Index, step: &AnswerSource) -> Suggestion {
    let text = match step {
        AnswerSource::Do(_) => None,
        AnswerSource::Read(hit) => index.text(hit.place),
    };
    text.map_or_else(
        || Suggestion::Skill(step.id(index).to_owned()),
        |text| {
            let (slug, title) = (text.id.clone(), text.title.clone());
            Suggestion::Article(ArticleSummary { slug, title, summary: text.summary.clone() })
        },
    )
}

fn passage(index: &Index, hit: &domain::help::index::Hit) -> QuotedPassage {
    let Some(text) = index.text(hit.place) else { return QuotedPassage::default() };
    let found = text.passages.get(hit.passage);
    let body = found.map_or(text.summary.as_str(), |found| found.text.as_str());
    let cut = body.char_indices().nth(QUOTED_MAX).map(|(end, _)| &body[..end]);
    let quoted = cut
        .map_or_else(|| body.to_owned(), |cut| format!("{} …", cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole)));
    QuotedPassage {
        slug: text.id.clone(),
        title: text.title.clone(),
        heading: found.map(|found| found.heading.clone()).unwrap_or_default(),
        anchor: found.map(|found| found.id.clone()).unwrap_or_default(),
        text: quoted,
    }
}
