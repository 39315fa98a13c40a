//! A bid with what every case about it needs.

use crate::{AppError, Eye, Outcome};
use almoner_domain::access::On;
use almoner_domain::application::Application;
use almoner_domain::id::ApplicationId;
use almoner_domain::letter::Recipient;
use almoner_domain::organisation::Organisation;
use almoner_domain::round::Round;

/// A bid with its round and its group.
pub struct Bid {
    /// The bid.
    pub application: Application,
    /// Its round as it is for its group: never to be saved.
    pub round: Round,
    /// Its group.
    pub organisation: Organisation,
}

impl Bid {
    /// Loads a bid.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub fn load(eye: &mut Eye<'_>, id: ApplicationId) -> Outcome<Self> {
        let application = eye.tx.application(id)?.ok_or(AppError::NotFound)?;
        let round = eye.tx.round(application.round)?.ok_or(AppError::NotFound)?;
        let round = round.as_for(application.organisation, eye.now);
        let organisation =
            eye.tx.organisation(application.organisation)?.ok_or(AppError::NotFound)?;
        Ok(Self { application, round, organisation })
    }

    /// Loads a bid to change it or something that hangs on it: nobody else can until this
    /// transaction ends, so that a section is not saved, nor a file removed, while it is being sent.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub fn load_to_change(eye: &mut Eye<'_>, id: ApplicationId) -> Outcome<Self> {
        eye.tx.lock_applications(&[id])?;
        Self::load(eye, id)
    }

    /// What the policy needs to know.
    #[must_use]
    pub fn on(&self) -> On {
        On::of(self.application.organisation).named(self.application.entered_by())
    }
}

/// The person who acts, as somebody to write to.
pub(super) fn caller(eye: &mut Eye<'_>) -> Outcome<Recipient> {
    let id = eye.person()?;
    let person = eye.tx.person(id)?.ok_or(AppError::SignedOut)?;
    Ok(Recipient { person: Some(person.id), name: person.name, email: person.email })
}

/// Another transaction was in the way of a change that nobody typed: run the case again, so that
/// it sees what the other one did.
pub(crate) fn again(error: almoner_ports::StoreError) -> AppError {
    use almoner_ports::{StoreError, Taken};
    match error {
        StoreError::Stale => AppError::Store(StoreError::Busy("changed meanwhile".into())),
        StoreError::Taken(
            Taken::BidPlace | Taken::Submission | Taken::DocumentPlace | Taken::Confirmation,
            rule,
        ) => AppError::Store(StoreError::Busy(format!("taken meanwhile: {rule}"))),
        other => other.into(),
    }
}
