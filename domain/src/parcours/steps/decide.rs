//! What a command about a step leads to.

use super::command::{StepCommand, WrittenTerms, WrittenWhen};
use super::fact::StepFact;
use super::state::Step;
use super::terms::{Doer, Terms, When};
use crate::access::Actor;
use crate::catalogue::Theme;
use crate::kernel::ids::{FindingId, StepId};
use crate::kernel::order::OrderKey;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::{Words, WordsChange};
use crate::parcours::agreement::state::ProposerYes;
use crate::parcours::board::Board;
use crate::parcours::diagnosis::state::Side;
use crate::parcours::item::{Field, Item};
use crate::parcours::shelf::decide::{kept, there};
use crate::parcours::text::{LONG, SHORT, fresh, maybe_said, room, said};

/// Steps of a parcours, lines of a checklist, comments, people who do a step: at most.
const STEPS: usize = 200;
const CHECKS: usize = 50;
const COMMENTS: usize = 500;
const DOERS: usize = 8;

pub(in crate::parcours) fn decide(
    board: &Board,
    actor: &Actor,
    id: StepId,
    command: &StepCommand,
) -> Result<Option<StepFact>, Refusal> {
    if let StepCommand::Propose { title, theme, terms } = command {
        return proposed(board, actor, id, (title, *theme), terms.as_deref()).map(Some);
    }
    // Words still reach what is in the bin (`CF5`); anything else does not.
    let known = board.steps.get(&id).ok_or(Refusal::NotFound)?;
    let written = |words: &Words, changes: &[WordsChange], field: Field| {
        words.check(actor.client, changes, field.limit())?;
        Ok::<_, Refusal>((!changes.is_empty()).then(|| changes.to_vec()))
    };
    Ok(match command {
        // Above: there need not be one yet.
        StepCommand::Propose { .. } => None,
        StepCommand::WriteTitle { changes } => written(&known.title, changes, Field::Title(id))?
            .map(|changes| StepFact::TitleWritten { changes }),
        StepCommand::WriteDetails { changes } => written(&known.details, changes, Field::Details(id))?
            .map(|changes| StepFact::DetailsWritten { changes }),
        StepCommand::SetDoers { doers } => {
            let (step, doers) = (step(board, id)?, each_once(doers)?);
            (step.doers != doers).then_some(StepFact::DoersSet { doers })
        }
        StepCommand::SetWhen { when } => {
            let (step, when) = (step(board, id)?, when.as_ref().map(read_when).transpose()?);
            (step.when != when).then_some(StepFact::WhenSet { when })
        }
        StepCommand::SetPlace { place } => {
            let place = maybe_said(place)?;
            (step(board, id)?.place_words != place).then_some(StepFact::PlaceSet { place })
        }
        StepCommand::SetBring { bring } => {
            let bring = maybe_said(bring)?;
            (step(board, id)?.bring != bring).then_some(StepFact::BringSet { bring })
        }
        StepCommand::SetLifts { barrier } => {
            there_on(board, Side::Barrier, *barrier)?;
            (step(board, id)?.lifts != *barrier).then_some(StepFact::LiftsSet { barrier: *barrier })
        }
        StepCommand::SetLeansOn { lever } => {
            there_on(board, Side::Lever, *lever)?;
            (step(board, id)?.leans_on != *lever).then_some(StepFact::LeansOnSet { lever: *lever })
        }
        StepCommand::AddCheck { check, words } => {
            let list = &step(board, id)?.checklist;
            fresh(list.iter().all(|line| line.id != *check))?;
            Some(StepFact::CheckAdded {
                check: *check,
                words: said(words, SHORT)?,
                index: list.len(),
            })
        }
        StepCommand::TickCheck { check, done } => {
            let line = step(board, id)?.checklist.iter().find(|line| line.id == *check);
            let new = line.ok_or(Refusal::NotFound)?.done != *done;
            new.then_some(StepFact::CheckTicked {
                check: *check,
                done: *done,
            })
        }
        StepCommand::RemoveCheck { check } => {
            let there = step(board, id)?.checklist.iter().any(|line| line.id == *check);
            there.then_some(StepFact::CheckRemoved { check: *check })
        }
        StepCommand::Comment { comment, words } => {
            fresh(step(board, id)?.comments.iter().all(|said| said.id != *comment))?;
            Some(StepFact::Commented {
                comment: *comment,
                words: said(words, LONG)?,
            })
        }
        StepCommand::RemoveComment { comment } => {
            let said = step(board, id)?.comments.iter().find(|said| said.id == *comment);
            if said.ok_or(Refusal::NotFound)?.by != actor.person() {
                return Err(Refusal::NotAllowed);
            }
            Some(StepFact::CommentRemoved { comment: *comment })
        }
        StepCommand::AskForHelp { needed } => {
            let new = step(board, id)?.needs_help.is_some() != *needed;
            new.then_some(StepFact::HelpAsked { needed: *needed })
        }
    })
}

/// A step as it is proposed, with the *yes* of whoever proposes it (`AG5`).
fn proposed(
    board: &Board,
    actor: &Actor,
    id: StepId,
    (title, theme): (&str, Theme),
    written: Option<&WrittenTerms>,
) -> Result<StepFact, Refusal> {
    let title = said(title, SHORT)?;
    let mut terms = Terms {
        title: title.clone(),
        ..Terms::default()
    };
    if let Some(written) = written {
        if !written.details.trim().is_empty() {
            terms.details = said(&written.details, Field::Details(id).limit())?;
        }
        terms.doers = each_once(&written.doers)?;
        terms.when = written.when.as_ref().map(read_when).transpose()?;
        terms.place = maybe_said(&written.place)?;
        terms.bring = maybe_said(&written.bring)?;
    }
    let last = board.steps.values().map(|it| &it.rank).max();
    Ok(StepFact::Proposed {
        title,
        theme,
        key: OrderKey::between(last.map(|rank| &rank.key), None),
        yes: ProposerYes::of(actor, terms.digest()),
        lifts: written.and_then(|it| it.lifts),
        terms: written.is_some().then(|| {
            Box::new(Terms {
                title: String::new(),
                ..terms
            })
        }),
    })
}

/// Whether a fact may happen to the board as it is: for whoever gives a command, and for whoever undoes one.
pub(in crate::parcours) fn may(
    board: &Board,
    actor: &Actor,
    id: StepId,
    fact: &StepFact,
) -> Result<(), Refusal> {
    match fact {
        StepFact::Proposed { lifts, .. } => {
            there_on(board, Side::Barrier, *lifts)?;
            room(there(board.steps.values().map(|it| &**it), actor.at), STEPS)?;
            fresh(!board.steps.contains_key(&id))
        }
        StepFact::TitleWritten { .. } | StepFact::DetailsWritten { .. } => {
            board.steps.get(&id).map(drop).ok_or(Refusal::NotFound)
        }
        StepFact::LiftsSet { barrier } => {
            there_on(board, Side::Barrier, *barrier)?;
            kept(board, Item::Step(id))
        }
        StepFact::LeansOnSet { lever } => {
            there_on(board, Side::Lever, *lever)?;
            kept(board, Item::Step(id))
        }
        StepFact::CheckAdded { .. } => room(step(board, id)?.checklist.len(), CHECKS),
        StepFact::Commented { .. } => room(step(board, id)?.comments.len(), COMMENTS),
        StepFact::DoersSet { .. }
        | StepFact::WhenSet { .. }
        | StepFact::PlaceSet { .. }
        | StepFact::BringSet { .. }
        | StepFact::CheckTicked { .. }
        | StepFact::CheckRemoved { .. }
        | StepFact::CommentRemoved { .. }
        | StepFact::HelpAsked { .. } => kept(board, Item::Step(id)),
    }
}

/// A step that is not in the bin.
pub(in crate::parcours) fn step(board: &Board, id: StepId) -> Result<&Step, Refusal> {
    kept(board, Item::Step(id))?;
    board.steps.get(&id).map(|step| &**step).ok_or(Refusal::NotFound)
}

/// A step lifts a frein and leans on a levier, which are there.
fn there_on(board: &Board, side: Side, finding: Option<FindingId>) -> Result<(), Refusal> {
    let there = |id| {
        let finding = board.findings.get(&id);
        finding.is_some_and(|it| it.side == side && it.removed.is_none())
    };
    if finding.is_none_or(there) {
        Ok(())
    } else {
        Err(Refusal::NotFound)
    }
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
