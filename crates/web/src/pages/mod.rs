//! The pages, a folder a topic, and the table of all their routes.

use almoner_http::Route;

/// Every route of the pages, each with the act that the policy knows it by.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(applications::routes());
    routes.extend(assessments::routes());
    routes.extend(decisions::routes());
    routes.extend(equality::routes());
    routes.extend(help::routes());
    routes.extend(letters::routes());
    routes.extend(panel::routes());
    routes.extend(people::routes());
    routes.extend(rounds::routes());
    routes.extend(screening::routes());
    routes.extend(staff::routes());
    routes.extend(withhold::routes());
    routes
}

mod applications;
mod assessments;
mod decisions;
mod equality;
mod help;
mod letters;
mod panel;
pub mod people;
mod rounds;
mod screening;
mod staff;
mod withhold;
