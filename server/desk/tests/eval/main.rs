//! How well the assistant understands: questions that people ask, and what answers them. A third is held out: the ranking
//! was not tuned on it, and it is reported and judged apart. `make eval` prints what this measures.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "what `make eval` prints")]

use domain::assistant::skill::{self, is_skill};
use domain::assistant::{AnswerDecision, AnswerEngine, Retrieval};
use domain::help::index::{Document, Index};

/// Of questions that something answers: the first answer is right, and one of the first three.
const TOP_1: f64 = 0.85;
const TOP_3: f64 = 0.95;
/// Of questions that nothing answers: they are refused.
const REFUSED: f64 = 0.85;

/// One of so many articles is without questions at a time.
const QUIET: usize = 4;

struct Case {
    question: &'static str,
    expected: Vec<&'static str>,
}

#[derive(Default)]
struct Score {
    answerable: usize,
    top_1: usize,
    top_3: usize,
    /// Answerable, but refused or asked back.
    refused: usize,
    asked_back: usize,
    /// Nothing answers these.
    foreign: usize,
    foreign_refused: usize,
}

fn cases(text: &'static str) -> Vec<Case> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (question, expected) = line.split_once('\t').unwrap();
            Case { question, expected: expected.split('|').collect() }
        })
        .collect()
}

fn index() -> Index {
    skill::index(desk::demo::texts().unwrap())
}

/// `misses` are printed only for the questions that may be looked at.
fn measure(index: &Index, cases: &[Case], misses: bool) -> Score {
    let mut score = Score::default();
    for case in cases {
        let decision = Retrieval.decide(case.question, index, &|text| !is_skill(&text.id));
        let offered: Vec<&str> = decision.steps().into_iter().map(|step| step.id(index)).collect();
        let right = |id: &&str| case.expected.contains(id);
        if case.expected == ["none"] {
            score.foreign += 1;
            score.foreign_refused += usize::from(matches!(decision, AnswerDecision::Unknown(_)));
            if misses && !matches!(decision, AnswerDecision::Unknown(_)) {
                println!("  answered though nothing does: {} → {offered:?}", case.question);
            }
            continue;
        }
        score.answerable += 1;
        score.refused += usize::from(matches!(decision, AnswerDecision::Unknown(_)));
        score.asked_back += usize::from(matches!(decision, AnswerDecision::Which(_)));
        let first = matches!(decision, AnswerDecision::Answer(..)) && offered.first().is_some_and(right);
        let answered = !matches!(decision, AnswerDecision::Unknown(_));
        score.top_1 += usize::from(first);
        score.top_3 += usize::from(answered && offered.iter().take(3).any(right));
        if misses && !first {
            println!("  {}: {} → {offered:?}, not {:?}", kind(&decision), case.question, case.expected);
        }
    }
    score
}

fn kind(decision: &AnswerDecision) -> &'static str {
    match decision {
        AnswerDecision::Answer(..) => "answered",
        AnswerDecision::Which(_) => "asked back",
        AnswerDecision::Unknown(_) => "did not know",
    }
}

impl Score {
    fn share(count: usize, of: usize) -> f64 {
        count as f64 / of.max(1) as f64
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: {} answerable, top 1 {:.1} %, top 3 {:.1} %, refused {}, asked back {}; {} of {} foreign ones refused",
            self.answerable,
            100.0 * Self::share(self.top_1, self.answerable),
            100.0 * Self::share(self.top_3, self.answerable),
            self.refused,
            self.asked_back,
            self.foreign_refused,
            self.foreign
        );
    }
}

#[test]
fn questions_find_their_answers() {
    let index = index();
    let known = measure(&index, &cases(include_str!("questions.tsv")), true);
    known.print("questions");
    let held_out = measure(&index, &cases(include_str!("held-out.tsv")), false);
    held_out.print("held out");
    assert!(known.answerable + known.foreign + held_out.answerable + held_out.foreign >= 150);
    for score in [&known, &held_out] {
        assert!(score.answerable + score.foreign >= 50, "enough to tell");
        let (top_1, top_3) = (Score::share(score.top_1, score.answerable), Score::share(score.top_3, score.answerable));
        assert!(top_1 >= TOP_1, "the first answer: {top_1}");
        assert!(top_3 >= TOP_3, "the first three: {top_3}");
        assert!(Score::share(score.foreign_refused, score.foreign) >= REFUSED, "what nothing answers is not answered");
    }
}

/// Nobody has written yet how people ask for it.
#[test]
fn articles_are_understood_by_what_they_say_alone() {
    let texts = desk::demo::texts().unwrap();
    let mut missed = Vec::new();
    for quiet in 0..QUIET {
        let is_quiet = |place: usize| place % QUIET == quiet;
        let without = |(place, own): (usize, &Document)| {
            if is_quiet(place) { Document { questions: Vec::new(), ..own.clone() } } else { own.clone() }
        };
        let index = skill::index(texts.iter().enumerate().map(without).collect());
        let found = |text: &Document| {
            let decision = Retrieval.decide(&text.title, &index, &|text| !is_skill(&text.id));
            let offered = decision.steps().into_iter().take(3).any(|step| step.id(&index) == text.id);
            offered && !matches!(decision, AnswerDecision::Unknown(_))
        };
        let asked = texts.iter().enumerate().filter(|(place, _)| is_quiet(*place)).map(|(_, text)| text);
        missed.extend(asked.filter(|text| !found(text)).map(|text| text.id.as_str()));
    }
    assert!(missed.len() <= texts.len() / 20, "{missed:?}");
}

/// What people were promised to be answered.
#[test]
fn promised_questions_are_answered_first() {
    let index = index();
    for (question, expected) in [
        ("how do I add a contact", "add-a-contact"),
        ("we are 4 and want a fifth", "all-seats-taken"),
        ("chat button missing", "skill:chat"),
        ("is somebody there on Saturday", "skill:hours"),
        ("Christmas eve?", "skill:hours"),
        ("who is my account manager", "skill:managers"),
        ("printer prints blank", "skill:raise"),
    ] {
        let decision = Retrieval.decide(question, &index, &|text| !is_skill(&text.id));
        let AnswerDecision::Answer(first, _) = &decision else { panic!("{question}: {}", kind(&decision)) };
        assert_eq!(first.id(&index), expected, "{question}");
    }
}
