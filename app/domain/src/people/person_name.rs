//! Recognising role accounts: whether a name and an address belong to one person, as the plan asks of every contact.
//!
//! "HR team", "Accounts Dept" and `info@` are refused. A real person may be called Anna Hr or Support Mahlangu: where
//! only a part of the name is such a word, an agent is asked to confirm it. The words are a list of their own
//! (`shared.txt`) that can be replaced.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What a name and an address look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// A person.
    Specific,
    /// Probably a person; an agent who knows them confirms it.
    Confirm(Doubt),
    /// Not a person. The request cannot be filed like this.
    Refused(Doubt),
}

/// What does not look like a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// The first or the last name is missing.
    OneName,
    /// The name is one of a job, a team or a department; the words that say so, as they were written.
    RoleName(String),
    /// The address is a shared mailbox; the part before the `@`.
    SharedMailbox(String),
}

/// What is known of somebody who is to become a contact.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    /// The name of the company: "Harbourline Support" is no person at Harbourline.
    pub company: &'a str,
}

/// The list of words, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct SharedNames {
    role: HashSet<String>,
    group: HashSet<String>,
    small: HashSet<String>,
}

impl SharedNames {
    /// The text of the list that comes with Portico.
    pub const STANDARD: &str = include_str!("shared.txt");

    /// The list that comes with Portico: English, Polish and German, and the usual mailboxes of four languages more.
    pub fn standard() -> Self {
        Self::parse(Self::STANDARD)
    }

    /// Reads a list: words under the headings `[role]`, `[group]` and `[small]`; `#` begins a remark. Words before the
    /// first heading are roles.
    pub fn parse(text: &str) -> Self {
        let mut names = Self::default();
        let mut heading = "role";
        for line in text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
            if let Some((name, _)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
                heading = name;
                continue;
            }
            let words = match heading {
                "group" => &mut names.group,
                "small" => &mut names.small,
                _ => &mut names.role,
            };
            words.extend(line.split_whitespace().flat_map(|word| [bare(word), spelled_out(word)]));
        }
        names
    }

    /// What the name and the address look like together; the more serious of the two.
    pub fn judge(&self, candidate: Candidate<'_>) -> Verdict {
        let company = words(candidate.company);
        let name = self.judge_name(candidate, &company);
        if matches!(name, Verdict::Refused(_)) {
            return name;
        }
        match self.judge_address(candidate, &company) {
            // The mailbox is called like the person: the name is what is in doubt.
            Verdict::Refused(_) if self.is_named_so(candidate) => name,
            Verdict::Specific => name,
            refused @ Verdict::Refused(_) => refused,
            doubtful => {
                if name == Verdict::Specific {
                    doubtful
                } else {
                    name
                }
            }
        }
    }

    fn judge_name(&self, candidate: Candidate<'_>, company: &[String]) -> Verdict {
        let (first, last) = (words(candidate.first_name), words(candidate.last_name));
        let all = || first.iter().chain(&last);
        let written = || format!("{} {}", candidate.first_name.trim(), candidate.last_name.trim()).trim().to_owned();
        let no_person = |word: &String| {
            self.is_shared(word) || self.small.contains(word) || company.contains(word) || is_number(word)
        };
        let said = all().filter(|word| self.is_shared(word)).count();
        let joined: String = all().map(String::as_str).collect();
        if said > 0 && all().all(no_person) || self.is_shared(&joined) {
            return Verdict::Refused(Doubt::RoleName(written()));
        }
        if first.is_empty() || last.is_empty() {
            return Verdict::Confirm(Doubt::OneName);
        }
        if said > 0 || all().all(|word| company.contains(word)) {
            return Verdict::Confirm(Doubt::RoleName(written()));
        }
        Verdict::Specific
    }

    fn judge_address(&self, candidate: Candidate<'_>, company: &[String]) -> Verdict {
        let local = candidate.email.trim().rsplit_once('@').map_or(candidate.email.trim(), |(local, _)| local);
        // A tag does not make a mailbox another one.
        let mailbox = local.split('+').next().unwrap_or_default();
        let parts = words(mailbox);
        let shared = |part: &String| self.is_shared(part) || self.is_joined(part);
        let nobody =
            |part: &String| shared(part) || self.small.contains(part) || company.contains(part) || is_number(part);
        let joined = parts.concat();
        if parts.iter().any(shared) && parts.iter().all(nobody) || self.is_shared(&joined) {
            return Verdict::Refused(Doubt::SharedMailbox(local.into()));
        }
        let of_the_person = |part: &String| {
            names(candidate).iter().any(|name| name.contains(part.as_str()) || part.contains(name.as_str()))
        };
        if parts.iter().any(shared) && !parts.iter().any(of_the_person) {
            return Verdict::Confirm(Doubt::SharedMailbox(local.into()));
        }
        Verdict::Specific
    }

    /// Whether the mailbox's words are all part of the person's own name, as in `office@` of Jo Office.
    fn is_named_so(&self, candidate: Candidate<'_>) -> bool {
        let mailbox = candidate.email.trim().split(['@', '+']).next().unwrap_or_default();
        let names = names(candidate);
        words(mailbox).iter().all(|part| names.contains(part))
    }

    fn is_shared(&self, word: &str) -> bool {
        self.role.contains(word) || self.group.contains(word)
    }

    /// Two of the words in one: `salesteam`, `itsupport`.
    fn is_joined(&self, word: &str) -> bool {
        let cuts = word.char_indices().map(|(at, _)| at).filter(|&at| at >= 2 && word.len() - at >= 2);
        cuts.map(|at| word.split_at(at)).any(|(one, other)| self.is_shared(one) && self.is_shared(other))
    }
}

/// The words of the person's own name, without one-letter ones.
fn names(candidate: Candidate<'_>) -> Vec<String> {
    let both = words(candidate.first_name).into_iter().chain(words(candidate.last_name));
    both.filter(|word| word.chars().count() > 1).collect()
}

fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// The words of a text in their bare form; figures are words of their own (`support2`).
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut figures = false;
    for letter in text.chars().filter(|&letter| letter != '\'' && letter != '’') {
        if !letter.is_alphanumeric() || letter.is_numeric() != figures {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            figures = letter.is_numeric();
            words.last_mut().into_iter().for_each(|word| word.push(letter));
        }
    }
    words.iter().map(|word| bare(word)).filter(|word| !word.is_empty()).collect()
}

/// Small letters without accents.
fn bare(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter_map(plain).collect()
}

/// As German addresses write it: `buero`, `geschaeftsfuehrung`.
fn spelled_out(word: &str) -> String {
    let small = word.to_lowercase();
    bare(&small.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss"))
}

fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' | 'ĺ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ß' | 'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}

#[cfg(test)]
#[path = "person_name_tests.rs"]
mod tests;
