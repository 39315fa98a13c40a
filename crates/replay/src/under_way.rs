//! The fictional rounds that are under way on the day on which a demonstration office is filled:
//! whoever signs in there finds something to mark and something to screen.

use crate::file::{Bid, Contact, FileFault, Group, Marks, ReplayFile, Typed};
use crate::open::earlier_round;
use crate::play::Until;
use almoner_domain::access::Role;
use almoner_domain::value::CivilDate;
use jiff::{SignedDuration, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How long before they are assigned assessors were trained.
const TRAINED_BEFORE_DAYS: i64 = 30;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnderWay {
    rounds: Vec<Earlier>,
}

/// An earlier round of the fund.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Earlier {
    reference: String,
    title: String,
    weeks_earlier: i64,
    stage: Stage,
    bids: Vec<OwnBid>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Screening,
    Marking,
}

/// A bid with what it answers otherwise than the first bid of the open round.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnBid {
    key: String,
    group: Group,
    person: Contact,
    answers: BTreeMap<String, Typed>,
}

/// Reads the rounds under way as of `today`, the date in London, from the file of the open round
/// and their own; with how far each is played.
///
/// # Errors
/// [`FileFault::Malformed`] with line and field.
pub fn rounds_under_way(
    open: &str,
    text: &str,
    today: CivilDate,
) -> Result<Vec<(ReplayFile, Until)>, FileFault> {
    let file: UnderWay = toml::from_str(text)?;
    file.rounds.into_iter().map(|round| earlier(open, round, today)).collect()
}

fn earlier(open: &str, round: Earlier, today: CivilDate) -> Result<(ReplayFile, Until), FileFault> {
    let mut file = earlier_round(open, today, round.weeks_earlier)?;
    file.round.reference = round.reference;
    file.round.title = round.title;
    let trained = file.timetable.assigned.date();
    let trained = trained.saturating_sub(Span::new().days(TRAINED_BEFORE_DAYS));
    for person in &mut file.people {
        person.trained = person.trained.map(|_| trained);
    }
    let model = file.bids.drain(..).find(|bid| bid.sent.is_some());
    let markers = markers(&file);
    let each = usize::from(file.round.scoring.staff_assessors);
    for (number, (own, model)) in round.bids.into_iter().zip(model.iter().cycle()).enumerate() {
        // In turn, so that everybody who marks has as much to do.
        let by = markers.iter().cycle().skip(number).take(each);
        let marks = by.map(|by| Marks { by: by.clone(), criteria: BTreeMap::new() });
        let later = SignedDuration::from_mins(i64::try_from(number).unwrap_or(0) * 47);
        let mut answers = model.answers.clone();
        answers.extend(own.answers);
        file.bids.push(Bid {
            key: own.key,
            group: own.group,
            person: own.person,
            started: model.started.saturating_add(later),
            sent: model.sent.map(|sent| sent.saturating_add(later)),
            answers,
            marks: marks.collect(),
            ..model.clone()
        });
    }
    let until = match round.stage {
        Stage::Screening => Until::Screening,
        Stage::Marking => Until::Marking,
    };
    Ok((file, until))
}

/// The addresses of those who mark for the office.
fn markers(file: &ReplayFile) -> Vec<String> {
    let marks = file.people.iter().filter(|person| person.roles.contains(&Role::Assessor));
    marks.map(|person| person.email.clone()).collect()
}
