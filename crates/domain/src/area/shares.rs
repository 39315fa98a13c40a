//! Which share of a bid happens where.

use serde::{Deserialize, Serialize};

use super::gazetteer::Gazetteer;
use super::{Area, AreaCode, AreaKind};
use crate::value::{CivilDate, Postcode};

/// The share of a bid's beneficiaries at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The venue, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Postcode>,
    /// The area that was named: for a share without a venue, or to correct what the venue's
    /// postcode would lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// Whole per cent, 1 to 100.
    pub percent: u8,
}

/// All shares of a bid, in the order they were entered: exactly 100 per cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Share>", into = "Vec<Share>")]
pub struct Shares(Vec<Share>);

/// Why shares are not all of a bid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SharesFault {
    /// They do not add up to 100.
    #[error("the shares total {total}, not 100")]
    Total {
        /// What they add up to.
        total: u32,
    },
    /// A share has neither a postcode nor an area.
    #[error("a share without a place")]
    NoPlace,
    /// A share of nothing, which is no share.
    #[error("a share of nothing")]
    Nothing,
}

/// What part of a bid falls to one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AreaShare<'a> {
    /// The area; `None` for what lies in no area of the kind.
    pub area: Option<&'a Area>,
    /// Whole per cent.
    pub percent: u32,
}

impl Shares {
    /// The shares, where they are all of a bid.
    pub fn new(shares: Vec<Share>) -> Result<Self, SharesFault> {
        let total = shares.iter().map(|share| u32::from(share.percent)).sum();
        if shares.iter().any(|share| share.percent == 0) {
            return Err(SharesFault::Nothing);
        }
        if shares.iter().any(|share| share.postcode.is_none() && share.area.is_none()) {
            return Err(SharesFault::NoPlace);
        }
        if total == 100 { Ok(Self(shares)) } else { Err(SharesFault::Total { total }) }
    }

    /// Each share, in the order entered.
    pub fn iter(&self) -> std::slice::Iter<'_, Share> {
        self.0.iter()
    }

    /// The shares of the areas of `kind` on `date`, in the order they were first entered.
    ///
    /// An area named with a share counts for its own kind before what the postcode says. Where
    /// areas of one kind overlap, each has the whole share, and the sum may pass 100.
    pub fn share_by_area<'a>(
        &self,
        kind: AreaKind,
        gazetteer: &'a Gazetteer,
        date: CivilDate,
    ) -> Vec<AreaShare<'a>> {
        let mut by_area: Vec<AreaShare<'a>> = Vec::new();
        let mut add = |area: Option<&'a Area>, percent: u8| {
            let percent = u32::from(percent);
            let code = area.map(|area| &area.code);
            match by_area.iter_mut().find(|known| known.area.map(|area| &area.code) == code) {
                Some(known) => known.percent += percent,
                None => by_area.push(AreaShare { area, percent }),
            }
        };
        for share in &self.0 {
            let areas = areas_of_share(share, kind, gazetteer, date);
            if areas.is_empty() {
                add(None, share.percent);
            }
            for area in areas {
                add(Some(area), share.percent);
            }
        }
        by_area
    }

    /// The area of `kind` with the largest share; of equals, the one entered first. `None` when no
    /// share lies in any area of the kind.
    pub fn lead_area<'a>(
        &self,
        kind: AreaKind,
        gazetteer: &'a Gazetteer,
        date: CivilDate,
    ) -> Option<&'a Area> {
        let mut lead: Option<(&'a Area, u32)> = None;
        for AreaShare { area, percent } in self.share_by_area(kind, gazetteer, date) {
            let Some(area) = area else { continue };
            if lead.is_none_or(|(_, most)| percent > most) {
                lead = Some((area, percent));
            }
        }
        lead.map(|(area, _)| area)
    }

    /// What per cent lies in any of the areas with the codes `targets`, each share counted once.
    pub fn share_in(&self, targets: &[AreaCode], gazetteer: &Gazetteer, date: CivilDate) -> u32 {
        let targets: Vec<&Area> =
            targets.iter().filter_map(|code| gazetteer.area(code, date)).collect();
        let lies_in_one = |share: &&Share| {
            targets.iter().any(|target| {
                areas_of_share(share, target.kind, gazetteer, date)
                    .iter()
                    .any(|area| area.code == target.code)
            })
        };
        self.0.iter().filter(lies_in_one).map(|share| u32::from(share.percent)).sum()
    }
}

/// The areas of `kind` that a share lies in.
fn areas_of_share<'a>(
    share: &Share,
    kind: AreaKind,
    gazetteer: &'a Gazetteer,
    date: CivilDate,
) -> Vec<&'a Area> {
    let named = share.area.as_ref().and_then(|code| gazetteer.area(code, date));
    match (named, &share.postcode) {
        (Some(area), _) if area.kind == kind => vec![area],
        (_, Some(postcode)) => {
            let mut areas = gazetteer.areas_of(postcode, date);
            areas.retain(|area| area.kind == kind);
            areas
        }
        (Some(area), None) => gazetteer.areas_around(area, kind, date),
        (None, None) => Vec::new(),
    }
}

impl TryFrom<Vec<Share>> for Shares {
    type Error = SharesFault;

    fn try_from(shares: Vec<Share>) -> Result<Self, SharesFault> {
        Self::new(shares)
    }
}

impl From<Shares> for Vec<Share> {
    fn from(shares: Shares) -> Self {
        shares.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::gazetteer::tests::{code, postcode, town};
    use super::*;

    fn at(text: &str, percent: u8) -> Share {
        Share { postcode: Some(postcode(text)), area: None, percent }
    }

    fn of(text: &str, percent: u8) -> Share {
        Share { postcode: None, area: Some(code(text)), percent }
    }

    fn by_area(shares: &Shares, kind: AreaKind) -> Vec<(String, u32)> {
        let town = town();
        let name = |share: &AreaShare<'_>| share.area.map_or_else(String::new, |a| a.name.clone());
        let by_area = shares.share_by_area(kind, &town, date(2024, 1, 15));
        by_area.iter().map(|share| (name(share), share.percent)).collect()
    }

    #[test]
    fn shares_that_are_not_all_of_a_bid_are_refused() {
        assert_eq!(Shares::new(vec![at("LE1 1AA", 99)]), Err(SharesFault::Total { total: 99 }));
        assert_eq!(Shares::new(Vec::new()), Err(SharesFault::Total { total: 0 }));
        let nowhere = Share { postcode: None, area: None, percent: 100 };
        assert_eq!(Shares::new(vec![nowhere]), Err(SharesFault::NoPlace));
        let nothing = Shares::new(vec![at("LE1 1AA", 100), of("W1", 0)]);
        assert_eq!(nothing, Err(SharesFault::Nothing));
        assert!(serde_json::from_str::<Shares>("[{\"area\":\"W1\",\"percent\":50}]").is_err());
    }

    #[test]
    fn shares_are_summed_for_each_area_in_the_order_entered() {
        let shares =
            Shares::new(vec![at("LE9 1AA", 30), at("LE1 1AA", 30), at("LE1 1AD", 40)]).unwrap();
        assert_eq!(
            by_area(&shares, AreaKind::PolicingArea),
            [(String::new(), 30), ("west".to_owned(), 70)]
        );
        assert_eq!(by_area(&shares, AreaKind::District), [("D1".to_owned(), 100)]);
    }

    #[test]
    fn the_lead_area_has_the_largest_share_and_of_equals_the_first_entered() {
        let lead = |shares: Vec<Share>, kind| {
            let (town, shares) = (town(), Shares::new(shares).unwrap());
            shares.lead_area(kind, &town, date(2024, 1, 15)).map(|area| area.name.clone())
        };
        let ward = AreaKind::Ward;
        assert_eq!(lead(vec![of("W2", 50), of("W1", 50)], ward).as_deref(), Some("W2"));
        assert_eq!(lead(vec![of("W2", 49), of("W1", 51)], ward).as_deref(), Some("W1"));
        assert_eq!(
            lead(vec![at("LE9 1AA", 90), of("zone", 10)], AreaKind::Zone).as_deref(),
            Some("zone")
        );
        assert_eq!(lead(vec![at("LE9 1AA", 100)], AreaKind::Zone), None);
    }

    #[test]
    fn a_named_area_corrects_the_one_of_the_postcode() {
        let corrected =
            Share { postcode: Some(postcode("LE1 1AB")), area: Some(code("zone")), percent: 100 };
        let shares = Shares::new(vec![corrected]).unwrap();
        assert_eq!(by_area(&shares, AreaKind::Zone), [("zone".to_owned(), 100)]);
        assert_eq!(by_area(&shares, AreaKind::Ward), [("W1".to_owned(), 100)]);
    }

    #[test]
    fn the_share_in_target_areas_counts_no_place_twice() {
        let shares = Shares::new(vec![at("LE1 1AA", 60), at("LE9 1AA", 40)]).unwrap();
        let share = |targets: &[&str]| {
            let targets: Vec<AreaCode> = targets.iter().map(|text| code(text)).collect();
            shares.share_in(&targets, &town(), date(2024, 1, 15))
        };
        assert_eq!(share(&["zone", "west", "W1"]), 60);
        assert_eq!(share(&["west", "W3"]), 100);
        assert_eq!(share(&["W2", "unheard-of"]), 0);
    }

    proptest! {
        #[test]
        fn shares_are_accepted_exactly_when_they_total_100(
            percents in prop::collection::vec(1_u8..=100, 0..6)
        ) {
            let total: u32 = percents.iter().map(|&p| u32::from(p)).sum();
            let shares = Shares::new(percents.into_iter().map(|p| of("W1", p)).collect());
            prop_assert_eq!(shares.is_ok(), total == 100);
        }

        #[test]
        fn where_areas_do_not_overlap_every_share_is_counted_once(
            cuts in prop::collection::btree_set(1_u8..100, 0..6),
            picks in prop::collection::vec(0_usize..5, 7),
        ) {
            let places = ["LE1 1AA", "LE1 1AB", "LE1 1AD", "LE9 1AA", "LE9 9ZZ"];
            let mut from = 0;
            let rows = cuts.into_iter().chain([100]).zip(picks).map(|(to, pick)| {
                let row = at(places[pick], to - from);
                from = to;
                row
            });
            let shares = Shares::new(rows.collect()).unwrap();
            for kind in [AreaKind::Ward, AreaKind::District, AreaKind::Zone, AreaKind::PolicingArea] {
                let total: u32 = by_area(&shares, kind).iter().map(|(_, percent)| percent).sum();
                prop_assert_eq!(total, 100);
            }
        }
    }
}
