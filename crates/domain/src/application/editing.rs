//! Several people at one section: who else is at it, what counts as one sitting, and how two texts
//! that were saved past each other become one.

use super::SectionAnswers;
use crate::form::{Fields, Kind, Question, Section, SectionId, is_blank};
use crate::id::{ApplicationId, PersonId};
use crate::value::Instant;
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// How long after a save or an opening somebody counts as being at a section. Proposed default.
pub const PRESENT_FOR: SignedDuration = SignedDuration::from_mins(5);

/// How long a pause between two saves of one person may be within one sitting. Proposed default.
pub const SITTING_PAUSE: SignedDuration = SignedDuration::from_mins(30);

/// Somebody opened a section to edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The bid.
    pub application: ApplicationId,
    /// The section.
    pub section: SectionId,
    /// Who.
    pub person: PersonId,
    /// When they opened it last.
    pub at: Instant,
}

/// Whether a save goes on with the sitting of the save before it: the same person, without a long
/// pause and with nobody in between. A sitting has one entry in the audit trail however often it
/// saves, so that saving by itself every few seconds buries nothing.
#[must_use]
pub fn same_sitting(before: Option<&SectionAnswers>, by: PersonId, at: Instant) -> bool {
    before.is_some_and(|one| one.saved_by == by && at.since(one.saved_at) <= SITTING_PAUSE)
}

/// Who besides `me` opened or saved a section within the last minutes.
#[must_use]
pub fn also_here(
    opened: &[Presence],
    saved: Option<&SectionAnswers>,
    me: PersonId,
    now: Instant,
) -> Vec<PersonId> {
    let seen = opened.iter().map(|one| (one.person, one.at));
    let seen = seen.chain(saved.map(|one| (one.saved_by, one.saved_at)));
    let here = seen.filter(|(who, at)| *who != me && now.since(*at) <= PRESENT_FOR);
    here.map(|(who, _)| who).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A part of a section that two people answered differently: a question, or one row of a question
/// in rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The question's id, with the row's number after a dot for a question in rows.
    pub part: String,
    /// What one's own page holds; empty fields left out.
    pub mine: Fields,
    /// What is stored; empty fields left out.
    pub theirs: Fields,
    /// Whether the two can be joined: long texts can.
    pub joinable: bool,
}

/// Which of two texts is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// One's own.
    Mine,
    /// What was stored meanwhile.
    Theirs,
    /// What was stored, then one's own.
    Both,
}

impl Keep {
    /// Reads the stable code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "mine" => Self::Mine,
            "theirs" => Self::Theirs,
            "both" => Self::Both,
            _ => return None,
        })
    }
}

/// Where two answers to a section differ, in the form's order.
#[must_use]
pub fn differences(section: &Section, mine: &Fields, theirs: &Fields) -> Vec<Difference> {
    let mut found = Vec::new();
    for question in section.questions.iter().filter(|one| !one.kind.is_files()) {
        let names = mine.keys().chain(theirs.keys()).filter(|name| question.owns(name));
        let mut parts: Vec<String> = names.map(|name| part_of(question, name)).collect();
        parts.sort_by_key(|part| (part.len(), part.clone()));
        parts.dedup();
        for part in parts {
            let (mine, theirs) = (within(mine, &part), within(theirs, &part));
            if mine != theirs {
                let joinable = matches!(question.kind, Kind::LongText { .. })
                    && !mine.is_empty()
                    && !theirs.is_empty();
                found.push(Difference { part, mine, theirs, joinable });
            }
        }
    }
    found
}

/// One's own answers with the choice made for each difference; what was not chosen, or cannot be
/// joined, stays one's own.
#[must_use]
pub fn join(mine: &Fields, choices: &[(Difference, Keep)]) -> Fields {
    let mut joined = mine.clone();
    for (difference, keep) in choices {
        match keep {
            Keep::Mine => {}
            Keep::Theirs => {
                joined.retain(|name, _| !belongs(name, &difference.part));
                joined.extend(difference.theirs.clone());
            }
            Keep::Both if difference.joinable => {
                let text = |fields: &Fields| {
                    fields.values().flatten().cloned().collect::<Vec<_>>().join("\n")
                };
                let both = format!("{}\n\n{}", text(&difference.theirs), text(&difference.mine));
                joined.insert(difference.part.clone(), vec![both]);
            }
            Keep::Both => {}
        }
    }
    joined
}

fn part_of(question: &Question, name: &str) -> String {
    let id = question.id.as_str();
    let row = name.strip_prefix(id).and_then(|rest| rest.strip_prefix('.'));
    match (question.kind.max_rows(), row.and_then(|rest| rest.split('.').next())) {
        (Some(_), Some(row)) => format!("{id}.{row}"),
        _ => id.to_owned(),
    }
}

fn belongs(name: &str, part: &str) -> bool {
    name.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn within(fields: &Fields, part: &str) -> Fields {
    let own = fields.iter().filter(|(name, _)| belongs(name, part) && !is_blank(fields, name));
    own.map(|(name, texts)| (name.clone(), texts.clone())).collect()
}

#[cfg(test)]
#[path = "editing_tests.rs"]
mod tests;
