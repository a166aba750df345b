//! The list of a professional.

use crate::columns::Id;
use crate::error::StoreError;
use crate::tables::home_lines::{self, HomeLine};
use crate::who::SessionRow;
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::When;
use itineraire_domain::views::pages::{FullName, HomeRow, StepLine};
use sea_orm::ConnectionTrait;

/// The list of a professional.
pub struct Home<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Home<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// A professional's list, from the projections alone: one query, however many parcours. `today` is that of the commune.
    pub async fn of(
        &self,
        session: &SessionRow,
        today: Day,
        now: Moment,
    ) -> Result<Vec<HomeRow>, StoreError> {
        let lines = home_lines::of(session.cell, session.person, now, today)
            .all(self.0)
            .await?;
        let mut rows: Vec<_> = lines.into_iter().map(row).collect();
        rows.sort_by(|a, b| {
            b.waits()
                .cmp(&a.waits())
                .then_with(|| (&a.usager.short, a.parcours).cmp(&(&b.usager.short, b.parcours)))
        });
        Ok(rows)
    }
}

fn row(line: HomeLine) -> HomeRow {
    HomeRow {
        parcours: line.parcours_id.0,
        usager: FullName::new(&line.first_name, &line.last_name, &line.job).shown(),
        level: line.level.0,
        done: count(line.done),
        steps: count(line.steps),
        awaits: step(line.awaits_id, line.awaits_title),
        talks: step(line.talk_id, line.talk_title),
        refused: step(line.refused_id, line.refused_title),
        offered: step(line.offered_id, line.offered_title),
        helped: step(line.help_id, line.help_title),
        late: step(line.late_id, line.late_title).zip(line.late_day.map(|day| day.0)),
        next: step(line.next_id, line.next_title).zip(line.next_day.map(|day| When {
            day: day.0,
            hour: line.next_hour.map(|hour| hour.0),
            before: line.next_before.unwrap_or(false),
        })),
        lifted: line.lifted,
        has_diagnosis: line.findings > 0,
    }
}

fn step(id: Option<Id<StepId>>, title: Option<String>) -> Option<StepLine> {
    let (Id(id), title) = id.zip(title)?;
    Some(StepLine { id, title })
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
