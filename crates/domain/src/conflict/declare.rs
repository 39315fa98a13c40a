//! Declaring, and deciding about what was declared.

use super::{Decision, Declaration, Kind, Move, Status};
use crate::NotFromHere;
use crate::form::{Fields, Form, Meaning, Value};
use crate::id::PersonId;
use crate::value::Instant;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// As what a person judges bids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// As a member of the office, or an independent assessor.
    Staff,
    /// As a representative of the community.
    Community,
}

/// What a person says about one name on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing links them to it.
    NoInterest,
    /// Something does.
    Interest {
        /// What.
        kind: Kind,
        /// In their own words; never empty.
        note: String,
    },
}

/// What another person decides about an interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It does not stand in the way; the note says why.
    Clear,
    /// They are kept away.
    Recuse,
}

/// Why a declaration is not taken, in facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ConflictRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// An interest without a word about it.
    #[error("the interest is not described")]
    NoteMissing,
    /// Nobody decides about their own interest.
    #[error("one's own interest")]
    OwnInterest,
    /// Somebody who belongs to the group, or did while its bid was written, says that nothing
    /// links them to it.
    #[error("a member of the group")]
    OwnGroup,
    /// Nobody has declared anything about an application that does not exist in the round.
    #[error("not an application of this round")]
    NotOfThisRound,
    /// The list of names is not complete before the deadline.
    #[error("the round has not closed")]
    RoundNotClosed,
}

impl ConflictRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "declaration_not_from_here",
            Self::NoteMissing => "declaration_note_missing",
            Self::OwnInterest => "declaration_own_interest",
            Self::OwnGroup => "declaration_own_group",
            Self::NotOfThisRound => "declaration_not_of_this_round",
            Self::RoundNotClosed => "declaration_round_not_closed",
        }
    }
}

/// Takes what a person says. A representative of the community steps aside by rule from any bid
/// in which they or a close relative have a part or a gain, and may go on with a note where they
/// just know somebody; every other interest waits for another person's decision.
///
/// # Errors
/// [`ConflictRefused::NotFromHere`], [`ConflictRefused::NoteMissing`].
pub fn declare(
    declaration: &Declaration,
    answer: Answer,
    at: Instant,
) -> Result<Declaration, ConflictRefused> {
    let mut next = declaration.clone();
    next.declared_at = Some(at);
    next.decision = None;
    match answer {
        Answer::NoInterest => {
            step(&mut next, Move::DeclareNone)?;
            next.kind = None;
            next.note = String::new();
        }
        Answer::Interest { kind, note } => {
            if note.trim().is_empty() {
                return Err(ConflictRefused::NoteMissing);
            }
            step(&mut next, Move::DeclareInterest)?;
            next.kind = Some(kind);
            next.note = note;
            if let Some(by_rule) = rule_for(next.capacity, kind) {
                step(&mut next, by_rule)?;
                next.decision = Some(Decision { by: None, at, note: String::new() });
            }
        }
    }
    Ok(next)
}

/// What the rule for representatives of the community decides without anybody's judgement.
const fn rule_for(capacity: Capacity, kind: Kind) -> Option<Move> {
    match (capacity, kind) {
        (
            Capacity::Community,
            Kind::Pecuniary | Kind::CloseRelative | Kind::EmploymentOrTrustee,
        ) => Some(Move::Recuse),
        (Capacity::Community, Kind::Personal) => Some(Move::Clear),
        (Capacity::Community, Kind::ReceivedService | Kind::Other) | (Capacity::Staff, _) => None,
    }
}

/// Decides about an interest that somebody else declared.
///
/// # Errors
/// [`ConflictRefused::OwnInterest`], [`ConflictRefused::NoteMissing`],
/// [`ConflictRefused::NotFromHere`].
pub fn decide(
    declaration: &Declaration,
    by: PersonId,
    ruling: &Ruling,
    note: &str,
    at: Instant,
) -> Result<Declaration, ConflictRefused> {
    if declaration.person == by {
        return Err(ConflictRefused::OwnInterest);
    }
    if note.trim().is_empty() {
        return Err(ConflictRefused::NoteMissing);
    }
    let mut next = declaration.clone();
    let mv = match ruling {
        Ruling::Clear => Move::Clear,
        Ruling::Recuse => Move::Recuse,
    };
    step(&mut next, mv)?;
    next.decision = Some(Decision { by: Some(by), at, note: note.to_owned() });
    Ok(next)
}

/// Takes what somebody says who finds, at work on a bid, that they have a conflict: the interest,
/// and that they stand aside for the rest of the round. Somebody who is kept away already stays so.
///
/// # Errors
/// [`ConflictRefused::NoteMissing`], [`ConflictRefused::NotFromHere`].
pub fn stand_aside(
    declaration: &Declaration,
    note: &str,
    at: Instant,
) -> Result<Declaration, ConflictRefused> {
    let note = note.trim();
    if note.is_empty() {
        return Err(ConflictRefused::NoteMissing);
    }
    let mut next = declaration.clone();
    match declaration.status {
        Status::Recused => return Ok(next),
        // They said what it is before: their words of then stay.
        Status::Declared => {}
        Status::Pending | Status::None | Status::ClearedWithNote => {
            step(&mut next, Move::DeclareInterest)?;
            next.kind = Some(declaration.kind.unwrap_or(Kind::Other));
            next.note = note.to_owned();
            next.declared_at = Some(at);
        }
    }
    step(&mut next, Move::Recuse)?;
    next.decision = Some(Decision { by: Some(declaration.person), at, note: note.to_owned() });
    Ok(next)
}

fn step(declaration: &mut Declaration, mv: Move) -> Result<(), NotFromHere> {
    let from = declaration.status;
    let refused = NotFromHere { from: from.code(), mv: mv.name() };
    declaration.status = from.after(mv).ok_or(refused)?;
    Ok(())
}

/// What the group itself said about links to the office, the police or the panel: its words, if
/// it said yes. For the register and the officer, never for assessors.
#[must_use]
pub fn link_of_answers(form: &Form, answers: &Fields) -> Option<String> {
    match form.value_for(Meaning::Relationships, answers) {
        Some(Value::YesNoExplain { yes: true, explanation }) => {
            Some(explanation.unwrap_or_default())
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "declare_tests.rs"]
mod tests;
