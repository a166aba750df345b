//! People who write to a database, and what they saw acknowledged.

use super::{Server, Tablet, Tally, Town, Witness, back, found, problems, state_of, until, writing};
use itineraire_domain::ids::ClientId;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::task::JoinSet;

/// Parcours that are written on at once, by three people each.
pub const AT_ONCE: usize = 3;

/// After so many rounds the writing moves to other parcours: a board has room for so much only.
pub const ROUNDS_EACH: u64 = 5;

/// People who write to a database, and what they saw acknowledged.
pub struct Load {
    pub database: String,
    pub town: Town,
    /// Those who have not written yet.
    fresh: Vec<Tablet>,
    pub tally: Arc<Tally>,
    witnessed: PathBuf,
    pub rng: StdRng,
}

impl Load {
    pub async fn found(database: &str, folder: &Path, rounds: u64, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let groups = usize::try_from(rounds.div_ceil(ROUNDS_EACH)).unwrap();
        let town = found(database, groups * AT_ONCE, &mut rng).await;
        let witnessed = folder.join("witness");
        let (witness, tally) = (Arc::new(Witness::new(&witnessed)), Arc::new(Tally::default()));
        let named = town.tablets.iter().enumerate().rev();
        let fresh = named.map(|(number, tablet)| {
            let rng = StdRng::seed_from_u64(seed * 1000 + u64::try_from(number).unwrap());
            Tablet::new(
                tablet.clone(),
                format!("w{number}"),
                rng,
                witness.clone(),
                tally.clone(),
            )
        });
        Self {
            database: database.into(),
            fresh: fresh.collect(),
            town,
            tally,
            witnessed,
            rng,
        }
    }

    /// The next group begins to write.
    pub fn begin(&mut self, server: &Server) -> JoinSet<Tablet> {
        let tablets = self.fresh.split_off(self.fresh.len() - AT_ONCE * 3);
        writing(tablets, server, false, &self.tally)
    }

    /// Waits for `more` answers from now on.
    pub async fn answers(&self, more: usize) {
        let before = self.tally.acknowledged.load(Ordering::SeqCst);
        until(|| self.tally.acknowledged.load(Ordering::SeqCst) >= before + more).await;
    }

    /// How often a page was told why nothing is kept.
    pub fn told(&self) -> usize {
        self.tally.not_kept.lock().unwrap().values().sum()
    }

    /// Those who write stop, and are given back with what waits for an answer.
    pub async fn rest(&self, writing: JoinSet<Tablet>) -> Vec<Tablet> {
        self.tally.over.store(true, Ordering::SeqCst);
        back(writing).await
    }

    /// Everything that was on its way is sent once more, to a server that lives.
    pub async fn finish(&self, tablets: Vec<Tablet>, server: &Server) {
        let last = back(writing(tablets, server, true, &self.tally)).await;
        assert!(!last.iter().any(Tablet::waits));
    }

    /// Answered commands that are not in the database as this process reads it while the server runs: their numbers.
    pub async fn missing(&self, database: &DatabaseConnection) -> i64 {
        let mut answered: BTreeMap<ClientId, i64> = BTreeMap::new();
        for line in Witness::read(&self.witnessed) {
            *answered.entry(line.said.client).or_default() += 1;
        }
        let mut missing = 0;
        for (client, answered) in answered {
            let backend = database.get_database_backend();
            let statement = match backend {
                DbBackend::Postgres => "SELECT COALESCE(max(seq), 0) FROM commands WHERE client_id = $1",
                _ => "SELECT COALESCE(max(seq), 0) FROM commands WHERE client_id = ?",
            };
            let statement = Statement::from_sql_and_values(backend, statement, [client.0.into()]);
            let row = database.query_one_raw(statement).await.unwrap().unwrap();
            let there: i64 = row.try_get_by_index(0).unwrap();
            missing += (answered - there).max(0);
        }
        missing
    }

    /// What is wrong with what a database holds, when everything was acknowledged in the end.
    pub async fn wrong(&self, database: &str) -> Vec<String> {
        let (state, mut wrong) = state_of(database, &self.town).await;
        wrong.extend(problems(&Witness::read(&self.witnessed), &state));
        wrong
    }

    /// The same while answers were on their way: what was kept and not answered may be there.
    pub async fn lost(&self, database: &str) -> Vec<String> {
        let unheard = |it: &String| it.starts_with("never said") || it.contains("the service expects");
        let mut wrong = self.wrong(database).await;
        wrong.retain(|it| !unheard(it));
        wrong
    }

    pub fn acknowledged(&self) -> usize {
        self.tally.acknowledged.load(Ordering::SeqCst)
    }
}
