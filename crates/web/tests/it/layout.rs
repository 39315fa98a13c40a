//! What stands around every page.

use std::sync::Arc;

use almoner_web::chrome::{Chrome, Office, SignedIn};
use almoner_web::components::{Link, Page};
use askama::Template;

use crate::markup::{self, Element};

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% block content %}<h1>{{ heading }}</h1>{% endblock %}"#
)]
struct PlainPage {
    chrome: Chrome,
    heading: &'static str,
}

pub(crate) fn chrome(title: &'static str) -> Chrome {
    let office = Office::new(
        "Office of the Police and Crime Commissioner for Leicester, Leicestershire and Rutland",
        "Apply for community safety funding",
        "Ask the commissioning team",
        "0116 496 0000",
    );
    Chrome::new(Arc::new(office), title)
}

fn signed_in(mut chrome: Chrome) -> Chrome {
    chrome.signed_in = Some(SignedIn { name: "Amara <Okafor>".into(), csrf: "token-1".into() });
    chrome.navigation = vec![
        Link::new("Rounds", "/rounds").current(Page::This),
        Link::new("Your applications", "/applications"),
    ];
    chrome
}

fn page(chrome: Chrome) -> (String, Element) {
    let html = PlainPage { chrome, heading: "Rounds" }.render().unwrap();
    let tree = markup::parse(&html);
    (html, tree)
}

fn named<'a>(tree: &'a Element, name: &str) -> Vec<&'a Element> {
    tree.descendants().into_iter().filter(|element| element.name == name).collect()
}

#[test]
fn a_page_is_titled_with_its_service_and_office() {
    let (html, _) = page(chrome("Rounds"));
    assert!(html.contains("<title>Rounds – Apply for community safety funding – Office of"));
}

#[test]
fn a_page_with_errors_says_so_first_in_its_title() {
    let mut wrong = chrome("Your project");
    wrong.error = true;
    assert!(page(wrong).0.contains("<title>Error: Your project – "));
}

#[test]
fn the_skip_link_leads_to_the_main_part() {
    let (_, tree) = page(chrome("Rounds"));
    let skip = tree.descendants().into_iter().find(|e| e.has_class("govuk-skip-link")).unwrap();
    let main = named(&tree, "main");
    assert_eq!(skip.attributes["href"], format!("#{}", main[0].attributes["id"]));
    assert_eq!(main.len(), 1);
}

#[test]
fn a_demonstration_says_so_and_nothing_else_does() {
    let words = "Demonstration: invented groups, not decisions of any Commissioner";
    let mut shown = chrome("Rounds");
    assert!(!page(shown.clone()).0.contains(words));
    shown.demonstration = true;
    assert!(page(shown).0.contains(words));
}

#[test]
fn signing_out_is_a_form_that_carries_the_sessions_token() {
    let (html, tree) = page(signed_in(chrome("Rounds")));
    let form = named(&tree, "form");
    assert_eq!(form[0].attributes["method"], "post");
    assert_eq!(form[0].attributes["action"], "/sign-out");
    let token = named(form[0], "input");
    assert_eq!(token[0].attributes["name"], "csrf");
    assert_eq!(token[0].attributes["value"], "token-1");
    assert!(!html.contains("<Okafor>"), "a name is escaped");
}

#[test]
fn nobody_signed_in_means_no_sign_out() {
    let (_, tree) = page(chrome("Rounds"));
    assert!(named(&tree, "form").is_empty());
}

#[test]
fn the_page_one_is_on_is_marked_in_the_navigation() {
    let (_, tree) = page(signed_in(chrome("Rounds")));
    let current: Vec<_> = tree
        .descendants()
        .into_iter()
        .filter(|e| e.attributes.get("aria-current").map(String::as_str) == Some("page"))
        .map(|e| e.attributes["href"].clone())
        .collect();
    assert_eq!(current, ["/rounds"]);
}

#[test]
fn the_foot_of_a_page_names_the_three_links_and_a_phone_number() {
    let (_, tree) = page(chrome("Rounds"));
    let footer = named(&tree, "footer");
    let links: Vec<_> =
        named(footer[0], "a").into_iter().map(|a| a.attributes["href"].clone()).collect();
    assert_eq!(links, ["/accessibility", "/privacy", "/contact", "tel:01164960000"]);
}

#[test]
fn a_page_carries_no_inline_style_or_script_and_loads_only_our_assets() {
    let (_, tree) = page(signed_in(chrome("Rounds")));
    let mut loaded = Vec::new();
    for element in tree.descendants() {
        assert_ne!(element.name, "style");
        for key in element.attributes.keys() {
            assert!(key != "style" && !key.starts_with("on"), "{element:?}");
        }
        if element.name == "script" {
            assert!(element.children.is_empty(), "{element:?}");
            loaded.push(element.attributes["src"].clone());
        }
        if element.name == "link" {
            loaded.push(element.attributes["href"].clone());
        }
    }
    assert_eq!(loaded.len(), 3);
    for address in loaded {
        assert!(almoner_web::assets::assets().iter().any(|asset| asset.path == address));
    }
}
