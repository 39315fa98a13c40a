//! What of the bids of a decision its reader may not see.

use crate::{Eye, Outcome};
use almoner_domain::application::Application;
use almoner_domain::application::withhold::{Audience, shown_name, shown_places};
use almoner_domain::id::{ApplicationId, RoundId};
use std::collections::BTreeSet;

/// The bids whose details are withheld from a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    names: BTreeSet<ApplicationId>,
    words: BTreeSet<ApplicationId>,
}

impl Withheld {
    /// What is withheld of these bids from the caller: nothing of those on which they work.
    pub(super) fn from<'a>(
        round: RoundId,
        bids: impl IntoIterator<Item = &'a Application>,
        eye: &mut Eye<'_>,
    ) -> Outcome<Self> {
        let me = eye.person()?;
        let standings = eye.tx.standings(me, round)?;
        let mut withheld = Self::default();
        for bid in bids {
            let audience = Audience::of(standings.towards(bid.id));
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
