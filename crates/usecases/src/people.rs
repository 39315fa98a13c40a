//! People: how somebody is recognised, signs in, what they may do with their own account, and who
//! holds which role of the office.

mod account;
mod ask_for_sign_in;
mod demo;
mod recognise;
mod roles;
mod second_factor;
mod session;
mod staff;
mod token;
mod totp;
mod use_link;

pub use account::{
    Account, AccountSeen, CreateToken, RevokeToken, SaveAccount, TOKENS_AT_A_TIME, TokenAnswer,
    TokenSeen,
};
pub use ask_for_sign_in::{AskForSignIn, Asked};
pub use demo::{DemoPeople, DemoPeopleSeen, DemoSignIn};
pub use recognise::{Recognise, Recognised, SESSION_HOURS, SESSION_IDLE_MINUTES};
pub use roles::{EndRole, GrantRole, InviteStaff, ResetSecondFactor, Whose};
pub use second_factor::{
    BeginSetUp, ConfirmSetUp, FactorAnswer, HasSecondFactor, PassSecondFactor, SetUp, SetUpAnswer,
};
pub use session::{SignOut, SignOutEverywhere, SignedIn, Touch};
pub use staff::{Member, StaffList, StaffMember, StaffMemberSeen};
pub use token::TOKEN_PREFIX;
pub(crate) use token::account_email;
pub(crate) use use_link::join;
pub use use_link::{CodeAnswer, LinkAnswer, UseCode, UseLink};
