use crate::declarations::no_interest;
use crate::on_both;
use crate::world::{World, moment, person};
use almoner_domain::application::{
    Application, OrganisationFacts, Places, SectionAnswers, Status, Submission, Withhold,
};
use almoner_domain::conflict::Status as Declared;
use almoner_domain::form::{Fields, SectionId};
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId, SubmissionId};
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::value::Pence;
use almoner_ports::{
    ApplicationFilter, ApplicationKey, ApplicationLine, ApplicationOrder, ApplicationsOf,
    StatusCount, StoreError, Taken,
};
use std::collections::BTreeMap;
use std::thread;
use uuid::Uuid;

const ROUND: RoundId = RoundId(Uuid::from_u128(1));

fn group(number: u128) -> Organisation {
    Organisation {
        id: OrganisationId(Uuid::from_u128(number)),
        version: 1,
        name: format!("Group {number}"),
        other_names: String::new(),
        kind: Kind::Group,
        charity_number: None,
        company_number: None,
        postcode: Some("LE1 1AA".to_owned()),
        created_by: person(1).id,
        created_at: moment(0),
    }
}

pub(crate) fn draft(number: u128, of: u128) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(number)),
        version: 1,
        round: ROUND,
        organisation: group(of).id,
        organisation_name: group(of).name,
        title: "Fictional project".to_owned(),
        status: Status::Draft,
        reference: None,
        started_by: person(1).id,
        started_at: moment(1),
        submitted_at: None,
        submission: 0,
        reopened: false,
        requested: None,
        lead_area: None,
        withhold: Withhold::Nothing,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    }
}

fn sent(number: u128, of: u128, second: i64, area: &str) -> Application {
    Application {
        status: Status::Submitted,
        reference: Some(format!("TST-2627-R1-{number}")),
        submitted_at: Some(moment(second)),
        submission: 1,
        requested: Some(Pence::from_pounds(100)),
        lead_area: Some(area.to_owned()),
        ..draft(number, of)
    }
}

fn submission(number: u128, of: &Application, count: u32) -> Submission {
    let group = group(1);
    Submission {
        id: SubmissionId(Uuid::from_u128(number)),
        application: of.id,
        round: of.round,
        number: count,
        form_version: 1,
        answers: Fields::from([("B1".to_owned(), vec!["Because".to_owned()])]),
        title: of.title.clone(),
        requested: of.requested,
        places: Places { lead: Some("north".to_owned()), in_targets: 70, ..Places::default() },
        organisation: OrganisationFacts::of(&group),
        sent_at: moment(i64::from(count)),
        by: person(1).id,
        intent: "pressed".to_owned(),
    }
}

/// A person and two groups.
pub(crate) fn with_groups(world: &World) {
    world.add_person(1);
    for number in 1..=2 {
        let adding = group(number);
        world.write(move |tx| tx.add_organisation(&adding)).unwrap();
    }
}

pub(crate) fn add(world: &World, application: &Application, place: u8) -> Result<(), StoreError> {
    let adding = application.clone();
    world.write(move |tx| tx.add_application(&adding, place))
}

fn listed(world: &World, filter: &ApplicationFilter, order: ApplicationOrder) -> Vec<u128> {
    let lines = world.read(|tx| tx.application_list(ROUND, filter, order, None, 50));
    let count = world.read(|tx| tx.application_count(ROUND, filter));
    assert_eq!(count, lines.len() as u64);
    numbers(&lines)
}

fn save(world: &World, application: &Application) {
    let saving = application.clone();
    world.write(move |tx| tx.save_application(&saving)).unwrap();
}

/// What the store counts is what the lines of the list add up to.
fn counts_agree(world: &World) {
    let all = ApplicationFilter::default();
    let lines =
        world.read(|tx| tx.application_list(ROUND, &all, ApplicationOrder::Received, None, 99));
    let mut expected = BTreeMap::new();
    for line in &lines {
        let (count, requested) = expected.entry(line.status.code()).or_insert((0_u64, 0_i64));
        *count += 1;
        *requested += line.requested.map_or(0, Pence::get);
    }
    let counts = world.read(|tx| tx.status_counts(ROUND));
    let found: BTreeMap<_, _> =
        counts.iter().map(|one| (one.status.code(), (one.count, one.requested.get()))).collect();
    assert_eq!(found, expected);
}

fn numbers(lines: &[ApplicationLine]) -> Vec<u128> {
    lines.iter().map(|line| line.id.uuid().as_u128()).collect()
}

fn answers(version: i64, text: &str) -> SectionAnswers {
    SectionAnswers {
        application: draft(1, 1).id,
        section: SectionId::parse("your-project").unwrap(),
        version,
        fields: Fields::from([("B1".to_owned(), vec![text.to_owned()])]),
        saved_by: person(1).id,
        saved_at: moment(version),
    }
}

on_both! {
    fn an_application_is_read_back_as_it_was_added(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        add(world, &sent(2, 2, 9, "north"), 1).unwrap();
        assert_eq!(world.read(|tx| tx.application(draft(1, 1).id)), Some(draft(1, 1)));
        let other = sent(2, 2, 9, "north");
        let reference = other.reference.clone().unwrap();
        assert_eq!(world.read(|tx| tx.application_by_reference(&reference)), Some(other.clone()));
        assert_eq!(world.read(|tx| tx.application_by_reference("none")), None);
        let both = world.read(|tx| tx.applications(&[other.id, draft(1, 1).id]));
        assert_eq!(both, vec![draft(1, 1), other]);
        assert_eq!(world.read(|tx| tx.applications(&[])), vec![]);
    }

    fn saving_an_application_counts_its_version_up_and_an_old_one_is_stale(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        let after = sent(1, 1, 4, "north");
        let saving = after.clone();
        world.write(move |tx| tx.save_application(&saving)).unwrap();
        let read = world.read(|tx| tx.application(after.id));
        assert_eq!(read, Some(Application { version: 2, ..after }));
        let refused = world.write(|tx| tx.save_application(&draft(1, 1))).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn what_is_taken_out_of_an_application_is_gone(world) {
        with_groups(world);
        add(world, &sent(1, 1, 4, "north"), 1).unwrap();
        let bare = Application { lead_area: None, requested: None, ..sent(1, 1, 4, "north") };
        world.write(move |tx| tx.save_application(&bare)).unwrap();
        let lines = world.read(|tx| {
            let all = ApplicationFilter::default();
            tx.application_list(ROUND, &all, ApplicationOrder::Received, None, 9)
        });
        assert_eq!((lines[0].lead_area.as_deref(), lines[0].requested), (None, None));
    }

    fn a_group_has_one_bid_in_each_place(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        let refused = add(world, &draft(2, 1), 1).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::BidPlace, _)), "{refused}");
        add(world, &draft(2, 1), 2).unwrap();
        add(world, &draft(3, 2), 1).unwrap();
        let bids = world.read(|tx| tx.bids_of(group(1).id, ROUND));
        assert_eq!(bids, vec![(draft(1, 1).id, 1), (draft(2, 1).id, 2)]);
    }

    fn a_bid_that_was_taken_back_leaves_its_place(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        let withdrawn = Application { status: Status::Withdrawn, ..draft(1, 1) };
        world.write(move |tx| tx.save_application(&withdrawn)).unwrap();
        add(world, &draft(2, 1), 1).unwrap();
        assert_eq!(world.read(|tx| tx.bids_of(group(1).id, ROUND)), vec![(draft(2, 1).id, 1)]);
        let all = world.read(|tx| tx.applications_of(&[group(1).id], 9));
        assert_eq!(all.len(), 2);
    }

    fn a_list_shows_what_was_received_filtered_and_in_order(world) {
        with_groups(world);
        add(world, &sent(1, 2, 30, "north"), 1).unwrap();
        add(world, &sent(2, 1, 20, "south"), 1).unwrap();
        add(world, &draft(3, 1), 2).unwrap();
        let late = Application {
            status: Status::Late,
            late_at: Some(moment(40)),
            ..draft(4, 1)
        };
        add(world, &late, 3).unwrap();
        let all = ApplicationFilter::default();
        assert_eq!(listed(world, &all, ApplicationOrder::Received), [2, 1, 4]);
        assert_eq!(listed(world, &all, ApplicationOrder::Name), [2, 4, 1]);
        let north = ApplicationFilter { lead_area: Some("north".to_owned()), ..all.clone() };
        assert_eq!(listed(world, &north, ApplicationOrder::Received), [1]);
        let late = ApplicationFilter { statuses: vec![Status::Late], ..all.clone() };
        assert_eq!(listed(world, &late, ApplicationOrder::Received), [4]);
        let two = ApplicationFilter {
            statuses: vec![Status::Late, Status::Submitted],
            ..all.clone()
        };
        assert_eq!(listed(world, &two, ApplicationOrder::Received), [2, 1, 4]);
        let named = ApplicationFilter { name_begins: Some("GROUP 2".to_owned()), ..all.clone() };
        assert_eq!(listed(world, &named, ApplicationOrder::Name), [1]);
        let wild = ApplicationFilter { name_begins: Some("%".to_owned()), ..all };
        assert_eq!(listed(world, &wild, ApplicationOrder::Name), Vec::<u128>::new());
    }

    fn a_list_goes_on_by_key_without_gaps_or_repeats(world) {
        with_groups(world);
        for number in 1..=6 {
            let place = u8::try_from(number).unwrap();
            // Pairs that arrived at the same instant.
            let second = i64::try_from(number / 2).unwrap();
            add(world, &sent(number, 1, second, "north"), place).unwrap();
        }
        for order in [ApplicationOrder::Received, ApplicationOrder::Name] {
            let filter = ApplicationFilter::default();
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = world
                    .read(|tx| tx.application_list(ROUND, &filter, order, after.as_ref(), 2));
                let Some(last) = page.last() else { break };
                seen.extend(numbers(&page));
                after = Some(ApplicationKey {
                    received_at: last.received_at,
                    organisation_name: last.organisation_name.clone(),
                    id: last.id,
                });
            }
            assert_eq!(seen, [1, 2, 3, 4, 5, 6], "{order:?}");
        }
    }

    fn states_are_counted_with_their_sums(world) {
        with_groups(world);
        add(world, &sent(1, 1, 1, "north"), 1).unwrap();
        add(world, &sent(2, 2, 2, "north"), 1).unwrap();
        add(world, &draft(3, 2), 2).unwrap();
        let counts = world.read(|tx| tx.status_counts(ROUND));
        let requested = Pence::from_pounds(200);
        assert_eq!(counts, [StatusCount { status: Status::Submitted, count: 2, requested }]);
        assert_eq!(world.read(|tx| tx.draft_count(ROUND)), 1);
        let received = world.read(|tx| tx.received(ROUND, 9));
        assert_eq!(received, [sent(1, 1, 1, "north"), sent(2, 2, 2, "north")]);
    }

    fn the_counts_that_are_kept_are_those_that_counting_finds(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        add(world, &sent(2, 2, 2, "north"), 1).unwrap();
        add(world, &Application { requested: None, ..sent(3, 2, 3, "north") }, 2).unwrap();
        counts_agree(world);
        // A draft is sent; a sent bid asks for more, then for nothing that is known.
        save(world, &sent(1, 1, 4, "north"));
        counts_agree(world);
        let more = Application { requested: Some(Pence::new(12_345)), ..sent(2, 2, 2, "north") };
        save(world, &more);
        counts_agree(world);
        save(world, &Application { version: 2, requested: None, ..more });
        counts_agree(world);
        // All of them at once, then one by itself, and a change that counts nowhere.
        assert_eq!(world.write(|tx| tx.mark_screening(ROUND)).unwrap(), 3);
        counts_agree(world);
        let eligible = Application { status: Status::Eligible, ..sent(3, 2, 3, "north") };
        save(world, &Application { version: 2, ..eligible.clone() });
        save(world, &Application { version: 3, title: "Another".to_owned(), ..eligible });
        counts_agree(world);
        let undone: Result<(), StoreError> = world.write(|tx| {
            let back = Application { version: 4, ..sent(3, 2, 3, "north") };
            tx.save_application(&back)?;
            Err(StoreError::Stale)
        });
        assert!(undone.is_err());
        counts_agree(world);
        let states: Vec<Status> =
            world.read(|tx| tx.status_counts(ROUND)).iter().map(|one| one.status).collect();
        assert_eq!(states, [Status::Eligible, Status::Screening]);
    }

    fn what_is_sent_side_by_side_is_all_counted(world) {
        with_groups(world);
        thread::scope(|scope| {
            for number in 1..=8_u128 {
                let world = &*world;
                let place = u8::try_from(number).unwrap();
                scope.spawn(move || add(world, &sent(number, 1, 1, "north"), place).unwrap());
            }
        });
        counts_agree(world);
        assert_eq!(world.read(|tx| tx.status_counts(ROUND))[0].count, 8);
    }

    fn each_line_tells_what_its_reader_declared_and_nobody_else(world) {
        with_groups(world);
        for (number, place) in [(1, 1), (2, 2), (3, 3)] {
            add(world, &sent(number, 1, 1, "north"), place).unwrap();
        }
        let (ada, ben) = (person(1).id, world.add_person(2).id);
        let said = [no_interest(1, ada, draft(2, 1).id), no_interest(2, ben, draft(3, 1).id)];
        world.write(move |tx| tx.add_declarations(&said)).unwrap();
        let all = ApplicationFilter::default();
        for order in [ApplicationOrder::Received, ApplicationOrder::Name] {
            let list = ApplicationsOf { round: ROUND, filter: &all, order, after: None };
            let seen = |reader| -> Vec<(u128, Option<Declared>)> {
                let lines = world.read(|tx| tx.application_list_for(reader, &list, 9));
                lines.iter().map(|(line, said)| (line.id.uuid().as_u128(), *said)).collect()
            };
            assert_eq!(seen(ada), [(1, None), (2, Some(Declared::None)), (3, None)]);
            assert_eq!(seen(ben), [(1, None), (2, None), (3, Some(Declared::None))]);
            let lines = world.read(|tx| tx.application_list(ROUND, &all, order, None, 9));
            let after = ApplicationKey {
                received_at: lines[1].received_at,
                organisation_name: lines[1].organisation_name.clone(),
                id: lines[1].id,
            };
            let list = ApplicationsOf { after: Some(&after), ..list };
            let rest = world.read(|tx| tx.application_list_for(ada, &list, 9));
            assert_eq!(rest, [(lines[2].clone(), None)]);
        }
    }

    fn only_drafts_are_given_up(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        add(world, &sent(2, 2, 2, "north"), 1).unwrap();
        assert_eq!(world.read(|tx| tx.rounds_with_drafts(9)), [ROUND]);
        assert_eq!(world.read(|tx| tx.drafts(ROUND, 9)), [draft(1, 1)]);
        let ids = [draft(1, 1).id, draft(2, 2).id];
        let changed = world.write(move |tx| tx.abandon_drafts(&ids)).unwrap();
        assert_eq!(changed, 1);
        let read = world.read(|tx| tx.application(draft(1, 1).id)).unwrap();
        assert_eq!((read.status, read.version), (Status::Abandoned, 2));
        assert_eq!(world.read(|tx| tx.rounds_with_drafts(9)), []);
    }

    fn references_count_without_gaps_however_many_ask(world) {
        let given: Vec<u32> = thread::scope(|scope| {
            let ask = || world.write(|tx| tx.next_reference(ROUND)).unwrap();
            let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let mut sorted = given;
        sorted.sort_unstable();
        assert_eq!(sorted, [1, 2, 3, 4, 5, 6, 7, 8]);
        let other = RoundId(Uuid::from_u128(2));
        assert_eq!(world.write(move |tx| tx.next_reference(other)).unwrap(), 1);
    }

    fn a_reference_that_was_not_kept_is_given_again(world) {
        let undone: Result<(), StoreError> = world.write(|tx| {
            tx.next_reference(ROUND)?;
            Err(StoreError::Stale)
        });
        assert!(undone.is_err());
        assert_eq!(world.write(|tx| tx.next_reference(ROUND)).unwrap(), 1);
    }

    fn a_section_is_saved_under_its_own_version(world) {
        with_groups(world);
        add(world, &draft(1, 1), 1).unwrap();
        world.write(|tx| tx.save_section(&answers(0, "first"))).unwrap();
        let id = draft(1, 1).id;
        let section = answers(0, "").section;
        let read = world.read(|tx| tx.section(id, &section)).unwrap();
        assert_eq!(read, SectionAnswers { version: 1, ..answers(0, "first") });
        let twice = world.write(|tx| tx.save_section(&answers(0, "beside"))).unwrap_err();
        assert!(matches!(twice, StoreError::Stale), "{twice}");
        world.write(|tx| tx.save_section(&answers(1, "second"))).unwrap();
        let old = world.write(|tx| tx.save_section(&answers(1, "over it"))).unwrap_err();
        assert!(matches!(old, StoreError::Stale), "{old}");
        let all = world.read(|tx| tx.sections(id));
        assert_eq!(all, [SectionAnswers { version: 2, ..answers(1, "second") }]);
    }

    fn sent_versions_are_numbered_once_and_the_last_one_stands(world) {
        with_groups(world);
        let bid = sent(1, 1, 1, "north");
        add(world, &bid, 1).unwrap();
        let (first, second) = (submission(11, &bid, 1), submission(12, &bid, 2));
        let adding = first.clone();
        world.write(move |tx| tx.add_submission(&adding)).unwrap();
        let same = submission(13, &bid, 1);
        let refused = world.write(move |tx| tx.add_submission(&same)).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::Submission, _)), "{refused}");
        assert_eq!(world.read(|tx| tx.submission(bid.id, 1)), Some(first.clone()));
        assert_eq!(world.read(|tx| tx.submission(bid.id, 2)), None);
        assert_eq!(world.read(|tx| tx.last_submissions(&[bid.id])), [first]);
        let (adding, again) = (second.clone(), Application { submission: 2, ..bid.clone() });
        world
            .write(move |tx| {
                tx.add_submission(&adding)?;
                tx.save_application(&again)
            })
            .unwrap();
        assert_eq!(world.read(|tx| tx.last_submissions(&[bid.id])), [second]);
    }

    fn a_group_is_read_back_and_an_old_version_of_it_is_stale(world) {
        with_groups(world);
        let renamed = Organisation { name: "A new name".to_owned(), ..group(2) };
        let saving = renamed.clone();
        world.write(move |tx| tx.save_organisation(&saving)).unwrap();
        let read = world.read(|tx| tx.organisation(renamed.id));
        assert_eq!(read, Some(Organisation { version: 2, ..renamed.clone() }));
        let refused = world.write(|tx| tx.save_organisation(&group(2))).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
        let both = world.read(|tx| tx.organisations(&[group(1).id, group(2).id]));
        let names: Vec<String> = both.into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["A new name", "Group 1"]);
        assert_eq!(world.read(|tx| tx.organisation(OrganisationId(Uuid::from_u128(9)))), None);
    }

    fn members_belong_to_their_group(world) {
        with_groups(world);
        let of = group(1).id;
        world.write(move |tx| tx.add_member(of, person(1).id, "contact", moment(3))).unwrap();
        assert_eq!(world.read(|tx| tx.members_of(of, 9)), [person(1)]);
        assert_eq!(world.read(|tx| tx.members_of(group(2).id, 9)), []);
        let me: PersonId = person(1).id;
        assert_eq!(world.read(|tx| tx.organisations_of(me)), [of]);
    }
}
