//! What the database says of itself: its epoch, and what opens the page of its first day.

use sea_orm::DeleteMany;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "store_meta")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub value: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What is known under a name. It is about the database, not about a cell.
    pub fn named(key: &str) -> Select<Self> {
        Self::find_by_id(key)
    }

    /// It is known no longer.
    pub fn forgotten(key: &str) -> DeleteMany<Self> {
        Self::delete_many().filter(Column::Key.eq(key))
    }
}
