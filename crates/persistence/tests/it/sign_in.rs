use crate::on_both;
use crate::world::{World, moment};
use almoner_domain::id::{PersonId, SessionId, SignInId, TokenId};
use almoner_ports::{Session, SignIn, StoreError, Stored, StoredToken};
use uuid::Uuid;

fn session(number: u128, person: PersonId) -> Session {
    Session {
        id: SessionId(Uuid::from_u128(number)),
        person,
        token_digest: number.to_be_bytes().to_vec(),
        created_at: moment(0),
        seen_at: moment(1),
        second_factor_at: None,
        ended_at: None,
    }
}

fn sign_in(number: u128) -> SignIn {
    SignIn {
        id: SignInId(Uuid::from_u128(number)),
        email: "ada@example.org".to_owned(),
        token_digest: number.to_be_bytes().to_vec(),
        code_digest: vec![1, 2, 3],
        next: "/rounds".to_owned(),
        created_at: moment(0),
        expires_at: moment(900),
        used_at: None,
        wrong_codes: 0,
    }
}

fn token(number: u128, person: PersonId) -> StoredToken {
    StoredToken {
        id: TokenId(Uuid::from_u128(number)),
        person,
        name: "Reports".to_owned(),
        token_digest: number.to_be_bytes().to_vec(),
        second_factor: true,
        created_at: moment(i64::try_from(number).unwrap()),
        expires_at: moment(1000),
        used_at: None,
        revoked_at: None,
    }
}

fn is_stale(answer: Stored<()>) -> bool {
    matches!(answer, Err(StoreError::Stale))
}

fn save_session(world: &World, changed: Session) -> Stored<()> {
    world.write(move |tx| tx.save_session(&changed))
}

fn save_sign_in(world: &World, changed: SignIn) -> Stored<()> {
    world.write(move |tx| tx.save_sign_in(&changed))
}

fn save_token(world: &World, changed: StoredToken) -> Stored<()> {
    world.write(move |tx| tx.save_token(&changed))
}

on_both! {
    fn a_session_is_found_by_the_digest_of_its_token(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.add_session(&session(5, ada))).unwrap();
        let changed = Session {
            seen_at: moment(60), second_factor_at: Some(moment(61)), ..session(5, ada)
        };
        save_session(world, changed).unwrap();

        let found = world.read(|tx| tx.session_by_digest(&session(5, ada).token_digest)).unwrap();
        assert_eq!((found.id, found.person), (session(5, ada).id, ada));
        assert_eq!((found.created_at, found.seen_at), (moment(0), moment(60)));
        assert_eq!((found.second_factor_at, found.ended_at), (Some(moment(61)), None));
        assert!(world.read(|tx| tx.session_by_digest(b"another")).is_none());
        let with_person = world.read(|tx| tx.session_and_person(&session(5, ada).token_digest));
        let (found, person) = with_person.unwrap();
        assert_eq!((found.id, found.seen_at), (session(5, ada).id, moment(60)));
        assert_eq!((person.id, found.person), (ada, ada));
        assert!(world.read(|tx| tx.session_and_person(b"another")).is_none());
    }

    fn a_session_that_ended_is_not_brought_back(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.add_session(&session(5, ada))).unwrap();
        save_session(world, Session { ended_at: Some(moment(9)), ..session(5, ada) }).unwrap();
        assert!(is_stale(save_session(world, session(5, ada))));
        let found = world.read(|tx| tx.session_by_digest(&session(5, ada).token_digest)).unwrap();
        assert_eq!(found.ended_at, Some(moment(9)));
    }

    fn all_sessions_of_one_person_are_ended(world) {
        let ada = world.add_person(1).id;
        let ben = world.add_person(2).id;
        world.write(move |tx| {
            tx.add_session(&session(5, ada))?;
            tx.add_session(&Session { ended_at: Some(moment(3)), ..session(6, ada) })?;
            tx.add_session(&session(7, ben))?;
            tx.end_sessions(ada, moment(8))
        }).unwrap();
        let ended = |number: u128| {
            world.read(|tx| tx.session_by_digest(&number.to_be_bytes())).unwrap().ended_at
        };
        assert_eq!([ended(5), ended(6), ended(7)], [Some(moment(8)), Some(moment(3)), None]);
    }

    fn a_link_is_found_by_its_token_and_by_its_id(world) {
        world.write(|tx| tx.add_sign_in(&sign_in(5))).unwrap();
        let found = world.read(|tx| tx.sign_in_by_digest(&sign_in(5).token_digest)).unwrap();
        assert_eq!((found.id, found.email.as_str()), (sign_in(5).id, "ada@example.org"));
        assert_eq!((found.code_digest, found.next.as_str()), (vec![1, 2, 3], "/rounds"));
        assert_eq!((found.created_at, found.expires_at), (moment(0), moment(900)));
        assert!(world.read(|tx| tx.sign_in(sign_in(5).id)).is_some());
        assert!(world.read(|tx| tx.sign_in(sign_in(6).id)).is_none());
    }

    fn a_link_is_used_once(world) {
        world.write(|tx| tx.add_sign_in(&sign_in(5))).unwrap();
        let used = SignIn { used_at: Some(moment(10)), ..sign_in(5) };
        save_sign_in(world, used.clone()).unwrap();
        assert!(is_stale(save_sign_in(world, used)));
        assert!(is_stale(save_sign_in(world, SignIn { wrong_codes: 1, ..sign_in(5) })));
    }

    fn no_wrong_code_is_lost_when_two_are_tried_at_once(world) {
        world.write(|tx| tx.add_sign_in(&sign_in(5))).unwrap();
        let once_wrong = SignIn { wrong_codes: 1, ..sign_in(5) };
        save_sign_in(world, once_wrong.clone()).unwrap();
        assert!(is_stale(save_sign_in(world, once_wrong)));
        save_sign_in(world, SignIn { wrong_codes: 2, ..sign_in(5) }).unwrap();
        save_sign_in(world, SignIn { wrong_codes: 2, used_at: Some(moment(9)), ..sign_in(5) }).unwrap();
        assert_eq!(world.read(|tx| tx.sign_in(sign_in(5).id)).unwrap().wrong_codes, 2);
    }

    fn a_token_is_found_by_its_digest_and_listed_newest_first(world) {
        let ada = world.add_person(1).id;
        let ben = world.add_person(2).id;
        world.write(move |tx| {
            tx.add_token(&token(5, ada))?;
            tx.add_token(&token(6, ada))?;
            tx.add_token(&token(7, ben))
        }).unwrap();
        save_token(world, StoredToken { used_at: Some(moment(20)), ..token(5, ada) }).unwrap();

        let found = world.read(|tx| tx.token_by_digest(&token(5, ada).token_digest)).unwrap();
        assert_eq!((found.id, found.person), (token(5, ada).id, ada));
        assert_eq!((found.name.as_str(), found.second_factor), ("Reports", true));
        assert_eq!((found.expires_at, found.used_at), (moment(1000), Some(moment(20))));
        let listed: Vec<TokenId> =
            world.read(|tx| tx.tokens_of(ada)).iter().map(|token| token.id).collect();
        assert_eq!(listed, [token(6, ada).id, token(5, ada).id]);
    }

    fn a_revoked_token_is_not_brought_back(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.add_token(&token(5, ada))).unwrap();
        save_token(world, StoredToken { revoked_at: Some(moment(9)), ..token(5, ada) }).unwrap();
        assert!(is_stale(save_token(world, token(5, ada))));
    }

    fn a_time_step_of_the_second_factor_is_used_once(world) {
        let ada = world.add_person(1).id;
        assert_eq!(world.read(|tx| tx.second_factor(ada)), None);
        world.write(move |tx| tx.set_second_factor(ada, b"sealed", moment(0))).unwrap();
        assert_eq!(world.read(|tx| tx.second_factor(ada)), Some((b"sealed".to_vec(), 0)));

        let uses = [50, 50, 49, 51].map(|step| {
            world.write(move |tx| tx.use_time_step(ada, step)).unwrap()
        });
        assert_eq!(uses, [true, false, false, true]);
        assert_eq!(world.read(|tx| tx.second_factor(ada)), Some((b"sealed".to_vec(), 51)));
    }

    fn a_new_second_factor_replaces_the_old(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.set_second_factor(ada, b"old", moment(0))).unwrap();
        world.write(move |tx| tx.use_time_step(ada, 50)).unwrap();
        world.write(move |tx| tx.set_second_factor(ada, b"new", moment(1))).unwrap();
        assert_eq!(world.read(|tx| tx.second_factor(ada)), Some((b"new".to_vec(), 0)));
    }
}
