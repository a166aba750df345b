//! What happens to what is shared: drawn from the seed alone, so the same in both worlds.

use super::world::World;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::parcours::{
    AnswerCommand, Command, Field, Item, SharedItem, SharingCommand, ShelfCommand, StageCommand, StepCommand,
    WrittenWhen,
};
use itineraire_testing::THEMES;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// An act changes what the partner sees at most once, so that no two changes can be told in one frame.
#[derive(Clone, Debug)]
pub enum Act {
    /// A step's day.
    Day(usize, u8),
    /// Its place.
    Place(usize, u32),
    /// Its title, character by character.
    Retitle(usize, u32),
    Theme(usize, Theme),
    /// The step whose number is given, or the goal.
    Share(Option<usize>, u32),
    EndShare(Option<usize>),
    /// A professional agrees, then the usager.
    Together(usize),
    UsagerWithdraws(usize),
    Start(usize),
    Finish(usize),
    Reopen(usize),
    Bin(usize),
    Restore(usize),
    /// The act just before, by its own author.
    Undo,
    Goal(u32),
    Offer(usize),
    WithdrawOffer(usize),
    /// The usager says whether they want that help.
    AnswerOffer(usize, bool),
    /// The partner's page comes back, with the number it holds.
    Reconnect,
    /// While the partner is away a share runs out, life goes on, and the share is given again or something else shows.
    RunsOutUnseen(usize, bool),
    /// Everything that can be asked for without knowing whether it exists.
    Probe,
}

/// The steps that are shared at some time.
pub const STEPS: usize = 3;

/// The acts of a seed.
pub fn of(seed: u64) -> Vec<Act> {
    let mut rng = StdRng::seed_from_u64(seed ^ 0x5c21);
    let goal = goal_is_shared(seed);
    let mut acts = vec![Act::Reconnect, Act::Share(Some(0), 1), Act::Reconnect];
    for _ in 0..rng.random_range(14..20) {
        let step = rng.random_range(0..STEPS);
        let number = rng.random_range(0..1000);
        acts.push(match rng.random_range(0..20) {
            0 => Act::Day(step, rng.random_range(1..28)),
            1 => Act::Place(step, number),
            2 | 3 => Act::Retitle(step, number),
            4 => Act::Theme(step, THEMES[rng.random_range(0..THEMES.len())]),
            5 | 6 => Act::Share(Some(step), number),
            7 => Act::EndShare(Some(step)),
            8 => Act::Together(step),
            9 => Act::UsagerWithdraws(step),
            10 => Act::Start(step),
            11 => Act::Finish(step),
            12 => Act::Reopen(step),
            13 => Act::Bin(step),
            14 => Act::Restore(step),
            15 => Act::Offer(step),
            16 => Act::WithdrawOffer(step),
            17 => Act::AnswerOffer(step, rng.random_bool(0.5)),
            18 if goal => Act::Goal(number),
            _ => Act::Reconnect,
        });
        if matches!(acts.last(), Some(Act::Day(..) | Act::Place(..) | Act::Theme(..))) && rng.random_bool(0.4)
        {
            acts.push(Act::Undo);
        }
        // What changed reaches the partner once the usager shows it too (`VW5`).
        if let Some(Act::Day(of, _) | Act::Place(of, _) | Act::Theme(of, _) | Act::Retitle(of, _)) =
            acts.last()
            && rng.random_bool(0.6)
        {
            acts.push(Act::Share(Some(*of), number));
        }
    }
    // Every seed has these, whatever it drew: a share given, offered on, run out, withdrawn, given again.
    acts.extend([
        Act::Restore(0),
        Act::Share(Some(0), 2),
        Act::Reconnect,
        Act::Offer(0),
        Act::AnswerOffer(0, true),
        Act::Probe,
    ]);
    if goal {
        acts.extend([
            Act::Share(None, 3),
            Act::Goal(7),
            Act::Share(None, 3),
            Act::EndShare(None),
        ]);
    }
    acts.extend([
        Act::RunsOutUnseen(1, rng.random_bool(0.5)),
        Act::EndShare(Some(2)),
        Act::EndShare(Some(1)),
        Act::EndShare(Some(0)),
        Act::Reconnect,
        Act::Probe,
        Act::RunsOutUnseen(0, true),
        Act::WithdrawOffer(0),
    ]);
    acts
}

/// In half of the seeds the goal is shared at some time; in the others it is one more thing to hide.
pub fn goal_is_shared(seed: u64) -> bool {
    seed.is_multiple_of(2)
}

impl World {
    fn item(&self, step: Option<usize>) -> SharedItem {
        step.map_or(SharedItem::Goal, |step| SharedItem::Step(self.names.steps[step]))
    }

    /// Carries out an act, and hears what the partner gets.
    pub async fn act(&mut self, number: usize, act: &Act) {
        self.turn_to(number);
        self.partner.now_after(&format!("act {number}, {act:?}"));
        let (names, at) = (self.names.clone(), self.clock);
        let step = |number: usize| names.steps[number];
        let mut undoable = None;
        match act {
            Act::Day(of, day) => {
                let when = WrittenWhen {
                    day: format!("2026-12-{day:02}"),
                    hour: None,
                    before: false,
                };
                let when = Some(when);
                undoable = self
                    .samira(Command::Step(step(*of), StepCommand::SetWhen { when }))
                    .await;
            }
            Act::Place(of, number) => {
                let place = format!("Salle {number}");
                undoable = self
                    .samira(Command::Step(step(*of), StepCommand::SetPlace { place }))
                    .await;
            }
            Act::Theme(of, theme) => {
                let (item, theme) = (Item::Step(step(*of)), *theme);
                undoable = self
                    .samira(Command::Shelf(item, ShelfCommand::SetTheme { theme }))
                    .await;
            }
            Act::Undo => {
                if let Some(of) = self.undoable {
                    self.samira(Command::Undo { of }).await;
                }
            }
            Act::Retitle(of, number) => {
                let field = Field::Title(step(*of));
                let changes = self.typed(field, &format!("Rendez-vous {number}")).await;
                self.samira(Command::write(field, changes)).await;
            }
            Act::Goal(number) => {
                let changes = self.typed(Field::Goal, &format!("Conduire {number}")).await;
                let field = Field::Goal;
                self.samira(Command::write(field, changes)).await;
            }
            Act::Share(of, number) => self.share(self.item(*of), *number, at.plus_days(30)).await,
            Act::EndShare(of) => {
                let (item, organisation) = (self.item(*of), names.organisation);
                self.rose(Command::Sharing(SharingCommand::End { item, organisation }))
                    .await;
            }
            Act::Together(of) => {
                // Whatever else a professional answered: the usager's yes is what changes the column.
                let words = self.board().await.steps[&step(*of)].digest();
                let step = step(*of);
                self.samira(Command::Answer(step, AnswerCommand::Agree { words }))
                    .await;
                self.rose(Command::Answer(step, AnswerCommand::Agree { words }))
                    .await;
            }
            Act::UsagerWithdraws(of) => {
                self.rose(Command::Answer(step(*of), AnswerCommand::Withdraw))
                    .await;
            }
            Act::Start(of) => {
                self.samira(Command::Stage(step(*of), StageCommand::Start)).await;
            }
            Act::Finish(of) => {
                self.samira(Command::Stage(step(*of), StageCommand::Finish)).await;
            }
            Act::Reopen(of) => {
                self.samira(Command::Stage(step(*of), StageCommand::Reopen)).await;
            }
            Act::Bin(of) => {
                let item = Item::Step(step(*of));
                self.samira(Command::Shelf(item, ShelfCommand::Remove)).await;
            }
            Act::Restore(of) => {
                let item = Item::Step(step(*of));
                self.samira(Command::Shelf(item, ShelfCommand::Restore)).await;
            }
            Act::Offer(of) => {
                self.partner
                    .says(&Command::Sharing(SharingCommand::OfferHelp { step: step(*of) }))
                    .await;
            }
            Act::WithdrawOffer(of) => {
                self.partner
                    .says(&Command::Sharing(SharingCommand::WithdrawOffer {
                        step: step(*of),
                    }))
                    .await;
            }
            Act::AnswerOffer(of, wanted) => {
                let (organisation, step, wanted) = (names.organisation, step(*of), *wanted);
                let answer = SharingCommand::AnswerOffer {
                    step,
                    organisation,
                    wanted,
                };
                self.rose(Command::Sharing(answer)).await;
            }
            Act::Reconnect => {
                self.partner.leaves().await;
                self.partner.comes(names.parcours).await;
            }
            Act::RunsOutUnseen(of, again) => self.runs_out_unseen(*of, *again).await,
            Act::Probe => self.probe().await,
        }
        self.undoable = undoable;
        let added = self.the_team_adds().await;
        self.listen(number).await;
        self.the_team_takes_back(added).await;
    }

    async fn share(&mut self, item: SharedItem, number: u32, until: itineraire_domain::calendar::Moment) {
        let share = Command::Sharing(SharingCommand::Share {
            item,
            organisation: self.names.organisation,
            purpose: format!("préparer {number}"),
            until,
            seen: None,
        });
        self.rose(share).await;
    }

    async fn runs_out_unseen(&mut self, of: usize, again: bool) {
        self.partner.leaves().await;
        let item = SharedItem::Step(self.names.steps[of]);
        self.share(item, 5, self.clock.plus_seconds(2)).await;
        self.hide_some().await;
        self.clock = self.clock.plus_seconds(2);
        self.hide_some().await;
        // The same words as before it ran out, or another thing that is shown: neither may tell of what came between.
        if again {
            self.share(item, 5, self.clock.plus_days(20)).await;
        } else {
            let (step, place) = (self.names.steps[0], "Gare".to_owned());
            self.samira(Command::Step(step, StepCommand::SetPlace { place }))
                .await;
            self.share(SharedItem::Step(step), 6, self.clock.plus_days(20))
                .await;
        }
        self.partner.comes(self.names.parcours).await;
    }
}
