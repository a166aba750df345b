//! Ways to sign in, of no cell: what an account opens, its memberships say.

use crate::columns::{At, Id};
use itineraire_domain::ids::AccountId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<AccountId>,
    /// In lower case; unique.
    pub email: String,
    pub since: At,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// An account: of no cell.
    pub fn named(account: AccountId) -> Select<Self> {
        Self::find_by_id(Id(account))
    }

    /// The account of an address: it says who, and no cell.
    pub fn by_email(email: &str) -> Select<Self> {
        Self::find().filter(Column::Email.eq(email))
    }
}
