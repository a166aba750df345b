//! What proves that someone is an account's: several kinds, several of a kind.

use crate::columns::{At, Id, Word};
use itineraire_domain::ids::AccountId;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, DeleteMany, UpdateMany};
use serde::{Deserialize, Serialize};

/// The kinds that exist so far; a passkey or an identity provider is another word here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// The argon2id hash of a password; one of an account.
    Password,
    /// The secret of the codes that an account's telephone shows, in base 32: what checks them must know it. One of an account.
    Codes,
    /// The same, as long as none of its codes was given.
    CodesAsked,
    /// The digest of a code to be used once, where the telephone is lost; several of an account.
    Rescue,
    /// The digest of a number that lets someone choose another password; one of an account.
    NewPassword,
    /// The argon2id hash of the short code with which someone takes up again a session that they left with their tablet; one of an
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
    /// Of codes: the last step of time whose code was used.
    pub used: Option<i64>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::accounts::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The one of a kind under a secret's digest: it says whose.
    pub fn by_secret(kind: CredentialKind, hash: &str) -> Select<Self> {
        Self::find()
            .filter(Column::Secret.eq(hash))
            .filter(Column::Kind.eq(Word(kind)))
    }

    /// The removal of the one of a kind under a secret's digest.
    pub fn removed(kind: CredentialKind, hash: &str) -> DeleteMany<Self> {
        Self::delete_many()
            .filter(Column::Secret.eq(hash))
            .filter(Column::Kind.eq(Word(kind)))
    }

    /// What an account has several of.
    pub fn several(account: AccountId, kind: CredentialKind) -> Select<Self> {
        Self::find()
            .filter(Column::AccountId.eq(Id(account)))
            .filter(Column::Kind.eq(Word(kind)))
    }

    /// The removal of all of some kinds that an account has.
    pub fn removed_of<const N: usize>(account: AccountId, kinds: [CredentialKind; N]) -> DeleteMany<Self> {
        Self::delete_many()
            .filter(Column::AccountId.eq(Id(account)))
            .filter(Column::Kind.is_in(kinds.map(Word)))
    }

    /// A step of time whose code is used, of an account: none that was used, nor one before.
    pub fn step_used(account: AccountId, step: i64) -> UpdateMany<Self> {
        Self::update_many()
            .col_expr(Column::Used, step.into())
            .filter(Column::AccountId.eq(Id(account)))
            .filter(Column::Kind.eq(Word(CredentialKind::Codes)))
            .filter(
                Condition::any()
                    .add(Column::Used.is_null())
                    .add(Column::Used.lt(step)),
            )
    }

    /// What an account has one of, which is of no cell.
    pub fn of_account(account: AccountId, kind: CredentialKind) -> Select<Self> {
        Self::find_by_id((Id(account), Word(kind), String::new()))
    }
}
