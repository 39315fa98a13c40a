//! Deciding about somebody else's declared interest.

use super::standing;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::audit::Entry;
use almoner_domain::conflict::{Declaration, Ruling, decide};
use almoner_domain::id::DeclarationId;

/// Decides whether a declared interest stands in the way.
pub struct DecideConflict {
    /// Which declaration.
    pub declaration: DeclarationId,
    /// The version that was read.
    pub version: i64,
    /// The decision.
    pub ruling: Ruling,
    /// Why.
    pub note: String,
}

impl UseCase for DecideConflict {
    type Subject = (Declaration, Standing);
    type Output = ();
    const ACT: Act = Act::DecideConflict;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let declaration = eye.tx.declaration(self.declaration)?.ok_or(AppError::NotFound)?;
        let standing = standing(eye, declaration.application)?;
        Ok((declaration, standing))
    }

    fn on(&self, (declaration, standing): &Self::Subject) -> On {
        On::default().barred([declaration.person]).standing(*standing)
    }

    fn run(&self, (declaration, _): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        if declaration.version != self.version {
            return Err(AppError::Stale);
        }
        let me = cx.person()?;
        let decided =
            decide(&declaration, me, &self.ruling, &self.note, cx.now).map_err(Refusal::from)?;
        cx.tx.save_declaration(&decided)?;
        let note = cx.digest(me, &self.note)?;
        let entry = Entry::round(decided.round, "declaration.decided")
            .id("application", decided.application.uuid())
            .id("declaration", decided.id.uuid())
            .id("declared_by", decided.person.uuid())
            .code("from", declaration.status.code())
            .code("to", decided.status.code())
            .with("reason", note);
        cx.audit(&entry)
    }
}
