//! The cell, who is in it, and their ways in.

use crate::belongs;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer, text, text_null, uuid, uuid_null};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("store_meta")
            .col(text("key"))
            .col(text("value"))
            .primary_key(Index::create().col("key"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("cells")
            .col(uuid("id"))
            .col(text("name"))
            .col(text("commune"))
            .primary_key(Index::create().col("id"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("organisations")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("name"))
            .col(boolean("partner"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("organisations", "cell_id", "cells"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("people")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("first_name"))
            .col(text("short_name"))
            .col(text("initials"))
            .col(text("job"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("people", "cell_id", "cells"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("memberships")
            .col(uuid("person_id"))
            .col(uuid("cell_id"))
            .col(uuid_null("organisation_id"))
            .col(text("role"))
            .col(text("state"))
            .primary_key(Index::create().col("person_id"))
            .foreign_key(&mut belongs("memberships", "cell_id", "cells"))
            .foreign_key(&mut belongs("memberships", "person_id", "people"))
            .foreign_key(&mut belongs("memberships", "organisation_id", "organisations"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("passwords")
            .col(uuid("person_id"))
            .col(uuid("cell_id"))
            .col(text("email"))
            .col(text("hash"))
            .primary_key(Index::create().col("person_id"))
            .foreign_key(&mut belongs("passwords", "cell_id", "cells"))
            .foreign_key(&mut belongs("passwords", "person_id", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("cards")
            .col(text("secret_hash"))
            .col(uuid("cell_id"))
            .col(uuid("person_id"))
            .col(text("pin_hash"))
            .col(integer("wrong"))
            .col(big_integer("wait_until"))
            .primary_key(Index::create().col("secret_hash"))
            .foreign_key(&mut belongs("cards", "cell_id", "cells"))
            .foreign_key(&mut belongs("cards", "person_id", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("throttles")
            .col(text("key"))
            .col(big_integer("full_at"))
            .primary_key(Index::create().col("key"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("sessions")
            .col(text("token_hash"))
            .col(uuid("cell_id"))
            .col(uuid("person_id"))
            .col(text("role"))
            .col(big_integer("opened"))
            .col(big_integer("seen"))
            .col(text_null("proven"))
            .primary_key(Index::create().col("token_hash"))
            .foreign_key(&mut belongs("sessions", "cell_id", "cells"))
            .foreign_key(&mut belongs("sessions", "person_id", "people"));
        manager.create_table(table).await?;
        manager
            .create_index(
                Index::create()
                    .name("passwords_email")
                    .table("passwords")
                    .col("email")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("cards_person_id")
                    .table("cards")
                    .col("person_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_person_id")
                    .table("sessions")
                    .col("person_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "sessions",
            "throttles",
            "cards",
            "passwords",
            "memberships",
            "people",
            "organisations",
            "cells",
            "store_meta",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
