//! What a partner reads: the shared items alone, numbered by a sequence of their own.

use crate::tablet::{denied, kept, refused};
use crate::world::{NOW, World, on_both};
use itineraire_domain::ids::{CommentId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Command, Field, SharedItem, SharingCommand, StepCommand, WordsChange, WrittenWhen,
};
use itineraire_domain::theme;
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_domain::views::words::BoardWords;
use itineraire_domain::{Denial, Refusal};
use itineraire_store::repositories::{Parcours, Partners};
use itineraire_testing::written;
use uuid::Uuid;

/// Léa's view of Rose's parcours, as a page that opens now.
async fn seen(world: &World) -> Option<(PartnerSeq, PartnerView)> {
    let session = world.town.lea.session(&world.store).await?;
    written!(world.store, |tx| Partners::on(&tx).view(
        &session,
        world.town.parcours,
        world.town.lea.now
    ))
}

fn on_day(step: StepId, day: &str) -> Command {
    let when = WrittenWhen {
        day: day.into(),
        hour: None,
        before: false,
    };
    Command::Step(step, StepCommand::SetWhen { when: Some(when) })
}

/// Whether nobody is waited for any more.
async fn all_told(world: &World) -> bool {
    tokio::select! {
        biased;
        () = world.store.partners_told(world.town.parcours) => true,
        () = std::future::ready(()) => false,
    }
}

on_both! {
    /// A view made of a board as it was before a withdrawal is not numbered after it.
    async fn vw3_no_command_is_judged_while_a_partners_view_is_numbered(world) {
        let shared = world.step("Rendez-vous", theme!("work")).await;
        world.share(SharedItem::Step(shared)).await;
        let session = world.town.lea.session(&world.store).await.unwrap();
        let transaction = world.store.begin().await.unwrap();
        let view = Partners::on(&transaction).view(&session, world.town.parcours, NOW).await;
        assert!(view.unwrap().is_some());
        world.waits_for(transaction, &on_day(shared, "2026-12-01")).await;
    }

    async fn vw3_a_change_of_a_view_waits_for_the_pages_that_follow_it(world) {
        let (shared, hidden) = (world.step("Rendez-vous", theme!("work")).await, world.step("Un secret", theme!("health")).await);
        world.share(SharedItem::Step(shared)).await;
        let follow = |organisation| world.store.follow_partner_view(world.town.parcours, organisation);
        let (mut tablet, phone) = (follow(world.town.organisation), follow(world.town.organisation));
        let elsewhere = follow(world.twin.organisation);
        world.town.samira.keeps(&world.store, on_day(hidden, "2026-12-01")).await;
        assert!(all_told(world).await, "nothing of theirs changed");
        let before = tablet.look();
        world.town.samira.keeps(&world.store, on_day(shared, "2026-12-01")).await;
        assert!(all_told(world).await, "VW5: the person has not shown the day");
        world.share(SharedItem::Step(shared)).await;
        assert!(!all_told(world).await);
        tablet.changed().await;
        tablet.told(before);
        assert!(tablet.is_awaited() && !all_told(world).await, "told what was read before");
        let after = tablet.look();
        tablet.told(after);
        assert!(!tablet.is_awaited() && !all_told(world).await, "the phone was not told");
        drop(phone);
        assert!(all_told(world).await, "and is gone");
        assert!(!elsewhere.is_awaited());
    }

    async fn vw1_a_partners_number_moves_only_with_what_they_see(world) {
        let mut changes = world.store.changes();
        let shared = world.step("Rendez-vous", theme!("work")).await;
        let hidden = world.step("Un secret", theme!("health")).await;
        assert_eq!(seen(world).await, None);
        world.share(SharedItem::Step(shared)).await;
        assert_eq!(seen(world).await.unwrap().0, PartnerSeq(1));
        let comment = |step| Command::Step(step, StepCommand::Comment { comment: CommentId(Uuid::new_v4()), words: "Appelé".into() });
        let show = Command::Sharing(SharingCommand::Share { item: SharedItem::Step(shared), organisation: world.town.organisation, purpose: "préparer le rendez-vous".into(), until: NOW.plus_days(30), seen: None });
        for (command, moves) in [
            (on_day(hidden, "2026-12-01"), false),
            (comment(shared), false),
            (on_day(shared, "2026-12-01"), false),
            (show.clone(), true),
            (comment(hidden), false),
            (Command::Step(shared, StepCommand::SetBring { bring: "un CV".into() }), false),
            (Command::Step(shared, StepCommand::SetPlace { place: "Mairie".into() }), false),
            (show, true),
            (Command::Answer(shared, AnswerCommand::TalkAboutIt), false),
        ] {
            while changes.try_recv().is_ok() {}
            let town = &mut world.town;
            let who = if matches!(command, Command::Sharing(_)) { &mut town.rose } else { &mut town.samira };
            who.keeps(&world.store, command.clone()).await;
            let change = changes.try_recv().unwrap();
            assert_eq!(change.kept().unwrap().partners.len(), usize::from(moves), "{command:?}");
        }
        let (seq, view) = seen(world).await.unwrap();
        assert_eq!(seq, PartnerSeq(3), "dense: the share, the day, the place, each once it was shown");
        assert_eq!(view.steps.len(), 1);
        assert_eq!(view.steps[0].title, "Rendez-vous");
        let bytes = serde_json::to_string(&view).unwrap();
        assert!(!bytes.contains("secret") && !bytes.contains("Appelé"), "{bytes}");
        assert_eq!(seen(world).await.unwrap().0, PartnerSeq(3), "reading moves nothing");
    }

    async fn vw1_a_change_tells_each_number_with_its_view_in_order(world) {
        let mut changes = world.store.changes();
        world.share(SharedItem::Goal).await;
        for (number, text) in (0..).zip(["T", "r", "a"]) {
            let change = WordsChange::Insert { after: None, before: None, first: number, text: text.into() };
            let edit = Command::write(Field::Goal, vec![change]);
            world.town.samira.keeps(&world.store, edit).await;
            world.share(SharedItem::Goal).await;
        }
        let mut told = Vec::new();
        while let Ok(change) = changes.try_recv() {
            for (organisation, seq, view) in &change.kept().unwrap().partners {
                assert_eq!(*organisation, world.town.organisation);
                told.push((seq.0, view.goal.clone().unwrap().chars().count()));
            }
        }
        assert_eq!(told, [(1, 0), (2, 1), (3, 2), (4, 3)]);
        let (seq, view) = seen(world).await.unwrap();
        assert_eq!((seq.0, view.goal.unwrap().chars().count()), (4, 3), "a page that opens has the last of them");
    }

    async fn vw1_shares_that_run_out_count_alike_whatever_else_happens(world) {
        let mut numbers = Vec::new();
        let store = &world.store;
        for (town, busy) in [(&mut world.town, true), (&mut world.twin, false)] {
            for days in [1, 2, 30] {
                let step = StepId(Uuid::new_v4());
                let propose = Command::Step(step, StepCommand::Propose { title: "Rendez-vous".into(), theme: theme!("work"), terms: None });
                town.rose.keeps(store, propose).await;
                let share = Command::Sharing(SharingCommand::Share { item: SharedItem::Step(step), organisation: town.organisation, purpose: "préparer".into(), until: NOW.plus_days(days), seen: None });
                town.rose.keeps(store, share).await;
            }
            for days in [1, 2] {
                town.samira = town.samira.again(store, NOW.plus_days(days)).await;
                let hidden = Command::Step(StepId(Uuid::new_v4()), StepCommand::Propose { title: "Un secret".into(), theme: theme!("health"), terms: None });
                if busy {
                    town.samira.keeps(store, hidden).await;
                }
            }
            let late = NOW.plus_days(3);
            let lea = town.lea.again(store, late).await;
            let session = lea.session(store).await.unwrap();
            let (seq, view) = written!(store, |tx| Partners::on(&tx).view(&session, town.parcours, late)).unwrap();
            assert_eq!(view.steps.len(), 1);
            numbers.push(seq.0);
        }
        assert_eq!(numbers, [5, 5], "three shares, two that ran out, each at its own moment");
    }

    async fn vw3_a_view_counts_as_still_seen_only_while_nothing_of_it_changed_ran_out_or_was_taken_back(world) {
        let (one, two) = (world.step("Rendez-vous", theme!("work")).await, world.step("Dossier", theme!("money")).await);
        let hidden = world.step("Un secret", theme!("health")).await;
        for item in [one, two] {
            world.share(SharedItem::Step(item)).await;
        }
        let parcours = world.town.parcours;
        let still = async |world: &World, seq, now| {
            let lea = world.town.lea.again(&world.store, now).await;
            let session = lea.session(&world.store).await.unwrap();
            Partners::on(world.store.reads()).still_sees(&session, parcours, (seq, NOW), now).await.unwrap().is_some()
        };
        let seq = seen(world).await.unwrap().0;
        assert!(still(world, seq, NOW).await);
        world.town.samira.keeps(&world.store, on_day(hidden, "2026-12-01")).await;
        assert!(still(world, seq, NOW.plus_days(29)).await, "what is hidden changes nothing");
        assert!(!still(world, PartnerSeq(seq.0 - 1), NOW).await);
        assert!(!still(world, seq, NOW.plus_days(30)).await, "all of it ran out");
        let shorter = Command::Sharing(SharingCommand::Share { item: SharedItem::Step(two), organisation: world.town.organisation, purpose: "préparer le rendez-vous".into(), until: NOW.plus_days(10), seen: None });
        let mut changes = world.store.changes();
        world.town.rose.keeps(&world.store, shorter).await;
        let change = changes.try_recv().unwrap();
        let change = change.kept().unwrap();
        assert_eq!((change.partners.len(), &change.given_otherwise), (0, &vec![world.town.organisation]), "those who follow look again");
        assert_eq!(seen(world).await.unwrap().0, seq, "the same words, for a shorter time");
        assert!(still(world, seq, NOW.plus_days(9)).await);
        assert!(!still(world, seq, NOW.plus_days(10)).await, "one of two ran out");
        world.town.samira.keeps(&world.store, on_day(one, "2026-12-01")).await;
        assert!(still(world, seq, NOW).await, "VW5: a day that the person has not shown");
        world.share(SharedItem::Step(one)).await;
        assert!(!still(world, seq, NOW).await, "and has");
        let seq = seen(world).await.unwrap().0;
        for step in [two, one] {
            let end = Command::Sharing(SharingCommand::End { item: SharedItem::Step(step), organisation: world.town.organisation });
            world.town.rose.keeps(&world.store, end).await;
            assert!(!still(world, seq, NOW).await, "withdrawn");
        }
    }

    async fn vw3_an_expired_share_gives_nothing(world) {
        let step = world.step("Rendez-vous", theme!("work")).await;
        world.share(SharedItem::Step(step)).await;
        let end = NOW.plus_days(30);
        let before = itineraire_domain::calendar::Moment(end.0 - 1);
        world.town.lea = world.town.lea.again(&world.store, before).await;
        assert!(seen(world).await.is_some());
        let mut late = world.town.lea.clone();
        late.now = end;
        world.town.lea.now = end;
        assert_eq!(seen(world).await, None);
        let session = late.session(&world.store).await.unwrap();
        let home = Partners::on(world.store.reads()).home(&session, end).await.unwrap();
        assert!(home.is_empty());
        let offer = Command::Sharing(SharingCommand::OfferHelp { step });
        assert_eq!(late.says(&world.store, offer).await, denied(Denial::NotFound));
    }

    async fn vw3_a_withdrawn_share_gives_nothing_even_in_the_same_batch(world) {
        let step = world.step("Rendez-vous", theme!("work")).await;
        world.share(SharedItem::Step(step)).await;
        let mut changes = world.store.changes();
        let end = Command::Sharing(SharingCommand::End { item: SharedItem::Step(step), organisation: world.town.organisation });
        let end = world.store.enqueue(world.town.rose.next(&end)).await.unwrap();
        let offer = world.town.lea.next(&Command::Sharing(SharingCommand::OfferHelp { step }));
        let offer = world.store.enqueue(offer).await.unwrap();
        assert_eq!(end.await.unwrap(), kept(3, 3));
        assert_eq!(offer.await.unwrap(), denied(Denial::NotFound));
        let told = changes.try_recv().unwrap();
        let empty = PartnerView::default();
        assert_eq!(told.kept().unwrap().partners, [(world.town.organisation, PartnerSeq(2), empty)], "not even a first name");
        assert_eq!(seen(world).await, None);
    }

    async fn vw3_a_share_given_in_a_batch_opens_for_what_follows_in_it(world) {
        let step = world.step("Rendez-vous", theme!("work")).await;
        let share = Command::Sharing(SharingCommand::Share { item: SharedItem::Step(step), organisation: world.town.organisation, purpose: "préparer".into(), until: NOW.plus_days(1), seen: None });
        let share = world.store.enqueue(world.town.rose.next(&share)).await.unwrap();
        let offer = world.town.lea.next(&Command::Sharing(SharingCommand::OfferHelp { step }));
        let offer = world.store.enqueue(offer).await.unwrap();
        assert_eq!(share.await.unwrap(), kept(2, 2));
        assert_eq!(offer.await.unwrap(), kept(0, 0), "no number of the board reaches a partner");
        assert!(seen(world).await.unwrap().1.steps[0].engaged);
    }

    async fn vw2_what_is_not_shared_does_not_exist_for_a_partner(world) {
        let shared = world.step("Rendez-vous", theme!("work")).await;
        let hidden = world.step("Un secret", theme!("health")).await;
        world.share(SharedItem::Step(shared)).await;
        let lea = &mut world.town.lea;
        let answers = [
            lea.says(&world.store, Command::Sharing(SharingCommand::OfferHelp { step: hidden })).await,
            lea.says(&world.store, Command::Sharing(SharingCommand::OfferHelp { step: StepId(Uuid::new_v4()) })).await,
        ];
        assert_eq!(answers, [refused(Refusal::NotFound), refused(Refusal::NotFound)]);
        let session = lea.session(&world.store).await.unwrap();
        let page = Parcours::on(world.store.reads()).page(&session, lea.me(), (world.town.parcours, world.store.epoch()), BoardWords::default(), (NOW, world.store.at_hand())).await.unwrap();
        assert_eq!(page, None, "the team's page is not theirs");
    }

    async fn a_partners_list_has_first_names_and_themes_of_what_is_shared(world) {
        let work = world.step("Rendez-vous", theme!("work")).await;
        let money = world.step("Dossier", theme!("money")).await;
        world.step("Un secret", theme!("health")).await;
        for item in [SharedItem::Step(work), SharedItem::Goal, SharedItem::Step(money)] {
            world.share(item).await;
        }
        let session = world.town.lea.session(&world.store).await.unwrap();
        let home = Partners::on(world.store.reads()).home(&session, NOW).await.unwrap();
        assert_eq!(home.len(), 1);
        assert_eq!(home[0].first_name, "Rose");
        assert_eq!(home[0].themes, [theme!("money"), theme!("work")]);
    }
}
