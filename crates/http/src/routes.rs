//! The table of routes: none can be registered without the act that the policy knows it by.

use crate::Visitor;
use crate::body::keep_unsent;
use actix_web::body::{BoxBody, EitherBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::{FromRequest, Handler, HttpResponse, Responder, web};
use almoner_domain::access::{Act, Actor, Permit, Who, permits, rule};
use almoner_domain::access::{Demand, On};
use std::collections::BTreeMap;

/// One route: a method, a path, the act, and what answers.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// What the policy calls it.
    pub act: Act,
    route: actix_web::Route,
}

impl Route {
    /// A page or a record to read.
    pub fn get<F, Args>(path: &'static str, act: Act, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self { method: Method::GET, path, act, route: web::get().to(handler) }
    }

    /// A change.
    pub fn post<F, Args>(path: &'static str, act: Act, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self { method: Method::POST, path, act, route: web::post().to(handler) }
    }

    /// A replacement (API).
    pub fn put<F, Args>(path: &'static str, act: Act, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self { method: Method::PUT, path, act, route: web::put().to(handler) }
    }

    /// A removal (API).
    pub fn delete<F, Args>(path: &'static str, act: Act, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self { method: Method::DELETE, path, act, route: web::delete().to(handler) }
    }
}

/// How a set of routes answers a visitor whom the policy turns away before the record is read.
pub type TurnAway = fn(&ServiceRequest, Permit) -> HttpResponse;

/// Registers routes under `scope`. Before a handler runs, the policy is asked with no record in
/// hand: somebody whom no record could admit is turned away without one being read, so that what
/// does not exist and what is not theirs cannot be told apart. A method that a path does not have
/// is answered 405.
pub fn register(config: &mut web::ServiceConfig, routes: Vec<Route>, turn_away: TurnAway) {
    let mut by_path: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
    for route in routes {
        by_path.entry(route.path).or_default().push(route);
    }
    for (path, routes) in by_path {
        let acts: Vec<(Method, Act)> =
            routes.iter().map(|route| (route.method.clone(), route.act)).collect();
        let mut resource = web::resource(path);
        for route in routes {
            resource = resource.route(route.route);
        }
        let allowed: String = acts
            .iter()
            .map(|(method, _)| if *method == Method::GET { "GET, HEAD" } else { method.as_str() })
            .collect::<Vec<_>>()
            .join(", ");
        let resource =
            resource.default_service(web::to(move || {
                let allowed = allowed.clone();
                async move {
                    HttpResponse::MethodNotAllowed().insert_header(("allow", allowed)).finish()
                }
            }));
        config.service(
            resource
                .wrap(from_fn(move |request, next| guard(acts.clone(), turn_away, request, next))),
        );
    }
}

async fn guard(
    acts: Vec<(Method, Act)>,
    turn_away: TurnAway,
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, actix_web::Error> {
    let method =
        if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    // No address of ours holds a character that nobody can see, and not every database takes one.
    if request.match_info().iter().any(|(_, part)| part.chars().any(char::is_control)) {
        let answer = turn_away(&request, Permit::NotFound);
        return Ok(request.into_response(answer).map_into_right_body());
    }
    let act = acts.iter().find(|(known, _)| *known == method).map(|(_, act)| *act);
    if let Some(act) = act.filter(|act| !rule(*act).who.contains(&Who::Anyone)) {
        let visitor = match request.extract::<Visitor>().await {
            Ok(visitor) => visitor,
            Err(error) => return Ok(request.error_response(error).map_into_right_body()),
        };
        if let Some(refusal) = no_record_could_admit(&visitor.actor, act) {
            if method == Method::POST && matches!(refusal, Permit::SignIn | Permit::SecondFactor) {
                keep_unsent(&mut request).await;
            }
            let answer = turn_away(&request, refusal);
            return Ok(request.into_response(answer).map_into_right_body());
        }
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// The policy's answer to somebody whom no record at all could admit.
fn no_record_could_admit(actor: &Actor, act: Act) -> Option<Permit> {
    let rule = rule(act);
    let by_record = rule
        .who
        .iter()
        .any(|who| matches!(who, Who::Member | Who::Named | Who::NamedStaff | Who::SignedIn));
    match actor {
        Actor::Person(caller) if by_record && (!rule.second_factor || caller.second_factor) => None,
        _ => match permits(actor, &Demand::on(act, On::default())) {
            Permit::Yes | Permit::Declare => None,
            refusal => Some(refusal),
        },
    }
}
