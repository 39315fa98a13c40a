use super::*;
use crate::application::Withhold;
use crate::application::withhold::{Audience, Shown};
use crate::audit::{By, Entry, Fact, Recorded, events};
use crate::id::{EntryId, RoundId};
use proptest::prelude::*;
use uuid::Uuid;

fn at(second: i64) -> Instant {
    Instant::from_microsecond(1_700_000_000_000_000 + second * 1_000_000).unwrap()
}

fn bid(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(number))
}

fn round() -> RoundId {
    RoundId(Uuid::from_u128(1))
}

fn about(number: u128, event: &'static str) -> Entry {
    Entry::application(round(), bid(number), event)
}

fn pounds(amount: i32) -> Pence {
    Pence::from_pounds(amount)
}

/// Entries a second apart, from second 1.
fn trail(entries: Vec<Entry>) -> Vec<Recorded> {
    entries
        .into_iter()
        .zip(1..)
        .map(|(entry, second)| Recorded {
            id: EntryId(Uuid::from_u128(second)),
            stream: entry.stream,
            seq: 1,
            round: entry.round,
            event: entry.event.to_owned(),
            facts: entry.facts,
            by: By { person: None, roles: Vec::new() },
            at: at(i64::try_from(second).unwrap()),
            request: Uuid::nil(),
        })
        .collect()
}

fn published() -> Entry {
    Entry::round(round(), events::ROUND_PUBLISHED)
        .pence("budget", pounds(10_000))
        .with("reported_areas", Fact::Codes(vec!["north".into(), "south".into()]))
}

fn sent(number: u128, amount: i32, lead: &str, shares: &[&str]) -> Entry {
    about(number, events::APPLICATION_SUBMITTED)
        .pence("requested", pounds(amount))
        .code("lead_area", lead)
        .with("shares", Fact::Codes(shares.iter().map(|share| (*share).to_owned()).collect()))
}

fn ineligible(number: u128, reason: &str) -> Entry {
    about(number, "screening.confirmed")
        .code("from", "ineligible_proposed")
        .code("to", "ineligible")
        .with("reasons", Fact::Codes(vec![reason.to_owned()]))
}

fn recommended(number: u128, amount: i32) -> Entry {
    about(number, events::PANEL_RECOMMENDED)
        .code("outcome", "recommend")
        .pence("amount", pounds(amount))
}

/// Three bids: one funded, one not eligible, one late.
fn story() -> Vec<Recorded> {
    trail(vec![
        published(),
        sent(1, 4_000, "north", &["north:60", "south:40"]),
        sent(2, 3_000, "south", &["south:100"]),
        about(3, events::APPLICATION_LATE),
        ineligible(2, "outside_area"),
        about(1, events::MODERATION_AGREED),
        recommended(1, 3_500),
        Entry::round(round(), events::ROUND_RECOMMENDED),
        about(1, events::DECISION_SIGNED)
            .code("outcome", "fund_in_part")
            .pence("amount", pounds(3_500)),
        Entry::round(round(), events::DECISION_SIGNED),
    ])
}

#[test]
fn a_round_is_told_by_its_trail_alone() {
    let report = Report::of(&story(), at(100));
    assert_eq!(report.budget, Some(pounds(10_000)));
    assert_eq!(report.requested(), Tally { count: 2, amount: pounds(7_000) });
    assert_eq!((report.ineligible(), report.moderated(), report.late()), (1, 1, 1));
    assert_eq!(report.reasons(), BTreeMap::from([("outside_area", 1)]));
    assert_eq!(report.recommended(), Some(Tally { count: 1, amount: pounds(3_500) }));
    assert_eq!(report.approved(), Some(Tally { count: 1, amount: pounds(3_500) }));
    assert_eq!(report.success_of_received().unwrap().to_string(), "50.0%");
    assert_eq!(report.success_of_eligible().unwrap().to_string(), "100.0%");
}

#[test]
fn recommended_is_not_approved_and_neither_is_known_before_its_day() {
    let before = Report::of(&story(), at(7));
    assert_eq!((before.recommended(), before.approved()), (None, None));
    let between = Report::of(&story(), at(9));
    assert_eq!(between.recommended().map(|tally| tally.count), Some(1));
    assert_eq!(between.approved(), None);
}

#[test]
fn each_bid_counts_once_where_most_of_its_people_are_and_zeros_are_shown() {
    let report = Report::of(&story(), at(100));
    let lines = report.areas(Audience::Office);
    let [north, south] = lines.as_slice() else { panic!("two areas") };
    assert_eq!((north.received.count, north.recommended.count), (1, 1));
    assert_eq!((north.shares_received, north.shares_recommended), (60, 60));
    assert_eq!((south.received.count, south.recommended.count), (1, 0));
    assert_eq!((south.shares_received, south.shares_recommended), (140, 40));
}

#[test]
fn the_version_that_stands_counts() {
    let report = Report::of(
        &trail(vec![
            published(),
            sent(1, 4_000, "north", &[]),
            Entry { event: events::APPLICATION_SENT_AGAIN, ..sent(1, 2_000, "south", &[]) },
        ]),
        at(100),
    );
    assert_eq!(report.requested(), Tally { count: 1, amount: pounds(2_000) });
    assert_eq!(report.areas(Audience::Office)[1].received.count, 1);
}

#[test]
fn a_review_that_puts_a_bid_back_undoes_the_result() {
    let back = about(1, "screening.reinstated").code("from", "ineligible").code("to", "screening");
    let entries = vec![sent(1, 1, "north", &[]), ineligible(1, "late"), back];
    assert_eq!(Report::of(&trail(entries), at(100)).ineligible(), 0);
}

#[test]
fn a_past_day_withholds_what_was_withheld_later() {
    let then = Report { bids: [(bid(1), Bid::default())].into(), ..Report::default() };
    for (before, today, shown) in [
        (Withhold::Nothing, Withhold::Place, Withhold::Place),
        (Withhold::Name, Withhold::Place, Withhold::Both),
        (Withhold::Both, Withhold::Nothing, Withhold::Both),
    ] {
        let marked = |withhold| {
            let bids = [(bid(1), Bid { withhold, ..Bid::default() })].into();
            Report { bids, ..then.clone() }
        };
        let seen = marked(before).withholding(&marked(today));
        assert_eq!(seen.bids[&bid(1)].withhold, shown, "{before:?} and {today:?}");
    }
}

#[test]
fn a_withheld_place_is_counted_apart_for_those_who_do_not_work_on_it() {
    let entries = vec![
        published(),
        sent(1, 4_000, "north", &["north:100"]),
        about(1, "application.withheld").code("withhold", "place"),
    ];
    let report = Report::of(&trail(entries), at(100));
    let public = report.areas(Audience::Public);
    assert_eq!(public[0].received.count, 0);
    assert_eq!(public[0].shares_received, 0);
    assert_eq!(public[2].area, Shown::Withheld);
    assert_eq!(public[2].received.count, 1);
    assert_eq!(report.areas(Audience::Working)[0].received.count, 1);
}

#[test]
fn a_bid_from_nowhere_in_particular_is_counted_elsewhere() {
    let report = Report::of(&trail(vec![published(), sent(1, 9, "east", &[])]), at(100));
    let lines = report.areas(Audience::Office);
    assert_eq!(lines[2].area, Shown::Plain(None));
    assert_eq!(lines[2].received.count, 1);
}

#[test]
fn a_bid_promoted_from_the_reserve_list_is_approved() {
    let promoted = about(2, events::RESERVE_PROMOTED).pence("amount", pounds(900));
    let mut entries = story();
    entries.extend(trail(vec![promoted]));
    let report = Report::of(&entries, at(100));
    assert_eq!(report.approved(), Some(Tally { count: 2, amount: pounds(4_400) }));
}

/// A trail in which need weighs 60 and reach 40, with what follows it.
fn marked(entries: Vec<Entry>) -> Report {
    let codes = |codes: &[&str]| Fact::Codes(codes.iter().map(|code| (*code).to_owned()).collect());
    let settings = published()
        .with("weights", codes(&["need:60", "reach:40"]))
        .with("least_marks", codes(&["need:2"]));
    let mut all = vec![settings];
    all.extend(entries);
    Report::of(&trail(all), at(100))
}

/// Marks of two assessors for need and reach, revealed together.
fn locked(number: u128, first: [i64; 2], second: [i64; 2]) -> Entry {
    about(number, events::ASSESSMENT_LOCKED)
        .number("first.need", first[0])
        .number("first.reach", first[1])
        .number("second.need", second[0])
        .number("second.reach", second[1])
}

fn agreed(number: u128, need: i64, reach: i64) -> Entry {
    about(number, events::MODERATION_AGREED)
        .code("to", "moderated")
        .number("mark.need", need)
        .number("mark.reach", reach)
}

#[test]
fn bids_are_ranked_by_the_marks_in_the_trail() {
    let report = marked(vec![
        sent(1, 10, "north", &[]),
        sent(2, 20, "north", &[]),
        sent(3, 30, "north", &[]),
        locked(1, [3, 3], [4, 3]),
        agreed(1, 3, 3),
        agreed(2, 5, 0),
        agreed(3, 1, 5),
    ]);
    let told: Vec<_> = report
        .ranking()
        .into_iter()
        .map(|line| (line.place, line.application, line.agreed.to_string(), line.below_minimum))
        .collect();
    assert_eq!(
        told,
        [
            (1, bid(1), "60.0%".to_owned(), vec![]),
            (1, bid(2), "60.0%".to_owned(), vec![]),
            (3, bid(3), "52.0%".to_owned(), vec!["need".to_owned()]),
        ]
    );
    assert_eq!(report.ranking()[0].assessors.unwrap().to_string(), "66.0%");
    assert_eq!(report.ranking()[1].assessors, None);
}

#[test]
fn any_one_mark_changes_the_ranking() {
    let story = |mark| {
        marked(vec![sent(1, 10, "north", &[]), locked(1, [mark, 5], [5, 5]), agreed(1, 5, 5)])
    };
    assert_ne!(story(5).ranking(), story(4).ranking());
}

#[test]
fn a_recommendation_falls_away_when_other_marks_are_agreed() {
    let entries = vec![
        sent(1, 10, "north", &[]),
        agreed(1, 5, 5),
        recommended(1, 10),
        agreed(1, 1, 5),
        Entry::round(round(), events::ROUND_RECOMMENDED),
    ];
    assert_eq!(marked(entries).recommended().map(|tally| tally.count), Some(0));
}

fn any_story() -> impl Strategy<Value = Vec<Recorded>> {
    let step = (0_u8..7, 1_u128..6, 1_i32..9_000);
    prop::collection::vec(step, 0..40).prop_map(|steps| {
        let entry = |(kind, number, amount): (u8, u128, i32)| match kind {
            0 => sent(number, amount, "north", &["north:100"]),
            1 => sent(number, amount, "south", &["south:100"]),
            2 => ineligible(number, "code"),
            3 => about(number, events::MODERATION_AGREED),
            4 => recommended(number, amount),
            5 => about(number, events::APPLICATION_WITHDRAWN),
            _ => about(number, events::APPLICATION_LATE),
        };
        let mut entries = vec![published()];
        entries.extend(steps.into_iter().map(entry));
        entries.push(Entry::round(round(), events::ROUND_RECOMMENDED));
        trail(entries)
    })
}

proptest! {
    #[test]
    fn the_areas_add_up_to_the_whole_for_every_reader(entries in any_story()) {
        let report = Report::of(&entries, at(10_000));
        for audience in [Audience::Office, Audience::Public, Audience::Working] {
            let lines = report.areas(audience);
            let received: u32 = lines.iter().map(|line| line.received.count).sum();
            let recommended: u32 = lines.iter().map(|line| line.recommended.count).sum();
            prop_assert_eq!(received, report.requested().count);
            prop_assert_eq!(recommended, report.recommended().unwrap().count);
        }
    }

    #[test]
    fn what_happens_later_never_changes_the_past(entries in any_story(), cut in 0_i64..50) {
        let past: Vec<Recorded> =
            entries.iter().filter(|entry| entry.at <= at(cut)).cloned().collect();
        prop_assert_eq!(Report::of(&entries, at(cut)), Report::of(&past, at(cut)));
    }
}
