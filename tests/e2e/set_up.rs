//! A round that is set up in the browser, from nothing to a group's first answers.

use almoner_domain::access::Role;
use almoner_domain::document::{DocumentKind, FileKind};
use almoner_domain::form::Kind;
use almoner_domain::id::RoundId;
use almoner_domain::round::{Invited, OpenTo, Status, missing};
use almoner_replay::browser::{Form, Page};
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::AppError;
use almoner_usecases::rounds::{BeginFrom, BeginRound};

/// The people of the office.
struct Team {
    officer: Visit,
    finance: Visit,
    commissioner: Visit,
}

fn team(world: &World) -> Team {
    let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
    for name in ["Lena Lead", "Leo Lead"] {
        world.staff(name, &[Role::GrantsLead]);
    }
    for name in ["Cora Chair", "Carl Chair"] {
        world.staff(name, &[Role::Chair]);
    }
    world.staff("Felix Finance", &[Role::Finance]);
    world.staff("Ada Approver", &[Role::Director]);
    Team {
        officer,
        finance: world.staff("Fay Finance", &[Role::ChiefFinanceOfficer]),
        commissioner: world.staff("Abel Approver", &[Role::Commissioner]),
    }
}

/// Begins a round from the template by its first page; gives the address of its staff page.
fn begun(officer: &mut Visit) -> String {
    let page = officer.browser.get("/staff/rounds/begin").unwrap().accepted().unwrap();
    let mut form = page.main_form().unwrap();
    form.set("title", "Quiet Streets, round 1").unwrap();
    form.set("reference", "QUI-2324-R1").unwrap();
    form.set("fund", "Quiet Streets Fund").unwrap();
    form.set("from", "template").unwrap();
    let page = form.submit(&mut officer.browser).unwrap().accepted().unwrap();
    assert_eq!(page.heading(), "Set up the round");
    page.url.trim_end_matches("/set-up").to_owned()
}

fn id_of(here: &str) -> RoundId {
    RoundId::parse(here.rsplit('/').next().unwrap()).unwrap()
}

/// Fills in one part and saves it; gives the page that comes then.
fn write(visit: &mut Visit, here: &str, part: &str, fields: &[(&str, &str)]) -> Page {
    let address = format!("{here}/set-up/{part}");
    // What is still missing is shown as errors from the beginning.
    let page = visit.browser.get(&address).unwrap().expect(200).unwrap();
    let mut form = page.main_form().unwrap();
    fill(&mut form, fields);
    form.press(&mut visit.browser, "Save and return").unwrap()
}

fn fill(form: &mut Form, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        form.set(name, value).unwrap();
    }
}

/// The value of the option that begins so.
fn person(world: &World, name: &str) -> String {
    let holders = world.read(|tx| tx.role_holders(world.now()));
    let found = holders.into_iter().find(|(person, _)| person.name == name);
    found.map(|(person, _)| person.id.to_string()).unwrap()
}

/// Fills in every part that the template leaves open.
fn fill_in(world: &World, officer: &mut Visit, here: &str) {
    let saved = |page: Page| {
        let page = page.accepted().unwrap();
        assert_eq!(page.heading(), "Set up the round", "{}", page.text());
    };
    saved(write(
        officer,
        here,
        "about",
        &[
            ("summary", "Small grants for quieter streets."),
            ("funds", "street games\nneighbour days"),
        ],
    ));
    saved(write(officer, here, "notes", &[]));
    let plan = write(officer, here, "plan", &[("plan", "2021-24")]);
    saved(plan);
    saved(write(officer, here, "plan", &[("priorities", "neighbourhood-policing")]));
    saved(write(
        officer,
        here,
        "evidence",
        &[
            ("areas.targets", "east-leicester"),
            ("areas.reported", "east-leicester"),
            ("areas.why", "Least was applied for there."),
            ("areas.least_target_percent", "50"),
            ("evidence.0.area", "east-leicester"),
            ("evidence.0.measure", "Calls about noise"),
            ("evidence.0.value", "120"),
            ("evidence.0.period", "2023"),
            ("evidence.0.source", "Fictional count"),
        ],
    ));
    saved(write(
        officer,
        here,
        "funding",
        &[
            ("funding_sources.0.name", "Commissioning budget"),
            ("funding_sources.0.amount", "£20,000"),
            ("funding_sources.0.ring_fence", "Prevention"),
        ],
    ));
    saved(write(
        officer,
        here,
        "money",
        &[("budget", "20,000"), ("minimum", "250"), ("maximum", "5,000.00")],
    ));
    saved(write(officer, here, "dates", &[]));
    saved(write(officer, here, "privacy", &[]));
    saved(write(officer, here, "contact", &[("phone", "0116 496 0000")]));
    let posts = [
        ("lead.holder", "Lena Lead"),
        ("lead.substitute", "Leo Lead"),
        ("chair.holder", "Cora Chair"),
        ("chair.substitute", "Carl Chair"),
        ("finance.holder", "Fay Finance"),
        ("finance.substitute", "Felix Finance"),
        ("approver.holder", "Abel Approver"),
        ("approver.substitute", "Ada Approver"),
    ];
    let posts: Vec<(&str, String)> =
        posts.iter().map(|(field, name)| (*field, person(world, name))).collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(f, id)| (*f, id.as_str())).collect();
    saved(write(officer, here, "posts", &posts));
}

/// Adds a question of its own to the form's first section, marked for the first criterion and
/// asked only after a yes.
fn build_questions(officer: &mut Visit, here: &str) {
    let form = format!("{here}/form");
    let page = officer.browser.get(&form).unwrap().accepted().unwrap();
    let mut add = page.form("").unwrap_or_else(|_| page.forms().pop().unwrap());
    if add.names().iter().all(|name| name != "title") {
        add = page.forms().into_iter().find(|one| one.names().contains(&"title".into())).unwrap();
    }
    add.set("title", "Noise").unwrap();
    let page = add.press(&mut officer.browser, "Add the section").unwrap().accepted().unwrap();
    assert!(page.text().contains("Section “noise” has no questions"), "{}", page.text());

    let ask = |officer: &mut Visit, text: &str, kind: &str| {
        let page = officer.browser.get(&format!("{form}/sections/noise")).unwrap();
        let mut add = page.accepted().unwrap().form("/add").unwrap();
        fill(&mut add, &[("text", text), ("kind", kind)]);
        add.submit(&mut officer.browser).unwrap().accepted().unwrap()
    };
    let page = ask(officer, "Is your street loud at night?", "yes_no");
    assert_eq!(page.heading(), "Question Q1");
    page.main_form().unwrap().press(&mut officer.browser, "Save and return").unwrap();
    let page = ask(officer, "What would make it quieter?", "long_text");
    let mut question = page.main_form().unwrap();
    fill(&mut question, &[("max_words", "80"), ("when", "Q1=yes"), ("feeds", "need")]);
    let page = question.press(&mut officer.browser, "Save and return").unwrap().accepted().unwrap();
    assert!(page.text().contains("Asked only after an answer to Q1"), "{}", page.text());
}

fn press(visit: &mut Visit, here: &str, step: &str) -> Page {
    let page = visit.browser.get(here).unwrap().accepted().unwrap();
    let page = visit.browser.follow(&page, step).unwrap().accepted().unwrap();
    page.main_form().unwrap().submit(&mut visit.browser).unwrap().accepted().unwrap()
}

on_both_databases! {
    fn an_officer_builds_a_round_from_nothing_and_a_group_applies_to_it(world: &World) {
        let Team { mut officer, mut finance, mut commissioner } = team(world);
        let here = begun(&mut officer);
        fill_in(world, &mut officer, &here);
        build_questions(&mut officer, &here);
        let page = officer.browser.get(&format!("{here}/set-up")).unwrap().accepted().unwrap();
        let stored = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert_eq!(missing(&stored, world.app.office()), []);
        assert!(page.text().contains("Nothing is missing"), "{}", page.text());

        let page = press(&mut officer, &here, "Ask for review");
        assert!(page.text().contains("The approver approves it: Abel Approver"), "{}", page.text());
        let page = finance.browser.get(&format!("{here}/confirm-funds")).unwrap().expect(200).unwrap();
        for shown in ["£20,000", "Commissioning budget", "East Leicester", "Closes"] {
            assert!(page.text().contains(shown), "{shown} in {}", page.text());
        }
        press(&mut finance, &here, "Confirm that the funds are there");
        let page = press(&mut commissioner, &here, "Approve");
        assert!(page.text().contains("Round approved"), "{}", page.text());
        press(&mut officer, &here, "Announce");
        let round = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert_eq!(round.status, Status::Published);
        world.clock.set(round.opens_at);

        let mut asha = world.applicant("Asha");
        let group = world.group(&mut asha, "Quiet Neighbours");
        let page = asha.browser.get("/rounds/QUI-2324-R1/apply").unwrap().accepted().unwrap();
        let mut form = page.main_form().unwrap();
        form.set("organisation", &group.to_string()).unwrap();
        let page = form.submit(&mut asha.browser).unwrap().accepted().unwrap();
        let noise = asha.browser.follow(&page, "Noise").unwrap().accepted().unwrap();
        assert!(noise.text().contains("Is your street loud at night?"));
        // The page shows it once a script sees the answer, and without a script at once.
        assert!(noise.body.contains("govuk-radios__conditional--hidden"));
        assert!(noise.text().contains("What would make it quieter?"));
        let mut form = noise.main_form().unwrap();
        form.set("Q1", "yes").unwrap();
        let page = form.press(&mut asha.browser, "continue").unwrap();
        assert!(page.error_summary()[0].contains("What would make it quieter"));
        let noise = asha.browser.get(&noise.url).unwrap().expect(200).unwrap();
        assert!(!noise.body.contains("govuk-radios__conditional--hidden"));
    }

    fn what_cannot_be_read_is_told_at_the_field_and_kept_on_the_page(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        let page = write(&mut team.officer, &here, "money", &[("budget", "a lot"), ("minimum", "5")]);
        assert_eq!(page.status, 422);
        assert_eq!(page.field_errors().len(), 1, "{:?}", page.field_errors());
        let form = page.main_form().unwrap();
        assert_eq!(form.value("budget").unwrap(), "a lot");
        assert_eq!(form.value("minimum").unwrap(), "5");
        let stored = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert!(stored.settings.money.minimum.get() == 0 && stored.version == 1);
    }

    fn what_contradicts_itself_is_told_on_the_page_where_it_was_typed(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        let money = [("budget", "10,000"), ("minimum", "5,000"), ("maximum", "500")];
        let page = write(&mut team.officer, &here, "money", &money).expect(200).unwrap();
        assert!(page.url.ends_with("/set-up/money?wrong=yes"), "{}", page.url);
        assert!(page.title().starts_with("Error: "), "{}", page.title());
        assert!(page.text().contains("It is saved as you typed it"), "{}", page.text());
        assert_eq!(page.field_errors().len(), 1, "{:?}", page.field_errors());

        let dates = [("opens-time", "9am")];
        let page = write(&mut team.officer, &here, "dates", &dates);
        assert_eq!(page.status, 422);
        assert!(page.error_summary()[0].ends_with("enter the time like 09:00 or 17:30"));
    }

    fn a_page_of_an_older_version_changes_nothing_and_keeps_what_was_typed(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        let page = team.officer.browser.get(&format!("{here}/set-up/contact")).unwrap();
        let mut old = page.main_form().unwrap();
        write(&mut team.officer, &here, "contact", &[("name", "Grants desk")]);
        old.set("name", "Other desk").unwrap();
        let page = old.submit(&mut team.officer.browser).unwrap();
        assert_eq!(page.status, 409);
        assert_eq!(page.main_form().unwrap().value("name").unwrap(), "Other desk");
        let stored = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert_eq!(stored.settings.contact.name, "Grants desk");
        // Pressed once more, on the page as it is now, it is saved.
        page.main_form().unwrap().submit(&mut team.officer.browser).unwrap().accepted().unwrap();
        let stored = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert_eq!(stored.settings.contact.name, "Other desk");
    }

    fn a_criterion_is_added_moved_and_taken_out_by_buttons(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        let list = format!("{here}/set-up/criteria");
        let page = team.officer.browser.get(&list).unwrap().accepted().unwrap();
        let page = team.officer.browser.follow(&page, "Add a criterion").unwrap();
        let mut form = page.accepted().unwrap().main_form().unwrap();
        fill(&mut form, &[("title", "Quiet"), ("weight", "10"), ("questions", "B5")]);
        let page = form.press(&mut team.officer.browser, "Save and return").unwrap();
        let page = page.expect(200).unwrap();
        assert!(page.text().contains("The weights total 110, not 100"), "{}", page.text());
        let codes = || {
            let stored = world.read(|tx| tx.round(id_of(&here))).unwrap();
            let criteria = stored.settings.scoring.criteria;
            criteria.into_iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(codes().last().map(String::as_str), Some("quiet"));
        let form = page.main_form().unwrap();
        form.press(&mut team.officer.browser, "up:7").unwrap().expect(200).unwrap();
        assert_eq!(codes().get(6).map(String::as_str), Some("quiet"));
        let page = team.officer.browser.get(&list).unwrap();
        let form = page.main_form().unwrap();
        form.press(&mut team.officer.browser, "remove:6").unwrap().accepted().unwrap();
        assert!(!codes().contains(&"quiet".to_owned()));
    }

    fn a_question_is_not_moved_before_the_one_that_it_depends_on(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        build_questions(&mut team.officer, &here);
        let page = team.officer.browser.get(&format!("{here}/form")).unwrap();
        let form = page.main_form().unwrap();
        let page = form.press(&mut team.officer.browser, "question-up:Q2").unwrap();
        assert_eq!(page.status, 422);
        let said = "Question Q2 depends on question Q1, which must come before it";
        assert_eq!(page.error_summary(), [said]);
        let page = team.officer.browser.get(&format!("{here}/form/preview")).unwrap();
        assert!(page.accepted().unwrap().text().contains("What would make it quieter?"));
    }

    fn checks_across_answers_are_written_in_the_browser_and_never_in_a_circle(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        build_questions(&mut team.officer, &here);
        let section = format!("{here}/form/sections/noise");
        for text in ["How many people came last year?", "How many of them were children?"] {
            let page = team.officer.browser.get(&section).unwrap().accepted().unwrap();
            let mut add = page.form("/add").unwrap();
            fill(&mut add, &[("text", text), ("kind", "number")]);
            add.submit(&mut team.officer.browser).unwrap().accepted().unwrap();
        }
        let add = |officer: &mut Visit, of: &str, against: &str| {
            let page = officer.browser.get(&format!("{here}/form/checks")).unwrap();
            let mut form = page.forms().pop().unwrap();
            for form_field in ["of", "is", "against"] {
                assert!(form.names().contains(&form_field.to_owned()), "{:?}", form.names());
            }
            fill(&mut form, &[("of", of), ("is", "not_above"), ("against", against)]);
            form.press(&mut officer.browser, "Add the check").unwrap()
        };
        let page = add(&mut team.officer, "Q4", "Q3").accepted().unwrap();
        assert!(page.text().contains("must not be more than Q3"), "{}", page.text());
        let page = add(&mut team.officer, "Q3", "Q4");
        assert_eq!(page.status, 422);
        let said = page.error_summary().join(" ");
        assert!(said.contains("back to itself"), "{said}");
        assert_eq!(world.read(|tx| tx.round(id_of(&here))).unwrap().form.rules.len(), 1);
        let page = team.officer.browser.get(&format!("{here}/form/checks")).unwrap();
        let form = page.main_form().unwrap();
        form.press(&mut team.officer.browser, "remove:0").unwrap().accepted().unwrap();
        assert_eq!(world.read(|tx| tx.round(id_of(&here))).unwrap().form.rules, []);
    }

    fn a_question_changes_its_kind_and_files_say_what_they_take(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        build_questions(&mut team.officer, &here);
        let address = format!("{here}/form/questions/Q2");
        let page = team.officer.browser.get(&address).unwrap().expect(200).unwrap();
        let mut other = page.forms().pop().unwrap();
        other.set("kind", "files").unwrap();
        let page = other.press(&mut team.officer.browser, "Change the kind").unwrap();
        let page = page.expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        fill(&mut form, &[("max_files", "2"), ("document", "insurance"), ("kinds", "pdf")]);
        form.press(&mut team.officer.browser, "Save and return").unwrap().accepted().unwrap();
        let form = world.read(|tx| tx.round(id_of(&here))).unwrap().form;
        let question = form.questions().find(|one| one.id.as_str() == "Q2").unwrap();
        let kinds = vec![FileKind::Pdf];
        let document = DocumentKind::Insurance;
        assert_eq!(question.kind, Kind::Files { max_files: 2, document, kinds });
    }

    fn questions_before_sign_in_are_written_in_the_browser(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        let fields = [
            ("questions.0.text", "Has the project started?"),
            ("questions.0.passes", "no"),
            ("questions.0.reason", "The fund pays for new work only."),
        ];
        write(&mut team.officer, &here, "eligibility", &fields).accepted().unwrap();
        let round = world.read(|tx| tx.round(id_of(&here))).unwrap();
        let [own] = round.settings.eligibility.questions.as_slice() else { panic!("one") };
        assert_eq!((own.id.as_str(), own.passes), ("own_1", false));
        let cleared = [("questions.0.text", ""), ("questions.0.reason", "")];
        write(&mut team.officer, &here, "eligibility", &cleared).accepted().unwrap();
        let round = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert_eq!(round.settings.eligibility.questions, []);
    }

    fn a_copy_takes_over_questions_and_criteria_and_shares_nothing(world: &World) {
        let mut team = team(world);
        let here = begun(&mut team.officer);
        build_questions(&mut team.officer, &here);
        let old = id_of(&here);
        let case = BeginRound {
            title: "Quiet Streets, round 2".into(),
            reference: "QUI-2324-R2".into(),
            fund: "Quiet Streets Fund".into(),
            from: BeginFrom::Round(old),
        };
        let new = world.act(&team.officer.actor, case).unwrap();
        let copy = world.read(|tx| tx.round(new)).unwrap();
        let before = world.read(|tx| tx.round(old)).unwrap();
        assert_eq!(copy.form, before.form);
        write(&mut team.officer, &format!("/staff/rounds/{new}"), "contact", &[("name", "New desk")]);
        let after = world.read(|tx| tx.round(old)).unwrap();
        assert_eq!(after, before);
    }

    fn the_reference_of_another_round_is_not_taken_twice(world: &World) {
        let mut team = team(world);
        begun(&mut team.officer);
        let case = BeginRound {
            title: "Again".into(),
            reference: "qui-2324-r1".into(),
            fund: "Quiet Streets Fund".into(),
            from: BeginFrom::Template,
        };
        let refused = world.act(&team.officer.actor, case);
        assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
    }

    fn a_round_for_invited_groups_is_seen_by_all_and_started_by_those_alone(world: &World) {
        let id = world.open_round();
        let mut asha = world.applicant("Asha");
        let mut bela = world.applicant("Bela");
        let invited = world.group(&mut asha, "Invited Club");
        let other = world.group(&mut bela, "Other Club");
        let mut round = world.read(|tx| tx.round(id)).unwrap();
        let groups = vec![Invited { id: invited, name: "Invited Club".into() }];
        round.settings.open_to = OpenTo::Invited { groups, why: "It is a pilot.".into() };
        world.write(move |tx| tx.save_round(&round));
        let page = world.browser().get("/rounds/OPN-2324-R1").unwrap().accepted().unwrap();
        assert!(page.text().contains("It is a pilot."), "{}", page.text());
        let start = |visit: &mut Visit, group: &str| {
            let page = visit.browser.get("/rounds/OPN-2324-R1/apply").unwrap();
            let mut form = page.main_form().unwrap();
            form.set("organisation", group).unwrap();
            form.submit(&mut visit.browser).unwrap()
        };
        let refused = start(&mut bela, &other.to_string());
        assert!(refused.text().contains("This round is for groups that were invited"));
        start(&mut asha, &invited.to_string()).accepted().unwrap();
    }

    fn groups_are_invited_by_their_names(world: &World) {
        let mut team = team(world);
        let mut asha = world.applicant("Asha");
        let group = world.group(&mut asha, "Invited Club");
        let here = begun(&mut team.officer);
        let direct = [
            ("type.kind", "direct_award"),
            ("type.reason", "Only this club works there."),
            ("open_to.who", "invited"),
            ("open_to.why", "Only this club works there."),
        ];
        let unknown: Vec<_> = direct.iter().copied().chain([("open_to.groups", "Nobody")]).collect();
        let page = write(&mut team.officer, &here, "type", &unknown);
        assert_eq!(page.status, 422);
        assert!(page.error_summary().first().unwrap().contains("No group is called “Nobody”"));
        let known: Vec<_> =
            direct.iter().copied().chain([("open_to.groups", "Invited Club")]).collect();
        write(&mut team.officer, &here, "type", &known).accepted().unwrap();
        let stored = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert!(stored.settings.open_to.admits(group));
    }

    fn an_announced_round_takes_new_dates_until_it_opens(world: &World) {
        let Team { mut officer, mut finance, mut commissioner } = team(world);
        let here = begun(&mut officer);
        fill_in(world, &mut officer, &here);
        press(&mut officer, &here, "Ask for review");
        press(&mut finance, &here, "Confirm that the funds are there");
        press(&mut commissioner, &here, "Approve");
        press(&mut officer, &here, "Announce");
        let page = officer.browser.get(&format!("{here}/set-up/money")).unwrap().accepted().unwrap();
        assert!(page.text().contains("takes new dates and a new contact until it opens"));
        assert!(page.main_form().unwrap().buttons().is_empty());
        let page = write(&mut officer, &here, "dates", &[("review_working_days", "4")]);
        page.accepted().unwrap();
        let round = world.read(|tx| tx.round(id_of(&here))).unwrap();
        assert_eq!(round.settings.dates.review_working_days, 4);
        assert!(round.opens_at > london("2024-01-01T00:00"));
    }
}
