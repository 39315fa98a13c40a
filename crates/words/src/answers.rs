//! Answers in words, for everybody who reads them: the group itself, screeners and assessors.

use almoner_domain::form::{Fields, Identifier, Kind, Question, Value};
use almoner_domain::value::{PhoneNumber, show_date, words};

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

/// A telephone number as it is written in this country, or as it was given where it is of another.
fn phone(phone: &PhoneNumber) -> String {
    let shown = phone.e164().strip_prefix("+44").and_then(|rest| {
        // How many digits the area code has, after its nought, and the first part of the rest.
        let (area, first) = match rest.as_bytes() {
            [b'2', ..] => (2, 4),
            [b'1', b'1', ..] | [b'1', _, b'1', ..] | [b'3' | b'8', ..] => (3, 3),
            _ => (4, 6),
        };
        let (code, number) = rest.split_at_checked(area)?;
        let (head, tail) = number.split_at_checked(first)?;
        let gap = if tail.is_empty() { "" } else { " " };
        Some(format!("0{code} {head}{gap}{tail}"))
    });
    let shown = shown.unwrap_or_else(|| phone.e164().to_owned());
    match phone.extension() {
        Some(extension) => format!("{shown} ext {extension}"),
        None => shown,
    }
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
            .chain(person.phone.as_ref().map(phone))
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
        Value::Table(table) => {
            let labels: Vec<&str> =
                question.kind.columns().map(|(_, column)| column.label.as_str()).collect();
            let line = |row: &Vec<String>| {
                let cells = labels.iter().zip(row).map(|(label, cell)| format!("{label}: {cell}"));
                cells.collect::<Vec<_>>().join(". ")
            };
            let totals: Vec<String> = labels
                .iter()
                .zip(&table.totals)
                .filter_map(|(label, total)| {
                    total.map(|total| format!("{label}: {}", super::rules::measured(total)))
                })
                .collect();
            let sums = (!totals.is_empty()).then(|| format!("Total. {}", totals.join(". ")));
            table.rows.iter().map(line).chain(sums).collect()
        }
        // Pages name the files; this is for those that only count.
        Value::Files(files) => match files.len() {
            0 => Vec::new(),
            1 => vec!["1 file".to_owned()],
            more => vec![format!("{more} files")],
        },
        Value::Agreed => vec!["Agreed".to_owned()],
    }
}

fn identifier<T: std::fmt::Display>(id: &Identifier<T>) -> String {
    match id {
        Identifier::Number(number) => number.to_string(),
        Identifier::AsTyped(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_shown_as_it_is_written_here() {
        for (typed, shown) in [
            ("01164960601", "0116 496 0601"),
            ("07700900209", "07700 900209"),
            ("02079460958", "020 7946 0958"),
            ("01509 496000", "01509 496000"),
            ("+33 1 23 45 67 89", "+33123456789"),
        ] {
            assert_eq!(phone(&PhoneNumber::parse(typed).unwrap()), shown);
        }
    }
}
