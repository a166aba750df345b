//! The tables that lists read, changed in the same transaction as the events (`OR4`). They are a function of the board, so
//! what changes in them between two boards can be written alone: a key typed in the goal writes no row here, one typed in
//! a step's title one. A batch takes two statements a table at most, whatever it holds.

use crate::columns::Id;
use crate::error::StoreError;
use crate::tables::share_rows::SharedKind;
use crate::tables::{Projected, finding_rows, share_rows, step_answers, step_rows};
use itineraire_domain::ids::{CellId, FindingId, ParcoursId, StepId};
use itineraire_domain::parcours::{Board, Column, Finding, Level, SharedItem, Side, Stage, Step};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    PrimaryKeyToColumn, QueryFilter, Value,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What changes in these tables between boards and what became of them.
#[derive(Default)]
pub(crate) struct Changes {
    steps: Difference<step_rows::Entity>,
    answers: Difference<step_answers::Entity>,
    findings: Difference<finding_rows::Entity>,
    shares: Difference<share_rows::Entity>,
}

impl Changes {
    /// Adds what changes with a board: `before` is what its rows say now.
    pub fn add(&mut self, cell: CellId, before: &Board, after: &Board) {
        let (old, new) = differing(&before.steps, &after.steps);
        self.steps
            .add(steps(cell, before, &old), steps(cell, after, &new));
        self.answers
            .add(answers(cell, before, &old), answers(cell, after, &new));
        let (old, new) = differing(&before.findings, &after.findings);
        self.findings
            .add(findings(cell, before, &old), findings(cell, after, &new));
        self.shares.add(shares(cell, before), shares(cell, after));
    }

    /// Writes it.
    pub async fn write(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        self.steps.write(connection).await?;
        self.answers.write(connection).await?;
        self.findings.write(connection).await?;
        self.shares.write(connection).await
    }
}

/// Writes the rows of a board anew, whatever they were.
pub(crate) async fn write_all(
    connection: &impl ConnectionTrait,
    cell: CellId,
    board: &Board,
) -> Result<(), StoreError> {
    let parcours = board.parcours;
    forget::<step_rows::Entity>(connection, cell, parcours).await?;
    forget::<step_answers::Entity>(connection, cell, parcours).await?;
    forget::<finding_rows::Entity>(connection, cell, parcours).await?;
    forget::<share_rows::Entity>(connection, cell, parcours).await?;
    let mut changes = Changes::default();
    changes.add(cell, &Board::empty(parcours, board.usager), board);
    changes.write(connection).await
}

async fn forget<E: Projected>(
    connection: &impl ConnectionTrait,
    cell: CellId,
    parcours: ParcoursId,
) -> Result<(), StoreError> {
    E::remove_in_cell(cell)
        .filter(E::PARCOURS.eq(Id(parcours)))
        .exec(connection)
        .await?;
    Ok(())
}

/// The rows of one table that go, and those that are other ones from now on.
struct Difference<E: EntityTrait> {
    gone: Vec<E::Model>,
    new: Vec<E::Model>,
}

impl<E: EntityTrait> Default for Difference<E> {
    fn default() -> Self {
        Self {
            gone: Vec::new(),
            new: Vec::new(),
        }
    }
}

impl<E: Projected> Difference<E>
where
    E::Model: PartialEq + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    fn add(&mut self, before: Vec<E::Model>, after: Vec<E::Model>) {
        let stays = |row: &E::Model| after.iter().any(|it| key::<E>(it) == key::<E>(row));
        self.gone.extend(before.iter().filter(|row| !stays(row)).cloned());
        self.new
            .extend(after.into_iter().filter(|row| !before.contains(row)));
    }

    async fn write(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        if !self.gone.is_empty() {
            let keys = self.gone.iter().map(key::<E>);
            E::without(keys).exec(connection).await?;
        }
        if !self.new.is_empty() {
            let known = OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column))
                .update_columns(E::Column::iter())
                .to_owned();
            E::insert_many(self.new.into_iter().map(IntoActiveModel::into_active_model))
                .on_conflict(known)
                .exec_without_returning(connection)
                .await?;
        }
        Ok(())
    }
}

/// What a row is known by.
fn key<E: EntityTrait>(row: &E::Model) -> Vec<Value> {
    E::PrimaryKey::iter()
        .map(|column| row.get(column.into_column()))
        .collect()
}

/// Items of a board, each under its id.
type Items<'a, K, T> = Vec<(K, &'a T)>;

/// The items that are not the same in two boards, as each has them. What was not touched is shared between both, so a large
/// board is looked through quickly.
fn differing<'a, K: Ord + Copy, T: PartialEq>(
    before: &'a BTreeMap<K, Arc<T>>,
    after: &'a BTreeMap<K, Arc<T>>,
) -> (Items<'a, K, T>, Items<'a, K, T>) {
    let not_in = |other: &'a BTreeMap<K, Arc<T>>| {
        move |(id, item): (&K, &'a Arc<T>)| {
            let same = other
                .get(id)
                .is_some_and(|it| Arc::ptr_eq(it, item) || it == item);
            (!same).then_some((*id, &**item))
        }
    };
    (
        before.iter().filter_map(not_in(after)).collect(),
        after.iter().filter_map(not_in(before)).collect(),
    )
}

fn steps(cell: CellId, board: &Board, of: &[(StepId, &Step)]) -> Vec<step_rows::Model> {
    let live = of.iter().filter(|(_, step)| step.removed.is_none());
    live.map(|(id, step)| step_rows::Model {
        id: (*id).into(),
        cell_id: cell.into(),
        parcours_id: board.parcours.into(),
        title: step.title.text(),
        theme: step.theme.into(),
        stage: stands(board, step).into(),
        proposed_by: step.proposed_by.into(),
        due_day: step.when.map(|when| when.day.into()),
        due_hour: step.when.and_then(|when| when.hour).map(Into::into),
        due_before: step.when.is_some_and(|when| when.before),
        done_at: match step.stage {
            Stage::Done { at } => Some(at.into()),
            Stage::Open | Stage::Started(_) | Stage::Stopped { .. } => None,
        },
        needs_help: step.needs_help.is_some(),
        offered: step.offers.iter().any(|offer| offer.wanted.is_none()),
    })
    .collect()
}

fn stands(board: &Board, step: &Step) -> step_rows::Stands {
    use step_rows::Stands;
    match (&step.stage, board.column_of(step)) {
        (Stage::Stopped { .. }, _) => Stands::Stopped,
        (_, Column::ToDiscuss) => Stands::ToDiscuss,
        (_, Column::Decided) => Stands::Decided,
        (_, Column::InProgress) => Stands::InProgress,
        (_, Column::Done) => Stands::Done,
    }
}

fn answers(cell: CellId, board: &Board, of: &[(StepId, &Step)]) -> Vec<step_answers::Model> {
    let live = of.iter().filter(|(_, step)| step.removed.is_none());
    live.flat_map(|(id, step)| {
        step.agreements
            .iter()
            .map(|(person, answer)| step_answers::Model {
                parcours_id: board.parcours.into(),
                step_id: (*id).into(),
                person_id: (*person).into(),
                cell_id: cell.into(),
                answer: step_answers::Answered::from(answer).into(),
            })
    })
    .collect()
}

fn findings(cell: CellId, board: &Board, of: &[(FindingId, &Finding)]) -> Vec<finding_rows::Model> {
    let live = of.iter().filter(|(_, finding)| finding.removed.is_none());
    live.map(|(id, finding)| finding_rows::Model {
        id: (*id).into(),
        cell_id: cell.into(),
        parcours_id: board.parcours.into(),
        side: finding.side.into(),
        theme: finding.theme.into(),
        words: finding.words.text(),
        person_level: finding.level.person.map(|rating| rating.level.into()),
        team_level: finding.level.team.map(|rating| rating.level.into()),
        lifted_at: lifted_at(finding).map(Into::into),
    })
    .collect()
}

/// Since when a frein is lifted: in the person's own voice, if they have raised it.
fn lifted_at(finding: &Finding) -> Option<itineraire_domain::calendar::Moment> {
    let rating = finding.level.first()?;
    let lifted = finding.side == Side::Barrier && rating.level == Level::Gone;
    lifted.then_some(rating.at)
}

fn shares(cell: CellId, board: &Board) -> Vec<share_rows::Model> {
    let there = board.shares.iter().filter(|share| board.is_there(share.item));
    there
        .map(|share| {
            let (kind, step_id) = match share.item {
                SharedItem::Goal => (SharedKind::Goal, StepId(Uuid::nil())),
                SharedItem::Step(id) => (SharedKind::Step, id),
            };
            share_rows::Model {
                parcours_id: board.parcours.into(),
                organisation_id: share.organisation.into(),
                kind: kind.into(),
                step_id: step_id.into(),
                cell_id: cell.into(),
                // As it was shown, whatever it is by now (`VW5`).
                theme: share.shown.theme.map(Into::into),
                until: share.until.into(),
            }
        })
        .collect()
}
