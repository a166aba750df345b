//! What is written on live: streams, clients, events, results, snapshots.

use crate::belongs;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, uuid, uuid_null};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("streams")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("kind"))
            .col(big_integer("head"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("streams", "cell_id", "cells"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("clients")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("person_id"))
            .col(uuid("stream_id"))
            .col(big_integer("issued"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("clients", "cell_id", "cells"))
            .foreign_key(&mut belongs("clients", "person_id", "people"))
            .foreign_key(&mut belongs("clients", "stream_id", "streams"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("events")
            .col(uuid("stream_id"))
            .col(big_integer("seq"))
            .col(uuid("cell_id"))
            .col(big_integer("at"))
            .col(uuid("by"))
            .col(uuid("client_id"))
            .col(uuid_null("with_whom"))
            .col(text("kind"))
            .col(integer("version"))
            .col(text("body"))
            .primary_key(Index::create().col("stream_id").col("seq"))
            .foreign_key(&mut belongs("events", "cell_id", "cells"))
            .foreign_key(&mut belongs("events", "stream_id", "streams"))
            .foreign_key(&mut belongs("events", "by", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("commands")
            .col(uuid("client_id"))
            .col(big_integer("seq"))
            .col(uuid("cell_id"))
            .col(uuid("stream_id"))
            .col(text("result"))
            .primary_key(Index::create().col("client_id").col("seq"))
            .foreign_key(&mut belongs("commands", "cell_id", "cells"))
            .foreign_key(&mut belongs("commands", "client_id", "clients"))
            .foreign_key(&mut belongs("commands", "stream_id", "streams"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("snapshots")
            .col(uuid("stream_id"))
            .col(big_integer("seq"))
            .col(uuid("cell_id"))
            .col(integer("version"))
            .col(text("body"))
            .primary_key(Index::create().col("stream_id"))
            .foreign_key(&mut belongs("snapshots", "cell_id", "cells"))
            .foreign_key(&mut belongs("snapshots", "stream_id", "streams"));
        manager.create_table(table).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["snapshots", "commands", "events", "clients", "streams"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
