//! The fields and buttons of a form, as the page gives them.

use super::super::encoding::with_form_line_ends;
use super::super::markup::{Element, Markup};

/// One field. Radios and checkboxes of one name are one control each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Control {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text field, hidden field or text box with its value.
    Written(String),
    /// A radio or checkbox.
    Tick { value: String, ticked: bool },
    /// A select.
    Select { options: Vec<Choice>, multiple: bool },
    /// A file field.
    File,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// A button that sends the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Button {
    pub(super) label: String,
    pub(super) value: String,
    name: Option<String>,
    pub(super) action: Option<String>,
}

impl Button {
    pub(super) fn pair(&self) -> Option<(String, String)> {
        self.name.clone().map(|name| (name, self.value.clone()))
    }
}

impl Control {
    pub(super) fn is_choice(&self) -> bool {
        matches!(self.kind, Kind::Tick { .. } | Kind::Select { .. })
    }

    pub(super) fn choices(&self) -> Vec<String> {
        match &self.kind {
            Kind::Written(_) | Kind::File => Vec::new(),
            Kind::Tick { value, .. } => vec![value.clone()],
            Kind::Select { options, .. } => options.iter().map(|o| o.value.clone()).collect(),
        }
    }

    pub(super) fn offers(&self, wanted: &str) -> bool {
        match &self.kind {
            Kind::Written(_) | Kind::File => false,
            Kind::Tick { value, .. } => value == wanted,
            Kind::Select { options, .. } => options.iter().any(|option| option.is(wanted)),
        }
    }

    pub(super) fn choose_only(&mut self, wanted: &str) {
        match &mut self.kind {
            Kind::Written(_) | Kind::File => {}
            Kind::Tick { value, ticked } => *ticked = value == wanted,
            Kind::Select { options, .. } => {
                let by_value = options.iter().position(|option| option.value == wanted);
                let position =
                    by_value.or_else(|| options.iter().position(|option| option.label == wanted));
                for (at, option) in options.iter_mut().enumerate() {
                    option.chosen = Some(at) == position;
                }
            }
        }
    }

    /// Adds a choice where several may be taken; says whether this control offers it.
    pub(super) fn choose_also(&mut self, wanted: &str) -> bool {
        match &mut self.kind {
            Kind::Tick { value, ticked } if value == wanted => {
                *ticked = true;
                true
            }
            Kind::Select { options, multiple: true } => {
                let option = options.iter_mut().find(|option| option.is(wanted));
                option.is_some_and(|option| {
                    option.chosen = true;
                    true
                })
            }
            Kind::Written(_) | Kind::File | Kind::Tick { .. } | Kind::Select { .. } => false,
        }
    }

    pub(super) fn clear(&mut self) {
        match &mut self.kind {
            Kind::Written(value) => value.clear(),
            Kind::Tick { ticked, .. } => *ticked = false,
            Kind::Select { options, .. } => options.iter_mut().for_each(|o| o.chosen = false),
            Kind::File => {}
        }
    }

    /// What a browser sends for it.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let pair = |value: &str| (self.name.clone(), with_form_line_ends(value));
        match &self.kind {
            Kind::Written(value) => vec![pair(value)],
            Kind::Tick { value, ticked: true } => vec![pair(value)],
            Kind::Tick { ticked: false, .. } | Kind::File => Vec::new(),
            Kind::Select { options, .. } => {
                options.iter().filter(|option| option.chosen).map(|o| pair(&o.value)).collect()
            }
        }
    }
}

impl Choice {
    fn is(&self, wanted: &str) -> bool {
        self.value == wanted || self.label == wanted
    }
}

/// The fields and buttons that belong to a form: those inside it, and those elsewhere that name
/// it. Disabled ones are not sent and so not read.
pub(super) fn read_all(markup: &Markup, form: &Element) -> (Vec<Control>, Vec<Button>) {
    let (mut controls, mut buttons) = (Vec::new(), Vec::new());
    let disabled: Vec<&Element> = markup.named("fieldset").filter(|f| f.has("disabled")).collect();
    for element in markup.elements() {
        let belongs = match element.attribute("form") {
            Some(owner) => form.attribute("id") == Some(owner),
            None => form.contains(element),
        };
        let off = element.has("disabled") || disabled.iter().any(|f| f.contains(element));
        if !belongs || off {
            continue;
        }
        buttons.extend(button(markup, element));
        let name = element.attribute("name").filter(|name| !name.is_empty());
        if let (Some(name), Some(kind)) = (name, kind(markup, element)) {
            controls.push(Control { name: name.to_owned(), kind });
        }
    }
    (controls, buttons)
}

fn kind(markup: &Markup, element: &Element) -> Option<Kind> {
    let value = element.attribute("value");
    match (element.name.as_str(), input_type(element).as_str()) {
        ("textarea", _) => Some(Kind::Written(markup.verbatim(element))),
        ("select", _) => Some(select(markup, element)),
        ("input", "radio" | "checkbox") => Some(Kind::Tick {
            value: value.unwrap_or("on").to_owned(),
            ticked: element.has("checked"),
        }),
        ("input", "file") => Some(Kind::File),
        ("input", "submit" | "image" | "button" | "reset") => None,
        ("input", _) => Some(Kind::Written(value.unwrap_or_default().to_owned())),
        _ => None,
    }
}

fn input_type(element: &Element) -> String {
    element.attribute("type").unwrap_or_default().to_ascii_lowercase()
}

fn select(markup: &Markup, element: &Element) -> Kind {
    let multiple = element.has("multiple");
    let mut options: Vec<Choice> = markup
        .inside(element)
        .filter(|inner| inner.name == "option" && !inner.has("disabled"))
        .map(|option| {
            let label = markup.text(option);
            Choice {
                value: option.attribute("value").map_or_else(|| label.clone(), str::to_owned),
                chosen: option.has("selected"),
                label,
            }
        })
        .collect();
    if !multiple {
        // The last one marked counts; without a mark a drop-down shows, and sends, its first.
        let last = options.iter().rposition(|option| option.chosen).unwrap_or(0);
        for (at, option) in options.iter_mut().enumerate() {
            option.chosen = at == last;
        }
    }
    Kind::Select { options, multiple }
}

fn button(markup: &Markup, element: &Element) -> Option<Button> {
    let value = element.attribute("value").unwrap_or_default().to_owned();
    let label = match (element.name.as_str(), input_type(element).as_str()) {
        ("button", "button" | "reset") => return None,
        ("button", _) => markup.text(element),
        ("input", "submit") => value.clone(),
        _ => return None,
    };
    Some(Button {
        label,
        value,
        name: element.attribute("name").filter(|name| !name.is_empty()).map(str::to_owned),
        action: element.attribute("formaction").map(str::to_owned),
    })
}
