use crate::applications::{add as add_bid, draft, with_groups};
use crate::on_both;
use crate::world::{World, person};
use almoner_domain::application::{Application, Confirmation, ConfirmationStatus};
use almoner_domain::id::ApplicationId;
use almoner_domain::value::CivilDate;
use almoner_ports::{StoreError, Taken};

/// A draft of group 1 that is in the database.
fn bid(world: &World, number: u128, place: u8) -> Application {
    let bid = draft(number, 1);
    add_bid(world, &bid, place).unwrap();
    bid
}

fn save(world: &World, confirmation: &Confirmation) -> Result<(), StoreError> {
    let saving = confirmation.clone();
    world.write(move |tx| tx.save_confirmation(&saving))
}

fn kept(world: &World, of: ApplicationId) -> Option<Confirmation> {
    world.read(|tx| tx.confirmation(of))
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

on_both! {
    fn a_confirmation_is_found_as_it_was_kept(world) {
        with_groups(world);
        let bid = bid(world, 10, 1);
        assert_eq!(kept(world, bid.id), None);
        let named = Confirmation { person: Some(person(2).id), ..Confirmation::nobody(&bid) };
        save(world, &named).unwrap();
        assert_eq!(kept(world, bid.id), Some(Confirmation { version: 1, ..named }));
    }

    fn a_bid_has_one_confirmation_and_a_change_over_an_older_one_is_stale(world) {
        with_groups(world);
        let bid = bid(world, 10, 1);
        let first = Confirmation::nobody(&bid);
        save(world, &first).unwrap();
        let twice = save(world, &first);
        assert!(matches!(twice, Err(StoreError::Taken(Taken::Confirmation, _))), "{twice:?}");
        let asked = Confirmation {
            version: 1,
            status: ConfirmationStatus::Asked,
            first: Some(person(1).id),
            ..first
        };
        save(world, &asked).unwrap();
        assert!(matches!(save(world, &asked), Err(StoreError::Stale)));
        assert_eq!(kept(world, bid.id), Some(Confirmation { version: 2, ..asked }));
    }

    fn reminders_are_found_from_their_day_on_longest_due_first(world) {
        with_groups(world);
        let days = ["2026-07-03", "2026-07-01", "2026-07-02"];
        for (number, remind_on) in (0_u8..).zip(days) {
            let bid = bid(world, 10 + u128::from(number), number + 1);
            let remind_on = Some(day(remind_on));
            save(world, &Confirmation { remind_on, ..Confirmation::nobody(&bid) }).unwrap();
        }
        let due = |on: &str, limit| world.read(|tx| tx.confirmations_due(day(on), limit));
        assert!(due("2026-06-30", 9).is_empty());
        assert_eq!(due("2026-07-02", 9), vec![draft(11, 1).id, draft(12, 1).id]);
        assert_eq!(due("2026-07-09", 1), vec![draft(11, 1).id]);
    }
}
