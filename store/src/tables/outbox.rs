//! What is written by mail, and what became of it. Of an address, and of no cell: the address may be of several.

use crate::columns::{At, Id, Word, Written};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::LetterId;
use itineraire_domain::people::{Letter, LetterState};
use sea_orm::entity::prelude::*;
use sea_orm::{DeleteMany, QueryOrder, QuerySelect, UpdateMany};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<LetterId>,
    /// To whom: in lower case.
    pub email: String,
    pub letter: Written<Letter>,
    pub state: Word<LetterState>,
    pub tries: i32,
    /// While it waits: when it is tried.
    pub next: At,
    pub since: At,
    /// From then on it says nothing any more.
    pub until: At,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Those that wait, the first to be tried first.
    pub fn waiting(at_most: u64) -> Select<Self> {
        Self::find()
            .filter(Column::State.eq(Word(LetterState::Waiting)))
            .order_by_asc(Column::Next)
            .limit(at_most)
    }

    /// One of them.
    pub fn named(letter: LetterId) -> Select<Self> {
        Self::find_by_id(Id(letter))
    }

    /// Some of them.
    pub fn these(letters: impl IntoIterator<Item = LetterId>) -> Select<Self> {
        Self::find().filter(Column::Id.is_in(letters.into_iter().map(Id)))
    }

    /// A change of one that is in a state.
    pub fn changed(letter: LetterId, from: LetterState) -> UpdateMany<Self> {
        Self::update_many()
            .filter(Column::Id.eq(Id(letter)))
            .filter(Column::State.eq(Word(from)))
    }

    /// The removal of those that were written before a moment.
    pub fn swept(before: Moment) -> DeleteMany<Self> {
        Self::delete_many().filter(Column::Since.lt(At(before)))
    }
}
