//! The tables that lists read, changed in the same transaction as the events (`OR4`). They are a function of the board:
//! computing them afresh gives the same rows.

use crate::error::StoreError;
use crate::tables::{OfCell, finding_rows, share_rows, step_answers, step_rows};
use crate::words::word;
use itineraire_domain::ids::CellId;
use itineraire_domain::parcours::{Agreement, Board, Finding, Level, SharedItem, Side, Stage, Step};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

macro_rules! replace {
    ($connection:ident, $cell:ident, $board:ident, $table:ident, $rows:expr) => {
        let rows: Vec<$table::ActiveModel> = $rows.collect();
        $table::Entity::remove_in_cell($cell)
            .filter($table::Column::ParcoursId.eq($board.parcours.0))
            .exec($connection)
            .await?;
        if !rows.is_empty() {
            $table::Entity::insert_many(rows)
                .exec_without_returning($connection)
                .await?;
        }
    };
}

/// Writes the rows of a board anew.
pub(crate) async fn write(
    connection: &impl ConnectionTrait,
    cell: CellId,
    board: &Board,
) -> Result<(), StoreError> {
    let parcours = board.parcours.0;
    let live = || board.steps.iter().filter(|(_, step)| step.removed.is_none());
    replace!(
        connection,
        cell,
        board,
        step_rows,
        live().map(|(id, step)| step_rows::ActiveModel {
            id: Set(id.0),
            cell_id: Set(cell.0),
            parcours_id: Set(parcours),
            title: Set(step.title.text()),
            theme: Set(word(&step.theme)),
            stage: Set(stage(board, step)),
            proposed_by: Set(step.proposed_by.0),
            due_day: Set(step.when.map(|when| when.day.to_string())),
            due_hour: Set(step.when.and_then(|when| when.hour).map(|hour| hour.to_string())),
            due_before: Set(step.when.is_some_and(|when| when.before)),
            done_at: Set(match step.stage {
                Stage::Done { at } => Some(at.0),
                Stage::Open | Stage::Started(_) | Stage::Stopped { .. } => None,
            }),
            needs_help: Set(step.needs_help.is_some()),
        })
    );
    let answers = live().flat_map(|(id, step)| {
        step.agreements
            .iter()
            .map(move |(person, answer)| (id, person, answer))
    });
    replace!(
        connection,
        cell,
        board,
        step_answers,
        answers.map(|(id, person, answer)| step_answers::ActiveModel {
            step_id: Set(id.0),
            person_id: Set(person.0),
            cell_id: Set(cell.0),
            parcours_id: Set(parcours),
            answer: Set(answer_word(answer).into()),
        })
    );
    let findings = board.findings.iter().filter(|(_, it)| it.removed.is_none());
    replace!(
        connection,
        cell,
        board,
        finding_rows,
        findings.map(|(id, it)| finding_rows::ActiveModel {
            id: Set(id.0),
            cell_id: Set(cell.0),
            parcours_id: Set(parcours),
            side: Set(word(&it.side)),
            theme: Set(word(&it.theme)),
            words: Set(it.words.text()),
            person_level: Set(it.strength.person.map(|rating| word(&rating.level))),
            team_level: Set(it.strength.team.map(|rating| word(&rating.level))),
            lifted_at: Set(lifted_at(it)),
        })
    );
    let shares = board.shares.iter().filter(|share| board.is_there(share.item));
    replace!(
        connection,
        cell,
        board,
        share_rows,
        shares.map(|share| {
            let (item, theme) = match share.item {
                SharedItem::Goal => ("goal".to_owned(), None),
                SharedItem::Step(id) => (id.to_string(), board.steps.get(&id).map(|step| word(&step.theme))),
            };
            share_rows::ActiveModel {
                parcours_id: Set(parcours),
                organisation_id: Set(share.organisation.0),
                item: Set(item),
                cell_id: Set(cell.0),
                theme: Set(theme),
                until: Set(share.until.0),
            }
        })
    );
    Ok(())
}

/// Since when a frein is lifted: in the person's own voice, if they have raised it.
fn lifted_at(finding: &Finding) -> Option<i64> {
    let rating = finding.strength.first()?;
    let lifted = finding.side == Side::Barrier && rating.level == Level::Gone;
    lifted.then_some(rating.at.0)
}

fn stage(board: &Board, step: &Step) -> String {
    match step.stage {
        Stage::Stopped { .. } => "stopped".into(),
        _ => word(&board.column_of(step)),
    }
}

fn answer_word(answer: &Agreement) -> &'static str {
    match answer {
        Agreement::Agreed { .. } => "agreed",
        Agreement::ToConfirm { .. } => "to_confirm",
        Agreement::Talk { .. } => "talk",
        Agreement::Refused { .. } => "refused",
        Agreement::OnPaper { .. } => "on_paper",
    }
}
