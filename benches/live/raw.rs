//! What the database alone takes to keep as much in as many commits, each on the disk before the next.

use crate::place::{Base, Engine};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, TransactionTrait};
use std::time::{Duration, Instant};

/// The bytes of an edit in the tables: an event, its answer, the row that lists read.
const BYTES: usize = 600;

/// Commits of these sizes, as many as there is time for: how many edits a second.
pub async fn commits(base: &Base, sizes: &[usize], during: Duration) -> f64 {
    let url = match base.engine {
        Engine::Sqlite => format!("{}-raw?mode=rwc", base.url),
        Engine::Postgres => base.url.clone(),
    };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
        });
    let connection = Database::connect(options).await.unwrap();
    connection
        .execute_unprepared("CREATE TABLE raw (body TEXT NOT NULL)")
        .await
        .unwrap();
    let row = format!("('{}')", "a".repeat(BYTES));
    let (start, mut edits) = (Instant::now(), 0);
    for size in sizes {
        let rows = vec![row.as_str(); *size].join(",");
        let transaction = connection.begin().await.unwrap();
        transaction
            .execute_unprepared(&format!("INSERT INTO raw VALUES {rows}"))
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        edits += size;
        if start.elapsed() > during {
            break;
        }
    }
    let took = start.elapsed();
    connection.close().await.unwrap();
    f64::from(u32::try_from(edits).unwrap()) / took.as_secs_f64()
}
