//! What the page of a question asks for: what every question has, and what its kind has.

use super::inputs::{Input, What};
use super::parts::Choices;
use crate::components::Choice;
use almoner_domain::document::{DocumentKind, FileKind};
use almoner_domain::form::{Kind, Meaning, Question};
use serde_json::{Value, json};

/// The kinds of answers, by code, as the builder calls them.
pub(super) fn kind_name(code: &str) -> String {
    let name = match code {
        "short_text" => "One line of text",
        "long_text" => "Paragraphs, with a word limit",
        "number" => "A whole number",
        "money" => "An amount in pounds",
        "date" => "A date",
        "period" => "A start and an end date",
        "choice" => "One of several answers",
        "multi_choice" => "Any of several answers",
        "yes_no" => "Yes or no",
        "yes_no_explain" => "Yes or no, with an explanation if yes",
        "organisation_ids" => "Charity, company and other numbers",
        "person" => "A person with contact details",
        "address" => "An address",
        "postcode" => "A postcode",
        "area_shares" => "Places with shares of the people who benefit",
        "budget" => "A budget, line by line, with totals",
        "match_funding" => "Money and help from others",
        "outcomes" => "Outcomes and how they are measured",
        "risks" => "Risks and what would be done",
        "milestones" => "Milestones with dates",
        "table" => "A table with columns of your own, added up",
        "files" => "Files",
        "declaration" => "Statements that must be agreed to",
        other => return other.replace('_', " "),
    };
    name.to_owned()
}

/// The inputs of a question, as its page has them.
pub(super) fn inputs(question: &Question, choices: &Choices<'_>) -> Vec<Input> {
    let new = Input::new;
    let mut inputs = vec![
        new("text", "Question", What::Text(2)),
        new("hint", "Guidance", What::MaybeText(2)).hint("Help with answering it, if it needs any"),
        new(
            "required",
            "Must it be answered?",
            What::Radio(vec![
                Choice::new("yes", "Yes, an application cannot be sent without it"),
                Choice::new("no", "No, it is optional"),
            ]),
        ),
        new("why", "Why we ask", What::MaybeText(2))
            .hint("Applicants can read it. Say it for every question about people."),
    ];
    inputs.extend(of_kind(&question.kind, choices));
    let criteria = &choices.seen.round.settings.scoring.criteria;
    let criteria: Vec<Choice> =
        criteria.iter().map(|one| Choice::new(one.code.clone(), one.title.clone())).collect();
    inputs.push(
        new("feeds", "Criteria for which the answer counts", What::Some(criteria))
            .hint("An answer that counts for a criterion is marked. None if it is not marked."),
    );
    inputs.push(new(
        "eligibility",
        "It helps to decide whether the group can be funded at all",
        What::Tick,
    ));
    inputs.push(
        new("when", "Ask it only if", What::When(earlier_answers(question, choices)))
            .hint("Only an earlier question can decide it"),
    );
    inputs.push(
        new("meaning", "What else the answer is used for", What::Maybe(meanings(&question.kind)))
            .hint("Sums, limits and checks across answers follow from it"),
    );
    inputs.push(new("seen_by_assessors", "Assessors see the answer", What::Tick));
    inputs.push(new("publishable", "It may be published if a grant is made", What::Tick));
    inputs.push(new(
        "places",
        "It tells a place, which is withheld where places are protected",
        What::Tick,
    ));
    inputs
}

fn of_kind(kind: &Kind, choices: &Choices<'_>) -> Vec<Input> {
    let new = Input::new;
    let rows = || new("max_rows", "Most rows", What::Whole(100));
    match kind {
        Kind::ShortText { .. } => vec![new("max_chars", "Most characters", What::Whole(2_000))],
        Kind::LongText { .. } | Kind::YesNoExplain { .. } => {
            vec![new("max_words", "Most words", What::Whole(3_000))]
        }
        Kind::Number { .. } => vec![
            new("min", "Lowest number", What::Whole(1_000_000_000)),
            new("max", "Highest number", What::Whole(1_000_000_000)),
        ],
        Kind::Money { .. } => vec![
            new("min", "Smallest amount", What::MaybePounds),
            new("max", "Largest amount", What::MaybePounds)
                .hint("Leave empty if the limits of the round are enough"),
        ],
        Kind::Choice { .. } => vec![options("options", "Answers to choose from")],
        Kind::MultiChoice { .. } => vec![
            options("options", "Answers to choose from"),
            new("min", "Fewest to choose", What::Whole(100)),
            new("max", "Most to choose", What::MaybeWhole(100)),
        ],
        Kind::Person { .. } => {
            vec![new("phone_optional", "The telephone number can be left out", What::Tick)]
        }
        Kind::AreaShares { .. } => vec![
            new("areas", "Areas to choose from", What::Some(choices.areas()))
                .hint("None if only postcodes are asked for"),
            rows(),
        ],
        Kind::Budget { .. } => vec![options("categories", "Kinds of cost"), rows()],
        Kind::Outcomes { .. } | Kind::Risks { .. } => vec![
            rows(),
            new("max_words", "Most words in all rows together", What::MaybeWhole(3_000)),
        ],
        Kind::MatchFunding { .. } | Kind::Milestones { .. } => vec![rows()],
        Kind::Table { .. } => vec![
            new(
                "columns",
                "Columns",
                What::Rows {
                    legend: "Column",
                    columns: vec![
                        new("value", "Code", What::Hidden),
                        new("label", "Heading", What::Line),
                        new("cell", "What is written into it", What::One(cells())),
                    ],
                    most: 8,
                },
            ),
            rows(),
        ],
        Kind::Files { .. } => vec![
            new("max_files", "Most files", What::Whole(20)),
            new("document", "What the files are asked for as", What::One(document_kinds())).hint(
                "Insurance and safeguarding policies are asked for the day on which they end",
            ),
            new("kinds", "Kinds of file that are taken", What::Some(file_kinds()))
                .hint("None for every kind that we take"),
        ],
        Kind::Declaration { .. } => {
            vec![new("statements", "Statements", What::Options("text")).hint("One on each line")]
        }
        _ => Vec::new(),
    }
}

fn cells() -> Vec<Choice> {
    vec![
        Choice::new("text", "Text"),
        Choice::new("number", "A whole number, added up"),
        Choice::new("money", "An amount in pounds, added up"),
    ]
}

fn document_kinds() -> Vec<Choice> {
    let all = DocumentKind::ALL.iter();
    all.map(|kind| Choice::new(kind.code(), crate::content::documents::asked_as(*kind))).collect()
}

fn file_kinds() -> Vec<Choice> {
    let all = FileKind::ALL.iter();
    all.map(|kind| Choice::new(kind.code(), crate::content::documents::file_kind(*kind))).collect()
}

fn options(path: &'static str, label: &'static str) -> Input {
    Input::new(path, label, What::Options("label")).hint("One on each line")
}

/// Every answer that an earlier question can have.
fn earlier_answers(question: &Question, choices: &Choices<'_>) -> Vec<Choice> {
    let form = &choices.seen.round.form;
    let earlier = form.questions().take_while(|one| one.id != question.id);
    earlier
        .flat_map(|one| {
            let choice = |value: &str, label: &str| {
                let short: String = one.text.chars().take(60).collect();
                Choice::new(format!("{}={value}", one.id), format!("{} {short}: {label}", one.id))
            };
            match &one.kind {
                Kind::YesNo {} | Kind::YesNoExplain { .. } => {
                    vec![choice("yes", "Yes"), choice("no", "No")]
                }
                Kind::Choice { options } | Kind::MultiChoice { options, .. } => {
                    options.iter().map(|option| choice(&option.value, &option.label)).collect()
                }
                _ => Vec::new(),
            }
        })
        .collect()
}

/// What an answer of this kind can be used for.
fn meanings(kind: &Kind) -> Vec<Choice> {
    Meaning::ALL
        .iter()
        .filter(|meaning| meaning.fits(kind))
        .map(|meaning| Choice::new(meaning.code(), crate::content::questions::meaning(*meaning)))
        .collect()
}

/// The question as its inputs take it.
pub(super) fn begin(question: &Question, feeds: Vec<String>) -> Value {
    let mut value = serde_json::to_value(question).unwrap_or_default();
    let mut set = |key: &str, to: Value| super::inputs::put(&mut value, key, to);
    set("required", json!(question.required));
    set("seen_by_assessors", json!(question.seen_by_assessors));
    set("feeds", json!(feeds));
    let eligibility = question.purpose == almoner_domain::form::Purpose::Eligibility;
    set("eligibility", json!(eligibility));
    if let Kind::AreaShares { areas, .. } = &question.kind {
        let codes: Vec<&str> = areas.iter().map(|area| area.value.as_str()).collect();
        set("areas", json!(codes));
    }
    value
}

/// The question and its criteria from what its inputs gave.
pub(super) fn finish(
    mut value: Value,
    choices: &Choices<'_>,
) -> Result<(Question, Vec<String>), serde_json::Error> {
    let take = |value: &mut Value, key: &str| {
        value.as_object_mut().and_then(|object| object.remove(key)).unwrap_or_default()
    };
    let feeds: Vec<String> = serde_json::from_value(take(&mut value, "feeds"))?;
    let eligibility = take(&mut value, "eligibility") == json!(true);
    let purpose = match (feeds.is_empty(), eligibility) {
        (false, _) => "scored",
        (true, true) => "eligibility",
        (true, false) => "information",
    };
    super::inputs::put(&mut value, "purpose", json!(purpose));
    super::parts::give_codes(value.get_mut("columns"), "value", "label");
    if value.get("kind") == Some(&json!("area_shares")) {
        let codes = take(&mut value, "areas");
        let known = choices.areas();
        let areas = codes.as_array().cloned().into_iter().flatten().filter_map(|code| {
            let code = code.as_str()?.to_owned();
            let label = known.iter().find(|one| one.value == code)?.text.to_string();
            Some(json!({ "value": code, "label": label }))
        });
        super::inputs::put(&mut value, "areas", Value::Array(areas.collect()));
    }
    Ok((serde_json::from_value(value)?, feeds))
}
