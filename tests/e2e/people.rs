//! Signing in, the second factor, one's own account, who holds which role.

use almoner_domain::access::{Actor, Role};
use almoner_domain::person::{LocalPath, RoleRefused};
use almoner_domain::value::{EmailAddress, Instant};
use almoner_replay::browser::{Browser, Page};
use almoner_testkit::{World, on_both_databases};
use almoner_usecases::people::{DemoSignIn, GrantRole, InviteStaff, Recognise, StaffList};
use almoner_usecases::{AppError, Refusal};
use totp_rs::{Algorithm, Builder, Secret};

const COOKIE: &str = almoner_http::SESSION_COOKIE_PLAIN;

/// Fills in the page's form and sends it.
fn fill(browser: &mut Browser, page: &Page, answers: &[(&str, &str)]) -> Page {
    let mut form = page.main_form().unwrap();
    for (name, value) in answers {
        form.set(name, value).unwrap();
    }
    form.submit(browser).unwrap()
}

/// Makes a token with its page; the token.
fn make_token(browser: &mut Browser) -> String {
    let page = browser.get("/account/tokens").unwrap();
    fill(browser, &page, &[("name", "A fictional program")]).text_of_id("token").unwrap()
}

/// Asks for a link as a person does; the page that says to check one's email.
fn ask(browser: &mut Browser, path: &str, email: &str) -> Page {
    let page = browser.get(path).unwrap();
    fill(browser, &page, &[("email", email)])
}

/// The path of the link in the newest letter to `email`.
fn link(world: &World, email: &str) -> String {
    let links = world.letter_to(email).links();
    let link = links.iter().find(|link| link.contains("/sign-in/link/")).unwrap();
    link.strip_prefix(&world.url).unwrap().to_owned()
}

/// The code in the newest letter to `email`.
fn code(world: &World, email: &str) -> String {
    let text = world.letter_to(email).text().unwrap();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    text.split_whitespace().find(is_code).unwrap().to_owned()
}

/// A code that is not `code`.
fn another(code: &str) -> String {
    if code == "111111" { "222222".to_owned() } else { "111111".to_owned() }
}

/// Opens a link and presses its button.
fn press(browser: &mut Browser, path: &str) -> Page {
    browser.get(path).unwrap().main_form().unwrap().submit(browser).unwrap()
}

/// Types a code into the page.
fn type_code(browser: &mut Browser, page: &Page, code: &str) -> Page {
    fill(browser, page, &[("code", code)])
}

/// Signs in by the link of a letter and gives a name if asked.
fn sign_in(world: &World, email: &str) -> Browser {
    let mut browser = world.browser();
    ask(&mut browser, "/sign-in?next=/contact", email);
    let page = press(&mut browser, &link(world, email));
    if page.heading() == "What is your name?" {
        page.main_form()
            .unwrap()
            .set("name", "Asha Example")
            .unwrap()
            .submit(&mut browser)
            .unwrap();
    }
    browser
}

fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/account").unwrap().heading() == "Your account"
}

/// What an authenticator app shows for the key on the set-up page.
fn app_code(key: &str, now: Instant) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let app = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_step_duration(30);
    let seconds = u64::try_from(now.as_millisecond() / 1000).unwrap();
    app.with_secret(secret).build().unwrap().generate(seconds).to_string()
}

/// Sets up an app with its page; the key of it.
fn set_up_app(world: &World, browser: &mut Browser) -> String {
    let page = browser.get("/second-factor/set-up?next=/account").unwrap();
    let key = page.text_of_id("key").unwrap();
    let after = type_code(browser, &page, &app_code(&key, world.now()));
    assert_eq!(after.heading(), "Your account", "{:?}", after.error_summary());
    key
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// Gives somebody a role at the operator's command, and signs them in without the second factor.
fn staff_without_app(world: &World, address: &str, role: Role) -> Browser {
    let case = InviteStaff { email: email(address), name: None, role };
    world.act(&Actor::System, case).unwrap();
    // Letters that are sent together may arrive in any order.
    world.deliver();
    sign_in(world, address)
}

on_both_databases! {
    fn a_link_signs_in_at_the_press_of_its_button_and_leads_on(world: &World) {
        let mut browser = world.browser();
        let page = ask(&mut browser, "/sign-in?next=/privacy", "Asha@Example.org");
        assert_eq!(page.heading(), "Check your email");
        let page = press(&mut browser, &link(world, "Asha@example.org"));
        assert_eq!(page.heading(), "What is your name?");
        let page = fill(&mut browser, &page, &[("name", "Asha Example")]);
        assert_eq!(page.url, "/privacy");
        assert!(is_signed_in(&mut browser));
    }

    fn opening_a_link_uses_nothing_up(world: &World) {
        let mut browser = world.browser();
        ask(&mut browser, "/sign-in", "asha@example.org");
        let path = link(world, "asha@example.org");
        for _ in 0..3 {
            let scanner = world.browser().get(&path).unwrap();
            assert_eq!(scanner.status, 200);
        }
        press(&mut browser, &path);
        assert!(is_signed_in(&mut browser));
    }

    fn a_link_works_once(world: &World) {
        sign_in(world, "asha@example.org");
        let mut thief = world.browser();
        let page = press(&mut thief, &link(world, "asha@example.org"));
        assert_eq!((page.status, page.heading().as_str()), (410, "This link has been used"));
        assert!(!is_signed_in(&mut thief));
    }

    fn a_link_works_for_sixty_minutes(world: &World) {
        let mut browser = world.browser();
        ask(&mut browser, "/sign-in", "asha@example.org");
        let path = link(world, "asha@example.org");
        world.clock.advance_minutes(60);
        let page = press(&mut browser, &path);
        assert_eq!((page.status, page.heading().as_str()), (410, "This link is too old"));
        ask(&mut browser, "/sign-in", "asha@example.org");
        let path = link(world, "asha@example.org");
        world.clock.advance_minutes(59);
        press(&mut browser, &path);
        assert!(is_signed_in(&mut browser));
    }

    fn an_invented_link_is_not_one(world: &World) {
        let page = press(&mut world.browser(), "/sign-in/link/AAAAAAAAAAAAAAAAAAAAAAAA");
        assert_eq!(page.status, 404);
    }

    fn the_code_of_the_letter_signs_in_too(world: &World) {
        let mut browser = world.browser();
        let page = ask(&mut browser, "/sign-in", "asha@example.org");
        let code = code(world, "asha@example.org");
        let typed = format!("{} {}", &code[..3], &code[3..]);
        type_code(&mut browser, &page, &typed);
        assert!(is_signed_in(&mut browser));
        let mut other = world.browser();
        press(&mut other, &link(world, "asha@example.org"));
        assert!(!is_signed_in(&mut other), "the link of a used code");
    }

    fn five_wrong_codes_end_the_code_but_not_the_link(world: &World) {
        let mut browser = world.browser();
        let mut page = ask(&mut browser, "/sign-in", "asha@example.org");
        let code = code(world, "asha@example.org");
        for _ in 0..5 {
            page = type_code(&mut browser, &page, &another(&code));
            assert_eq!(page.status, 422);
        }
        page = type_code(&mut browser, &page, &code);
        assert_eq!(page.status, 422);
        assert!(page.error_summary().join(" ").contains("You have tried too many codes"));
        press(&mut browser, &link(world, "asha@example.org"));
        assert!(is_signed_in(&mut browser));
    }

    fn ten_wrong_codes_for_an_address_must_wait_and_learn_how_long(world: &World) {
        let mut browser = world.browser();
        let mut page = ask(&mut browser, "/sign-in", "asha@example.org");
        for _ in 0..2 {
            let right = code(world, "asha@example.org");
            for _ in 0..5 {
                page = type_code(&mut browser, &page, &another(&right));
            }
            page = ask(&mut browser, "/sign-in", "asha@example.org");
        }
        let right = code(world, "asha@example.org");
        let refused = type_code(&mut browser, &page, &right);
        assert_eq!((refused.status, refused.header("retry-after")), (429, Some("300")));
        assert!(refused.error_summary().join(" ").contains("9:05am"), "{:?}", refused.error_summary());
        world.clock.advance_minutes(5);
        type_code(&mut browser, &page, &right);
        assert!(is_signed_in(&mut browser), "the owner gets in when the wait is over");
    }

    fn known_and_unknown_addresses_get_the_same_answer(world: &World) {
        sign_in(world, "known@example.org");
        let mut pages = ["known@example.org", "unknown@example.org"].map(|address| {
            let page = ask(&mut world.browser(), "/sign-in", address);
            assert!(world.letter_to(address).subject().is_some());
            (page.status, page.heading(), page.text())
        });
        pages.sort();
        assert_eq!(pages[0], pages[1]);
    }

    fn an_address_gets_five_letters_an_hour_and_the_answer_stays_the_same(world: &World) {
        let letters = || {
            world.deliver();
            world.post.messages().iter().filter(|letter| letter.is_to("asha@example.org")).count()
        };
        for _ in 0..8 {
            let page = ask(&mut world.browser(), "/sign-in", "asha@example.org");
            assert_eq!(page.heading(), "Check your email");
            world.deliver();
        }
        assert_eq!(letters(), 5);
        let mut browser = world.browser();
        let page = ask(&mut browser, "/sign-in", "asha@example.org");
        type_code(&mut browser, &page, &code(world, "asha@example.org"));
        assert!(is_signed_in(&mut browser), "the newest of them still works");
        world.clock.advance_minutes(60);
        ask(&mut world.browser(), "/sign-in", "asha@example.org");
        assert_eq!(letters(), 6);
    }

    fn a_cookie_is_dead_after_signing_out(world: &World) {
        let mut browser = sign_in(world, "asha@example.org");
        let stolen = browser.cookie(COOKIE).unwrap().to_owned();
        let page = browser.get("/contact").unwrap();
        page.form("/sign-out").unwrap().submit(&mut browser).unwrap();
        assert!(!is_signed_in(&mut browser));
        let mut thief = world.browser();
        thief.set_cookie(COOKIE, &stolen);
        assert!(!is_signed_in(&mut thief));
    }

    fn signing_in_begins_a_new_session_and_ends_the_one_before(world: &World) {
        let mut browser = sign_in(world, "asha@example.org");
        let first = browser.cookie(COOKIE).unwrap().to_owned();
        ask(&mut browser, "/sign-in", "asha@example.org");
        press(&mut browser, &link(world, "asha@example.org"));
        let second = browser.cookie(COOKIE).unwrap().to_owned();
        assert_ne!(first, second);
        let mut old = world.browser();
        old.set_cookie(COOKIE, &first);
        assert!(!is_signed_in(&mut old));
        assert!(is_signed_in(&mut browser));
    }

    fn a_cookie_that_an_attacker_chose_is_never_a_session(world: &World) {
        let mut browser = world.browser();
        browser.set_cookie(COOKIE, "chosen-by-somebody-else");
        ask(&mut browser, "/sign-in", "asha@example.org");
        press(&mut browser, &link(world, "asha@example.org"));
        assert_ne!(browser.cookie(COOKIE), Some("chosen-by-somebody-else"));
    }

    fn signing_out_everywhere_ends_every_session(world: &World) {
        let mut one = sign_in(world, "asha@example.org");
        let mut two = sign_in(world, "asha@example.org");
        let page = one.get("/account").unwrap();
        page.form("/account/sign-out-everywhere").unwrap().submit(&mut one).unwrap();
        assert!(!is_signed_in(&mut one) && !is_signed_in(&mut two));
    }

    fn no_secret_of_signing_in_is_kept_readable(world: &World) {
        let browser = sign_in(world, "asha@example.org");
        let cookie = browser.cookie(COOKIE).unwrap().to_owned();
        let digest = world.app.secrets().token_digest(&cookie);
        let session = world.read(|tx| tx.session_by_digest(&digest)).unwrap();
        assert_eq!(session.token_digest, digest);
        assert!(!cookie.as_bytes().windows(8).any(|part| digest.windows(8).any(|d| d == part)));
    }

    fn signing_in_never_leads_to_another_site(world: &World) {
        for next in ["//evil.example/", "https://evil.example/", "/%5C/evil.example", "/%09/evil.example"] {
            let mut browser = world.browser();
            ask(&mut browser, &format!("/sign-in?next={next}"), "asha@example.org");
            let mut plain = browser.clone().without_redirects();
            let page = press(&mut plain, &link(world, "asha@example.org"));
            let to = page.header("location").unwrap();
            assert!(to.starts_with('/') && !to.contains("evil"), "{next}: {to}");
            world.clock.advance_minutes(20);
        }
    }

    fn roles_do_not_count_without_the_second_factor(world: &World) {
        let mut browser = staff_without_app(world, "ada@example.org", Role::Administrator);
        let page = browser.get("/staff/people").unwrap();
        assert_eq!(page.heading(), "Set up an app for sign-in codes");
        let cookie = browser.cookie(COOKIE).unwrap().to_owned();
        let known = world.see(&Actor::Nobody, &Recognise::Cookie(&cookie)).unwrap().unwrap();
        assert!(known.actor.roles().is_empty());
        assert!(matches!(world.see(&known.actor, &StaffList), Err(AppError::SecondFactor)));
        set_up_app(world, &mut browser);
        assert_eq!(browser.get("/staff/people").unwrap().heading(), "Who holds which role");
    }

    fn passing_the_second_factor_begins_a_new_session(world: &World) {
        let mut browser = staff_without_app(world, "ada@example.org", Role::Administrator);
        let before = browser.cookie(COOKIE).unwrap().to_owned();
        set_up_app(world, &mut browser);
        let mut old = world.browser();
        old.set_cookie(COOKIE, &before);
        assert!(!is_signed_in(&mut old));
    }

    fn a_code_of_the_app_works_once(world: &World) {
        let mut first = staff_without_app(world, "ada@example.org", Role::Administrator);
        let key = set_up_app(world, &mut first);
        let mut second = sign_in(world, "ada@example.org");
        let page = second.get("/second-factor?next=/account").unwrap();
        let used = type_code(&mut second, &page, &app_code(&key, world.now()));
        assert_eq!(used.status, 422);
        assert!(used.error_summary().join(" ").contains("has been used"));
        world.clock.advance_milliseconds(30_000);
        let page = type_code(&mut second, &page, &app_code(&key, world.now()));
        assert_eq!(page.heading(), "Your account");
        assert_eq!(second.get("/staff/people").unwrap().status, 200);
    }

    fn five_wrong_codes_of_the_app_must_wait(world: &World) {
        let mut first = staff_without_app(world, "ada@example.org", Role::Administrator);
        let key = set_up_app(world, &mut first);
        world.clock.advance_minutes(1);
        let mut second = sign_in(world, "ada@example.org");
        let page = second.get("/second-factor").unwrap();
        let right = app_code(&key, world.now());
        for _ in 0..5 {
            assert_eq!(type_code(&mut second, &page, &another(&right)).status, 422);
        }
        let refused = type_code(&mut second, &page, &right);
        assert_eq!((refused.status, refused.header("retry-after")), (429, Some("300")));
        world.clock.advance_minutes(5);
        type_code(&mut second, &page, &app_code(&key, world.now()));
        assert_eq!(second.get("/staff/people").unwrap().status, 200);
    }

    fn another_app_is_set_up_only_by_whoever_has_passed_the_first(world: &World) {
        let mut first = staff_without_app(world, "ada@example.org", Role::Administrator);
        set_up_app(world, &mut first);
        let mut thief = sign_in(world, "ada@example.org");
        let page = thief.get("/second-factor/set-up").unwrap();
        assert_eq!(page.heading(), "Enter the code from your app");
        let page = first.get("/second-factor/set-up").unwrap();
        assert_eq!(page.heading(), "Set up an app for sign-in codes");
    }

    fn a_session_with_roles_ends_after_thirty_idle_minutes_and_lives_while_it_is_used(world: &World) {
        let mut browser = staff_without_app(world, "ada@example.org", Role::Administrator);
        set_up_app(world, &mut browser);
        for _ in 0..3 {
            world.clock.advance_minutes(29);
            assert!(is_signed_in(&mut browser));
        }
        world.clock.advance_minutes(30);
        assert!(!is_signed_in(&mut browser));
    }

    fn roles_that_exclude_each_other_are_refused_on_the_page(world: &World) {
        let mut admin = world.staff("Ada Example", &[Role::Administrator]);
        let chief = world.staff("Ben Example", &[Role::Commissioner]);
        let case = GrantRole { person: chief.person, role: Role::Finance };
        let refused = world.act(&admin.actor, case);
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::Role(RoleRefused::Incompatible(_))))
        ));
        let page = admin.browser.get(&format!("/staff/people/{}", chief.person)).unwrap();
        let offered = page.form(&format!("{}/grant", chief.person)).unwrap().choices("role");
        assert!(!offered.iter().any(|choice| choice == "finance"), "{offered:?}");
    }

    fn a_role_is_given_ended_and_told_by_email(world: &World) {
        let mut admin = world.staff("Ada Example", &[Role::Administrator]);
        let page = admin.browser.get("/staff/people/invite").unwrap();
        let typed = [("email", "cy@example.org"), ("name", "Cy Example"), ("role", "chair")];
        let page = fill(&mut admin.browser, &page, &typed);
        assert_eq!(page.heading(), "Cy Example");
        assert_eq!(world.letter_to("cy@example.org").subject().unwrap(), "You have been given a role");
        let page = page.form("/end").unwrap().submit(&mut admin.browser).unwrap();
        assert!(page.text().contains("No role of the office now"), "{}", page.text());
        let list = admin.browser.get("/staff/people").unwrap();
        assert!(!list.text().contains("cy@example.org"));
    }

    fn the_last_administrator_and_ones_own_roles_stay(world: &World) {
        let admin = world.staff("Ada Example", &[Role::Administrator]);
        let own = GrantRole { person: admin.person, role: Role::Chair };
        assert!(matches!(
            world.act(&admin.actor, own),
            Err(AppError::Refused(Refusal::Role(RoleRefused::OwnAccount)))
        ));
        let last = almoner_usecases::people::EndRole {
            person: admin.person,
            role: Role::Administrator,
        };
        assert!(matches!(
            world.act(&Actor::System, last),
            Err(AppError::Refused(Refusal::Role(RoleRefused::LastAdministrator)))
        ));
    }

    fn an_administrator_resets_a_lost_app(world: &World) {
        let mut admin = world.staff("Ada Example", &[Role::Administrator]);
        let mut lost = staff_without_app(world, "cy@example.org", Role::Chair);
        set_up_app(world, &mut lost);
        let list = admin.browser.get("/staff/people").unwrap();
        let page = admin.browser.follow(&list, "Asha Example").unwrap();
        page.form("/reset").unwrap().submit(&mut admin.browser).unwrap();
        assert!(!is_signed_in(&mut lost), "signed out everywhere");
        assert_eq!(
            world.letter_to("cy@example.org").subject().unwrap(),
            "Your sign-in app has been reset"
        );
        let mut again = sign_in(world, "cy@example.org");
        set_up_app(world, &mut again);
    }

    fn a_token_is_shown_once_works_and_is_revoked(world: &World) {
        let mut browser = sign_in(world, "asha@example.org");
        let token = make_token(&mut browser);
        let account = browser.get("/account").unwrap();
        assert!(account.text().contains("A fictional program"));
        assert!(!account.body.contains(&token), "never shown again");
        let known = || world.see(&Actor::Nobody, &Recognise::Bearer(&token)).unwrap();
        assert!(known().is_some_and(|known| known.actor.roles().is_empty()));
        account.form("/revoke").unwrap().submit(&mut browser).unwrap();
        assert!(known().is_none());
    }

    fn a_token_carries_roles_only_from_a_session_with_the_second_factor(world: &World) {
        let mut browser = staff_without_app(world, "ada@example.org", Role::Administrator);
        let make = |browser: &mut Browser| {
            let token = make_token(browser);
            world.see(&Actor::Nobody, &Recognise::Bearer(&token)).unwrap().unwrap()
        };
        assert!(make(&mut browser).actor.roles().is_empty());
        set_up_app(world, &mut browser);
        assert!(make(&mut browser).actor.roles().has(Role::Administrator));
        world.clock.advance_minutes(90 * 24 * 60);
        let mut browser = sign_in(world, "ada@example.org");
        assert!(browser.get("/account").unwrap().text().contains("You have no tokens"));
    }

    fn a_token_for_programs_cannot_make_another(world: &World) {
        let mut browser = sign_in(world, "asha@example.org");
        let token = make_token(&mut browser);
        let mut program = world.browser().with_header("Authorization", &format!("Bearer {token}"));
        let page = program.post("/account/tokens", &[("name", "another")]).unwrap();
        assert_eq!(page.status, 404);
    }

    fn details_are_kept_and_a_second_editor_is_told(world: &World) {
        let mut browser = sign_in(world, "asha@example.org");
        let old = browser.get("/account/details").unwrap();
        let page = fill(&mut browser, &old, &[("phone", "0116 496 0123")]);
        assert!(page.text().contains("+441164960123"), "{}", page.text());
        let page = fill(&mut browser, &old, &[("name", "Somebody Else")]);
        assert_eq!(page.status, 409);
    }

    fn what_cannot_be_an_address_gets_an_error_at_the_field(world: &World) {
        let long = format!("{}@example.org", "a".repeat(300));
        for typed in ["", "   ", "asha", "asha@example.org\r\nBcc: all@example.org", &long] {
            let page = world.browser().post("/sign-in", &[("email", typed)]).unwrap();
            assert_eq!(page.status, 422, "{typed:?}");
            assert_eq!(page.error_summary().len(), 1);
            assert_eq!(page.field_errors().len(), 1);
        }
        let twice = [("email", "a@example.org"), ("email", "b@example.org")];
        assert_eq!(world.browser().post("/sign-in", &twice).unwrap().status, 422);
        assert_eq!(world.browser().post("/sign-in", &[]).unwrap().status, 422);
        world.deliver();
        assert_eq!(world.post.accepted(), 0);
    }

    fn one_press_sign_in_does_not_exist_outside_a_demonstration(world: &World) {
        let staff = world.staff("Ada Example", &[Role::Administrator]);
        let page = world.browser().post(&format!("/demo/sign-in/{}", staff.person), &[]).unwrap();
        assert_eq!(page.status, 404);
        assert_eq!(world.browser().get("/demo").unwrap().status, 404);
        let case = DemoSignIn { person: staff.person, next: LocalPath::top(), before: None };
        assert!(matches!(world.act(&Actor::Nobody, case), Err(AppError::NotFound)));
    }

    fn the_trail_of_signing_in_names_nobody(world: &World) {
        sign_in(world, "asha@example.org");
        let trail = world.read(|tx| tx.entries_of(almoner_domain::audit::Stream::Office));
        let events: Vec<&str> = trail.iter().map(|entry| entry.event.as_str()).collect();
        assert_eq!(
            events,
            ["sign_in.asked", "person.joined", "sign_in.used", "session.begun", "person.changed"]
        );
        let text = format!("{trail:?}").to_lowercase();
        assert!(!text.contains("asha"), "{text}");
    }
}

#[test]
fn a_demonstration_signs_in_at_the_press_of_a_name() {
    let world = World::demonstration();
    world.staff("Ada Example", &[Role::Administrator]);
    let mut browser = world.browser();
    let page = browser.get("/demo").unwrap();
    let form = page.main_form().unwrap();
    form.submit(&mut browser).unwrap();
    assert_eq!(browser.get("/staff/people").unwrap().heading(), "Who holds which role");
}
