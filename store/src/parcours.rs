//! Parcours: who is assigned to them, their boards, and the list of a professional.

use crate::columns::{Listed, Word};
use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::log::{self, StreamKind};
use crate::open::Store;
use crate::tables::{
    OfCell, assignments, finding_rows, organisations, parcours, people, step_answers, step_rows,
};
use crate::who::{SessionRow, ask};
use crate::{boards, projections};
use itineraire_domain::access::AssignmentKind;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AssignmentId, CellId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, Event, Seq, When};
use itineraire_domain::theme::Theme;
use itineraire_domain::views::pages::{BoardPage, CircleLevel, HomePage, HomeRow, Me, PersonName};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, Set};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What assigns someone to a parcours.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'a> {
    /// Whom.
    pub person: PersonId,
    /// As what.
    pub kind: AssignmentKind,
    /// For which themes; none means all of it.
    pub themes: &'a [Theme],
    /// Until when, if that is known.
    pub until: Option<Moment>,
    /// Why, in words for the person.
    pub reason: &'a str,
}

impl Assignment<'_> {
    /// Without themes, end or reason.
    pub const fn of(person: PersonId, kind: AssignmentKind) -> Self {
        Self {
            person,
            kind,
            themes: &[],
            until: None,
            reason: "",
        }
    }
}

impl Store {
    pub(crate) async fn parcours_row(
        &self,
        cell: CellId,
        id: ParcoursId,
    ) -> Result<Option<parcours::Model>, StoreError> {
        Ok(parcours::Entity::one_in_cell(cell, id.0)
            .one(&self.pools.readers)
            .await?)
    }

    /// A new parcours, with an empty board.
    pub async fn create_parcours(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        usager: PersonId,
        level: CircleLevel,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = parcours::ActiveModel {
            id: Set(parcours.0),
            cell_id: Set(cell.0),
            usager_id: Set(usager.0),
            level: Set(Word(level)),
            opened: Set(now.0),
        };
        let transaction = begin(&self.pools.writes).await?;
        log::create(
            &transaction,
            boards::stream_of(cell, parcours),
            StreamKind::Parcours,
        )
        .await?;
        add(&transaction, row).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Assigns someone to a parcours, from now on. Assigning again adds a line: what was stays.
    pub async fn assign(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        assignment: Assignment<'_>,
        now: Moment,
    ) -> Result<AssignmentId, StoreError> {
        let id = AssignmentId(Uuid::new_v4());
        let row = assignments::ActiveModel {
            id: Set(id.0),
            cell_id: Set(cell.0),
            parcours_id: Set(parcours.0),
            person_id: Set(assignment.person.0),
            kind: Set(Word(assignment.kind)),
            themes: Set(Listed(assignment.themes.to_vec())),
            since: Set(now.0),
            until: Set(assignment.until.map(|until| until.0)),
            reason: Set(assignment.reason.into()),
        };
        add(&self.pools.writes, row).await?;
        Ok(id)
    }

    /// Ends what assigns someone to a parcours: from now on it is nothing to them.
    pub async fn end_assignment(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        person: PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        assignments::Entity::change_in_cell(cell)
            .col_expr(assignments::Column::Until, Expr::value(now.0))
            .filter(assignments::Column::ParcoursId.eq(parcours.0))
            .filter(assignments::Column::PersonId.eq(person.0))
            .filter(assignments::Entity::goes_on_at(now))
            .exec(&self.pools.writes)
            .await?;
        self.ring_closing();
        Ok(())
    }

    /// The parcours of a usager: the last, if they had others before.
    pub async fn parcours_of(
        &self,
        cell: CellId,
        usager: PersonId,
    ) -> Result<Option<ParcoursId>, StoreError> {
        let row = parcours::Entity::in_cell(cell)
            .filter(parcours::Column::UsagerId.eq(usager.0))
            .order_by_desc(parcours::Column::Opened)
            .one(&self.pools.readers)
            .await?;
        Ok(row.map(|row| ParcoursId(row.id)))
    }

    /// A board, as committed.
    pub async fn board(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<Board>, StoreError> {
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(None);
        };
        Ok(Some(boards::load(&self.pools.readers, &row).await?))
    }

    /// A board replayed from its first event, for those who doubt the snapshots.
    pub async fn replayed(&self, cell: CellId, parcours: ParcoursId) -> Result<Option<Board>, StoreError> {
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(None);
        };
        Ok(Some(boards::replay(&self.pools.readers, &row).await?))
    }

    /// The events of a board after a sequence.
    pub async fn events_after(
        &self,
        cell: CellId,
        parcours: ParcoursId,
        seq: Seq,
    ) -> Result<Vec<Event>, StoreError> {
        boards::after(&self.pools.readers, cell, parcours, seq).await
    }

    /// Writes the projections of a board anew, as after a change of their code.
    pub async fn project_again(&self, cell: CellId, parcours: ParcoursId) -> Result<(), StoreError> {
        let Some(board) = self.board(cell, parcours).await? else {
            return Ok(());
        };
        projections::write(&self.pools.writes, cell, &board).await
    }

    /// What the page of a board shows to the usager or to an assigned professional.
    pub async fn board_page(
        &self,
        session: &SessionRow,
        me: Me,
        parcours: ParcoursId,
        now: Moment,
    ) -> Result<Option<BoardPage>, StoreError> {
        let cell = session.cell;
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(None);
        };
        let asked = ask(&self.pools.readers, &session.token, Some(parcours), now).await?;
        if !asked.is_some_and(|(_, standing)| standing.is_on_the_board()) {
            return Ok(None);
        }
        let board = boards::load(&self.pools.readers, &row).await?;
        let people = people::Entity::in_cell(cell)
            .filter(people::Column::Id.is_in(self.people_on(cell, &row).await?))
            .all(&self.pools.readers)
            .await?;
        let organisations = organisations::Entity::in_cell(cell)
            .filter(organisations::Column::Partner.eq(true))
            .all(&self.pools.readers)
            .await?;
        Ok(Some(BoardPage {
            me,
            epoch: self.epoch(),
            board,
            level: row.level.0,
            people: people.iter().map(|row| (PersonId(row.id), row.shown())).collect(),
            organisations: organisations
                .into_iter()
                .map(|row| (OrganisationId(row.id), row.name))
                .collect(),
            now,
        }))
    }

    /// The usager and everyone who is or was assigned: nobody else's name belongs on a board.
    async fn people_on(&self, cell: CellId, row: &parcours::Model) -> Result<Vec<Uuid>, StoreError> {
        let assigned = assignments::Entity::in_cell(cell)
            .filter(assignments::Column::ParcoursId.eq(row.id))
            .all(&self.pools.readers)
            .await?;
        Ok(assigned
            .into_iter()
            .map(|it| it.person_id)
            .chain([row.usager_id])
            .collect())
    }

    /// A professional's list, from the projections alone: seven queries, however many parcours.
    pub async fn home(&self, session: &SessionRow, me: Me, now: Moment) -> Result<HomePage, StoreError> {
        let today = now.in_paris().0;
        let cell = session.cell.0;
        let mine: Vec<_> = assignments::Entity::in_cell(CellId(cell))
            .filter(assignments::Column::PersonId.eq(session.person.0))
            .filter(assignments::Entity::goes_on_at(now))
            .all(&self.pools.readers)
            .await?
            .into_iter()
            .map(|it| it.parcours_id)
            .collect();
        let all = parcours::Entity::in_cell(CellId(cell))
            .filter(parcours::Column::Id.is_in(mine.clone()))
            .all(&self.pools.readers)
            .await?;
        let names: BTreeMap<_, PersonName> = people::Entity::in_cell(CellId(cell))
            .filter(people::Column::Id.is_in(all.iter().map(|row| row.usager_id)))
            .all(&self.pools.readers)
            .await?
            .iter()
            .map(|row| (row.id, row.shown()))
            .collect();
        let steps = step_rows::Entity::in_cell(CellId(cell))
            .filter(step_rows::Column::ParcoursId.is_in(mine.clone()))
            .order_by_asc(step_rows::Column::Id)
            .all(&self.pools.readers)
            .await?;
        let answered: BTreeMap<_, _> = step_answers::Entity::in_cell(CellId(cell))
            .filter(step_answers::Column::PersonId.eq(session.person.0))
            .filter(step_answers::Column::ParcoursId.is_in(mine.clone()))
            .all(&self.pools.readers)
            .await?
            .into_iter()
            .map(|row| ((row.parcours_id, row.step_id), row.answer))
            .collect();
        let findings = finding_rows::Entity::in_cell(CellId(cell))
            .filter(finding_rows::Column::ParcoursId.is_in(mine))
            .order_by_asc(finding_rows::Column::Id)
            .all(&self.pools.readers)
            .await?;
        let mut rows: Vec<HomeRow> = Vec::with_capacity(all.len());
        for row in all {
            let Some(usager) = names.get(&row.usager_id).cloned() else {
                continue;
            };
            let of_row: Vec<_> = steps.iter().filter(|step| step.parcours_id == row.id).collect();
            let waits: Vec<_> = of_row
                .iter()
                .filter(|step| {
                    step.stage == "to_discuss"
                        && answered
                            .get(&(step.parcours_id, step.id))
                            .is_none_or(|answer| answer == "to_confirm" || answer == "talk")
                })
                .collect();
            let mut dated: Vec<(When, &String)> = of_row
                .iter()
                .filter(|step| step.stage != "done" && step.stage != "stopped")
                .filter_map(|step| Some((due(step)?, &step.title)))
                .collect();
            dated.sort_by_key(|(when, _)| (when.day, when.hour));
            let known: Vec<_> = findings.iter().filter(|it| it.parcours_id == row.id).collect();
            rows.push(HomeRow {
                parcours: ParcoursId(row.id),
                usager,
                level: row.level.0,
                done: count(of_row.iter().filter(|step| step.stage == "done").count()),
                steps: count(of_row.iter().filter(|step| step.stage != "stopped").count()),
                awaits_me: count(waits.len()),
                awaits_title: waits.first().map(|step| step.title.clone()),
                late: dated
                    .iter()
                    .find(|(when, _)| when.day < today)
                    .map(|(when, title)| ((*title).clone(), when.day)),
                next: dated
                    .iter()
                    .find(|(when, _)| when.day >= today)
                    .map(|(when, title)| ((*title).clone(), *when)),
                lifted: known
                    .iter()
                    .find(|it| it.lifted_at.is_some())
                    .map(|it| it.words.clone()),
                has_diagnosis: !known.is_empty(),
                help_asked: of_row
                    .iter()
                    .any(|step| step.needs_help && step.stage != "done" && step.stage != "stopped"),
            });
        }
        rows.sort_by(|a, b| {
            (b.help_asked, b.late.is_some(), b.awaits_me > 0)
                .cmp(&(a.help_asked, a.late.is_some(), a.awaits_me > 0))
                .then_with(|| a.usager.short.cmp(&b.usager.short))
        });
        Ok(HomePage { me, rows, today })
    }
}

/// When a step is due.
fn due(step: &step_rows::Model) -> Option<When> {
    Some(When {
        day: step.due_day.as_deref()?.parse().ok()?,
        hour: step.due_hour.as_deref().and_then(|hour| hour.parse().ok()),
        before: step.due_before,
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
