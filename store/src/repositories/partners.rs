//! What partners read: made from the shared items alone.

use crate::boards;
use crate::columns::{At, Id};
use crate::error::StoreError;
use crate::log;
use crate::partner_views::Views;
use crate::tables::{OfCell, parcours, share_rows};
use crate::transaction::Transaction;
use crate::who::{SessionRow, ask};
use itineraire_domain::access::permission::Standing;
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{OrganisationId, ParcoursId};
use itineraire_domain::views::pages::{PartnerRow, PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};

/// What partners read.
pub struct Partners<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Partners<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The parcours with something shared with this partner's organisation now.
    pub async fn home(&self, session: &SessionRow, now: Moment) -> Result<Vec<PartnerRow>, StoreError> {
        let Some(organisation) = session.organisation else {
            return Ok(Vec::new());
        };
        let shared = share_rows::Entity::seen_by(session.cell, organisation, now)
            .all(self.0)
            .await?;
        // In the order of the names.
        let mut rows: BTreeMap<(String, ParcoursId), BTreeSet<Theme>> = BTreeMap::new();
        for (parcours, first_name, theme) in shared {
            let themes = rows.entry((first_name, parcours.0)).or_default();
            themes.extend(theme.map(|theme| theme.0));
        }
        let rows = rows.into_iter();
        let rows = rows.map(|((first_name, parcours), themes)| PartnerRow {
            parcours,
            first_name,
            themes: themes.into_iter().collect(),
        });
        Ok(rows.collect())
    }

    /// Until when view `seq`, which was read at `read`, is all that a partner sees of a parcours, unless those who follow it
    /// are told before; none when it is not any more: the standing or the number is another one, or something ran out
    /// since. It waits for no lock, so a page that rests disturbs nobody.
    pub async fn still_sees(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        (seq, read): (PartnerSeq, Moment),
        now: Moment,
    ) -> Result<Option<Moment>, StoreError> {
        let Some((organisation, stands_until)) = stands(self.0, session, parcours, now).await? else {
            return Ok(None);
        };
        let of = (parcours, organisation);
        if Views::read(self.0, [of]).await?.seq(of) != seq {
            return Ok(None);
        }
        // A share given again until another moment leaves the number as it is: what ran out is looked for each time. From
        // a little earlier, for a share that was on its way to the writer when the view was read.
        let first_end = share_rows::Entity::in_cell(session.cell)
            .filter(share_rows::Column::ParcoursId.eq(Id(parcours)))
            .filter(share_rows::Column::OrganisationId.eq(Id(organisation)))
            .filter(share_rows::Column::Until.gt(At(read.plus_seconds(-60))))
            .order_by_asc(share_rows::Column::Until)
            .one(self.0)
            .await?
            .map(|share| share.until.0);
        let until = first_end.map_or(stands_until, |end| end.min(stands_until));
        Ok((until > now).then_some(until))
    }
}

impl Partners<'_, Transaction> {
    /// A partner's view of a parcours now, with its number; none if nothing is shared, or nothing exists.
    pub async fn view(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        now: Moment,
    ) -> Result<Option<(PartnerSeq, PartnerView)>, StoreError> {
        // Under the stream's lock, as the writer: a view made from a board that was read before a withdrawal must not be
        // numbered after it (`VW3`).
        log::hold(self.0, [parcours.into()]).await?;
        let Some((organisation, _)) = stands(self.0, session, parcours, now).await? else {
            return Ok(None);
        };
        let row = parcours::Entity::with_usager(session.cell)
            .filter(parcours::Column::Id.eq(Id(parcours)))
            .one(self.0)
            .await?;
        let Some((row, Some(usager))) = row else {
            return Ok(None);
        };
        let board = boards::load(self.0, &row).await?;
        let (cell, of) = (session.cell, (parcours, organisation));
        let mut views = Views::read(self.0, [of]).await?;
        views.let_shares_run_out(cell, of, &board.shares, now)?;
        let view = partner_view(&board, &usager.first_name, organisation, now);
        let (seq, _) = views.number(cell, of, &view)?;
        views.write(self.0).await?;
        Ok(Some((seq, view)))
    }
}

/// The organisation for which a session has a share of a parcours now, and until when it has, unless it is told otherwise.
async fn stands(
    connection: &impl ConnectionTrait,
    session: &SessionRow,
    parcours: ParcoursId,
    now: Moment,
) -> Result<Option<(OrganisationId, Moment)>, StoreError> {
    let asked = ask(connection, &session.token, Some(parcours), now).await?;
    Ok(asked
        .filter(|(_, standing)| *standing == Standing::PartnerWithShare)
        .and_then(|(session, _)| Some((session.organisation?, session.stands_until))))
}
