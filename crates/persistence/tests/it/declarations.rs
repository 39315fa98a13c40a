use crate::on_both;
use crate::world::{World, moment};
use almoner_domain::access::Standing;
use almoner_domain::conflict::{
    Answer, Capacity, Declaration, Kind, Ruling, Status, decide, declare,
};
use almoner_domain::id::{ApplicationId, DeclarationId, PersonId, RoundId};
use almoner_ports::{DeclarationCount, StoreError, Taken};
use uuid::Uuid;

fn round() -> RoundId {
    RoundId(Uuid::from_u128(500))
}

fn application(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(1000 + number))
}

fn pending(number: u128, person: PersonId, application: ApplicationId) -> Declaration {
    let id = DeclarationId(Uuid::from_u128(2000 + number));
    Declaration::pending(id, round(), application, person, Capacity::Staff)
}

pub(crate) fn no_interest(
    number: u128,
    person: PersonId,
    application: ApplicationId,
) -> Declaration {
    declare(&pending(number, person, application), Answer::NoInterest, moment(1)).unwrap()
}

fn interest(number: u128, person: PersonId, application: ApplicationId) -> Declaration {
    let answer = Answer::Interest { kind: Kind::Personal, note: "A neighbour.".to_owned() };
    declare(&pending(number, person, application), answer, moment(1)).unwrap()
}

fn add(world: &World, declarations: Vec<Declaration>) {
    world.write(move |tx| tx.add_declarations(&declarations)).unwrap();
}

on_both! {
    fn who_has_declared_nothing_stands_undeclared(world) {
        let ada = world.add_person(1).id;
        assert_eq!(world.read(|tx| tx.standing(ada, application(1))), Standing::Undeclared);
        let standings = world.read(|tx| tx.standings(ada, round()));
        assert_eq!(standings.towards(application(1)), Standing::Undeclared);
    }

    fn a_declaration_is_found_as_it_was_made(world) {
        let ada = world.add_person(1).id;
        let made = interest(1, ada, application(1));
        add(world, vec![made.clone()]);
        assert_eq!(world.read(|tx| tx.declaration(made.id)), Some(made.clone()));
        assert_eq!(world.read(|tx| tx.declarations_of(ada, round())), vec![made]);
    }

    fn only_no_interest_or_a_cleared_one_opens_a_bid(world) {
        let (ada, ben) = (world.add_person(1).id, world.add_person(2).id);
        let waiting = interest(2, ada, application(2));
        let cleared = interest(3, ada, application(3));
        let cleared = decide(&cleared, ben, &Ruling::Clear, "Not close.", moment(2)).unwrap();
        let recused = interest(4, ada, application(4));
        let recused = decide(&recused, ben, &Ruling::Recuse, "Close.", moment(2)).unwrap();
        add(world, vec![no_interest(1, ada, application(1)), waiting, cleared, recused]);

        let standings = world.read(|tx| tx.standings(ada, round()));
        let expected =
            [Standing::Clear, Standing::Undeclared, Standing::Clear, Standing::Recused];
        for (number, expected) in (1..).zip(expected) {
            assert_eq!(standings.towards(application(number)), expected);
            assert_eq!(world.read(|tx| tx.standing(ada, application(number))), expected);
        }
        assert_eq!(world.read(|tx| tx.recused_from(ada, round())), vec![application(4)]);
        assert_eq!(world.read(|tx| tx.standing(ben, application(1))), Standing::Undeclared);
    }

    fn several_people_are_looked_up_at_once(world) {
        let (ada, ben) = (world.add_person(1).id, world.add_person(2).id);
        add(world, vec![no_interest(1, ada, application(1))]);
        let all = world.read(|tx| tx.standings_of_all(&[ben, ada], round()));
        assert_eq!(all.len(), 2);
        for (person, standings) in all {
            let expected = if person == ada { Standing::Clear } else { Standing::Undeclared };
            assert_eq!(standings.towards(application(1)), expected);
        }
    }

    fn a_person_declares_once_about_an_application(world) {
        let ada = world.add_person(1).id;
        add(world, vec![no_interest(1, ada, application(1))]);
        let again = vec![no_interest(2, ada, application(1))];
        let refused = world.write(move |tx| tx.add_declarations(&again)).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::Declaration, _)), "{refused}");
    }

    fn a_changed_declaration_cannot_be_saved_over(world) {
        let (ada, ben) = (world.add_person(1).id, world.add_person(2).id);
        let made = interest(1, ada, application(1));
        add(world, vec![made.clone()]);
        let cleared = decide(&made, ben, &Ruling::Clear, "Not close.", moment(2)).unwrap();
        let saving = cleared.clone();
        world.write(move |tx| tx.save_declaration(&saving)).unwrap();
        let stored = world.read(|tx| tx.declaration(made.id)).unwrap();
        assert_eq!(stored, Declaration { version: 2, ..cleared });
        let recused = decide(&made, ben, &Ruling::Recuse, "Close.", moment(3)).unwrap();
        let refused = world.write(move |tx| tx.save_declaration(&recused)).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn the_register_lists_interests_by_page_and_counts_the_rest(world) {
        let ada = world.add_person(1).id;
        let named: Vec<Declaration> =
            (1..=3).map(|number| interest(number, ada, application(number))).collect();
        add(world, named.clone());
        add(world, vec![no_interest(9, ada, application(9))]);
        let first = world.read(|tx| tx.declared_interests(round(), None, 2));
        assert_eq!(first, named[..2].to_vec());
        let rest = world.read(|tx| tx.declared_interests(round(), Some(named[1].id), 2));
        assert_eq!(rest, named[2..].to_vec());
        let mut counts = world.read(|tx| tx.declaration_counts(round()));
        counts.sort_by_key(|one| one.status);
        let count = |status, count| DeclarationCount { person: ada, status, count };
        assert_eq!(counts, vec![count(Status::None, 1), count(Status::Declared, 3)]);
    }
}
