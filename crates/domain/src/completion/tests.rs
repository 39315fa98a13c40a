//! Counting how far people got.

use super::*;
use crate::round::sample::{at, open};
use proptest::prelude::*;

fn effort(worked: i64, sent: Option<&str>) -> Effort {
    Effort {
        first_saved: at("2026-06-02T10:00:00Z"),
        worked: SignedDuration::from_mins(worked),
        first_sent: sent.map(at),
    }
}

#[test]
fn a_pause_is_no_work() {
    let now = at("2026-06-02T10:30:00Z");
    assert_eq!(worked_since(None, now), SignedDuration::ZERO);
    assert_eq!(worked_since(Some(at("2026-06-02T10:10:00Z")), now).as_mins(), 20);
    assert_eq!(worked_since(Some(at("2026-06-02T09:59:59Z")), now), SignedDuration::ZERO);
    assert_eq!(worked_since(Some(at("2026-06-02T10:31:00Z")), now), SignedDuration::ZERO);
}

#[test]
fn only_bids_that_were_sent_tell_how_long_it_takes() {
    let times = Times::of(&[
        effort(90, Some("2026-06-02T12:00:00Z")),
        effort(30, Some("2026-06-03T10:00:00Z")),
        effort(500, None),
    ]);
    let expected = Times { bids: 2, minutes_to_sending: Some(120), minutes_at_work: Some(30) };
    assert_eq!(times, expected);
    assert_eq!(Times::of(&[effort(9, None)]), Times::default());
}

#[test]
fn the_burden_is_the_median_for_every_group_against_the_money_given() {
    let given = Some(Pence::from_pounds(120_000));
    let burden = Burden { groups: 40, minutes: 90, given };
    assert_eq!((burden.hours(), burden.pounds_an_hour()), (60, Some(2_000)));
    let nothing = Burden { groups: 0, minutes: 90, given };
    assert_eq!((nothing.hours(), nothing.pounds_an_hour()), (0, None));
}

#[test]
fn a_phone_is_told_from_other_devices_and_from_programs_that_read_pages() {
    let phone = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/120.0 Mobile Safari/537.36";
    assert_eq!(Device::of(phone), Some(Device::Phone));
    assert_eq!(Device::of("Mozilla/5.0 (Windows NT 10.0)"), Some(Device::Other));
    assert_eq!(Device::of("Examplebot/2.1 (Mobile)"), None);
    assert_eq!(Device::of(""), None);
}

#[test]
fn codes_are_read_as_they_are_written() {
    assert!(Step::ALL.into_iter().all(|one| Step::parse(one.code()) == Some(one)));
    assert!(Device::ALL.into_iter().all(|one| Device::parse(one.code()) == Some(one)));
}

#[test]
fn the_furthest_section_counts_once_for_each_bid() {
    let form = open().form;
    let first = form.sections.first().unwrap().id.clone();
    let (nothing, reached) = furthest(&form, 3, &[(1, first.clone()), (2, first.clone())]);
    assert_eq!(nothing, 1);
    assert_eq!(reached.first(), Some(&(first, 2)));
    assert_eq!(reached.iter().map(|(_, count)| count).sum::<u64>(), 2);
}

proptest! {
    #[test]
    fn half_of_the_numbers_are_not_below_the_median(numbers in prop::collection::vec(-9i64..9, 1..40)) {
        let middle = median(numbers.clone()).unwrap();
        prop_assert!(numbers.contains(&middle));
        prop_assert!(2 * numbers.iter().filter(|one| **one >= middle).count() >= numbers.len());
        prop_assert!(2 * numbers.iter().filter(|one| **one <= middle).count() >= numbers.len());
    }
}
