//! What the components know by themselves.

use almoner_web::chrome::Office;
use almoner_web::components::*;
use askama::Template;

use crate::markup;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::button(b) }}"#
)]
struct Whole {
    b: Button,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::submit("Send") }}"#
)]
struct Submit;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::secondary("Send", "act", "later") }}"#
)]
struct Secondary;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::warning("Send") }}"#
)]
struct Warning;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::link_button("Send", "/send") }}"#
)]
struct LinkButton;

fn same(short: &impl Template, b: Button) {
    let lines = |html: String| markup::parse(&html).lines();
    assert_eq!(lines(short.render().unwrap()), lines(Whole { b }.render().unwrap()));
}

#[test]
fn the_short_forms_of_a_button_are_the_button() {
    same(&Submit, Button::submit("Send"));
    same(&Warning, Button::submit("Send").kind(ButtonKind::Warning));
    same(&Secondary, Button::submit("Send").kind(ButtonKind::Secondary).named("act", "later"));
    same(&LinkButton, Button::link("Send", "/send"));
}

#[test]
fn a_field_without_error_adds_nothing_to_the_summary() {
    let right = TextInput::new("group", "Name");
    let wrong = TextInput::new("place", "Place").error(Some("Enter a place"));
    let summary: ErrorSummary = [right.error_item(), wrong.error_item()].into_iter().collect();
    assert_eq!(summary.items, [ErrorItem::at("place", "Enter a place")]);
    assert!(!summary.is_empty());
}

#[test]
fn a_wrong_year_leads_the_summary_to_the_year() {
    let date = DateInput::new("starts", "Start")
        .typed(["1", "2", "24"])
        .wrong([false, false, true])
        .error(Some("The year has four figures"));
    assert_eq!(date.error_item(), Some(ErrorItem::at("starts-year", "The year has four figures")));
}

#[test]
fn a_date_that_is_missing_altogether_leads_to_its_first_box() {
    let date = DateInput::new("starts", "Start").error(Some("Enter a date"));
    assert_eq!(date.error_item(), Some(ErrorItem::at("starts-day", "Enter a date")));
    assert!(date.parts.iter().all(|part| date.shows_wrong(part)));
}

#[test]
fn the_first_wrong_choice_is_where_the_summary_leads() {
    let radios = Radios::yes_no("charity", "A charity?").error(Some("Choose yes or no"));
    let ids: Vec<Words> = radios.numbered().map(|(_, id)| id).collect();
    assert_eq!(ids, ["charity", "charity-2"]);
    assert_eq!(radios.error_item(), Some(ErrorItem::at("charity", "Choose yes or no")));
}

#[test]
fn choosing_a_value_unchooses_the_others_and_never_a_divider() {
    let radios = Radios::new(
        "reach",
        "How?",
        [
            Choice::new("post", "Post").chosen(true),
            Choice::divider("or"),
            Choice::new("", "Neither"),
        ],
    )
    .choose("");
    let chosen: Vec<bool> = radios.items.iter().map(|item| item.chosen).collect();
    assert_eq!(chosen, [false, false, true]);
}

#[test]
fn a_score_fills_its_bar_in_proportion_and_never_beyond() {
    assert_eq!(Score { marks: 0, most: 5 }.thousandths(), 0);
    assert_eq!(Score { marks: 4, most: 5 }.thousandths(), 800);
    assert_eq!(Score { marks: 7, most: 5 }.thousandths(), 1000);
    assert_eq!(Score { marks: 3, most: 0 }.thousandths(), 0);
    assert_eq!(Score { marks: u32::MAX, most: u32::MAX }.thousandths(), 1000);
}

#[test]
fn cells_stand_as_their_column_does() {
    let table = Table::new(
        "Budget",
        [Column::new("Line"), Column::numeric("Sum")],
        [[Cell::new("Workers"), Cell::new("£1.00")].into()],
    );
    let numeric: Vec<bool> = table.rows[0].cells.iter().map(|cell| cell.numeric).collect();
    assert_eq!(numeric, [false, true]);
}

#[test]
fn a_row_longer_than_the_head_loses_no_cell() {
    let row = Row::from([Cell::new("a"), Cell::new("b")]);
    let table = Table::new("", [Column::new("First")], [row.clone()]);
    let names: Vec<&str> = table.labelled(&row).map(|(_, name)| name).collect();
    assert_eq!(names, ["First", ""]);
}

#[test]
fn a_phone_number_is_dialled_without_its_spaces() {
    let office = |phone: &str| Office::new("Office", "Service", "Team", phone).phone_link();
    assert_eq!(office("0116 496 0000"), "tel:01164960000");
    assert_eq!(office("+44 (116) 496-0000"), "tel:+441164960000");
}
