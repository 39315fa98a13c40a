//! Answers about who leads a group: apart from everything, taken back with a key, counted once.

use almoner_domain::access::{Actor, Role};
use almoner_domain::audit::Stream;
use almoner_domain::equality::{Answer, Answers, EqualityRefused, Question};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_replay::browser::Page;
use almoner_testkit::{OPEN_ROUND, Visit, World, london, on_both_databases};
use almoner_usecases::equality::{
    EqualityCounts, GiveEqualityAnswers, MakeEqualityCounts, WithdrawEqualityAnswers,
};
use almoner_usecases::{AppError, Outcome, Refusal};
use serde_json::json;
use std::collections::BTreeMap;

fn refusal<T>(outcome: Outcome<T>) -> EqualityRefused {
    match outcome {
        Err(AppError::Refused(Refusal::Equality(refused))) => refused,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

fn some() -> BTreeMap<Question, Answer> {
    [(Question::Disabled, Answer::Yes)].into()
}

fn kept(world: &World, round: RoundId) -> u64 {
    world.read(|tx| tx.equality_answers_count(round))
}

fn key_on(page: &Page) -> String {
    let text = page.text();
    let word = |one: &&str| one.len() == 32 && one.bytes().all(|b| b.is_ascii_hexdigit());
    text.split_whitespace().find(word).unwrap().to_owned()
}

/// Answers of this many groups, straight into the store.
fn answered(world: &World, round: RoundId, count: usize, answer: Answer, mark: &str) {
    for number in 0..count {
        let answers = Answers {
            key: format!("{mark}-{number}"),
            round,
            given: [(Question::Lgbt, answer)].into(),
        };
        world.write(move |tx| tx.add_equality_answers(&answers));
    }
}

/// Every page and record that can be read, with ids of this bid.
fn readable(bid: ApplicationId, organisation: &str, round: RoundId) -> Vec<(bool, String)> {
    let fill = |path: &str| {
        path.split('/')
            .map(|part| match part {
                "{application}" => bid.to_string(),
                "{organisation}" => organisation.to_owned(),
                "{round}" => round.to_string(),
                "{reference}" => OPEN_ROUND.to_owned(),
                "{section}" => "your-project".to_owned(),
                "{question}" => "B1".to_owned(),
                "{part}" => "criteria".to_owned(),
                "{item}" => "0".to_owned(),
                other if other.starts_with('{') => {
                    "00000000-0000-4000-8000-00000000dead".to_owned()
                }
                other => other.to_owned(),
            })
            .collect::<Vec<_>>()
            .join("/")
    };
    let read = |routes: Vec<almoner_http::Route>, api: bool| {
        let base = if api { almoner_api::BASE } else { "" };
        let about = |path: &str| path.ends_with("/equality");
        routes
            .into_iter()
            .filter(|route| route.method == "GET" && !about(route.path))
            .map(|route| (api, format!("{base}{}", fill(route.path))))
            .collect::<Vec<_>>()
    };
    let mut all = read(almoner_web::pages::routes(), false);
    all.extend(read(almoner_api::routes(), true));
    all
}

on_both_databases! {
    fn a_group_answers_after_sending_and_takes_its_answers_back(world: &World) {
        let round = world.open_round();
        let (mut asha, bid, _) = world.sent_bid("Asha Lead", "Fictional Friday Football");
        let home = format!("/applications/{bid}");
        let page = asha.browser.get(&home).unwrap().expect(200).unwrap();
        let link = "Optional questions about who leads your organisation";
        let page = asha.browser.follow(&page, link).unwrap().expect(200).unwrap();
        let mut form = page.form("/equality").unwrap();
        form.set("disabled", "yes").unwrap();
        let page = form.submit(&mut asha.browser).unwrap().expect(200).unwrap();
        let key = key_on(&page);
        assert_eq!(kept(world, round), 1);

        let page = asha.browser.get(&format!("{home}/equality")).unwrap().expect(200).unwrap();
        assert!(!page.body.contains("checked"), "what was answered is not shown again");
        let mut form = page.form("/withdraw").unwrap();
        form.set("key", "0123456789abcdef0123456789abcdef").unwrap();
        let page = form.submit(&mut asha.browser).unwrap();
        assert_eq!(page.status, 422);
        let mut form = page.form("/withdraw").unwrap();
        form.set("key", &key).unwrap();
        form.submit(&mut asha.browser).unwrap().expect(200).unwrap();
        assert_eq!(kept(world, round), 0);
    }

    fn nothing_of_the_answers_is_in_the_trail_and_there_are_never_more_than_bids(world: &World) {
        let round = world.open_round();
        let (asha, bid, _) = world.sent_bid("Asha Lead", "Fictional Friday Football");
        let before = world.read(|tx| tx.entry_count());
        let give = || GiveEqualityAnswers { application: bid, given: some() };
        let key = world.act(&asha.actor, give()).unwrap();
        assert_eq!(world.read(|tx| tx.entry_count()), before);
        assert_eq!(refusal(world.act(&asha.actor, give())), EqualityRefused::Enough);
        world.act(&asha.actor, WithdrawEqualityAnswers { application: bid, key }).unwrap();
        world.act(&asha.actor, give()).unwrap();
        assert_eq!(kept(world, round), 1);
        let history = world.read(|tx| tx.entries_of(Stream::Application(bid)));
        assert!(history.iter().all(|entry| !entry.event.contains("equality")));
    }

    fn a_draft_and_a_closed_round_take_no_answers(world: &World) {
        world.open_round();
        let mut asha = world.applicant("Asha Lead");
        let group = world.group(&mut asha, "Fictional Friday Football");
        let bid = world.start_bid(&asha, group);
        let give = || GiveEqualityAnswers { application: bid, given: some() };
        assert_eq!(refusal(world.act(&asha.actor, give())), EqualityRefused::NotSent);
        world.fill_in(&asha, bid);
        world.send(&asha, bid);
        let nothing = GiveEqualityAnswers { application: bid, given: BTreeMap::new() };
        assert_eq!(refusal(world.act(&asha.actor, nothing)), EqualityRefused::Empty);
        world.clock.set(london("2024-02-05T17:00"));
        assert_eq!(refusal(world.act(&asha.actor, give())), EqualityRefused::NotOpen);
    }

    fn counts_are_made_once_after_closing_and_keep_small_ones_to_themselves(world: &World) {
        let round = world.open_round();
        let mut lead = world.staff("Lena Lead", &[Role::GrantsLead]);
        answered(world, round, 30, Answer::Yes, "yes");
        answered(world, round, 20, Answer::No, "no");
        answered(world, round, 3, Answer::NotSaid, "unsaid");
        answered(world, round, 8, Answer::NotKnown, "unknown");
        let make = || MakeEqualityCounts { round };
        assert_eq!(refusal(world.act(&lead.actor, make())), EqualityRefused::NotClosed);
        world.clock.set(london("2024-02-06T09:00"));
        world.sign_in_again(&mut lead);
        let path = format!("/staff/rounds/{round}/equality");
        let page = lead.browser.get(&path).unwrap().expect(200).unwrap();
        let page = page.main_form().unwrap().submit(&mut lead.browser).unwrap().accepted().unwrap();
        let text = page.text();
        assert!(text.contains("61 groups answered at least one question"), "{text}");
        let read = || world.see(&lead.actor, &EqualityCounts { round }).unwrap().release.unwrap();
        let first = read();
        world.write(|tx| tx.remove_equality_answers("yes-0"));
        world.act(&lead.actor, make()).unwrap();
        assert_eq!(read(), first, "a difference would say what was taken back");
        let program = world.program(&lead, true);
        let answer = program.get_json(&format!("/api/v1{path}")).unwrap().body;
        let of = |code: &str| {
            let all = answer["counts"].as_array().unwrap();
            let is = |one: &&serde_json::Value| one["question"] == "lgbt" && one["answer"] == code;
            all.iter().find(is).unwrap()["count"].clone()
        };
        assert_eq!((of("yes"), of("no")), (json!(30), json!(20)));
        assert_eq!((of("not_said"), of("not_known")), (json!(null), json!(null)));
    }

    fn no_page_and_no_record_shows_anything_of_the_answers_to_anybody(world: &World) {
        let round = world.open_round();
        let (owner, bid, _) = world.sent_bid("Asha Lead", "Fictional Friday Football");
        let organisation = match &owner.actor {
            Actor::Person(caller) => caller.organisations[0].to_string(),
            _ => panic!("a visit is of a person"),
        };
        let key = world
            .act(&owner.actor, GiveEqualityAnswers { application: bid, given: some() })
            .unwrap();
        answered(world, round, 1, Answer::NotKnown, "canary-of-a-key");
        let mut people: Vec<(Visit, bool)> = vec![(owner, false)];
        for role in Role::ALL {
            let visit = world.staff(&format!("With {}", role.code()), &[*role]);
            world.clear(&visit, round, &[bid]);
            people.push((visit, true));
        }
        let marks = ["canary-of-a-key", "not_known", "racial_inequity", key.as_str()];
        let mut read = 0;
        for (visit, staff) in &mut people {
            let program = world.program(visit, *staff);
            for (api, path) in readable(bid, &organisation, round) {
                let body = if api {
                    program.get_json(&path).unwrap().body.to_string()
                } else {
                    visit.browser.get(&path).unwrap().body
                };
                if path.ends_with("/openapi.json") {
                    continue;
                }
                read += 1;
                for mark in marks {
                    assert!(!body.contains(mark), "{path} shows {mark} to {}", visit.email);
                }
            }
        }
        assert!(read > 1_000, "only {read} answers");
    }
}
