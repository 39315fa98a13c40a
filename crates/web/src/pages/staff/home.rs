//! The staff home page: what waits for this person, and the rounds.

use crate::chrome::Chrome;
use crate::components::{Link, Table};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use almoner_domain::access::Role;
use almoner_http::{Visitor, blocking};
use almoner_usecases::documents::WaitingDocuments;
use almoner_usecases::rounds::{HomeLine, StaffHome};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/home.html")]
struct HomePage {
    chrome: Chrome,
    waiting: Vec<Waiting>,
    /// What the office should know about its virus scanner.
    documents: Option<String>,
    rounds: Table,
    /// Pages about the office as a whole.
    office: Vec<Link>,
}

struct Waiting {
    href: String,
    text: String,
}

pub(super) async fn answer(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let lines = blocking(move || app.look(&actor, arrived, &StaffHome)).await?;
    let (app, actor) = (site.app.clone(), visitor.actor.clone());
    let documents = blocking(move || app.look(&actor, arrived, &WaitingDocuments)).await?;
    // Those who can do something about a scanner, or must tell groups what to expect.
    let roles = visitor.actor.roles();
    let minds_documents = [Role::Administrator, Role::GrantsLead, Role::GrantsOfficer]
        .into_iter()
        .any(|role| roles.has(role));
    let waiting = lines.iter().flat_map(waiting).collect();
    Ok(ok(&HomePage {
        chrome: chrome(&site, &frame, &visitor, "Office"),
        waiting,
        rounds: super::list::table(&lines),
        documents: super::documents::notice(&documents).filter(|_| minds_documents),
        office: super::work::office(&visitor.actor),
    }))
}

fn waiting(line: &HomeLine) -> impl Iterator<Item = Waiting> {
    line.waiting.iter().map(|step| Waiting {
        href: format!("/staff/rounds/{}", line.key.id),
        text: format!("{}: {}", line.title, words::step(*step)),
    })
}
