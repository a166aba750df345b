//! Tries under a name, counted before anyone is known.

use crate::columns::At;
use itineraire_domain::calendar::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "throttles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub full_at: At,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The tries under a name, before anyone is known.
    pub fn under(key: &str) -> Select<Self> {
        Self::find_by_id(key)
    }

    /// The removal of those that count for nothing any more.
    pub fn swept(full_before: Moment) -> sea_orm::DeleteMany<Self> {
        Self::delete_many().filter(Column::FullAt.lte(At(full_before)))
    }
}
