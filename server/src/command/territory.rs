//! `itineraire territory check FILE`, `itineraire territory load FILE`: a commune's words, its cell and the organisations
//! around it, from the file that whoever knows them wrote.

use crate::{Problem, Start, open};
use itineraire_domain::import::Wrongs;
use itineraire_domain::import::palette::Palette;
use itineraire_domain::import::territory::Territory;
use itineraire_service::clock::now;
use itineraire_service::territory::{Loaded, NotLoaded, load as load_into};
use itineraire_store::{PoolSizes, Store};
use std::path::Path;

/// The style's own values: a commune's colours are looked at where they are shown.
const TOKENS: &str = include_str!("../../../style/tokens.css");

fn territory(file: &Path) -> Result<Territory, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| Problem::File {
        name: file.display().to_string(),
        error,
    })?;
    Territory::read(&text, &Palette::of(TOKENS)).map_err(wrong(file))
}

fn wrong(file: &Path) -> impl FnOnce(Wrongs) -> Problem {
    let name = file.display().to_string();
    move |wrongs| Problem::Territory { name, wrongs }
}

/// Reads a territory file, and says what it holds: no database is touched.
pub fn check(file: &Path) -> Result<String, Problem> {
    let territory = territory(file)?;
    Ok(format!(
        "{}: nothing is wrong. {}",
        file.display(),
        says(&territory)
    ))
}

fn says(territory: &Territory) -> String {
    format!(
        "{}, {}: {} words, {} organisations",
        territory.commune,
        territory.cell,
        territory.catalogue.len(),
        territory.organisations.len()
    )
}

/// Loads a territory file into the database at a URL: all of it, or nothing.
pub async fn load(
    (database, pools): (&str, PoolSizes),
    start: Start,
    file: &Path,
) -> Result<String, Problem> {
    // What is wrong with the file is said before a new database is made for it.
    let territory = territory(file)?;
    let store = open(database, pools, start).await?;
    let loaded = into(&store, &territory).await;
    store.close().await;
    let loaded = loaded.map_err(|problem| match problem {
        NotLoaded::Wrong(wrongs) => wrong(file)(wrongs),
        NotLoaded::Store(error) => Problem::Database(error),
    })?;
    let mut said = if loaded.new {
        format!("a new cell: {}.", says(&territory))
    } else {
        format!("this cell was there, and now is: {}.", says(&territory))
    };
    if !territory.members.is_empty() {
        said.push_str(&format!(
            " Its {} members were not taken in: people are invited.",
            territory.members.len()
        ));
    }
    Ok(said)
}

async fn into(store: &Store, territory: &Territory) -> Result<Loaded, NotLoaded> {
    let transaction = store.begin().await?;
    let loaded = load_into(&transaction, territory, now()).await?;
    transaction.commit().await?;
    Ok(loaded)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use itineraire_domain::catalogue::List;
    use itineraire_store::repositories::{Catalogue, Cells, Organisations};
    use std::path::PathBuf;

    struct Commune {
        folder: tempfile::TempDir,
        database: String,
    }

    impl Commune {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let database = format!("sqlite://{}", folder.path().join("commune.db").display());
            Self { folder, database }
        }

        /// The demonstration's file, with some words in place of others.
        fn file(&self, changes: &[(&str, &str)]) -> PathBuf {
            let mut text = include_str!("../../../demo/le-trait.toml").to_owned();
            for (old, new) in changes {
                assert!(text.contains(old), "{old}");
                text = text.replacen(old, new, 1);
            }
            let path = self.folder.path().join("commune.toml");
            std::fs::write(&path, text).unwrap();
            path
        }

        async fn load(&self, start: Start, changes: &[(&str, &str)]) -> Result<String, String> {
            let loaded = load((&self.database, PoolSizes::default()), start, &self.file(changes)).await;
            loaded.map_err(|problem| problem.to_string())
        }
    }

    #[tokio::test]
    async fn a_territory_is_loaded_and_loaded_again_into_the_same_cell() {
        let commune = Commune::new();
        let said = commune.load(Start::New, &[]).await.unwrap();
        assert!(said.starts_with("a new cell: Le Trait, Cellule"), "{said}");
        assert!(
            said.ends_with("Its 7 members were not taken in: people are invited."),
            "{said}"
        );
        let store = Store::open(&commune.database).await.unwrap();
        let name = "Cellule d’accompagnement globale";
        let cell = Cells::on(store.reads())
            .named("Le Trait", name)
            .await
            .unwrap()
            .unwrap();
        let before = Organisations::on(store.reads()).by_name(cell).await.unwrap();
        store.close().await;

        let changes = [
            ("zone = \"Europe/Paris\"", "zone = \"Indian/Reunion\""),
            ("share_days = 60", "share_days = 30"),
            ("fr = \"Emploi\"", "fr = \"Travail\""),
            ("slug = \"health\"", "slug = \"health\"\nretired = true"),
            ("name = \"CLIPS\"\npartner = true", "name = \"CLIPS\""),
        ];
        let said = commune.load(Start::Existing, &changes).await.unwrap();
        assert!(
            said.starts_with("this cell was there, and now is: Le Trait"),
            "{said}"
        );
        let store = Store::open(&commune.database).await.unwrap();
        let again = Cells::on(store.reads()).named("Le Trait", name).await.unwrap();
        assert_eq!(again, Some(cell));
        let row = Cells::on(store.reads()).get(cell).await.unwrap().unwrap();
        assert_eq!((row.zone.as_str(), row.share_days), ("Indian/Reunion", 30));
        let themes = Catalogue::on(store.reads())
            .lists(cell, &[List::Theme])
            .await
            .unwrap();
        let theme = |slug: &str| themes.iter().find(|it| it.slug.as_str() == slug).unwrap();
        assert_eq!(theme("work").words["fr"], "Travail");
        assert!(theme("health").retired && !theme("work").retired);
        assert_eq!(
            Organisations::on(store.reads()).by_name(cell).await.unwrap(),
            before
        );
        let partners = Organisations::on(store.reads()).partners(cell).await.unwrap();
        assert_eq!(partners.len(), 3, "{partners:?}");
        store.close().await;
    }

    #[tokio::test]
    async fn a_file_that_drops_a_theme_of_its_cell_changes_nothing() {
        let commune = Commune::new();
        commune.load(Start::New, &[]).await.unwrap();
        let changes = [
            ("slug = \"housing\"", "slug = \"roof\""),
            ("share_days = 60", "share_days = 30"),
        ];
        // The suggestion that is of it goes along.
        let changes = [&changes[..], &[("theme = \"housing\"", "theme = \"roof\"")]].concat();
        let said = commune.load(Start::Existing, &changes).await.unwrap_err();
        assert!(
            said.contains("the theme “housing” is missing, and boards are sorted by it"),
            "{said}"
        );
        let store = Store::open(&commune.database).await.unwrap();
        let cells = Cells::on(store.reads());
        let name = "Cellule d’accompagnement globale";
        let cell = cells.named("Le Trait", name).await.unwrap().unwrap();
        assert_eq!(cells.get(cell).await.unwrap().unwrap().share_days, 60);
        store.close().await;
    }

    #[tokio::test]
    async fn a_file_that_is_wrong_makes_no_database() {
        let commune = Commune::new();
        let said = commune
            .load(Start::New, &[("colour = \"teal\"", "colour = \"beige\"")])
            .await
            .unwrap_err();
        assert!(said.contains("“beige” is no colour of the palette"), "{said}");
        assert!(said.contains("commune.toml"), "{said}");
        assert!(Store::open(&commune.database).await.is_err());
        let missing = check(&commune.folder.path().join("nowhere.toml")).unwrap_err();
        assert!(
            missing.to_string().contains("nowhere.toml cannot be read"),
            "{missing}"
        );
        assert!(
            check(&commune.file(&[]))
                .unwrap()
                .contains("nothing is wrong. Le Trait")
        );
    }
}
