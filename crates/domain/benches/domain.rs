//! What the rules cost: money and postcodes read, a form checked, 5,000 bids ranked, a report
//! folded from their entries.
#![expect(clippy::unwrap_used, reason = "a fault in what is measured ends the benchmark")]

use almoner_domain::application::bounds;
use almoner_domain::area::{AreaCode, Gazetteer, Place};
use almoner_domain::audit::{By, Entry, Fact, Recorded, events};
use almoner_domain::form::Fields;
use almoner_domain::id::{ApplicationId, EntryId, RoundId};
use almoner_domain::moderation::{Contender, Rules, rank};
use almoner_domain::report::Report;
use almoner_domain::round::RoundFile;
use almoner_domain::value::{Instant, Mark, Pence, Percent, Postcode};
use divan::{Bencher, black_box};
use uuid::Uuid;

/// Bids in the round.
const BIDS: u32 = 5_000;

fn main() {
    divan::main();
}

fn sample() -> RoundFile {
    RoundFile::parse(include_str!("../src/round/sample.toml")).unwrap()
}

fn at(second: u32) -> Instant {
    Instant::from_microsecond(1_700_000_000_000_000 + i64::from(second) * 1_000_000).unwrap()
}

fn bid(number: u32) -> ApplicationId {
    ApplicationId(Uuid::from_u128(u128::from(number)))
}

#[divan::bench]
fn read_an_amount_of_money() -> Pence {
    Pence::parse(black_box("£12,345.67")).unwrap()
}

/// In a table of 20,000, about as many as a police area has. The postcodes are invented.
#[divan::bench]
fn look_a_postcode_up(bencher: Bencher<'_, '_>) {
    let code = |text: String| AreaCode::parse(&text).unwrap();
    let letters = ['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N'];
    let all = (0..20_000_usize).map(|number| {
        let letter = |at: usize| letters.get(at % 10).unwrap();
        let (first, second) = (letter(number), letter(number / 10));
        let text = format!("LE{} {}{first}{second}", number / 1_000 + 1, number / 100 % 10);
        let place = Place {
            lsoa: code(format!("E0100{:04}", number / 20)),
            ward: code(format!("E0500{:04}", number / 200)),
            district: code(format!("E0700{:04}", number / 2_000)),
        };
        (Postcode::parse(&text).unwrap(), place)
    });
    let gazetteer = Gazetteer::new(Vec::new(), all).unwrap();
    bencher.bench(|| {
        let postcode = Postcode::parse(black_box("LE11 5GH")).unwrap();
        gazetteer.place(&postcode).cloned().unwrap()
    });
}

/// Every question of the form with something typed in it.
#[divan::bench]
fn check_a_form(bencher: Bencher<'_, '_>) {
    let file = sample();
    let typed = || vec!["Twelve words that stand for an answer of a usual length".to_owned()];
    let answers: Fields = file.form.questions().map(|one| (one.id.to_string(), typed())).collect();
    let bounds = bounds(&file.round);
    bencher.bench(|| file.form.check(black_box(&answers), &bounds));
}

/// 5,000 bids, many of them with the same percentage.
#[divan::bench]
fn rank_5000_bids(bencher: Bencher<'_, '_>) {
    let file = sample();
    let contenders: Vec<Contender> = (0..BIDS)
        .map(|number| Contender {
            application: bid(number),
            percent: Percent::new(i64::from(number * 7919 % 301), 3).unwrap(),
            marks: file
                .round
                .scoring
                .criteria
                .iter()
                .map(|one| (one.code.clone(), Mark::new((number % 6) as u8).unwrap()))
                .collect(),
            first_time: number % 3 == 0,
            sent_at: at(number),
            cost: Pence::from_pounds(1_000),
        })
        .collect();
    let budget = Pence::from_pounds(100_000);
    let rules = Rules { scoring: &file.round.scoring, line: Some(60), budget, reserve_list: true };
    bencher.bench(|| rank(black_box(&contenders), rules));
}

/// 5,000 bids sent.
#[divan::bench]
fn fold_a_report_of_5000_bids(bencher: Bencher<'_, '_>) {
    let round = RoundId(Uuid::from_u128(1));
    let entries: Vec<Recorded> = (0..BIDS)
        .map(|number| {
            let entry = Entry::application(round, bid(number), events::APPLICATION_SUBMITTED)
                .pence("requested", Pence::from_pounds(1_000))
                .code("lead_area", "north")
                .with("shares", Fact::Codes(vec!["north:60".into(), "south:40".into()]));
            Recorded {
                id: EntryId(Uuid::from_u128(u128::from(number))),
                stream: entry.stream,
                seq: 1,
                round: entry.round,
                event: entry.event.to_owned(),
                facts: entry.facts,
                by: By { person: None, roles: Vec::new() },
                at: at(number),
                request: Uuid::nil(),
            }
        })
        .collect();
    bencher.bench(|| Report::of(black_box(&entries), at(BIDS)));
}
