//! A form with every kind of question, and ways to fill it in.

mod authoring;
mod building;
mod checking;
mod fields;
mod reading;
mod rows;
mod rules;

use super::{Fields, Form, Problem, Question, QuestionId};

/// Every kind of question, as a round's file would have it. The fund is fictional.
const EVERYTHING: &str = r#"
version = 1

[[sections]]
id = "your-organisation"
title = "Your organisation"

[[sections.questions]]
id = "A1"
text = "What is your organisation's legal name?"
meaning = "organisation_name"
publishable = true
kind = "short_text"
max_chars = 100

[[sections.questions]]
id = "A2"
text = "What kind of organisation is it?"
purpose = "eligibility"
meaning = "organisation_type"
kind = "choice"
options = [
  { value = "charity", label = "Charity" },
  { value = "group", label = "Unincorporated group", hint = "With a constitution" },
]

[[sections.questions]]
id = "A3"
text = "What are its registration numbers?"
meaning = "registered_numbers"
kind = "organisation_ids"

[[sections.questions]]
id = "A4"
text = "What is its address?"
kind = "address"
places = true

[[sections.questions]]
id = "A5"
text = "Who is the main contact?"
why = "So that we can reach you about this application."
seen_by_assessors = false
meaning = "main_contact"
kind = "person"

[[sections.questions]]
id = "A6"
text = "Who else knows the project?"
seen_by_assessors = false
meaning = "second_contact"
kind = "person"
phone_optional = true

[[sections.questions]]
id = "A8"
text = "How many people are on your committee?"
meaning = "committee_size"
kind = "number"
min = 0
max = 100

[[sections.questions]]
id = "A9"
text = "How many of them are unrelated?"
meaning = "unrelated_members"
kind = "number"

[[sections.questions]]
id = "A10"
text = "Does anyone in the office have a role in your organisation?"
seen_by_assessors = false
meaning = "relationships"
kind = "yes_no_explain"
max_words = 100

[[sections]]
id = "your-project"
title = "Your project"
intro = "Tell us what you want to do."

[[sections.questions]]
id = "B3"
text = "Which priorities does it help?"
purpose = "scored"
kind = "multi_choice"
min = 1
max = 2
options = [
  { value = "rural", label = "Rural" },
  { value = "victims", label = "Victims" },
  { value = "young", label = "Young people" },
]

[[sections.questions]]
id = "B4"
text = "Where will it happen?"
purpose = "scored"
places = true
meaning = "places"
kind = "area_shares"
max_rows = 4
areas = [
  { value = "west", label = "West" },
  { value = "east", label = "East" },
]

[[sections.questions]]
id = "B5"
text = "What is the problem?"
purpose = "scored"
kind = "long_text"
max_words = 10

[[sections.questions]]
id = "B6"
text = "When did you start to plan it?"
required = false
kind = "date"

[[sections.questions]]
id = "B7"
text = "What will you do by when?"
kind = "milestones"
max_rows = 3

[[sections.questions]]
id = "B9"
text = "What will be different?"
purpose = "scored"
kind = "outcomes"
max_rows = 2
max_words = 20

[[sections.questions]]
id = "B12"
text = "What could go wrong?"
kind = "risks"
max_rows = 4
required = false

[[sections.questions]]
id = "B14"
text = "When does it begin and end?"
meaning = "project_period"
kind = "period"

[[sections]]
id = "money"
title = "Money"

[[sections.questions]]
id = "C0"
text = "How much do you ask for?"
meaning = "amount_asked"
kind = "money"

[[sections.questions]]
id = "C1"
text = "What will it cost?"
purpose = "scored"
meaning = "budget"
kind = "budget"
max_rows = 3
categories = [
  { value = "venue", label = "Venue" },
  { value = "staff", label = "Staff" },
]

[[sections.questions]]
id = "C2"
text = "What comes from elsewhere?"
required = false
kind = "match_funding"
max_rows = 2

[[sections.questions]]
id = "C3"
text = "What is the smallest amount of use?"
required = false
meaning = "smallest_useful_amount"
kind = "money"
min = 25000

[[sections]]
id = "safeguarding"
title = "Safeguarding"

[[sections.questions]]
id = "D1"
text = "Will you work with children?"
purpose = "eligibility"
meaning = "people_at_risk"
kind = "yes_no"

[[sections.questions]]
id = "D2"
text = "Where is your safeguarding lead's office?"
when = { question = "D1", equals = "yes" }
kind = "postcode"

[[sections.questions]]
id = "E2"
text = "What are your rules?"
required = false
kind = "files"
max_files = 2
document = "governing_document"

[[sections]]
id = "declarations"
title = "Declarations"

[[sections.questions]]
id = "G1"
text = "Do you agree?"
kind = "declaration"
statements = [
  { value = "truth", text = "What we say is true." },
  { value = "terms", text = "We have read the terms." },
]
"#;

pub(super) fn everything() -> Form {
    toml::from_str(EVERYTHING).unwrap()
}

pub(super) fn question(id: &str) -> Question {
    everything().question(&QuestionId::parse(id).unwrap()).unwrap().clone()
}

pub(super) fn fields(typed: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::new();
    for (name, text) in typed {
        fields.entry((*name).to_owned()).or_default().push((*text).to_owned());
    }
    fields
}

/// A bid that may be sent. Its people are fictional.
pub(super) fn filled_in() -> Fields {
    fields(&[
        ("A1", "Bridge Youth Club"),
        ("A2", "group"),
        ("A3.none", "yes"),
        ("A4.line1", "1 High Street"),
        ("A4.town", "Leicester"),
        ("A4.postcode", "le1 1aa"),
        ("A5.name", "Jo Okoro"),
        ("A5.role", "Chair"),
        ("A5.email", "jo@example.org"),
        ("A5.phone", "0116 496 0123"),
        ("A6.name", "Sam Lee"),
        ("A6.role", "Treasurer"),
        ("A6.email", "sam@example.org"),
        ("A8", "5"),
        ("A9", "4"),
        ("A10", "no"),
        ("B3", "victims"),
        ("B3", "rural"),
        ("B4.0.area", "west"),
        ("B4.0.percent", "70"),
        ("B4.1.postcode", "LE1 1AA"),
        ("B4.1.percent", "30%"),
        ("B5", "Nobody has anywhere to go."),
        ("B7.0.what", "Doors open"),
        ("B7.0.day", "1"),
        ("B7.0.month", "5"),
        ("B7.0.year", "2024"),
        ("B9.0.outcome", "Fewer calls"),
        ("B9.0.indicator", "Calls a month"),
        ("B9.0.baseline_unknown", "yes"),
        ("B9.0.target", "Half"),
        ("B9.0.how", "Police figures"),
        ("B14.start.day", "1"),
        ("B14.start.month", "4"),
        ("B14.start.year", "2024"),
        ("B14.end.day", "31"),
        ("B14.end.month", "3"),
        ("B14.end.year", "2025"),
        ("C0", "£1,000"),
        ("C1.0.category", "venue"),
        ("C1.0.description", "Hall"),
        ("C1.0.quantity", "40"),
        ("C1.0.unit_cost", "25.00"),
        ("C1.0.from_grant", "600"),
        ("C1.0.from_others", "400"),
        ("C1.1.category", "staff"),
        ("C1.1.description", "Youth worker"),
        ("C1.1.quantity", "12.5"),
        ("C1.1.unit_cost", "32"),
        ("C1.1.from_grant", "400"),
        ("D1", "no"),
        ("G1", "truth"),
        ("G1", "terms"),
    ])
}

/// The fully filled in bid with `name` changed to one text.
pub(super) fn but(name: &str, text: &str) -> Fields {
    let mut fields = filled_in();
    fields.insert(name.to_owned(), vec![text.to_owned()]);
    fields
}

pub(super) fn at(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.field.as_str()).collect()
}
