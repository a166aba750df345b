//! What was corrected of what is kept of a person.

use crate::{belongs, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, uuid};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("people_corrected")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("person_id"))
            .col(uuid("by_id"))
            .col(text("what"))
            .col(text("before"))
            .col(text("after"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("people_corrected", "cell_id", "cells"))
            .foreign_key(&mut belongs("people_corrected", "person_id", "people"))
            .foreign_key(&mut belongs("people_corrected", "by_id", "people"));
        manager.create_table(table).await?;
        let of = index("people_corrected_person_id", "people_corrected", "person_id");
        manager.create_index(of).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table("people_corrected").to_owned();
        manager.drop_table(table).await
    }
}
