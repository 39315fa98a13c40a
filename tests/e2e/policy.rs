//! The policy, from outside: every registered route of pages and interface, for everybody, on
//! what is theirs, what is somebody else's and what does not exist.
//!
//! The tables of routes are walked as they are registered, so a new route is under test from its
//! first day. A caller whom the rule does not admit must get nothing, must not learn whether the
//! record exists, and must leave no trace but entries of refused attempts; reading never leaves
//! any.
#![expect(clippy::indexing_slicing, reason = "a step that fails is a failed test")]

use almoner_domain::access::{Act, Actor, Role, Who, rule};
use almoner_domain::audit::Stream;
use almoner_replay::browser::{Api, Browser};
use almoner_testkit::{OPEN_ROUND, Visit, World, on_both_databases};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A route of either table.
struct Walked {
    api: bool,
    method: String,
    path: String,
    act: Act,
}

fn walked() -> Vec<Walked> {
    let walk = |api: bool, base: &str, routes: Vec<almoner_http::Route>| -> Vec<Walked> {
        let walk = |route: almoner_http::Route| Walked {
            api,
            method: route.method.to_string(),
            path: format!("{base}{}", route.path),
            act: route.act,
        };
        routes.into_iter().map(walk).collect()
    };
    let mut all = walk(true, almoner_api::BASE, almoner_api::routes());
    all.extend(walk(false, "", almoner_web::pages::routes()));
    all
}

/// Whether the route answers with a file of a group.
fn opens_a_file(route: &Walked) -> bool {
    route.path.ends_with("/{document}")
}

/// Somebody who walks the routes.
struct Walker {
    name: String,
    actor: Actor,
    browser: Browser,
    csrf: String,
    program: Api,
}

/// What stands for the parameters of a path.
struct Place {
    ids: BTreeMap<&'static str, String>,
}

impl Place {
    fn fill(&self, path: &str) -> String {
        let filled = self
            .ids
            .iter()
            .fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!filled.contains('{'), "no record for the parameters of {path}");
        filled
    }

    /// An answer without the ids that were asked for, the long ones first: a short one may be a
    /// part of them.
    fn hide(&self, text: &str) -> String {
        let mut ids: Vec<_> = self.ids.iter().collect();
        ids.sort_by_key(|(_, id)| std::cmp::Reverse(id.len()));
        ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(id.as_str(), name))
    }
}

impl Walker {
    fn of(world: &World, visit: Visit, with_roles: bool, name: String) -> Self {
        let cookie = visit.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        let csrf = world.csrf(cookie);
        let program = world.program(&visit, with_roles);
        Self { name, actor: visit.actor, browser: visit.browser.without_redirects(), csrf, program }
    }

    /// Status and body, less what belongs to the one request and the one record.
    fn ask(&mut self, route: &Walked, place: &Place) -> (u16, String) {
        let path = place.fill(&route.path);
        if route.api {
            let answer = match route.method.as_str() {
                "GET" => self.program.get_json(&path).unwrap(),
                method => self.program.send_json(method, &path, &body_of(route)).unwrap(),
            };
            let mut body = answer.body;
            if let Some(problem) = body.as_object_mut() {
                problem.remove("request_id");
            }
            return (answer.status, place.hide(&body.to_string()));
        }
        let page = match route.method.as_str() {
            "GET" => self.browser.get(&path).unwrap(),
            _ => self.browser.post(&path, &[("csrf", &self.csrf), ("version", "1")]).unwrap(),
        };
        let onward = page.header("location").unwrap_or_default().to_owned();
        (page.status, place.hide(&format!("{onward}\n{}", page.body)))
    }
}

/// The smallest body that has the shape which the interface describes.
fn body_of(route: &Walked) -> Value {
    static DOCUMENT: LazyLock<Value> =
        LazyLock::new(|| serde_json::to_value(almoner_api::document()).unwrap());
    let document = &*DOCUMENT;
    let path = route.path.strip_prefix(almoner_api::BASE).unwrap();
    let operation = &document["paths"][path][route.method.to_lowercase()];
    smallest(document, &operation["requestBody"]["content"]["application/json"]["schema"])
}

fn smallest(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return smallest(document, &document["components"]["schemas"][name]);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("integer"), _) => schema["minimum"].clone(),
        (Some("string"), Some("uuid")) => json!("00000000-0000-4000-8000-00000000dead"),
        (Some("string"), Some("date")) => json!("2024-02-12"),
        (Some("string"), _) if schema["pattern"].as_str().is_some_and(|p| p.contains('T')) => {
            json!("2024-02-12T17:00:00")
        }
        (Some("string"), _) => json!("a"),
        (Some("boolean"), _) => json!(false),
        (Some("array"), _) => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            (0..least).map(|_| smallest(document, &schema["items"])).collect()
        }
        _ => {
            let required = schema["required"].as_array().into_iter().flatten();
            let names = required.filter_map(Value::as_str);
            names
                .map(|name| (name.to_owned(), smallest(document, &schema["properties"][name])))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
    }
}

/// Whether the rule admits this caller to some record, and whether to this owner's.
fn admitted(actor: &Actor, act: Act, owner: bool) -> bool {
    let rule = rule(act);
    rule.who.iter().any(|who| match who {
        Who::Anyone => true,
        Who::SignedIn => actor.person().is_some(),
        Who::Member => owner,
        Who::Holder(role) => actor.roles().has(*role),
        // Nobody is named by a record of this office yet.
        Who::Named | Who::NamedStaff | Who::System => false,
    })
}

/// Entries of the trail other than those of refused attempts.
fn entries(world: &World) -> (i64, i64) {
    world.read(|tx| {
        let all = tx.entry_count()?;
        let office = tx.entries_of(Stream::Office)?;
        let refused = office.iter().filter(|one| one.event == "attempt.refused").count();
        Ok((all, all - i64::try_from(refused).unwrap_or(i64::MAX)))
    })
}

fn walkers(world: &World) -> Vec<Walker> {
    let mut walkers = vec![Walker {
        name: "nobody".to_owned(),
        actor: Actor::Nobody,
        browser: world.browser().without_redirects(),
        csrf: String::new(),
        program: Api::new(&world.url),
    }];
    let mut other = world.applicant("Olga Other");
    world.group(&mut other, "Another Fictional Group");
    walkers.push(Walker::of(world, other, false, "a member of another group".to_owned()));
    for role in Role::ALL {
        let with = world.staff(&format!("With {}", role.code()), &[*role]);
        walkers.push(Walker::of(world, with, true, format!("{role:?}")));
        let without = world.staff_before_second_factor(&format!("No {}", role.code()), &[*role]);
        let name = format!("{role:?} before the second factor");
        walkers.push(Walker::of(world, without, false, name));
    }
    walkers
}

fn places(world: &World, application: String, organisation: String, round: String) -> [Place; 2] {
    let nowhere = || world.uuid().to_string();
    let own = BTreeMap::from([
        ("application", application),
        ("organisation", organisation),
        ("round", round),
        ("reference", OPEN_ROUND.to_owned()),
        ("section", "your-project".to_owned()),
        ("question", "B1".to_owned()),
        ("part", "criteria".to_owned()),
        ("item", "0".to_owned()),
        ("assessment", nowhere()),
        ("person", nowhere()),
        ("declaration", nowhere()),
        ("document", nowhere()),
        ("invitation", nowhere()),
        ("token", nowhere()),
        ("onward", "nowhere".to_owned()),
        ("letter", nowhere()),
    ]);
    let none = own
        .keys()
        .map(|name| {
            let id = match *name {
                "reference" => "NIL-2324-R9".to_owned(),
                "section" => "your-project".to_owned(),
                "question" => "B1".to_owned(),
                "part" => "criteria".to_owned(),
                "item" => "0".to_owned(),
                _ => nowhere(),
            };
            (*name, id)
        })
        .collect();
    [Place { ids: own }, Place { ids: none }]
}

on_both_databases! {
    fn every_route_answers_everybody_as_the_policy_says(world: &World) {
        let round = world.open_round();
        let (owner, application, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let organisation = match &owner.actor {
            Actor::Person(caller) => caller.organisations[0],
            _ => unreachable!("a visit is of a person"),
        };
        let [theirs, nothing] = places(
            world, application.to_string(), organisation.to_string(), round.to_string(),
        );
        let routes = walked();
        let mut cells = 0;
        let mut faults = Vec::new();

        // Its owner reads what is theirs, and reading leaves no trace.
        let mut owner = Walker::of(world, owner, false, "its own group".to_owned());
        let mut walkers = walkers(world);
        let before = entries(world);
        for walker in walkers.iter_mut().chain([&mut owner]) {
            for route in routes.iter().filter(|route| route.method == "GET") {
                let own = walker.name == "its own group";
                let answer = walker.ask(route, &theirs);
                cells += 1;
                check(&walker.name, &walker.actor, route, own, &answer, &mut faults);
                if !admitted(&walker.actor, route.act, false) {
                    let absent = walker.ask(route, &nothing);
                    cells += 1;
                    if !own && answer != absent {
                        faults.push(format!(
                            "{}: {} {} tells theirs ({}) from nothing ({})",
                            walker.name, route.method, route.path, answer.0, absent.0
                        ));
                    }
                }
            }
        }
        // Opening a file is written down, and so is trying to: other readings are not.
        let (all, but_refused) = entries(world);
        assert_eq!(but_refused, before.1, "a reading was written down");
        let tried = routes.iter().filter(|route| route.method == "GET" && opens_a_file(route));
        let most = i64::try_from(tried.count() * (walkers.len() + 1)).unwrap();
        assert!(all - before.0 <= most, "a reading that was refused was written down");

        // Nobody whom the rule does not admit changes anything.
        for walker in &mut walkers {
            for route in routes.iter().filter(|route| route.method != "GET") {
                if admitted(&walker.actor, route.act, false) {
                    continue;
                }
                let answer = walker.ask(route, &theirs);
                let absent = walker.ask(route, &nothing);
                cells += 2;
                check(&walker.name, &walker.actor, route, false, &answer, &mut faults);
                if answer != absent {
                    faults.push(format!(
                        "{}: {} {} tells theirs ({}) from nothing ({})",
                        walker.name, route.method, route.path, answer.0, absent.0
                    ));
                }
            }
        }
        assert_eq!(entries(world).1, before.1, "something was changed");
        assert!(faults.is_empty(), "{} faults in {cells} cells:\n{}", faults.len(), faults.join("\n"));
        assert!(cells >= 2_000, "only {cells} cells");
    }
}

fn check(
    name: &str,
    actor: &Actor,
    route: &Walked,
    own: bool,
    (status, body): &(u16, String),
    faults: &mut Vec<String>,
) {
    let away = ["/sign-in?", "/second-factor?"].iter().any(|path| body.starts_with(path));
    let got_something = matches!(status, 200..=299) || matches!(status, 300..=399) && !away;
    if *status >= 500 {
        faults.push(format!("{name}: {} {} answered {status}", route.method, route.path));
    }
    if got_something && !admitted(actor, route.act, own) {
        faults.push(format!(
            "{name}: {} {} answered {status}, and {:?} does not admit them",
            route.method, route.path, route.act
        ));
    }
}

#[test]
fn an_answer_to_somebody_who_is_not_admitted_is_a_fault() {
    let faults_of = |status: u16, body: &str| {
        let route = Walked {
            api: false,
            method: "GET".to_owned(),
            path: "/staff".to_owned(),
            act: Act::StaffHome,
        };
        let mut faults = Vec::new();
        let answer = (status, body.to_owned());
        check("nobody", &Actor::Nobody, &route, false, &answer, &mut faults);
        faults.len()
    };
    assert_eq!(faults_of(200, "\n<h1>Rounds</h1>"), 1);
    assert_eq!(faults_of(303, "/staff/rounds\n"), 1);
    assert_eq!(faults_of(500, "\n"), 1);
    assert_eq!(faults_of(303, "/sign-in?next=/staff\n"), 0);
    assert_eq!(faults_of(404, "\n"), 0);
}
