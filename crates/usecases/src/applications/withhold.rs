//! Withholding a group's name, its places, or both; and showing them again.

use super::{Bid, record};
use crate::decisions::text;
use crate::{AppError, Cx, Eye, FieldProblem, Outcome, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::withhold::{Asker, withhold};
use almoner_domain::application::{Application, Status, Withhold};
use almoner_domain::form::Fault;
use almoner_domain::id::ApplicationId;

/// A group withholds details of its own bid, or shows them again, at any time.
pub struct WithholdOwnDetails {
    /// The bid.
    pub application: ApplicationId,
    /// The version that the page showed.
    pub version: i64,
    /// What is to be withheld.
    pub withhold: Withhold,
    /// Why; may be empty.
    pub reason: String,
}

/// The office withholds details of a bid, or shows them again, with a reason.
pub struct WithholdDetails {
    /// The bid.
    pub application: ApplicationId,
    /// The version that the page showed.
    pub version: i64,
    /// What is to be withheld.
    pub withhold: Withhold,
    /// Why.
    pub reason: String,
}

impl UseCase for WithholdOwnDetails {
    type Subject = Bid;
    type Output = ();
    const ACT: Act = Act::WithholdOwnDetails;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load_to_change(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        let wish = (self.withhold, Asker::Group, self.reason.as_str());
        change(&bid.application, self.version, wish, cx)
    }
}

/// A bid of the office's, with where the caller stands towards it.
fn received(id: ApplicationId, eye: &mut Eye<'_>) -> Outcome<(Application, On)> {
    let application = eye.tx.application(id)?.ok_or(AppError::NotFound)?;
    if matches!(application.status, Status::Draft | Status::Abandoned | Status::Late) {
        return Err(AppError::NotFound);
    }
    let standing = crate::conflict::standing(eye, id)?;
    let on = On::of(application.organisation).standing(standing);
    Ok((application, on))
}

impl UseCase for WithholdDetails {
    type Subject = (Application, On);
    type Output = ();
    const ACT: Act = Act::WithholdDetails;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        received(self.application, eye)
    }

    fn on(&self, (_, on): &Self::Subject) -> On {
        on.clone()
    }

    fn run(&self, (application, _): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let wish = (self.withhold, Asker::Office, self.reason.as_str());
        change(&application, self.version, wish, cx)
    }
}

fn change(
    before: &Application,
    version: i64,
    (what, asker, reason): (Withhold, Asker, &str),
    cx: &mut Cx<'_>,
) -> Outcome<()> {
    if before.version != version {
        return Err(AppError::Stale);
    }
    let reason = text("reason", reason)?;
    let missing = |_| {
        let field = "reason".to_owned();
        AppError::Invalid(vec![FieldProblem { field, fault: Fault::Missing }])
    };
    let after = withhold(before, what, asker, &reason).map_err(missing)?;
    if after == *before {
        return Ok(());
    }
    cx.tx.save_application(&after)?;
    let by = cx.person()?;
    let digest = cx.digest(by, &reason)?;
    let entry = record::entry(&after, "application.withheld")
        .code("before", before.withhold.code())
        .code("withhold", after.withhold.code())
        .code("asked_by", asker.code())
        .with("reason", digest);
    cx.audit(&entry)?;
    // A name or a place on the page of results may have to go, or may come back.
    cx.public_change()
}

/// What is withheld of a bid, for the office.
pub struct WithholdPage {
    /// The bid.
    pub application: ApplicationId,
}

impl View for WithholdPage {
    type Output = Application;
    const ACT: Act = Act::WithholdDetails;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Application)> {
        let (application, on) = received(self.application, eye)?;
        Ok((on, application))
    }
}
