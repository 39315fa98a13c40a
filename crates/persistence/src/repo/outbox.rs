//! The outbox.

use crate::conn::AnyConnection;
use crate::dialect::insert_all;
use crate::tx::DieselTx;
use crate::types::{At, Doc, Key};
use almoner_domain::id::LetterId;
use almoner_domain::letter::{Letter, Recipient};
use almoner_domain::value::Instant;
use almoner_ports::{Due, Outbox, Posted, SendOutcome, StoreError, Stored};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    outbox (id) {
        id -> Guid,
        code -> Text,
        to_person -> Nullable<Guid>,
        to_name -> Text,
        to_email -> Text,
        round -> Nullable<Guid>,
        application -> Nullable<Guid>,
        body -> Json,
        state -> Text,
        queued_at -> Stamp,
        next_at -> Stamp,
        lease_until -> Nullable<Stamp>,
        attempts -> Integer,
        sent_at -> Nullable<Stamp>,
        last_error -> Nullable<Text>,
    }
}

const WAITING: &str = "waiting";
const ACCEPTED: &str = "accepted";
const FAILED: &str = "failed";

#[derive(Queryable, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    code: String,
    to_person: Option<Key>,
    to_name: String,
    to_email: String,
    round: Option<Key>,
    application: Option<Key>,
    body: Doc,
    state: String,
    queued_at: At,
    next_at: At,
    lease_until: Option<At>,
    attempts: i32,
    sent_at: Option<At>,
    last_error: Option<String>,
}

impl Row {
    fn letter(&self) -> Stored<Letter> {
        Ok(Letter {
            to: Recipient {
                person: self.to_person.map(Key::to),
                name: self.to_name.clone(),
                email: self.to_email.clone(),
            },
            round: self.round.map(Key::to),
            application: self.application.map(Key::to),
            body: self.body.read("outbox", self.id)?,
        })
    }

    fn due(&self) -> Stored<Due> {
        Ok(Due {
            id: self.id.to(),
            letter: self.letter()?,
            attempts: self.attempts,
            queued_at: self.queued_at.0,
        })
    }

    fn posted(self) -> Stored<Posted> {
        let letter = self.letter()?;
        Ok(Posted {
            id: self.id.to(),
            to: letter.to.clone(),
            round: letter.round,
            application: letter.application,
            letter,
            failed: self.state == FAILED,
            code: self.code,
            queued_at: self.queued_at.0,
            sent_at: self.sent_at.map(|at| at.0),
            attempts: self.attempts,
            last_error: self.last_error,
        })
    }
}

/// Whether a letter waits. In words that the partial index `outbox_due` has too: a bound value
/// would keep both databases from using it.
fn waiting() -> SqlLiteral<Bool> {
    sql("outbox.state = 'waiting'")
}

/// The letters that are due, oldest first. On PostgreSQL each worker skips what another is just
/// leasing; on SQLite nobody else writes meanwhile.
fn due(conn: &mut AnyConnection, now: Instant, limit: i64) -> QueryResult<Vec<Row>> {
    let due = outbox::table
        .filter(waiting())
        .filter(outbox::next_at.le(At(now)))
        .order((outbox::next_at, outbox::id))
        .limit(limit);
    match conn {
        AnyConnection::Sqlite(c) => due.load(c),
        AnyConnection::Postgres(c) => due.for_update().skip_locked().load(c),
    }
}

impl Row {
    /// A letter that waits to be sent.
    fn waiting(id: LetterId, letter: &Letter, at: Instant) -> Stored<Self> {
        Ok(Self {
            id: id.into(),
            code: letter.body.code().to_owned(),
            to_person: letter.to.person.map(Key::from),
            to_name: letter.to.name.clone(),
            to_email: letter.to.email.clone(),
            round: letter.round.map(Key::from),
            application: letter.application.map(Key::from),
            body: Doc::of(&letter.body)?,
            state: WAITING.to_owned(),
            queued_at: At(at),
            next_at: At(at),
            lease_until: None,
            attempts: 0,
            sent_at: None,
            last_error: None,
        })
    }
}

impl Outbox for DieselTx<'_> {
    fn queue(&mut self, id: LetterId, letter: &Letter, at: Instant) -> Stored<()> {
        let row = Row::waiting(id, letter, at)?;
        self.run(|c| diesel::insert_into(outbox::table).values(&row).execute(c)).map(drop)
    }

    fn queue_all(&mut self, letters: &[(LetterId, &Letter)], at: Instant) -> Stored<()> {
        let rows = letters
            .iter()
            .map(|(id, letter)| Row::waiting(*id, letter, at))
            .collect::<Stored<Vec<_>>>()?;
        self.run(|c| insert_all!(c, outbox::table, &rows)).map(drop)
    }

    fn lease(&mut self, now: Instant, lease_until: Instant, limit: i64) -> Stored<Vec<Due>> {
        let rows = self.run(|c| due(c, now, limit))?;
        let mut leased = Vec::with_capacity(rows.len());
        for row in &rows {
            // A letter that cannot be read must not keep the others from being sent.
            match row.due() {
                Ok(letter) => leased.push(letter),
                Err(StoreError::Corrupt { why, .. }) => self.give_up(row.id, &why)?,
                Err(error) => return Err(error),
            }
        }
        let ids: Vec<Key> = leased.iter().map(|letter| letter.id.into()).collect();
        self.run(|c| {
            diesel::update(outbox::table.filter(outbox::id.eq_any(ids)))
                .set((
                    outbox::attempts.eq(outbox::attempts + 1),
                    outbox::next_at.eq(At(lease_until)),
                    outbox::lease_until.eq(Some(At(lease_until))),
                ))
                .execute(c)
        })?;
        Ok(leased)
    }

    fn tried(&mut self, id: LetterId, at: Instant, outcome: &SendOutcome) -> Stored<()> {
        let (state, next, sent, error) = match outcome {
            SendOutcome::Accepted => (ACCEPTED, at, Some(At(at)), None),
            SendOutcome::RetryAt(next, why) => (WAITING, *next, None, Some(why)),
            SendOutcome::Failed(why) => (FAILED, at, None, Some(why)),
        };
        // Only of a letter that still waits: a worker whose lease ran out does not undo what
        // another has done with the letter since.
        let letter = outbox::table.filter(outbox::id.eq(Key::from(id))).filter(waiting());
        self.run(|c| {
            diesel::update(letter)
                .set((
                    outbox::state.eq(state),
                    outbox::next_at.eq(At(next)),
                    outbox::lease_until.eq(None::<At>),
                    outbox::sent_at.eq(sent),
                    outbox::last_error.eq(error),
                ))
                .execute(c)
        })
        .map(drop)
    }

    fn letters(&mut self, before: Option<LetterId>, limit: i64) -> Stored<Vec<Posted>> {
        let mut query = outbox::table.order(outbox::id.desc()).limit(limit).into_boxed();
        if let Some(before) = before {
            query = query.filter(outbox::id.lt(Key::from(before)));
        }
        let rows: Vec<Row> = self.run(|c| query.load(c))?;
        rows.into_iter().map(Row::posted).collect()
    }

    fn letter(&mut self, id: LetterId) -> Stored<Option<Posted>> {
        let row: Option<Row> =
            self.run(|c| outbox::table.find(Key::from(id)).first(c).optional())?;
        row.map(Row::posted).transpose()
    }

    fn accepted_count(&mut self) -> Stored<i64> {
        self.run(|c| outbox::table.filter(outbox::state.eq(ACCEPTED)).count().get_result(c))
    }

    fn due_count(&mut self, now: Instant) -> Stored<i64> {
        self.run(|c| {
            outbox::table
                .filter(waiting())
                .filter(outbox::next_at.le(At(now)))
                .count()
                .get_result(c)
        })
    }

    fn waiting_count(&mut self) -> Stored<i64> {
        self.run(|c| outbox::table.filter(waiting()).count().get_result(c))
    }
}

impl DieselTx<'_> {
    fn give_up(&mut self, id: Key, why: &str) -> Stored<()> {
        self.run(|c| {
            diesel::update(outbox::table.filter(outbox::id.eq(id)))
                .set((
                    outbox::state.eq(FAILED),
                    outbox::attempts.eq(outbox::attempts + 1),
                    outbox::last_error.eq(Some(why)),
                ))
                .execute(c)
        })
        .map(drop)
    }
}
