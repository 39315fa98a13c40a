//! What the component macros in `templates/components/` are given.
//!
//! Each struct is one component of the GOV.UK Design System; the macro of the same name writes its
//! HTML. Words are always escaped: no struct takes HTML. Content with markup goes into the body of
//! a `{% call %}` block.
//!
//! A page with a form, from its struct to its template:
//!
//! ```ignore
//! #[derive(Template)]
//! #[template(path = "pages/postcode.html")]
//! struct PostcodePage {
//!     chrome: Chrome,
//!     errors: ErrorSummary,
//!     postcode: TextInput,
//! }
//!
//! let postcode = TextInput::new("postcode", "Postcode of the work")
//!     .width(10)
//!     .value(form.postcode)
//!     .error(form.postcode_error);
//! chrome.error = postcode.field.error.is_some();
//! let errors = [postcode.error_item()].into_iter().collect();
//! ```
//!
//! ```html
//! {% extends "layout.html" %}
//! {% import "components/forms.html" as forms %}
//! {% block content %}
//! {{ forms::error_summary(errors) }}
//! <h1 class="govuk-heading-l">Where is the work?</h1>
//! <form method="post">
//!   {{ forms::csrf(token) }}
//!   {{ forms::input(postcode) }}
//!   {{ forms::submit("Save and continue") }}
//! </form>
//! {% endblock %}
//! ```
//!
//! | File | Macros |
//! | --- | --- |
//! | `forms.html` | `input`, `code_input`, `textarea`, `file_input`, `select`, `radios`, `radios_with`, `checkboxes`, `checkboxes_with`, `date_input`, `fieldset`, `error_summary`, `button`, `submit`, `secondary`, `warning`, `link_button`, `csrf` |
//! | `content.html` | `back_link`, `details`, `inset`, `inset_text`, `warning_text`, `success_banner`, `notification_banner`, `notification`, `panel`, `phase_banner`, `answer` |
//! | `data.html` | `tag`, `task_list`, `summary_list`, `summary_card`, `table`, `stacking_table`, `score`, `word_count` |
//! | `navigation.html` | `breadcrumbs`, `sub_navigation`, `pagination`, and what the layout uses |

mod button;
mod choice;
mod date;
mod errors;
mod field;
mod input;
mod list;
mod navigation;
mod table;

pub use button::{Button, ButtonKind};
pub use choice::{Checkboxes, Choice, Radios, Select};
pub use date::{DateInput, DatePart};
pub use errors::{ErrorItem, ErrorSummary};
pub use field::{Field, FieldView, Size};
pub use input::{FileInput, InputMode, TextInput, Textarea, WordLimit};
pub use list::{Action, Score, Status, SummaryCard, SummaryList, SummaryRow, Tag, TaskRow};
pub use navigation::{Link, Page, Pagination, PaginationItem};
pub use table::{Cell, Column, Row, Table};

use std::borrow::Cow;

/// Words for a page: fixed wording costs nothing, wording made for one request is owned.
pub type Words = Cow<'static, str>;
