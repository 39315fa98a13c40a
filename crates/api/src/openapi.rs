//! The description of the interface, made from the code: each operation from its own attributes,
//! what all have in common from the table of routes and the policy.

use crate::problem::{PROBLEM, Problem};
use crate::resources;
use actix_web::HttpResponse;
use almoner_domain::access::{Act, Who, rule};
use almoner_http::Route;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, ResponseBuilder, Server};

/// The document of every route of the interface.
#[must_use]
pub fn document() -> OpenApi {
    let mut document = resources::documents();
    document.info.title = "Almoner".to_owned();
    document.info.version = "1".to_owned();
    document.info.description = Some(
        "Grants of a police and crime commissioner's office: rounds, applications, screening, \
         marking, the panel and the decision. Money is in whole pence. Instants are UTC. Every \
         change names the version that was read."
            .to_owned(),
    );
    document.info.license = None;
    document.servers = Some(vec![Server::new(crate::BASE)]);
    let components = document.components.get_or_insert_default();
    components.schemas.extend(schema_of::<Problem>());
    components
        .add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    for route in resources::routes() {
        if let Some(item) = document.paths.paths.get_mut(route.path)
            && let Some(operation) = operation_of(item, &route)
        {
            complete(operation, route.act);
        }
    }
    document
}

fn schema_of<T: utoipa::ToSchema>() -> Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>
{
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    schemas
}

fn operation_of<'a>(item: &'a mut PathItem, route: &Route) -> Option<&'a mut Operation> {
    match route.method.as_str() {
        "GET" => item.get.as_mut(),
        "POST" => item.post.as_mut(),
        "PUT" => item.put.as_mut(),
        "DELETE" => item.delete.as_mut(),
        _ => None,
    }
}

/// Adds what every operation can answer, and who may call it.
fn complete(operation: &mut Operation, act: Act) {
    let mut refusals = vec![
        ("400", "What was sent cannot be read"),
        ("404", "It does not exist, or not for this caller"),
        ("405", "The address has no such method"),
        ("429", "Too many requests"),
        ("503", "The service is not available; nothing was changed"),
    ];
    if !rule(act).who.contains(&Who::Anyone) {
        operation.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
        refusals.push(("401", "No token, or one that does not work"));
        refusals.push(("403", "The caller may see it, but not do this"));
        // Of a reading too, such as of the list of names of a round that is still open.
        refusals.push(("409", "A rule stands against it, or somebody else changed it meanwhile"));
    }
    if operation.parameters.iter().flatten().next().is_some() || operation.request_body.is_some() {
        refusals.push(("422", "Some fields are not as they must be"));
    }
    if operation.request_body.is_some() {
        refusals.extend([
            ("408", "The body did not arrive whole in time"),
            ("413", "The body is too large"),
            ("415", "The body is not application/json"),
        ]);
    }
    for (status, words) in refusals {
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new().description(words).content(PROBLEM, content).build();
        operation.responses.responses.insert(status.to_owned(), response.into());
    }
}

/// This description of the interface.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "description",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub(crate) async fn serve() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
