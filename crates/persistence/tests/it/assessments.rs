use crate::applications::{add, draft, with_groups};
use crate::on_both;
use crate::world::{World, moment};
use almoner_domain::application::Application;
use almoner_domain::assessment::{
    Assessment, Completed, CriterionMark, Kind, Marks, Module, Profile, Status, complete_module,
};
use almoner_domain::id::{AssessmentId, PersonId};
use almoner_domain::moderation::{AgreedMark, Agreement, Meeting, Moderation, Present};
use almoner_domain::round::{Posts, Round, RoundFile};
use almoner_domain::value::{Mark, Percent};
use almoner_ports::{AssessmentCount, AssessmentKey, Load, StoreError};
use jiff::civil::date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A bid of a fictional round that is stored, and two people who mark it.
fn bid(world: &World) -> (Application, PersonId, PersonId) {
    with_groups(world);
    let application = draft(1, 1);
    let (RoundFile { round, form, .. }, id, by) = (
        RoundFile::parse(include_str!("../../../domain/src/round/sample.toml")).unwrap(),
        application.round,
        application.started_by,
    );
    let round = Round::draft(id, round, form, Posts::default(), by, moment(0)).unwrap();
    world.write(move |tx| tx.add_round(&round)).unwrap();
    add(world, &application, 1).unwrap();
    (application, world.add_person(801).id, world.add_person(802).id)
}

fn assessment(number: u128, bid: &Application, assessor: PersonId) -> Assessment {
    let given = CriterionMark { mark: Some(Mark::new(3).unwrap()), reason: "As said".into() };
    Assessment {
        id: AssessmentId(Uuid::from_u128(900 + number)),
        version: 1,
        round: bid.round,
        application: bid.id,
        assessor,
        kind: Kind::Staff,
        status: Status::Assigned,
        assigned_by: bid.started_by,
        assigned_at: moment(1),
        due: date(2026, 8, 1),
        widened: None,
        marks: Marks::from([("C1".into(), given)]),
        submitted_at: None,
        locked_at: None,
        remarks: Vec::new(),
    }
}

fn store(world: &World, all: &[Assessment]) {
    let all = all.to_vec();
    world.write(move |tx| tx.add_assessments(&all)).unwrap();
}

on_both! {
    fn what_is_not_handed_in_is_overdue_after_its_day_and_ends_together(world) {
        let (bid, ada, ben) = bid(world);
        let third = world.add_person(803).id;
        let handed_in = Assessment { status: Status::Submitted, ..assessment(3, &bid, third) };
        let begun = Assessment {
            status: Status::InProgress,
            due: date(2026, 7, 1),
            ..assessment(2, &bid, ben)
        };
        store(world, &[assessment(1, &bid, ada), begun.clone(), handed_in.clone()]);
        let overdue = |before, limit| -> Vec<AssessmentId> {
            let found = world.read(|tx| tx.assessments_overdue(before, limit));
            found.into_iter().map(|one| one.id).collect()
        };
        let first = assessment(1, &bid, ada).id;
        assert_eq!(overdue(date(2026, 8, 1), 10), [begun.id]);
        assert_eq!(overdue(date(2026, 8, 2), 10), [begun.id, first]);
        assert_eq!(overdue(date(2026, 8, 2), 1), [begun.id]);
        let ids = [first, begun.id, handed_in.id];
        assert_eq!(world.write(move |tx| tx.expire_assessments(&ids)).unwrap(), 2);
        let now = world.read(|tx| tx.assessment(first)).unwrap();
        assert_eq!((now.status, now.version), (Status::Expired, 2));
        let now = world.read(|tx| tx.assessment(handed_in.id)).unwrap();
        assert_eq!(now.status, Status::Submitted);
    }

    fn an_assessment_is_found_as_it_was_saved_and_an_old_version_is_stale(world) {
        let (bid, ada, _) = bid(world);
        let old = assessment(1, &bid, ada);
        store(world, std::slice::from_ref(&old));
        assert_eq!(world.read(|tx| tx.assessment(old.id)), Some(old.clone()));
        let changed = Assessment { status: Status::InProgress, ..old.clone() };
        let saving = changed.clone();
        world.write(move |tx| tx.save_assessment(&saving)).unwrap();
        let read = world.read(|tx| tx.assessment(changed.id));
        assert_eq!(read, Some(Assessment { version: 2, ..changed }));
        let refused = world.write(move |tx| tx.save_assessment(&old)).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn nobody_is_given_a_bid_twice(world) {
        let (bid, ada, _) = bid(world);
        store(world, &[assessment(1, &bid, ada)]);
        let again = vec![assessment(2, &bid, ada)];
        let refused = world.write(move |tx| tx.add_assessments(&again)).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(..)), "{refused}");
    }

    fn what_is_handed_in_locks_together_and_the_rest_stays(world) {
        let (bid, ada, ben) = bid(world);
        let sent = Assessment { status: Status::Submitted, ..assessment(1, &bid, ada) };
        let waived = Assessment { status: Status::Waived, ..assessment(2, &bid, ben) };
        store(world, &[sent.clone(), waived.clone()]);
        let application = bid.id;
        let count = world.write(move |tx| tx.lock_assessments(application, moment(9))).unwrap();
        assert_eq!(count, 1);
        let read = world.read(|tx| tx.assessments_of(&[application]));
        let locked = Assessment {
            status: Status::Locked, locked_at: Some(moment(9)), version: 2, ..sent
        };
        assert_eq!(read, vec![locked, waived]);
        let count = world.write(move |tx| tx.mark_moderated(application)).unwrap();
        assert_eq!(count, 1);
    }

    fn lists_and_counts_hold_no_marks_and_go_on_by_key(world) {
        let (bid, ada, ben) = bid(world);
        let (one, two) = (assessment(1, &bid, ada), assessment(2, &bid, ben));
        store(world, &[one.clone(), two]);
        let lines = world.read(|tx| tx.assessment_lines(bid.round));
        assert_eq!(lines.iter().map(|line| line.assessor).collect::<Vec<_>>(), [ada, ben]);
        let counts = world.read(|tx| tx.assessment_counts(bid.round));
        let status = Status::Assigned;
        let expected =
            AssessmentCount { application: bid.id, kind: Kind::Staff, status, count: 2 };
        assert_eq!(counts, vec![expected]);
        let mut loads = world.read(|tx| tx.assessor_loads(bid.round));
        loads.sort_by_key(|load| load.assessor);
        let mut people = [ada, ben];
        people.sort_unstable();
        assert_eq!(loads, people.map(|assessor| Load { assessor, status, count: 1 }));
        let mine = world.read(|tx| tx.assessments_by(ada, None, 10));
        assert_eq!(mine, vec![one.clone()]);
        let after = Some(AssessmentKey { due: one.due, id: one.id });
        assert_eq!(world.read(|tx| tx.assessments_by(ada, after, 10)), Vec::new());
    }

    fn training_is_kept_and_two_first_saves_do_not_pass_each_other(world) {
        let ada = world.add_person(801).id;
        let done = Completed { on: date(2026, 1, 5), until: date(2027, 1, 5) };
        let profile =
            complete_module(&Profile::new(ada), Module::ALL, done, date(2026, 7, 1)).unwrap();
        let (first, second) = (profile.clone(), profile.clone());
        world.write(move |tx| tx.save_assessor_profile(&first)).unwrap();
        let refused = world.write(move |tx| tx.save_assessor_profile(&second)).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
        let kept = Profile { version: 1, ..profile };
        assert_eq!(world.read(|tx| tx.assessor_profile(ada)), Some(kept.clone()));
        let saving = kept.clone();
        world.write(move |tx| tx.save_assessor_profile(&saving)).unwrap();
        let all = world.read(|tx| tx.assessor_profiles(&[ada]));
        assert_eq!(all, vec![Profile { version: 2, ..kept }]);
    }

    fn moderation_and_meeting_are_kept_with_their_versions(world) {
        let (bid, ada, _) = bid(world);
        let agreed = AgreedMark { mark: Mark::new(4).unwrap(), reason: "Read again".into() };
        let agreement = Agreement {
            marks: BTreeMap::from([("C1".into(), agreed)]),
            percent: Percent::new(401, 6).unwrap(),
            discussion: String::new(),
            by: ada,
            at: moment(5),
        };
        let (application, round) = (bid.id, bid.round);
        let first = Moderation { application, round, version: 0, agreement, recommendation: None };
        let saving = first.clone();
        world.write(move |tx| tx.save_moderation(&saving)).unwrap();
        let kept = Moderation { version: 1, ..first.clone() };
        assert_eq!(world.read(|tx| tx.moderation(application)), Some(kept.clone()));
        assert_eq!(world.read(|tx| tx.moderations(round)), vec![kept]);
        let refused = world.write(move |tx| tx.save_moderation(&first)).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
        let present = vec![Present { person: ada, community: false }];
        let on = date(2026, 7, 9);
        let held = Meeting { round, version: 0, on, present, left: vec![], by: ada, at: moment(6) };
        let saving = held.clone();
        world.write(move |tx| tx.save_meeting(&saving)).unwrap();
        assert_eq!(world.read(|tx| tx.meeting(round)), Some(Meeting { version: 1, ..held }));
    }

    fn members_and_groups_funded_before_are_found_in_one_query(world) {
        let (bid, _, _) = bid(world);
        let group = [bid.organisation];
        assert_eq!(world.read(|tx| tx.funded_before(&group, bid.round)), Vec::new());
        assert_eq!(world.read(|tx| tx.members_of_groups(&group)), Vec::new());
    }
}
