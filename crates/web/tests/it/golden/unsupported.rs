//! What the design system offers and our components leave out, with the reason.

use serde_json::Value;

use super::Example;

const ESCAPED: &str = "words are always escaped; markup goes into the block of a call";
const CHARACTERS: &str = "characters are counted where nothing else is said";
const CONTACT: &str = "every page says how to reach a person";
const WHOLE_DATE: &str = "a date is always day, month and year";
const NAMED_WRONG: &str = "the wrong boxes are named, all of them or none";
const EMPTY: &str = "a typed list has no empty places";
const PLAIN: &str = "no look or role of its own: it is the same on every page";

/// An option, by component (`*` for any) and by its path; `[]` stands for any entry of a list. A
/// path that ends in `*` stands for everything below it; one that begins with `*`, for wherever it is.
const OPTIONS: &[(&str, &str, &str)] = &[
    ("*", "*attributes", "no free attributes: the pages need none"),
    ("back-link", "classes", PLAIN),
    ("back-link", "html", ESCAPED),
    ("breadcrumbs", "classes", PLAIN),
    ("breadcrumbs", "collapseOnMobile", "the trails are short, and wrap"),
    ("breadcrumbs", "items[].html", ESCAPED),
    ("breadcrumbs", "labelText", "English only"),
    ("button", "html", ESCAPED),
    ("button", "type", "buttons here send a form"),
    ("character-count", "charactersAtLimitText", "English only"),
    ("character-count", "countMessage", PLAIN),
    ("character-count", "maxwords", "its successor is used"),
    ("character-count", "textareaDescriptionText", "English only"),
    ("character-count", "threshold", "the count is shown from the first word"),
    ("checkboxes", "describedBy", "the fieldset's is used"),
    ("checkboxes", "fieldset.classes", PLAIN),
    ("checkboxes", "fieldset.legend.html", ESCAPED),
    ("checkboxes", "items[].html", ESCAPED),
    ("checkboxes", "items[].label", PLAIN),
    ("date-input", "fieldset.legend.html", ESCAPED),
    ("date-input", "items", "a date is always day, month and year"),
    ("details", "classes", PLAIN),
    ("details", "id", "nothing links into details"),
    ("details", "summaryHtml", ESCAPED),
    ("error-message", "classes", PLAIN),
    ("error-message", "html", ESCAPED),
    ("error-message", "visuallyHiddenText", "English only"),
    ("error-summary", "classes", PLAIN),
    ("error-summary", "descriptionHtml", ESCAPED),
    ("error-summary", "descriptionText", "the list says it all"),
    ("error-summary", "disableAutoFocus", "the summary always takes the focus"),
    ("error-summary", "errorList[].html", ESCAPED),
    ("error-summary", "titleHtml", ESCAPED),
    ("fieldset", "classes", PLAIN),
    ("fieldset", "describedBy", "fields under a shared legend describe themselves"),
    ("fieldset", "legend.html", ESCAPED),
    ("fieldset", "legend.isPageHeading", "a page of several fields has a heading of its own"),
    ("fieldset", "role", PLAIN),
    ("file-upload", "javascript", "the browser's own control is enough"),
    ("footer", "classes", PLAIN),
    ("footer", "containerClasses", PLAIN),
    ("footer", "meta.visuallyHiddenTitle", "English only"),
    ("footer", "navigation", "three links need no sections"),
    ("generic-header", "classes", PLAIN),
    ("generic-header", "containerClasses", PLAIN),
    ("generic-header", "logoHtml", "the office's name is words"),
    ("hint", "classes", PLAIN),
    ("hint", "html", ESCAPED),
    ("input", "inputWrapper", PLAIN),
    ("input", "label.html", ESCAPED),
    ("input", "pattern", "the server checks, and says what is wrong"),
    ("input", "prefix.classes", PLAIN),
    ("input", "prefix.html", ESCAPED),
    ("input", "suffix.classes", PLAIN),
    ("input", "suffix.html", ESCAPED),
    ("inset-text", "classes", PLAIN),
    ("inset-text", "id", "nothing links into an inset"),
    ("label", "html", ESCAPED),
    ("notification-banner", "classes", PLAIN),
    ("notification-banner", "disableAutoFocus", "news of success always takes the focus"),
    ("notification-banner", "role", PLAIN),
    ("notification-banner", "titleHeadingLevel", "it stands at the head of a page"),
    ("notification-banner", "titleHtml", ESCAPED),
    ("pagination", "classes", PLAIN),
    ("pagination", "items[].visuallyHiddenText", "the number is enough"),
    ("pagination", "next.labelText", "the neighbours of a list's page have no titles"),
    ("panel", "actions", "a panel ends a journey, and asks nothing"),
    ("panel", "classes", PLAIN),
    ("panel", "headingLevel", "it holds the page's heading"),
    ("panel", "titleHtml", ESCAPED),
    ("phase-banner", "classes", PLAIN),
    ("phase-banner", "html", ESCAPED),
    ("phase-banner", "tag.classes", PLAIN),
    ("phase-banner", "tag.html", ESCAPED),
    ("radios", "fieldset.classes", PLAIN),
    ("radios", "fieldset.legend.html", ESCAPED),
    ("radios", "items[].html", ESCAPED),
    ("radios", "items[].label", PLAIN),
    ("service-navigation", "ariaLabel", "English only, one bar a page"),
    ("service-navigation", "classes", PLAIN),
    (
        "service-navigation",
        "collapseNavigationOnMobile",
        "two links and more collapse, as by default",
    ),
    ("service-navigation", "menuButtonLabel", "English only, one bar a page"),
    ("service-navigation", "menuButtonText", "English only, one bar a page"),
    ("service-navigation", "navigation[].html", ESCAPED),
    ("service-navigation", "navigationClasses", PLAIN),
    ("service-navigation", "navigationId", "one bar a page"),
    ("service-navigation", "navigationLabel", "English only, one bar a page"),
    ("service-navigation", "slots.end.align", PLAIN),
    ("service-navigation", "slots.navigationEnd", "only the end of the bar is used"),
    ("skip-link", "classes", PLAIN),
    ("skip-link", "html", ESCAPED),
    ("summary-list", "card.classes", PLAIN),
    ("summary-list", "card.title.html", ESCAPED),
    ("summary-list", "rows[].actions.classes", PLAIN),
    ("summary-list", "rows[].actions.items[].classes", PLAIN),
    ("summary-list", "rows[].actions.items[].html", ESCAPED),
    ("summary-list", "rows[].classes", PLAIN),
    ("summary-list", "rows[].key.classes", PLAIN),
    ("summary-list", "rows[].key.html", ESCAPED),
    ("summary-list", "rows[].value.classes", PLAIN),
    ("summary-list", "rows[].value.html", ESCAPED),
    ("table", "head[].html", ESCAPED),
    ("table", "head[].colspan", "a heading over two columns cannot be read out by column"),
    ("table", "rows[][].html", ESCAPED),
    ("table", "rows[][].colspan", "a cell over two columns cannot be stacked"),
    ("tag", "html", ESCAPED),
    ("task-list", "classes", PLAIN),
    ("task-list", "items[].classes", PLAIN),
    ("task-list", "items[].hint.html", ESCAPED),
    ("task-list", "items[].title.classes", PLAIN),
    ("task-list", "items[].title.html", ESCAPED),
    ("warning-text", "classes", PLAIN),
    ("warning-text", "html", ESCAPED),
];

/// Single examples whose values ours cannot take.
pub(super) const EXAMPLES: &[(&str, &str, &str)] = &[
    ("character-count", "with count type 'length'", CHARACTERS),
    ("character-count", "with count type 'characters'", CHARACTERS),
    ("character-count", "with count type 'characters' and value", CHARACTERS),
    ("character-count", "with count type 'characters' and error message", CHARACTERS),
    ("character-count", "to configure in JavaScript", "a limit is always known"),
    (
        "character-count",
        "with neither maxlength, maxwords nor textarea description set",
        "a limit is always known",
    ),
    ("checkboxes", "with falsy values", EMPTY),
    ("date-input", "with values, name prefix and custom names", WHOLE_DATE),
    ("date-input", "day and month", WHOLE_DATE),
    ("date-input", "month and year", WHOLE_DATE),
    ("date-input", "with errors only (using classes)", NAMED_WRONG),
    ("date-input", "with error on single field by omission", NAMED_WRONG),
    ("date-input", "with error on single field using classes", NAMED_WRONG),
    ("error-summary", "html as titleText", "every summary has the same title"),
    ("footer", "default", CONTACT),
    ("footer", "with custom HTML content licence and copyright notice", CONTACT),
    ("footer", "with custom text content licence and copyright notice", CONTACT),
    ("footer", "with no content licence", CONTACT),
    ("footer", "with only meta links", CONTACT),
    ("footer", "with HTML passed as text content", CONTACT),
    ("footer", "with empty meta", CONTACT),
    ("footer", "with empty meta items", CONTACT),
    ("label", "empty", "every field has a question"),
    ("label", "classes", "a question has one of five sizes"),
    ("notification-banner", "custom title id with type as success", "one success a page"),
    ("pagination", "with empty items", EMPTY),
    ("panel", "title with no body text", "a panel holds what to keep"),
    ("radios", "with falsy items", EMPTY),
    ("select", "with falsy items", EMPTY),
    ("select", "with falsy values", EMPTY),
    ("select", "without values", "each answer here has a value"),
    ("select", "without values with selected value", "each answer here has a value"),
    ("service-navigation", "with navigation having empty values", EMPTY),
    ("service-navigation", "with navigation having only empty values", EMPTY),
    ("summary-list", "with falsy values", EMPTY),
    ("table", "with falsy items", EMPTY),
    ("task-list", "with empty values", EMPTY),
];

/// Why this example is left out.
pub(super) fn reason(component: &str, example: &str, options: &Value) -> Option<&'static str> {
    let by_name = EXAMPLES.iter().find(|(c, name, _)| *c == component && *name == example);
    if let Some((_, _, reason)) = by_name {
        return Some(reason);
    }
    let mut used = Vec::new();
    paths(options, "", &mut used);
    OPTIONS
        .iter()
        .find(|(c, path, _)| of(c, component) && used.iter().any(|used| matches(path, used)))
        .map(|(_, _, reason)| *reason)
}

/// Entries of the tables that leave out nothing.
pub(super) fn unneeded(examples: impl Fn(&str) -> Vec<Example>) -> Vec<String> {
    let all: Vec<(&str, Vec<Example>)> = super::COMPONENTS
        .iter()
        .map(|(component, _, _)| (*component, examples(component)))
        .collect();
    let option_used = |c: &str, path: &str| {
        all.iter().filter(|(component, _)| of(c, component)).any(|(_, examples)| {
            examples.iter().any(|example| {
                let mut used = Vec::new();
                paths(&example.options, "", &mut used);
                used.iter().any(|used| matches(path, used))
            })
        })
    };
    let example_exists = |c: &str, name: &str| {
        all.iter().any(|(component, examples)| {
            *component == c && examples.iter().any(|example| example.name == name)
        })
    };
    let options = OPTIONS.iter().filter(|(c, path, _)| !option_used(c, path));
    let single = EXAMPLES.iter().filter(|(c, name, _)| !example_exists(c, name));
    options.chain(single).map(|(c, what, _)| format!("{c}: {what}")).collect()
}

fn of(listed: &str, component: &str) -> bool {
    listed == "*" || listed == component
}

fn matches(listed: &str, used: &str) -> bool {
    match (listed.strip_prefix('*'), listed.strip_suffix('*')) {
        (Some(end), _) => used == end || used.ends_with(&format!(".{end}")),
        (None, Some(start)) => used.starts_with(start),
        (None, None) => used == listed,
    }
}

/// The paths of all options that an example sets. What is below `attributes` is the example's own.
fn paths(options: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    if path.ends_with("attributes") {
        return;
    }
    match options {
        Value::Object(map) => {
            for (key, value) in map {
                let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                paths(value, &below, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                paths(item, &format!("{path}[]"), found);
            }
        }
        _ => {}
    }
}
