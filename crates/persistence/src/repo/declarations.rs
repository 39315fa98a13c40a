//! The conflict register: one row for what one person declared about one application.

use super::applications::application;
use super::people::membership::membership;
use crate::dialect::insert_all;
use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{Doc, Key};
use almoner_domain::access::Standing;
use almoner_domain::conflict::{Declaration, Standings, Status};
use almoner_domain::id::{ApplicationId, DeclarationId, PersonId, RoundId};
use almoner_ports::{DeclarationCount, Declarations, Stored};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeMap;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    declaration (id) {
        id -> Guid,
        version -> BigInt,
        round -> Guid,
        application -> Guid,
        person -> Guid,
        status -> Text,
        interest -> Bool,
        body -> Json,
    }
}

diesel::allow_tables_to_appear_in_same_query!(declaration, application);
diesel::allow_tables_to_appear_in_same_query!(membership, application);

#[derive(Queryable, Insertable)]
#[diesel(table_name = declaration, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    version: i64,
    round: Key,
    application: Key,
    person: Key,
    status: String,
    interest: bool,
    body: Doc,
}

impl Row {
    fn of(declaration: &Declaration) -> Stored<Self> {
        Ok(Self {
            id: declaration.id.into(),
            version: declaration.version,
            round: declaration.round.into(),
            application: declaration.application.into(),
            person: declaration.person.into(),
            status: declaration.status.code().to_owned(),
            interest: declaration.kind.is_some(),
            body: Doc::of(declaration)?,
        })
    }

    fn read(self) -> Stored<Declaration> {
        let made: Declaration = self.body.read("declaration", self.id)?;
        Ok(Declaration { version: self.version, status: status(&self.status, self.id)?, ..made })
    }
}

pub(super) fn status(code: &str, id: Key) -> Stored<Status> {
    Status::parse(code)
        .ok_or_else(|| corrupt("declaration", id.0, format!("there is no state {code:?}")))
}

impl Declarations for DieselTx<'_> {
    fn add_declarations(&mut self, declarations: &[Declaration]) -> Stored<()> {
        let rows = declarations.iter().map(Row::of).collect::<Stored<Vec<_>>>()?;
        self.run(|c| insert_all!(c, declaration::table, &rows)).map(drop)
    }

    fn save_declaration(&mut self, declaration: &Declaration) -> Stored<()> {
        let row = Row::of(declaration)?;
        let this = declaration::table
            .filter(declaration::id.eq(row.id))
            .filter(declaration::version.eq(row.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    declaration::status.eq(&row.status),
                    declaration::interest.eq(row.interest),
                    declaration::version.eq(row.version + 1),
                    declaration::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn declaration(&mut self, id: DeclarationId) -> Stored<Option<Declaration>> {
        let row: Option<Row> =
            self.run(|c| declaration::table.find(Key::from(id)).first(c).optional())?;
        row.map(Row::read).transpose()
    }

    fn declarations_of(&mut self, person: PersonId, round: RoundId) -> Stored<Vec<Declaration>> {
        let rows: Vec<Row> = self.run(|c| {
            declaration::table
                .filter(declaration::round.eq(Key::from(round)))
                .filter(declaration::person.eq(Key::from(person)))
                .order((declaration::application, declaration::id))
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn declared_interests(
        &mut self,
        round: RoundId,
        after: Option<DeclarationId>,
        limit: i64,
    ) -> Stored<Vec<Declaration>> {
        let mut found = declaration::table
            .filter(declaration::round.eq(Key::from(round)))
            .filter(declaration::interest.eq(true))
            .order(declaration::id)
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            found = found.filter(declaration::id.gt(Key::from(after)));
        }
        let rows: Vec<Row> = self.run(|c| found.load(c))?;
        rows.into_iter().map(Row::read).collect()
    }

    fn declaration_counts(&mut self, round: RoundId) -> Stored<Vec<DeclarationCount>> {
        let rows: Vec<(Key, String, i64)> = self.run(|c| {
            declaration::table
                .filter(declaration::round.eq(Key::from(round)))
                .group_by((declaration::person, declaration::status))
                .order((declaration::person, declaration::status))
                .select((declaration::person, declaration::status, count_star()))
                .load(c)
        })?;
        let read = |(person, code, count): (Key, String, i64)| {
            Ok(DeclarationCount {
                person: person.to(),
                status: status(&code, person)?,
                count: count.unsigned_abs(),
            })
        };
        rows.into_iter().map(read).collect()
    }

    fn own_bids(
        &mut self,
        people: &[PersonId],
        round: RoundId,
    ) -> Stored<Vec<(PersonId, ApplicationId)>> {
        let members: Vec<Key> = people.iter().copied().map(Key::from).collect();
        let rows: Vec<(Key, Key)> = self.run(|c| {
            own()
                .filter(membership::person.eq_any(members))
                .filter(application::round.eq(Key::from(round)))
                .order((membership::person, application::id))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(person, bid)| (person.to(), bid.to())).collect())
    }

    fn standing(&mut self, person: PersonId, application: ApplicationId) -> Stored<Standing> {
        Ok(self.standings_towards(person, &[application])?.towards(application))
    }

    fn standings_towards(
        &mut self,
        person: PersonId,
        applications: &[ApplicationId],
    ) -> Stored<Standings> {
        let keys: Vec<Key> = applications.iter().copied().map(Key::from).collect();
        let rows: Vec<(Key, String)> = self.run(|c| {
            declaration::table
                .filter(declaration::person.eq(Key::from(person)))
                .filter(declaration::application.eq_any(&keys))
                .order(declaration::application)
                .select((declaration::application, declaration::status))
                .load(c)
        })?;
        let own: Vec<(Key, Key)> = self.run(|c| {
            own()
                .filter(membership::person.eq(Key::from(person)))
                .filter(application::id.eq_any(&keys))
                .order(application::id)
                .load(c)
        })?;
        Ok(said(rows)?.away_from(own.into_iter().map(|(_, bid)| bid.to())))
    }

    fn standings(&mut self, person: PersonId, round: RoundId) -> Stored<Standings> {
        let rows: Vec<(Key, String)> = self.run(|c| {
            declaration::table
                .filter(declaration::round.eq(Key::from(round)))
                .filter(declaration::person.eq(Key::from(person)))
                .order(declaration::application)
                .select((declaration::application, declaration::status))
                .load(c)
        })?;
        let own = self.own_bids(&[person], round)?;
        Ok(said(rows)?.away_from(own.into_iter().map(|(_, bid)| bid)))
    }

    fn standings_of_all(
        &mut self,
        people: &[PersonId],
        round: RoundId,
    ) -> Stored<Vec<(PersonId, Standings)>> {
        let keys: Vec<Key> = people.iter().copied().map(Key::from).collect();
        let rows: Vec<(Key, Key, String)> = self.run(|c| {
            declaration::table
                .filter(declaration::round.eq(Key::from(round)))
                .filter(declaration::person.eq_any(keys))
                .order((declaration::person, declaration::application))
                .select((declaration::person, declaration::application, declaration::status))
                .load(c)
        })?;
        let mut by_person: BTreeMap<PersonId, Vec<(Key, String)>> =
            people.iter().map(|person| (*person, Vec::new())).collect();
        for (person, application, code) in rows {
            by_person.entry(person.to()).or_default().push((application, code));
        }
        let mut own: BTreeMap<PersonId, Vec<ApplicationId>> = BTreeMap::new();
        for (person, bid) in self.own_bids(people, round)? {
            own.entry(person).or_default().push(bid);
        }
        by_person
            .into_iter()
            .map(|(person, rows)| {
                let theirs = own.remove(&person).unwrap_or_default();
                Ok((person, said(rows)?.away_from(theirs)))
            })
            .collect()
    }

    fn recused_from(&mut self, person: PersonId, round: RoundId) -> Stored<Vec<ApplicationId>> {
        Ok(self.standings(person, round)?.recused().collect())
    }
}

/// What a person said about each application, as stored.
fn said(rows: Vec<(Key, String)>) -> Stored<Standings> {
    rows.into_iter().map(|(id, code)| Ok((id.to(), status(&code, id)?))).collect()
}

/// Each person with the applications of their groups: those to which they belong, and those which
/// they left after the application was started.
#[diesel::dsl::auto_type(no_type_alias)]
fn own() -> _ {
    membership::table
        .inner_join(application::table.on(application::organisation.eq(membership::organisation)))
        .filter(
            membership::until_at
                .is_null()
                .or(membership::until_at.ge(application::started_at.nullable())),
        )
        .select((membership::person, application::id))
}
