use crate::on_both;
use crate::world::{World, moment, person};
use almoner_domain::id::{ApplicationId, LetterId, RoundId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_ports::SendOutcome;
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(number: u128) -> LetterId {
    LetterId(Uuid::from_u128(number))
}

fn letter(number: u128) -> Letter {
    Letter {
        to: Recipient {
            person: Some(person(number).id),
            name: "Ada \"Example\" Ö".to_owned(),
            email: format!("ada{number}@example.org"),
        },
        round: Some(RoundId(Uuid::from_u128(70))),
        application: Some(ApplicationId(Uuid::from_u128(71))),
        body: Body::SignInLink { sealed: vec![1, 2, 3], minutes: 60 },
    }
}

fn queue(world: &World, number: u128, at: i64) {
    world.write(move |tx| tx.queue(id(number), &letter(number), moment(at))).unwrap();
}

fn lease(world: &World, now: i64, until: i64, limit: i64) -> Vec<LetterId> {
    world
        .write(move |tx| tx.lease(moment(now), moment(until), limit))
        .unwrap()
        .into_iter()
        .map(|due| due.id)
        .collect()
}

fn tried(world: &World, number: u128, at: i64, outcome: SendOutcome) {
    world.write(move |tx| tx.tried(id(number), moment(at), &outcome)).unwrap();
}

on_both! {
    fn a_letter_is_leased_as_it_was_queued(world) {
        queue(world, 1, 0);
        let due = world.write(|tx| tx.lease(moment(1), moment(60), 10)).unwrap();
        let [due] = due.as_slice() else { panic!("{due:?}") };
        assert_eq!(due.id, id(1));
        assert_eq!(due.letter, letter(1));
        assert_eq!(due.attempts, 0);
        assert_eq!(due.queued_at, moment(0));
    }

    fn letters_are_queued_together(world) {
        world.write(|tx| {
            let letters = [letter(1), letter(2)];
            let all: Vec<_> = [id(1), id(2)].into_iter().zip(&letters).collect();
            tx.queue_all(&all, moment(0))?;
            tx.queue_all(&[], moment(0))
        }).unwrap();
        let due = world.write(|tx| tx.lease(moment(1), moment(60), 10)).unwrap();
        let letters: Vec<Letter> = due.into_iter().map(|due| due.letter).collect();
        assert_eq!(letters, [letter(1), letter(2)]);
    }

    fn letters_are_leased_oldest_first_and_no_more_than_asked(world) {
        queue(world, 3, 0);
        queue(world, 1, 1);
        queue(world, 2, 2);
        assert_eq!(lease(world, 5, 60, 2), [id(3), id(1)]);
        assert_eq!(lease(world, 5, 60, 2), [id(2)]);
    }

    fn a_letter_is_not_due_before_its_time(world) {
        queue(world, 1, 10);
        assert_eq!(lease(world, 9, 60, 10), []);
        assert_eq!(lease(world, 10, 60, 10), [id(1)]);
    }

    fn a_leased_letter_is_due_again_when_the_lease_runs_out(world) {
        queue(world, 1, 0);
        assert_eq!(lease(world, 1, 60, 10), [id(1)]);
        assert_eq!(lease(world, 59, 120, 10), []);
        let again = world.write(|tx| tx.lease(moment(60), moment(120), 10)).unwrap();
        assert_eq!(again.iter().map(|due| (due.id, due.attempts)).collect::<Vec<_>>(), [(id(1), 1)]);
    }

    fn an_accepted_letter_is_not_due_again(world) {
        queue(world, 1, 0);
        lease(world, 1, 60, 10);
        tried(world, 1, 2, SendOutcome::Accepted);
        assert_eq!(lease(world, 1000, 2000, 10), []);
        let posted = world.read(|tx| tx.letter(id(1))).unwrap();
        assert_eq!(posted.sent_at, Some(moment(2)));
        assert_eq!((posted.attempts, posted.failed, posted.last_error), (1, false, None));
    }

    fn a_letter_is_tried_again_at_the_named_time(world) {
        queue(world, 1, 0);
        lease(world, 1, 60, 10);
        tried(world, 1, 2, SendOutcome::RetryAt(moment(30), "451 later".to_owned()));
        assert_eq!(lease(world, 29, 60, 10), []);
        assert_eq!(lease(world, 30, 60, 10), [id(1)]);
        let posted = world.read(|tx| tx.letter(id(1))).unwrap();
        assert_eq!((posted.attempts, posted.failed), (2, false));
        assert_eq!(posted.last_error.as_deref(), Some("451 later"));
    }

    fn a_letter_that_was_given_up_is_not_due(world) {
        queue(world, 1, 0);
        lease(world, 1, 60, 10);
        tried(world, 1, 2, SendOutcome::Failed("550 no such mailbox".to_owned()));
        assert_eq!(lease(world, 1000, 2000, 10), []);
        let posted = world.read(|tx| tx.letter(id(1))).unwrap();
        assert!(posted.failed);
        assert_eq!(posted.sent_at, None);
        assert_eq!(posted.last_error.as_deref(), Some("550 no such mailbox"));
    }

    fn a_late_worker_does_not_undo_an_acceptance(world) {
        queue(world, 1, 0);
        lease(world, 1, 10, 10);
        lease(world, 10, 60, 10);
        tried(world, 1, 11, SendOutcome::Accepted);
        tried(world, 1, 12, SendOutcome::RetryAt(moment(13), "lost".to_owned()));
        assert_eq!(lease(world, 100, 160, 10), []);
        assert_eq!(world.read(|tx| tx.letter(id(1))).unwrap().sent_at, Some(moment(11)));
    }

    fn workers_at_the_same_time_lease_different_letters(world) {
        for number in 1..=40 {
            queue(world, number, 0);
        }
        let workers: Vec<_> = (0..8).map(|_| {
            let store = world.store();
            std::thread::spawn(move || {
                let mut mine = Vec::new();
                for _ in 0..5 {
                    let due = crate::world::write(store.as_ref(), |tx| {
                        tx.lease(moment(1), moment(60), 2)
                    }).unwrap();
                    mine.extend(due.into_iter().map(|due| due.id));
                }
                mine
            })
        }).collect();
        let all: Vec<LetterId> =
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
        let different: BTreeSet<LetterId> = all.iter().copied().collect();
        assert_eq!(all.len(), different.len());
        let rest = lease(world, 1, 60, 100).len();
        assert_eq!(all.len() + rest, 40);
    }

    fn a_letter_that_cannot_be_read_does_not_stop_the_others(world) {
        queue(world, 1, 0);
        queue(world, 2, 0);
        world.sql(&format!(
            r#"UPDATE outbox SET body = '{{"letter": "unheard_of"}}' WHERE id = '{}'"#, id(1)
        ));
        assert_eq!(lease(world, 1, 60, 10), [id(2)]);
        assert_eq!(lease(world, 61, 99, 10), [id(2)]);
        assert_eq!(world.read(|tx| tx.waiting_count()), 1);
    }

    fn letters_are_listed_newest_first_by_pages(world) {
        for number in 1..=5 {
            queue(world, number, 0);
        }
        let page = |before: Option<LetterId>| -> Vec<LetterId> {
            world.read(|tx| tx.letters(before, 2)).iter().map(|posted| posted.id).collect()
        };
        assert_eq!(page(None), [id(5), id(4)]);
        assert_eq!(page(Some(id(4))), [id(3), id(2)]);
        assert_eq!(page(Some(id(2))), [id(1)]);
    }

    fn a_posted_letter_shows_what_it_was(world) {
        queue(world, 1, 7);
        let posted = world.read(|tx| tx.letter(id(1))).unwrap();
        assert_eq!(posted.letter, letter(1));
        assert_eq!(posted.to, letter(1).to);
        assert_eq!(posted.code, "sign_in_link");
        assert_eq!(posted.queued_at, moment(7));
        assert_eq!((posted.round, posted.application), (letter(1).round, letter(1).application));
        assert_eq!(world.read(|tx| tx.letter(id(2))).map(|posted| posted.id), None);
    }

    fn what_waits_and_what_was_accepted_is_counted(world) {
        for number in 1..=4 {
            queue(world, number, 0);
        }
        lease(world, 1, 60, 10);
        tried(world, 1, 2, SendOutcome::Accepted);
        tried(world, 2, 2, SendOutcome::Accepted);
        tried(world, 3, 2, SendOutcome::Failed("no".to_owned()));
        assert_eq!(world.read(|tx| tx.accepted_count()), 2);
        assert_eq!(world.read(|tx| tx.waiting_count()), 1);
    }
}
