//! What each letter says. A new kind of letter does not compile without its words here.

mod people;

use crate::Content;
use almoner_domain::letter::Body;

/// The words of a letter.
pub(crate) fn words(body: &Body) -> Content {
    match body {
        Body::SignInLink { path, code, minutes } => people::sign_in_link(path, code, *minutes),
        Body::StaffInvitation { title } => people::staff_invitation(title),
        Body::SecondFactorReset {} => people::second_factor_reset(),
    }
}
