//! Says what a command leads to, on this board, by this person, now. A command that would change nothing leads to no
//! event: repeating oneself turns no agreement back.

use super::agreement::{Agreement, Digest, UsagerYes};
use super::command::{Command, WrittenWhen};
use super::event::{Event, What};
use super::order::OrderKey;
use super::state::{Board, Doer, Item, Removed, SharedItem, Stage, Step, Voice, When};
use crate::access::permission;
use crate::access::{Actor, Who};
use crate::ids::{OrganisationId, StepId};
use crate::refusal::Refusal;

/// The longest share, in days (CASF L.121-6-2: the strict necessary).
const SHARE_DAYS: i64 = 90;

/// The most who can do a step.
const DOERS: usize = 8;

const SHORT: usize = 200;
const LONG: usize = 2_000;

/// Decides a command.
pub fn decide(board: &Board, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
    if !permission::allows_command(actor, command) {
        return Err(match (&actor.who, command) {
            (Who::Usager { .. }, Command::Agree { .. } | Command::Share { .. }) => Refusal::ProofNeeded,
            _ => Refusal::NotAllowed,
        });
    }
    if matches!(actor.who, Who::Usager { person, .. } if person != board.usager) {
        return Err(Refusal::NotFound);
    }
    let mut seq = board.seq;
    let events = whats(board, actor, command)?.into_iter().map(|what| {
        seq = seq.next();
        Event {
            seq,
            at: actor.at,
            by: actor.person(),
            client: actor.client,
            what,
        }
    });
    Ok(events.collect())
}

fn whats(board: &Board, actor: &Actor, command: &Command) -> Result<Vec<What>, Refusal> {
    let voice = match actor.who {
        Who::Usager { .. } => Voice::Person,
        Who::Professional { .. } | Who::Partner { .. } => Voice::Team,
    };
    match command {
        Command::EditWords { field, changes } => {
            let words = board.words(*field).ok_or(Refusal::NotFound)?;
            words.check(actor.client, changes, field.limit())?;
            if_new(!changes.is_empty(), || What::WordsEdited {
                field: *field,
                changes: changes.clone(),
            })
        }
        Command::AddBarrier {
            barrier,
            theme,
            words,
        } => {
            room(there(board.barriers.values().map(|it| &it.removed), actor), 100)?;
            fresh(!board.barriers.contains_key(barrier))?;
            let key = last_key(board.barriers_in_order().last().map(|(_, it)| &it.place.key));
            Ok(vec![What::BarrierAdded {
                barrier: *barrier,
                theme: *theme,
                words: said(words, SHORT)?,
                key,
            }])
        }
        Command::AddLever { lever, theme, words } => {
            room(there(board.levers.values().map(|it| &it.removed), actor), 100)?;
            fresh(!board.levers.contains_key(lever))?;
            let key = last_key(board.levers_in_order().last().map(|(_, it)| &it.place.key));
            Ok(vec![What::LeverAdded {
                lever: *lever,
                theme: *theme,
                words: said(words, SHORT)?,
                key,
            }])
        }
        Command::Rate { item, level } => {
            kept(board, *item)?;
            let strength = match item {
                Item::Barrier(id) => board.barriers.get(id).map(|it| it.strength),
                Item::Lever(id) => board.levers.get(id).map(|it| it.strength),
                Item::Step(_) => None,
            };
            let strength = strength.ok_or(Refusal::NotFound)?;
            let now = if voice == Voice::Person {
                strength.person
            } else {
                strength.team
            };
            if_new(now.map(|rating| rating.level) != *level, || What::Rated {
                item: *item,
                voice,
                level: *level,
            })
        }
        Command::SetTheme { item, theme } => {
            kept(board, *item)?;
            if_new(board.theme_of(*item) != Some(*theme), || What::ThemeSet {
                item: *item,
                theme: *theme,
            })
        }
        Command::ProposeStep { step, title, theme } => {
            room(there(board.steps.values().map(|it| &it.removed), actor), 200)?;
            fresh(!board.steps.contains_key(step))?;
            let last = board.steps.values().map(|it| &it.place).max();
            let key = last_key(last.map(|place| &place.key));
            Ok(vec![What::StepProposed {
                step: *step,
                title: said(title, SHORT)?,
                theme: *theme,
                key,
            }])
        }
        Command::Move { item, before } => moved(board, *item, *before),
        Command::Remove { item } => {
            let removed = board.removed(*item).ok_or(Refusal::NotFound)?;
            if_new(removed.is_none(), || What::Removed { item: *item })
        }
        Command::Restore { item } => {
            let removed = board.removed(*item).ok_or(Refusal::NotFound)?;
            if removed.as_ref().is_some_and(|removed| removed.is_over(actor.at)) {
                return Err(Refusal::NotFound);
            }
            if_new(removed.is_some(), || What::Restored { item: *item })
        }
        Command::Share {
            item,
            organisation,
            purpose,
            until,
        } => {
            if let SharedItem::Step(id) = item {
                step(board, *id)?;
            }
            if *until <= actor.at || *until > actor.at.plus_days(SHARE_DAYS) {
                return Err(Refusal::BadPeriod);
            }
            room(board.shares.len(), 500)?;
            let (item, organisation, until) = (*item, *organisation, *until);
            Ok(vec![What::Shared {
                item,
                organisation,
                purpose: said(purpose, SHORT)?,
                until,
            }])
        }
        Command::EndShare { item, organisation } => {
            let there = board
                .shares
                .iter()
                .any(|share| (share.item, share.organisation) == (*item, *organisation));
            if_new(there, || What::ShareEnded {
                item: *item,
                organisation: *organisation,
            })
        }
        Command::Undo { of } => Ok(vec![What::Undone {
            of: *of,
            changes: board.changes_to_undo(*of, voice, actor.at)?,
        }]),
        of_a_step => whats_of_step(board, actor, of_a_step),
    }
}

fn whats_of_step(board: &Board, actor: &Actor, command: &Command) -> Result<Vec<What>, Refusal> {
    match command {
        Command::SetDoers { step: id, doers } => {
            let step = step(board, *id)?;
            let doers = each_once(doers)?;
            if_new(step.doers != doers, || What::DoersSet { step: *id, doers })
        }
        Command::SetWhen { step: id, when } => {
            let step = step(board, *id)?;
            let when = when.as_ref().map(read_when).transpose()?;
            if_new(step.when != when, || What::WhenSet { step: *id, when })
        }
        Command::SetPlace { step: id, place } => {
            let place = maybe_said(place)?;
            if_new(step(board, *id)?.place_words != place, || What::PlaceSet {
                step: *id,
                place,
            })
        }
        Command::SetBring { step: id, bring } => {
            let bring = maybe_said(bring)?;
            if_new(step(board, *id)?.bring != bring, || What::BringSet {
                step: *id,
                bring,
            })
        }
        Command::SetLifts { step: id, barrier } => {
            if barrier.is_some_and(|barrier| kept(board, Item::Barrier(barrier)).is_err()) {
                return Err(Refusal::NotFound);
            }
            if_new(step(board, *id)?.lifts != *barrier, || What::LiftsSet {
                step: *id,
                barrier: *barrier,
            })
        }
        Command::SetLeansOn { step: id, lever } => {
            if lever.is_some_and(|lever| kept(board, Item::Lever(lever)).is_err()) {
                return Err(Refusal::NotFound);
            }
            if_new(step(board, *id)?.leans_on != *lever, || What::LeansOnSet {
                step: *id,
                lever: *lever,
            })
        }
        Command::AddCheck {
            step: id,
            check,
            words,
        } => {
            let list = &step(board, *id)?.checklist;
            room(list.len(), 50)?;
            fresh(list.iter().all(|line| line.id != *check))?;
            let (words, index) = (said(words, SHORT)?, list.len());
            Ok(vec![What::CheckAdded {
                step: *id,
                check: *check,
                words,
                index,
            }])
        }
        Command::TickCheck {
            step: id,
            check,
            done,
        } => {
            let line = step(board, *id)?.checklist.iter().find(|line| line.id == *check);
            let line = line.ok_or(Refusal::NotFound)?;
            if_new(line.done != *done, || What::CheckTicked {
                step: *id,
                check: *check,
                done: *done,
            })
        }
        Command::RemoveCheck { step: id, check } => {
            let there = step(board, *id)?.checklist.iter().any(|line| line.id == *check);
            if_new(there, || What::CheckRemoved {
                step: *id,
                check: *check,
            })
        }
        Command::Comment {
            step: id,
            comment,
            words,
        } => {
            let said_before = &step(board, *id)?.comments;
            room(said_before.len(), 500)?;
            fresh(said_before.iter().all(|said| said.id != *comment))?;
            Ok(vec![What::Commented {
                step: *id,
                comment: *comment,
                words: said(words, LONG)?,
            }])
        }
        Command::RemoveComment { step: id, comment } => {
            let said = step(board, *id)?.comments.iter().find(|said| said.id == *comment);
            if said.ok_or(Refusal::NotFound)?.by != actor.person() {
                return Err(Refusal::NotAllowed);
            }
            Ok(vec![What::CommentRemoved {
                step: *id,
                comment: *comment,
            }])
        }
        Command::OfferHelp { step: id } | Command::WithdrawOffer { step: id } => {
            let Who::Partner { organisation, .. } = actor.who else {
                return Err(Refusal::NotAllowed);
            };
            offer(
                board,
                actor,
                *id,
                organisation,
                matches!(command, Command::OfferHelp { .. }),
            )
        }
        Command::AskForHelp { step: id, needed } => {
            if_new(step(board, *id)?.needs_help.is_some() != *needed, || {
                What::HelpAsked {
                    step: *id,
                    needed: *needed,
                }
            })
        }
        answer_or_stage => answers_and_stages(board, actor, answer_or_stage),
    }
}

fn answers_and_stages(board: &Board, actor: &Actor, command: &Command) -> Result<Vec<What>, Refusal> {
    match command {
        Command::Agree { step: id, words } => {
            let step = answerable(board, *id, Some(*words))?;
            let known = step.agreements.get(&actor.person());
            let already = matches!(known, Some(Agreement::Agreed { words: known, .. }) if known == words);
            let what = match &actor.who {
                Who::Usager {
                    person,
                    proof: Some(proof),
                } if proof.holds(*person, actor.at) => {
                    What::UsagerAgreed(UsagerYes::given(proof, *id, *words))
                }
                Who::Usager { .. } => return Err(Refusal::ProofNeeded),
                Who::Professional { .. } => What::ProfessionalAgreed {
                    step: *id,
                    words: *words,
                },
                Who::Partner { .. } => return Err(Refusal::NotAllowed),
            };
            if_new(!already, || what)
        }
        Command::RecordPaper { step: id, words } => {
            let step = answerable(board, *id, Some(*words))?;
            // The usager's own answer, whatever it is, is worth more than paper (`AG4`).
            if matches!(
                step.agreements.get(&board.usager),
                Some(Agreement::Agreed { .. } | Agreement::Refused { .. } | Agreement::Talk { .. })
            ) {
                return Err(Refusal::Superseded);
            }
            Ok(vec![What::PaperRecorded {
                step: *id,
                words: *words,
            }])
        }
        Command::TalkAboutIt { step: id } => {
            let known = answerable(board, *id, None)?.agreements.get(&actor.person());
            if_new(!matches!(known, Some(Agreement::Talk { .. })), || {
                What::TalkAsked { step: *id }
            })
        }
        Command::Refuse { step: id } => {
            let known = answerable(board, *id, None)?.agreements.get(&actor.person());
            if_new(!matches!(known, Some(Agreement::Refused { .. })), || {
                What::StepRefused { step: *id }
            })
        }
        Command::Withdraw { step: id } => {
            let step = board.steps.get(id).ok_or(Refusal::NotFound)?;
            if_new(step.agreements.contains_key(&actor.person()), || {
                What::AnswerWithdrawn { step: *id }
            })
        }
        Command::Start { step: id } => {
            let step = step(board, *id)?;
            if step.stage != Stage::Open {
                return Err(Refusal::WrongStage);
            }
            board.decided(step).ok_or(Refusal::NotDecided)?;
            Ok(vec![What::Started { step: *id }])
        }
        Command::Finish { step: id } => {
            let step = step(board, *id)?;
            match step.stage {
                Stage::Started(_) => Ok(vec![What::Finished { step: *id }]),
                Stage::Open if board.decided(step).is_some() => Ok(vec![What::Finished { step: *id }]),
                Stage::Open => Err(Refusal::NotDecided),
                Stage::Done { .. } | Stage::Stopped { .. } => Err(Refusal::WrongStage),
            }
        }
        Command::Stop { step: id, reason } => match step(board, *id)?.stage {
            Stage::Open | Stage::Started(_) => Ok(vec![What::Stopped {
                step: *id,
                reason: said(reason, 500)?,
            }]),
            Stage::Done { .. } | Stage::Stopped { .. } => Err(Refusal::WrongStage),
        },
        Command::Reopen { step: id } => if_new(step(board, *id)?.stage != Stage::Open, || What::Reopened {
            step: *id,
        }),
        _ => Err(Refusal::UnknownCommand),
    }
}

/// A step that is not in the bin.
fn step(board: &Board, id: StepId) -> Result<&Step, Refusal> {
    let step = board.steps.get(&id).ok_or(Refusal::NotFound)?;
    if step.removed.is_some() {
        Err(Refusal::InBin)
    } else {
        Ok(step)
    }
}

fn kept(board: &Board, item: Item) -> Result<(), Refusal> {
    match board.removed(item) {
        None => Err(Refusal::NotFound),
        Some(Some(_)) => Err(Refusal::InBin),
        Some(None) => Ok(()),
    }
}

/// A step that waits for answers, and still says `words` (`AG1`, `CF2`).
fn answerable(board: &Board, id: StepId, words: Option<Digest>) -> Result<&Step, Refusal> {
    let step = step(board, id)?;
    if matches!(step.stage, Stage::Done { .. } | Stage::Stopped { .. }) {
        return Err(Refusal::WrongStage);
    }
    match words {
        Some(words) if words != step.digest() => Err(Refusal::Stale),
        Some(_) if step.title.is_blank() => Err(Refusal::Empty),
        _ => Ok(step),
    }
}

/// A partner's offer: on a shared step only; a hidden step and none at all answer alike (`VW2`).
fn offer(
    board: &Board,
    actor: &Actor,
    id: StepId,
    of: OrganisationId,
    help: bool,
) -> Result<Vec<What>, Refusal> {
    if !board.is_shared(SharedItem::Step(id), of, actor.at) {
        return Err(Refusal::NotFound);
    }
    let there = step(board, id)?
        .offers
        .iter()
        .any(|offer| offer.organisation == of);
    if_new(there != help, || {
        if help {
            What::HelpOffered {
                step: id,
                organisation: of,
            }
        } else {
            What::OfferWithdrawn {
                step: id,
                organisation: of,
            }
        }
    })
}

/// `Move`: a key between the neighbours of the new place; when keys grow too long the list is dealt anew (`CF4`).
fn moved(board: &Board, item: Item, before: Option<Item>) -> Result<Vec<What>, Refusal> {
    kept(board, item)?;
    let list: Vec<(Item, &OrderKey)> = match item {
        Item::Barrier(_) => board
            .barriers_in_order()
            .iter()
            .map(|(id, it)| (Item::Barrier(*id), &it.place.key))
            .collect(),
        Item::Lever(_) => board
            .levers_in_order()
            .iter()
            .map(|(id, it)| (Item::Lever(*id), &it.place.key))
            .collect(),
        Item::Step(id) => {
            let column = board.column_of(step(board, id)?);
            board
                .column(column)
                .iter()
                .map(|(id, it)| (Item::Step(*id), &it.place.key))
                .collect()
        }
    };
    let place = |wanted: Item| list.iter().position(|(known, _)| *known == wanted);
    let from = place(item).ok_or(Refusal::NotFound)?;
    // Someone may have moved the neighbour away: then the end of the list it is.
    let to = before.and_then(place).unwrap_or(list.len());
    if to == from || to == from + 1 {
        return Ok(Vec::new());
    }
    let others: Vec<_> = list.iter().filter(|(known, _)| *known != item).collect();
    let at = if to > from { to - 1 } else { to };
    let previous = at.checked_sub(1).map(|at| others[at].1);
    let next = others.get(at).map(|(_, key)| *key);
    let key = OrderKey::between(previous, next);
    // An undo may have put two items on one key: nothing fits between them.
    let fits = previous.is_none_or(|previous| *previous < key) && next.is_none_or(|next| key < *next);
    if fits && !key.is_too_long() {
        return Ok(vec![What::Moved { item, key }]);
    }
    let mut order: Vec<Item> = others.iter().map(|(known, _)| *known).collect();
    order.insert(at, item);
    let keys = OrderKey::spread(order.len());
    Ok(vec![What::Rebalanced {
        keys: order.into_iter().zip(keys).collect(),
    }])
}

#[allow(clippy::unnecessary_wraps, reason = "each arm of the decisions ends with it")]
fn if_new(new: bool, what: impl FnOnce() -> What) -> Result<Vec<What>, Refusal> {
    Ok(if new { vec![what()] } else { Vec::new() })
}

/// How many items there are, without those that nothing brings back any more.
fn there<'a>(all: impl Iterator<Item = &'a Option<Removed>>, actor: &Actor) -> usize {
    let over = |removed: &Removed| removed.is_over(actor.at);
    all.filter(|removed| !removed.as_ref().is_some_and(over)).count()
}

fn room(count: usize, limit: usize) -> Result<(), Refusal> {
    if count < limit {
        Ok(())
    } else {
        Err(Refusal::TooMany { limit })
    }
}

fn fresh(new: bool) -> Result<(), Refusal> {
    if new { Ok(()) } else { Err(Refusal::AlreadyThere) }
}

fn last_key(last: Option<&OrderKey>) -> OrderKey {
    OrderKey::between(last, None)
}

/// Words that must be there, trimmed.
fn said(words: &str, limit: usize) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::Empty);
    }
    if words.chars().count() > limit {
        return Err(Refusal::TooLong { limit });
    }
    Ok(words.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

/// Who does a step: each once, named as [`said`] keeps it.
fn each_once(doers: &[Doer]) -> Result<Vec<Doer>, Refusal> {
    let mut all = Vec::new();
    for doer in doers {
        let doer = match doer {
            Doer::Named(name) => Doer::Named(said(name, SHORT)?),
            known => known.clone(),
        };
        if !all.contains(&doer) {
            room(all.len(), DOERS)?;
            all.push(doer);
        }
    }
    Ok(all)
}

/// Words that may be absent.
fn maybe_said(words: &str) -> Result<String, Refusal> {
    if words.trim().is_empty() {
        Ok(String::new())
    } else {
        said(words, SHORT)
    }
}

fn read_when(written: &WrittenWhen) -> Result<When, Refusal> {
    let day = written.day.parse().map_err(|_| Refusal::NoSuchDate)?;
    let hour = written
        .hour
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|_| Refusal::NoSuchDate)?;
    Ok(When {
        day,
        hour,
        before: written.before,
    })
}
