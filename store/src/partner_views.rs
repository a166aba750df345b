//! What each partner organisation sees of a parcours, kept as it was last numbered (`VW1`).

use crate::columns::{Id, Nth};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, parcours, partner_views};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::OrganisationId;
use itineraire_domain::parcours::{Board, Share, SharedItem};
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
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

/// Numbers what ran out since a partner's last view, share by share at its own moment, from that view alone. If only
/// the view of now were numbered, two shares that ran out, or one that ran out and was given again, would count for one
/// or for two by what else happened in between (`VW1`).
pub(crate) async fn let_shares_run_out(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
    shares: &[Share],
    now: Moment,
) -> Result<(), StoreError> {
    let mut over: BTreeMap<Moment, Vec<SharedItem>> = BTreeMap::new();
    for share in shares {
        if share.organisation == organisation && share.until <= now {
            over.entry(share.until).or_default().push(share.item);
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    let Some(known) = known(connection, row, organisation).await? else {
        return Ok(());
    };
    let mut view: PartnerView = serde_json::from_str(&known.body)?;
    for items in over.into_values() {
        view = view.without(&items);
        keep_partner_view(connection, row, organisation, &view).await?;
    }
    Ok(())
}

/// Stores a partner's view if it is another one. Gives its number, and whether it is a new one.
pub(crate) async fn keep_partner_view(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
    view: &PartnerView,
) -> Result<(PartnerSeq, bool), StoreError> {
    let body = serde_json::to_string(view)?;
    let known = known(connection, row, organisation).await?;
    if known.as_ref().is_some_and(|known| known.body == body) {
        return Ok((seq_of(known.as_ref()), false));
    }
    let seq = PartnerSeq(seq_of(known.as_ref()).0 + 1);
    if known.is_some() {
        partner_views::Entity::change_in_cell(row.cell_id.0)
            .col_expr(partner_views::Column::Seq, Nth(seq).into())
            .col_expr(partner_views::Column::Body, Expr::value(body))
            .filter(partner_views::Column::ParcoursId.eq(row.id))
            .filter(partner_views::Column::OrganisationId.eq(Id(organisation)))
            .exec(connection)
            .await?;
    } else {
        let first = partner_views::ActiveModel {
            parcours_id: Set(row.id),
            organisation_id: Set(organisation.into()),
            cell_id: Set(row.cell_id),
            seq: Set(seq.into()),
            body: Set(body),
        };
        add(connection, first).await?;
    }
    Ok((seq, true))
}

/// The number of a partner's present view.
pub(crate) async fn partner_seq(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
) -> Result<PartnerSeq, StoreError> {
    let known = known(connection, row, organisation).await?;
    Ok(seq_of(known.as_ref()))
}

async fn known(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
) -> Result<Option<partner_views::Model>, StoreError> {
    let known = partner_views::Entity::one_in_cell(row.cell_id.0, (row.id, Id(organisation)));
    Ok(known.one(connection).await?)
}

/// Zero before the first view.
fn seq_of(known: Option<&partner_views::Model>) -> PartnerSeq {
    known.map_or(PartnerSeq(0), |known| known.seq.0)
}
