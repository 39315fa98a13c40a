//! The smallest pages: each holds one component.

use almoner_web::components::*;
use askama::Template;

/// What each answer opens, by its value.
pub(super) type Bodies = Vec<(Words, String)>;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::input(f) }}"#
)]
pub(super) struct InputPage {
    pub(super) f: TextInput,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::textarea(f) }}"#
)]
pub(super) struct TextareaPage {
    pub(super) f: Textarea,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::file_input(f) }}"#
)]
pub(super) struct FilePage {
    pub(super) f: FileInput,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::select(f) }}"#
)]
pub(super) struct SelectPage {
    pub(super) f: Select,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::radios(f) }}"#
)]
pub(super) struct RadiosPage {
    pub(super) f: Radios,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{% call(item) forms::radios_with(f) %}{{ self.more(item)|safe }}{% endcall %}"#
)]
pub(super) struct RadiosWithPage {
    pub(super) f: Radios,
    pub(super) bodies: Bodies,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::checkboxes(f) }}"#
)]
pub(super) struct CheckboxesPage {
    pub(super) f: Checkboxes,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{% call(item) forms::checkboxes_with(f) %}{{ self.more(item)|safe }}{% endcall %}"#
)]
pub(super) struct CheckboxesWithPage {
    pub(super) f: Checkboxes,
    pub(super) bodies: Bodies,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::date_input(f) }}"#
)]
pub(super) struct DatePage {
    pub(super) f: DateInput,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::label(f) }}"#
)]
pub(super) struct LabelPage {
    pub(super) f: FieldView,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::hint(id, text) }}"#
)]
pub(super) struct HintPage {
    pub(super) id: Words,
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::error_message(id, text) }}"#
)]
pub(super) struct ErrorMessagePage {
    pub(super) id: Words,
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{% call forms::fieldset(text, classes) %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct FieldsetPage {
    pub(super) text: Words,
    pub(super) classes: Words,
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::error_summary(summary) }}"#
)]
pub(super) struct ErrorSummaryPage {
    pub(super) summary: ErrorSummary,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/forms.html" as forms %}{{ forms::button(b) }}"#
)]
pub(super) struct ButtonPage {
    pub(super) b: Button,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{{ content::back_link(href, text) }}"#
)]
pub(super) struct BackLinkPage {
    pub(super) href: Words,
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{% call content::details(summary, open) %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct DetailsPage {
    pub(super) summary: Words,
    pub(super) open: bool,
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{% call content::inset() %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct InsetPage {
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{{ content::inset_text(text) }}"#
)]
pub(super) struct InsetTextPage {
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{{ content::warning_text(text, spoken) }}"#
)]
pub(super) struct WarningTextPage {
    pub(super) text: Words,
    pub(super) spoken: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{{ content::success_banner(text) }}"#
)]
pub(super) struct SuccessPage {
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{{ content::notification_banner(text, title, id) }}"#
)]
pub(super) struct BannerPage {
    pub(super) text: Words,
    pub(super) title: Words,
    pub(super) id: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{% call content::notification(title, id) %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct BannerWithPage {
    pub(super) title: Words,
    pub(super) id: Words,
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{% call content::panel(title) %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct PanelPage {
    pub(super) title: Words,
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/content.html" as content %}{{ content::phase_banner(tag, text) }}"#
)]
pub(super) struct PhasePage {
    pub(super) tag: Words,
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/navigation.html" as navigation %}{{ navigation::skip_link(href, text) }}"#
)]
pub(super) struct SkipLinkPage {
    pub(super) href: Words,
    pub(super) text: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/navigation.html" as navigation %}{{ navigation::generic_header(office, url) }}"#
)]
pub(super) struct HeaderPage {
    pub(super) office: Words,
    pub(super) url: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/navigation.html" as navigation %}{{ navigation::breadcrumbs(items) }}"#
)]
pub(super) struct BreadcrumbsPage {
    pub(super) items: Vec<Link>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/navigation.html" as navigation %}{% call navigation::service_navigation(name, url, items) %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct ServicePage {
    pub(super) name: Words,
    pub(super) url: Words,
    pub(super) items: Vec<Link>,
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/navigation.html" as navigation %}{{ navigation::pagination(p) }}"#
)]
pub(super) struct PaginationPage {
    pub(super) p: Pagination,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/navigation.html" as navigation %}{% call navigation::footer(links) %}{{ body|safe }}{% endcall %}"#
)]
pub(super) struct FooterPage {
    pub(super) links: Vec<Link>,
    pub(super) body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/data.html" as data %}{{ data::tag(t) }}"#
)]
pub(super) struct TagPage {
    pub(super) t: Tag,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/data.html" as data %}{{ data::task_list(rows, prefix) }}"#
)]
pub(super) struct TaskListPage {
    pub(super) rows: Vec<TaskRow>,
    pub(super) prefix: Words,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/data.html" as data %}{{ data::summary_list(list) }}"#
)]
pub(super) struct SummaryListPage {
    pub(super) list: SummaryList,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/data.html" as data %}{{ data::summary_card(card) }}"#
)]
pub(super) struct SummaryCardPage {
    pub(super) card: SummaryCard,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/data.html" as data %}{{ data::table(t) }}"#
)]
pub(super) struct TablePage {
    pub(super) t: Table,
}

impl RadiosWithPage {
    fn more(&self, item: &Choice) -> &str {
        more(&self.bodies, item)
    }
}

impl CheckboxesWithPage {
    fn more(&self, item: &Choice) -> &str {
        more(&self.bodies, item)
    }
}

/// What an example shows when this answer is chosen.
fn more<'a>(bodies: &'a [(Words, String)], item: &Choice) -> &'a str {
    bodies.iter().find(|(value, _)| *value == item.value).map_or("", |(_, body)| body)
}
