//! All checks of a bid beside the answers that they rest on.

use super::Case;
use super::proposal::first_persons;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Role};
use almoner_domain::application::{Application, Submission};
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::round::{Check, Round};
use almoner_domain::screening::{Checked, Finding, Screening, Subject, check};
use almoner_domain::value::london;
use std::collections::BTreeMap;

/// Reads the screening of a bid, to screen it.
pub struct ScreeningPage {
    /// The bid.
    pub application: ApplicationId,
}

/// Reads the screening of a bid, to override a check or answer a review.
pub struct CheckPage {
    /// The bid.
    pub application: ApplicationId,
}

/// What the reader may do, so that a page offers nothing that would be refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// May record checks.
    pub may_screen: bool,
    /// May confirm or reject the proposal: holds the role, and took no first part.
    pub may_confirm: bool,
    /// Authorities with which they might override a check.
    pub authorities: Vec<Role>,
    /// May answer the review: holds an authority, and took no part.
    pub may_answer_review: bool,
}

/// The screening of a bid.
pub struct ScreeningSeen {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// The version that stands.
    pub submission: Submission,
    /// Its screening.
    pub screening: Screening,
    /// Each check with how it stands and what was computed.
    pub checks: Vec<(Check, Checked, Finding)>,
    /// Names of the people in it.
    pub people: BTreeMap<PersonId, String>,
    /// What the reader may do.
    pub reader: Reader,
}

impl View for ScreeningPage {
    type Output = ScreeningSeen;
    const ACT: Act = Act::Screen;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, ScreeningSeen)> {
        seen(self.application, eye)
    }
}

impl View for CheckPage {
    type Output = ScreeningSeen;
    const ACT: Act = Act::OverrideCheck;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, ScreeningSeen)> {
        seen(self.application, eye)
    }
}

fn seen(id: ApplicationId, eye: &mut Eye<'_>) -> Outcome<(On, ScreeningSeen)> {
    let case = Case::load(eye, id)?;
    let on = case.on();
    let findings = computed(&case.bid.application, &case.round, eye)?;
    let submission =
        eye.tx.submission(id, case.bid.application.submission)?.ok_or(AppError::NotFound)?;
    let reader = reader(&case, eye);
    let people = names(&case.bid.screening, eye)?;
    let Case { bid, round, .. } = case;
    let checks = round
        .settings
        .eligibility
        .checks
        .iter()
        .zip(findings)
        .map(|(check, (code, finding))| {
            let checked = bid.screening.check(&code).cloned();
            (check.clone(), checked.unwrap_or_else(|| Checked::todo(&code)), finding)
        })
        .collect();
    let (application, screening) = (bid.application, bid.screening);
    let seen = ScreeningSeen { application, round, submission, screening, checks, people, reader };
    Ok((on, seen))
}

/// What the checks of the round find in the version that stands, in the round's order.
pub(super) fn computed(
    application: &Application,
    round: &Round,
    eye: &mut Eye<'_>,
) -> Outcome<Vec<(String, Finding)>> {
    let submission =
        eye.tx.submission(application.id, application.submission)?.ok_or(AppError::NotFound)?;
    let bids = eye.tx.bids_of(application.organisation, round.id)?.len();
    let second = crate::applications::stands(application, round, eye)?;
    let subject = Subject {
        settings: &round.settings,
        form: &round.form,
        answers: &submission.answers,
        kind: submission.organisation.kind,
        gazetteer: &eye.office().gazetteer,
        day: london::date(round.opens_at),
        bids,
        // The instant that counts is that of the bid: what was added when the office asked for
        // it does not make it late.
        sent: application.submitted_at.map(|at| (at, round.deadline)),
        second,
    };
    let checks = round.settings.eligibility.checks.iter();
    Ok(checks.map(|one| (one.code.clone(), check(one.method, &subject))).collect())
}

fn reader(case: &Case, eye: &Eye<'_>) -> Reader {
    let roles = eye.roles();
    let Some(me) = eye.actor.person() else { return Reader::default() };
    let screening = &case.bid.screening;
    let over = [
        Role::GrantsLead,
        Role::Director,
        Role::ChiefFinanceOfficer,
        Role::ChiefExecutive,
        Role::SafeguardingLead,
    ];
    let authorities: Vec<Role> = over.into_iter().filter(|role| roles.has(*role)).collect();
    Reader {
        may_screen: roles.has(Role::GrantsOfficer) || roles.has(Role::GrantsLead),
        may_confirm: roles.has(Role::GrantsLead) && !first_persons(case).contains(&me),
        may_answer_review: !authorities.is_empty() && !screening.took_part.contains(&me),
        authorities,
    }
}

/// Names of everybody who took part.
pub(super) fn names(
    screening: &Screening,
    eye: &mut Eye<'_>,
) -> Outcome<BTreeMap<PersonId, String>> {
    let ids: Vec<PersonId> = screening.took_part.iter().copied().collect();
    Ok(eye.tx.people(&ids)?.into_iter().map(|person| (person.id, person.name)).collect())
}
