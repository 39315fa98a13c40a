//! The checks of screening that can be computed. Before a bid is sent they only warn: a person
//! decides. Screening computes the same from the version that was sent.

use crate::application::{Places, Seconded, bounds};
use crate::area::Gazetteer;
use crate::form::{Fields, Form, Meaning, Value};
use crate::organisation::Kind;
use crate::round::{Check, CheckMethod, Settings};
use crate::value::{CivilDate, Deadline, Instant, Pence};

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The round's settings.
    pub settings: &'a Settings,
    /// The round's form.
    pub form: &'a Form,
    /// All answers.
    pub answers: &'a Fields,
    /// The kind of group by its own record; an answer of the form comes before it.
    pub kind: Kind,
    /// Areas and postcodes.
    pub gazetteer: &'a Gazetteer,
    /// The day on which areas are looked at: that on which the round opened.
    pub day: CivilDate,
    /// How many bids of this group count in the round, this one included.
    pub bids: usize,
    /// When it was sent, if it was, and the deadline that stood.
    pub sent: Option<(Instant, Deadline)>,
    /// Where it stands with its second person.
    pub second: Seconded,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It passes.
    Pass,
    /// It fails, for this reason.
    Fail(Failing),
    /// It cannot be computed: a person looks.
    Unclear(Unclear),
}

/// Why a check fails, in facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failing {
    /// This kind of group may not apply.
    KindNotAllowed(Kind),
    /// Too few unrelated people on the committee.
    TooFewUnrelated {
        /// How many are unrelated.
        unrelated: i64,
        /// How many are needed.
        least: u8,
    },
    /// Less is asked for than the round gives at least.
    BelowMinimum {
        /// The amount asked for.
        asked: Pence,
        /// The round's least.
        least: Pence,
    },
    /// More is asked for than the round gives at most.
    AboveMaximum {
        /// The amount asked for.
        asked: Pence,
        /// The round's most.
        most: Pence,
    },
    /// The budget's lines do not add up to the amount asked for.
    BudgetDiffers {
        /// What the lines ask the grant for.
        budget: Pence,
        /// The amount asked for.
        asked: Pence,
    },
    /// Too small a share of beneficiaries in target areas.
    OutsideTargets {
        /// The share, in per cent.
        percent: u32,
        /// The share that is needed.
        least: u8,
    },
    /// It starts before a project of the round may.
    StartsTooEarly {
        /// When it starts.
        start: CivilDate,
        /// The first day allowed.
        earliest: CivilDate,
    },
    /// It ends after the round's money may be spent.
    EndsTooLate {
        /// When it ends.
        end: CivilDate,
        /// The last day allowed.
        latest: CivilDate,
    },
    /// It arrived at or after the deadline.
    Late {
        /// When its last byte was there.
        arrived: Instant,
        /// The deadline.
        deadline: Deadline,
    },
    /// Required answers are missing or unreadable.
    Incomplete {
        /// How many.
        missing: usize,
    },
    /// The group has more bids than it may have.
    TooManyBids {
        /// How many it has.
        bids: usize,
        /// How many are allowed.
        allowed: u8,
    },
    /// No second person has confirmed it yet, and one still may.
    SecondPersonWaiting {
        /// The last day.
        until: CivilDate,
    },
    /// The second person has said no.
    SecondPersonSaidNo,
    /// No second person confirmed it in time.
    NotConfirmed {
        /// The day that was the last one.
        until: CivilDate,
    },
}

/// Why a check cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// It is for a person to check.
    Manual,
    /// The form does not ask, or the answer is missing.
    NoAnswer,
    /// Places that the office's list does not know could decide it.
    UnknownPlaces {
        /// The share of unknown places, in per cent.
        percent: u32,
    },
}

/// What a group is told before it sends: a check that would fail as things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The check's code.
    pub check: String,
    /// What is checked, in the round's own words.
    pub title: String,
    /// Why it would fail.
    pub failing: Failing,
}

/// The checks that would fail if the bid were sent as it is. Nothing of this stops it.
#[must_use]
pub fn checks_before_sending(subject: &Subject<'_>) -> Vec<Warning> {
    let warn = |one: &Check| match check(one.method, subject) {
        Finding::Fail(failing) => {
            Some(Warning { check: one.code.clone(), title: one.title.clone(), failing })
        }
        Finding::Pass | Finding::Unclear(_) => None,
    };
    let checks = subject.settings.eligibility.checks.iter();
    // What is missing stops it anyway, and is said where it is missing.
    checks.filter(|one| one.method != CheckMethod::Complete).filter_map(warn).collect()
}

/// Computes one check.
#[must_use]
pub fn check(method: CheckMethod, subject: &Subject<'_>) -> Finding {
    match method {
        CheckMethod::Manual => Finding::Unclear(Unclear::Manual),
        CheckMethod::OrganisationKind => organisation_kind(subject),
        CheckMethod::Committee => committee(subject),
        CheckMethod::Amount => amount(subject),
        CheckMethod::Area => area(subject),
        CheckMethod::Dates => dates(subject),
        CheckMethod::Complete => complete(subject),
        CheckMethod::OneBid => one_bid(subject),
        CheckMethod::SecondPerson => second_person(subject.second),
    }
}

fn value(subject: &Subject<'_>, meaning: Meaning) -> Option<Value> {
    subject.form.value_for(meaning, subject.answers)
}

fn organisation_kind(subject: &Subject<'_>) -> Finding {
    let answered = match value(subject, Meaning::OrganisationType) {
        Some(Value::Choice(code)) => Kind::parse(&code),
        _ => None,
    };
    let kind = answered.unwrap_or(subject.kind);
    if subject.settings.eligibility.kinds.contains(&kind) {
        Finding::Pass
    } else {
        Finding::Fail(Failing::KindNotAllowed(kind))
    }
}

fn committee(subject: &Subject<'_>) -> Finding {
    let least = subject.settings.eligibility.least_unrelated_members;
    match value(subject, Meaning::UnrelatedMembers) {
        Some(Value::Number(unrelated)) if unrelated < i64::from(least) => {
            Finding::Fail(Failing::TooFewUnrelated { unrelated, least })
        }
        Some(Value::Number(_)) => Finding::Pass,
        _ => Finding::Unclear(Unclear::NoAnswer),
    }
}

fn amount(subject: &Subject<'_>) -> Finding {
    let Some(asked) = subject.form.amount_asked(subject.answers) else {
        return Finding::Unclear(Unclear::NoAnswer);
    };
    let money = &subject.settings.money;
    if asked < money.minimum {
        return Finding::Fail(Failing::BelowMinimum { asked, least: money.minimum });
    }
    if asked > money.maximum {
        return Finding::Fail(Failing::AboveMaximum { asked, most: money.maximum });
    }
    match value(subject, Meaning::Budget) {
        Some(Value::Budget(budget)) if budget.from_grant != asked => {
            Finding::Fail(Failing::BudgetDiffers { budget: budget.from_grant, asked })
        }
        _ => Finding::Pass,
    }
}

fn area(subject: &Subject<'_>) -> Finding {
    let least = subject.settings.areas.least_target_percent;
    let Some(Value::AreaShares(shares)) = value(subject, Meaning::Places) else {
        return Finding::Unclear(Unclear::NoAnswer);
    };
    let places = Places::of(&shares, subject.settings, subject.gazetteer, subject.day);
    if places.in_targets >= u32::from(least) {
        return Finding::Pass;
    }
    // A place that the list does not know, and whose area nobody stated, might be in a target.
    let percent: u32 = shares
        .iter()
        .filter(|share| {
            share.area.is_none()
                && share.postcode.is_some_and(|code| subject.gazetteer.place(&code).is_none())
        })
        .map(|share| u32::from(share.percent))
        .sum();
    if places.in_targets + percent >= u32::from(least) {
        Finding::Unclear(Unclear::UnknownPlaces { percent })
    } else {
        Finding::Fail(Failing::OutsideTargets { percent: places.in_targets, least })
    }
}

fn dates(subject: &Subject<'_>) -> Finding {
    let Some(Value::Period { start, end }) = value(subject, Meaning::ProjectPeriod) else {
        return Finding::Unclear(Unclear::NoAnswer);
    };
    let dates = &subject.settings.dates;
    if start < dates.earliest_start {
        Finding::Fail(Failing::StartsTooEarly { start, earliest: dates.earliest_start })
    } else if end > dates.latest_end {
        Finding::Fail(Failing::EndsTooLate { end, latest: dates.latest_end })
    } else {
        Finding::Pass
    }
}

fn complete(subject: &Subject<'_>) -> Finding {
    if let Some((arrived, deadline)) = subject.sent
        && deadline.is_past(arrived)
    {
        return Finding::Fail(Failing::Late { arrived, deadline });
    }
    let check = subject.form.check(subject.answers, &bounds(subject.settings));
    match check.blocking().count() {
        0 => Finding::Pass,
        missing => Finding::Fail(Failing::Incomplete { missing }),
    }
}

fn one_bid(subject: &Subject<'_>) -> Finding {
    let allowed = subject.settings.eligibility.bids_per_organisation;
    if subject.bids > usize::from(allowed) {
        Finding::Fail(Failing::TooManyBids { bids: subject.bids, allowed })
    } else {
        Finding::Pass
    }
}

/// Nobody passes it by hand before the second person has answered, and what is missing can be put
/// right.
const fn second_person(second: Seconded) -> Finding {
    match second {
        Seconded::NotNeeded | Seconded::Confirmed => Finding::Pass,
        Seconded::Waiting { until } => Finding::Fail(Failing::SecondPersonWaiting { until }),
        Seconded::SaidNo => Finding::Fail(Failing::SecondPersonSaidNo),
        Seconded::Missed { until } => Finding::Fail(Failing::NotConfirmed { until }),
    }
}

#[cfg(test)]
#[path = "automatic_tests.rs"]
mod tests;
