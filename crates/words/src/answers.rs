//! Answers in words, for everybody who reads them: the group itself, screeners and assessors.

use almoner_domain::form::{Fields, Identifier, Kind, Question, Value};
use almoner_domain::value::{show_date, words};

/// An answer in lines, in the order of the question's parts. What cannot be read is shown as it
/// was typed; nothing at all for no answer.
#[must_use]
pub fn lines(question: &Question, answers: &Fields) -> Vec<String> {
    match question.read(answers).value {
        Some(value) => read(question, value),
        None => typed(question, answers),
    }
}

/// How many words an answer has, and how many it may have, for a question that limits them.
#[must_use]
pub fn word_count(question: &Question, answers: &Fields) -> Option<(usize, u32)> {
    let (field, most) = match question.kind {
        Kind::LongText { max_words } => (question.id.as_str().to_owned(), max_words),
        Kind::YesNoExplain { max_words } => (format!("{}.text", question.id), max_words),
        _ => return None,
    };
    let text = answers.get(&field).and_then(|texts| texts.first())?;
    Some((words(text), most))
}

fn typed(question: &Question, answers: &Fields) -> Vec<String> {
    question
        .owned(answers)
        .flat_map(|(_, texts)| texts)
        .filter(|text| !text.trim().is_empty())
        .cloned()
        .collect()
}

/// The words of an option.
fn option(question: &Question, value: &str) -> String {
    let known = question.kind.options().iter().find(|option| option.value == value);
    known.map_or_else(|| value.to_owned(), |option| option.label.clone())
}

fn yes_no(yes: bool) -> String {
    if yes { "Yes" } else { "No" }.to_owned()
}

fn read(question: &Question, value: Value) -> Vec<String> {
    match value {
        // A paragraph is a line of its own.
        Value::Text(text) => text
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Money(amount) => vec![amount.to_string()],
        Value::Date(date) => vec![show_date(date)],
        Value::Period { start, end } => {
            vec![format!("{} to {}", show_date(start), show_date(end))]
        }
        Value::Choice(chosen) => vec![option(question, &chosen)],
        Value::Choices(chosen) => chosen.iter().map(|one| option(question, one)).collect(),
        Value::YesNo(yes) => vec![yes_no(yes)],
        Value::YesNoExplain { yes, explanation } => {
            std::iter::once(yes_no(yes)).chain(explanation).collect()
        }
        Value::OrganisationIds(ids) => {
            let charity = ids.charity.as_ref().map(|id| format!("Charity: {}", identifier(id)));
            let company = ids.company.as_ref().map(|id| format!("Company: {}", identifier(id)));
            let school = ids.school.as_ref().map(|id| format!("School: {}", identifier(id)));
            let other = ids.other.map(|text| format!("Other: {text}"));
            let all: Vec<String> =
                [charity, company, school, other].into_iter().flatten().collect();
            if all.is_empty() { vec!["None".to_owned()] } else { all }
        }
        Value::Person(person) => [person.name, person.role, person.email.as_str().to_owned()]
            .into_iter()
            .chain(person.phone.map(|phone| phone.to_string()))
            .collect(),
        Value::Address(address) => {
            address.lines.into_iter().chain([address.postcode.to_string()]).collect()
        }
        Value::Postcode(postcode) => vec![postcode.to_string()],
        Value::AreaShares(shares) => shares
            .iter()
            .map(|share| {
                let area = share.area.as_ref().map(|code| option(question, code.as_str()));
                let place: Vec<String> =
                    share.postcode.map(|code| code.to_string()).into_iter().chain(area).collect();
                format!("{}: {}%", place.join(", "), share.percent)
            })
            .collect(),
        Value::Budget(budget) => budget
            .lines
            .iter()
            .map(|line| {
                format!(
                    "{}, {}: {} at {} = {} ({} from this grant, {} from others)",
                    option(question, &line.category),
                    line.description,
                    line.quantity,
                    line.unit_cost,
                    line.total,
                    line.from_grant,
                    line.from_others
                )
            })
            .chain([format!(
                "Total {}: {} from this grant, {} from others",
                budget.total, budget.from_grant, budget.from_others
            )])
            .collect(),
        Value::MatchFunding(rows) => rows
            .into_iter()
            .map(|row| {
                format!(
                    "{}: {} {}, {}",
                    row.source,
                    row.amount,
                    if row.in_kind { "in kind" } else { "in money" },
                    if row.confirmed { "confirmed" } else { "not confirmed yet" }
                )
            })
            .collect(),
        Value::Outcomes(rows) => rows
            .into_iter()
            .map(|row| {
                format!(
                    "{}. Shown by: {}. Now: {}. Aim: {}. Measured: {}",
                    row.outcome,
                    row.indicator,
                    row.baseline.as_deref().unwrap_or("not known"),
                    row.target,
                    row.how
                )
            })
            .collect(),
        Value::Risks(rows) => rows
            .into_iter()
            .map(|row| format!("{}. What we would do: {}", row.risk, row.response))
            .collect(),
        Value::Milestones(rows) => {
            rows.into_iter().map(|row| format!("{}: {}", show_date(row.by), row.what)).collect()
        }
        Value::Agreed => vec!["Agreed".to_owned()],
    }
}

fn identifier<T: std::fmt::Display>(id: &Identifier<T>) -> String {
    match id {
        Identifier::Number(number) => number.to_string(),
        Identifier::AsTyped(text) => text.clone(),
    }
}
