//! Agreed marks: set by the panel beside the originals, with a reason wherever they are not what
//! the originals say.

use super::{Combined, LONGEST_TEXT, Moderation, PanelRefused, moved, must_be_moderating};
use crate::application::{self, Application};
use crate::assessment::percent;
use crate::id::PersonId;
use crate::round::Round;
use crate::value::{Instant, Mark, Percent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An agreed mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedMark {
    /// The mark.
    pub mark: Mark,
    /// Why, where it needs a reason; else empty.
    pub reason: String,
}

/// What the panel agreed about one bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The marks, by criterion code.
    pub marks: BTreeMap<String, AgreedMark>,
    /// The percentage that they make, exactly.
    pub percent: Percent,
    /// What was said, where the percentages lay far apart; else may be empty.
    pub discussion: String,
    /// Who recorded it: the round's chair or their substitute.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What is typed for one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The mark.
    pub mark: Option<Mark>,
    /// Why.
    pub reason: String,
}

/// What an agreement is made of.
#[derive(Clone, Copy, Debug)]
pub struct Agreeing<'a> {
    /// The round.
    pub round: &'a Round,
    /// The bid.
    pub application: &'a Application,
    /// What was agreed before.
    pub earlier: Option<&'a Moderation>,
    /// The revealed marks.
    pub originals: &'a Combined,
    /// What is typed, by criterion code.
    pub proposals: &'a BTreeMap<String, Proposal>,
    /// What was said.
    pub discussion: &'a str,
    /// Who records it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What is wrong with the agreed mark of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgreementFault {
    /// No mark.
    NoMark {
        /// The criterion's code.
        criterion: String,
    },
    /// The mark is not next to the mean, or the originals lie far apart: it needs a reason.
    NoReason {
        /// The criterion's code.
        criterion: String,
    },
}

/// Records agreed marks. May be repeated while the round is moderated: the latest counts, and
/// the assessors' own marks are never touched. A recommendation made before falls away, because
/// it rested on other marks.
///
/// # Errors
/// [`PanelRefused`].
pub fn agree(new: Agreeing<'_>) -> Result<(Application, Moderation), PanelRefused> {
    let Agreeing { round, application, earlier, originals, proposals, discussion, by, at } = new;
    must_be_moderating(round.status)?;
    let application = match application.status {
        // Agreed anew after a recommendation: the recommendation is made anew too.
        application::Status::Recommended
        | application::Status::Reserve
        | application::Status::NotRecommended => {
            Application { status: application::Status::Moderated, ..application.clone() }
        }
        _ => moved(application, application::Move::Moderate)?,
    };
    let mut faults = Vec::new();
    let mut marks = BTreeMap::new();
    for view in &originals.criteria {
        let criterion = view.code.clone();
        let typed = proposals.get(&view.code);
        let reason = typed.map_or("", |typed| typed.reason.trim());
        if reason.len() > LONGEST_TEXT {
            return Err(PanelRefused::TooLong { most: LONGEST_TEXT });
        }
        match typed.and_then(|typed| typed.mark) {
            None => faults.push(AgreementFault::NoMark { criterion }),
            Some(mark) => {
                if reason.is_empty() && (view.discuss || !view.is_next_to_mean(mark)) {
                    faults.push(AgreementFault::NoReason { criterion: criterion.clone() });
                }
                marks.insert(criterion, AgreedMark { mark, reason: reason.to_owned() });
            }
        }
    }
    if !faults.is_empty() {
        return Err(PanelRefused::Agreement(faults));
    }
    let discussion = discussion.trim().to_owned();
    if discussion.len() > LONGEST_TEXT {
        return Err(PanelRefused::TooLong { most: LONGEST_TEXT });
    }
    if originals.discuss && discussion.is_empty() {
        return Err(PanelRefused::NotDiscussed);
    }
    let mark_of = |code: &str| marks.get(code).map(|agreed| agreed.mark);
    let percent = percent(&round.settings.scoring, mark_of).ok_or(PanelRefused::NotRevealed)?;
    let moderation = Moderation {
        application: application.id,
        round: round.id,
        version: earlier.map_or(0, |earlier| earlier.version),
        agreement: Agreement { marks, percent, discussion, by, at },
        recommendation: None,
    };
    Ok((application, moderation))
}
