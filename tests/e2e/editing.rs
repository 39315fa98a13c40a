//! Writing a bid: saving by itself, and two people of a group at one section.

use almoner_domain::audit::Stream;
use almoner_domain::form::SectionId;
use almoner_domain::id::ApplicationId;
use almoner_domain::organisation::MemberRole;
use almoner_replay::browser::{Form, Page};
use almoner_testkit::{Visit, World, on_both_databases};
use almoner_usecases::applications::ForgetPresence;

/// A person with a group and a bid that is filled in, and somebody else of that group.
fn two_editors(world: &World) -> (Visit, Visit, ApplicationId) {
    world.open_round();
    let (mut asha, ben) = (world.applicant("Asha Example"), world.applicant("Ben Example"));
    let group = world.group(&mut asha, "Fictional Youth Group");
    let application = world.start_bid(&asha, group);
    world.fill_in(&asha, application);
    let (person, at) = (ben.person, world.now());
    world.write(move |tx| tx.add_member(group, person, MemberRole::Member.code(), at));
    world.clock.advance_minutes(60);
    (asha, ben, application)
}

fn path(application: ApplicationId) -> String {
    format!("/applications/{application}/sections/your-project")
}

/// What the page's script posts a few seconds after a change.
fn by_itself(visit: &mut Visit, application: ApplicationId, form: &Form) -> Page {
    let mut fields: Vec<(String, String)> = form
        .names()
        .into_iter()
        .filter_map(|name| Some((name.clone(), form.value(&name)?)))
        .collect();
    fields.push(("then".to_owned(), "autosave".to_owned()));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visit.browser.post(&path(application), &fields).unwrap()
}

fn stored(world: &World, application: ApplicationId, field: &str) -> String {
    let section = SectionId::parse("your-project").unwrap();
    let stored = world.read(|tx| tx.section(application, &section)).unwrap();
    stored.fields.get(field).map(|texts| texts.join("|")).unwrap_or_default()
}

fn saves(world: &World, application: ApplicationId) -> usize {
    let entries = world.read(|tx| tx.entries_of(Stream::Application(application)));
    entries.iter().filter(|one| one.event == "application.section_saved").count()
}

/// Both open the page; Ben saves his words first, then Asha hers.
fn past_each_other(asha: &mut Visit, ben: &mut Visit, application: ApplicationId) -> Page {
    let path = path(application);
    let mut mine = asha.browser.get(&path).unwrap().main_form().unwrap();
    mine.set("B7", "My words").unwrap();
    let mut theirs = ben.browser.get(&path).unwrap().main_form().unwrap();
    theirs.set("B7", "Their words").unwrap().set("B5", "Their need").unwrap();
    theirs.press(&mut ben.browser, "return").unwrap().accepted().unwrap();
    mine.press(&mut asha.browser, "continue").unwrap()
}

on_both_databases! {
    fn a_second_editor_sees_both_texts_and_says_which_stays(world: &World) {
        let (mut asha, mut ben, application) = two_editors(world);
        let page = past_each_other(&mut asha, &mut ben, application);
        assert_eq!(page.status, 409);
        assert!(page.text().contains("Ben Example saved at 11:00"), "{}", page.text());
        assert!(page.text().contains("Their words"), "{}", page.text());
        assert_eq!(stored(world, application, "B7"), "Their words");

        let unchosen = page.main_form().unwrap().press(&mut asha.browser, "continue").unwrap();
        assert_eq!(unchosen.status, 409);
        assert_eq!(unchosen.error_summary().len(), 2, "{:?}", unchosen.error_summary());
        assert_eq!(stored(world, application, "B7"), "Their words");

        let mut form = unchosen.main_form().unwrap();
        assert_eq!(form.value("B7").as_deref(), Some("My words"));
        form.set("keep:B7", "both").unwrap().set("keep:B5", "theirs").unwrap();
        let page = form.press(&mut asha.browser, "continue").unwrap().accepted().unwrap();
        assert!(page.text().contains("Both texts are dealt with"), "{}", page.text());
        assert_eq!(stored(world, application, "B7"), "Their words\n\nMy words");
        assert_eq!(stored(world, application, "B5"), "Their need");
    }

    fn a_third_save_between_the_two_texts_and_the_choice_is_shown_too(world: &World) {
        let (mut asha, mut ben, application) = two_editors(world);
        let page = past_each_other(&mut asha, &mut ben, application);
        let mut form = page.main_form().unwrap();
        form.set("keep:B7", "mine").unwrap().set("keep:B5", "mine").unwrap();
        let mut again = ben.browser.get(&path(application)).unwrap().main_form().unwrap();
        again.set("B7", "Newer words").unwrap();
        again.press(&mut ben.browser, "return").unwrap().accepted().unwrap();
        let page = form.press(&mut asha.browser, "continue").unwrap();
        assert_eq!(page.status, 409);
        assert!(page.text().contains("Newer words"), "{}", page.text());
        assert_eq!(stored(world, application, "B7"), "Newer words");
    }

    fn a_section_that_saves_by_itself_says_when_and_fills_the_trail_once_a_sitting(world: &World) {
        let (mut asha, _ben, application) = two_editors(world);
        let before = saves(world, application);
        let mut form = asha.browser.get(&path(application)).unwrap().main_form().unwrap();
        for words in ["Two", "Two coaches", "Two coaches run"] {
            form.set("B7", words).unwrap();
            let page = by_itself(&mut asha, application, &form);
            assert_eq!(page.status, 200);
            assert!(page.text().contains("Saved at 11:00."), "{}", page.text());
            let version = page.header("almoner-version").unwrap().to_owned();
            form.set("version", &version).unwrap();
        }
        assert_eq!(stored(world, application, "B7"), "Two coaches run");
        assert_eq!(saves(world, application), before + 1);
        world.clock.advance_minutes(31);
        form.set("B7", "Three coaches").unwrap();
        assert_eq!(by_itself(&mut asha, application, &form).status, 200);
        assert_eq!(saves(world, application), before + 2);
    }

    fn a_section_that_saves_by_itself_overwrites_nobody(world: &World) {
        let (mut asha, mut ben, application) = two_editors(world);
        let mut mine = asha.browser.get(&path(application)).unwrap().main_form().unwrap();
        let mut theirs = ben.browser.get(&path(application)).unwrap().main_form().unwrap();
        theirs.set("B7", "Their words").unwrap();
        let page = by_itself(&mut ben, application, &theirs);
        assert!(page.text().contains("Asha Example is also editing"), "{}", page.text());
        mine.set("B7", "My words").unwrap();
        let page = by_itself(&mut asha, application, &mine);
        assert_eq!(page.status, 409);
        assert!(page.text().contains("somebody else saved this section"), "{}", page.text());
        assert_eq!(stored(world, application, "B7"), "Their words");
    }

    fn the_others_of_a_group_are_told_who_is_at_a_section_for_some_minutes(world: &World) {
        let (mut asha, mut ben, application) = two_editors(world);
        let page = asha.browser.get(&path(application)).unwrap();
        assert!(!page.text().contains("also editing"), "{}", page.text());
        let page = ben.browser.get(&path(application)).unwrap();
        assert!(page.text().contains("Asha Example is also editing"), "{}", page.text());
        let program = world.program(&ben, false);
        let editors = format!("/api/v1{}/editors", path(application));
        let seen = program.get_json(&editors).unwrap().expect(200).unwrap().body;
        assert_eq!(seen["others"][0]["name"], "Asha Example", "{seen}");
        world.clock.advance_minutes(6);
        let page = ben.browser.get(&path(application)).unwrap();
        assert!(!page.text().contains("also editing"), "{}", page.text());
        world.clock.advance_minutes(60 * 25);
        let gone = world.act(&almoner_domain::access::Actor::System, ForgetPresence).unwrap();
        assert_eq!(gone, 2);
    }

    fn a_save_by_itself_after_the_session_ended_is_turned_away(world: &World) {
        let (mut asha, _ben, application) = two_editors(world);
        let mut form = asha.browser.get(&path(application)).unwrap().main_form().unwrap();
        form.set("B7", "Typed for nobody").unwrap();
        asha.browser.forget_cookies();
        let page = by_itself(&mut asha, application, &form);
        assert_eq!(page.status, 401);
        assert_ne!(stored(world, application, "B7"), "Typed for nobody");
    }
}
