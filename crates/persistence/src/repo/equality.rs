//! What groups say about who leads them: two tables that no other table leads to, and that lead to
//! no bid, group or person.

use crate::tx::DieselTx;
use crate::types::{Doc, Key};
use almoner_domain::equality::{Answer, Answers, Question, Release};
use almoner_domain::id::RoundId;
use almoner_ports::{EqualityAnswers, StoreError, Stored};
use diesel::prelude::*;
use std::collections::BTreeMap;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    equality_answer (key) {
        key -> Text,
        round -> Guid,
        given -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    equality_release (round) {
        round -> Guid,
        body -> Json,
    }
}

impl EqualityAnswers for DieselTx<'_> {
    fn add_equality_answers(&mut self, answers: &Answers) -> Stored<()> {
        let row = (
            equality_answer::key.eq(&answers.key),
            equality_answer::round.eq(Key::from(answers.round)),
            equality_answer::given.eq(Doc::of(&answers.given)?),
        );
        self.run(|c| diesel::insert_into(equality_answer::table).values(row).execute(c)).map(drop)
    }

    fn remove_equality_answers(&mut self, key: &str) -> Stored<bool> {
        let this = equality_answer::table.filter(equality_answer::key.eq(key));
        Ok(self.run(|c| diesel::delete(this).execute(c))? > 0)
    }

    fn equality_answers_count(&mut self, round: RoundId) -> Stored<u64> {
        let of = equality_answer::table.filter(equality_answer::round.eq(Key::from(round)));
        let count: i64 = self.run(|c| of.count().get_result(c))?;
        Ok(count.unsigned_abs())
    }

    fn equality_answers_of(&mut self, round: RoundId) -> Stored<Vec<BTreeMap<Question, Answer>>> {
        let rows: Vec<Doc> = self.run(|c| {
            equality_answer::table
                .filter(equality_answer::round.eq(Key::from(round)))
                .order(equality_answer::key)
                .select(equality_answer::given)
                .load(c)
        })?;
        let corrupt =
            |why: String| StoreError::Corrupt { table: "equality_answer", id: String::new(), why };
        rows.iter().map(|row| row.read_plain().map_err(corrupt)).collect()
    }

    fn add_equality_release(&mut self, round: RoundId, release: &Release) -> Stored<()> {
        let row = (
            equality_release::round.eq(Key::from(round)),
            equality_release::body.eq(Doc::of(release)?),
        );
        self.run(|c| diesel::insert_into(equality_release::table).values(row).execute(c)).map(drop)
    }

    fn equality_release(&mut self, round: RoundId) -> Stored<Option<Release>> {
        let row: Option<Doc> = self.run(|c| {
            equality_release::table
                .find(Key::from(round))
                .select(equality_release::body)
                .first(c)
                .optional()
        })?;
        row.map(|body| body.read("equality_release", round.into())).transpose()
    }
}
