//! What each field of a question is called.

use almoner_domain::form::{Kind, Question};

/// What a field of a question is called, for errors: the question, and the part of it.
pub(crate) fn field_label(question: &Question, field: &str) -> String {
    let id = question.id.as_str();
    let rest = field.strip_prefix(id).unwrap_or_default().trim_start_matches('.');
    if rest.is_empty() || matches!(question.kind, Kind::Date {}) {
        return question.text.clone();
    }
    if question.kind.max_rows().is_some() {
        let (row, column) = rest.split_once('.').unwrap_or((rest, ""));
        let number = row.parse::<u32>().map_or(1, |row| row.saturating_add(1));
        let column = lower(&column_label(&question.kind, column));
        return format!("{} {number}, {column}", rows_label(&question.kind));
    }
    format!("{}, {}", question.text.trim_end_matches('?'), lower(part(&question.kind, rest)))
}

/// What the part of a question is called beside the question's own words; none for a question of
/// one part.
pub(crate) fn part_label(question: &Question, field: &str) -> Option<String> {
    let rest = field.strip_prefix(question.id.as_str())?.strip_prefix('.')?;
    if matches!(question.kind, Kind::Date {}) {
        return None;
    }
    if question.kind.max_rows().is_some() {
        return Some(field_label(question, field));
    }
    Some(part(&question.kind, rest).trim_end_matches(" (optional)").to_owned())
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

/// What a row is called.
pub(crate) const fn rows_label(kind: &Kind) -> &'static str {
    match kind {
        Kind::AreaShares { .. } => "Place",
        Kind::Budget { .. } => "Budget line",
        Kind::MatchFunding { .. } => "Source",
        Kind::Outcomes { .. } => "Outcome",
        Kind::Risks { .. } => "Risk",
        Kind::Milestones { .. } => "Milestone",
        Kind::Table { .. } => "Row",
        _ => "Row",
    }
}

/// What a part of a question without rows is called.
pub(super) fn part(kind: &Kind, part: &str) -> &'static str {
    match (kind, part.split('.').next().unwrap_or_default()) {
        (Kind::Period {}, "start") => "Start date",
        (Kind::Period {}, _) => "End date",
        (Kind::YesNoExplain { .. }, _) => "If yes, tell us more",
        (Kind::OrganisationIds {}, "charity") => "Charity number (optional)",
        (Kind::OrganisationIds {}, "company") => "Company or CIC number (optional)",
        (Kind::OrganisationIds {}, "school") => "School unique reference number (optional)",
        (Kind::OrganisationIds {}, "other") => "Other registration (optional)",
        (Kind::OrganisationIds {}, _) => "We have no registration number",
        (Kind::Person { .. }, "name") => "Full name",
        (Kind::Person { .. }, "role") => "Role",
        (Kind::Person { .. }, "email") => "Email address",
        (Kind::Person { phone_optional: true }, _) => "Telephone number (optional)",
        (Kind::Person { .. }, _) => "Telephone number",
        (Kind::Address {}, "line1") => "Address line 1",
        (Kind::Address {}, "line2") => "Address line 2 (optional)",
        (Kind::Address {}, "town") => "Town or city",
        (Kind::Address {}, "county") => "County (optional)",
        (Kind::Address {}, _) => "Postcode",
        _ => "Answer",
    }
}

/// What a column of a question in rows is called.
pub(super) fn column_label(kind: &Kind, column: &str) -> String {
    let own = kind.columns().find(|(name, _)| *name == column);
    own.map_or_else(|| fixed_label(kind, column).to_owned(), |(_, own)| own.label.clone())
}

fn fixed_label(kind: &Kind, column: &str) -> &'static str {
    match (kind, column) {
        (Kind::AreaShares { .. }, "postcode") => "Postcode of the venue",
        (Kind::AreaShares { .. }, "area") => "Area",
        (Kind::AreaShares { .. }, _) => "Share of the people you will help",
        (Kind::Budget { .. }, "category") => "Kind of cost",
        (Kind::Budget { .. }, "description") => "What it pays for",
        (Kind::Budget { .. }, "quantity") => "How many",
        (Kind::Budget { .. }, "unit_cost") => "Cost of one",
        (Kind::Budget { .. }, "from_grant") => "From this grant",
        (Kind::Budget { .. }, _) => "From others",
        (Kind::MatchFunding { .. }, "source") => "Who it comes from",
        (Kind::MatchFunding { .. }, "amount") => "Amount or value",
        (Kind::MatchFunding { .. }, "form") => "Money or help in kind",
        (Kind::MatchFunding { .. }, _) => "Is it confirmed?",
        (Kind::Outcomes { .. }, "outcome") => "What will be different",
        (Kind::Outcomes { .. }, "indicator") => "What will show it",
        (Kind::Outcomes { .. }, "baseline") => "How it is now",
        (Kind::Outcomes { .. }, "baseline_unknown") => "We do not know how it is now",
        (Kind::Outcomes { .. }, "target") => "What you aim for",
        (Kind::Outcomes { .. }, _) => "How and when you will measure it",
        (Kind::Risks { .. }, "risk") => "What could go wrong",
        (Kind::Risks { .. }, _) => "What you would do",
        (Kind::Milestones { .. }, "what") => "What will be done",
        (Kind::Milestones { .. }, _) => "Date",
        _ => "Answer",
    }
}
