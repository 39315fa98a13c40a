//! All components on one page, to be looked at in a browser: written to `gallery/` in the build's
//! folder for tests, with the files it loads. And what must hold of any page.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use almoner_web::assets::assets;
use almoner_web::chrome::{Chrome, SignedIn};
use almoner_web::components::*;
use askama::Template;

use crate::layout::chrome;
use crate::markup::{self, Element};

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{% import "components/content.html" as content %}
{% import "components/data.html" as data %}
{% import "components/forms.html" as forms %}
{% import "components/navigation.html" as navigation %}
{% block before_content %}
{{ navigation::breadcrumbs(trail) }}
{{ content::back_link("/rounds") }}
{% endblock %}
{% block content %}
{{ forms::error_summary(errors) }}
{{ content::success_banner("Your application has been sent") }}
{{ content::notification_banner("The round closes on Friday 12 January at 5pm.", id = "closing") }}
{% call content::notification("Workshop", "workshop") %}
<p class="govuk-notification-banner__heading">Come to the workshop on 14 December.</p>
<p class="govuk-body"><a class="govuk-notification-banner__link" href="/questions">Ask a question</a></p>
{% endcall %}
<h1 class="govuk-heading-l">Neighbourhood safety in Leicester, Leicestershire and Rutland</h1>
{{ navigation::sub_navigation("Round", parts) }}
<p class="govuk-body">Write to a-very-long-address-of-a-small-group-in-the-county@neighbourhood-safety.example.org.uk for help.</p>
{{ content::inset_text("Groups may ask for up to £10,000.") }}
{% call content::inset() %}<p class="govuk-body">Groups with <strong>no bank account</strong> may name another body.</p>{% endcall %}
{{ content::warning_text("You cannot change your application after the deadline.") }}
{% call content::details("Help with this question") %}<p>Say who will do the work.</p>{% endcall %}
<h2 class="govuk-heading-m">Fields</h2>
<form method="post" action="/gallery">
{{ forms::csrf("token") }}
{% for f in inputs %}{{ forms::input(f) }}{% endfor %}
{{ forms::code_input(code) }}
{% for f in textareas %}{{ forms::textarea(f) }}{% endfor %}
{{ forms::file_input(file) }}
{% for f in selects %}{{ forms::select(f) }}{% endfor %}
{% for f in radios %}{{ forms::radios(f) }}{% endfor %}
{% call(item) forms::radios_with(radios_with) %}{% if item.value == "email" %}{{ forms::input(contact_email) }}{% else %}{{ forms::input(contact_phone) }}{% endif %}{% endcall %}
{% for f in checkboxes %}{{ forms::checkboxes(f) }}{% endfor %}
{% for f in dates %}{{ forms::date_input(f) }}{% endfor %}
{% call forms::fieldset("Address of the group") %}{{ forms::input(street) }}{{ forms::input(postcode) }}{% endcall %}
<div class="govuk-button-group">
{{ forms::submit("Save and continue") }}
{{ forms::secondary("Save and come back later", "act", "later") }}
{{ forms::warning("Withdraw application") }}
{{ forms::link_button("See the round", "/rounds/1") }}
<a class="govuk-link" href="/rounds">Cancel</a>
</div>
{{ forms::button(start) }}
</form>
<h2 class="govuk-heading-m">Lists</h2>
{{ data::task_list(tasks) }}
{{ data::summary_list(summary) }}
{{ data::summary_card(card) }}
{{ data::table(plain_table) }}
{{ data::stacking_table(staff_table) }}
{% for t in tags %}{{ data::tag(t) }} {% endfor %}
<p>{% for s in scores %}{{ data::score(s) }}{% endfor %}</p>
{{ navigation::pagination(pages) }}
{{ navigation::pagination(by_key) }}
<h2 class="govuk-heading-m">Assessing</h2>
<div class="app-assess">
  {% for f in marks %}
  <section class="app-assess__criterion" aria-labelledby="criterion-{{ loop.index }}">
    <div>
      <h3 class="govuk-heading-m" id="criterion-{{ loop.index }}">Criterion {{ loop.index }}: how the project makes the neighbourhood safer</h3>
      {{ content::answer("We will run a youth café on two evenings each week, with two trained workers and four volunteers from the streets around.\n\nIn the first year we expect sixty young people.") }}
    </div>
    <div class="app-assess__marks">
      {{ forms::radios(f) }}
    </div>
  </section>
  {% endfor %}
</div>
{% call content::panel("Application sent") %}Your reference<br><strong>CSF3-0042</strong>{% endcall %}
{{ content::phase_banner("Trial", "This service is new: your words help us mend it.") }}
{% endblock %}"##
)]
struct Gallery {
    chrome: Chrome,
    errors: ErrorSummary,
    trail: Vec<Link>,
    parts: Vec<Link>,
    inputs: Vec<TextInput>,
    code: TextInput,
    textareas: Vec<Textarea>,
    file: FileInput,
    selects: Vec<Select>,
    radios: Vec<Radios>,
    radios_with: Radios,
    contact_email: TextInput,
    contact_phone: TextInput,
    checkboxes: Vec<Checkboxes>,
    dates: Vec<DateInput>,
    street: TextInput,
    postcode: TextInput,
    start: Button,
    tasks: Vec<TaskRow>,
    summary: SummaryList,
    card: SummaryCard,
    plain_table: Table,
    staff_table: Table,
    tags: Vec<Tag>,
    scores: Vec<Score>,
    pages: Pagination,
    by_key: Pagination,
    marks: Vec<Radios>,
}

fn areas() -> [Choice; 3] {
    [
        Choice::new("west", "West Leicester"),
        Choice::new("east", "East Leicester").hint("Includes Spinney Hills and North Evington"),
        Choice::new("rutland", "Rutland"),
    ]
}

fn mark(name: &'static str) -> Radios {
    let anchors = [
        ("0", "0: no answer"),
        ("1", "1: poor"),
        ("2", "2: weak, with large gaps"),
        ("3", "3: fair"),
        ("4", "4: good"),
        ("5", "5: excellent, with evidence for each claim"),
    ];
    let items = anchors.map(|(value, text)| Choice::new(value, text));
    Radios::new(name, "Your mark", items).label_size(Size::Small)
}

fn gallery() -> Gallery {
    let amount = TextInput::money("amount", "How much do you ask for?")
        .hint("In pounds, such as 4,500.00")
        .value("12,000")
        .error(Some("Ask for £10,000 or less"));
    let start_date = DateInput::new("starts", "When does the work start?")
        .hint("For example, 27 3 2024")
        .typed(["31", "2", "2024"])
        .wrong([true, false, false])
        .error(Some("February 2024 has 29 days"));
    let declared = Checkboxes::single("agreed", "I have authority to apply for this group")
        .error(Some("Confirm that you have authority"));
    let area = Radios::new("area", "Where will most of the work be?", areas())
        .hint("Choose one")
        .error(Some("Choose where most of the work will be"));
    let story = Textarea::new("story", "What will you do?")
        .hint("Say who, where and how often")
        .words(250)
        .value("\nWe will open a café.\n  Twice a week.")
        .error(Some("Use 250 words or fewer"));
    let errors = [
        amount.error_item(),
        story.error_item(),
        area.error_item(),
        declared.error_item(),
        start_date.error_item(),
        Some(ErrorItem::general("The deadline has passed")),
    ]
    .into_iter()
    .collect();
    let mut chrome = chrome("All components");
    chrome.demonstration = true;
    chrome.error = true;
    chrome.wide = true;
    chrome.signed_in =
        Some(SignedIn { name: "Amara Featherstonehaugh-Okafor".into(), csrf: "token".into() });
    chrome.navigation = vec![
        Link::new("Rounds", "/rounds").current(Page::This),
        Link::new("Applications", "/applications"),
        Link::new("Assessments", "/assessments"),
    ];
    Gallery {
        chrome,
        errors,
        trail: vec![
            Link::new("Rounds", "/rounds"),
            Link::new("Safety Fund", "/rounds/1"),
            Link::words("Your application"),
        ],
        parts: vec![
            Link::new("Overview", "/r/1").current(Page::This),
            Link::new("Applications", "/r/1/applications"),
            Link::new("Assessors", "/r/1/assessors"),
            Link::new("Ranking", "/r/1/ranking"),
            Link::new("Report", "/r/1/report"),
        ],
        inputs: vec![
            TextInput::new("group", "Name of the group"),
            amount,
            TextInput::email("email", "Email address").hint("We write to you here"),
            TextInput::telephone("phone", "Telephone number"),
            TextInput::whole_number("people", "How many people will take part?")
                .suffix("people")
                .error(Some("Enter a whole number")),
            TextInput::new("share", "Share of the work").suffix("%").width(3),
        ],
        code: TextInput::code("code", "Code from the email")
            .hint("6 figures")
            .error(Some("The code is used up: ask for a new one")),
        textareas: vec![Textarea::new("need", "Why is it needed?").words(250), story],
        file: FileInput::new("accounts", "Last year's accounts").hint("PDF, up to 10 MB"),
        selects: vec![
            Select::new("type", "Kind of group", areas()).choose("east"),
            Select::new("kind", "Kind of work", areas()).error(Some("Choose a kind")),
        ],
        radios: vec![area, Radios::yes_no("charity", "Is the group a charity?").choose("no")],
        radios_with: Radios::new(
            "contact",
            "How shall we reach you?",
            [
                Choice::new("email", "Email").conditional().chosen(true),
                Choice::new("phone", "Telephone").conditional(),
                Choice::divider("or"),
                Choice::new("none", "Do not write to me"),
            ],
        ),
        contact_email: TextInput::email("contact-email", "Email address"),
        contact_phone: TextInput::telephone("contact-phone", "Telephone number"),
        checkboxes: vec![
            Checkboxes::new("themes", "Which themes does it serve?", areas())
                .label_size(Size::Medium)
                .choose(&["west"]),
            declared,
        ],
        dates: vec![DateInput::new("ends", "When does it end?"), start_date],
        street: TextInput::new("street", "Street").autocomplete("address-line1"),
        postcode: TextInput::new("postcode", "Postcode").width(10).autocomplete("postal-code"),
        start: Button::link("Start now", "/rounds/1/apply").start(),
        tasks: vec![
            TaskRow {
                title: "About your group".into(),
                href: Some("/a/1/group".into()),
                hint: None,
                status: Status::Done("Completed".into()),
            },
            TaskRow {
                title: "What you will do".into(),
                href: Some("/a/1/work".into()),
                hint: Some("3 of 5 questions answered".into()),
                status: Status::Open(Tag::coloured("In progress", "blue")),
            },
            TaskRow {
                title: "Check and send".into(),
                href: None,
                hint: None,
                status: Status::Blocked("Cannot start yet".into()),
            },
        ],
        summary: SummaryList::from([
            SummaryRow::new("Name of the group", "Aylestone Allotment Neighbours (fictional)")
                .change("/a/1/group", "name of the group"),
            SummaryRow::new("Reference", "CSF3-0042"),
        ]),
        card: SummaryCard {
            actions: vec![
                Action::new("Change", "/a/1/budget", "budget line"),
                Action::new("Remove", "/a/1/budget/1/remove", "budget line"),
            ],
            ..SummaryCard::new(
                "Youth workers",
                [SummaryRow::new("Sum", "£2,400.00"), SummaryRow::new("Unit cost", "£12.00")],
            )
        },
        plain_table: Table {
            caption_classes: "govuk-table__caption--m".into(),
            ..Table::new(
                "Budget",
                [Column::new("Line"), Column::numeric("Sum")],
                [
                    [Cell::new("Youth workers"), Cell::new("£2,400.00")].into(),
                    Row { total: true, ..[Cell::new("Total"), Cell::new("£2,400.00")].into() },
                ],
            )
        },
        staff_table: Table {
            caption_classes: "govuk-table__caption--m".into(),
            ..Table::new(
                "Applications",
                [
                    Column::new("Group"),
                    Column::new("Reference"),
                    Column::new("Area"),
                    Column::new("State"),
                    Column::numeric("Requested"),
                    Column::numeric("Percentage"),
                ],
                ["Aylestone Allotment Neighbours", "Braunstone Boxing and Breakfast Club"].map(
                    |group| {
                        Row::from([
                            Cell::link(group, "/a/1"),
                            Cell::new("CSF3-0042"),
                            Cell::new("West Leicester"),
                            Cell::new("Waiting for a second screener"),
                            Cell::new("£9,950.00"),
                            Cell::new("72.5%"),
                        ])
                    },
                ),
            )
        },
        tags: vec![
            Tag::new("New"),
            Tag::coloured("Recommended", "green"),
            Tag::coloured("Held", "orange"),
            Tag::coloured("Declined", "red"),
        ],
        scores: vec![
            Score { marks: 0, most: 5 },
            Score { marks: 4, most: 5 },
            Score { marks: 31, most: 40 },
        ],
        pages: Pagination {
            previous: Some(Link::new("", "?page=1")),
            next: Some(Link::new("", "?page=3")),
            items: vec![
                PaginationItem { number: "1".into(), href: "?page=1".into(), current: false },
                PaginationItem { number: "2".into(), href: "?page=2".into(), current: true },
                PaginationItem::default(),
                PaginationItem { number: "40".into(), href: "?page=40".into(), current: false },
            ],
            ..Pagination::default()
        },
        by_key: Pagination {
            label: "Applications".into(),
            ..Pagination::by_key(Some("?before=a".into()), Some("?after=z".into()))
        },
        marks: vec![mark("mark-1"), mark("mark-2").error(Some("Choose a mark"))],
    }
}

fn page() -> Element {
    markup::parse(&gallery().render().unwrap())
}

#[test]
fn the_gallery_is_written_for_the_eye() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in assets() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(&asset.name);
        fs::copy(source, folder.join(asset.path.trim_start_matches('/'))).unwrap();
    }
    let html = gallery().render().unwrap();
    fs::write(folder.join("index.html"), &html).unwrap();
    assert!(html.contains("Application sent"));
}

#[test]
fn no_two_elements_share_an_id() {
    let page = page();
    let mut seen = BTreeSet::new();
    for element in page.descendants() {
        if let Some(id) = element.attributes.get("id") {
            assert!(seen.insert(id.clone()), "twice: {id}");
        }
    }
}

#[test]
fn every_label_description_and_error_link_leads_to_an_element() {
    let page = page();
    let elements = page.descendants();
    let ids: BTreeSet<&str> =
        elements.iter().filter_map(|e| e.attributes.get("id")).map(String::as_str).collect();
    for element in &elements {
        for key in
            ["for", "aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls"]
        {
            for id in element.attributes.get(key).map_or("", String::as_str).split_whitespace() {
                assert!(ids.contains(id), "{key} of {element:?}");
            }
        }
        if let Some(id) = element.attributes.get("href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(id), "{element:?}");
        }
    }
}

#[test]
fn every_field_has_a_label() {
    let page = page();
    let elements = page.descendants();
    let labelled: BTreeSet<&str> =
        elements.iter().filter_map(|e| e.attributes.get("for")).map(String::as_str).collect();
    for field in
        elements.iter().filter(|e| ["input", "textarea", "select"].contains(&e.name.as_str()))
    {
        if field.attributes.get("type").is_none_or(|kind| kind != "hidden") {
            assert!(labelled.contains(field.attributes["id"].as_str()), "{field:?}");
        }
    }
}

#[test]
fn a_page_has_one_title_above_all_other_headings() {
    // The panel is the other heading of the first order: it stands on a page of its own.
    let page = page();
    let first = page.descendants().into_iter().filter(|e| e.name == "h1").count();
    assert_eq!(first, 2);
}

#[test]
fn typed_text_comes_back_with_its_line_breaks() {
    let page = page();
    let story = page
        .descendants()
        .into_iter()
        .find(|e| e.attributes.get("id").is_some_and(|id| id == "story"))
        .unwrap();
    assert!(story.attributes["aria-describedby"].contains("story-error"));
    assert!(
        matches!(&story.children[..], [markup::Node::Text(text)]
            if text == "\n\nWe will open a café.\n  Twice a week."),
        "{story:?}"
    );
}

#[test]
fn a_sign_in_code_is_never_written_back_into_its_box() {
    let mut shown = gallery();
    shown.code = TextInput::code("code", "Code").value("123456");
    assert!(!shown.render().unwrap().contains("123456"));
}
