//! Assigning bids to assessors, many at once.

use super::{record, refused};
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On, RoleSet, Standing};
use almoner_domain::application::{Application, Move, Status};
use almoner_domain::assessment::{Assessment, Assign, Involvement, Kind, Profile, assign};
use almoner_domain::audit::Entry;
use almoner_domain::conflict::Standings;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::round::Round;
use almoner_domain::value::{london, show_long_date};
use std::collections::{BTreeMap, BTreeSet};

/// Who marks what, on whose behalf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The bid.
    pub application: ApplicationId,
    /// Who.
    pub person: PersonId,
    /// On whose behalf.
    pub kind: Kind,
}

/// Assigns bids to assessors. All or none.
pub struct AssignAssessors {
    /// The round.
    pub round: RoundId,
    /// Who marks what.
    pub pairs: Vec<Pair>,
}

/// Assigns a bid to a community assessor from outside its zone, with a reason.
pub struct AssignBeyondZone {
    /// The round.
    pub round: RoundId,
    /// Who marks what.
    pub pair: Pair,
    /// Why.
    pub reason: String,
}

impl UseCase for AssignAssessors {
    type Subject = Round;
    type Output = usize;
    const ACT: Act = Act::AssignAssessments;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<usize> {
        assign_all(&round, &self.pairs, None, cx)
    }
}

impl UseCase for AssignBeyondZone {
    type Subject = Round;
    type Output = usize;
    const ACT: Act = Act::WidenAssignment;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<usize> {
        assign_all(&round, &[self.pair], Some(&self.reason), cx)
    }
}

/// What is known about the bids and people of an assignment, each read in one query.
struct Known {
    applications: BTreeMap<ApplicationId, Application>,
    existing: BTreeMap<ApplicationId, Vec<Assessment>>,
    profiles: BTreeMap<PersonId, Profile>,
    roles: BTreeMap<PersonId, RoleSet>,
    standings: BTreeMap<PersonId, Standings>,
    members: BTreeSet<(OrganisationId, PersonId)>,
    senders: BTreeSet<(ApplicationId, PersonId)>,
}

impl Known {
    fn read(round: &Round, pairs: &[Pair], cx: &mut Cx<'_>) -> Outcome<Self> {
        let ids: Vec<ApplicationId> = pairs
            .iter()
            .map(|pair| pair.application)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let people: Vec<PersonId> =
            pairs.iter().map(|pair| pair.person).collect::<BTreeSet<_>>().into_iter().collect();
        // Nobody hands in the last of a bid's assessments while another is being added.
        cx.tx.lock_applications(&ids)?;
        let applications: BTreeMap<_, _> = cx
            .tx
            .applications(&ids)?
            .into_iter()
            .filter(|application| application.round == round.id)
            .map(|application| (application.id, application))
            .collect();
        let mut existing: BTreeMap<ApplicationId, Vec<Assessment>> = BTreeMap::new();
        for one in cx.tx.assessments_of(&ids)? {
            existing.entry(one.application).or_default().push(one);
        }
        let groups: Vec<OrganisationId> = applications
            .values()
            .map(|application| application.organisation)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut roles: BTreeMap<PersonId, RoleSet> = BTreeMap::new();
        let now = cx.now;
        for (person, held) in cx.tx.role_holders(now)? {
            let set = roles.entry(person.id).or_default();
            *set = set.with(held.role);
        }
        Ok(Self {
            profiles: cx
                .tx
                .assessor_profiles(&people)?
                .into_iter()
                .map(|profile| (profile.person, profile))
                .collect(),
            roles,
            standings: cx.tx.standings_of_all(&people, round.id)?.into_iter().collect(),
            members: cx.tx.members_of_groups(&groups)?.into_iter().collect(),
            senders: cx
                .tx
                .last_submissions(&ids)?
                .into_iter()
                .map(|sent| (sent.application, sent.by))
                .collect(),
            applications,
            existing,
        })
    }

    fn involvement(&self, application: &Application, person: PersonId) -> Option<Involvement> {
        let entered = application.entered_by() == Some(person);
        if entered || self.senders.contains(&(application.id, person)) {
            Some(Involvement::Wrote)
        } else if self.members.contains(&(application.organisation, person)) {
            Some(Involvement::Member)
        } else {
            None
        }
    }
}

fn assign_all(
    round: &Round,
    pairs: &[Pair],
    widened: Option<&str>,
    cx: &mut Cx<'_>,
) -> Outcome<usize> {
    let pairs: Vec<Pair> = pairs.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = Known::read(round, &pairs, cx)?;
    let by = cx.person()?;
    let mine = cx.tx.standings(by, round.id)?;
    let today = london::date(cx.now);
    let mut new: Vec<Assessment> = Vec::with_capacity(pairs.len());
    for pair in &pairs {
        // A bid from which the caller is kept away does not exist for them.
        let application = known
            .applications
            .get(&pair.application)
            .filter(|application| mine.towards(application.id) != Standing::Recused)
            .ok_or(AppError::NotFound)?;
        if mine.towards(application.id) != Standing::Clear {
            return Err(AppError::Declare);
        }
        let fresh = Profile::new(pair.person);
        let involved = known.involvement(application, pair.person);
        let existing = known.existing.entry(pair.application).or_default();
        let assessment = assign(Assign {
            id: cx.id(),
            round,
            application,
            existing,
            profile: known.profiles.get(&pair.person).unwrap_or(&fresh),
            roles: known.roles.get(&pair.person).copied().unwrap_or_default(),
            kind: pair.kind,
            involved,
            standing: known
                .standings
                .get(&pair.person)
                .map_or(Standing::Undeclared, |all| all.towards(pair.application)),
            widened,
            by,
            at: cx.now,
            today,
        })
        .map_err(refused)?;
        existing.push(assessment.clone());
        new.push(assessment);
    }
    cx.tx.add_assessments(&new)?;
    for one in &new {
        let mut entry = record::entry(one, "assessment.assigned", None);
        if let Some(reason) = &one.widened {
            let digest = cx.digest(by, reason)?;
            entry = entry.with("widened", digest);
        }
        cx.audit(&entry)?;
    }
    begin(round, &known, &new, cx)?;
    tell(round, &new, cx)?;
    Ok(new.len())
}

/// Bids that get their first assessor are in assessment from now on.
fn begin(round: &Round, known: &Known, new: &[Assessment], cx: &mut Cx<'_>) -> Outcome<()> {
    let bids: BTreeSet<ApplicationId> = new.iter().map(|one| one.application).collect();
    for application in known.applications.values().filter(|one| bids.contains(&one.id)) {
        if let Some(status) = application.status.after(Move::StartAssessment) {
            cx.tx.save_application(&Application { status, ..application.clone() })?;
            cx.audit(
                &Entry::application(round.id, application.id, "assessment.bid_started")
                    .code("from", Status::Eligible.code())
                    .code("to", status.code()),
            )?;
        }
    }
    Ok(())
}

/// One letter for each assessor, however many bids they were given.
fn tell(round: &Round, new: &[Assessment], cx: &mut Cx<'_>) -> Outcome<()> {
    let due = new.iter().map(|one| one.due).max();
    let due = due.unwrap_or(round.settings.dates.assessment_by);
    let mut counts: BTreeMap<PersonId, u32> = BTreeMap::new();
    for one in new {
        *counts.entry(one.assessor).or_default() += 1;
    }
    let people: Vec<PersonId> = counts.keys().copied().collect();
    for person in cx.tx.people(&people)? {
        let Some(count) = counts.get(&person.id).copied() else { continue };
        let body = Body::AssessmentsAssigned {
            round: round.settings.title.clone(),
            count,
            due: show_long_date(due),
            declarations: format!("/staff/rounds/{}/declarations", round.id),
        };
        let to = Recipient { person: Some(person.id), name: person.name, email: person.email };
        cx.send(&Letter { to, round: Some(round.id), application: None, body })?;
    }
    Ok(())
}
