//! The questions before sign-in: could this project of this group be funded from this round?
//!
//! They are few and bind nobody. Nothing is kept of the answers, and a bid that they advise against
//! can still be written: what counts is screening.

#[cfg(test)]
mod tests;

use crate::area::{AreaCode, Gazetteer};
use crate::form::{Choice, Fields, Kind as Answer, Problem, Purpose, Question, QuestionId, Value};
use crate::organisation::Kind;
use crate::round::{Settings, Threshold};
use crate::value::{CivilDate, Pence, Postcode};
use std::collections::BTreeMap;

/// Something that is asked before sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask<'a> {
    /// What kind of group it is.
    Kind,
    /// The postcode where most of it will happen.
    Place,
    /// How many committee members are unrelated.
    Members,
    /// How much the group would ask for.
    Amount,
    /// A question of the round's own.
    Own(&'a Threshold),
}

/// The ids of the questions that every round shares; a round's own question has another.
pub const SHARED_IDS: [&str; 4] = ["kind", "place", "members", "amount"];

/// What was answered, as far as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The kind of group.
    pub kind: Option<Kind>,
    /// The postcode where most of it will happen.
    pub place: Option<Postcode>,
    /// How many committee members are unrelated.
    pub members: Option<i64>,
    /// How much the group would ask for.
    pub amount: Option<Pence>,
    /// Answers to the round's own questions.
    pub own: BTreeMap<QuestionId, bool>,
}

/// Why a round would not fund it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bar {
    /// This kind of group may not apply.
    Kind(Kind),
    /// It happens outside the round's target areas.
    OutsideTargets(Postcode),
    /// Too few committee members are unrelated. It can be cured before an agreement.
    TooFewUnrelated {
        /// How many are unrelated.
        unrelated: i64,
        /// How many are needed.
        least: u8,
    },
    /// Less than the round gives at least.
    BelowMinimum {
        /// What the group would ask for.
        asked: Pence,
        /// The least.
        least: Pence,
    },
    /// More than the round gives at most.
    AboveMaximum {
        /// What the group would ask for.
        asked: Pence,
        /// The most.
        most: Pence,
    },
    /// An answer to a question of the round's own, in the round's own words.
    Own {
        /// The question.
        question: QuestionId,
        /// What a group is told.
        reason: String,
    },
}

/// What the answers come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Why the round would not fund it; empty when nothing speaks against it.
    pub bars: Vec<Bar>,
    /// A postcode that the office's list does not know: it may be new, or outside the office's
    /// area. It warns and never bars.
    pub unknown_place: Option<Postcode>,
}

impl Outlook {
    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.bars.is_empty()
    }
}

/// What a round asks before sign-in, in order: only what could decide it.
#[must_use]
pub fn asks(settings: &Settings) -> Vec<Ask<'_>> {
    let eligibility = &settings.eligibility;
    let mut asks = vec![Ask::Kind, Ask::Place];
    if eligibility.least_unrelated_members > 0 {
        asks.push(Ask::Members);
    }
    asks.push(Ask::Amount);
    asks.extend(eligibility.questions.iter().map(Ask::Own));
    asks
}

impl Ask<'_> {
    /// The question of the form, in which `text` and `hint` are the words for it and `kind_name`
    /// names the kinds of group. A round's own question keeps its own words.
    #[must_use]
    pub fn question(
        &self,
        text: &str,
        hint: Option<&str>,
        kind_name: impl Fn(Kind) -> String,
    ) -> Option<Question> {
        let (id, text, hint) = match self {
            Self::Own(own) => (own.id.clone(), own.text.as_str(), own.hint.as_deref()),
            shared => (QuestionId::parse(shared.id()).ok()?, text, hint),
        };
        let kind = match self {
            Self::Kind => Answer::Choice {
                options: Kind::ALL
                    .iter()
                    .map(|kind| Choice {
                        value: kind.code().to_owned(),
                        label: kind_name(*kind),
                        hint: None,
                    })
                    .collect(),
            },
            Self::Place => Answer::Postcode {},
            Self::Members => Answer::Number { min: 0, max: 1_000 },
            Self::Amount => Answer::Money { min: Some(Pence::new(1)), max: None },
            Self::Own(_) => Answer::YesNo {},
        };
        Some(Question {
            id,
            text: text.to_owned(),
            hint: hint.map(str::to_owned),
            why: None,
            required: true,
            purpose: Purpose::Eligibility,
            meaning: None,
            seen_by_assessors: false,
            publishable: false,
            places: false,
            when: None,
            kind,
        })
    }

    /// The id of the question, which is also the name of its field.
    #[must_use]
    pub fn id(&self) -> &str {
        let [kind, place, members, amount] = SHARED_IDS;
        match self {
            Self::Kind => kind,
            Self::Place => place,
            Self::Members => members,
            Self::Amount => amount,
            Self::Own(own) => own.id.as_str(),
        }
    }
}

impl Facts {
    /// Reads the answers to a round's questions.
    ///
    /// # Errors
    /// What is missing or cannot be read, in the order of the questions.
    pub fn read(settings: &Settings, typed: &Fields) -> Result<Self, Vec<Problem>> {
        let (mut facts, mut problems) = (Self::default(), Vec::new());
        for ask in asks(settings) {
            let Some(question) = ask.question("", None, |_| String::new()) else { continue };
            let read = question.read(typed);
            problems.extend(read.problems);
            match (ask, read.value) {
                (Ask::Kind, Some(Value::Choice(code))) => facts.kind = Kind::parse(&code),
                (Ask::Place, Some(Value::Postcode(postcode))) => facts.place = Some(postcode),
                (Ask::Members, Some(Value::Number(members))) => facts.members = Some(members),
                (Ask::Amount, Some(Value::Money(amount))) => facts.amount = Some(amount),
                (Ask::Own(own), Some(Value::YesNo(yes))) => {
                    facts.own.insert(own.id.clone(), yes);
                }
                _ => {}
            }
        }
        if problems.is_empty() { Ok(facts) } else { Err(problems) }
    }

    /// What these facts come to in a round with these settings, with areas as they stand on `day`.
    /// What was not asked speaks neither for nor against it.
    #[must_use]
    pub fn outlook(&self, settings: &Settings, gazetteer: &Gazetteer, day: CivilDate) -> Outlook {
        let mut outlook = Outlook::default();
        if let Some(kind) = self.kind
            && !settings.eligibility.kinds.contains(&kind)
        {
            outlook.bars.push(Bar::Kind(kind));
        }
        if let Some(place) = self.place {
            let areas = gazetteer.areas_of(&place, day);
            if areas.is_empty() {
                outlook.unknown_place = Some(place);
            } else if (settings.areas.least_target_percent > 0
                && !areas.iter().any(|area| is_target(settings, &area.code)))
                || is_outside_zones(settings, &areas)
            {
                outlook.bars.push(Bar::OutsideTargets(place));
            }
        }
        let least = settings.eligibility.least_unrelated_members;
        if let Some(unrelated) = self.members
            && unrelated < i64::from(least)
        {
            outlook.bars.push(Bar::TooFewUnrelated { unrelated, least });
        }
        if let Some(asked) = self.amount {
            let (least, most) = (settings.money.minimum, settings.money.maximum);
            if asked < least {
                outlook.bars.push(Bar::BelowMinimum { asked, least });
            } else if asked > most {
                outlook.bars.push(Bar::AboveMaximum { asked, most });
            }
        }
        for own in &settings.eligibility.questions {
            if self.own.get(&own.id).is_some_and(|answer| *answer != own.passes) {
                let (question, reason) = (own.id.clone(), own.reason.clone());
                outlook.bars.push(Bar::Own { question, reason });
            }
        }
        outlook
    }
}

fn is_outside_zones(settings: &Settings, areas: &[&crate::area::Area]) -> bool {
    let zones = settings.open_to.zones();
    let inside = |area: &&crate::area::Area| zones.iter().any(|zone| zone == area.code.as_str());
    !zones.is_empty() && !areas.iter().any(inside)
}

fn is_target(settings: &Settings, code: &AreaCode) -> bool {
    settings.areas.targets.iter().any(|target| target == code.as_str())
}

/// How well a round is aimed at a place: a round of few target areas that holds it comes before
/// one for everywhere. Lower is better.
#[must_use]
pub fn breadth(settings: &Settings) -> usize {
    match settings.areas.targets.len() {
        0 => usize::MAX,
        several => several,
    }
}
