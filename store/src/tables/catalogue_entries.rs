//! What a cell calls things, list by list.

use super::OfCell;
use crate::columns::{At, Id, Word, Written};
use itineraire_domain::catalogue::{List, Slug, Theme};
use itineraire_domain::ids::{CellId, MembershipId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use std::collections::BTreeMap;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cell_id: Id<CellId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: Word<List>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: Word<Slug>,
    pub words: Written<BTreeMap<String, String>>,
    pub colour: Option<String>,
    pub icon: Option<String>,
    pub theme: Option<Word<Theme>>,
    pub rank: i16,
    pub retired: bool,
    pub changed: At,
    pub changed_by: Option<Id<MembershipId>>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "changed_by", to = "id")]
    pub membership: BelongsTo<Option<super::memberships::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The entries of some lists of a cell, each list in its order.
    pub fn of_lists(cell: CellId, lists: &[List]) -> Select<Self> {
        Self::in_cell(cell)
            .filter(Column::List.is_in(lists.iter().copied().map(Word)))
            .order_by_asc(Column::List)
            .order_by_asc(Column::Rank)
    }
}
