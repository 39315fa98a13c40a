//! What of the bids of a decision its reader may not see.

use crate::Eye;
use almoner_domain::access::Standing;
use almoner_domain::application::Application;
use almoner_domain::application::withhold::{Audience, shown_name, shown_places};
use almoner_domain::decision::Item;
use almoner_domain::due_diligence::{DueDiligence, Outcome};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::moderation::Moderation;
use std::collections::BTreeSet;

/// The bids whose details are withheld from a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    away: BTreeSet<ApplicationId>,
    undeclared: BTreeSet<ApplicationId>,
    names: BTreeSet<ApplicationId>,
    words: BTreeSet<ApplicationId>,
}

impl Withheld {
    /// What is withheld of these bids from the caller: nothing of those on which they work.
    pub(super) fn from<'a>(
        round: RoundId,
        bids: impl IntoIterator<Item = &'a Application>,
        eye: &mut Eye<'_>,
    ) -> crate::Outcome<Self> {
        let me = eye.person()?;
        let standings = eye.tx.standings(me, round)?;
        let mut withheld = Self::default();
        for bid in bids {
            let standing = standings.towards(bid.id);
            match standing {
                Standing::Recused => _ = withheld.away.insert(bid.id),
                Standing::Undeclared => _ = withheld.undeclared.insert(bid.id),
                Standing::Clear | Standing::NotApplicable => {}
            }
            let audience = Audience::of(standing);
            let name = shown_name(bid, audience).is_withheld();
            if name {
                withheld.names.insert(bid.id);
            }
            if name || shown_places(bid, audience).is_withheld() {
                withheld.words.insert(bid.id);
            }
        }
        Ok(withheld)
    }

    /// A bid without what is withheld.
    pub(super) fn bid(&self, bid: &Application) -> Application {
        let mut shown = bid.clone();
        if self.name(bid.id) {
            shown.organisation_name.clear();
            shown.title.clear();
        }
        if self.words(bid.id) {
            shown.lead_area = None;
            shown.withhold_reason = None;
        }
        shown
    }

    /// An item of a decision without what is withheld.
    pub(super) fn item(&self, item: &Item) -> Item {
        let mut shown = item.clone();
        if self.name(item.application) {
            shown.recipient.clear();
            shown.purpose.clear();
        }
        if self.words(item.application) {
            shown.lead_area = None;
            shown.public_reason.clear();
            shown.departure_reason = None;
            shown.conditions.clear();
            shown.feedback.text.clear();
        }
        shown
    }

    /// What the panel agreed and recommends, without words that are withheld.
    pub(super) fn moderation(&self, made: Moderation) -> Moderation {
        let mut shown = made;
        if self.words(shown.application) {
            shown.agreement.discussion.clear();
            for mark in shown.agreement.marks.values_mut() {
                mark.reason.clear();
            }
            if let Some(made) = &mut shown.recommendation {
                made.reason.clear();
                made.feedback.clear();
                made.conditions.clear();
            }
        }
        shown
    }

    /// The result of due diligence, without words that are withheld.
    pub(super) fn result(&self, result: &DueDiligence) -> DueDiligence {
        let mut shown = result.clone();
        if self.words(result.application) {
            for check in shown.checks.values_mut() {
                check.note.clear();
            }
            shown.finance_note = None;
            shown.outcome = match shown.outcome {
                Outcome::Clear => Outcome::Clear,
                Outcome::ClearWithConditions { .. } => {
                    Outcome::ClearWithConditions { conditions: Vec::new() }
                }
                Outcome::Fail { .. } => Outcome::Fail { reason: String::new() },
            };
        }
        shown
    }

    /// The bids from which the reader is kept away: for them these do not exist.
    pub(super) const fn away(&self) -> &BTreeSet<ApplicationId> {
        &self.away
    }

    /// Whether the reader has yet to declare about a bid.
    #[must_use]
    pub fn is_undeclared(&self, bid: ApplicationId) -> bool {
        self.undeclared.contains(&bid)
    }

    /// Whether the names of a bid's group and project are.
    #[must_use]
    pub fn name(&self, bid: ApplicationId) -> bool {
        self.names.contains(&bid)
    }

    /// Whether what was written about a bid is: it may tell a name or a place.
    #[must_use]
    pub fn words(&self, bid: ApplicationId) -> bool {
        self.words.contains(&bid)
    }
}
