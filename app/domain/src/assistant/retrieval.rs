//! How a question is understood. The assistant asks one `AnswerEngine`; this one looks into the index of what is written, and nothing leaves
//! the program. Whatever else decides, a language model for one, takes its place here: it may only choose among what the index
//! holds for this reader, so its answers have sources, too.

use super::skill::{self, Skill, asks_for_managers, is_skill, number_in};
use super::when::When;
use crate::help::index::{Document, Hit, Index};

/// What to answer with.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerSource {
    Do(Skill),
    /// A text of the index, and a passage of it.
    Read(Hit),
}

#[derive(Clone, Debug, PartialEq)]
pub enum AnswerDecision {
    /// The answer, and what comes near.
    Answer(AnswerSource, Vec<AnswerSource>),
    /// Several fit alike: which one is meant?
    Which(Vec<AnswerSource>),
    /// Nothing fits; these come nearest.
    Unknown(Vec<AnswerSource>),
}

pub trait AnswerEngine {
    /// Decides among the texts of `index` that `may` allows.
    fn decide(&self, question: &str, index: &Index, may: &dyn Fn(&Document) -> bool) -> AnswerDecision;
}

/// By the words alone.
pub struct Retrieval;

/// What scores less is not known.
const KNOWN: f64 = 0.5;
/// Below this the question may mean several things.
const SURE: f64 = 0.6;
/// Texts whose score is at least this share of the best one's fit alike.
const ALIKE: f64 = 0.99;
/// Choices of a clarifying question, and articles named beside an answer.
const CHOICES_MAX: usize = 3;
/// Texts that are looked at.
const HITS_MAX: usize = 8;
/// A skill comes first that scores so much of the best, and one that is told just what it looks up: the hours of a day that is
/// named, the people of a role that is.
const NEARLY: f64 = 0.98;
const EXACT: f64 = 0.5;
/// What scores less than this share of the best has little to do with it.
const BESIDE: f64 = 0.4;

impl AnswerEngine for Retrieval {
    fn decide(&self, question: &str, index: &Index, may: &dyn Fn(&Document) -> bool) -> AnswerDecision {
        if let Some(number) = number_in(question) {
            return AnswerDecision::Answer(AnswerSource::Do(Skill::Status(number)), Vec::new());
        }
        let mut hits = index.understand(question, |text| is_skill(&text.id) || may(text), HITS_MAX);
        let is_exact = skill_first(index, &mut hits, question);
        let best = hits.first().map_or(0.0, |hit| hit.score);
        let alike = hits.iter().filter(|hit| hit.score >= best * ALIKE).count();
        let beside = hits.iter().filter(|hit| hit.score >= best * BESIDE).count();
        let mut steps = hits.into_iter().filter_map(|hit| step(index, hit, question));
        if best < KNOWN {
            return AnswerDecision::Unknown(steps.take(if best > KNOWN / 2.0 { CHOICES_MAX } else { 0 }).collect());
        }
        if best < SURE && alike > 1 && !is_exact {
            return AnswerDecision::Which(steps.take(alike.min(CHOICES_MAX)).collect());
        }
        match steps.next() {
            Some(first) => AnswerDecision::Answer(first, steps.take((beside - 1).min(CHOICES_MAX)).collect()),
            None => AnswerDecision::Unknown(Vec::new()),
        }
    }
}

/// Looking it up answers better than reading about it: a skill that fits nearly as well as the best text comes first, the more so
/// one that is told the day or the role. Tells whether it is that one: nothing is left to ask back then.
fn skill_first(index: &Index, hits: &mut [Hit], question: &str) -> bool {
    let best = hits.first().map_or(0.0, |hit| hit.score);
    let skill = |hit: &Hit| index.text(hit.place).and_then(|text| skill::of(&text.id, question));
    let exact = |skill: &Skill| match skill {
        Skill::Hours(when) => *when != When::default(),
        Skill::Managers => asks_for_managers(question),
        _ => false,
    };
    let fits =
        |hit: &Hit| skill(hit).is_some_and(|skill| hit.score >= best * if exact(&skill) { EXACT } else { NEARLY });
    let Some(place) = hits.iter().position(fits) else { return false };
    hits[..=place].rotate_right(1);
    hits[0].score = best;
    skill(&hits[0]).is_some_and(|skill| exact(&skill))
}

fn step(index: &Index, hit: Hit, question: &str) -> Option<AnswerSource> {
    let id = &index.text(hit.place)?.id;
    if is_skill(id) { skill::of(id, question).map(AnswerSource::Do) } else { Some(AnswerSource::Read(hit)) }
}

impl AnswerSource {
    /// What it is called in the index.
    pub fn id<'a>(&'a self, index: &'a Index) -> &'a str {
        match self {
            Self::Do(skill) => skill.id(),
            Self::Read(hit) => index.text(hit.place).map_or("", |text| text.id.as_str()),
        }
    }
}

impl AnswerDecision {
    /// Everything that is offered, in order.
    pub fn steps(&self) -> Vec<&AnswerSource> {
        match self {
            Self::Answer(first, others) => std::iter::once(first).chain(others).collect(),
            Self::Which(steps) | Self::Unknown(steps) => steps.iter().collect(),
        }
    }
}
