//! Opening a document: who may, and what they are given.

use crate::applications::Bid;
use crate::assessments::is_given_to;
use crate::conflict::standing;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On, Role};
use almoner_domain::application::{Application, Status as BidStatus};
use almoner_domain::document::Document;
use almoner_domain::id::{ApplicationId, DocumentId};

/// What is sent to somebody who opens a document.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The document; readable.
    pub document: Document,
}

/// Opens a document of one's own bid.
pub struct OpenOwnDocument {
    /// The bid.
    pub application: ApplicationId,
    /// The document.
    pub document: DocumentId,
}

/// Opens a document of a bid that one works on. Each opening is written down.
pub struct OpenDocument {
    /// The bid.
    pub application: ApplicationId,
    /// The document.
    pub document: DocumentId,
}

fn load(eye: &mut Eye<'_>, application: ApplicationId, document: DocumentId) -> Outcome<Document> {
    let found = eye.tx.document(document)?;
    found.filter(|one| one.application == application).ok_or(AppError::NotFound)
}

impl View for OpenOwnDocument {
    type Output = Result<Opened, Refusal>;
    const ACT: Act = Act::ReadOwnApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let bid = Bid::load(eye, self.application)?;
        let document = load(eye, self.application, self.document)?;
        let answer = match document.must_be_readable() {
            Ok(()) => Ok(Opened { document }),
            Err(refused) => Err(refused.into()),
        };
        Ok((bid.on(), answer))
    }
}

/// A document with its bid, for somebody who works on it.
pub struct Asked {
    application: Application,
    document: Document,
    on: On,
}

impl UseCase for OpenDocument {
    type Subject = Asked;
    type Output = Opened;
    const ACT: Act = Act::ReadApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Asked> {
        let application = eye.tx.application(self.application)?.ok_or(AppError::NotFound)?;
        if matches!(application.status, BidStatus::Draft | BidStatus::Abandoned | BidStatus::Late) {
            return Err(AppError::NotFound);
        }
        let document = load(eye, self.application, self.document)?;
        let on = On::of(application.organisation).standing(standing(eye, application.id)?);
        Ok(Asked { application, document, on })
    }

    fn on(&self, asked: &Asked) -> On {
        asked.on.clone()
    }

    fn run(&self, asked: Asked, cx: &mut Cx<'_>) -> Outcome<Opened> {
        let Asked { application, document, .. } = asked;
        // Only what belongs to the version that stands: a working copy is the group's alone.
        let sent = cx.tx.submission(application.id, application.submission)?;
        let answers = sent.ok_or(AppError::NotFound)?.answers;
        let named = answers.get(document.question.as_str());
        let id = document.id.to_string();
        if !named.is_some_and(|ids| ids.contains(&id)) || !may_see(&document, &application, cx)? {
            return Err(AppError::NotFound);
        }
        document.must_be_readable().map_err(Refusal::from)?;
        cx.audit(&super::entry(application.round, &document, "document.opened"))?;
        Ok(Opened { document })
    }
}

/// Whether somebody who does nothing but mark may see it: the question is one that assessors see,
/// and the bid was given to them.
fn may_see(document: &Document, bid: &Application, cx: &mut Cx<'_>) -> Outcome<bool> {
    let marks_only = [Role::Assessor, Role::CommunityAssessor];
    if !cx.roles().iter().all(|role| marks_only.contains(&role)) {
        return Ok(true);
    }
    let round = cx.tx.round(bid.round)?.ok_or(AppError::NotFound)?;
    let question = round.form.question(&document.question).ok_or(AppError::NotFound)?;
    Ok(question.seen_by_assessors && is_given_to(bid.id, cx)?)
}
