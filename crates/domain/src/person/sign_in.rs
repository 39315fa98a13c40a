//! Signing in by an emailed link or the code in it: how long, how often. All figures are proposed
//! defaults, within those of the OWASP ASVS 5.0 (6.3, 6.6) and Cyber Essentials.

use super::Allowance;
use crate::value::Instant;

/// How long a link and its code work, in minutes. Mail that is held back by greylisting arrives
/// within it.
pub const LINK_MINUTES: u16 = 60;
/// Letters with a link to one address.
pub const LETTERS_PER_ADDRESS: Allowance = Allowance { tries: 5, minutes: 60 };
/// Wrong codes for one address. The links work all the same, so that nobody can lock a person
/// out by guessing.
pub const CODES_PER_ADDRESS: Allowance = Allowance { tries: 10, minutes: 5 };
/// Wrong codes for one link; afterwards only the link itself works.
pub const CODES_PER_LINK: i32 = 5;
/// Wrong codes of the second factor for one account.
pub const FACTOR_CODES_PER_ACCOUNT: Allowance = Allowance { tries: 5, minutes: 5 };
/// How long a token of the interface for programs works, in days.
pub const TOKEN_DAYS: i64 = 90;

/// Whether a link still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It works.
    Live,
    /// It, or a newer one, was used.
    Used,
    /// Its time is over.
    Expired,
}

/// Whether a link that expires at `expires_at` and was used at `used_at` works at `now`.
#[must_use]
pub fn link_state(expires_at: Instant, used_at: Option<Instant>, now: Instant) -> LinkState {
    if used_at.is_some() {
        LinkState::Used
    } else if now >= expires_at {
        LinkState::Expired
    } else {
        LinkState::Live
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_link_works_until_its_time_is_over() {
        let over = at("2026-03-02T10:00:00Z");
        assert_eq!(link_state(over, None, at("2026-03-02T09:59:59.999Z")), LinkState::Live);
        assert_eq!(link_state(over, None, over), LinkState::Expired);
    }

    #[test]
    fn a_used_link_says_that_it_was_used_also_when_its_time_is_over() {
        let over = at("2026-03-02T10:00:00Z");
        let used = Some(at("2026-03-02T09:10:00Z"));
        assert_eq!(link_state(over, used, at("2026-03-02T09:11:00Z")), LinkState::Used);
        assert_eq!(link_state(over, used, at("2026-03-03T09:11:00Z")), LinkState::Used);
    }
}
