use crate::on_both;
use crate::world::{World, moment, person};
use crate::{applications, rounds};
use almoner_domain::application::Withhold;
use almoner_domain::award::{self, Award};
use almoner_domain::decision::{self, Decision};
use almoner_domain::due_diligence::{Band, DueDiligence, Outcome};
use almoner_domain::id::{ApplicationId, AwardId, DecisionId, OrganisationId, RoundId};
use almoner_domain::round::LegalPower;
use almoner_domain::value::Pence;
use almoner_ports::{StoreError, Taken};
use std::collections::BTreeMap;
use uuid::Uuid;

fn round() -> RoundId {
    rounds::round(1).id
}

/// The round and three bids of it.
fn with_bids(world: &World) {
    applications::with_groups(world);
    world.write(|tx| tx.add_round(&rounds::round(1))).unwrap();
    for place in 1..=3 {
        let bid = applications::draft(u128::from(place), 1);
        applications::add(world, &bid, place).unwrap();
    }
}

fn result(number: u128) -> DueDiligence {
    DueDiligence {
        application: ApplicationId(Uuid::from_u128(number)),
        round: round(),
        amount: Pence::from_pounds(4_000),
        band: Band::Small,
        checks: BTreeMap::new(),
        outcome: Outcome::ClearWithConditions { conditions: vec!["Send the policy.".into()] },
        finance_note: None,
        by: person(1).id,
        at: moment(3),
    }
}

fn drafted(number: u128) -> Decision {
    Decision {
        id: DecisionId(Uuid::from_u128(number)),
        version: 1,
        round: round(),
        status: decision::Status::Draft,
        legal_power: LegalPower::PrsraSection9,
        summary: String::new(),
        options: String::new(),
        equality: String::new(),
        data_protection: String::new(),
        exempt: String::new(),
        budget: Pence::from_pounds(40_000),
        most: Pence::from_pounds(42_000),
        items: Vec::new(),
        prepared_by: person(1).id,
        prepared_at: moment(4),
        comment: None,
        signature: None,
        promotions: Vec::new(),
    }
}

fn award(number: u128) -> Award {
    Award {
        id: AwardId(Uuid::from_u128(number + 1_000)),
        version: 1,
        round: round(),
        decision: drafted(1).id,
        application: ApplicationId(Uuid::from_u128(number)),
        organisation: OrganisationId(Uuid::from_u128(number)),
        status: award::Status::Drafted,
        recipient: "Invented Group".into(),
        amount: Pence::from_pounds(4_000),
        purpose: "Evening activities".into(),
        conditions: Vec::new(),
        reason: "It reaches young people whom nobody else reaches.".into(),
        withhold: Withhold::Place,
        drafted_at: moment(5),
        offered_at: None,
        accept_by: None,
    }
}

on_both! {
    fn a_bid_has_one_result_of_due_diligence(world) {
        with_bids(world);
        let (first, second) = (result(2), result(1));
        world.write(move |tx| {
            tx.add_due_diligence(&first)?;
            tx.add_due_diligence(&second)
        }).unwrap();
        assert_eq!(world.read(|tx| tx.due_diligence(result(2).application)), Some(result(2)));
        assert_eq!(world.read(|tx| tx.due_diligence(result(3).application)), None);
        assert_eq!(world.read(|tx| tx.due_diligence_of(round())), [result(1), result(2)]);
        let refused = world.write(|tx| tx.add_due_diligence(&result(1))).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::DueDiligence, _)), "{refused}");
    }

    fn another_result_takes_the_place_of_the_one_that_is_there(world) {
        with_bids(world);
        let none = world.write(|tx| tx.replace_due_diligence(&result(1))).unwrap_err();
        assert!(matches!(none, StoreError::Stale), "{none}");
        world.write(|tx| tx.add_due_diligence(&result(1))).unwrap();
        let larger = DueDiligence { amount: Pence::from_pounds(5_000), ..result(1) };
        let saving = larger.clone();
        world.write(move |tx| tx.replace_due_diligence(&saving)).unwrap();
        assert_eq!(world.read(|tx| tx.due_diligence(result(1).application)), Some(larger));
    }

    fn one_decision_of_a_round_stands(world) {
        with_bids(world);
        world.write(|tx| tx.add_decision(&drafted(1))).unwrap();
        let refused = world.write(|tx| tx.add_decision(&drafted(2))).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::Decision, _)), "{refused}");
        world.write(|tx| {
            let aside = drafted(1).supersede().expect("a draft can be set aside");
            tx.save_decision(&aside)?;
            tx.add_decision(&drafted(2))
        }).unwrap();
        let standing = world.read(|tx| tx.decision_of(round()));
        assert_eq!(standing, Some(drafted(2)));
    }

    fn saving_a_decision_counts_its_version_up_and_an_old_version_is_stale(world) {
        with_bids(world);
        world.write(|tx| tx.add_decision(&drafted(1))).unwrap();
        let changed = Decision { summary: "Grants.".into(), ..drafted(1) };
        let saving = changed.clone();
        world.write(move |tx| tx.save_decision(&saving)).unwrap();
        let read = world.read(|tx| tx.decision_of(round()));
        assert_eq!(read, Some(Decision { version: 2, ..changed }));
        let refused = world.write(|tx| tx.save_decision(&drafted(1))).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn a_bid_has_one_award_and_its_state_counts_in_its_column(world) {
        with_bids(world);
        world.write(|tx| {
            tx.add_decision(&drafted(1))?;
            tx.add_awards(&[award(2), award(1)])
        }).unwrap();
        assert_eq!(world.read(|tx| tx.awards_of(round())), [award(1), award(2)]);
        let refused = world.write(|tx| {
            let other = Award { id: AwardId(Uuid::from_u128(77)), ..award(2) };
            tx.add_awards(&[other])
        }).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::Award, _)), "{refused}");
        let offered = Award { status: award::Status::Offered, ..award(2) };
        let saving = offered.clone();
        world.write(move |tx| tx.save_award(&saving)).unwrap();
        let read = world.read(|tx| tx.award_of(award(2).application));
        assert_eq!(read, Some(Award { version: 2, ..offered }));
        let refused = world.write(|tx| tx.save_award(&award(2))).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }
}
