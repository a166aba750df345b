//! Tries under a name, counted before anyone is known.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "throttles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub full_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The tries under a name, before anyone is known.
    pub fn under(key: &str) -> Select<Self> {
        Self::find_by_id(key)
    }

    /// The removal of those that count for nothing any more.
    pub fn swept(full_before: i64) -> sea_orm::DeleteMany<Self> {
        Self::delete_many().filter(Column::FullAt.lte(full_before))
    }
}
