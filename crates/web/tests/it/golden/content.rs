use almoner_web::components::*;
use askama::Template;

use super::options::Options;
use super::pages::*;

/// Words or markup, as the block of a `{% call %}`.
fn body(o: &Options) -> String {
    let escaped = |words: Words| words.replace('&', "&amp;").replace('<', "&lt;");
    o.some_words("html").map_or_else(|| escaped(o.words("text")), Words::into_owned)
}

fn links(items: &[Options]) -> Vec<Link> {
    items
        .iter()
        .map(|item| {
            Link::new(item.words("text"), item.words("href")).current(
                match (item.flag("current"), item.flag("active")) {
                    (true, _) => Page::This,
                    (false, true) => Page::Within,
                    (false, false) => Page::Another,
                },
            )
        })
        .collect()
}

pub(super) fn back_link(o: &Options) -> Option<String> {
    let text = o.some_words("text").unwrap_or("Back".into());
    BackLinkPage { href: o.some_words("href").unwrap_or("#".into()), text }.render().ok()
}

pub(super) fn breadcrumbs(o: &Options) -> Option<String> {
    BreadcrumbsPage { items: links(&o.list("items")?) }.render().ok()
}

pub(super) fn details(o: &Options) -> Option<String> {
    DetailsPage { summary: o.words("summaryText"), open: o.flag("open"), body: body(o) }
        .render()
        .ok()
}

pub(super) fn inset_text(o: &Options) -> Option<String> {
    match o.some_words("html") {
        Some(body) => InsetPage { body: body.into_owned() }.render().ok(),
        None => InsetTextPage { text: o.words("text") }.render().ok(),
    }
}

pub(super) fn warning_text(o: &Options) -> Option<String> {
    let spoken = o.some_words("iconFallbackText").unwrap_or("Warning".into());
    WarningTextPage { text: o.words("text"), spoken }.render().ok()
}

pub(super) fn notification_banner(o: &Options) -> Option<String> {
    let title = o.some_words("titleText").unwrap_or("Important".into());
    let id = o.some_words("titleId").unwrap_or("govuk-notification-banner-title".into());
    if o.words("type") == "success" {
        if o.has("titleText") || o.has("titleId") || o.has("html") {
            return None;
        }
        return SuccessPage { text: o.words("text") }.render().ok();
    }
    match o.some_words("html") {
        Some(body) => BannerWithPage { title, id, body: body.into_owned() }.render().ok(),
        None => BannerPage { text: o.words("text"), title, id }.render().ok(),
    }
}

pub(super) fn panel(o: &Options) -> Option<String> {
    PanelPage { title: o.words("titleText"), body: body(o) }.render().ok()
}

pub(super) fn phase_banner(o: &Options) -> Option<String> {
    PhasePage { tag: o.words("tag.text"), text: o.words("text") }.render().ok()
}

pub(super) fn skip_link(o: &Options) -> Option<String> {
    let href = o.some_words("href").unwrap_or("#content".into());
    SkipLinkPage { href, text: o.words("text") }.render().ok()
}

pub(super) fn generic_header(o: &Options) -> Option<String> {
    let url = o.some_words("url").unwrap_or("/".into());
    HeaderPage { office: o.words("logoText"), url }.render().ok()
}

pub(super) fn service_navigation(o: &Options) -> Option<String> {
    ServicePage {
        name: o.words("serviceName"),
        url: o.words("serviceUrl"),
        items: links(&o.list("navigation")?),
        body: o.words("slots.end").into_owned(),
    }
    .render()
    .ok()
}

pub(super) fn pagination(o: &Options) -> Option<String> {
    let link =
        |path| o.has(path).then(|| Link::new(o.at(path).words("text"), o.at(path).words("href")));
    let items = o.list("items")?;
    let items = items
        .iter()
        .map(|item| PaginationItem {
            number: item.words("number"),
            href: item.words("href"),
            current: item.flag("current"),
        })
        .collect();
    let p = Pagination {
        label: o.words("landmarkLabel"),
        previous: link("previous"),
        next: link("next"),
        items,
    };
    PaginationPage { p }.render().ok()
}

pub(super) fn footer(o: &Options) -> Option<String> {
    FooterPage { links: links(&o.list("meta.items")?), body: body(&o.at("meta")) }.render().ok()
}

pub(super) fn tag(o: &Options) -> Option<String> {
    TagPage { t: Tag { text: o.words("text"), classes: o.words("classes") } }.render().ok()
}

pub(super) fn task_list(o: &Options) -> Option<String> {
    let rows = o.list("items")?;
    let rows = rows
        .iter()
        .map(|row| {
            let words = row.words("status.text");
            Some(TaskRow {
                title: row.words("title.text"),
                href: row.some_words("href"),
                hint: row.some_words("hint.text"),
                status: match row.words("status.classes").as_ref() {
                    "govuk-task-list__status--cannot-start-yet" => Status::Blocked(words),
                    "" if row.has("status.tag") => Status::Open(Tag {
                        text: row.words("status.tag.text"),
                        classes: row.words("status.tag.classes"),
                    }),
                    "" => Status::Done(words),
                    _ => return None,
                },
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let prefix = o.some_words("idPrefix").unwrap_or("task-list".into());
    TaskListPage { rows, prefix }.render().ok()
}

fn actions(o: &Options) -> Option<Vec<Action>> {
    let items = o.list("actions.items")?;
    Some(
        items
            .iter()
            .map(|item| {
                Action::new(
                    item.words("text"),
                    item.words("href"),
                    item.words("visuallyHiddenText"),
                )
            })
            .collect(),
    )
}

pub(super) fn summary_list(o: &Options) -> Option<String> {
    let rows = o.list("rows")?;
    let rows = rows
        .iter()
        .map(|row| {
            Some(SummaryRow {
                key: row.words("key.text"),
                value: vec![row.words("value.text")],
                actions: actions(row)?,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let list = SummaryList { rows, classes: o.words("classes") };
    if !o.has("card") {
        return SummaryListPage { list }.render().ok();
    }
    let card = SummaryCard {
        title: o.words("card.title.text"),
        heading_level: o
            .some_words("card.title.headingLevel")
            .map_or(Some(2), |level| level.parse().ok())?,
        actions: actions(&o.at("card"))?,
        list,
    };
    SummaryCardPage { card }.render().ok()
}

pub(super) fn table(o: &Options) -> Option<String> {
    let numeric = |cell: &Options| cell.words("format") == "numeric";
    let head = o.list("head")?;
    let head = head
        .iter()
        .map(|column| Column {
            text: column.words("text"),
            numeric: numeric(column),
            classes: column.words("classes"),
        })
        .collect();
    let rows = o.list("rows")?;
    let rows = rows
        .iter()
        .map(|row| {
            row.entries()
                .iter()
                .map(|cell| Cell {
                    text: cell.words("text"),
                    numeric: numeric(cell),
                    classes: cell.words("classes"),
                    href: None,
                })
                .collect()
        })
        .collect();
    let t = Table {
        caption: o.words("caption"),
        caption_classes: o.words("captionClasses"),
        head,
        rows,
        first_cell_is_header: o.flag("firstCellIsHeader"),
        classes: o.words("classes"),
    };
    TablePage { t }.render().ok()
}
