//! Where a bid happens, as derived from its postcodes and the areas that the group stated.

use crate::area::{AreaCode, AreaKind, Gazetteer, Shares};
use crate::round::Settings;
use crate::value::{CivilDate, Postcode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a bid happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Whole per cent of beneficiaries by area code, of the kinds of area by which the round
    /// reports and which it targets. Areas overlap, so that the sum may pass 100.
    pub shares: BTreeMap<String, u32>,
    /// Whole per cent that lies in no area of the round's own kind, as far as is known.
    pub unplaced: u32,
    /// The code of the area with the largest share; of equals, the one entered first.
    pub lead: Option<String>,
    /// Whole per cent in target areas, each share counted once; 100 where the round has none.
    pub in_targets: u32,
    /// Postcodes that the office's list does not know. A person looks at them.
    pub unknown_postcodes: Vec<Postcode>,
}

impl Places {
    /// Places shares in the areas as they stood on `day`: the same day for every bid of a round.
    #[must_use]
    pub fn of(shares: &Shares, settings: &Settings, gazetteer: &Gazetteer, day: CivilDate) -> Self {
        let targets = codes(&settings.areas.targets);
        let kinds = kinds(settings, gazetteer, day);
        let main = kinds.first().copied().unwrap_or(AreaKind::District);
        let mut places = Self {
            in_targets: if targets.is_empty() {
                100
            } else {
                shares.share_in(&targets, gazetteer, day)
            },
            lead: shares.lead_area(main, gazetteer, day).map(|area| area.code.as_str().to_owned()),
            ..Self::default()
        };
        for kind in if kinds.is_empty() { vec![main] } else { kinds } {
            for share in shares.share_by_area(kind, gazetteer, day) {
                match share.area {
                    Some(area) => {
                        places.shares.insert(area.code.as_str().to_owned(), share.percent);
                    }
                    None if kind == main => places.unplaced = share.percent,
                    None => {}
                }
            }
        }
        places.unknown_postcodes = shares
            .iter()
            .filter_map(|share| share.postcode)
            .filter(|postcode| gazetteer.place(postcode).is_none())
            .collect();
        places
    }
}

/// Whether a bid lies outside the zones to which a round is limited. One with a postcode that the
/// office's list does not know is not turned away: a person looks at it.
pub(super) fn is_outside(
    shares: &Shares,
    zones: &[String],
    gazetteer: &Gazetteer,
    day: CivilDate,
) -> bool {
    let unknown = |postcode| gazetteer.place(&postcode).is_none();
    !zones.is_empty()
        && shares.share_in(&codes(zones), gazetteer, day) == 0
        && !shares.iter().filter_map(|share| share.postcode).any(unknown)
}

/// The kinds of the areas by which the round reports, then of those that it targets.
fn kinds(settings: &Settings, gazetteer: &Gazetteer, day: CivilDate) -> Vec<AreaKind> {
    let mut kinds = Vec::new();
    for code in codes(&settings.areas.reported).iter().chain(&codes(&settings.areas.targets)) {
        if let Some(area) = gazetteer.area(code, day)
            && !kinds.contains(&area.kind)
        {
            kinds.push(area.kind);
        }
    }
    kinds
}

fn codes(texts: &[String]) -> Vec<AreaCode> {
    texts.iter().filter_map(|text| AreaCode::parse(text).ok()).collect()
}
