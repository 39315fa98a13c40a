//! What the use cases ask of the outside: a store, a clock, identifiers and secrets.
//!
//! Traits and plain read models only; it knows no implementation.
#![warn(missing_docs)]

mod applications;
mod assessments;
mod audit;
mod clock;
mod completion;
mod confirmations;
mod decisions;
mod declarations;
mod documents;
mod equality;
mod files;
mod organisations;
mod outbox;
mod panel;
mod people;
mod rounds;
mod screenings;
mod store;
mod words;

pub use applications::{
    ApplicationFilter, ApplicationKey, ApplicationLine, ApplicationOrder, Applications,
    ApplicationsOf, StatusCount,
};
pub use assessments::{AssessmentCount, AssessmentKey, AssessmentLine, Assessments, Load};
pub use audit::{AuditTrail, Broken, Head};
pub use clock::{Clock, Ids, Secrets};
pub use completion::{BidCounts, Completion};
pub use confirmations::Confirmations;
pub use decisions::Decisions;
pub use declarations::{DeclarationCount, Declarations};
pub use documents::{Documents, Unjudged};
pub use equality::EqualityAnswers;
pub use files::{FileError, Files, Incoming, Inspected, Scanner};
pub use organisations::Organisations;
pub use outbox::{Due, Outbox, Posted, SendOutcome};
pub use panel::Moderations;
pub use people::{People, Session, SignIn, StoredToken};
pub use rounds::{RoundHead, RoundKey, Rounds};
pub use screenings::Screenings;
pub use store::{Job, Store, StoreError, Stored, Taken, Tx, Verdict};
pub use words::{LetterWords, Written};
