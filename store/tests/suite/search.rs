//! What someone may look through: whom they accompany now, and the steps that are there.

use crate::world::{NOW, World, on_both};
use itineraire_domain::parcours::{Command, Item, ShelfCommand};
use itineraire_domain::theme;
use itineraire_store::repositories::{Assignments, Search};
use itineraire_testing::written;

async fn found(world: &World) -> (Vec<String>, Vec<String>) {
    let (town, reads) = (&world.town, world.store.reads());
    let of = (town.cell, town.samira.person);
    let people = Search::on(reads).people(of, NOW).await.unwrap();
    let steps = Search::on(reads).steps(of, NOW).await.unwrap();
    let mut steps: Vec<_> = steps.into_iter().map(|it| it.title).collect();
    steps.sort();
    (people.into_iter().map(|it| it.name.first).collect(), steps)
}

on_both! {
    async fn whom_one_accompanies_is_found_with_their_steps_and_nobody_of_another_cell(world) {
        let cv = world.step("CV", theme!("work")).await;
        world.step("Permis", theme!("work")).await;
        assert_eq!(found(world).await, (vec!["Rose".to_owned()], vec!["CV".to_owned(), "Permis".into()]));
        // The same town twice: under the other's cell hers are nobody's.
        let (here, there) = (&world.town, world.twin.cell);
        let reads = world.store.reads();
        let of = (there, here.samira.person);
        assert!(Search::on(reads).people(of, NOW).await.unwrap().is_empty());
        assert!(Search::on(reads).steps(of, NOW).await.unwrap().is_empty());
        // What is in the bin is not looked through.
        let bin = Command::Shelf(Item::Step(cv), ShelfCommand::Remove);
        world.town.samira.keeps(&world.store, bin).await;
        assert_eq!(found(world).await.1, ["Permis"]);
        // Whom one accompanies no longer.
        let (cell, parcours, samira) = (world.town.cell, world.town.parcours, world.town.samira.person);
        written!(world.store, |tx| Assignments::on(&tx).end((cell, parcours), samira, NOW));
        assert_eq!(found(world).await, (Vec::new(), Vec::new()));
    }
}
