//! Groups and who belongs to them.

use super::people::membership::membership;
use crate::tx::DieselTx;
use crate::types::{At, Doc, Key};
use almoner_domain::id::{InvitationId, OrganisationId, PersonId};
use almoner_domain::organisation::{
    Invitation, InvitationStatus, MemberRole, Membership, Organisation,
};
use almoner_domain::person::Person;
use almoner_domain::value::Instant;
use almoner_ports::{Organisations, People, StoreError, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    organisation (id) {
        id -> Guid,
        name -> Text,
        kind -> Text,
        version -> BigInt,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    invitation (id) {
        id -> Guid,
        organisation -> Guid,
        status -> Text,
        expires_at -> Stamp,
        version -> BigInt,
        body -> Json,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = invitation)]
struct InvitationRow {
    id: Key,
    organisation: Key,
    status: String,
    expires_at: At,
    version: i64,
    body: Doc,
}

impl InvitationRow {
    fn of(record: &Invitation) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            organisation: record.organisation.into(),
            status: record.status.code().to_owned(),
            expires_at: At(record.expires_at),
            version: record.version,
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Invitation> {
        let record: Invitation = self.body.read("invitation", self.id)?;
        Ok(Invitation { version: self.version, ..record })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = organisation)]
struct Row {
    id: Key,
    name: String,
    kind: String,
    version: i64,
    body: Doc,
}

impl Row {
    fn of(record: &Organisation) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            name: record.name.clone(),
            kind: record.kind.code().to_owned(),
            version: record.version,
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Organisation> {
        let record: Organisation = self.body.read("organisation", self.id)?;
        Ok(Organisation { version: self.version, ..record })
    }
}

/// A member as stored.
fn member((person, role, since): (Key, String, At)) -> Stored<Membership> {
    let role = MemberRole::parse(&role)
        .ok_or_else(|| StoreError::Failed(format!("no role of a member: {role}")))?;
    Ok(Membership { person: person.to(), role, since: since.0 })
}

impl Organisations for DieselTx<'_> {
    fn add_organisation(&mut self, record: &Organisation) -> Stored<()> {
        let row = Row::of(record)?;
        self.run(|c| diesel::insert_into(organisation::table).values(&row).execute(c)).map(drop)
    }

    fn organisation(&mut self, id: OrganisationId) -> Stored<Option<Organisation>> {
        let row: Option<Row> =
            self.run(|c| organisation::table.find(Key::from(id)).first(c).optional())?;
        row.map(Row::read).transpose()
    }

    fn organisations(&mut self, ids: &[OrganisationId]) -> Stored<Vec<Organisation>> {
        let keys: Vec<Key> = ids.iter().copied().map(Key::from).collect();
        let rows: Vec<Row> = self.run(|c| {
            organisation::table
                .filter(organisation::id.eq_any(keys))
                .order((organisation::name, organisation::id))
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn organisations_named(&mut self, names: &[String], limit: i64) -> Stored<Vec<Organisation>> {
        let rows: Vec<Row> = self.run(|c| {
            organisation::table
                .filter(organisation::name.eq_any(names))
                .order((organisation::name, organisation::id))
                .limit(limit)
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn save_organisation(&mut self, record: &Organisation) -> Stored<()> {
        let row = Row::of(record)?;
        let this = organisation::table
            .filter(organisation::id.eq(row.id))
            .filter(organisation::version.eq(row.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    organisation::name.eq(&row.name),
                    organisation::kind.eq(&row.kind),
                    organisation::version.eq(row.version + 1),
                    organisation::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn add_member(
        &mut self,
        of: OrganisationId,
        person: PersonId,
        role: &str,
        since: Instant,
    ) -> Stored<()> {
        let row = (
            membership::person.eq(Key::from(person)),
            membership::organisation.eq(Key::from(of)),
            membership::role.eq(role),
            membership::since.eq(At(since)),
        );
        self.run(|c| diesel::insert_into(membership::table).values(row).execute(c)).map(drop)
    }

    fn end_membership(&mut self, of: OrganisationId, person: PersonId, at: Instant) -> Stored<()> {
        let this = membership::table
            .filter(membership::organisation.eq(Key::from(of)))
            .filter(membership::person.eq(Key::from(person)))
            .filter(membership::until_at.is_null());
        self.change_one(|c| {
            diesel::update(this).set(membership::until_at.eq(Some(At(at)))).execute(c)
        })
    }

    fn change_member_role(
        &mut self,
        of: OrganisationId,
        person: PersonId,
        role: MemberRole,
    ) -> Stored<()> {
        let this = membership::table
            .filter(membership::organisation.eq(Key::from(of)))
            .filter(membership::person.eq(Key::from(person)))
            .filter(membership::until_at.is_null());
        self.change_one(|c| diesel::update(this).set(membership::role.eq(role.code())).execute(c))
    }

    fn memberships(&mut self, of: OrganisationId, limit: i64) -> Stored<Vec<Membership>> {
        let rows: Vec<(Key, String, At)> = self.run(|c| {
            membership::table
                .filter(membership::organisation.eq(Key::from(of)))
                .filter(membership::until_at.is_null())
                .order((membership::since, membership::person))
                .limit(limit)
                .select((membership::person, membership::role, membership::since))
                .load(c)
        })?;
        rows.into_iter().map(member).collect()
    }

    fn memberships_of_groups(
        &mut self,
        organisations: &[OrganisationId],
    ) -> Stored<Vec<(OrganisationId, Membership)>> {
        let keys: Vec<Key> = organisations.iter().copied().map(Key::from).collect();
        let rows: Vec<(Key, (Key, String, At))> = self.run(|c| {
            membership::table
                .filter(membership::organisation.eq_any(keys))
                .filter(membership::until_at.is_null())
                .order((membership::organisation, membership::since, membership::person))
                .select((
                    membership::organisation,
                    (membership::person, membership::role, membership::since),
                ))
                .load(c)
        })?;
        rows.into_iter().map(|(group, row)| Ok((group.to(), member(row)?))).collect()
    }

    fn add_invitation(&mut self, record: &Invitation) -> Stored<()> {
        let row = InvitationRow::of(record)?;
        self.run(|c| diesel::insert_into(invitation::table).values(&row).execute(c)).map(drop)
    }

    fn invitation(&mut self, id: InvitationId) -> Stored<Option<Invitation>> {
        let row: Option<InvitationRow> =
            self.run(|c| invitation::table.find(Key::from(id)).first(c).optional())?;
        row.map(InvitationRow::read).transpose()
    }

    fn open_invitations(
        &mut self,
        of: OrganisationId,
        now: Instant,
        limit: i64,
    ) -> Stored<Vec<Invitation>> {
        let rows: Vec<InvitationRow> = self.run(|c| {
            invitation::table
                .filter(invitation::organisation.eq(Key::from(of)))
                .filter(invitation::status.eq(InvitationStatus::Open.code()))
                .filter(invitation::expires_at.gt(At(now)))
                .order((invitation::expires_at.desc(), invitation::id))
                .limit(limit)
                .load(c)
        })?;
        rows.into_iter().map(InvitationRow::read).collect()
    }

    fn save_invitation(&mut self, record: &Invitation) -> Stored<()> {
        let row = InvitationRow::of(record)?;
        let this = invitation::table
            .filter(invitation::id.eq(row.id))
            .filter(invitation::version.eq(row.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    invitation::status.eq(&row.status),
                    invitation::version.eq(row.version + 1),
                    invitation::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn members_of(&mut self, of: OrganisationId, limit: i64) -> Stored<Vec<Person>> {
        let keys: Vec<Key> = self.run(|c| {
            membership::table
                .filter(membership::organisation.eq(Key::from(of)))
                .filter(membership::until_at.is_null())
                .order((membership::since, membership::person))
                .limit(limit)
                .select(membership::person)
                .load(c)
        })?;
        let ids: Vec<PersonId> = keys.into_iter().map(Key::to).collect();
        self.people(&ids)
    }
}
