//! Words for the questions before sign-in and for what their answers come to.

use super::applications::kind;
use almoner_domain::eligibility::{Ask, Bar};
use almoner_domain::round::{Phase, Settings};

/// The text of a question and the help with it. A round's own question brings its own.
#[must_use]
pub fn ask(ask: &Ask<'_>, settings: &Settings) -> (String, Option<String>) {
    let money = &settings.money;
    match ask {
        Ask::Kind => ("What kind of group or organisation are you?".to_owned(), None),
        Ask::Place => (
            "What is the postcode of the place where most of your project will happen?".to_owned(),
            Some(
                "For example LE1 1AA. If you do not know it yet, use the nearest one that you do \
                 know."
                    .to_owned(),
            ),
        ),
        Ask::Members => (
            "How many people on your committee or board are not related to each other?".to_owned(),
            Some("Count family members, partners and people at one address as one.".to_owned()),
        ),
        Ask::Amount => (
            "About how much would you ask for?".to_owned(),
            Some(format!("This round gives from {} to {}.", money.minimum, money.maximum)),
        ),
        Ask::Own(own) => (own.text.clone(), own.hint.clone()),
    }
}

/// Why a round would not fund it.
#[must_use]
pub fn bar(bar: &Bar, targets: &[String]) -> String {
    match bar {
        Bar::Kind(which) => format!(
            "This round is not open to this kind of organisation: {}.",
            kind(*which).to_lowercase()
        ),
        Bar::OutsideTargets(postcode) => match targets {
            [] => format!("{postcode} is outside the area of this round."),
            targets => {
                format!("This round is for {}. {postcode} is in none of them.", list(targets))
            }
        },
        Bar::TooFewUnrelated { unrelated, least } => format!(
            "You need at least {least} people on your committee who are not related to each other. \
             You said {unrelated}. If that changes, you can apply."
        ),
        Bar::BelowMinimum { asked, least } => {
            format!("You would ask for {}. The smallest grant of this round is {}.", asked, least)
        }
        Bar::AboveMaximum { asked, most } => {
            format!("You would ask for {}. The largest grant of this round is {}.", asked, most)
        }
        Bar::Own { reason, .. } => reason.clone(),
    }
}

/// Where another round stands.
#[must_use]
pub const fn standing(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => "It is open now.",
        Phase::Announced => "It opens soon.",
        Phase::Paused => "It is paused at the moment.",
        Phase::Hidden | Phase::Cancelled | Phase::Closed | Phase::Results => {
            "No round of it is open now. Ask us when the next one opens."
        }
    }
}

/// Names as a sentence has them: “A, B and C”.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_a_sentence() {
        let names =
            |names: &[&str]| list(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(names(&["A"]), "A");
        assert_eq!(names(&["A", "B"]), "A and B");
        assert_eq!(names(&["A", "B", "C"]), "A, B and C");
    }
}
