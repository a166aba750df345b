//! Someone who comes to a cell: what is asked of them, and that they were told what is kept.

use crate::{belongs, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, small_integer_null, text, text_null, uuid, uuid_null};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no two columns at once.
        for column in [
            text_null("first_name"),
            small_integer_null("birth_year"),
            text_null("commune"),
            text_null("reach"),
        ] {
            let mut table = Table::alter();
            table.table("identities").add_column(column);
            manager.alter_table(table).await?;
        }
        let mut table = Table::alter();
        table.table("cards").add_column(uuid_null("given_by"));
        manager.alter_table(table).await?;
        let mut table = Table::create();
        table
            .table("people_told")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("person_id"))
            .col(uuid("by_id"))
            .col(text("how"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("people_told", "cell_id", "cells"))
            .foreign_key(&mut belongs("people_told", "person_id", "people"))
            .foreign_key(&mut belongs("people_told", "by_id", "people"));
        manager.create_table(table).await?;
        manager
            .create_index(index("people_told_person_id", "people_told", "person_id"))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("people_told").to_owned())
            .await?;
        let mut table = Table::alter();
        table.table("cards").drop_column("given_by");
        manager.alter_table(table).await?;
        for column in ["reach", "commune", "birth_year", "first_name"] {
            let mut table = Table::alter();
            table.table("identities").drop_column(column);
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
