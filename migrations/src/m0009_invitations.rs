//! Who is asked to come to a cell.

use crate::{belongs, index, unique};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, uuid};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("invitations")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("membership_id"))
            .col(uuid("by_id"))
            .col(text("email"))
            .col(text("secret_hash"))
            .col(big_integer("since"))
            .col(big_integer("until"))
            .col(big_integer_null("used"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("invitations", "cell_id", "cells"))
            .foreign_key(&mut belongs("invitations", "membership_id", "memberships"))
            .foreign_key(&mut belongs("invitations", "by_id", "people"));
        manager.create_table(table).await?;
        for index in [
            unique("invitations_secret_hash", "invitations", "secret_hash"),
            index("invitations_membership_id", "invitations", "membership_id"),
            index("memberships_cell_id", "memberships", "cell_id"),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cell = Index::drop()
            .name("memberships_cell_id")
            .table("memberships")
            .to_owned();
        manager.drop_index(cell).await?;
        manager
            .drop_table(Table::drop().table("invitations").to_owned())
            .await
    }
}
