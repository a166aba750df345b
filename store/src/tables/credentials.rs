//! What proves that someone is an account's: several kinds, several of a kind.

use crate::columns::{At, Id, Word};
use itineraire_domain::ids::AccountId;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The kinds that exist so far; a passkey or an identity provider is another word here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// The argon2id hash of a password; one of an account.
    Password,
    /// That of the short code with which someone takes up again a session that they left with their tablet; one of an
    /// account.
    Code,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "credentials")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Id<AccountId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Word<CredentialKind>,
    /// Which of its kind: empty for the password, of which there is one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub secret: String,
    pub since: At,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::accounts::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What an account has one of, which is of no cell.
    pub fn of_account(account: AccountId, kind: CredentialKind) -> Select<Self> {
        Self::find_by_id((Id(account), Word(kind), String::new()))
    }
}
