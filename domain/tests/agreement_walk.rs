//! The usager's agreement is theirs (`AG1` to `AG3`). Professionals, partners, and usagers without a fresh proof of
//! their own give every command there is, in any order, with any argument, in the page's words and in forged ones:
//! no agreement of the usager appears or comes back, no step starts without one, nothing is shared.
//!
//! `WALKS=20000 FIRST_SEED=7 cargo test -p itineraire-domain --test agreement_walk -- --nocapture` walks further.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod support;

use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Parcours;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{
    Agreement, AnswerCommand, Board, COMMAND_VERSION, Command, Digest, Event, Share, SharedItem,
    SharingCommand, Stage, StageCommand, StepCommand, decide, evolve,
};
use itineraire_domain::sync::judge::judge;
use itineraire_domain::sync::parcours::Verdict;
use itineraire_domain::theme;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use support::wish::{KINDS, Wisher};
use support::{CAMILLE, CLIPS, MISSION_LOCALE, NADIA, ROSE, START, STRANGER, YANIS};
use uuid::Uuid;

const COMMANDS_A_WALK: usize = 80;

/// From so many walks on, chance has no excuse for what was never seen.
const GUARDED: u64 = 100;

/// Every kind of command, by its row of the permission table: one that has none does not compile, and one that no walk
/// gives turns the walk red.
fn kinds() -> Vec<Operation> {
    let here = Operation::Parcours(Parcours::Here);
    Operation::all()
        .filter(|it| it.address().starts_with("/live ") && *it != here)
        .collect()
}

/// What a walk saw.
#[derive(Debug, Default)]
struct Seen {
    commands: u64,
    /// The kinds of commands that were given.
    given: BTreeSet<Operation>,
    events: BTreeMap<String, u64>,
    refused: u64,
    /// Agreements of the usager that stood at the start, and that a change turned back.
    stood: u64,
    turned_back: u64,
    /// The last *yes* of the usager to each step, that they have not taken back since.
    yeses: BTreeMap<StepId, (Digest, Moment)>,
    held_again: u64,
    /// What must not be.
    agreements_made: u64,
    started_alone: u64,
    shares_made: u64,
}

fn usager_agreed(board: &Board, step: StepId) -> Option<&Agreement> {
    let answer = board.steps.get(&step)?.agreements.get(&board.usager);
    answer.filter(|answer| matches!(answer, Agreement::Agreed { .. }))
}

impl Seen {
    /// Compares the board before and after an event. Nothing of the rules is asked how it came about.
    fn compare(&mut self, before: &Board, after: &Board) {
        for (id, step) in &after.steps {
            let (old, new) = (usager_agreed(before, *id), usager_agreed(after, *id));
            if let Some(Agreement::Agreed { words, at }) = new {
                // One that a change had turned back holds again for the text that it was given to, unless taken back (`AG6`).
                let again = old.is_none() && self.yeses.get(id) == Some(&(*words, *at));
                self.held_again += u64::from(again);
                self.agreements_made += u64::from(!(old == new || again) || *words != step.digest());
                self.yeses.insert(*id, (*words, *at));
            }
            if !matches!(
                step.agreements.get(&after.usager),
                Some(Agreement::Agreed { .. } | Agreement::ToConfirm { .. })
            ) {
                self.yeses.remove(id);
            }
            self.turned_back += u64::from(old.is_some() && new.is_none());
            let was = before.steps.get(id);
            if matches!(step.stage, Stage::Started(_)) && was.is_none_or(|was| was.stage != step.stage) {
                let team = was.is_some_and(|was| {
                    let mut others = was
                        .agreements
                        .iter()
                        .filter(|(person, _)| **person != before.usager);
                    others.any(|(_, answer)| matches!(answer, Agreement::Agreed { .. }))
                });
                self.started_alone += u64::from(old.is_none() || !team);
            }
        }
        let known = |share: &Share| (share.item, share.organisation, share.at);
        let new_share = |share: &&Share| !before.shares.iter().any(|it| known(it) == known(share));
        self.shares_made += after.shares.iter().filter(new_share).count() as u64;
    }

    fn apply(&mut self, board: &mut Board, events: &[Event]) {
        for event in events {
            let before = board.clone();
            evolve(board, event);
            self.compare(&before, board);
            *self.events.entry(support::kind(event)).or_default() += 1;
        }
    }
}

/// A board with agreements of the usager, steps shared and under way; or an empty one.
fn opening(rng: &mut StdRng) -> Board {
    let mut board = support::empty_board();
    if rng.random_bool(0.25) {
        return board;
    }
    let (rose, camille) = (
        support::proven(ROSE, START),
        support::professional(CAMILLE, START),
    );
    let mut give = |actor: &Actor, command: Command| {
        let events = decide(&board, actor, &command).unwrap();
        support::apply(&mut board, &events);
        board.clone()
    };
    for number in 0..4 {
        let step = StepId(Uuid::from_u128(100 + number));
        let (title, theme) = ("aller au CMS".to_owned(), theme!("rights"));
        let words = give(
            &camille,
            Command::Step(
                step,
                StepCommand::Propose {
                    title,
                    theme,
                    terms: None,
                },
            ),
        )
        .steps[&step]
            .digest();
        give(&camille, Command::Answer(step, AnswerCommand::Agree { words }));
        if number > 0 {
            give(&rose, Command::Answer(step, AnswerCommand::Agree { words }));
        }
        if number > 1 {
            let (item, organisation) = (SharedItem::Step(step), MISSION_LOCALE);
            let (purpose, until) = ("un stage".to_owned(), START.plus_days(60));
            give(
                &rose,
                Command::Sharing(SharingCommand::Share {
                    item,
                    organisation,
                    purpose,
                    until,
                    seen: None,
                }),
            );
        }
        if number == 3 {
            give(&camille, Command::Stage(step, StageCommand::Start));
        }
    }
    board
}

/// Anyone but the usager with a fresh proof of their own.
fn anyone_else(rng: &mut StdRng, now: Moment) -> Actor {
    let usager = |person, proof| support::acts(Who::Usager { person, proof }, now);
    let mut actor = match rng.random_range(0..12) {
        0..=3 => support::professional(CAMILLE, now),
        4..=5 => support::professional(YANIS, now),
        // The same person, in a professional's seat.
        6 => support::professional(ROSE, now),
        7..=8 => support::partner(MISSION_LOCALE, now),
        9 => support::partner(CLIPS, now),
        10 => usager(ROSE, None),
        // Another's proof, an old proof, another usager.
        _ => match rng.random_range(0..3) {
            0 => usager(ROSE, support::proof(NADIA, now)),
            1 => usager(ROSE, support::proof(ROSE, Moment(now.0 - 3_600_000))),
            _ => support::proven(STRANGER, now),
        },
    };
    if rng.random_bool(0.1) {
        actor.client = support::tablet(ROSE);
    }
    actor
}

/// A command as the socket carries it, sometimes forged: a fact's name, another's, a proof of one's own making.
fn body(rng: &mut StdRng, command: &Command) -> serde_json::Value {
    let mut body = serde_json::to_value(command).unwrap();
    if rng.random_bool(0.1) {
        let names = [
            "usager_agreed",
            "shared",
            "started",
            "agree",
            "share",
            "start",
            "undone",
            "Agree",
        ];
        let name = *names.choose(rng).unwrap();
        let parts = ["answer", "sharing", "stage", "step", name];
        let part = *parts.choose(rng).unwrap();
        let mut within = body
            .as_object()
            .and_then(|it| it.values().next().cloned())
            .unwrap();
        let inner = match within.as_array_mut().and_then(|about| about.last_mut()) {
            Some(inner) => inner,
            None => &mut within,
        };
        let fields = inner.as_object().and_then(|it| it.values().next().cloned());
        *inner = serde_json::json!({ name: fields });
        body = serde_json::json!({ part: within });
    }
    if rng.random_bool(0.1)
        && let Some(fields) = innermost(&mut body)
    {
        fields["proof"] = serde_json::json!({ "person": ROSE, "given": START });
        fields["by"] = serde_json::json!(ROSE);
        fields["kind"] = "usager_agreed".into();
    }
    body
}

/// The fields of a command, behind its part and its name.
fn innermost(body: &mut serde_json::Value) -> Option<&mut serde_json::Value> {
    let within = body.as_object_mut()?.values_mut().next()?;
    let within = if within.is_array() {
        within.as_array_mut()?.last_mut()?
    } else {
        within
    };
    let fields = within.as_object_mut()?.values_mut().next()?;
    fields.is_object().then_some(fields)
}

fn walk(number: u64, who: fn(&mut StdRng, Moment) -> Actor, seen: &mut Seen) {
    let mut rng = StdRng::seed_from_u64(number);
    let mut board = opening(&mut rng);
    seen.stood += board
        .steps
        .keys()
        .filter(|step| usager_agreed(&board, **step).is_some())
        .count() as u64;
    seen.yeses = board
        .steps
        .keys()
        .filter_map(|id| match usager_agreed(&board, *id)? {
            Agreement::Agreed { words, at } => Some((*id, (*words, *at))),
            _ => None,
        })
        .collect();
    let through_judge = number.is_multiple_of(2);
    let mut now = START;
    let mut texts = |rng: &mut StdRng| {
        if rng.random_bool(0.8) {
            return "voir la CAF".to_owned();
        }
        let texts = ["appeler", "", "  ", "\u{7}", "a b c d", &"x".repeat(300)];
        (*texts.choose(rng).unwrap()).to_owned()
    };
    for _ in 0..COMMANDS_A_WALK {
        now = now.plus_seconds([1, 60, 3_600, 86_400].choose(&mut rng).copied().unwrap_or(1));
        let actor = who(&mut rng, now);
        let kind = rng.random_range(0..KINDS);
        let command = Wisher {
            rng: &mut rng,
            board: &board,
            client: actor.client,
            now,
            words: &mut texts,
            wild: 15,
        }
        .of_kind(kind);
        seen.commands += 1;
        seen.given.insert(Operation::from(&command));
        let decided = if through_judge {
            let body = body(&mut rng, &command);
            match judge(&board, 0, &actor, 1, COMMAND_VERSION, &body) {
                Verdict::Kept(events) => Ok(events),
                Verdict::Refused(refusal) => Err(refusal),
                other => panic!("{other:?}"),
            }
        } else {
            decide(&board, &actor, &command)
        };
        match decided {
            Ok(events) => seen.apply(&mut board, &events),
            Err(_) => seen.refused += 1,
        }
    }
}

fn walks(who: fn(&mut StdRng, Moment) -> Actor, each: impl Fn(u64, &Seen)) -> (u64, u64, Seen) {
    let (walks, first) = (
        support::env_number("WALKS", 200),
        support::env_number("FIRST_SEED", 1),
    );
    let mut seen = Seen::default();
    for number in first..first + walks {
        walk(number, who, &mut seen);
        each(number, &seen);
    }
    (walks, first, seen)
}

// @proof board agreement-walk WALKS=1000/200: no command of a professional makes the usager's agreement
#[test]
fn ag1_nobody_but_the_usager_with_card_and_pin_makes_their_agreement_in_any_walk() {
    let (walks, first, seen) = walks(anyone_else, |number, seen| {
        let made = (seen.agreements_made, seen.started_alone, seen.shares_made);
        assert_eq!(
            made,
            (0, 0, 0),
            "agreements, starts, shares; again: WALKS=1 FIRST_SEED={number} cargo test -p itineraire-domain --test agreement_walk"
        );
    });
    let guarded = walks >= GUARDED;
    println!(
        "PROOF agreement-walk: {walks} walks (from seed {first}), {} commands of {} kinds out of {}, {} agreements made, {} held again{}",
        seen.commands,
        seen.given.len(),
        kinds().len(),
        seen.agreements_made,
        seen.held_again,
        if guarded { "" } else { "; too few for the guards" }
    );
    if !guarded {
        return;
    }
    let never: Vec<_> = kinds()
        .into_iter()
        .filter(|it| !seen.given.contains(it))
        .collect();
    assert!(never.is_empty(), "never given in {walks} walks: {never:?}");
    // A walk that never left the door would prove nothing.
    let kept: u64 = seen.events.values().sum();
    assert!(kept > seen.commands / 5, "{kept} kept of {}", seen.commands);
    assert!(seen.refused > seen.commands / 10, "{} refused", seen.refused);
    assert!(seen.stood > walks && seen.turned_back > walks, "{seen:?}");
    assert!(
        seen.held_again > walks / 50,
        "AG6: {} held again",
        seen.held_again
    );
    let expected = [
        "goal.written",
        "finding.added",
        "finding.written",
        "finding.rated",
        "step.proposed",
        "step.title_written",
        "step.details_written",
        "step.doers_set",
        "step.when_set",
        "step.place_set",
        "step.bring_set",
        "step.lifts_set",
        "step.leans_on_set",
        "step.check_added",
        "step.check_ticked",
        "step.check_removed",
        "step.commented",
        "step.comment_removed",
        "step.help_asked",
        "answer.professional_agreed",
        "answer.paper_recorded",
        "answer.paper_taken_back",
        "answer.talk_asked",
        "answer.refused",
        "answer.withdrawn",
        "stage.started",
        "stage.finished",
        "stage.stopped",
        "stage.reopened",
        "sharing.ended",
        "sharing.help_offered",
        "sharing.offer_withdrawn",
        "sharing.offer_answered",
        "shelf.theme_set",
        "shelf.moved",
        "shelf.removed",
        "shelf.restored",
        "undone",
    ];
    for kind in expected {
        assert!(seen.events.contains_key(kind), "no {kind} in {walks} walks");
    }
    for kind in ["answer.usager_agreed", "sharing.shared", "goal.said_own"] {
        assert!(!seen.events.contains_key(kind), "{kind}");
    }
}

// @proof board agreement-seen: the same walk by the usager makes agreements: they would be seen
#[test]
fn the_same_walk_by_the_usager_with_card_and_pin_makes_agreements_so_it_would_be_seen() {
    let rose_too = |rng: &mut StdRng, now| {
        if rng.random_bool(0.5) {
            support::proven(ROSE, now)
        } else {
            anyone_else(rng, now)
        }
    };
    let (walks, _, seen) = walks(rose_too, |number, seen| {
        assert_eq!(
            seen.started_alone, 0,
            "seed {number}: nothing starts without both, whoever asks"
        );
    });
    println!(
        "PROOF agreement-seen: {} agreements made where the usager with card and PIN walks too",
        seen.agreements_made
    );
    if walks >= GUARDED {
        assert!(
            seen.agreements_made > walks / 2 && seen.shares_made > walks / 2,
            "{seen:?}"
        );
        assert!(seen.events["stage.started"] > walks / 20, "{seen:?}");
        assert!(seen.events["goal.said_own"] > walks / 50, "{seen:?}");
    }
}
