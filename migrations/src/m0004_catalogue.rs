//! What a cell calls things.

use crate::belongs;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, small_integer, text, text_null, uuid, uuid_null};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("catalogue_entries")
            .col(uuid("cell_id"))
            .col(text("list"))
            .col(text("slug"))
            .col(text("words"))
            .col(text_null("colour"))
            .col(text_null("icon"))
            .col(text_null("theme"))
            .col(small_integer("rank"))
            .col(boolean("retired"))
            .col(big_integer("changed"))
            // None: by a territory file.
            .col(uuid_null("changed_by"))
            .primary_key(Index::create().col("cell_id").col("list").col("slug"))
            .foreign_key(&mut belongs("catalogue_entries", "cell_id", "cells"))
            .foreign_key(&mut belongs("catalogue_entries", "changed_by", "memberships"));
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("catalogue_entries").to_owned())
            .await
    }
}
