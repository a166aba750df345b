//! The demonstration as its program writes it, beside a product that knows nothing of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_domain::catalogue::ICONS;
use itineraire_store::Store;
use itineraire_store::repositories::{Accounts, Cards, Memberships};
use itineraire_testing::{root, sources};
use std::process::Command;

/// Runs the program on a database; gives what it prints.
fn write(database: &str) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_itineraire-demo"))
        .env("DATABASE_URL", database)
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:3999")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The words that begin or end so.
fn words(text: &str, is: impl Fn(&str) -> bool) -> Vec<&str> {
    text.split_whitespace().filter(|word| is(word)).collect()
}

#[tokio::test]
async fn whoever_is_printed_can_sign_in_and_a_second_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("demo.db").display());
    let printed = write(&url);
    let emails = words(&printed, |word| word.contains('@'));
    let cards = words(&printed, |word| word.contains("/carte#"));
    assert_eq!((emails.len(), cards.len()), (7, 5), "{printed}");
    let mut seen = Vec::new();
    for _ in 0..2 {
        let store = Store::open(&url).await.unwrap();
        let mut accounts = Vec::new();
        for email in &emails {
            let row = Accounts::on(store.reads())
                .with_password(email)
                .await
                .unwrap()
                .unwrap();
            accounts.push(format!("{:?}", row.account));
        }
        for card in &cards {
            let (_, secret) = card.split_once('#').unwrap();
            let (_, membership) = Cards::on(store.reads())
                .with_secret(secret)
                .await
                .unwrap()
                .unwrap();
            accounts.push(format!("{membership:?}"));
        }
        store.close().await;
        seen.push(accounts);
        assert_eq!(write(&url), printed);
    }
    assert_eq!(seen[0], seen[1]);
}

/// Whoever works with two cells has one account and chooses; the coordinator is assigned to one parcours.
#[tokio::test]
async fn one_account_has_the_memberships_of_both_communes() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("demo.db").display());
    write(&url);
    let store = Store::open(&url).await.unwrap();
    for (email, communes) in [("hugo@cms.example", 2), ("ines@missionlocale.example", 1)] {
        let account = Accounts::on(store.reads())
            .with_password(email)
            .await
            .unwrap()
            .unwrap()
            .account;
        let memberships = Memberships::on(store.reads()).of_account(account).await.unwrap();
        assert_eq!(memberships.len(), communes, "{email}");
    }
}

#[test]
fn the_product_knows_nothing_of_the_demonstration() {
    let mut read = 0;
    for product in ["domain", "migrations", "store", "app", "frontend", "server"] {
        let manifest = std::fs::read_to_string(root().join(product).join("Cargo.toml")).unwrap();
        assert!(!manifest.contains("itineraire-demo"), "{product} depends on it");
        for path in sources(&format!("{product}/src")).unwrap() {
            let code = std::fs::read_to_string(&path).unwrap();
            for invented in ["letrait.example", "c0ffee00"] {
                assert!(!code.contains(invented), "{}", path.display());
            }
            read += 1;
        }
    }
    assert!(read > 100, "{read} files");
}

/// A territory file is told which icons there are; the page must be able to draw each.
#[test]
fn every_icon_that_a_commune_may_choose_is_drawn_by_the_page() {
    let code = std::fs::read_to_string(root().join("app/src/components/icon.rs")).unwrap();
    let (_, rest) = code.split_once("pub enum Icon {").unwrap();
    let (drawn, _) = rest.split_once('}').unwrap();
    let drawn = words(drawn, |word| word.ends_with(','));
    for icon in ICONS {
        let parts = icon.split('-').map(|part| part[..1].to_uppercase() + &part[1..]);
        let name = parts.collect::<String>() + ",";
        assert!(
            drawn.contains(&name.as_str()),
            "{icon}: no {name} among {drawn:?}"
        );
    }
}
