//! Forty texts that break programs, typed into every field of a bid, of the public forms and of the
//! interface for programs: each is kept exactly or refused at its field, is shown as text, and never
//! fails the service.

use almoner_domain::form::SectionId;
use almoner_testkit::{Visit, on_both_databases};
use serde_json::json;

/// Forty texts: markup, queries, paths, templates, numbers out of bounds, unlikely letters.
fn hostile_texts() -> Vec<String> {
    let short = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg/onload=alert(1)>",
        "</textarea><script>alert(1)</script>",
        "</title><iframe src=//example.org></iframe>",
        "javascript:alert(1)",
        "<!--",
        "]]>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        "' OR '1'='1",
        "'; DROP TABLE applications; --",
        "1; SELECT pg_sleep(10)",
        "%' ESCAPE '",
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "%2e%2e%2f%00",
        "{{7*7}}",
        "${jndi:ldap://example.org/a}",
        "{% raw %}",
        "%s%s%n%x",
        "$(touch /tmp/almoner)",
        "`id`",
        "=HYPERLINK(\"https://example.org\";\"press\")",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "-1",
        "99999999999999999999999999",
        "1e309",
        "NaN",
        "£1,2,3.456",
        "٣١/٠٢/٢٠٢٤",
        "null",
        "{\"answer\": [1, {\"deep\": true}]}",
        "\u{202e}txt.exe\u{202c} turned round",
        "a\u{200b}b\u{feff}c\u{2060}d",
        "Z\u{0351}\u{036b}a\u{0334}\u{0311}l\u{0338}g\u{0315}o\u{035c}",
        "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 İıſß ﷽ \u{e000} \u{10ffff}",
        "\r\nBcc: everybody@example.org\r\n\r\nbody",
    ];
    let mut all: Vec<String> = short.iter().map(|text| (*text).to_owned()).collect();
    all.push("x".repeat(19_000));
    all.push("one line\n".repeat(2_000));
    assert_eq!(all.len(), 40);
    all
}

/// What a browser makes of line ends before it sends them.
fn as_sent(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    plain(one) == plain(other)
}

/// Whether the page holds the text as markup of its own.
fn is_let_loose(body: &str, text: &str) -> bool {
    text.contains('<') && body.contains(text)
}

/// Fields that a browser sends and nobody types.
fn is_machinery(name: &str) -> bool {
    ["csrf", "version", "intent", "to", "next"].contains(&name)
}

/// Sends the form of `path` with `text` in every field that somebody types.
fn type_everywhere(visit: &mut Visit, path: &str, text: &str, faults: &mut Vec<String>) {
    let page = visit.browser.get(path).unwrap().expect(200).unwrap();
    let form = page.main_form().unwrap();
    let text = as_sent(text);
    let fields: Vec<(String, String)> = form
        .names()
        .into_iter()
        .map(|name| match form.value(&name) {
            Some(value) if is_machinery(&name) => (name, value),
            _ => (name, text.clone()),
        })
        .collect();
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let page = visit.browser.post(path, &pairs).unwrap();
    let what: String = text.chars().take(40).collect();
    if page.status >= 500 || page.status == 405 {
        faults.push(format!("{path}: {what:?} answers {}", page.status));
    }
    if page.status == 422 && page.error_summary().is_empty() {
        faults.push(format!("{path}: {what:?} is refused without a word"));
    }
    if is_let_loose(&page.body, &text) {
        faults.push(format!("{path}: {what:?} is markup of the page"));
    }
}

on_both_databases! {
    fn a_bid_keeps_whatever_is_typed_and_shows_it_as_text(world: &World) {
        world.open_round();
        let mut group = world.applicant("Asha Example");
        let organisation = world.group(&mut group, "Friday Football");
        let bid = world.start_bid(&group, organisation);
        let sections: Vec<String> = {
            let page = group.browser.get(&format!("/applications/{bid}")).unwrap();
            let links = page.links().into_iter().map(|(_, path)| path);
            links.filter(|path| path.contains("/sections/")).collect()
        };
        let named = format!("/applications/{bid}/sections/your-project");
        assert!(sections.len() >= 4 && sections.contains(&named), "{sections:?}");
        let mut faults = Vec::new();
        for text in hostile_texts() {
            for path in &sections {
                type_everywhere(&mut group, path, &text, &mut faults);
            }
            let page = group.browser.get(&named).unwrap().expect(200).unwrap();
            let kept = page.main_form().unwrap().value("B1").unwrap_or_default();
            if !same(&kept, &text) {
                let start = |text: &str| text.chars().take(60).collect::<String>();
                faults.push(format!("{:?} became {:?}", start(&text), start(&kept)));
            }
            for path in [format!("/applications/{bid}"), format!("/applications/{bid}/check")] {
                let page = group.browser.get(&path).unwrap();
                if page.status >= 500 || is_let_loose(&page.body, &text) {
                    faults.push(format!("{path} after {text:.40}: {}", page.status));
                }
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    fn a_program_gets_back_what_it_saved(world: &World) {
        world.open_round();
        let mut group = world.applicant("Asha Example");
        let organisation = world.group(&mut group, "Friday Football");
        let bid = world.start_bid(&group, organisation);
        let api = world.program(&group, false);
        let path = format!("/api/v1/applications/{bid}/sections/your-project");
        let section = SectionId::parse("your-project").unwrap();
        let mut version = 0;
        for text in hostile_texts() {
            let sent = json!({ "version": version, "fields": { "B1": [text], "B5": [text] } });
            let saved = api.send_json("PUT", &path, &sent).unwrap();
            assert_eq!(saved.status, 200, "{text:.40}: {}", saved.body);
            version = saved.body["version"].as_i64().unwrap();
            let kept = world.read(|tx| tx.section(bid, &section)).unwrap();
            assert!(same(&kept.fields["B1"][0], &text), "{:?}", kept.fields["B1"]);
        }
    }

    fn the_public_forms_answer_at_the_field(world: &World) {
        world.open_round();
        let mut visit = world.applicant("Asha Example");
        let mut faults = Vec::new();
        let round = format!("/rounds/{}", almoner_testkit::OPEN_ROUND);
        let forms = ["/organisations/new".to_owned(), format!("{round}/eligibility")];
        for text in hostile_texts() {
            for path in &forms {
                type_everywhere(&mut visit, path, &text, &mut faults);
            }
            let mut nobody = world.browser();
            let page = nobody.get("/sign-in").unwrap().expect(200).unwrap();
            let csrf = page.main_form().unwrap().value("csrf").unwrap_or_default();
            let page = nobody.post("/sign-in", &[("csrf", &csrf), ("email", &text)]).unwrap();
            if page.status >= 500 || is_let_loose(&page.body, &text) {
                faults.push(format!("/sign-in: {text:.40} answers {}", page.status));
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }
}
