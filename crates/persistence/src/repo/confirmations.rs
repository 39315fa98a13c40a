//! Confirmations of bids by a second person: one row for each bid that has any.

use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{Doc, Key};
use almoner_domain::application::{Confirmation, ConfirmationStatus};
use almoner_domain::id::ApplicationId;
use almoner_domain::value::CivilDate;
use almoner_ports::{Confirmations, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    confirmation (application) {
        application -> Guid,
        round -> Guid,
        version -> BigInt,
        status -> Text,
        remind_on -> Nullable<Text>,
        body -> Json,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = confirmation, treat_none_as_default_value = false)]
struct Row {
    application: Key,
    round: Key,
    version: i64,
    status: String,
    remind_on: Option<String>,
    body: Doc,
}

impl Row {
    fn of(record: &Confirmation) -> Stored<Self> {
        Ok(Self {
            application: record.application.into(),
            round: record.round.into(),
            version: record.version + 1,
            status: record.status.code().to_owned(),
            remind_on: record.remind_on.map(|day| day.to_string()),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Confirmation> {
        let kept: Confirmation = self.body.read("confirmation", self.application)?;
        let status = ConfirmationStatus::parse(&self.status).ok_or_else(|| {
            let why = format!("there is no state {:?}", self.status);
            corrupt("confirmation", self.application.0, why)
        })?;
        Ok(Confirmation { version: self.version, status, ..kept })
    }
}

impl Confirmations for DieselTx<'_> {
    fn confirmation(&mut self, application: ApplicationId) -> Stored<Option<Confirmation>> {
        let row: Option<Row> =
            self.run(|c| confirmation::table.find(Key::from(application)).first(c).optional())?;
        row.map(Row::read).transpose()
    }

    fn save_confirmation(&mut self, record: &Confirmation) -> Stored<()> {
        let row = Row::of(record)?;
        if record.version == 0 {
            return self
                .run(|c| diesel::insert_into(confirmation::table).values(&row).execute(c))
                .map(drop);
        }
        let this = confirmation::table
            .filter(confirmation::application.eq(row.application))
            .filter(confirmation::version.eq(record.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    confirmation::version.eq(row.version),
                    confirmation::status.eq(&row.status),
                    confirmation::remind_on.eq(&row.remind_on),
                    confirmation::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn confirmations_due(&mut self, today: CivilDate, limit: i64) -> Stored<Vec<ApplicationId>> {
        let keys: Vec<Key> = self.run(|c| {
            confirmation::table
                .filter(confirmation::remind_on.le(Some(today.to_string())))
                .order((confirmation::remind_on, confirmation::application))
                .limit(limit)
                .select(confirmation::application)
                .load(c)
        })?;
        Ok(keys.into_iter().map(Key::to).collect())
    }
}
