//! A professional's list, from the projections alone.

use crate::world::{NOW, World, on_both};
use itineraire_domain::ids::{FindingId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Command, FindingCommand, Level, Side, StageCommand, StepCommand, WrittenWhen,
};
use itineraire_domain::theme::Theme;
use itineraire_domain::views::pages::HomePage;
use uuid::Uuid;

async fn home(world: &World) -> HomePage {
    let samira = &world.town.samira;
    let session = samira.session(&world.store).await.unwrap();
    world.store.home(&session, samira.me(), NOW).await.unwrap()
}

fn on_day(step: StepId, day: &str) -> Command {
    let when = WrittenWhen {
        day: day.into(),
        hour: None,
        before: false,
    };
    Command::Step(step, StepCommand::SetWhen { when: Some(when) })
}

on_both! {
    async fn a_line_says_what_is_late_what_comes_and_what_waits_for_me(world) {
        let row = home(world).await.rows.pop().unwrap();
        assert_eq!((row.steps, row.done, row.awaits_me, row.has_diagnosis), (0, 0, 0, false));

        let late = world.step("Carte d'identité", Theme::Rights).await;
        let next = world.step("Rendez-vous CAF", Theme::Rights).await;
        let digest = world.board().await.steps[&late].digest();
        let store = &world.store;
        let samira = &mut world.town.samira;
        samira.keeps(store, Command::Answer(late, AnswerCommand::Agree { words: digest })).await;
        let row = home(world).await.rows.pop().unwrap();
        assert_eq!((row.steps, row.awaits_me), (2, 1));
        assert_eq!(row.awaits_title.as_deref(), Some("Rendez-vous CAF"), "the other one was answered");

        let samira = &mut world.town.samira;
        samira.keeps(store, on_day(late, "2026-06-01")).await;
        samira.keeps(store, on_day(next, "2026-06-02")).await;
        let row = home(world).await.rows.pop().unwrap();
        assert_eq!(row.awaits_me, 2, "the date changed, so the answer is to be confirmed");
        assert_eq!(row.late.unwrap().0, "Carte d'identité");
        assert_eq!(row.next.unwrap().0, "Rendez-vous CAF", "today is not late");
        assert!(!row.help_asked);

        world.town.rose.keeps(store, Command::Step(next, StepCommand::AskForHelp { needed: true })).await;
        assert!(home(world).await.rows.pop().unwrap().help_asked);
        world.town.samira.keeps(store, Command::Stage(next, StageCommand::Stop { reason: "Annulé".into() })).await;
        let row = home(world).await.rows.pop().unwrap();
        assert!(!row.help_asked, "a step that was given up asks for nothing");
        assert_eq!((row.steps, row.next), (1, None));
    }

    async fn a_line_says_whether_there_is_a_diagnosis_and_which_frein_is_lifted(world) {
        let store = &world.store;
        let lever = Command::Finding(FindingId(Uuid::new_v4()), FindingCommand::Add { side: Side::Lever, theme: Theme::Family, words: "Sa sœur".into() });
        world.town.samira.keeps(store, lever).await;
        assert!(home(world).await.rows.pop().unwrap().has_diagnosis, "a levier alone is one");
        let barrier = FindingId(Uuid::new_v4());
        let add = Command::Finding(barrier, FindingCommand::Add { side: Side::Barrier, theme: Theme::Housing, words: "Logement".into() });
        world.town.samira.keeps(store, add).await;
        assert_eq!(home(world).await.rows.pop().unwrap().lifted, None);
        let gone = Command::Finding(barrier, FindingCommand::Rate { level: Some(Level::Gone) });
        world.town.rose.keeps(store, gone).await;
        assert_eq!(home(world).await.rows.pop().unwrap().lifted.as_deref(), Some("Logement"));
    }

    async fn the_list_holds_my_parcours_alone(world) {
        let mine = home(world).await.rows;
        assert_eq!(mine.iter().map(|row| row.parcours).collect::<Vec<_>>(), [world.town.parcours]);
        let paul = &world.town.paul;
        let session = paul.session(&world.store).await.unwrap();
        assert!(world.store.home(&session, paul.me(), NOW).await.unwrap().rows.is_empty());
    }
}
