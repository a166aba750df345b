//! Signed-in sessions, by the hash of their token.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub cell_id: Uuid,
    pub person_id: Uuid,
    pub role: String,
    pub opened: i64,
    pub seen: i64,
    pub proven: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::cells::Entity",
        from = "Column::CellId",
        to = "super::cells::Column::Id"
    )]
    Cell,
    #[sea_orm(
        belongs_to = "super::people::Entity",
        from = "Column::PersonId",
        to = "super::people::Column::Id"
    )]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::cells::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cell.def()
    }
}

impl Related<super::people::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The session of a token, whosever: it is what says which cell.
    pub fn by_token(hash: &str) -> Select<Self> {
        Self::find_by_id(hash)
    }

    /// The end of that session.
    pub fn ended(hash: &str) -> sea_orm::DeleteMany<Self> {
        Self::delete_many().filter(Column::TokenHash.eq(hash))
    }

    /// The removal of those that were opened so long ago that they count for nothing, in every cell.
    pub fn swept(opened_before: i64) -> sea_orm::DeleteMany<Self> {
        Self::delete_many().filter(Column::Opened.lte(opened_before))
    }
}
