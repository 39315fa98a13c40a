//! What each letter says. A new kind of letter does not compile without its words here.

mod people;
mod rounds;

use crate::Content;
use almoner_domain::letter::Body;

/// The words of a letter.
pub(crate) fn words(body: &Body) -> Content {
    match body {
        Body::SignInLink { path, code, minutes } => people::sign_in_link(path, code, *minutes),
        Body::StaffInvitation { title } => people::staff_invitation(title),
        Body::SecondFactorReset {} => people::second_factor_reset(),
        Body::RoundForReview { title, path } => rounds::for_review(title, path),
        Body::RoundSentBack { title, path, reason } => rounds::sent_back(title, path, reason),
        Body::RoundApproved { title, path } => rounds::approved(title, path),
        Body::RoundAnnounced { title, path, opens_at, deadline } => {
            rounds::announced(title, path, *opens_at, *deadline)
        }
    }
}
