//! What of a bid is withheld from whom. The one place that decides it: every page, email, file,
//! count and answer of the interface shows names and places through these two functions.

use super::{Application, Withhold};
use crate::access::Standing;
use thiserror::Error;

/// Who is to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The group itself.
    Group,
    /// Somebody who works on the bid and has declared their interests about it.
    Working,
    /// Somebody who must know the name to declare their interests about it, and sees nothing else.
    Declaring,
    /// Anybody else of the office: lists, totals, letters about a round as a whole.
    Office,
    /// The public.
    Public,
}

impl Audience {
    /// As whom somebody of the office reads a bid towards which they stand so.
    #[must_use]
    pub const fn of(standing: Standing) -> Self {
        match standing {
            Standing::Clear => Self::Working,
            Standing::NotApplicable | Standing::Undeclared | Standing::Recused => Self::Office,
        }
    }
}

/// A name or places, or that they are withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<T> {
    /// As they are.
    Plain(T),
    /// Withheld: the reader learns only that there is something.
    Withheld,
}

impl<T> Shown<T> {
    /// What is shown, if it is not withheld.
    pub fn plain(self) -> Option<T> {
        match self {
            Self::Plain(shown) => Some(shown),
            Self::Withheld => None,
        }
    }

    /// Whether it is withheld.
    #[must_use]
    pub const fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld)
    }
}

impl<'a> Shown<&'a str> {
    /// What is shown, or what stands in its place where it is withheld.
    #[must_use]
    pub fn or(self, instead: &'a str) -> &'a str {
        self.plain().unwrap_or(instead)
    }
}

impl Withhold {
    /// The name of a group, or of its project, as `audience` may read it.
    #[must_use]
    pub fn shown_name<T>(self, name: T, audience: Audience) -> Shown<T> {
        let admitted =
            matches!(audience, Audience::Group | Audience::Working | Audience::Declaring);
        if self.name() && !admitted { Shown::Withheld } else { Shown::Plain(name) }
    }

    /// Places (areas, postcodes, addresses) as `audience` may read them.
    #[must_use]
    pub fn shown_places<T>(self, places: T, audience: Audience) -> Shown<T> {
        let admitted = matches!(audience, Audience::Group | Audience::Working);
        if self.place() && !admitted { Shown::Withheld } else { Shown::Plain(places) }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Nothing, Self::Name, Self::Place, Self::Both]
            .into_iter()
            .find(|withhold| withhold.code() == code)
    }
}

/// Who asks that details are withheld, or shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The group itself, at any time.
    Group,
    /// The office, which says why.
    Office,
}

impl Asker {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Office => "office",
        }
    }
}

/// The office gave no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no reason")]
pub struct ReasonMissing;

/// Withholds `what` of a bid, wherever it stands, or shows everything again.
///
/// # Errors
/// [`ReasonMissing`] unless the group itself asks.
pub fn withhold(
    application: &Application,
    what: Withhold,
    asker: Asker,
    reason: &str,
) -> Result<Application, ReasonMissing> {
    let reason = reason.trim();
    if asker == Asker::Office && reason.is_empty() {
        return Err(ReasonMissing);
    }
    let withhold_reason = (!reason.is_empty()).then(|| reason.to_owned());
    Ok(Application { withhold: what, withhold_reason, ..application.clone() })
}

/// The group's name as `audience` may read it.
#[must_use]
pub fn shown_name(application: &Application, audience: Audience) -> Shown<&str> {
    application.withhold.shown_name(application.organisation_name.as_str(), audience)
}

/// The code of the area with the largest share, as `audience` may read it.
#[must_use]
pub fn shown_places(application: &Application, audience: Audience) -> Shown<Option<&str>> {
    application.withhold.shown_places(application.lead_area.as_deref(), audience)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::Status;
    use crate::id::{ApplicationId, OrganisationId, PersonId, RoundId};
    use crate::value::Instant;
    use uuid::Uuid;

    fn sample() -> Application {
        let id = Uuid::from_u128(1);
        Application {
            id: ApplicationId(id),
            version: 1,
            round: RoundId(id),
            organisation: OrganisationId(id),
            organisation_name: "Example Refuge".into(),
            title: "A fictional project".into(),
            status: Status::Submitted,
            reference: None,
            started_by: PersonId(id),
            started_at: Instant::parse("2024-01-08T10:00:00Z").unwrap(),
            submitted_at: None,
            submission: 1,
            reopened: false,
            requested: None,
            lead_area: Some("new-parks".into()),
            withhold: Withhold::Nothing,
            withhold_reason: None,
            late_at: None,
            conditional: false,
            entered: None,
        }
    }

    #[test]
    fn a_withheld_name_is_for_those_who_work_on_the_bid_or_must_declare() {
        let name = |audience| Withhold::Name.shown_name("Example Refuge", audience).plain();
        assert_eq!(name(Audience::Group), Some("Example Refuge"));
        assert_eq!(name(Audience::Working), Some("Example Refuge"));
        assert_eq!(name(Audience::Declaring), Some("Example Refuge"));
        assert_eq!(name(Audience::Office), None);
        assert_eq!(name(Audience::Public), None);
    }

    #[test]
    fn a_withheld_place_is_not_needed_to_declare() {
        let place = |audience| Withhold::Both.shown_places("new-parks", audience).plain();
        assert_eq!(place(Audience::Working), Some("new-parks"));
        assert_eq!(place(Audience::Declaring), None);
        assert_eq!(place(Audience::Public), None);
    }

    #[test]
    fn what_is_not_withheld_is_shown_to_all() {
        for audience in [Audience::Office, Audience::Public] {
            assert_eq!(Withhold::Place.shown_name("A", audience), Shown::Plain("A"));
            assert_eq!(Withhold::Name.shown_places("A", audience), Shown::Plain("A"));
        }
    }

    #[test]
    fn something_else_stands_in_the_place_of_a_withheld_name() {
        let name = |audience| Withhold::Name.shown_name("Example Refuge", audience).or("Withheld");
        assert_eq!(name(Audience::Working), "Example Refuge");
        assert_eq!(name(Audience::Office), "Withheld");
    }

    #[test]
    fn the_office_gives_a_reason_and_a_group_need_not() {
        let bid = sample();
        let asked = |asker, reason| withhold(&bid, Withhold::Both, asker, reason);
        assert_eq!(asked(Asker::Office, "  "), Err(ReasonMissing));
        let by_group = asked(Asker::Group, "").unwrap();
        assert_eq!((by_group.withhold, by_group.withhold_reason), (Withhold::Both, None));
        let by_office = asked(Asker::Office, " A refuge ").unwrap();
        assert_eq!(by_office.withhold_reason.as_deref(), Some("A refuge"));
    }

    #[test]
    fn only_whoever_is_clear_reads_as_one_who_works_on_the_bid() {
        assert_eq!(Audience::of(Standing::Clear), Audience::Working);
        for other in [Standing::NotApplicable, Standing::Undeclared, Standing::Recused] {
            assert_eq!(Audience::of(other), Audience::Office);
        }
    }
}
