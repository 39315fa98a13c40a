//! Every component against the design system's own examples: the same options must give the same
//! HTML.

mod content;
mod fields;
mod options;
mod pages;
mod unsupported;

use std::fmt::Write as _;

use serde_json::Value;

use crate::markup;
use options::Options;

/// How an example's options become our component's HTML; None when a value is one that ours cannot
/// take (such an example is named in [`unsupported::EXAMPLES`]).
type Render = fn(&Options) -> Option<String>;

/// A component, our rendering of it, and how many of its examples ours can show.
const COMPONENTS: &[(&str, Render, usize)] = &[
    ("back-link", content::back_link, 3),
    ("breadcrumbs", content::breadcrumbs, 5),
    ("button", fields::button, 33),
    ("character-count", fields::character_count, 18),
    ("checkboxes", fields::checkboxes, 33),
    ("date-input", fields::date_input, 16),
    ("details", content::details, 5),
    ("error-message", fields::error_message, 3),
    ("error-summary", fields::error_summary, 5),
    ("fieldset", fields::fieldset, 8),
    ("file-upload", fields::file_input, 16),
    ("footer", content::footer, 5),
    ("generic-header", content::generic_header, 2),
    ("hint", fields::hint, 3),
    ("input", fields::input, 36),
    ("inset-text", content::inset_text, 3),
    ("label", fields::label, 13),
    ("notification-banner", content::notification_banner, 11),
    ("pagination", content::pagination, 9),
    ("panel", content::panel, 3),
    ("phase-banner", content::phase_banner, 2),
    ("radios", fields::radios, 35),
    ("select", fields::select, 13),
    ("service-navigation", content::service_navigation, 12),
    ("skip-link", content::skip_link, 5),
    ("summary-list", content::summary_list, 8),
    ("table", content::table, 11),
    ("tag", content::tag, 10),
    ("task-list", content::task_list, 6),
    ("textarea", fields::textarea, 17),
    ("warning-text", content::warning_text, 5),
];

struct Example {
    name: String,
    options: Value,
    html: String,
}

fn examples(component: &str) -> Vec<Example> {
    let path = format!("{}/tests/fixtures/{component}.json", env!("CARGO_MANIFEST_DIR"));
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all.into_iter()
        .map(|example| Example {
            name: example["name"].as_str().unwrap().to_owned(),
            options: example["options"].clone(),
            html: example["html"].as_str().unwrap().to_owned(),
        })
        .collect()
}

#[test]
fn our_components_write_what_the_design_system_writes() {
    let mut report = String::new();
    let mut wrong = String::new();
    for (component, render, expected_count) in COMPONENTS {
        let (mut compared, all) = (0, examples(component));
        for example in &all {
            if unsupported::reason(component, &example.name, &example.options).is_some() {
                continue;
            }
            let Some(ours) = render(&Options::new(&example.options)) else {
                writeln!(wrong, "{component} / {}: cannot be shown, not listed", example.name)
                    .unwrap();
                continue;
            };
            compared += 1;
            let (ours, theirs) = (normal(component, &ours), normal(component, &example.html));
            if ours != theirs {
                writeln!(wrong, "{component} / {}\n{}", example.name, difference(&theirs, &ours))
                    .unwrap();
            }
        }
        writeln!(report, "{component}: compared {compared} of {}", all.len()).unwrap();
        if compared != *expected_count {
            writeln!(wrong, "{component}: compared {compared}, not {expected_count}").unwrap();
        }
    }
    println!("{report}");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_exception_is_listed_without_need() {
    let unneeded = unsupported::unneeded(examples);
    assert!(unneeded.is_empty(), "listed, but in no example: {unneeded:?}");
}

/// Our footer has neither crown nor licence, so those parts of the example are left out.
fn normal(component: &str, html: &str) -> String {
    let mut page = markup::parse(html);
    if component == "footer" {
        page.prune(&|element| {
            element.has_class("govuk-footer__crown")
                || element.has_class("govuk-footer__licence-logo")
                || element.has_class("govuk-footer__licence-description")
                || (element.has_class("govuk-footer__meta-item")
                    && !element.has_class("govuk-footer__meta-item--grow"))
        });
    }
    page.lines()
}

fn difference(theirs: &str, ours: &str) -> String {
    let (mut theirs, mut ours) = (theirs.lines(), ours.lines());
    loop {
        match (theirs.next(), ours.next()) {
            (None, None) => return "no difference".to_owned(),
            (their, our) if their == our => {}
            (their, our) => {
                return format!(
                    "  expected {}\n  ours     {}",
                    their.unwrap_or("the end"),
                    our.unwrap_or("the end")
                );
            }
        }
    }
}
