//! What the component macros in `templates/components/` are given.
//!
//! Each struct is one component of the GOV.UK Design System; the macro of the same name writes its
//! HTML. Words are always escaped: no struct takes HTML. Content with markup goes into the body of
//! a `{% call %}` block.

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
