//! One file per table: the entity, its relations, and the finders that other folders may use. A query is about one cell, and
//! says which; the few that are not (a token, an e-mail, a card: before anyone is known) stand here under a name of their
//! own. A test reads the sources and finds a query that was written elsewhere without its cell.

#![allow(
    clippy::disallowed_methods,
    reason = "what the library's macro writes for each entity; the files here write no row"
)]
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migrations say the rest"
)]

pub mod accounts;
pub mod assignments;
pub mod browsers;
pub mod cards;
pub mod catalogue_entries;
pub mod cells;
pub mod clients;
pub mod commands;
pub mod credentials;
pub mod devices;
pub mod events;
pub mod finding_rows;
pub mod held;
pub mod home_lines;
pub mod identities;
pub mod invitations;
pub mod membership_capabilities;
pub mod memberships;
pub mod organisations;
pub mod outbox;
pub mod parcours;
pub mod partner_views;
pub mod people;
pub mod people_corrected;
pub mod people_told;
pub mod referral_moves;
pub mod referrals;
pub mod sessions;
pub mod share_rows;
pub mod snapshots;
pub mod step_answers;
pub mod step_rows;
pub mod store_meta;
pub mod streams;
pub mod throttles;

use crate::columns::Id;
use itineraire_domain::ids::CellId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DeleteMany, EntityTrait, Iterable, PrimaryKeyToColumn, PrimaryKeyTrait, QueryFilter, Select,
    UpdateMany, Value,
};

/// A table whose rows belong to a cell.
pub trait OfCell: EntityTrait {
    /// The column that says which.
    const CELL: Self::Column;

    /// The rows of a cell.
    fn in_cell(cell: CellId) -> Select<Self> {
        Self::find().filter(Self::CELL.eq(Id(cell)))
    }

    /// The row of a cell under a key.
    fn one_in_cell<K>(cell: CellId, key: K) -> Select<Self>
    where
        K: Into<<Self::PrimaryKey as PrimaryKeyTrait>::ValueType>,
    {
        Self::find_by_id(key).filter(Self::CELL.eq(Id(cell)))
    }

    /// A change of rows of a cell.
    fn change_in_cell(cell: CellId) -> UpdateMany<Self> {
        Self::update_many().filter(Self::CELL.eq(Id(cell)))
    }

    /// The removal of rows of a cell.
    fn remove_in_cell(cell: CellId) -> DeleteMany<Self> {
        Self::delete_many().filter(Self::CELL.eq(Id(cell)))
    }
}

/// A table whose rows are a function of a board.
pub trait Projected: OfCell {
    /// The column that says which board.
    const PARCOURS: Self::Column;

    /// The removal of rows under their whole keys, which name the board: a batch holds several cells'.
    fn without(keys: impl IntoIterator<Item = Vec<Value>>) -> DeleteMany<Self> {
        let columns = Self::PrimaryKey::iter().map(|key| Expr::col(key.into_column()));
        let keys = keys.into_iter().map(sea_orm::sea_query::ValueTuple::Many);
        Self::delete_many().filter(Expr::tuple(columns).in_tuples(keys))
    }
}
