//! What each partner organisation sees of a parcours, kept as it was last numbered (`VW1`).

use crate::error::StoreError;
use crate::tables::partner_views;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, ParcoursId};
use itineraire_domain::parcours::{Board, Share, SharedItem};
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use std::collections::BTreeMap;

/// What each organisation is given on a board, and what it sees of it now.
pub(crate) fn partners_of(
    board: &Board,
    first_name: &str,
    now: Moment,
) -> BTreeMap<OrganisationId, (Vec<Share>, PartnerView)> {
    let mut partners: BTreeMap<OrganisationId, (Vec<Share>, PartnerView)> = BTreeMap::new();
    for share in &board.shares {
        partners
            .entry(share.organisation)
            .or_default()
            .0
            .push(share.clone());
    }
    for (organisation, (_, view)) in &mut partners {
        *view = partner_view(board, first_name, *organisation, now);
    }
    partners
}

/// Views as they were last numbered, and those that are numbered anew.
#[derive(Default)]
pub(crate) struct Views(BTreeMap<Of, Numbered>);

/// Whose view of what.
pub(crate) type Of = (ParcoursId, OrganisationId);

struct Numbered {
    seq: PartnerSeq,
    body: String,
    /// The cell that it is to be written in, when it is another one than the table holds.
    is_new: Option<CellId>,
}

impl Views {
    /// Reads the last of each.
    pub async fn read(
        connection: &impl ConnectionTrait,
        of: impl IntoIterator<Item = Of>,
    ) -> Result<Self, StoreError> {
        let rows = partner_views::Entity::these(of).all(connection).await?;
        let known = rows.into_iter().map(|row| {
            let numbered = Numbered {
                seq: row.seq.0,
                body: row.body,
                is_new: None,
            };
            ((row.parcours_id.0, row.organisation_id.0), numbered)
        });
        Ok(Self(known.collect()))
    }

    /// The number of a partner's present view; zero before the first.
    pub fn seq(&self, of: Of) -> PartnerSeq {
        self.0.get(&of).map_or(PartnerSeq(0), |known| known.seq)
    }

    /// Numbers what ran out since a partner's last view, share by share at its own moment, from that view alone. If only
    /// the view of now were numbered, two shares that ran out, or one that ran out and was given again, would count for one
    /// or for two by what else happened in between (`VW1`).
    pub fn let_shares_run_out(
        &mut self,
        cell: CellId,
        of: Of,
        shares: &[Share],
        now: Moment,
    ) -> Result<(), StoreError> {
        let mut over: BTreeMap<Moment, Vec<SharedItem>> = BTreeMap::new();
        for share in shares {
            if share.organisation == of.1 && share.until <= now {
                over.entry(share.until).or_default().push(share.item);
            }
        }
        let Some(known) = self.0.get(&of).filter(|_| !over.is_empty()) else {
            return Ok(());
        };
        let mut view: PartnerView = serde_json::from_str(&known.body)?;
        for items in over.into_values() {
            view = view.without(&items);
            self.number(cell, of, &view)?;
        }
        Ok(())
    }

    /// Numbers a partner's view, if it is another one. Gives its number, and whether it is a new one.
    pub fn number(
        &mut self,
        cell: CellId,
        of: Of,
        view: &PartnerView,
    ) -> Result<(PartnerSeq, bool), StoreError> {
        let body = serde_json::to_string(view)?;
        if let Some(known) = self.0.get(&of).filter(|known| known.body == body) {
            return Ok((known.seq, false));
        }
        let seq = PartnerSeq(self.seq(of).0 + 1);
        let is_new = Some(cell);
        self.0.insert(of, Numbered { seq, body, is_new });
        Ok((seq, true))
    }

    /// Writes those that are numbered anew: one statement, or none.
    pub async fn write(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        let new = self.0.into_iter().filter_map(|((parcours, organisation), it)| {
            Some(partner_views::ActiveModel {
                parcours_id: Set(parcours.into()),
                organisation_id: Set(organisation.into()),
                cell_id: Set(it.is_new?.into()),
                seq: Set(it.seq.into()),
                body: Set(it.body),
            })
        });
        let new: Vec<_> = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        let key = [
            partner_views::Column::ParcoursId,
            partner_views::Column::OrganisationId,
        ];
        let before = OnConflict::columns(key)
            .update_columns([partner_views::Column::Seq, partner_views::Column::Body])
            .to_owned();
        partner_views::Entity::insert_many(new)
            .on_conflict(before)
            .exec_without_returning(connection)
            .await?;
        Ok(())
    }
}
