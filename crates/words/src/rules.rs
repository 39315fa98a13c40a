//! Checks across answers, in words.

use almoner_domain::form::{Form, FormFault, Measured, QuestionId, Relation, Rule};

/// A check as its authors and its applicants read it.
#[must_use]
pub fn rule(form: &Form, rule: &Rule) -> String {
    let name = |id: &QuestionId| {
        let text = form.question(id).map(|question| question.text.as_str()).unwrap_or_default();
        format!("{id} “{}”", text.trim_end_matches('?'))
    };
    let of: Vec<String> = rule.of.iter().map(name).collect();
    let (of, against) = (all(&of), name(&rule.against));
    let several = rule.of.len() > 1;
    match rule.is {
        Relation::Equals if several => format!("{of} together must be as much as {against}"),
        Relation::Equals => format!("{of} must be as much as {against}"),
        Relation::NotAbove if several => {
            format!("{of} together must not be more than {against}")
        }
        Relation::NotAbove => format!("{of} must not be more than {against}"),
        Relation::NotAfter => format!("{of} must not be later than {against}"),
    }
}

/// How answers can stand to another one, for those who write a check.
#[must_use]
pub const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Equals => "Together they must be as much as the other answer",
        Relation::NotAbove => "Together they must not be more than the other answer",
        Relation::NotAfter => "None of them may be later than the other answer",
    }
}

/// An amount or a number.
#[must_use]
pub fn measured(amount: Measured) -> String {
    match amount {
        Measured::Count(number) => number.to_string(),
        Measured::Money(pence) => pence.to_string(),
    }
}

/// Several names as one: “B1, B2 and B3”.
pub(crate) fn all(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What is wrong with a check; none for a fault of another part of the form.
pub(crate) fn fault(fault: &FormFault) -> Option<String> {
    Some(match fault {
        FormFault::RuleOfNothing { .. } => "Choose at least one answer to compare".to_owned(),
        FormFault::RuleUnknown { on, .. } => format!(
            "A check across answers needs question {on}, which the form does not have. Take the \
             check out first"
        ),
        FormFault::RuleOfOtherKind { on, .. } => format!(
            "A check across answers cannot compare the answer to question {on} with the others: \
             choose numbers, amounts or dates, all of one kind"
        ),
        FormFault::RuleCircular { on, .. } => format!(
            "The checks across answers lead from question {on} back to itself, so that no answer \
             could pass them"
        ),
        _ => return None,
    })
}
