//! What no keyboard types: hidden characters, and bytes that stand for no character at all.

use almoner_domain::access::Role;
use almoner_testkit::{london, on_both_databases};

/// What a person typed before and after what cannot be read.
const BEFORE: &str = "We meet in the caf";
const AFTER: &str = "on Fridays";

on_both_databases! {
    fn an_answer_that_cannot_be_read_comes_back_to_be_put_right(world: &World) {
        world.open_round();
        let mut group = world.applicant("Asha Example");
        let organisation = world.group(&mut group, "Friday Football");
        let bid = world.start_bid(&group, organisation);
        let browser = &mut group.browser;
        let path = format!("/applications/{bid}/sections/your-project");
        let form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
        let hidden = ["csrf", "version"].map(|name| format!("{name}={}", form.value(name).unwrap()));
        let body = format!("{}&B1=Kept+as+it+is&B5={BEFORE}%E9+{AFTER}", hidden.join("&"));
        let page = browser.post_encoded(&path, body.replace(' ', "+").as_bytes()).unwrap();
        let page = page.expect(422).unwrap();
        assert_eq!(page.heading(), "Some characters could not be read");
        assert!(page.title().starts_with("Error: "), "{}", page.title());
        let said = "“B5” contains characters we cannot read";
        assert_eq!(page.error_summary(), [said]);
        assert!(page.field_errors().iter().any(|one| one.contains(said)), "{}", page.body);

        let mut form = page.main_form().unwrap();
        let typed = form.value("B5").unwrap();
        assert_eq!(typed, format!("{BEFORE}\u{fffd} {AFTER}"));
        assert_eq!(form.value("B1").as_deref(), Some("Kept as it is"));
        form.set("B5", &typed.replace('\u{fffd}', "é")).unwrap();
        // The rest of the section has no answers yet: what there is of it is kept all the same.
        form.submit(browser).unwrap().expect(422).unwrap();
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        let form = page.main_form().unwrap();
        assert_eq!(form.value("B1").as_deref(), Some("Kept as it is"));
        assert_eq!(form.value("B5"), Some(format!("{BEFORE}é {AFTER}")));
    }

    fn hidden_characters_of_copied_text_are_left_out(world: &World) {
        world.open_round();
        let mut group = world.applicant("Asha Example");
        let organisation = world.group(&mut group, "Friday Football");
        let bid = world.start_bid(&group, organisation);
        let browser = &mut group.browser;
        let path = format!("/applications/{bid}/sections/your-project");
        let mut form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
        form.set("B5", "one\0two\u{b}three").unwrap();
        form.submit(browser).unwrap().expect(422).unwrap();
        let form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
        // A browser sends every line break as two characters.
        assert_eq!(form.value("B5").as_deref(), Some("onetwo\r\nthree"));
    }

    fn no_address_with_a_hidden_character_makes_the_service_fail(world: &World) {
        let round = world.open_round();
        world.clock.set(london("2024-02-06T10:00"));
        let mut all = world.staff("Every Role", Role::ALL);
        let program = world.program(&all, true);
        for path in ["/rounds/a%00b", "/rounds/a%00b/questions", "/rounds/%1B/eligibility"] {
            let page = all.browser.get(path).unwrap().expect(404).unwrap();
            assert_eq!(page.heading(), "Page not found");
            program.get_json(&format!("/api/v1{path}")).unwrap().expect(404).unwrap();
        }
        let list = format!("/staff/rounds/{round}/applications");
        for asked in ["name=%00", "area=a%00b", "status=%00", "after=%00.%00"] {
            all.browser.get(&format!("{list}?{asked}")).unwrap().expect(200).unwrap();
        }
        for asked in ["name=%00", "area=a%00b"] {
            program.get_json(&format!("/api/v1{list}?{asked}")).unwrap().expect(422).unwrap();
        }
        program.get_json("/api/v1/staff/groups?name=a%00b").unwrap().expect(422).unwrap();
    }

    fn every_form_of_the_house_gives_back_what_it_cannot_read(world: &World) {
        let mut all = world.staff("Every Role", Role::ALL);
        let cookie = all.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        let token = world.csrf(cookie);
        let id = world.uuid().to_string();
        let posts = almoner_web::pages::routes().into_iter().filter(|one| one.method == "POST");
        let (mut faults, mut asked) = (Vec::new(), 0);
        for route in posts {
            // A form with files is read piece by piece, and the demonstration is not on.
            if route.path.contains("/files") || route.path.starts_with("/demo") {
                continue;
            }
            let path = route.path.split('/').map(|part| match part.starts_with('{') {
                true => id.as_str(),
                false => part,
            });
            let path = path.collect::<Vec<_>>().join("/");
            let body = format!("csrf={token}&reason=Typed+%FF+words");
            let page = all.browser.post_encoded(&path, body.as_bytes()).unwrap();
            asked += 1;
            let kept = page.body.contains("Typed \u{fffd} words");
            if page.status != 422 || !kept || page.field_errors().is_empty() {
                faults.push(format!("{}: {}, kept: {kept}", route.path, page.status));
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert!(asked > 50, "only {asked} forms");
    }
}
