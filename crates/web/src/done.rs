//! What was just done, said at the head of the page that follows. The address carries a code and
//! never words, so that nobody can put words of their own on a page by a link.

use serde::Deserialize;

macro_rules! done {
    ($($name:ident = $code:literal, $words:literal);+ $(;)?) => {
        /// Something that a person just did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Done { $($name),+ }

        impl Done {
            const ALL: &'static [Self] = &[$(Self::$name),+];

            const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            const fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }
        }
    };
}

done! {
    AskedForReview = "asked-for-review", "Review asked for. The grants lead and finance are told by email";
    FundsConfirmed = "funds-confirmed", "Funds confirmed";
    Approved = "approved", "Round approved. It can now be announced";
    SentBack = "sent-back", "Round sent back to draft";
    Announced = "announced", "Round announced. Its public page is there";
    Extended = "extended", "Deadline extended";
    Paused = "paused", "Round paused";
    Resumed = "resumed", "Round resumed";
    CalledOff = "called-off", "Round called off";
    Invited = "invited", "Invitation sent";
    TakenBack = "taken-back", "Invitation taken back";
    Removed = "removed", "Removed from the organisation";
    RoleChanged = "role-changed", "Role changed";
    Reopened = "reopened", "Application opened again. The version that you sent still stands";
    Withdrawn = "withdrawn", "Application withdrawn";
    Saved = "saved", "Changes saved";
}

impl Done {
    /// The address of a page with this said on it.
    pub(crate) fn at(self, path: &str) -> String {
        format!("{path}?done={}", self.code())
    }
}

/// The part of an address that says it.
#[derive(Default, Deserialize)]
pub(crate) struct DoneQuery {
    #[serde(default)]
    done: Option<String>,
}

impl DoneQuery {
    /// What the page says; nothing for a code that there is not.
    pub(crate) fn words(&self) -> Option<&'static str> {
        let code = self.done.as_deref()?;
        Done::ALL.iter().find(|done| done.code() == code).map(|done| done.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_codes_are_words_and_each_has_its_own() {
        let said = |code: &str| DoneQuery { done: Some(code.to_owned()) }.words();
        assert_eq!(said("approved"), Some("Round approved. It can now be announced"));
        assert_eq!(said("You have won"), None);
        let codes: std::collections::BTreeSet<_> = Done::ALL.iter().map(|d| d.code()).collect();
        assert_eq!(codes.len(), Done::ALL.len());
    }
}
