//! The path of a group: its record, its bid, its answers, sending, and what it sees of all that.

mod abandon;
mod bid;
mod editors;
mod enter;
mod letters;
mod members;
mod mine;
mod organisation;
mod own;
mod record;
mod reopen;
mod save_section;
mod second_person;
mod start;
mod submit;
mod withdraw;
mod withhold;

pub use abandon::{AbandonDrafts, Abandoned};
pub use bid::Bid;
pub(crate) use bid::again;
pub use editors::{Editors, ForgetPresence, NotePresence, SectionEditors};
pub use enter::EnterApplication;
pub use members::{
    AcceptInvitation, ChangeMemberRole, InvitationPage, InvitationSeen, InviteMember, MemberSeen,
    MembersPage, MembersSeen, RemoveMember, WithdrawInvitation,
};
pub use mine::{Mine, MyApplications, MyBid, StartPage, Starting};
pub use organisation::{
    CreateOrganisation, EditOrganisation, OrganisationForm, OrganisationPage, OrganisationSeen,
};
pub use own::{OwnApplication, OwnBid};
pub use reopen::Reopen;
pub use save_section::{SaveSection, SavedSection};
pub(crate) use second_person::stands;
pub use second_person::{
    AnswerAsSecondPerson, Candidate, NameSecondPerson, RemindSecondPeople, SecondLine,
    SecondPersonPage, SecondPersonSeen,
};
pub use start::StartApplication;
pub use submit::{LateAttempt, Receipt, Sent, Submit, intent};
pub use withdraw::Withdraw;
pub use withhold::{WithholdDetails, WithholdOwnDetails, WithholdPage};
