use crate::on_both;
use crate::world::World;
use almoner_domain::equality::{Answer, Answers, Question, release};
use almoner_domain::id::RoundId;
use uuid::Uuid;

const ROUND: RoundId = RoundId(Uuid::from_u128(1));
const OTHER: RoundId = RoundId(Uuid::from_u128(2));

fn add(world: &World, key: &str, round: RoundId, answer: Answer) {
    let given = [(Question::Women, answer), (Question::Faith, Answer::NotSaid)].into();
    let answers = Answers { key: key.to_owned(), round, given };
    world.write(move |tx| tx.add_equality_answers(&answers)).unwrap();
}

on_both! {
    fn answers_come_back_by_round_in_the_order_of_their_keys(world) {
        add(world, "b", ROUND, Answer::Yes);
        add(world, "a", ROUND, Answer::No);
        add(world, "c", OTHER, Answer::NotKnown);
        assert_eq!(world.read(|tx| tx.equality_answers_count(ROUND)), 2);
        let given = world.read(|tx| tx.equality_answers_of(ROUND));
        let women: Vec<Answer> = given.iter().map(|one| one[&Question::Women]).collect();
        assert_eq!(women, [Answer::No, Answer::Yes]);
    }

    fn a_key_takes_its_own_answers_back_once(world) {
        add(world, "a", ROUND, Answer::Yes);
        add(world, "b", ROUND, Answer::Yes);
        assert!(world.write(|tx| tx.remove_equality_answers("a")).unwrap());
        assert!(!world.write(|tx| tx.remove_equality_answers("a")).unwrap());
        assert_eq!(world.read(|tx| tx.equality_answers_count(ROUND)), 1);
    }

    fn counts_are_kept_as_they_were_made_and_made_once(world) {
        let one = [(Question::Women, Answer::Yes)].into();
        let made = release(&vec![one; 12]);
        assert_eq!(world.read(|tx| tx.equality_release(ROUND)), None);
        let kept = made.clone();
        world.write(move |tx| tx.add_equality_release(ROUND, &kept)).unwrap();
        assert_eq!(world.read(|tx| tx.equality_release(ROUND)), Some(made.clone()));
        assert!(world.write(move |tx| tx.add_equality_release(ROUND, &made)).is_err());
    }
}
