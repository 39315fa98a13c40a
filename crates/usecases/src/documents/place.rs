//! What may be sent to a question, asked before any byte is taken.

use crate::applications::Bid;
use crate::{AppError, Eye, Outcome, Refusal, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::may_edit;
use almoner_domain::document::{DocumentKind, FileKind, Limits, Room};
use almoner_domain::form::{Kind, QuestionId};
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
#[derive(Clone, Debug)]
pub struct Upload {
    /// What it is asked for as.
    pub asked_as: DocumentKind,
    /// The most files of the question.
    pub most: u16,
    /// The kinds of file that the question takes; every kind of the office's, when empty.
    pub kinds: Vec<FileKind>,
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
        let Asked { asked_as, most, kinds } = files_question(&bid.round, &self.question)?;
        let kinds = kinds.to_vec();
        let documents = eye.tx.documents_of(self.application)?;
        let limits = eye.limits();
        let room = limits.room(&documents, self.question.as_str(), most);
        let answer = match may_edit(&bid.application, &bid.round, eye.now) {
            Ok(()) => Ok(Upload { asked_as, most, kinds, room, limits }),
            Err(refused) => Err(refused.into()),
        };
        Ok((bid.on(), answer))
    }
}

/// What a question takes files as, how many, and of which kinds.
pub(super) struct Asked<'a> {
    pub asked_as: DocumentKind,
    pub most: u16,
    pub kinds: &'a [FileKind],
}

/// The question of the round that takes files.
pub(super) fn files_question<'a>(round: &'a Round, id: &QuestionId) -> Outcome<Asked<'a>> {
    match &round.form.question(id).ok_or(AppError::NotFound)?.kind {
        Kind::Files { max_files, document, kinds } => {
            Ok(Asked { asked_as: *document, most: *max_files, kinds })
        }
        _ => Err(AppError::NotFound),
    }
}
