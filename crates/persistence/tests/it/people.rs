use crate::on_both;
use crate::world::{moment, person};
use almoner_domain::access::Role;
use almoner_domain::id::{OrganisationId, PersonId};
use almoner_domain::person::{Person, RoleHeld};
use almoner_ports::{StoreError, Taken};
use uuid::Uuid;

fn held(person: PersonId, role: Role, from: i64) -> RoleHeld {
    RoleHeld { person, role, from: moment(from), until: None }
}

on_both! {
    fn a_person_is_found_by_id_and_by_address(world) {
        let ada = Person { phone: Some("020 7946 0000".to_owned()), ..person(7) };
        let adding = ada.clone();
        world.write(move |tx| tx.add_person(&adding)).unwrap();

        assert_eq!(world.read(|tx| tx.person(ada.id)), Some(ada.clone()));
        assert_eq!(world.read(|tx| tx.person_by_email(&ada.email)), Some(ada));
        assert_eq!(world.read(|tx| tx.person(person(8).id)), None);
        assert_eq!(world.read(|tx| tx.person_by_email("nobody@example.org")), None);
    }

    fn several_people_are_found_at_once(world) {
        let all: Vec<Person> = (1..=3).map(|number| world.add_person(number)).collect();
        let ids = [all[2].id, all[0].id, person(99).id];
        let mut found = world.read(|tx| tx.people(&ids));
        found.sort_by_key(|person| person.id);
        assert_eq!(found, vec![all[0].clone(), all[2].clone()]);
        assert_eq!(world.read(|tx| tx.people(&[])), vec![]);
    }

    fn an_address_belongs_to_one_person(world) {
        let first = world.add_person(1);
        let second = Person { email: first.email, ..person(2) };
        let refused = world.write(move |tx| tx.add_person(&second)).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::Email, _)), "{refused}");
    }

    fn saving_counts_the_version_up(world) {
        let before = world.add_person(1);
        let renamed = Person { name: "Ada Example".to_owned(), ..before };
        let saving = renamed.clone();
        world.write(move |tx| tx.save_person(&saving)).unwrap();
        let after = world.read(|tx| tx.person(renamed.id));
        assert_eq!(after, Some(Person { version: 2, ..renamed }));
    }

    fn saving_an_old_version_is_stale(world) {
        let old = world.add_person(1);
        let saving = old.clone();
        world.write(move |tx| tx.save_person(&saving)).unwrap();
        let refused = world.write(move |tx| tx.save_person(&old)).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn a_role_counts_from_its_beginning_until_its_end(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.grant_role(&held(ada, Role::Chair, 10))).unwrap();
        world.write(move |tx| tx.end_role(ada, Role::Chair, moment(20))).unwrap();

        assert_eq!(world.read(|tx| tx.roles_of(ada, moment(9))), vec![]);
        assert_eq!(world.read(|tx| tx.roles_of(ada, moment(10))), vec![Role::Chair]);
        assert_eq!(world.read(|tx| tx.roles_of(ada, moment(19))), vec![Role::Chair]);
        assert_eq!(world.read(|tx| tx.roles_of(ada, moment(20))), vec![]);
    }

    fn every_role_can_be_held(world) {
        let ada = world.add_person(1).id;
        for role in Role::ALL {
            world.write(move |tx| tx.grant_role(&held(ada, *role, 0))).unwrap();
        }
        let mut roles = world.read(|tx| tx.roles_of(ada, moment(1)));
        roles.sort();
        assert_eq!(roles, Role::ALL);
    }

    fn a_role_is_held_openly_once(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.grant_role(&held(ada, Role::Chair, 10))).unwrap();
        let refused = world.write(move |tx| tx.grant_role(&held(ada, Role::Chair, 11))).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::Other, _)), "{refused}");
    }

    fn a_role_that_ended_can_be_given_again(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.grant_role(&held(ada, Role::Chair, 10))).unwrap();
        world.write(move |tx| tx.end_role(ada, Role::Chair, moment(20))).unwrap();
        world.write(move |tx| tx.grant_role(&held(ada, Role::Chair, 20))).unwrap();
        assert_eq!(world.read(|tx| tx.roles_of(ada, moment(20))), vec![Role::Chair]);
    }

    fn ending_a_role_that_is_not_held_is_stale(world) {
        let ada = world.add_person(1).id;
        let refused = world.write(move |tx| tx.end_role(ada, Role::Chair, moment(1))).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn those_who_hold_a_role_are_listed_by_name(world) {
        for (number, name) in [(1, "Zoe"), (2, "adam"), (3, "Ben")] {
            let new = Person { name: name.to_owned(), ..person(number) };
            world.write(move |tx| {
                tx.add_person(&new)?;
                tx.grant_role(&held(new.id, Role::Assessor, 0))
            }).unwrap();
        }
        let gone = held(person(1).id, Role::Finance, 0);
        let gone = RoleHeld { until: Some(moment(5)), ..gone };
        world.write(move |tx| tx.grant_role(&gone)).unwrap();

        let holders = world.read(|tx| tx.role_holders(moment(5)));
        let names: Vec<&str> = holders.iter().map(|(person, _)| person.name.as_str()).collect();
        assert_eq!(names, ["adam", "Ben", "Zoe"]);
        assert!(holders.iter().all(|(person, role)| {
            *role == held(person.id, Role::Assessor, 0)
        }));
    }

    fn a_member_belongs_to_organisations_until_they_leave(world) {
        let ada = world.add_person(1).id;
        let organisation = |number: u128| OrganisationId(Uuid::from_u128(number));
        let at = moment(0);
        for number in [21, 22] {
            let id = organisation(number);
            world.sql(&format!(
                "INSERT INTO organisation (id, name, kind, version, body) \
                 VALUES ('{id}', 'A fictional group', 'charity', 1, '{{}}')"
            ));
        }
        world.sql(&format!(
            "INSERT INTO membership (person, organisation, role, since, until_at) VALUES \
             ('{ada}', '{}', 'lead', '{at}', NULL), ('{ada}', '{}', 'lead', '{at}', '{at}')",
            organisation(21), organisation(22)
        ));
        assert_eq!(world.read(|tx| tx.organisations_of(ada)), vec![organisation(21)]);
    }
}
