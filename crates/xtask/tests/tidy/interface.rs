//! Pages and the JSON interface serve the same use cases.

use crate::{expect_none, repository};
use std::collections::BTreeSet;

/// What a page serves and the interface does not, with the reason.
const PAGES_ONLY: &[(&str, &str, &str)] = &[
    ("people", "AskForSignIn", "signing in needs a browser; programs show a token"),
    ("people", "UseLink", "signing in needs a browser; programs show a token"),
    ("people", "UseCode", "signing in needs a browser; programs show a token"),
    ("people", "SignOut", "a session belongs to a browser; a token is revoked instead"),
    ("people", "SignOutEverywhere", "it asks for the session of the browser itself"),
    ("people", "CreateToken", "a token must not make another: that needs a session"),
    ("people", "BeginSetUp", "the second factor is set up in a session"),
    ("people", "ConfirmSetUp", "the second factor is set up in a session"),
    ("people", "HasSecondFactor", "the second factor is passed in a session"),
    ("people", "PassSecondFactor", "the second factor is passed in a session"),
    ("people", "DemoPeople", "signing in at the press of a button, in a demonstration only"),
    ("people", "DemoSignIn", "signing in at the press of a button, in a demonstration only"),
    ("conflict", "RoundToDeclare", "the link of an error page to the page on which to declare"),
    ("letters", "Mailbox", "the mailbox of a demonstration, which holds sign-in links"),
    ("letters", "MailboxLetter", "the mailbox of a demonstration, which holds sign-in links"),
];

/// A use case, view or move of a round: its module and its name.
type Case = (String, String);

/// Every one that a text of the use cases defines.
fn cases(module: &str, text: &str) -> Vec<Case> {
    text.lines()
        .filter_map(|line| {
            let rest = line.strip_prefix("impl")?;
            let (kind, what) = rest.split_once(" for ")?;
            let kind = kind.rsplit(['>', ' ']).next()?;
            let is_case = matches!(kind, "UseCase" | "View" | "RoundMove");
            let end = what.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
            let name = what.get(..end)?;
            is_case.then(|| (module.to_owned(), name.to_owned()))
        })
        .collect()
}

/// Everything that a text takes from the use cases, by module and name.
fn taken(text: &str) -> BTreeSet<Case> {
    let mut paths = Vec::new();
    for rest in text.split("almoner_usecases::").skip(1) {
        read_tree(&mut rest.chars().peekable(), "", &mut paths);
    }
    let mut found = BTreeSet::new();
    for path in paths {
        match path.split_once("::") {
            Some((module, name)) => {
                found.insert((module.to_owned(), name.to_owned()));
            }
            None => {
                // A whole module: what is named through it.
                for rest in text.split(&format!("{path}::")).skip(1) {
                    let name: String =
                        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    found.insert((path.clone(), name));
                }
            }
        }
    }
    found
}

/// Reads one path or list of paths, as after `use`.
fn read_tree(
    text: &mut std::iter::Peekable<std::str::Chars<'_>>,
    prefix: &str,
    paths: &mut Vec<String>,
) {
    let join = |name: &str| {
        if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") }
    };
    while text.next_if(|c| c.is_whitespace()).is_some() {}
    if text.next_if_eq(&'{').is_some() {
        loop {
            while text.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
            if text.next_if_eq(&'}').is_some() || text.peek().is_none() {
                return;
            }
            read_tree(text, prefix, paths);
            // Another name for it, such as `as View`.
            while text.next_if(|c| !matches!(c, ',' | '}')).is_some() {}
        }
    }
    let mut name = String::new();
    while let Some(c) = text.next_if(|c| c.is_alphanumeric() || *c == '_') {
        name.push(c);
    }
    if name.is_empty() {
        return;
    }
    if text.next_if_eq(&':').is_some() {
        text.next_if_eq(&':');
        read_tree(text, &join(&name), paths);
    } else {
        paths.push(join(&name));
    }
}

fn all_cases() -> BTreeSet<Case> {
    let mut all = BTreeSet::new();
    for name in repository::files() {
        let Some(rest) = name.strip_prefix("crates/usecases/src/") else { continue };
        let module = rest.split(['/', '.']).next().unwrap_or_default();
        all.extend(cases(module, &repository::text(&name).unwrap_or_default()));
    }
    all
}

fn taken_by(folder: &str) -> BTreeSet<Case> {
    let mut all = BTreeSet::new();
    for name in repository::files() {
        if name.starts_with(folder) && name.ends_with(".rs") {
            all.extend(taken(&repository::text(&name).unwrap_or_default()));
        }
    }
    all
}

#[test]
fn what_a_page_serves_the_interface_serves_too() {
    let cases = all_cases();
    assert!(cases.len() > 80, "only {} use cases were found", cases.len());
    let (pages, interface) = (taken_by("crates/web/src/"), taken_by("crates/api/src/"));
    let excused = |case: &Case| {
        PAGES_ONLY.iter().any(|(module, name, _)| case.0 == *module && case.1 == *name)
    };
    let mut faults: Vec<String> = cases
        .iter()
        .filter(|case| pages.contains(*case) && !interface.contains(*case) && !excused(case))
        .map(|(module, name)| {
            format!(
                "{module}::{name} is served by a page and by no operation of the interface: add \
                 one in crates/api, or name it with its reason in PAGES_ONLY"
            )
        })
        .collect();
    for (module, name, _) in PAGES_ONLY {
        let case = ((*module).to_owned(), (*name).to_owned());
        if !pages.contains(&case) || interface.contains(&case) {
            faults.push(format!("{module}::{name} needs no place in PAGES_ONLY any longer"));
        }
    }
    expect_none(&faults);
}

mod the_checks_themselves {
    use super::{cases, taken};

    #[test]
    fn use_cases_views_and_moves_are_found() {
        let text = "impl UseCase for A {\nimpl<M: RoundMove> UseCase for Change<M> {\n\
                    impl View for B<'_> {\nimpl RoundMove for C {\nimpl Debug for D {\nimpl E {";
        let names: Vec<String> = cases("m", text).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["A", "Change", "B", "C"]);
    }

    #[test]
    fn names_are_found_in_lists_paths_and_modules() {
        let text = "use almoner_usecases::panel::{MeetingPage as View, Sheet};\n\
                    use almoner_usecases::{AppError, letters::Mailbox, screening};\n\
                    let a = almoner_usecases::people::SignOut { b };\n\
                    caller.see(screening::ReadOwnResult { application })";
        let found = taken(text);
        for (module, name) in [
            ("panel", "MeetingPage"),
            ("panel", "Sheet"),
            ("letters", "Mailbox"),
            ("people", "SignOut"),
            ("screening", "ReadOwnResult"),
        ] {
            assert!(found.contains(&(module.to_owned(), name.to_owned())), "{module}::{name}");
        }
        assert!(!found.contains(&("panel".to_owned(), "SignOut".to_owned())));
    }
}
