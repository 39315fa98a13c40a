use almoner_web::components::*;
use askama::Template;

use super::options::Options;
use super::pages::*;

pub(super) fn label(o: &Options) -> Option<String> {
    let mut f = o.field("question")?;
    f.id = o.words("for");
    f.label = o.words("text");
    f.label_size = match o.words("classes").as_ref() {
        "" => Size::Plain,
        "govuk-label--s" => Size::Small,
        "govuk-label--m" => Size::Medium,
        "govuk-label--l" => Size::Large,
        "govuk-label--xl" => Size::ExtraLarge,
        _ => return None,
    };
    f.heading = o.flag("isPageHeading");
    LabelPage { f }.render().ok()
}

pub(super) fn hint(o: &Options) -> Option<String> {
    HintPage { id: o.words("id"), text: o.words("text") }.render().ok()
}

pub(super) fn error_message(o: &Options) -> Option<String> {
    ErrorMessagePage { id: o.words("id"), text: o.words("text") }.render().ok()
}

pub(super) fn fieldset(o: &Options) -> Option<String> {
    FieldsetPage {
        text: o.words("legend.text"),
        classes: o.words("legend.classes"),
        body: o.words("html").into_owned(),
    }
    .render()
    .ok()
}

pub(super) fn error_summary(o: &Options) -> Option<String> {
    let items = o.list("errorList")?;
    let summary = items
        .iter()
        .map(|item| ErrorItem { href: item.some_words("href"), text: item.words("text") })
        .collect();
    (o.words("titleText") == "There is a problem")
        .then(|| ErrorSummaryPage { summary }.render().ok())?
}

pub(super) fn button(o: &Options) -> Option<String> {
    let (kind, classes) = match o.words("classes") {
        c if c == "govuk-button--secondary" => (ButtonKind::Secondary, Words::default()),
        c if c == "govuk-button--warning" => (ButtonKind::Warning, Words::default()),
        c if c == "govuk-button--inverse" => (ButtonKind::Inverse, Words::default()),
        other => (ButtonKind::Primary, other),
    };
    let b = Button {
        text: o.words("text"),
        kind,
        href: o.some_words("href"),
        name: o.some_words("name"),
        value: o.some_words("value"),
        id: o.some_words("id"),
        start: o.flag("isStartButton"),
        disabled: o.flag("disabled"),
        once: o.bool("preventDoubleClick"),
        classes,
    };
    ButtonPage { b }.render().ok()
}

pub(super) fn input(o: &Options) -> Option<String> {
    let f = TextInput {
        field: o.field("label")?,
        kind: o.words("type"),
        prefix: o.some_words("prefix.text"),
        suffix: o.some_words("suffix.text"),
        input_mode: match o.words("inputmode").as_ref() {
            "" => InputMode::Any,
            "numeric" => InputMode::Numeric,
            "decimal" => InputMode::Decimal,
            _ => return None,
        },
        autocomplete: o.some_words("autocomplete"),
        spellcheck: o.bool("spellcheck"),
        autocapitalize: o.some_words("autocapitalize"),
        disabled: o.flag("disabled"),
    };
    InputPage { f }.render().ok()
}

pub(super) fn textarea(o: &Options) -> Option<String> {
    let f = Textarea {
        rows: o.some_words("rows").map_or(Some(5), |rows| rows.parse().ok())?,
        spellcheck: o.bool("spellcheck"),
        autocomplete: o.some_words("autocomplete"),
        limit: None,
        used: None,
        field: o.field("label")?,
    };
    TextareaPage { f }.render().ok()
}

pub(super) fn character_count(o: &Options) -> Option<String> {
    let most: u32 = o.words("maxlength").parse().ok()?;
    let f = Textarea {
        rows: o.some_words("rows").map_or(Some(5), |rows| rows.parse().ok())?,
        spellcheck: o.bool("spellcheck"),
        autocomplete: None,
        limit: Some(match o.words("countType").as_ref() {
            "words" => WordLimit::Words(most),
            _ => WordLimit::Characters(most),
        }),
        used: None,
        field: o.field("label")?,
    };
    TextareaPage { f }.render().ok()
}

pub(super) fn file_input(o: &Options) -> Option<String> {
    let f = FileInput {
        field: o.field("label")?,
        multiple: o.flag("multiple"),
        disabled: o.flag("disabled"),
    };
    FilePage { f }.render().ok()
}

pub(super) fn select(o: &Options) -> Option<String> {
    let items = o.list("items")?;
    let items = items
        .iter()
        .map(|item| {
            item.has("value").then(|| Choice {
                value: item.words("value"),
                text: item.words("text"),
                chosen: item
                    .bool("selected")
                    .unwrap_or(o.has("value") && item.words("value") == o.words("value")),
                disabled: item.flag("disabled"),
                ..Choice::default()
            })
        })
        .collect::<Option<Vec<_>>>()?;
    SelectPage { f: Select { field: o.field("label")?, items } }.render().ok()
}

fn group(o: &Options) -> Option<FieldView> {
    let mut field = o.field("fieldset.legend")?;
    field.id = o.some_words("idPrefix").unwrap_or_else(|| o.words("name"));
    if let Some(other) = o.some_words("fieldset.describedBy") {
        field.described_by = Some(other);
    }
    Some(field)
}

fn choices(o: &Options) -> Option<(Vec<Choice>, Bodies)> {
    let mut chosen = o.at("values").words_list();
    chosen.extend(o.some_words("value"));
    let items = o.list("items")?;
    let bodies = items
        .iter()
        .map(|item| (item.words("value"), item.words("conditional.html").into_owned()))
        .collect();
    let items = items
        .iter()
        .map(|item| match item.some_words("divider") {
            Some(text) => Choice::divider(text),
            None => Choice {
                value: item.words("value"),
                text: item.words("text"),
                hint: item.some_words("hint.text"),
                chosen: item.bool("checked").unwrap_or(chosen.contains(&item.words("value"))),
                disabled: item.flag("disabled"),
                id: item.some_words("id"),
                name: item.some_words("name"),
                divider: false,
                exclusive: item.words("behaviour") == "exclusive",
                conditional: item.some_words("conditional.html").is_some(),
            },
        })
        .collect();
    Some((items, bodies))
}

pub(super) fn radios(o: &Options) -> Option<String> {
    let (items, bodies) = choices(o)?;
    let plain = !items.iter().any(|item| item.conditional);
    let f = Radios { field: group(o)?, items };
    if plain { RadiosPage { f }.render().ok() } else { RadiosWithPage { f, bodies }.render().ok() }
}

pub(super) fn checkboxes(o: &Options) -> Option<String> {
    let (items, bodies) = choices(o)?;
    let plain = !items.iter().any(|item| item.conditional);
    let f = Checkboxes { field: group(o)?, items };
    if plain {
        CheckboxesPage { f }.render().ok()
    } else {
        CheckboxesWithPage { f, bodies }.render().ok()
    }
}

pub(super) fn date_input(o: &Options) -> Option<String> {
    let mut field = o.field("fieldset.legend")?;
    field.described_by = o.some_words("fieldset.describedBy");
    let id = o.words("id");
    field.id = id.clone();
    let prefix = o.some_words("namePrefix").map_or(String::new(), |prefix| format!("{prefix}-"));
    let part = |key: &str, label: &str, width| {
        let given = o.at(key);
        let name = format!("{prefix}{key}");
        DatePart {
            label: given.some_words("label").unwrap_or_else(|| label.to_owned().into()),
            id: format!("{id}-{key}").into(),
            value: given.some_words("value").unwrap_or_else(|| o.at("values").words(&name)),
            name: name.into(),
            width,
            wrong: given.flag("error"),
            autocomplete: given.some_words("autocomplete"),
        }
    };
    let parts = vec![part("day", "Day", 2), part("month", "Month", 2), part("year", "Year", 4)];
    DatePage { f: DateInput { field, parts } }.render().ok()
}
