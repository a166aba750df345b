//! The browsers from which someone signed in to an account before: of no cell.

use crate::columns::{At, Id};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use sea_orm::DeleteMany;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "browsers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Id<AccountId>,
    /// Of the number that it keeps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub since: At,
    pub seen: At,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::accounts::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Those of an account.
    pub fn of(account: AccountId) -> Select<Self> {
        Self::find().filter(Column::AccountId.eq(Id(account)))
    }

    /// The removal of those from which nobody came since a moment.
    pub fn swept(before: Moment) -> DeleteMany<Self> {
        Self::delete_many().filter(Column::Seen.lt(At(before)))
    }
}
