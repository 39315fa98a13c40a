//! Reads an answer.

use super::fields::Fields;
use super::kind::{Choice, Kind, Statement};
use super::problem::{Fault, Problem};
use super::reader::{CELL, Reader};
use super::schema::Question;
use super::value::{Address, Identifier, OrganisationIds, Person, Value};
use crate::id::DocumentId;
use crate::value::{
    CharityNumber, CompanyNumber, EmailAddress, NumberFault, Pence, PhoneNumber, Postcode,
    parse_whole,
};

/// What an answer was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The value; absent when nothing was typed, or when a problem stands in the way.
    pub value: Option<Value>,
    /// What is wrong, in the order of the fields.
    pub problems: Vec<Problem>,
}

impl Question {
    /// Reads the answer to this question. Whether the question applies is for the form to say.
    pub fn read(&self, answers: &Fields) -> Read {
        let mut reader = Reader::new(answers);
        let wanted = self.required || !self.is_untouched(answers);
        let value = if wanted { self.value(&mut reader) } else { None };
        let value = if reader.has_blocking() { None } else { value };
        Read { value, problems: reader.problems }
    }

    fn value(&self, reader: &mut Reader<'_>) -> Option<Value> {
        let id = self.id.as_str();
        match &self.kind {
            Kind::ShortText { max_chars } => {
                let max = usize::try_from(*max_chars).unwrap_or(usize::MAX);
                let text = reader.wanted_line(id, max)?;
                Some(Value::Text(text))
            }
            Kind::LongText { max_words } => reader.wanted_words(id, *max_words).map(Value::Text),
            Kind::Number { min, max } => {
                reader.wanted_as(id, |text| number(text, *min, *max)).map(Value::Number)
            }
            Kind::Money { min, max } => {
                reader.wanted_as(id, |text| money(text, *min, *max)).map(Value::Money)
            }
            Kind::Date {} => reader.wanted_date(id).map(Value::Date),
            Kind::Period {} => period(reader, id),
            Kind::Choice { options } => reader.wanted_option(id, options).map(Value::Choice),
            Kind::MultiChoice { options, min, max } => {
                choices(reader, id, options, *min, *max, self.required)
            }
            Kind::YesNo {} => reader.wanted_yes_no(id).map(Value::YesNo),
            Kind::YesNoExplain { max_words } => yes_no_explain(reader, id, *max_words),
            Kind::OrganisationIds {} => organisation_ids(reader, id),
            Kind::Person { phone_optional } => person(reader, id, *phone_optional),
            Kind::Address {} => address(reader, id),
            Kind::Postcode {} => reader.wanted_as(id, postcode).map(Value::Postcode),
            Kind::Files { max_files, .. } => files(reader, id, *max_files, self.required),
            Kind::Declaration { statements } => declaration(reader, id, statements),
            Kind::AreaShares { .. }
            | Kind::Budget { .. }
            | Kind::MatchFunding { .. }
            | Kind::Outcomes { .. }
            | Kind::Risks { .. }
            | Kind::Milestones { .. }
            | Kind::Table { .. } => self.value_in_rows(reader),
        }
    }
}

fn number(text: &str, min: i64, max: i64) -> Result<i64, Fault> {
    let number = parse_whole(text).map_err(|fault| match fault {
        NumberFault::Empty => Fault::Missing,
        NumberFault::NotNumber => Fault::NotNumber,
        NumberFault::NotWhole => Fault::NotWhole,
        NumberFault::TooLarge => Fault::NumberAbove { most: max },
    })?;
    if number < min {
        Err(Fault::NumberBelow { least: min })
    } else if number > max {
        Err(Fault::NumberAbove { most: max })
    } else {
        Ok(number)
    }
}

fn money(text: &str, min: Option<Pence>, max: Option<Pence>) -> Result<Pence, Fault> {
    let amount = Pence::parse(text).map_err(Fault::Money)?;
    match (min, max) {
        (Some(least), _) if amount < least => Err(Fault::MoneyBelow { least }),
        (_, Some(most)) if amount > most => Err(Fault::MoneyAbove { most }),
        _ => Ok(amount),
    }
}

pub(super) fn postcode(text: &str) -> Result<Postcode, Fault> {
    Postcode::parse(text).map_err(|_| Fault::NotPostcode)
}

fn period(reader: &mut Reader<'_>, id: &str) -> Option<Value> {
    let start = reader.wanted_date(&format!("{id}.start"));
    let end_field = format!("{id}.end");
    let end = reader.wanted_date(&end_field);
    let (start, end) = (start?, end?);
    if end < start {
        reader.note(&format!("{end_field}.day"), Fault::EndBeforeStart { start, end });
        return None;
    }
    Some(Value::Period { start, end })
}

fn choices(
    reader: &mut Reader<'_>,
    id: &str,
    options: &[Choice],
    min: u32,
    max: Option<u32>,
    required: bool,
) -> Option<Value> {
    let ticked = reader.many(id);
    if ticked.iter().any(|value| !options.iter().any(|option| option.value == *value)) {
        reader.note(id, Fault::NotAnOption);
        return None;
    }
    let chosen: Vec<String> = options
        .iter()
        .filter(|option| ticked.contains(&option.value))
        .map(|option| option.value.clone())
        .collect();
    let count = chosen.len();
    if count == 0 && required {
        reader.note(id, Fault::Missing);
        return None;
    }
    let min = usize::try_from(min).unwrap_or(usize::MAX);
    let max = max.and_then(|max| usize::try_from(max).ok()).unwrap_or(options.len());
    if count < min {
        reader.note(id, Fault::TooFewChosen { count, min });
    }
    if count > max {
        reader.note(id, Fault::TooManyChosen { count, max });
    }
    Some(Value::Choices(chosen))
}

fn yes_no_explain(reader: &mut Reader<'_>, id: &str, max_words: u32) -> Option<Value> {
    let yes = reader.wanted_yes_no(id)?;
    let field = format!("{id}.text");
    if !yes {
        return Some(Value::YesNoExplain { yes, explanation: None });
    }
    let explanation = reader.wanted_words(&field, max_words)?;
    Some(Value::YesNoExplain { yes, explanation: Some(explanation) })
}

fn organisation_ids(reader: &mut Reader<'_>, id: &str) -> Option<Value> {
    let [charity_field, company_field, school_field, other_field, none_field] =
        ["charity", "company", "school", "other", "none"].map(|part| format!("{id}.{part}"));
    let charity = identifier(reader, &charity_field, Fault::NotCharityNumber, |text| {
        CharityNumber::parse(text).ok()
    });
    let company = identifier(reader, &company_field, Fault::NotCompanyNumber, |text| {
        CompanyNumber::parse(text).ok()
    });
    let school = identifier(reader, &school_field, Fault::NotSchoolNumber, |text| {
        let six_figures = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        six_figures.then(|| text.to_owned())
    });
    let other = reader.offered_line(&other_field, CELL);
    let none = reader.ticked(&none_field);
    let any = charity.is_some() || company.is_some() || school.is_some() || other.is_some();
    match (any, none) {
        (false, false) if !reader.has_blocking() => {
            reader.note(&charity_field, Fault::NoNumberNorNone);
        }
        (true, true) => reader.note(&none_field, Fault::NumberAndNone),
        _ => {}
    }
    Some(Value::OrganisationIds(OrganisationIds { charity, company, school, other }))
}

fn identifier<T>(
    reader: &mut Reader<'_>,
    field: &str,
    fault: Fault,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<Identifier<T>> {
    let text = reader.offered_line(field, CELL)?;
    match parse(&text) {
        Some(number) => Some(Identifier::Number(number)),
        None => {
            reader.note(field, fault);
            Some(Identifier::AsTyped(text))
        }
    }
}

fn person(reader: &mut Reader<'_>, id: &str, phone_optional: bool) -> Option<Value> {
    let name = reader.wanted_line(&format!("{id}.name"), CELL);
    let role = reader.wanted_line(&format!("{id}.role"), CELL);
    let email = reader
        .wanted_as(&format!("{id}.email"), |text| EmailAddress::parse(text).map_err(Fault::Email));
    let phone_field = format!("{id}.phone");
    let parse = |text: &str| PhoneNumber::parse(text).map_err(|_| Fault::NotPhoneNumber);
    let phone = if phone_optional {
        reader.offered_as(&phone_field, parse)
    } else {
        reader.wanted_as(&phone_field, parse)
    };
    Some(Value::Person(Person { name: name?, role: role?, email: email?, phone }))
}

fn address(reader: &mut Reader<'_>, id: &str) -> Option<Value> {
    let line1 = reader.wanted_line(&format!("{id}.line1"), CELL);
    let line2 = reader.offered_line(&format!("{id}.line2"), CELL);
    let town = reader.wanted_line(&format!("{id}.town"), CELL);
    let county = reader.offered_line(&format!("{id}.county"), CELL);
    let postcode = reader.wanted_as(&format!("{id}.postcode"), postcode);
    let lines = [line1, line2, town, county].into_iter().flatten().collect();
    Some(Value::Address(Address { lines, postcode: postcode? }))
}

fn files(reader: &mut Reader<'_>, id: &str, most: u16, required: bool) -> Option<Value> {
    let given = reader.many(id);
    let ids: Vec<DocumentId> = given.iter().filter_map(|text| DocumentId::parse(text)).collect();
    if ids.len() != given.len() {
        reader.note(id, Fault::NotAnOption);
        return None;
    }
    if ids.is_empty() && required {
        reader.note(id, Fault::NoFile);
        return None;
    }
    let (count, most) = (ids.len(), usize::from(most));
    if count > most {
        reader.note(id, Fault::TooManyFiles { count, most });
    }
    Some(Value::Files(ids))
}

fn declaration(reader: &mut Reader<'_>, id: &str, statements: &[Statement]) -> Option<Value> {
    let ticked = reader.many(id);
    if ticked.iter().any(|value| !statements.iter().any(|one| one.value == *value)) {
        reader.note(id, Fault::NotAnOption);
        return None;
    }
    let left = statements.iter().filter(|one| !ticked.contains(&one.value)).count();
    match left {
        0 => return Some(Value::Agreed),
        _ if ticked.is_empty() => reader.note(id, Fault::Missing),
        left => reader.note(id, Fault::NotAllAgreed { left }),
    }
    None
}
