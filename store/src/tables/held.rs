//! What a batch is about, as one query: its streams, each held until the transaction ends, the parcours that it is of, whose
//! that is, and the clients that write there.

use super::{clients, commands, parcours, people, streams};
use crate::columns::{Id, Nth};
use itineraire_domain::ids::{CellId, ClientId, ParcoursId, PersonId, Seq};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, JoinType, QuerySelect, QueryTrait, RelationTrait, SelectModel,
    Selector,
};

/// A parcours, and one of the clients that write there, if there is one.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Held {
    pub parcours_id: Id<ParcoursId>,
    pub cell_id: Id<CellId>,
    pub head: Nth<Seq>,
    pub usager_id: Id<PersonId>,
    pub first_name: String,
    pub client_id: Option<Id<ClientId>>,
    /// Whose client it is.
    pub person_id: Option<Id<PersonId>>,
    /// The number of its last command; none before the first.
    pub last: Option<Nth<u64>>,
}

/// These parcours and clients, whosever: a batch holds several cells'. Each command is held against its session's cell and
/// person. In the order of the streams' ids, so that two batches never wait for each other.
pub fn of(
    wanted: impl IntoIterator<Item = ParcoursId>,
    clients: impl IntoIterator<Item = ClientId>,
) -> Selector<SelectModel<Held>> {
    let clients: Vec<_> = clients.into_iter().map(Id).collect();
    let of_the_batch = clients::Relation::Streams.def().rev().on_condition(move |_, _| {
        Condition::all()
            .add(clients::Column::Id.is_in(clients.iter().copied()))
            .add(
                Expr::col((clients::Entity, clients::Column::CellId))
                    .equals((streams::Entity, streams::Column::CellId)),
            )
    });
    let last = commands::Entity::last_of((clients::Entity, clients::Column::Id));
    let mut held = streams::Entity::these(wanted.into_iter().map(Into::into))
        .join(JoinType::InnerJoin, parcours::Relation::Streams.def().rev())
        .join(JoinType::InnerJoin, parcours::Relation::People.def())
        .join(JoinType::LeftJoin, of_the_batch)
        .select_only()
        .column_as(parcours::Column::Id, "parcours_id")
        .column(streams::Column::CellId)
        .column(streams::Column::Head)
        .column(parcours::Column::UsagerId)
        .column(people::Column::FirstName)
        .column_as(clients::Column::Id, "client_id")
        .column(clients::Column::PersonId)
        .expr_as(Expr::SubQuery(None, Box::new(last.into())), "last");
    // The streams alone: whoever else reads of a person waits for nobody.
    QueryTrait::query(&mut held).lock_with_tables(LockType::Update, [streams::Entity]);
    held.into_model()
}
