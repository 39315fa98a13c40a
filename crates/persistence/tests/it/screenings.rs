use crate::applications::{add, draft, with_groups};
use crate::on_both;
use crate::rounds::round;
use crate::world::{World, moment, person};
use almoner_domain::application::{Application, Status};
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::screening::{
    Confirmed, InformationRequest, Item, Proposal, Review, ReviewStatus, Screening,
};
use almoner_domain::value::CivilDate;
use almoner_ports::StoreError;
use jiff::civil::date;
use std::collections::BTreeSet;
use uuid::Uuid;

const DAY: CivilDate = date(2026, 7, 10);

fn bid(number: u128, status: Status) -> Application {
    Application {
        round: round(1).id,
        status,
        reference: Some(format!("TST-2627-R1-{number}")),
        submitted_at: Some(moment(1)),
        submission: 1,
        ..draft(number, 1)
    }
}

fn id(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(number))
}

/// The round, and one bid in each of these states, numbered from 1.
fn with_bids(world: &World, states: &[Status]) {
    with_groups(world);
    world.write(|tx| tx.add_round(&round(1))).unwrap();
    for (number, status) in (1_u8..).zip(states) {
        add(world, &bid(u128::from(number), *status), number).unwrap();
    }
}

fn screening(number: u128) -> Screening {
    Screening::of(id(number), &round(1))
}

/// Waits for its group until a day.
fn asked(number: u128, until: CivilDate) -> Screening {
    let item = Item { check: "EL06".into(), questions: Vec::new(), text: "Say more.".into() };
    let request = InformationRequest {
        items: vec![item],
        by: person(1).id,
        at: moment(2),
        until,
        answered_at: None,
        expired_at: None,
    };
    Screening { requests: vec![request], ..screening(number) }
}

/// Not eligible; a review can be asked for until a day.
fn ineligible(number: u128, review_until: CivilDate) -> Screening {
    let (by, at) = (person(1).id, moment(3));
    let confirmed = Some(Confirmed { by, at, review_until });
    Screening { proposal: Some(Proposal { by, at, confirmed }), ..screening(number) }
}

fn review(status: ReviewStatus) -> Review {
    Review {
        of: moment(3),
        status,
        asked_by: person(1).id,
        asked_at: moment(4),
        grounds: "We are in the area.".into(),
        answered_by: None,
        answered_at: None,
        answer: String::new(),
    }
}

fn store(world: &World, all: &[Screening]) {
    let all = all.to_vec();
    world.write(move |tx| tx.add_screenings(&all)).unwrap();
}

fn save(world: &World, one: &Screening) -> Result<(), StoreError> {
    let one = one.clone();
    world.write(move |tx| tx.save_screening(&one))
}

on_both! {
    fn every_sent_bid_is_screened_from_the_same_moment(world) {
        with_bids(world, &[Status::Submitted, Status::Draft, Status::Submitted, Status::Withdrawn]);
        assert_eq!(world.read(|tx| tx.to_be_screened(round(1).id)), [id(1), id(3)]);
        assert_eq!(world.write(|tx| tx.mark_screening(round(1).id)).unwrap(), 2);
        assert_eq!(world.write(|tx| tx.mark_screening(round(1).id)).unwrap(), 0);
        let now = world.read(|tx| tx.application(id(1))).unwrap();
        assert_eq!((now.status, now.version), (Status::Screening, 2));
        assert_eq!(world.read(|tx| tx.application(id(2))).unwrap().status, Status::Draft);
    }

    fn a_screening_is_found_as_it_was_added(world) {
        with_bids(world, &[Status::Screening, Status::Screening]);
        store(world, &[asked(2, DAY), ineligible(1, DAY)]);
        assert_eq!(world.read(|tx| tx.screening(id(1))), Some(ineligible(1, DAY)));
        assert_eq!(world.read(|tx| tx.screening(id(7))), None);
        let both = world.read(|tx| tx.screenings(&[id(2), id(7), id(1)]));
        assert_eq!(both, [ineligible(1, DAY), asked(2, DAY)]);
        assert_eq!(world.read(|tx| tx.screened_applications(round(1).id)), [id(1), id(2)]);
    }

    fn saving_a_screening_counts_its_version_up_and_an_old_version_is_stale(world) {
        with_bids(world, &[Status::Screening]);
        store(world, &[screening(1)]);
        save(world, &asked(1, DAY)).unwrap();
        let version = screening(1).version + 1;
        let now = world.read(|tx| tx.screening(id(1)));
        assert_eq!(now, Some(Screening { version, ..asked(1, DAY) }));
        assert!(matches!(save(world, &screening(1)), Err(StoreError::Stale)));
    }

    fn everybody_who_took_part_is_known_once(world) {
        with_bids(world, &[Status::Screening, Status::Screening]);
        world.add_person(2);
        store(world, &[screening(1), screening(2)]);
        let parts = |people: &[u128]| -> BTreeSet<PersonId> {
            people.iter().map(|number| person(*number).id).collect()
        };
        save(world, &Screening { took_part: parts(&[1]), ..screening(1) }).unwrap();
        let again = Screening { version: screening(1).version + 1, ..screening(1) };
        save(world, &Screening { took_part: parts(&[1, 2]), ..again }).unwrap();
        save(world, &Screening { took_part: parts(&[2]), ..screening(2) }).unwrap();
        let known = world.read(|tx| tx.people_who_screened(round(1).id));
        assert_eq!(known.into_iter().collect::<BTreeSet<_>>(), parts(&[1, 2]));
        assert_eq!(world.read(|tx| tx.people_who_screened(round(2).id)), []);
    }

    fn bids_without_a_result_are_counted_but_not_those_that_wait_for_their_group(world) {
        with_bids(world, &[
            Status::Submitted,
            Status::Screening,
            Status::IneligibleProposed,
            Status::InfoRequested,
            Status::Eligible,
            Status::Ineligible,
            Status::Draft,
        ]);
        assert_eq!(world.read(|tx| tx.without_result(round(1).id)), 3);
        assert_eq!(world.read(|tx| tx.without_result(round(2).id)), 0);
    }

    fn a_review_is_open_while_it_can_be_asked_for_or_waits_for_an_answer(world) {
        with_bids(world, &[Status::Ineligible, Status::Ineligible, Status::Ineligible]);
        let waiting =
            Screening { reviews: vec![review(ReviewStatus::Asked)], ..ineligible(2, DAY) };
        let answered =
            Screening { reviews: vec![review(ReviewStatus::Stands)], ..ineligible(3, DAY) };
        store(world, &[ineligible(1, DAY), waiting, answered]);
        let open = |today| world.read(|tx| tx.open_reviews(round(1).id, today));
        assert_eq!(open(DAY), 2);
        assert_eq!(open(DAY.tomorrow().unwrap()), 1);
    }

    fn requests_whose_day_is_over_are_found_the_oldest_first(world) {
        with_bids(world, &[
            Status::InfoRequested,
            Status::InfoRequested,
            Status::InfoRequested,
            Status::Screening,
        ]);
        let earlier = DAY.yesterday().unwrap();
        store(world, &[asked(1, DAY), asked(2, earlier), asked(3, earlier), asked(4, earlier)]);
        let overdue =
            |today, limit| world.read(|tx| tx.information_overdue(today, limit));
        assert_eq!(overdue(earlier, 10), []);
        assert_eq!(overdue(DAY, 10), [id(2), id(3)]);
        let after = DAY.tomorrow().unwrap();
        assert_eq!(overdue(after, 10), [id(2), id(3), id(1)]);
        assert_eq!(overdue(after, 1), [id(2)]);
    }
}
