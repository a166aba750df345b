//! People and their ways in; parcours, their log, and what lists read.

use sea_orm_migration::prelude::*;

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// The kinds of columns in use. Moments are milliseconds UTC; `?` ends the name of a column that may be empty.
#[derive(Clone, Copy)]
enum Kind {
    Id,
    Text,
    Long,
    Int,
    Bool,
}
use Kind::{Bool, Id, Int, Long, Text};

/// Table, key columns, columns.
type TableOf = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, Kind)],
);

/// The rows of a board's items are keyed by the board too: their ids are made by pages, and a page that gives one twice
/// must not stand in another board's way.
const TABLES: &[TableOf] = &[
    ("store_meta", &["key"], &[("key", Text), ("value", Text)]),
    ("cells", &["id"], &[("id", Id), ("name", Text), ("commune", Text)]),
    (
        "organisations",
        &["id"],
        &[("id", Id), ("cell_id", Id), ("name", Text), ("partner", Bool)],
    ),
    (
        "people",
        &["id"],
        &[
            ("id", Id),
            ("cell_id", Id),
            ("first_name", Text),
            ("short_name", Text),
            ("initials", Text),
            ("job", Text),
        ],
    ),
    (
        "memberships",
        &["person_id"],
        &[
            ("person_id", Id),
            ("cell_id", Id),
            ("organisation_id?", Id),
            ("role", Text),
            ("state", Text),
        ],
    ),
    (
        "passwords",
        &["person_id"],
        &[
            ("person_id", Id),
            ("cell_id", Id),
            ("email", Text),
            ("hash", Text),
        ],
    ),
    (
        "cards",
        &["secret_hash"],
        &[
            ("secret_hash", Text),
            ("cell_id", Id),
            ("person_id", Id),
            ("pin_hash", Text),
            ("wrong", Int),
            ("wait_until", Long),
        ],
    ),
    ("throttles", &["key"], &[("key", Text), ("full_at", Long)]),
    (
        "sessions",
        &["token_hash"],
        &[
            ("token_hash", Text),
            ("cell_id", Id),
            ("person_id", Id),
            ("role", Text),
            ("opened", Long),
            ("seen", Long),
            ("proven?", Text),
        ],
    ),
    (
        "clients",
        &["id"],
        &[
            ("id", Id),
            ("cell_id", Id),
            ("person_id", Id),
            ("stream_id", Id),
            ("last_seq", Long),
            ("issued", Long),
        ],
    ),
    (
        "parcours",
        &["id"],
        &[
            ("id", Id),
            ("cell_id", Id),
            ("usager_id", Id),
            ("first_name", Text),
            ("level", Text),
            ("opened", Long),
        ],
    ),
    (
        "assignments",
        &["parcours_id", "person_id"],
        &[
            ("parcours_id", Id),
            ("person_id", Id),
            ("cell_id", Id),
            ("referent", Bool),
            ("active", Bool),
        ],
    ),
    // What is written on live: a parcours, later a sitting or a workshop, under the same id.
    (
        "streams",
        &["id"],
        &[("id", Id), ("cell_id", Id), ("kind", Text), ("head", Long)],
    ),
    (
        "events",
        &["stream_id", "seq"],
        &[
            ("stream_id", Id),
            ("seq", Long),
            ("cell_id", Id),
            ("at", Long),
            ("by", Id),
            ("client_id", Id),
            ("with_whom?", Id),
            ("kind", Text),
            ("version", Int),
            ("body", Text),
        ],
    ),
    (
        "commands",
        &["client_id", "seq"],
        &[
            ("client_id", Id),
            ("seq", Long),
            ("cell_id", Id),
            ("stream_id", Id),
            ("result", Text),
        ],
    ),
    (
        "snapshots",
        &["stream_id", "seq"],
        &[
            ("stream_id", Id),
            ("seq", Long),
            ("cell_id", Id),
            ("version", Int),
            ("body", Text),
        ],
    ),
    (
        "step_rows",
        &["parcours_id", "id"],
        &[
            ("id", Id),
            ("cell_id", Id),
            ("parcours_id", Id),
            ("title", Text),
            ("theme", Text),
            ("stage", Text),
            ("when?", Text),
            ("needs_help", Bool),
        ],
    ),
    (
        "step_answers",
        &["parcours_id", "step_id", "person_id"],
        &[
            ("step_id", Id),
            ("person_id", Id),
            ("cell_id", Id),
            ("parcours_id", Id),
            ("answer", Text),
        ],
    ),
    (
        "finding_rows",
        &["parcours_id", "id"],
        &[
            ("id", Id),
            ("cell_id", Id),
            ("parcours_id", Id),
            ("side", Text),
            ("theme", Text),
            ("words", Text),
            ("person_level?", Text),
            ("team_level?", Text),
        ],
    ),
    (
        "share_rows",
        &["parcours_id", "organisation_id", "item"],
        &[
            ("parcours_id", Id),
            ("organisation_id", Id),
            ("item", Text),
            ("cell_id", Id),
            ("theme?", Text),
            ("until", Long),
        ],
    ),
    (
        "partner_views",
        &["parcours_id", "organisation_id"],
        &[
            ("parcours_id", Id),
            ("organisation_id", Id),
            ("cell_id", Id),
            ("seq", Long),
            ("body", Text),
        ],
    ),
];

/// Table, columns, unique.
const INDEXES: &[(&str, &[&str], bool)] = &[
    ("passwords", &["email"], true),
    ("cards", &["person_id"], true),
    ("sessions", &["person_id"], false),
    ("parcours", &["usager_id"], true),
    ("assignments", &["person_id"], false),
    ("share_rows", &["organisation_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, keys, columns) in TABLES {
            let mut table = Table::create();
            table.table(Alias::new(*name));
            for (column, kind) in *columns {
                let mut definition = ColumnDef::new(Alias::new(column.trim_end_matches('?')));
                match kind {
                    Id => definition.uuid(),
                    Text => definition.text(),
                    Long => definition.big_integer(),
                    Int => definition.integer(),
                    Bool => definition.boolean(),
                };
                if !column.ends_with('?') {
                    definition.not_null();
                }
                table.col(&mut definition);
            }
            let mut key = Index::create();
            for column in *keys {
                key.col(Alias::new(*column));
            }
            table.primary_key(&mut key);
            manager.create_table(table).await?;
        }
        for (table, columns, unique) in INDEXES {
            let mut index = Index::create();
            index
                .name(format!("{table}_{}", columns.join("_")))
                .table(Alias::new(*table));
            for column in *columns {
                index.col(Alias::new(*column));
            }
            if *unique {
                index.unique();
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, ..) in TABLES.iter().rev() {
            manager
                .drop_table(Table::drop().table(Alias::new(*name)).to_owned())
                .await?;
        }
        Ok(())
    }
}
