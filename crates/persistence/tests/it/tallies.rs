//! What slows guessing down, and what goes with an account that has lost its second factor.

use crate::on_both;
use crate::world::{moment, person};
use almoner_domain::id::{SessionId, SignInId, TokenId};
use almoner_domain::person::{Allowance, Tries};
use almoner_ports::{Session, SignIn, Stored, StoredToken, Tx};
use std::sync::Barrier;
use uuid::Uuid;

const TWICE_A_MINUTE: Allowance = Allowance { tries: 2, minutes: 1 };

/// Takes a try if one is allowed.
fn take(tx: &mut dyn Tx, key: &[u8], second: i64) -> Stored<bool> {
    let now = moment(second);
    let mut tries = tx.lock_tries(key, now)?;
    if tries.wait(TWICE_A_MINUTE, now).is_some() {
        return Ok(false);
    }
    tries.count(TWICE_A_MINUTE, now);
    tx.save_tries(key, &tries)?;
    Ok(true)
}

fn link(number: u128, email: &str, second: i64) -> SignIn {
    SignIn {
        id: SignInId(Uuid::from_u128(number)),
        email: email.to_owned(),
        token_digest: number.to_be_bytes().to_vec(),
        code_digest: vec![1],
        next: "/".to_owned(),
        created_at: moment(second),
        expires_at: moment(second + 3600),
        used_at: None,
        wrong_codes: 0,
    }
}

on_both! {
    fn tries_are_counted_by_key(world) {
        assert!(world.write(|tx| take(tx, b"one", 0)).unwrap());
        assert!(world.write(|tx| take(tx, b"one", 1)).unwrap());
        assert!(!world.write(|tx| take(tx, b"one", 2)).unwrap());
        assert!(world.write(|tx| take(tx, b"two", 2)).unwrap());
        assert!(world.write(|tx| take(tx, b"one", 60)).unwrap());
    }

    fn many_tries_at_one_moment_are_counted_one_after_another(world) {
        let (world, barrier) = (&*world, &Barrier::new(8));
        let taken = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(move || {
                        barrier.wait();
                        world.write(|tx| take(tx, b"key", 5)).unwrap()
                    })
                })
                .collect();
            guesses.into_iter().map(|g| g.join().unwrap()).filter(|t| *t).count()
        });
        assert_eq!(taken, 2);
    }

    fn keys_that_nobody_used_for_long_are_forgotten(world) {
        world.write(|tx| take(tx, b"old", 0)).unwrap();
        world.write(|tx| take(tx, b"new", 50)).unwrap();
        world.write(|tx| tx.forget_tries(moment(50))).unwrap();
        let counted = |key: &'static [u8]| {
            world.write(move |tx| tx.lock_tries(key, moment(51)).map(|tries| tries.len())).unwrap()
        };
        assert_eq!((counted(b"old"), counted(b"new")), (0, 1));
        assert!(Tries::default().is_empty());
    }

    fn the_newest_link_of_an_address_is_found_and_all_are_spent_together(world) {
        for (number, email, second) in
            [(1, "a@example.org", 10), (2, "a@example.org", 20), (3, "b@example.org", 30)]
        {
            world.write(move |tx| tx.add_sign_in(&link(number, email, second))).unwrap();
        }
        let newest = world.read(|tx| tx.newest_sign_in("a@example.org")).unwrap();
        assert_eq!(newest.id, SignInId(Uuid::from_u128(2)));

        world.write(|tx| tx.spend_sign_ins("a@example.org", moment(40))).unwrap();
        let used = |number| {
            world.read(|tx| tx.sign_in(SignInId(Uuid::from_u128(number)))).unwrap().used_at
        };
        assert_eq!([used(1), used(2), used(3)], [Some(moment(40)), Some(moment(40)), None]);
    }

    fn a_second_factor_is_found_among_people_and_cleared(world) {
        let (ada, ben) = (world.add_person(1).id, world.add_person(2).id);
        world.write(move |tx| tx.set_second_factor(ada, b"sealed", moment(0))).unwrap();
        assert_eq!(world.read(|tx| tx.with_second_factor(&[ben, ada])), vec![ada]);
        world.write(move |tx| tx.clear_second_factor(ada)).unwrap();
        assert_eq!(world.read(|tx| tx.second_factor(ada)), None);
        world.write(move |tx| tx.clear_second_factor(ada)).unwrap();
    }

    fn people_are_last_seen_in_the_newest_of_their_sessions(world) {
        let (ada, ben) = (world.add_person(1).id, world.add_person(2).id);
        for (number, second) in [(1_u8, 10), (2, 30), (3, 20)] {
            world.write(move |tx| tx.add_session(&Session {
                id: SessionId(Uuid::from_u128(number.into())),
                person: ada,
                token_digest: vec![number],
                created_at: moment(0),
                seen_at: moment(second),
                second_factor_at: None,
                ended_at: None,
            })).unwrap();
        }
        assert_eq!(world.read(|tx| tx.last_seen(&[ada, ben])), vec![(ada, moment(30))]);
    }

    fn only_tokens_that_carry_roles_are_revoked_together(world) {
        let ada = world.add_person(1).id;
        for (number, carries_roles) in [(1_u8, true), (2, false)] {
            world.write(move |tx| tx.add_token(&StoredToken {
                id: TokenId(Uuid::from_u128(number.into())),
                person: ada,
                name: "A fictional program".to_owned(),
                token_digest: vec![number],
                second_factor: carries_roles,
                created_at: moment(0),
                expires_at: moment(1000),
                used_at: None,
                revoked_at: None,
            })).unwrap();
        }
        world.write(move |tx| tx.revoke_role_tokens(ada, moment(7))).unwrap();
        let revoked = |number: u8| world.read(|tx| tx.token_by_digest(&[number])).unwrap().revoked_at;
        assert_eq!((revoked(1), revoked(2)), (Some(moment(7)), None));
    }

    fn members_of_organisations_are_listed_newest_account_first(world) {
        let at = moment(0);
        let organisation = Uuid::from_u128(21);
        world.sql(&format!(
            "INSERT INTO organisation (id, name, kind, version, body) \
             VALUES ('{organisation}', 'A fictional group', 'charity', 1, '{{}}')"
        ));
        for number in 1..=3 {
            let member = world.add_person(number);
            let until = if number == 2 { format!("'{at}'") } else { "NULL".to_owned() };
            world.sql(&format!(
                "INSERT INTO membership (person, organisation, role, since, until_at) \
                 VALUES ('{}', '{organisation}', 'lead', '{at}', {until})", member.id
            ));
        }
        let ids = |limit| {
            world.read(|tx| tx.members(limit)).into_iter().map(|p| p.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(9), [person(3).id, person(1).id]);
        assert_eq!(ids(1), [person(3).id]);
    }
}
