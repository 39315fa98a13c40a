//! Due diligence, decisions and awards: each a document; versions and states count in columns.

use crate::dialect::insert_all;
use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{Doc, Key};
use almoner_domain::award::{self, Award};
use almoner_domain::decision::{self, Decision};
use almoner_domain::due_diligence::DueDiligence;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_ports::{Decisions, Stored};
use diesel::prelude::*;

mod tables {
    diesel::table! {
        use diesel::sql_types::*;
        use crate::types::{Guid, Json};

        due_diligence (application) {
            application -> Guid,
            round -> Guid,
            body -> Json,
        }
    }

    diesel::table! {
        use diesel::sql_types::*;
        use crate::types::{Guid, Json};

        decision (id) {
            id -> Guid,
            version -> BigInt,
            round -> Guid,
            status -> Text,
            body -> Json,
        }
    }

    diesel::table! {
        use diesel::sql_types::*;
        use crate::types::{Guid, Json};

        award (id) {
            id -> Guid,
            version -> BigInt,
            round -> Guid,
            decision -> Guid,
            application -> Guid,
            status -> Text,
            body -> Json,
        }
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = tables::due_diligence, treat_none_as_default_value = false)]
struct ResultRow {
    application: Key,
    round: Key,
    body: Doc,
}

impl ResultRow {
    fn read(self) -> Stored<DueDiligence> {
        self.body.read("due_diligence", self.application)
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = tables::decision, treat_none_as_default_value = false)]
struct DecisionRow {
    id: Key,
    version: i64,
    round: Key,
    status: String,
    body: Doc,
}

impl DecisionRow {
    fn of(record: &Decision) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            version: record.version,
            round: record.round.into(),
            status: record.status.code().to_owned(),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Decision> {
        let record: Decision = self.body.read("decision", self.id)?;
        let status = decision::Status::parse(&self.status)
            .ok_or_else(|| no_state("decision", self.id, &self.status))?;
        Ok(Decision { version: self.version, status, ..record })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = tables::award, treat_none_as_default_value = false)]
struct AwardRow {
    id: Key,
    version: i64,
    round: Key,
    decision: Key,
    application: Key,
    status: String,
    body: Doc,
}

impl AwardRow {
    fn of(record: &Award) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            version: record.version,
            round: record.round.into(),
            decision: record.decision.into(),
            application: record.application.into(),
            status: record.status.code().to_owned(),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Award> {
        let record: Award = self.body.read("award", self.id)?;
        let status = award::Status::parse(&self.status)
            .ok_or_else(|| no_state("award", self.id, &self.status))?;
        Ok(Award { version: self.version, status, ..record })
    }
}

fn no_state(table: &'static str, id: Key, code: &str) -> almoner_ports::StoreError {
    corrupt(table, id.0, format!("there is no state {code:?}"))
}

impl Decisions for DieselTx<'_> {
    fn add_due_diligence(&mut self, result: &DueDiligence) -> Stored<()> {
        let row = ResultRow {
            application: result.application.into(),
            round: result.round.into(),
            body: Doc::of(result)?,
        };
        let adding = diesel::insert_into(tables::due_diligence::table).values(&row);
        self.run(|c| adding.execute(c)).map(drop)
    }

    fn replace_due_diligence(&mut self, result: &DueDiligence) -> Stored<()> {
        use tables::due_diligence as t;
        let body = Doc::of(result)?;
        let this = t::table.find(Key::from(result.application));
        self.change_one(|c| diesel::update(this).set(t::body.eq(&body)).execute(c))
    }

    fn due_diligence(&mut self, application: ApplicationId) -> Stored<Option<DueDiligence>> {
        use tables::due_diligence as t;
        let row: Option<ResultRow> =
            self.run(|c| t::table.find(Key::from(application)).first(c).optional())?;
        row.map(ResultRow::read).transpose()
    }

    fn due_diligence_of(&mut self, round: RoundId) -> Stored<Vec<DueDiligence>> {
        use tables::due_diligence as t;
        let of_round = t::table.filter(t::round.eq(Key::from(round))).order(t::application);
        let rows: Vec<ResultRow> = self.run(|c| of_round.load(c))?;
        rows.into_iter().map(ResultRow::read).collect()
    }

    fn add_decision(&mut self, decision: &Decision) -> Stored<()> {
        let row = DecisionRow::of(decision)?;
        let adding = diesel::insert_into(tables::decision::table).values(&row);
        self.run(|c| adding.execute(c)).map(drop)
    }

    fn save_decision(&mut self, decision: &Decision) -> Stored<()> {
        use tables::decision as t;
        let row = DecisionRow::of(decision)?;
        let this = t::table.filter(t::id.eq(row.id)).filter(t::version.eq(row.version));
        let changes =
            (t::status.eq(&row.status), t::version.eq(row.version + 1), t::body.eq(&row.body));
        self.change_one(|c| diesel::update(this).set(changes).execute(c))
    }

    fn decision_of(&mut self, round: RoundId) -> Stored<Option<Decision>> {
        use tables::decision as t;
        let standing = t::table
            .filter(t::round.eq(Key::from(round)))
            .filter(t::status.ne(decision::Status::Superseded.code()));
        let row: Option<DecisionRow> = self.run(|c| standing.first(c).optional())?;
        row.map(DecisionRow::read).transpose()
    }

    fn add_awards(&mut self, awards: &[Award]) -> Stored<()> {
        let rows = awards.iter().map(AwardRow::of).collect::<Stored<Vec<_>>>()?;
        self.run(|c| insert_all!(c, tables::award::table, &rows)).map(drop)
    }

    fn save_award(&mut self, award: &Award) -> Stored<()> {
        use tables::award as t;
        let row = AwardRow::of(award)?;
        let this = t::table.filter(t::id.eq(row.id)).filter(t::version.eq(row.version));
        let changes =
            (t::status.eq(&row.status), t::version.eq(row.version + 1), t::body.eq(&row.body));
        self.change_one(|c| diesel::update(this).set(changes).execute(c))
    }

    fn award_of(&mut self, application: ApplicationId) -> Stored<Option<Award>> {
        use tables::award as t;
        let of_bid = t::table.filter(t::application.eq(Key::from(application)));
        let row: Option<AwardRow> = self.run(|c| of_bid.first(c).optional())?;
        row.map(AwardRow::read).transpose()
    }

    fn awards_of(&mut self, round: RoundId) -> Stored<Vec<Award>> {
        use tables::award as t;
        let of_round = t::table.filter(t::round.eq(Key::from(round))).order(t::id);
        let rows: Vec<AwardRow> = self.run(|c| of_round.load(c))?;
        rows.into_iter().map(AwardRow::read).collect()
    }
}
