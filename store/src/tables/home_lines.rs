//! A professional's list, as one query: a line for each parcours that they are assigned to. Of its steps and findings no
//! row is given out; the database counts them, and finds the ones that a line names.

use super::step_answers::Answered;
use super::step_rows::Stands;
use super::{OfCell, assignments, finding_rows, parcours, people, step_answers, step_rows};
use crate::columns::{Clock, Id, On, Word};
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::CircleLevel;
use sea_orm::sea_query::{Alias, DynIden, Expr, ExprTrait, Func, IntoIden, Order, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    RelationTrait, SelectModel, Selector,
};

/// A line: the parcours and its usager, how many steps, and the steps that it names.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HomeLine {
    pub parcours_id: Id<ParcoursId>,
    pub level: Word<CircleLevel>,
    pub first_name: String,
    pub last_name: String,
    pub job: String,
    pub done: i64,
    pub steps: i64,
    pub awaits_id: Option<Id<StepId>>,
    pub awaits_title: Option<String>,
    pub talk_id: Option<Id<StepId>>,
    pub talk_title: Option<String>,
    pub refused_id: Option<Id<StepId>>,
    pub refused_title: Option<String>,
    pub offered_id: Option<Id<StepId>>,
    pub offered_title: Option<String>,
    pub help_id: Option<Id<StepId>>,
    pub help_title: Option<String>,
    pub late_id: Option<Id<StepId>>,
    pub late_title: Option<String>,
    pub late_day: Option<On>,
    pub next_id: Option<Id<StepId>>,
    pub next_title: Option<String>,
    pub next_day: Option<On>,
    pub next_hour: Option<Clock>,
    pub next_before: Option<bool>,
    pub lifted: Option<String>,
    pub findings: i64,
}

/// The lines of a professional of a cell, on a day.
pub fn of(cell: CellId, person: PersonId, now: Moment, today: Day) -> Selector<SelectModel<HomeLine>> {
    let theirs = assignments::Entity::in_cell(cell)
        .filter(assignments::Column::PersonId.eq(Id(person)))
        .filter(assignments::Entity::goes_on_at(now))
        .select_only()
        .column(assignments::Column::ParcoursId)
        .into_query();
    let late = || is_open().add(step_rows::Column::DueDay.lt(On::from(today)));
    let next = || is_open().add(step_rows::Column::DueDay.gte(On::from(today)));
    let by_day = |mut step: SelectStatement| {
        // A day without an hour comes first, on both databases.
        step.order_by(step_rows::Column::DueDay, Order::Asc)
            .order_by_expr(Expr::col(step_rows::Column::DueHour).is_not_null(), Order::Asc)
            .order_by(step_rows::Column::DueHour, Order::Asc)
            .to_owned()
    };
    let lifted = Condition::all().add(finding_rows::Column::LiftedAt.is_not_null());
    let mut lines = parcours::Entity::in_cell(cell)
        .join(JoinType::InnerJoin, parcours::Relation::People.def())
        .filter(parcours::Column::Id.in_subquery(theirs))
        .select_only()
        .column_as(parcours::Column::Id, "parcours_id")
        .column(parcours::Column::Level)
        .columns([
            people::Column::FirstName,
            people::Column::LastName,
            people::Column::Job,
        ])
        .expr_as(count(steps(stands_in(Stands::Done))), "done")
        .expr_as(count(steps(stands_in(Stands::Stopped).not())), "steps")
        .expr_as(count(findings(Condition::all())), "findings");
    let query = QueryTrait::query(&mut lines);
    for (name, chosen) in [
        ("awaited", steps(awaits(person))),
        ("talked", steps(usager_said(Answered::Talk))),
        ("refused", steps(usager_said(Answered::Refused))),
        (
            "offered",
            steps(is_open().add(step_rows::Column::Offered.eq(true))),
        ),
        (
            "helped",
            steps(is_open().add(step_rows::Column::NeedsHelp.eq(true))),
        ),
        ("late", by_day(steps(late()))),
        ("next", by_day(steps(next()))),
    ] {
        join_first(query, step_rows::Entity, name, chosen);
    }
    join_first(query, finding_rows::Entity, "lifted_one", findings(lifted));
    for (of, column, name) in [
        ("awaited", step_rows::Column::Id, "awaits_id"),
        ("awaited", step_rows::Column::Title, "awaits_title"),
        ("talked", step_rows::Column::Id, "talk_id"),
        ("talked", step_rows::Column::Title, "talk_title"),
        ("refused", step_rows::Column::Id, "refused_id"),
        ("refused", step_rows::Column::Title, "refused_title"),
        ("offered", step_rows::Column::Id, "offered_id"),
        ("offered", step_rows::Column::Title, "offered_title"),
        ("helped", step_rows::Column::Id, "help_id"),
        ("helped", step_rows::Column::Title, "help_title"),
        ("late", step_rows::Column::Id, "late_id"),
        ("late", step_rows::Column::Title, "late_title"),
        ("late", step_rows::Column::DueDay, "late_day"),
        ("next", step_rows::Column::Id, "next_id"),
        ("next", step_rows::Column::Title, "next_title"),
        ("next", step_rows::Column::DueDay, "next_day"),
        ("next", step_rows::Column::DueHour, "next_hour"),
        ("next", step_rows::Column::DueBefore, "next_before"),
    ] {
        query.expr_as(Expr::col((Alias::new(of), column)), Alias::new(name));
    }
    query.expr_as(
        Expr::col((Alias::new("lifted_one"), finding_rows::Column::Words)),
        Alias::new("lifted"),
    );
    lines.into_model()
}

/// Joins a row of a table, if there is one: the first of those chosen.
fn join_first(query: &mut SelectStatement, table: impl EntityTrait, name: &str, mut chosen: SelectStatement) {
    let (name, id): (DynIden, _) = (Alias::new(name).into_iden(), Alias::new("id"));
    let first = chosen
        .column(id.clone())
        .order_by(id.clone(), Order::Asc)
        .limit(1)
        .to_owned();
    let same = |column: &'static str, of: parcours::Column| {
        Expr::col((name.clone(), Alias::new(column))).equals((parcours::Entity, of))
    };
    let this = same("parcours_id", parcours::Column::Id)
        .and(same("cell_id", parcours::Column::CellId))
        .and(Expr::col((name.clone(), id)).eq(subquery(first)));
    query.join_as(JoinType::LeftJoin, table, name.clone(), this);
}

/// The steps of the line's parcours for which something holds.
fn steps(which: impl Into<Condition>) -> SelectStatement {
    Query::select()
        .from(step_rows::Entity)
        .and_where(of_line(step_rows::Column::ParcoursId, parcours::Column::Id))
        .and_where(of_line(step_rows::Column::CellId, parcours::Column::CellId))
        .cond_where(which.into())
        .to_owned()
}

fn findings(which: Condition) -> SelectStatement {
    Query::select()
        .from(finding_rows::Entity)
        .and_where(of_line(finding_rows::Column::ParcoursId, parcours::Column::Id))
        .and_where(of_line(finding_rows::Column::CellId, parcours::Column::CellId))
        .cond_where(which)
        .to_owned()
}

fn of_line(column: impl ColumnTrait, of: parcours::Column) -> Expr {
    Expr::col((column.entity_name(), column)).equals((parcours::Entity, of))
}

fn stands_in(place: Stands) -> Condition {
    Condition::all().add(step_rows::Column::Stage.eq(Word(place)))
}

fn is_open() -> Condition {
    Condition::all().add(step_rows::Column::Stage.is_not_in(Stands::OVER))
}

/// To discuss, and not answered by this person, or not in a way that ends it.
fn awaits(person: PersonId) -> Condition {
    let by = Expr::col((step_answers::Entity, step_answers::Column::PersonId)).eq(Id(person));
    let over = step_answers::Column::Answer.is_not_in(Answered::OPEN);
    stands_in(Stands::ToDiscuss).add(Expr::exists(answer(by, over)).not())
}

/// To discuss, and answered so by the usager.
fn usager_said(answered: Answered) -> Condition {
    let by = of_line(step_answers::Column::PersonId, parcours::Column::UsagerId);
    let so = step_answers::Column::Answer.eq(Word(answered));
    stands_in(Stands::ToDiscuss).add(Expr::exists(answer(by, so)))
}

/// An answer to the step, by someone, of a kind.
fn answer(by: Expr, kind: Expr) -> SelectStatement {
    let same = |column: step_answers::Column, of: step_rows::Column| {
        Expr::col((step_answers::Entity, column)).equals((step_rows::Entity, of))
    };
    Query::select()
        .expr(Expr::val(1))
        .from(step_answers::Entity)
        .and_where(same(
            step_answers::Column::ParcoursId,
            step_rows::Column::ParcoursId,
        ))
        .and_where(same(step_answers::Column::StepId, step_rows::Column::Id))
        .and_where(by)
        .and_where(kind)
        .to_owned()
}

fn count(mut rows: SelectStatement) -> Expr {
    subquery(rows.expr(Func::count(Expr::val(1))).to_owned())
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
