//! A form as a person fills it in and a browser sends it (HTML §4.10.21).

mod control;

use super::Browser;
use super::encoding::{Attachment, Payload, encode_pairs};
use super::failure::Failure;
use super::markup::{Element, Markup};
use super::page::Page;

use control::{Button, Control, Kind};

/// A form read from a page. Untouched fields, hidden ones among them, are sent as they came.
#[derive(Debug, Clone)]
pub struct Form {
    id: Option<String>,
    action: String,
    posts: bool,
    multipart: bool,
    /// The page the form stands on, from which its action is read.
    page: String,
    controls: Vec<Control>,
    buttons: Vec<Button>,
    extra: Vec<(String, String)>,
    files: Vec<(String, Attachment)>,
}

impl Form {
    pub(super) fn read(markup: &Markup, form: &Element, page: &str) -> Self {
        let id = form.attribute("id").map(str::to_owned);
        let (controls, buttons) = control::read_all(markup, form);
        Self {
            action: form.attribute("action").unwrap_or_default().to_owned(),
            posts: form.attribute("method").is_some_and(|m| m.eq_ignore_ascii_case("post")),
            multipart: form.attribute("enctype") == Some("multipart/form-data"),
            page: page.to_owned(),
            id,
            controls,
            buttons,
            extra: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The form's id, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The action as written; empty for a form that goes back to its own page.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    pub(super) fn action_path(&self) -> &str {
        let action = if self.action.is_empty() { &self.page } else { &self.action };
        action.split_once('?').map_or(action.as_str(), |(path, _)| path)
    }

    /// The value the field would be sent with, if it would be sent.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        self.fields(None).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The names of the fields, each once, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for control in &self.controls {
            if !names.contains(&control.name) {
                names.push(control.name.clone());
            }
        }
        names
    }

    /// The values that radios, checkboxes or a select of this name offer, in order.
    #[must_use]
    pub fn choices(&self, name: &str) -> Vec<String> {
        let fitting = self.controls.iter().filter(|control| control.name == name);
        fitting.flat_map(Control::choices).collect()
    }

    /// The labels of the buttons that send the form, in order.
    #[must_use]
    pub fn buttons(&self) -> Vec<String> {
        self.buttons.iter().map(|button| button.label.clone()).collect()
    }

    /// Fills in a text field, or makes this the one choice taken among radios, checkboxes or a
    /// select (by value, in a select also by what its option reads).
    ///
    /// # Errors
    /// [`Failure::NoField`] or [`Failure::NoChoice`].
    pub fn set(&mut self, name: &str, value: &str) -> Result<&mut Self, Failure> {
        if !self.controls.iter().any(|control| control.name == name) {
            return Err(Failure::NoField {
                form: self.action.clone(),
                name: name.to_owned(),
                present: self.names(),
            });
        }
        let fitting = || self.controls.iter().filter(|control| control.name == name);
        let is_choice = fitting().all(Control::is_choice);
        if is_choice && !fitting().any(|control| control.offers(value)) {
            return Err(Failure::NoChoice {
                form: self.action.clone(),
                name: name.to_owned(),
                value: value.to_owned(),
                present: self.choices(name),
            });
        }
        let mut fitting = self.controls.iter_mut().filter(|control| control.name == name);
        if is_choice {
            fitting.for_each(|control| control.choose_only(value));
        } else if let Some(control) = fitting.find(|control| !control.is_choice()) {
            control.kind = Kind::Written(value.to_owned());
        }
        Ok(self)
    }

    /// Ticks one more checkbox or option of this name, or, where none offers the value, sends one
    /// more pair that the page did not ask for.
    pub fn add(&mut self, name: &str, value: &str) -> &mut Self {
        let ticked = self
            .controls
            .iter_mut()
            .filter(|control| control.name == name)
            .any(|control| control.choose_also(value));
        if !ticked {
            self.extra.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Takes back all choices of this name, or empties the text field.
    ///
    /// # Errors
    /// [`Failure::NoField`].
    pub fn clear(&mut self, name: &str) -> Result<&mut Self, Failure> {
        let mut found = false;
        for control in self.controls.iter_mut().filter(|control| control.name == name) {
            control.clear();
            found = true;
        }
        if found {
            return Ok(self);
        }
        Err(Failure::NoField {
            form: self.action.clone(),
            name: name.to_owned(),
            present: self.names(),
        })
    }

    /// Leaves a field out altogether, as no browser does by itself: for checks that forge
    /// requests.
    pub fn leave_out(&mut self, name: &str) -> &mut Self {
        self.controls.retain(|control| control.name != name);
        self.extra.retain(|(known, _)| known != name);
        self
    }

    /// Chooses a file for a file field. Only a form with `enctype="multipart/form-data"` sends
    /// its bytes; others send its name alone, as browsers do.
    pub fn attach(
        &mut self,
        name: &str,
        file_name: &str,
        content_type: &str,
        bytes: &[u8],
    ) -> &mut Self {
        let file = Attachment {
            file_name: file_name.to_owned(),
            content_type: content_type.to_owned(),
            bytes: bytes.to_vec(),
        };
        self.files.push((name.to_owned(), file));
        self
    }

    /// Sends the form by its first button, as the Enter key does.
    ///
    /// # Errors
    /// As [`Browser::get`].
    pub fn submit(&self, browser: &mut Browser) -> Result<Page, Failure> {
        self.send(browser, self.buttons.first())
    }

    /// Sends the form by the button that reads so, or else has this value.
    ///
    /// # Errors
    /// [`Failure::NoButton`], or as [`Browser::get`].
    pub fn press(&self, browser: &mut Browser, button: &str) -> Result<Page, Failure> {
        let found = self
            .buttons
            .iter()
            .find(|known| known.label == button)
            .or_else(|| self.buttons.iter().find(|known| known.value == button))
            .ok_or_else(|| Failure::NoButton {
                form: self.action.clone(),
                wanted: button.to_owned(),
                present: self.buttons(),
            })?;
        self.send(browser, Some(found))
    }

    fn send(&self, browser: &mut Browser, button: Option<&Button>) -> Result<Page, Failure> {
        let action = button.and_then(|button| button.action.as_deref()).unwrap_or(&self.action);
        let fields = self.fields(button);
        if !self.posts {
            let path = if action.is_empty() { self.page.as_str() } else { action };
            let path = path.split_once(['?', '#']).map_or(path, |(path, _)| path);
            let target = format!("{path}?{}", encode_pairs(&fields));
            return browser.send_form(&target, &self.page, None);
        }
        let payload = if self.multipart {
            Payload::multipart(&fields, &self.files_sent())
        } else {
            Payload::url_encoded(&fields)
        };
        browser.send_form(action, &self.page, Some(payload))
    }

    /// The pairs sent when this button is pressed.
    fn fields(&self, button: Option<&Button>) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for control in &self.controls {
            if control.kind == Kind::File && !self.multipart {
                let chosen = self.files.iter().find(|(name, _)| *name == control.name);
                let file_name = chosen.map_or("", |(_, file)| file.file_name.as_str());
                fields.push((control.name.clone(), file_name.to_owned()));
            }
            fields.extend(control.pairs());
        }
        fields.extend(button.and_then(Button::pair));
        fields.extend(self.extra.iter().cloned());
        fields
    }

    /// The files chosen; a file field left alone sends an empty file without a name.
    fn files_sent(&self) -> Vec<(String, Attachment)> {
        let untouched = self.controls.iter().filter(|control| {
            control.kind == Kind::File && !self.files.iter().any(|(name, _)| *name == control.name)
        });
        let empty = untouched.map(|control| {
            let nothing = Attachment {
                file_name: String::new(),
                content_type: "application/octet-stream".to_owned(),
                bytes: Vec::new(),
            };
            (control.name.clone(), nothing)
        });
        self.files.iter().cloned().chain(empty).collect()
    }
}
