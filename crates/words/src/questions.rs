//! What kind of answer a question takes, in words.

use almoner_domain::form::{CellKind, Kind, Meaning};

/// What we want as an answer, with its limits.
#[must_use]
pub fn answer(kind: &Kind) -> String {
    match kind {
        Kind::ShortText { max_chars } => format!("A line of up to {max_chars} characters."),
        Kind::LongText { max_words } => format!("Up to {max_words} words."),
        Kind::Number { min, max } => format!("A whole number from {min} to {max}."),
        Kind::Money { min, max } => match (min, max) {
            (Some(min), Some(max)) => {
                format!("An amount from {} to {}.", min, max)
            }
            (Some(min), None) => format!("An amount of at least {}.", min),
            (None, Some(max)) => format!("An amount of up to {}.", max),
            (None, None) => "An amount in pounds.".to_owned(),
        },
        Kind::Date {} => "A date.".to_owned(),
        Kind::Period {} => "A first and a last date.".to_owned(),
        Kind::Choice { .. } => "One of the choices below.".to_owned(),
        Kind::MultiChoice { min, max, .. } => match (min, max) {
            (0 | 1, None) => "As many of the choices below as are right.".to_owned(),
            (0 | 1, Some(max)) => format!("Up to {max} of the choices below."),
            (min, None) => format!("At least {min} of the choices below."),
            (min, Some(max)) => format!("From {min} to {max} of the choices below."),
        },
        Kind::YesNo {} => "Yes or no.".to_owned(),
        Kind::YesNoExplain { max_words } => {
            format!("Yes or no. If yes, up to {max_words} words about it.")
        }
        Kind::OrganisationIds {} => {
            "Your charity, company, school or other numbers, or that you have none.".to_owned()
        }
        Kind::Person { phone_optional } => if *phone_optional {
            "A person’s name, role and email address, and a telephone number if there is one."
        } else {
            "A person’s name, role, email address and telephone number."
        }
        .to_owned(),
        Kind::Address {} => "A postal address.".to_owned(),
        Kind::Postcode {} => "A postcode.".to_owned(),
        Kind::AreaShares { areas, max_rows } => {
            if areas.is_empty() {
                format!("Up to {max_rows} postcodes, each with its share. The shares total 100%.")
            } else {
                format!(
                    "Up to {max_rows} of the areas below or postcodes, each with its share. The \
                 shares total 100%."
                )
            }
        }
        Kind::Budget { max_rows, .. } => format!(
            "Up to {max_rows} lines, each with a kind of cost from the choices below, what it is, \
             how many, what one costs, and who pays. The lines must add up."
        ),
        Kind::MatchFunding { max_rows } => {
            format!("Up to {max_rows} lines of money or help from elsewhere.")
        }
        Kind::Outcomes { max_rows, max_words } => {
            rows(*max_rows, *max_words, "outcomes, each with how you will know")
        }
        Kind::Risks { max_rows, max_words } => {
            rows(*max_rows, *max_words, "risks, each with what you would do")
        }
        Kind::Milestones { max_rows } => format!("Up to {max_rows} steps, each with its date."),
        Kind::Files { max_files: 1, kinds, .. } => {
            format!("A file: {}.", super::documents::kinds(kinds))
        }
        Kind::Files { max_files, kinds, .. } => {
            format!("Up to {max_files} files: {}.", super::documents::kinds(kinds))
        }
        Kind::Table { max_rows, .. } => {
            format!("A table of up to {max_rows} rows, with the columns below.")
        }
        Kind::Declaration { .. } => "Agree to each statement below.".to_owned(),
    }
}

fn rows(max_rows: u16, max_words: Option<u32>, what: &str) -> String {
    match max_words {
        Some(words) => format!("Up to {max_rows} {what}, {words} words in all."),
        None => format!("Up to {max_rows} {what}."),
    }
}

/// The options or statements of a question; none for most.
#[must_use]
pub fn options(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Choice { options }
        | Kind::MultiChoice { options, .. }
        | Kind::AreaShares { areas: options, .. }
        | Kind::Budget { categories: options, .. } => options
            .iter()
            .map(|option| match &option.hint {
                Some(hint) => format!("{}: {hint}", option.label),
                None => option.label.clone(),
            })
            .collect(),
        Kind::Table { columns, .. } => columns
            .iter()
            .map(|column| match column.cell {
                CellKind::Text => column.label.clone(),
                CellKind::Number => format!("{}: a whole number, added up", column.label),
                CellKind::Money => format!("{}: an amount in pounds, added up", column.label),
            })
            .collect(),
        Kind::Declaration { statements } => {
            statements.iter().map(|statement| statement.text.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// What an answer is used for besides being read, for those who build a form.
#[must_use]
pub const fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::OrganisationName => "The name of the group",
        Meaning::OrganisationType => "The kind of group",
        Meaning::RegisteredNumbers => "The group’s registered numbers",
        Meaning::MainContact => "The person to write to",
        Meaning::SecondContact => "A second person to write to, who must be another",
        Meaning::CommitteeSize => "How many are on the committee",
        Meaning::UnrelatedMembers => "How many of the committee are unrelated, at most all of them",
        Meaning::EarlierGrants => "Earlier grants of the office",
        Meaning::Relationships => "Links with the office, the police or the panel",
        Meaning::HostOrganisation => "Whether another organisation holds the money",
        Meaning::ProjectName => "The name of the project",
        Meaning::PublicSummary => "The summary that may be published",
        Meaning::Places => "Where it happens, held against the target areas",
        Meaning::ProjectPeriod => "When it starts and ends, held against the round’s dates",
        Meaning::Budget => "The costs; what they ask for must equal the amount asked for",
        Meaning::AmountAsked => "The amount asked for, held against the round’s limits",
        Meaning::SmallestUsefulAmount => "The smallest useful amount, at most the amount asked for",
        Meaning::PeopleAtRisk => "Whether it works with people at risk",
        Meaning::BankAccount => "Whether there is an account with two signatories",
        Meaning::Referee => "Somebody who can speak for the group",
    }
}
