//! The browser against a server that shows forms and remembers what it was sent.

use super::fixture::{Asked, Fixture, answer, html};
use almoner_replay::browser::{Api, Browser, Failure, Form, decode_pairs};
use proptest::prelude::*;
use serde_json::json;

const BID_PAGE: &str = r##"<!doctype html><html><head><title>Your bid - Grants</title></head><body>
<form action="/sign-out" method="post"><button>Sign out</button></form>
<main id="main-content"><h1>Your <span>bid</span></h1>
<a href="/rounds/1">Back<span class="govuk-visually-hidden"> to the round</span></a>
<form id="bid" action="/bids/7/answers?step=2" method="post" novalidate>
 <input type="hidden" name="csrf" value="t&amp;k">
 <input type="hidden" name="version" value="3">
 <label for="t">Title</label><input id="t" name="title" value="Old &quot;title&quot;">
 <textarea name="summary" rows="5">
First line
&lt;b&gt;</textarea>
 <fieldset><legend>Kind</legend>
  <input type="radio" name="kind" value="capital" checked> <input type="radio" name="kind" value="revenue">
 </fieldset>
 <input type="checkbox" name="area" value="north" checked><input type="checkbox" name="area" value="south">
 <input type="checkbox" name="confirm">
 <select name="months"><option value="">Choose</option><option value="6">Six months<option value="12">A year</select>
 <select name="groups" multiple><option selected>young<option>old</select>
 <input name="off" value="x" disabled><fieldset disabled><input name="off2" value="x"></fieldset>
 <input value="nameless">
 <button type="submit" name="then" value="continue">Save and continue</button>
 <button type="submit" name="then" value="later" formaction="/bids/7/later">Save for later</button>
 <button type="button" name="js">Only with a script</button>
</form>
<input name="outside" value="yes" form="bid">
<table><tr><th>Group</th><th>Amount</th></tr><tr><td><a href="/g/1">Fictional Youth</a></td><td>£1,000</td></tr></table>
<dl class="govuk-summary-list"><div class="govuk-summary-list__row"><dt>Status</dt><dd>Draft</dd><dd><a href="/x">Change</a></dd></div></dl>
</main></body></html>"##;

fn bid_server() -> Fixture {
    Fixture::start(|asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("GET", "/bids/7") => html(BID_PAGE),
        ("POST", "/sign-in") => answer(
            "303 See Other\r\nLocation: /bids/7\r\nSet-Cookie: __Host-s=abc; Path=/; Secure; \
             HttpOnly; SameSite=Lax\r\nSet-Cookie: seen=1; Path=/",
            "",
        ),
        ("POST", "/kept") => answer("307 Temporary Redirect\r\nLocation: /bids/8", ""),
        ("GET", "/round-and-round") => answer("302 Found\r\nLocation: /round-and-round", ""),
        ("GET", "/away") => answer("302 Found\r\nLocation: https://example.org/", ""),
        _ => html("<h1>Thank you</h1>"),
    })
}

fn bid_form(server: &Fixture) -> (Browser, Form) {
    let mut browser = Browser::new(&server.origin());
    let form = browser.get("/bids/7").unwrap().form("bid").unwrap();
    (browser, form)
}

fn sent(server: &Fixture) -> Vec<(String, String)> {
    decode_pairs(std::str::from_utf8(&server.last().body).unwrap())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn an_untouched_form_sends_what_the_page_holds_in_its_order() {
    let server = bid_server();
    let (mut browser, form) = bid_form(&server);
    let page = form.submit(&mut browser).unwrap();
    assert_eq!(page.heading(), "Thank you");
    assert_eq!(server.last().path, "/bids/7/answers?step=2");
    assert_eq!(
        sent(&server),
        pairs(&[
            ("csrf", "t&k"),
            ("version", "3"),
            ("title", "Old \"title\""),
            ("summary", "First line\r\n<b>"),
            ("kind", "capital"),
            ("area", "north"),
            ("months", ""),
            ("groups", "young"),
            ("outside", "yes"),
            ("then", "continue"),
        ])
    );
}

#[test]
fn what_a_person_fills_in_is_sent_with_the_button_pressed() {
    let server = bid_server();
    let (mut browser, mut form) = bid_form(&server);
    form.set("title", "Café £5").unwrap().set("kind", "revenue").unwrap();
    form.set("months", "A year").unwrap().set("confirm", "on").unwrap();
    form.add("area", "south").add("groups", "old");
    form.press(&mut browser, "Save for later").unwrap();
    assert_eq!(server.last().path, "/bids/7/later");
    let sent = sent(&server);
    for pair in pairs(&[
        ("title", "Café £5"),
        ("kind", "revenue"),
        ("area", "north"),
        ("area", "south"),
        ("confirm", "on"),
        ("months", "12"),
        ("groups", "old"),
        ("then", "later"),
    ]) {
        assert!(sent.contains(&pair), "{pair:?} is not in {sent:?}");
    }
    assert_eq!(sent.iter().filter(|(name, _)| name == "kind" || name == "then").count(), 2);
}

#[test]
fn a_choice_or_field_that_is_not_offered_is_named_in_the_failure() {
    let server = bid_server();
    let (mut browser, mut form) = bid_form(&server);
    let said = form.set("kind", "loan").unwrap_err().to_string();
    assert!(said.contains("loan") && said.contains("revenue"), "{said}");
    assert!(matches!(form.set("off", "y"), Err(Failure::NoField { .. })));
    let said = form.press(&mut browser, "Publish").unwrap_err().to_string();
    assert!(said.contains("Save for later") && !said.contains("Only with"), "{said}");
}

#[test]
fn forms_are_found_by_id_by_action_and_as_the_pages_main_form() {
    let server = bid_server();
    let page = Browser::new(&server.origin()).get("/bids/7").unwrap();
    assert_eq!(page.forms().len(), 2);
    assert_eq!(page.form("/answers").unwrap().id(), Some("bid"));
    assert_eq!(page.form("/sign-out").unwrap().buttons(), ["Sign out"]);
    assert_eq!(page.main_form().unwrap().id(), Some("bid"));
    let said = page.form("pay").unwrap_err().to_string();
    assert!(said.contains("Your bid") && said.contains("/sign-out"), "{said}");
}

#[test]
fn a_page_is_read_as_a_person_reads_it() {
    let server = bid_server();
    let page = Browser::new(&server.origin()).get("/bids/7").unwrap();
    assert_eq!((page.title().as_str(), page.heading().as_str()), ("Your bid - Grants", "Your bid"));
    assert_eq!(page.link("Back to the round").unwrap(), "/rounds/1");
    assert_eq!(page.link("Youth").unwrap(), "/g/1");
    assert!(matches!(page.link("Pay"), Err(Failure::NoLink { .. })));
    assert_eq!(page.table_rows(), [["Group", "Amount"], ["Fictional Youth", "£1,000"]]);
    assert_eq!(page.summary_rows(), pairs(&[("Status", "Draft")]));
    assert!(page.text().starts_with("Your bid Back to the round"), "{}", page.text());
    assert!(!page.text().contains("Sign out"), "{}", page.text());
}

#[test]
fn signing_in_follows_the_redirect_and_keeps_the_cookies() {
    let server = bid_server();
    let mut browser = Browser::new(&server.origin()).with_header("X-Mark", "driver");
    let page = browser.post("/sign-in", &[("code", "123456")]).unwrap().expect(200).unwrap();
    assert_eq!((page.url.as_str(), page.redirects), ("/bids/7", vec!["/sign-in".to_owned()]));
    assert_eq!(browser.cookie("__Host-s"), Some("abc"));
    let [first, second]: [Asked; 2] = server.asked().try_into().unwrap();
    assert_eq!(first.header("origin"), Some(server.origin().as_str()));
    assert_eq!((second.method.as_str(), second.header("origin")), ("GET", None));
    assert_eq!(second.header("cookie"), Some("__Host-s=abc; seen=1"));
    assert_eq!(second.header("x-mark"), Some("driver"));
}

#[test]
fn a_temporary_redirect_repeats_the_post() {
    let server = bid_server();
    Browser::new(&server.origin()).post("/kept", &[("a", "1")]).unwrap();
    let last = server.last();
    assert_eq!((last.method.as_str(), last.path.as_str()), ("POST", "/bids/8"));
    assert_eq!(last.body, b"a=1");
}

#[test]
fn redirects_in_circles_and_to_other_servers_are_failures() {
    let server = bid_server();
    let mut browser = Browser::new(&server.origin());
    assert!(matches!(browser.get("/round-and-round"), Err(Failure::RedirectLoop { .. })));
    assert!(matches!(browser.get("/away"), Err(Failure::Elsewhere { .. })));
    let page = browser.without_redirects().get("/away").unwrap();
    assert_eq!((page.status, page.header("Location")), (302, Some("https://example.org/")));
}

#[test]
fn the_servers_public_name_is_used_though_it_is_reached_on_loopback() {
    let server = bid_server();
    let mut browser = Browser::new(&server.origin()).with_public_origin("https://grants.example");
    browser.get("https://grants.example/bids/7").unwrap().form("bid").unwrap();
    browser.post("/x", &[("a", "1")]).unwrap();
    let last = server.last();
    assert_eq!(last.header("host"), Some("grants.example"));
    assert_eq!(last.header("origin"), Some("https://grants.example"));
}

#[test]
fn a_refused_page_fails_with_its_error_summary() {
    let server = Fixture::start(|_| {
        answer(
            "422 Unprocessable Content\r\nContent-Type: text/html",
            "<main><div class=\"x govuk-error-summary\"><h2>There is a problem</h2><ul>\
             <li><a href=\"#a\">Enter the <b>amount</b></a></li><li>Choose a kind</li></ul></div>\
             <h1>Budget</h1><p class=\"govuk-error-message\">Enter the amount</p></main>",
        )
    });
    let page = Browser::new(&server.origin()).get("/budget").unwrap();
    assert_eq!(page.error_summary(), ["Enter the amount", "Choose a kind"]);
    assert_eq!(page.field_errors(), ["Enter the amount"]);
    let said = page.accepted().unwrap_err().to_string();
    assert_eq!(
        said,
        "refused: 422 at /budget “Budget”, error summary: Enter the amount | Choose a kind"
    );
}

#[test]
fn a_search_form_puts_its_fields_into_the_address() {
    let server = Fixture::start(|_| {
        html("<form action=\"?old=1\"><input name=q value=\"a b\"><button>Search</button></form>")
    });
    let mut browser = Browser::new(&server.origin());
    let form = browser.get("/rounds?page=2").unwrap().main_form().unwrap();
    form.submit(&mut browser).unwrap();
    assert_eq!(
        (server.last().method.as_str(), server.last().path.as_str()),
        ("GET", "/rounds?q=a+b")
    );
}

#[test]
fn a_form_with_files_sends_them_as_parts() {
    let server = Fixture::start(|_| {
        html(
            "<form method=post enctype=multipart/form-data><input type=hidden name=csrf value=t>\
             <input type=file name=evidence><input type=file name=other></form>",
        )
    });
    let mut browser = Browser::new(&server.origin());
    let mut form = browser.get("/evidence?bid=7").unwrap().main_form().unwrap();
    form.attach("evidence", "accounts.pdf", "application/pdf", b"%PDF-\xff\r\n");
    form.submit(&mut browser).unwrap();
    let last = server.last();
    assert_eq!(last.path, "/evidence?bid=7");
    let body = String::from_utf8_lossy(&last.body).into_owned();
    assert!(body.contains("name=\"csrf\"\r\n\r\nt\r\n"), "{body}");
    assert!(body.contains("name=\"evidence\"; filename=\"accounts.pdf\"\r\n"), "{body}");
    assert!(body.contains("name=\"other\"; filename=\"\"\r\n"), "{body}");
    assert!(last.body.windows(8).any(|window| window == b"%PDF-\xff\r\n"));
}

#[test]
fn a_program_sends_and_reads_json_with_its_token() {
    let server = Fixture::start(|asked| match asked.path.as_str() {
        "/api/rounds" => answer("201 Created\r\nContent-Type: application/json", "{\"id\":7}"),
        "/api/none" => answer("204 No Content", ""),
        _ => answer("500 Internal Server Error", "<p>broken"),
    });
    let api = Api::new(&server.origin()).with_token("secret");
    let made = api.post_json("/api/rounds", &json!({"name": "Fictional"})).unwrap();
    assert_eq!(made.expect(201).unwrap().body["id"], 7);
    assert_eq!(server.last().header("authorization"), Some("Bearer secret"));
    assert_eq!(server.last().header("content-type"), Some("application/json"));
    assert_eq!(server.last().body, br#"{"name":"Fictional"}"#);
    assert!(api.get_json("/api/none").unwrap().body.is_null());
    assert!(matches!(api.get_json("/api/x"), Err(Failure::NotJson { status: 500, .. })));
}

#[test]
fn a_server_that_is_not_there_is_a_failure() {
    let gone = { std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let failed = Browser::new(&format!("http://{gone}")).get("/").unwrap_err();
    assert!(matches!(failed, Failure::Connection { .. }), "{failed}");
}

/// Shows a form with this value in a text box, sends it back and reads what arrived.
fn round_trip(server: &Fixture, browser: &mut Browser, typed: &str) -> String {
    let mut form = browser.get("/echo").unwrap().main_form().unwrap();
    form.set("text", typed).unwrap();
    form.submit(browser).unwrap();
    sent(server)[0].1.clone()
}

#[test]
fn what_is_typed_arrives_with_only_its_line_ends_changed() {
    let server =
        Fixture::start(|_| html("<form method=post><textarea name=text></textarea></form>"));
    let browser = Browser::new(&server.origin());
    proptest!(ProptestConfig::with_cases(64), |(typed in "(.|\r|\n){0,60}")| {
        let arrived = round_trip(&server, &mut browser.clone(), &typed);
        prop_assert_eq!(
            arrived.replace("\r\n", "\n"),
            typed.replace("\r\n", "\n").replace('\r', "\n")
        );
        prop_assert!(!arrived.replace("\r\n", "").contains(['\r', '\n']));
    });
}
