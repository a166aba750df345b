//! The demonstration: the communes of `le-trait.toml` and `duclair.toml`, and what their people do in `story.toml`. All of
//! it is invented, and none of it is in the product.
//!
//! It is written through the same door as everything else: real sessions, real commands, judged by the rules. Start at
//! [`write`].

mod scene;
mod story;
pub mod tablet;
mod town;

use itineraire_domain::access::{Role, capability};
use itineraire_domain::import::Wrongs;
use itineraire_domain::import::palette::Palette;
use itineraire_domain::import::territory::Territory;
use itineraire_service::Failure;
use itineraire_service::accounts::hash_secret;
use itineraire_service::territory::NotLoaded;
use itineraire_store::repositories::Cells;
use itineraire_store::{Store, StoreError};
use story::Story;
use town::Town;

/// The territory files, by their names. The story happens in the first.
const TERRITORIES: [(&str, &str); 2] = [
    ("demo/le-trait.toml", include_str!("../le-trait.toml")),
    ("demo/duclair.toml", include_str!("../duclair.toml")),
];
/// The style's own values: a commune's colours are looked at where they are shown.
const TOKENS: &str = include_str!("../../style/tokens.css");
const STORY: &str = include_str!("../story.toml");

/// Why the demonstration is not written: a sentence for whoever changed it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A territory file is wrong.
    #[error("{0}:\n{1}")]
    Territory(&'static str, Wrongs),
    /// A territory leaves out what its cell has already.
    #[error("{0}")]
    NotLoaded(#[from] NotLoaded),
    /// The story cannot be read.
    #[error("demo/story.toml: {0}")]
    Story(#[from] toml::de::Error),
    /// The story names someone or something that is not there.
    #[error("demo/story.toml names “{0}”, which neither it nor the territory holds")]
    Unknown(String),
    /// The rules refused what the story tells.
    #[error("demo/story.toml, {0}: the rules answer {1}")]
    Refused(String, String),
    /// A use case of the service leads to nothing: a secret that cannot be hashed, a card that opens no session.
    #[error("{0}")]
    Failed(#[from] Failure),
    /// The certificate for a tablet cannot be made.
    #[error("no certificate can be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// Its address makes no QR.
    #[error("no QR can be drawn: {0}")]
    Qr(#[from] qrcode::types::QrError),
    /// Its files cannot be written.
    #[error("the certificate cannot be written: {0}")]
    Files(#[from] std::io::Error),
    /// The database cannot be used.
    #[error("the database cannot be used: {0}")]
    Database(#[from] StoreError),
}

/// Writes the demonstration into the database at a URL, made new if there is none. One that holds a cell stays as it is.
pub async fn write(database: &str) -> Result<(), Problem> {
    let store = match Store::open(database).await {
        Err(StoreError::NoDatabase(_)) => Store::create(database).await?,
        opened => opened?,
    };
    let filled = fill(&store).await;
    // The server opens it next.
    store.close().await;
    filled
}

async fn fill(store: &Store) -> Result<(), Problem> {
    if Cells::on(store.reads()).is_any().await? {
        return Ok(());
    }
    let story = Story::read(STORY)?;
    let password_hash = hash_secret(&story.password)?;
    let mut towns = Vec::new();
    for territory in territories()? {
        towns.push(Town::found(store, &territory, &password_hash).await?);
    }
    // The story happens in the first.
    let first = towns.into_iter().next();
    let first = first.ok_or_else(|| Problem::Unknown("a first territory".into()))?;
    scene::play(store, first, &story).await
}

fn territories() -> Result<Vec<Territory>, Problem> {
    let palette = Palette::of(TOKENS);
    let read =
        |(name, text)| Territory::read(text, &palette).map_err(|wrongs| Problem::Territory(name, wrongs));
    TERRITORIES.into_iter().map(read).collect()
}

/// Who can sign in, and how, at an address.
pub fn welcome(address: &str) -> Result<String, Problem> {
    let story = Story::read(STORY)?;
    let mut text = String::new();
    let territories = territories()?;
    if let Some(territory) = territories.first() {
        let (partners, team): (Vec<_>, Vec<_>) = territory
            .members
            .iter()
            .partition(|member| capability::role_of(member.can.iter().copied()) == Some(Role::Partner));
        text.push_str(&format!(
            "\nItinéraire, commune de démonstration « {} » : {address}\n\nProfessionnels : {address}/connexion (mot de passe : {})\n",
            territory.commune, story.password
        ));
        for member in team {
            let short = member.name.shown().short;
            text.push_str(&format!("  {:<28} {short}, {}\n", member.email, member.name.job));
        }
        text.push_str("Partenaires : même page, même mot de passe\n");
        for member in partners {
            let short = member.name.shown().short;
            let of = member.organisation.as_deref().unwrap_or_default();
            text.push_str(&format!("  {:<28} {short}, {of}\n", member.email));
        }
    }
    text.push_str("Usagers : leur carte, puis leur code secret\n");
    for usager in &story.usagers {
        let (first, card, pin) = (&usager.first, &usager.card, &usager.pin);
        text.push_str(&format!("  {first:<10} {address}/carte#{card}  code {pin}\n"));
    }
    Ok(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use itineraire_domain::import::palette::READABLE;

    /// What writing `story` in the first territory ends with.
    async fn played(story: &str) -> Result<(), Problem> {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("story.db").display());
        let store = Store::create(&url).await.unwrap();
        let town = Town::found(&store, &territories()?[0], "").await?;
        let played = scene::play(&store, town, &Story::read(story)?).await;
        store.close().await;
        played
    }

    const SHORT: &str = r#"
password = "x"
around = [{ who = "Camille", as = "member" }]
[[usager]]
first = "Rose"
last = "Martin"
level = "individual"
card = "c0ffee"
pin = "240613"
[[usager.step]]
title = "Refaire le CV"
by = "Camille"
theme = "work"
agreed = ["Rose", "Camille"]
started_by = "Rose"
"#;

    #[test]
    fn every_tone_of_the_style_can_be_chosen() {
        let palette = Palette::of(TOKENS);
        let tones: Vec<_> = palette.names().collect();
        assert_eq!(tones, ["amber", "blue", "green", "rose", "teal", "violet"]);
        for tone in tones {
            let contrast = palette.contrast(tone).unwrap();
            assert!(contrast >= READABLE, "{tone}: {contrast:.2}");
        }
    }

    #[tokio::test]
    async fn the_story_goes_through_the_rules() {
        played(SHORT).await.unwrap();
        let said = played(&SHORT.replace("[\"Rose\", \"Camille\"]", "[\"Camille\"]"))
            .await
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("Rose on Rose’s board") && said.contains("NotDecided"),
            "{said}"
        );
    }

    #[tokio::test]
    async fn whoever_the_story_names_must_be_there() {
        let said = played(&SHORT.replace("by = \"Camille\"", "by = \"Camila\""))
            .await
            .unwrap_err();
        assert!(said.to_string().contains("“Camila”"), "{said}");
        let said = played(&format!("{SHORT}lifts = \"Pas de permis\""))
            .await
            .unwrap_err();
        assert!(said.to_string().contains("“Pas de permis”"), "{said}");
    }
}
