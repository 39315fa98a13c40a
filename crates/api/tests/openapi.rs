//! The description of the interface: complete, bounded, and kept beside the code.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a step that fails is a failed test"
)]

use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::to_value(almoner_api::document()).unwrap()
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let document = document();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
        })
        .collect();
    let registered: BTreeSet<(String, String)> = almoner_api::routes()
        .iter()
        .map(|route| (route.method.to_string(), route.path.to_owned()))
        .collect();
    assert_eq!(described, registered);
}

#[test]
fn the_document_beside_the_code_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let mut served = serde_json::to_string_pretty(&document()).unwrap();
    served.push('\n');
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(path, &served).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    // As values: the order of members depends on features that other crates choose.
    let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
    assert!(kept == document(), "openapi.json is not that of the code: run with UPDATE_OPENAPI=1");
}

#[test]
fn every_parameter_and_every_field_that_is_sent_has_bounds() {
    let document = document();
    let mut unbounded = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                check(&document, &parameter["schema"], &format!("{place} {name}"), &mut unbounded);
            }
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            if !body.is_null() {
                check(&document, body, &place, &mut unbounded);
            }
        }
    }
    assert!(unbounded.is_empty(), "without bounds: {unbounded:#?}");
}

/// The description knows shapes by name: two of one name would be one.
#[test]
fn no_two_shapes_have_one_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/resources");
    let mut names: Vec<String> = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut is_shape = false;
        for line in text.lines() {
            let mut words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            if line.starts_with("#[derive(") {
                is_shape = line.contains("ToSchema");
            } else if words.any(|word| matches!(word, "struct" | "enum")) && is_shape {
                names.extend(words.next().map(str::to_owned));
                is_shape = false;
            }
        }
    }
    assert!(names.len() > 100, "only {} shapes were found", names.len());
    names.sort_unstable();
    let twice: Vec<&[String]> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "shapes of one name: {twice:?}");
}

fn check(document: &Value, schema: &Value, place: &str, unbounded: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return check(document, &document["components"]["schemas"][name], place, unbounded);
    }
    for key in ["oneOf", "allOf", "anyOf"] {
        for one in schema[key].as_array().into_iter().flatten() {
            check(document, one, place, unbounded);
        }
    }
    let is = |kind: &str| match &schema["type"] {
        Value::String(one) => one == kind,
        Value::Array(many) => many.iter().any(|one| one == kind),
        _ => false,
    };
    let has = |keys: &[&str]| keys.iter().any(|key| !schema[*key].is_null());
    let all = |keys: &[&str]| keys.iter().all(|key| !schema[*key].is_null());
    if is("string") && !has(&["maxLength", "pattern", "enum", "format"])
        || (is("integer") || is("number")) && !all(&["minimum", "maximum"])
        || is("array") && !has(&["maxItems"])
    {
        unbounded.push(place.to_owned());
    }
    if is("array") {
        check(document, &schema["items"], &format!("{place}[]"), unbounded);
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        check(document, inner, &format!("{place}.{name}"), unbounded);
    }
    if schema["additionalProperties"].is_object() {
        if !has(&["maxProperties"]) {
            unbounded.push(place.to_owned());
        }
        check(document, &schema["additionalProperties"], &format!("{place}{{}}"), unbounded);
    }
}
