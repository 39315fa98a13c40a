//! What each part of a round asks for.

use super::inputs::{Input, What, slug};
use crate::components::Choice;
use crate::content::rounds as words;
use almoner_domain::access::Role;
use almoner_domain::area::AreaKind;
use almoner_domain::office::Office;
use almoner_domain::organisation::Kind;
use almoner_domain::round::{CheckMethod, LegalPower, Part, Round};
use almoner_usecases::rounds::SetUpSeen;
use serde_json::{Value, json};

/// What a part asks for besides its inputs: a list whose items have pages of their own.
pub(super) struct Items {
    /// The path of the list in its part.
    pub path: &'static str,
    /// What one is called.
    pub one: &'static str,
}

/// The list of a part, where its items have pages of their own.
pub(super) const fn items(part: Part) -> Option<Items> {
    match part {
        Part::Criteria => Some(Items { path: "criteria", one: "criterion" }),
        Part::Checks => Some(Items { path: "checks", one: "check" }),
        _ => None,
    }
}

/// What stands above the inputs of a part.
pub(super) const fn about(part: Part) -> &'static str {
    match part {
        Part::About => "Everybody can read this on the round’s page.",
        Part::Type => {
            "Groups compete for the money unless there is a written reason why they do not. The \
             reason is public."
        }
        Part::Plan => "The round keeps the plan that it pins, whatever plan comes after it.",
        Part::Evidence => {
            "Where the round works, and why there. The evidence is published with its sources."
        }
        Part::Funding => {
            "The sources together must cover the budget. Finance confirms them before the round is \
             announced."
        }
        Part::Money => "Amounts in pounds.",
        Part::Dates => {
            "All times are of London. An application that arrives at the closing time is late."
        }
        Part::Eligibility => "Which groups can apply, and how often.",
        Part::Checks => "What is checked for every application before it is assessed.",
        Part::Form => "What applicants are asked.",
        Part::Criteria => {
            "What assessors mark, from 0 to 5, with the meaning of each mark. The weights total \
             100."
        }
        Part::Scoring => "Who marks, what must be discussed, and how a ranking comes out of it.",
        Part::Posts => {
            "Nobody decides on what they screened, chaired or recommended. Each post has a \
             substitute for the day on which its holder has an interest."
        }
        Part::Notes => {
            "The Commissioner must have due regard to equality (Equality Act 2010, section 149) and \
             account for personal data. The notes go with the round to its decision; staff read \
             them, applicants do not."
        }
        Part::Privacy => "Applicants read it before they begin. The version that each saw is kept.",
        Part::Contact => "Everybody can read this on the round’s page.",
    }
}

/// What can be chosen from in this round.
pub(super) struct Choices<'a> {
    pub office: &'a Office,
    pub seen: &'a SetUpSeen,
}

impl Choices<'_> {
    fn round(&self) -> &Round {
        &self.seen.round
    }

    /// Areas of the office on the opening day, but for wards and census areas.
    pub(super) fn areas(&self) -> Vec<Choice> {
        let day = self.round().settings.dates.opens.date();
        let kind = |kind| match kind {
            AreaKind::Zone => "zone",
            AreaKind::PolicingArea => "policing area",
            _ => "district",
        };
        let listed = self.office.gazetteer.areas().iter().filter(|area| {
            matches!(area.kind, AreaKind::Zone | AreaKind::PolicingArea | AreaKind::District)
                && self.office.area(area.code.as_str(), day).is_some_and(|found| found == *area)
        });
        listed
            .map(|area| {
                Choice::new(
                    area.code.as_str().to_owned(),
                    format!("{} ({})", area.name, kind(area.kind)),
                )
            })
            .collect()
    }

    fn staff(&self) -> Vec<Choice> {
        let one = |(person, held): &(almoner_domain::person::Person, Vec<Role>)| {
            let name = if person.name.is_empty() { &person.email } else { &person.name };
            let titles: Vec<&str> = held.iter().map(|role| self.office.titles.of(*role)).collect();
            Choice::new(person.id.to_string(), format!("{name} ({})", titles.join(", ")))
        };
        self.seen.staff.iter().map(one).collect()
    }

    fn priorities(&self) -> Vec<Choice> {
        let settings = &self.round().settings;
        let day = settings.dates.opens.date();
        let plans = self.office.plans.iter();
        plans
            .filter(|plan| plan.code == settings.plan)
            .flat_map(|plan| plan.priorities_on(day))
            .map(|one| Choice::new(one.code.clone(), one.title.clone()))
            .collect()
    }

    fn questions(&self) -> Vec<Choice> {
        let all = self.round().form.questions();
        all.map(|one| Choice::new(one.id.to_string(), format!("{} {}", one.id, one.text))).collect()
    }

    fn tie_breaks(&self) -> Vec<Choice> {
        let criteria = self.round().settings.scoring.criteria.iter();
        let mut all: Vec<Choice> = criteria
            .map(|one| {
                Choice::new(
                    format!("criterion:{}", one.code),
                    format!("The higher mark for “{}”", one.title),
                )
            })
            .collect();
        all.push(Choice::new("first_time", "A group that had no award before"));
        all.push(Choice::new("sent_first", "The application that was sent first"));
        all
    }
}

/// The inputs of a part; of one with items, those of the part besides its items.
pub(super) fn inputs(part: Part, choices: &Choices<'_>) -> Vec<Input> {
    let new = Input::new;
    match part {
        Part::Form | Part::Criteria | Part::Checks => Vec::new(),
        Part::About => vec![
            new("title", "Title", What::Line),
            new("reference", "Reference", What::Line)
                .hint("Letters, figures and hyphens, such as CSF-2425-R1"),
            new("fund", "Fund", What::Line),
            new("summary", "What it is for", What::Text(5))
                .hint("In plain English, in 150 words at most"),
            new("funds", "What it funds", What::Lines).hint("One on each line"),
            new("does_not_fund", "What it does not fund", What::Lines).hint("One on each line"),
            new("who_may_apply", "Who can apply", What::Lines).hint("One on each line"),
            new("theme", "Theme", What::Line).hint("What is special about this round, if anything"),
        ],
        Part::Type => vec![
            new(
                "type.kind",
                "How is the money given out?",
                What::Radio(vec![
                    Choice::new("competitive", "Groups compete"),
                    Choice::new(
                        "direct_award",
                        "Direct award to invited groups, without competition",
                    ),
                ]),
            ),
            new("type.reason", "Why is there no competition?", What::Text(3))
                .hint("Only for a direct award. Everybody can read it."),
            new(
                "open_to.who",
                "Who can apply?",
                What::Radio(vec![
                    Choice::new("everybody", "Every group of a kind that can apply"),
                    Choice::new("invited", "Only groups that we invite"),
                    Choice::new("zones", "Only groups that work in certain zones"),
                ]),
            ),
            new("open_to.why", "Why only these groups?", What::Text(3))
                .hint("Only if groups are invited. Everybody can read it."),
            new("open_to.groups", "Invited groups", What::Lines).hint(
                "One on each line: the name exactly as the group has entered it, or its charity or \
                 company number. Others can see that the round exists, and why it is limited.",
            ),
            new("open_to.areas", "Zones", What::Some(choices.areas())).hint(
                "Only if the round is limited to zones. An application with no place in them is \
                 stopped, and told which fund fits.",
            ),
            new("open_to.zones_why", "Why only there?", What::Text(3))
                .hint("Only if the round is limited to zones. Everybody can read it."),
            new(
                "withhold",
                "What is withheld from everybody who does not work on an application?",
                What::Radio(vec![
                    Choice::new("nothing", "Nothing"),
                    Choice::new("name", "Names of groups"),
                    Choice::new("place", "Places"),
                    Choice::new("both", "Names of groups and places"),
                ]),
            )
            .hint(
                "For a round on domestic abuse: both. A group or an officer can change it for one.",
            ),
        ],
        Part::Plan => vec![
            new("legal_power", "Legal power", What::Radio(legal_powers())),
            new("plan", "Police and Crime Plan", What::One(plans(choices)))
                .hint("Save after choosing another plan to see its priorities"),
            new("priorities", "Priorities that it serves", What::Some(choices.priorities())),
        ],
        Part::Evidence => evidence(choices),
        Part::Funding => vec![new(
            "funding_sources",
            "Funding sources",
            What::Rows {
                legend: "Source",
                columns: vec![
                    new("name", "Name of the source", What::Line),
                    new("amount", "How much this round may use of it", What::Pounds),
                    new("ring_fence", "What it may be used for", What::MaybeLine)
                        .hint("Only if its use is restricted"),
                ],
                most: 20,
            },
        )],
        Part::Money => vec![
            new("budget", "Budget", What::Pounds),
            new("minimum", "Smallest award", What::Pounds),
            new("maximum", "Largest award", What::Pounds),
            new("over_commitment_percent", "Over-commitment", What::Whole(100)).hint(
                "By how many per cent approvals may exceed the budget, because some money always \
                 comes back. 0 for not at all.",
            ),
            new("match_percent", "Match funding", What::Whole(99)).hint(
                "How many per cent of the whole cost must come from others, in money or in kind. 0 \
                 for none.",
            ),
            new("reserve_list", "Keep a reserve list", What::Tick),
            new("reserve_days", "Days for which the reserve list stands", What::MaybeWhole(999)),
        ],
        Part::Dates => vec![
            new("opens", "Opens", What::Moment),
            new("closes", "Closes", What::Moment),
            new("screening_by", "Screening by", What::Day),
            new("assessment_by", "Assessment by", What::Day),
            new("moderation_on", "Moderation on", What::Day),
            new("decision_by", "Decision by", What::Day),
            new("earliest_start", "Projects may start on", What::Day),
            new("latest_end", "Money must be spent by", What::Day),
            new(
                "review_working_days",
                "Working days to ask for a review of ineligibility",
                What::Whole(60),
            ),
            new("acceptance_working_days", "Working days to accept an offer", What::Whole(120)),
        ],
        Part::Eligibility => vec![
            new("kinds", "Kinds of group that can apply", What::Some(kinds())),
            new("bids_per_organisation", "Applications that one group can send", What::Whole(20)),
            new(
                "least_unrelated_members",
                "People on the committee who must be unrelated",
                What::Whole(20),
            )
            .hint("0 for no such rule"),
            new(
                "second_person_above",
                "Amount above which a second person of the group must confirm",
                What::MaybePounds,
            )
            .hint("Leave it empty if nobody else has to. A check of eligibility must be about it."),
            new(
                "second_person_working_days",
                "Working days after closing in which the second person can confirm",
                What::Whole(20),
            ),
            new(
                "questions",
                "Questions before sign-in",
                What::Rows {
                    legend: "Question before sign-in",
                    columns: vec![
                        new("id", "Code", What::Hidden),
                        new("text", "Question, answered yes or no", What::Line),
                        new("hint", "Guidance", What::MaybeLine),
                        new(
                            "passes",
                            "The answer with which a group can go on",
                            What::Radio(yes_no()),
                        ),
                        new("reason", "What a group that answers otherwise is told", What::Line),
                    ],
                    most: 12,
                },
            ),
        ],
        Part::Scoring => scoring(choices),
        Part::Posts => posts(choices),
        Part::Notes => vec![
            new("equality", "Note on equality", What::Text(8))
                .hint("Whom the round could leave out or treat worse, and what you do about it"),
            new("data_protection", "Note on data protection", What::Text(8))
                .hint("What personal data is asked for, why, who sees it and when it is removed"),
        ],
        Part::Privacy => vec![
            new("version", "Version", What::Line).hint("Such as the month in which it was written"),
            new("text", "Privacy notice", What::Text(14))
                .hint("Leave an empty line between paragraphs"),
        ],
        Part::Contact => vec![
            new("name", "Name of the person or team", What::Line),
            new("email", "Email address", What::Line),
            new("phone", "Telephone number", What::Line),
        ],
    }
}

fn evidence(choices: &Choices<'_>) -> Vec<Input> {
    let new = Input::new;
    let areas = choices.areas();
    let of_area = vec![
        new("area", "Area", What::One(areas.clone())),
        new("measure", "What was measured", What::Line),
        new("value", "Figure", What::Line).hint("With its unit, as it was published"),
        new("period", "Period", What::Line),
        new("source", "Where it was published", What::Line),
    ];
    vec![
        new("areas.targets", "Target areas", What::Some(areas.clone()))
            .hint("None for the whole force area"),
        new("areas.why", "Why these areas", What::Text(4)).hint("Everybody can read it"),
        new(
            "areas.least_target_percent",
            "Least share of beneficiaries in target areas, in per cent",
            What::Whole(100),
        )
        .hint("0 for no such rule"),
        new("areas.reported", "Areas by which results are reported", What::Some(areas)),
        new("evidence", "Evidence", What::Rows { legend: "Evidence", columns: of_area, most: 40 }),
    ]
}

fn scoring(choices: &Choices<'_>) -> Vec<Input> {
    let new = Input::new;
    vec![
        new(
            "staff_assessors",
            "Staff or independent assessors for each application",
            What::Whole(20),
        ),
        new(
            "community_assessors",
            "Community assessors",
            What::Rows {
                legend: "Community assessors of area",
                columns: vec![
                    new("area", "Area", What::One(choices.areas())),
                    new("assessors", "How many for each application", What::Whole(20)),
                ],
                most: 12,
            },
        ),
        new("discuss_mark_spread", "Marks that must be discussed", What::Whole(5))
            .hint("How far marks on one criterion lie apart before they must be discussed"),
        new("discuss_percent_spread", "Totals that must be discussed", What::Whole(100))
            .hint("How many percentage points totals lie apart before they must be discussed"),
        new("usual_line_percent", "Usual quality line, in per cent", What::Whole(100))
            .hint("The published starting point. The line is set after moderation, with a reason."),
        new(
            "tie_breaks",
            "Ties",
            What::Rows {
                legend: "Tie-break",
                columns: vec![new(
                    "tie",
                    "Who comes first when totals are equal",
                    What::TieBreak(choices.tie_breaks()),
                )],
                most: 6,
            },
        ),
        new("panel.quorum", "Panel members who must be present, with the chair", What::Whole(30)),
        new("panel.community_quorum", "Of them, community members", What::Whole(30)),
    ]
}

fn posts(choices: &Choices<'_>) -> Vec<Input> {
    let staff = choices.staff();
    let one = |path, label: &str| Input::new(path, label, What::Maybe(staff.clone()));
    vec![
        one("officer", "Grants officer"),
        one("lead.holder", "Grants lead"),
        one("lead.substitute", "Grants lead: substitute"),
        one("chair.holder", "Chair of moderation"),
        one("chair.substitute", "Chair of moderation: substitute"),
        one("finance.holder", "Finance officer"),
        one("finance.substitute", "Finance officer: substitute"),
        one("approver.holder", "Approver"),
        one("approver.substitute", "Approver: substitute"),
    ]
}

/// The inputs of one item of a part's list.
pub(super) fn item_inputs(part: Part, choices: &Choices<'_>) -> Vec<Input> {
    let new = Input::new;
    match part {
        Part::Criteria => {
            let mut inputs = vec![
                new("code", "Code", What::Hidden),
                new("title", "What is marked", What::Line),
                new("weight", "Weight, in per cent", What::Whole(100)),
                new(
                    "minimum",
                    "Lowest mark with which an application can be funded",
                    What::MaybeWhole(5),
                )
                .hint("Leave empty if any mark will do"),
                new("questions", "Questions whose answers count", What::Some(choices.questions())),
            ];
            let anchors =
                ["anchors.0", "anchors.1", "anchors.2", "anchors.3", "anchors.4", "anchors.5"];
            for (mark, path) in anchors.into_iter().enumerate() {
                inputs.push(Input::new(path, format!("What the mark {mark} means"), What::Line));
            }
            inputs
        }
        Part::Checks => vec![
            new("code", "Code", What::Hidden),
            new("title", "What is checked", What::Line)
                .hint("In plain English. Applicants are told it when they fail it."),
            new("method", "How it is checked", What::One(methods())),
            new(
                "reasons",
                "Reasons for which it can fail",
                What::Rows {
                    legend: "Reason",
                    columns: vec![
                        new("code", "Code", What::Hidden),
                        new("text", "What the applicant is told", What::Line),
                    ],
                    most: 12,
                },
            ),
            new(
                "conditional",
                "A group that fails it can put it right before an agreement",
                What::Tick,
            ),
            new("override_by", "Who may override a fail, together", What::Some(deciders(choices)))
                .hint("None if nobody may"),
        ],
        _ => Vec::new(),
    }
}

/// Makes what was typed the shape that the part has: empty posts are nobody's, settings of an
/// answer that was not given are gone, and what has no code yet gets one.
pub(super) fn finish(part: Part, value: &mut Value) {
    match part {
        Part::Posts => {
            for post in ["lead", "chair", "finance", "approver"] {
                if value.pointer(&format!("/{post}/holder")).is_none_or(Value::is_null) {
                    super::inputs::put(value, post, Value::Null);
                }
            }
        }
        Part::Type => {
            if value.pointer("/type/kind") == Some(&json!("competitive")) {
                super::inputs::put(value, "type", json!({ "kind": "competitive" }));
            }
            if value.pointer("/open_to/who") == Some(&json!("everybody")) {
                super::inputs::put(value, "open_to", json!({ "who": "everybody" }));
            }
            let of = |path: &str| value.pointer(path).cloned().unwrap_or_default();
            let who = of("/open_to/who");
            if who == json!("zones") {
                let (areas, why) = (of("/open_to/areas"), of("/open_to/zones_why"));
                let limited = json!({ "who": "zones", "areas": areas, "why": why });
                super::inputs::put(value, "open_to", limited);
            } else if who == json!("invited") {
                let (groups, why) = (of("/open_to/groups"), of("/open_to/why"));
                let invited = json!({ "who": "invited", "groups": groups, "why": why });
                super::inputs::put(value, "open_to", invited);
            }
        }
        Part::Scoring => {
            let ties = value.get("tie_breaks").and_then(Value::as_array).cloned();
            let plain = ties.into_iter().flatten().filter_map(|row| row.get("tie").cloned());
            super::inputs::put(value, "tie_breaks", Value::Array(plain.collect()));
        }
        Part::Criteria => {
            give_codes(value.get_mut("criteria"), "code", "title");
            for criterion in
                value.get_mut("criteria").and_then(Value::as_array_mut).into_iter().flatten()
            {
                if criterion.get("questions").is_none_or(Value::is_null) {
                    super::inputs::put(criterion, "questions", json!([]));
                }
            }
        }
        Part::Eligibility => give_ids(value.get_mut("questions")),
        Part::Checks => {
            give_codes(value.get_mut("checks"), "code", "title");
            for check in value.get_mut("checks").and_then(Value::as_array_mut).into_iter().flatten()
            {
                give_codes(check.get_mut("reasons"), "code", "text");
            }
        }
        _ => {}
    }
}

/// What the inputs of a part take, from what is stored.
pub(super) fn begin(part: Part, value: &mut Value) {
    match part {
        Part::Scoring => {
            let ties = value.get("tie_breaks").and_then(Value::as_array).cloned();
            let rows = ties.into_iter().flatten().map(|tie| json!({ "tie": tie }));
            super::inputs::put(value, "tie_breaks", Value::Array(rows.collect()));
        }
        Part::Type => {
            let groups = value.pointer("/open_to/groups").and_then(Value::as_array).cloned();
            let names = groups.into_iter().flatten().filter_map(|one| one.get("name").cloned());
            super::inputs::put(value, "open_to.groups", Value::Array(names.collect()));
            if value.pointer("/open_to/who") == Some(&json!("zones")) {
                let why = value.pointer("/open_to/why").cloned().unwrap_or_default();
                super::inputs::put(value, "open_to.zones_why", why);
                super::inputs::put(value, "open_to.why", json!(""));
            }
        }
        _ => {}
    }
}

/// Gives every item of a list that has no code under `key` one of its words.
pub(super) fn give_codes(list: Option<&mut Value>, key: &str, words: &str) {
    let Some(list) = list.and_then(Value::as_array_mut) else { return };
    let code = |item: &Value| item.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let mut taken: Vec<String> = list.iter().map(code).filter(|code| !code.is_empty()).collect();
    for item in list {
        if code(item).is_empty() {
            let text = item.get(words).and_then(Value::as_str).unwrap_or_default();
            let made = slug(text, &taken);
            taken.push(made.clone());
            super::inputs::put(item, key, json!(made));
        }
    }
}

/// Gives every question before sign-in that has no id a free one: `own_1`, `own_2` and so on.
fn give_ids(list: Option<&mut Value>) {
    let Some(list) = list.and_then(Value::as_array_mut) else { return };
    let id = |item: &Value| item.get("id").and_then(Value::as_str).unwrap_or("").to_owned();
    let mut taken: Vec<String> = list.iter().map(id).collect();
    for item in list {
        if !id(item).is_empty() {
            continue;
        }
        let free = (1..=99).map(|at| format!("own_{at}")).find(|made| !taken.contains(made));
        if let Some(made) = free {
            super::inputs::put(item, "id", json!(made));
            taken.push(made);
        }
    }
}

fn yes_no() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
}

fn legal_powers() -> Vec<Choice> {
    let all = [
        ("prsra_section9", LegalPower::PrsraSection9),
        ("asbcpa_section143", LegalPower::AsbcpaSection143),
    ];
    all.map(|(code, power)| Choice::new(code, words::legal_power(power))).into()
}

fn plans(choices: &Choices<'_>) -> Vec<Choice> {
    let plans = choices.office.plans.iter();
    plans.map(|plan| Choice::new(plan.code.clone(), plan.title.clone())).collect()
}

fn kinds() -> Vec<Choice> {
    Kind::ALL.iter().map(|kind| Choice::new(kind.code(), words::kinds(*kind))).collect()
}

fn methods() -> Vec<Choice> {
    let all = [
        ("manual", CheckMethod::Manual),
        ("organisation_kind", CheckMethod::OrganisationKind),
        ("committee", CheckMethod::Committee),
        ("amount", CheckMethod::Amount),
        ("area", CheckMethod::Area),
        ("dates", CheckMethod::Dates),
        ("complete", CheckMethod::Complete),
        ("one_bid", CheckMethod::OneBid),
        ("second_person", CheckMethod::SecondPerson),
    ];
    all.map(|(code, method)| Choice::new(code, words::check_method(method))).into()
}

fn deciders(choices: &Choices<'_>) -> Vec<Choice> {
    let all = [
        Role::GrantsLead,
        Role::Director,
        Role::SafeguardingLead,
        Role::ChiefFinanceOfficer,
        Role::ChiefExecutive,
        Role::Commissioner,
    ];
    all.map(|role| Choice::new(role.code(), choices.office.titles.of(role).to_owned())).into()
}
