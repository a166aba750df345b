//! What is written by mail to those who work with a cell. A letter is of an address, and of no cell.

use crate::index;
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
            .table("outbox")
            .col(uuid("id"))
            .col(text("email"))
            .col(text("letter"))
            .col(text("state"))
            .col(integer("tries"))
            .col(big_integer("next"))
            .col(big_integer("since"))
            .col(big_integer("until"))
            .primary_key(Index::create().col("id"));
        manager.create_table(table).await?;
        let mut table = Table::alter();
        table.table("invitations").add_column(uuid_null("letter_id"));
        manager.alter_table(table).await?;
        let mut due = index("outbox_state", "outbox", "state");
        due.col("next");
        for index in [
            due,
            index("invitations_letter_id", "invitations", "letter_id"),
            index("credentials_secret", "credentials", "secret"),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in [
            ("credentials_secret", "credentials"),
            ("invitations_letter_id", "invitations"),
        ] {
            let index = Index::drop().name(name).table(table).to_owned();
            manager.drop_index(index).await?;
        }
        let mut table = Table::alter();
        table.table("invitations").drop_column("letter_id");
        manager.alter_table(table).await?;
        manager.drop_table(Table::drop().table("outbox").to_owned()).await
    }
}
