//! One's own bid, as every page of it is drawn from.

use super::Bid;
use super::second_person::{self, SecondLine};
use super::submit::intent;
use crate::{Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{
    Application, ApplicationRefused, Places, Seconded, SectionAnswers, Submission, all_answers,
    bounds, may_edit, may_send,
};
use almoner_domain::document::{Document, with_documents};
use almoner_domain::form::{Completeness, Fields, Meaning, Value};
use almoner_domain::id::ApplicationId;
use almoner_domain::organisation::Organisation;
use almoner_domain::round::Round;
use almoner_domain::screening::{Subject, Warning, checks_before_sending};
use almoner_domain::value::{Instant, Pence, london};

/// Reads one's own bid: task list, sections, check and receipt.
pub struct OwnApplication {
    /// The bid.
    pub application: ApplicationId,
}

/// One's own bid.
pub struct OwnBid {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// The group.
    pub organisation: Organisation,
    /// The answers by section, as saved last.
    pub sections: Vec<SectionAnswers>,
    /// The documents of the bid in the order they came, those that are gone as well.
    pub documents: Vec<Document>,
    /// All of them together.
    pub answers: Fields,
    /// How far it is filled in, and what is wrong.
    pub check: Completeness,
    /// What would be found against it, as it is.
    pub warnings: Vec<Warning>,
    /// How much it asks for, as it is.
    pub requested: Option<Pence>,
    /// Where it happens, as it is.
    pub places: Option<Places>,
    /// The version that stands, if it was sent.
    pub submission: Option<Submission>,
    /// Whether answers may be changed now, or why not.
    pub editable: Result<(), ApplicationRefused>,
    /// Whether it may be sent now, or why not. What is missing is said by `check`.
    pub sendable: Result<(), ApplicationRefused>,
    /// Where the version that stands is with its second person; none where it needs none.
    pub second: Option<SecondLine>,
    /// What a page that shows this would send.
    pub intent: String,
    /// The instant of this reading.
    pub now: Instant,
}

impl View for OwnApplication {
    type Output = OwnBid;
    const ACT: Act = Act::ReadOwnApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, OwnBid)> {
        let bid = Bid::load(eye, self.application)?;
        let on = bid.on();
        let Bid { application, round, organisation } = bid;
        let sections = eye.tx.sections(application.id)?;
        let submission = match application.submission {
            0 => None,
            number => eye.tx.submission(application.id, number)?,
        };
        let second = second_person::line(&application, &round, eye)?;
        let bids = eye.tx.bids_of(organisation.id, round.id)?.len();
        let documents = eye.tx.documents_of(application.id)?;
        let answers = with_documents(all_answers(sections.iter().cloned()), &documents);
        let gazetteer = &eye.office().gazetteer;
        let day = london::date(round.opens_at);
        let subject = Subject {
            settings: &round.settings,
            form: &round.form,
            answers: &answers,
            kind: organisation.kind,
            gazetteer,
            day,
            bids,
            sent: None,
            second: Seconded::NotNeeded,
        };
        let places = match round.form.value_for(Meaning::Places, &answers) {
            Some(Value::AreaShares(shares)) => {
                Some(Places::of(&shares, &round.settings, gazetteer, day))
            }
            _ => None,
        };
        let seen = OwnBid {
            check: round.form.check(&answers, &bounds(&round.settings)),
            warnings: checks_before_sending(&subject),
            requested: round.form.amount_asked(&answers),
            places,
            editable: may_edit(&application, &round, eye.now),
            sendable: may_send(&application, &round, eye.now).map(drop),
            intent: intent(eye.secrets(), application.version, &answers),
            second,
            now: eye.now,
            application,
            round,
            organisation,
            sections,
            documents,
            answers,
            submission,
        };
        Ok((on, seen))
    }
}
