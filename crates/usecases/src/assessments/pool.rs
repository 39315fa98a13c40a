//! The pool of assessors beside the bids that wait for them.

use super::all_received;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, RoleSet, Standing};
use almoner_domain::application::{Application, Status};
use almoner_domain::assessment::{
    self, Candidate, Kind, Need, Profile, Progress, Required, Suggested, progress, required,
    suggest,
};
use almoner_domain::conflict::Standings;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use almoner_domain::round::Round;
use almoner_domain::value::{CivilDate, london};
use almoner_ports::AssessmentLine;
use std::collections::{BTreeMap, BTreeSet};

/// The pool and the bids of a round.
pub struct AssessorPool {
    /// The round.
    pub round: RoundId,
}

/// Somebody who holds the role of an assessor.
pub struct PoolMember {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// On whose behalf they may mark.
    pub kinds: Vec<Kind>,
    /// Training and zones.
    pub profile: Profile,
    /// Whether their training is complete and in date.
    pub trained: bool,
    /// Bids of this round that they still have to mark.
    pub open: usize,
    /// Bids of this round that they have handed in.
    pub done: usize,
}

/// A bid that waits for assessors or has them.
pub struct BidToAssign {
    /// The bid.
    pub application: Application,
    /// How many it needs.
    pub required: Required,
    /// How far it is.
    pub progress: Progress,
    /// Who has it, without marks.
    pub assessors: Vec<AssessmentLine>,
}

/// What the page shows.
pub struct Pool {
    /// The round.
    pub round: Round,
    /// Today, in London.
    pub today: CivilDate,
    /// The pool, by name.
    pub members: Vec<PoolMember>,
    /// The bids, by when they were received.
    pub bids: Vec<BidToAssign>,
    /// A balanced suggestion for the places that are open.
    pub suggestion: Vec<Suggested>,
}

/// States of bids that an assessor may still be assigned to, or has been: before the panel, in it,
/// and after it.
const IN_PANEL: [Status; 12] = [
    Status::Eligible,
    Status::InAssessment,
    Status::Assessed,
    Status::Moderated,
    Status::Recommended,
    Status::Reserve,
    Status::NotRecommended,
    Status::DdClear,
    Status::DdFailed,
    Status::Approved,
    Status::Declined,
    Status::Converted,
];

/// The bids of a round that passed screening, for somebody who has declared about each of them,
/// without those from which they are kept away. With where they stand towards every bid.
///
/// # Errors
/// [`AppError::Declare`] while a declaration about one of them is missing.
pub(crate) fn declared_bids(
    eye: &mut Eye<'_>,
    round: RoundId,
) -> Outcome<(Vec<Application>, Standings)> {
    let person = eye.person()?;
    let standings = eye.tx.standings(person, round)?;
    let mut bids = all_received(round, eye)?;
    bids.retain(|bid| {
        IN_PANEL.contains(&bid.status) && standings.towards(bid.id) != Standing::Recused
    });
    if bids.iter().any(|bid| standings.towards(bid.id) != Standing::Clear) {
        return Err(AppError::Declare);
    }
    Ok((bids, standings))
}

impl View for AssessorPool {
    type Output = Pool;
    const ACT: Act = Act::AssignAssessments;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let today = london::date(eye.now);
        let (bids, _) = declared_bids(eye, round.id)?;
        let mut lines: BTreeMap<ApplicationId, Vec<AssessmentLine>> = BTreeMap::new();
        for line in eye.tx.assessment_lines(round.id)? {
            lines.entry(line.application).or_default().push(line);
        }
        let bids: Vec<BidToAssign> = bids
            .into_iter()
            .map(|application| {
                let assessors = lines.get(&application.id).cloned().unwrap_or_default();
                let required = required(&round.settings.scoring, application.lead_area.as_deref());
                let states = assessors.iter().map(|line| (line.kind, line.status));
                let progress = progress(required, states);
                BidToAssign { application, required, progress, assessors }
            })
            .collect();
        let members = members(eye, &lines, today)?;
        let suggestion = suggestion(eye, &round, &members, &bids)?;
        Ok((On::default(), Pool { round, today, members, bids, suggestion }))
    }
}

/// Everybody who holds the role of an assessor now.
fn members(
    eye: &mut Eye<'_>,
    lines: &BTreeMap<ApplicationId, Vec<AssessmentLine>>,
    today: CivilDate,
) -> Outcome<Vec<PoolMember>> {
    let mut names: Vec<(PersonId, String)> = Vec::new();
    let mut roles: BTreeMap<PersonId, RoleSet> = BTreeMap::new();
    for (person, held) in eye.tx.role_holders(eye.now)? {
        let set = roles.entry(person.id).or_default();
        *set = set.with(held.role);
        if !names.iter().any(|(known, _)| *known == person.id) {
            names.push((person.id, person.name));
        }
    }
    let kinds_of = |person: &PersonId| -> Vec<Kind> {
        let held = roles.get(person).copied().unwrap_or_default();
        Kind::ALL.iter().copied().filter(|kind| held.has(kind.role())).collect()
    };
    names.retain(|(person, _)| !kinds_of(person).is_empty());
    let ids: Vec<PersonId> = names.iter().map(|(person, _)| *person).collect();
    let profiles: BTreeMap<PersonId, Profile> = eye
        .tx
        .assessor_profiles(&ids)?
        .into_iter()
        .map(|profile| (profile.person, profile))
        .collect();
    Ok(names
        .into_iter()
        .map(|(person, name)| {
            let profile = profiles.get(&person).cloned().unwrap_or_else(|| Profile::new(person));
            let theirs = || lines.values().flatten().filter(|line| line.assessor == person);
            PoolMember {
                person,
                name,
                kinds: kinds_of(&person),
                trained: profile.is_trained(today),
                profile,
                open: theirs().filter(|line| line.status.is_open()).count(),
                done: theirs().filter(|line| line.status.is_in()).count(),
            }
        })
        .collect())
}

/// Who could take the open places, keeping everybody's load even.
fn suggestion(
    eye: &mut Eye<'_>,
    round: &Round,
    members: &[PoolMember],
    bids: &[BidToAssign],
) -> Outcome<Vec<Suggested>> {
    let waiting = |bid: &&BidToAssign| {
        matches!(bid.application.status, Status::Eligible | Status::InAssessment)
    };
    let bids: Vec<&BidToAssign> = bids.iter().filter(waiting).collect();
    let people: Vec<PersonId> = members.iter().map(|member| member.person).collect();
    let standings: BTreeMap<PersonId, Standings> =
        eye.tx.standings_of_all(&people, round.id)?.into_iter().collect();
    let groups: Vec<OrganisationId> = bids
        .iter()
        .map(|bid| bid.application.organisation)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let belong: BTreeSet<(OrganisationId, PersonId)> =
        eye.tx.members_of_groups(&groups)?.into_iter().collect();
    let barred = |member: &PoolMember, kind: Kind, bid: &BidToAssign| {
        let application = &bid.application;
        let elsewhere = kind == Kind::Community
            && !application
                .lead_area
                .as_ref()
                .is_some_and(|area| member.profile.zones.contains(area));
        let has_it = bid.assessors.iter().any(|line| line.assessor == member.person);
        let recused = standings
            .get(&member.person)
            .is_some_and(|all| all.towards(application.id) == Standing::Recused);
        elsewhere
            || has_it
            || recused
            || application.started_by == member.person
            || application.entered_by() == Some(member.person)
            || belong.contains(&(application.organisation, member.person))
    };
    let mut candidates = Vec::new();
    for member in members.iter().filter(|member| member.trained) {
        for kind in member.kinds.iter().copied() {
            candidates.push(Candidate {
                person: member.person,
                kind,
                load: member.open + member.done,
                barred: bids
                    .iter()
                    .filter(|bid| barred(member, kind, bid))
                    .map(|bid| bid.application.id)
                    .collect(),
            });
        }
    }
    let needs: Vec<Need> = bids
        .iter()
        .flat_map(|bid| {
            Kind::ALL.iter().map(|kind| Need {
                application: bid.application.id,
                kind: *kind,
                places: bid.required.of(*kind).saturating_sub(filled(bid, *kind)),
            })
        })
        .filter(|need| need.places > 0)
        .collect();
    Ok(suggest(&candidates, &needs))
}

/// How many places of a kind are taken.
fn filled(bid: &BidToAssign, kind: Kind) -> usize {
    let taken = |status: assessment::Status| !status.is_given_up();
    bid.assessors.iter().filter(|line| line.kind == kind && taken(line.status)).count()
}
