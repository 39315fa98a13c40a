//! Whom the office writes to about a bid. Whoever left the group hears nothing of it any more.

use crate::{Eye, Outcome};
use almoner_domain::application::Application;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId};
use almoner_domain::organisation::{Membership, contact_of};
use almoner_domain::person::Person;
use std::collections::{BTreeMap, BTreeSet};

/// The current members of the groups of some bids, each group's longest first: one query.
pub(crate) fn members<'a>(
    bids: impl IntoIterator<Item = &'a Application>,
    eye: &mut Eye<'_>,
) -> Outcome<BTreeMap<OrganisationId, Vec<Membership>>> {
    let groups: BTreeSet<OrganisationId> = bids.into_iter().map(|bid| bid.organisation).collect();
    let groups: Vec<OrganisationId> = groups.into_iter().collect();
    let mut members: BTreeMap<OrganisationId, Vec<Membership>> = BTreeMap::new();
    for (group, member) in eye.tx.memberships_of_groups(&groups)? {
        members.entry(group).or_default().push(member);
    }
    Ok(members)
}

/// Whom to write to about each bid: who started it, or who leads the group now. Two queries,
/// however many bids there are.
///
/// # Errors
/// The database's.
pub(crate) fn contacts<'a>(
    bids: impl IntoIterator<Item = &'a Application> + Clone,
    eye: &mut Eye<'_>,
) -> Outcome<BTreeMap<ApplicationId, Person>> {
    let members = members(bids.clone(), eye)?;
    let chosen: Vec<(ApplicationId, PersonId)> = bids
        .into_iter()
        .filter_map(|bid| {
            let members = members.get(&bid.organisation).map_or(&[][..], Vec::as_slice);
            Some((bid.id, contact_of(members, &[bid.started_by])?))
        })
        .collect();
    let ids: BTreeSet<PersonId> = chosen.iter().map(|(_, person)| *person).collect();
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let people: BTreeMap<PersonId, Person> =
        eye.tx.people(&ids)?.into_iter().map(|person| (person.id, person)).collect();
    let known = |(bid, person): (ApplicationId, PersonId)| {
        people.get(&person).map(|person| (bid, person.clone()))
    };
    Ok(chosen.into_iter().filter_map(known).collect())
}
