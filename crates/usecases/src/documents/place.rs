//! What may be sent to a question, asked before any byte is taken.

use crate::applications::Bid;
use crate::{AppError, Eye, Outcome, Refusal, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::may_edit;
use almoner_domain::document::{DocumentKind, Limits, Room};
use almoner_domain::form::{Kind, Question, QuestionId};
use almoner_domain::id::ApplicationId;
use almoner_domain::round::Round;

/// Asks what a group may send to a question now. Whether it is in time is decided again when the
/// last byte is there.
pub struct UploadPlace {
    /// The bid.
    pub application: ApplicationId,
    /// The question.
    pub question: QuestionId,
}

/// What a group may send to a question.
#[derive(Clone, Copy, Debug)]
pub struct Upload {
    /// What it is asked for as.
    pub asked_as: DocumentKind,
    /// The most files of the question.
    pub most: u16,
    /// What there is room for.
    pub room: Room,
    /// How much a group may send.
    pub limits: Limits,
}

impl View for UploadPlace {
    /// What may be sent, or why nothing.
    type Output = Result<Upload, Refusal>;
    const ACT: Act = Act::EditApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let bid = Bid::load(eye, self.application)?;
        let (_, asked_as, most) = files_question(&bid.round, &self.question)?;
        let documents = eye.tx.documents_of(self.application)?;
        let limits = eye.limits();
        let room = limits.room(&documents, self.question.as_str(), most);
        let answer = match may_edit(&bid.application, &bid.round, eye.now) {
            Ok(()) => Ok(Upload { asked_as, most, room, limits }),
            Err(refused) => Err(refused.into()),
        };
        Ok((bid.on(), answer))
    }
}

/// A question of the round that takes files, what for, and how many.
pub(super) fn files_question<'a>(
    round: &'a Round,
    id: &QuestionId,
) -> Outcome<(&'a Question, DocumentKind, u16)> {
    let question = round.form.question(id).ok_or(AppError::NotFound)?;
    match question.kind {
        Kind::Files { max_files, document } => Ok((question, document, max_files)),
        _ => Err(AppError::NotFound),
    }
}
