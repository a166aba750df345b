//! Parcours, who is assigned to them, and what lists read.

use crate::{belongs, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, text_null, uuid};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("parcours")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("usager_id"))
            .col(text("level"))
            .col(big_integer("opened"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("parcours", "cell_id", "cells"))
            .foreign_key(&mut belongs("parcours", "id", "streams"))
            .foreign_key(&mut belongs("parcours", "usager_id", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("assignments")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("parcours_id"))
            .col(uuid("person_id"))
            .col(text("kind"))
            .col(text("themes"))
            .col(big_integer("since"))
            .col(big_integer_null("until"))
            .col(text("reason"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("assignments", "cell_id", "cells"))
            .foreign_key(&mut belongs("assignments", "parcours_id", "parcours"))
            .foreign_key(&mut belongs("assignments", "person_id", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("step_rows")
            .col(uuid("parcours_id"))
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("title"))
            .col(text("theme"))
            .col(text("stage"))
            .col(uuid("proposed_by"))
            .col(text_null("due_day"))
            .col(text_null("due_hour"))
            .col(boolean("due_before"))
            .col(big_integer_null("done_at"))
            .col(boolean("needs_help"))
            .primary_key(Index::create().col("parcours_id").col("id"))
            .foreign_key(&mut belongs("step_rows", "cell_id", "cells"))
            .foreign_key(&mut belongs("step_rows", "parcours_id", "parcours"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("step_answers")
            .col(uuid("parcours_id"))
            .col(uuid("step_id"))
            .col(uuid("person_id"))
            .col(uuid("cell_id"))
            .col(text("answer"))
            .primary_key(Index::create().col("parcours_id").col("step_id").col("person_id"))
            .foreign_key(&mut belongs("step_answers", "cell_id", "cells"))
            .foreign_key(&mut belongs("step_answers", "parcours_id", "parcours"))
            .foreign_key(&mut belongs("step_answers", "person_id", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("finding_rows")
            .col(uuid("parcours_id"))
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("side"))
            .col(text("theme"))
            .col(text("words"))
            .col(text_null("person_level"))
            .col(text_null("team_level"))
            .col(big_integer_null("lifted_at"))
            .primary_key(Index::create().col("parcours_id").col("id"))
            .foreign_key(&mut belongs("finding_rows", "cell_id", "cells"))
            .foreign_key(&mut belongs("finding_rows", "parcours_id", "parcours"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("share_rows")
            .col(uuid("parcours_id"))
            .col(uuid("organisation_id"))
            .col(text("kind"))
            .col(uuid("step_id"))
            .col(uuid("cell_id"))
            .col(text_null("theme"))
            .col(big_integer("until"))
            .primary_key(
                Index::create()
                    .col("parcours_id")
                    .col("organisation_id")
                    .col("kind")
                    .col("step_id"),
            )
            .foreign_key(&mut belongs("share_rows", "cell_id", "cells"))
            .foreign_key(&mut belongs("share_rows", "parcours_id", "parcours"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("partner_views")
            .col(uuid("parcours_id"))
            .col(uuid("organisation_id"))
            .col(uuid("cell_id"))
            .col(big_integer("seq"))
            .col(text("body"))
            .primary_key(Index::create().col("parcours_id").col("organisation_id"))
            .foreign_key(&mut belongs("partner_views", "cell_id", "cells"))
            .foreign_key(&mut belongs("partner_views", "parcours_id", "parcours"));
        manager.create_table(table).await?;
        for index in [
            index("parcours_usager_id", "parcours", "usager_id"),
            index("assignments_person_id", "assignments", "person_id"),
            index("assignments_parcours_id", "assignments", "parcours_id"),
            index("share_rows_organisation_id", "share_rows", "organisation_id"),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "partner_views",
            "share_rows",
            "finding_rows",
            "step_answers",
            "step_rows",
            "assignments",
            "parcours",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
