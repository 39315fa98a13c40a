//! The list of areas and the table of postcodes, held in memory.

use std::collections::HashMap;

use super::{Area, AreaCode, AreaKind};
use crate::value::{CivilDate, Postcode};

/// Where a postcode lies in the statutory and statistical geography.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Its LSOA.
    pub lsoa: AreaCode,
    /// Its ward.
    pub ward: AreaCode,
    /// Its district, borough or unitary authority.
    pub district: AreaCode,
}

/// Areas by name and postcode.
///
/// A police area has some twenty thousand postcodes at about a thousand places, so that each
/// postcode is kept with the number of its place: ten bytes.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    areas: Vec<Area>,
    places: Vec<Place>,
    postcodes: Vec<(Postcode, u16)>,
}

/// Why areas and postcodes do not make a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GazetteerFault {
    /// Two areas have one code at the same time.
    #[error("two areas have the code {0} at the same time")]
    SameCode(AreaCode),
    /// A postcode is listed twice.
    #[error("the postcode {0} is listed twice")]
    SamePostcode(Postcode),
    /// There are more than 65,536 different places.
    #[error("too many places")]
    TooManyPlaces,
}

impl Gazetteer {
    /// A gazetteer of `areas` and `postcodes`, in any order.
    pub fn new(
        areas: Vec<Area>,
        postcodes: impl IntoIterator<Item = (Postcode, Place)>,
    ) -> Result<Self, GazetteerFault> {
        let mut by_code: HashMap<&AreaCode, Vec<&Area>> = HashMap::new();
        for area in &areas {
            let others = by_code.entry(&area.code).or_default();
            if others.iter().any(|other| other.overlaps_in_time(area)) {
                return Err(GazetteerFault::SameCode(area.code.clone()));
            }
            others.push(area);
        }
        let (mut places, mut numbers) = (Vec::new(), HashMap::new());
        let mut table = Vec::new();
        for (postcode, place) in postcodes {
            let number = match numbers.get(&place) {
                Some(number) => *number,
                None => {
                    let number =
                        u16::try_from(places.len()).map_err(|_| GazetteerFault::TooManyPlaces)?;
                    places.push(place.clone());
                    numbers.insert(place, number);
                    number
                }
            };
            table.push((postcode, number));
        }
        table.sort_unstable();
        if let Some(twice) = table.windows(2).find_map(|pair| match pair {
            [(a, _), (b, _)] if a == b => Some(*a),
            _ => None,
        }) {
            return Err(GazetteerFault::SamePostcode(twice));
        }
        table.shrink_to_fit();
        places.shrink_to_fit();
        Ok(Self { areas, places, postcodes: table })
    }

    /// Every area, as given.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The areas of `kind` that stand on `date`.
    pub fn areas_of_kind(&self, kind: AreaKind, date: CivilDate) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.kind == kind && area.stands_on(date))
    }

    /// How many postcodes are known.
    pub fn postcode_count(&self) -> usize {
        self.postcodes.len()
    }

    /// Where `postcode` lies; `None` when it is not in the table: new, closed, or elsewhere.
    pub fn place(&self, postcode: &Postcode) -> Option<&Place> {
        let at = self.postcodes.binary_search_by_key(postcode, |(listed, _)| *listed).ok()?;
        let (_, number) = self.postcodes.get(at)?;
        self.places.get(usize::from(*number))
    }

    /// The areas of every kind that hold `postcode` on `date`, in the order of the list.
    pub fn areas_of(&self, postcode: &Postcode, date: CivilDate) -> Vec<&Area> {
        let place = self.place(postcode);
        let holds = |area: &Area| match place {
            Some(place) => area.holds(postcode, place),
            // A postcode newer than the table may have been added to a list by hand.
            None => area.members.postcodes.contains(postcode),
        };
        self.areas.iter().filter(|area| area.stands_on(date) && holds(area)).collect()
    }

    /// The area with `code` on `date`.
    pub fn area(&self, code: &AreaCode, date: CivilDate) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == *code && area.stands_on(date))
    }

    /// The area that goes by `name` on `date`; `None` also when several do.
    pub fn area_named(&self, name: &str, date: CivilDate) -> Option<&Area> {
        let mut named =
            self.areas.iter().filter(|area| area.stands_on(date) && area.is_named(name));
        match (named.next(), named.next()) {
            (Some(area), None) => Some(area),
            _ => None,
        }
    }

    /// The areas of `kind` on `date` that hold the whole of `inner`: itself where it is of that
    /// kind, otherwise those that hold each of its known postcodes.
    pub fn areas_around(&self, inner: &Area, kind: AreaKind, date: CivilDate) -> Vec<&Area> {
        if inner.kind == kind {
            return self.area(&inner.code, date).into_iter().collect();
        }
        let mut around: Vec<&Area> = self.areas_of_kind(kind, date).collect();
        let mut known = false;
        let by_place = |area: &Area| area.members.postcodes.is_empty();
        if by_place(inner) && around.iter().all(|area| by_place(area)) {
            // A place stands for all its postcodes, and there are far fewer of them.
            for place in self.places.iter().filter(|place| inner.holds_place(place)) {
                known = true;
                around.retain(|area| area.holds_place(place));
            }
            return if known { around } else { Vec::new() };
        }
        for (postcode, number) in &self.postcodes {
            let Some(place) = self.places.get(usize::from(*number)) else { continue };
            if inner.holds(postcode, place) {
                known = true;
                around.retain(|area| area.holds(postcode, place));
                if around.is_empty() {
                    break;
                }
            }
        }
        if known { around } else { Vec::new() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::{Alias, Members};
    use super::*;

    impl Gazetteer {
        fn listed(&self) -> Vec<(Postcode, Place)> {
            let place = |number: u16| self.places[usize::from(number)].clone();
            self.postcodes.iter().map(|(listed, number)| (*listed, place(*number))).collect()
        }
    }

    pub(in super::super) fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).unwrap()
    }

    pub(in super::super) fn postcode(text: &str) -> Postcode {
        Postcode::parse(text).unwrap()
    }

    fn area(kind: AreaKind, text: &str, members: Members) -> Area {
        Area {
            code: code(text),
            kind,
            name: text.to_owned(),
            aliases: Vec::new(),
            valid_from: None,
            valid_to: None,
            approximate: false,
            note: None,
            members,
        }
    }

    fn place(lsoa: &str, ward: &str, district: &str) -> Place {
        Place { lsoa: code(lsoa), ward: code(ward), district: code(district) }
    }

    /// Two wards of one fictional city, a zone in one of them that also has an LSOA of the other,
    /// and a policing area of both.
    pub(in super::super) fn town() -> Gazetteer {
        let lsoas = ["L1", "L3"].map(code).into();
        let wards = ["W1", "W2"].map(code).into();
        let mut police =
            area(AreaKind::PolicingArea, "west", Members { wards, ..Members::default() });
        police.aliases = vec![Alias { name: "West End".into(), note: Some("to confirm".into()) }];
        Gazetteer::new(
            vec![
                area(AreaKind::District, "D1", Members::default()),
                area(AreaKind::Ward, "W1", Members::default()),
                area(AreaKind::Ward, "W2", Members::default()),
                area(AreaKind::Ward, "W3", Members::default()),
                area(AreaKind::Zone, "zone", Members { lsoas, ..Members::default() }),
                police,
            ],
            [
                (postcode("LE1 1AD"), place("L3", "W2", "D1")),
                (postcode("LE1 1AA"), place("L1", "W1", "D1")),
                (postcode("LE1 1AB"), place("L2", "W1", "D1")),
                (postcode("LE9 1AA"), place("L9", "W3", "D1")),
            ],
        )
        .unwrap()
    }

    fn codes(areas: &[&Area]) -> Vec<String> {
        areas.iter().map(|area| area.code.to_string()).collect()
    }

    #[test]
    fn a_postcode_lies_in_areas_of_several_kinds() {
        let on = date(2024, 1, 15);
        let town = town();
        let of = |text| codes(&town.areas_of(&postcode(text), on));
        assert_eq!(of("LE1 1AA"), ["D1", "W1", "zone", "west"]);
        assert_eq!(of("LE1 1AB"), ["D1", "W1", "west"]);
        assert_eq!(of("LE9 1AA"), ["D1", "W3"]);
        assert!(of("LE9 9AA").is_empty());
        assert_eq!(town.place(&postcode("LE1 1AD")).unwrap().ward, code("W2"));
    }

    #[test]
    fn an_area_is_found_by_any_of_its_names() {
        let on = date(2024, 1, 15);
        assert_eq!(town().area_named(" west end", on).unwrap().code, code("west"));
        assert!(town().area_named("north", on).is_none());
    }

    #[test]
    fn an_area_stands_only_between_its_dates() {
        let mut old = area(AreaKind::Zone, "zone", Members::default());
        old.members.postcodes.insert(postcode("LE1 1AA"));
        old.valid_to = Some(date(2023, 3, 31));
        let mut new = old.clone();
        (new.valid_from, new.valid_to) = (Some(date(2023, 4, 1)), None);
        new.name = "new".into();
        let both = Gazetteer::new(vec![old.clone(), new.clone()], []).unwrap();
        assert_eq!(both.area(&code("zone"), date(2023, 3, 31)).unwrap().name, "zone");
        assert_eq!(both.area(&code("zone"), date(2023, 4, 1)).unwrap().name, "new");
        assert_eq!(both.areas_of(&postcode("LE1 1AA"), date(2023, 4, 1)).len(), 1);
        new.valid_from = old.valid_to;
        let clash = Gazetteer::new(vec![old, new], []).unwrap_err();
        assert_eq!(clash, GazetteerFault::SameCode(code("zone")));
    }

    #[test]
    fn a_postcode_listed_twice_is_refused() {
        let twice = [0, 1].map(|_| (postcode("LE1 1AA"), place("L1", "W1", "D1")));
        let fault = Gazetteer::new(Vec::new(), twice).unwrap_err();
        assert_eq!(fault, GazetteerFault::SamePostcode(postcode("LE1 1AA")));
    }

    #[test]
    fn an_area_lies_in_those_that_hold_all_of_it() {
        let on = date(2024, 1, 15);
        let town = town();
        let around = |inner: &str, kind| {
            codes(&town.areas_around(town.area(&code(inner), on).unwrap(), kind, on))
        };
        assert_eq!(around("W1", AreaKind::District), ["D1"]);
        assert_eq!(around("W1", AreaKind::PolicingArea), ["west"]);
        assert!(around("W1", AreaKind::Zone).is_empty());
        assert_eq!(around("zone", AreaKind::PolicingArea), ["west"]);
        assert!(around("zone", AreaKind::Ward).is_empty());
        assert_eq!(around("zone", AreaKind::Zone), ["zone"]);
        assert!(around("W3", AreaKind::PolicingArea).is_empty());
    }

    #[test]
    fn a_single_postcode_extends_an_area_beyond_its_wards() {
        let on = date(2024, 1, 15);
        let mut areas = town().areas().to_vec();
        let zone = areas.iter_mut().find(|area| area.kind == AreaKind::Zone).unwrap();
        zone.members.postcodes.insert(postcode("LE9 1AA"));
        let town = Gazetteer::new(areas, town().listed()).unwrap();
        let zone = town.area(&code("zone"), on).unwrap();
        assert!(town.areas_around(zone, AreaKind::PolicingArea, on).is_empty());
        assert_eq!(codes(&town.areas_around(zone, AreaKind::District, on)), ["D1"]);
    }

    #[test]
    fn an_area_is_kept_with_its_dates_and_members() {
        let mut kept = area(AreaKind::PolicingArea, "east", Members::default());
        kept.valid_from = Some(date(2020, 3, 11));
        kept.members.postcodes.insert(postcode("LE1 1AA"));
        let json = serde_json::to_string(&kept).unwrap();
        assert!(json.contains("\"policing_area\"") && json.contains("\"2020-03-11\""));
        assert_eq!(serde_json::from_str::<Area>(&json).unwrap(), kept);
    }

    proptest! {
        #[test]
        fn every_listed_postcode_is_found_whatever_the_order(
            listed in prop::collection::hash_map("LE[1-9] [1-9][AB][AB]", 0_u8..20, 0..60)
        ) {
            let at = |n: u8| place(&format!("L{n}"), &format!("W{}", n / 4), "D1");
            let table = listed.iter().map(|(text, n)| (postcode(text), at(*n)));
            let gazetteer = Gazetteer::new(Vec::new(), table).unwrap();
            for (text, n) in &listed {
                prop_assert_eq!(gazetteer.place(&postcode(text)), Some(&at(*n)));
            }
            prop_assert_eq!(gazetteer.place(&postcode("NG1 1AA")), None);
        }

        #[test]
        fn any_text_is_an_area_code_or_not(text in ".*") {
            let _ = AreaCode::parse(&text);
        }
    }
}
