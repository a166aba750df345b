//! Commands by chance, from a seed, about what is on a board: enough of every kind that shows in the tables of lists.

use crate::world::NOW;
use itineraire_domain::ids::{ClientId, FindingId, OrganisationId, PersonId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Board, Command, Doer, Field, FindingCommand, Item, Level, SharedItem, SharingCommand,
    ShelfCommand, Side, StageCommand, StepCommand, WrittenWhen,
};
use itineraire_testing::THEMES;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

/// What is chosen, the same each time from the same seed.
pub struct Chance(StdRng);

impl Chance {
    pub fn from(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.below(all.len())])
    }

    /// A command of this tablet; the rules may refuse it.
    pub fn command(
        &mut self,
        board: &Board,
        (person, client): (PersonId, ClientId),
        organisation: OrganisationId,
    ) -> Command {
        // The same few again and again: so some of them come to their end.
        let steps: Vec<_> = board.steps.keys().copied().take(4).collect();
        let findings: Vec<_> = board.findings.keys().copied().take(3).collect();
        let theme = self.one_of(&THEMES).unwrap();
        let words = format!("Mot {}", self.below(50));
        let step = self.one_of(&steps).unwrap_or(StepId(Uuid::nil()));
        let finding = self.one_of(&findings).unwrap_or(FindingId(Uuid::nil()));
        let item = if self.below(2) == 0 {
            Item::Step(step)
        } else {
            Item::Finding(finding)
        };
        let digest = board.steps.get(&step).map(|step| step.digest());
        // First something to do it to.
        let kind = match (steps.len(), findings.len()) {
            (..3, _) => 0,
            (_, ..2) => 2,
            _ => self.below(50),
        };
        match kind {
            0 | 1 => Command::Step(
                StepId(Uuid::new_v4()),
                StepCommand::Propose {
                    title: words,
                    theme,
                    terms: None,
                },
            ),
            2..=4 => {
                let side = [Side::Barrier, Side::Lever][self.below(2)];
                Command::Finding(
                    FindingId(Uuid::new_v4()),
                    FindingCommand::Add { side, theme, words },
                )
            }
            5 => Command::write(Field::Goal, board.goal.diff(client, &words, None)),
            6 => match board.steps.get(&step) {
                Some(known) => Command::write(Field::Title(step), known.title.diff(client, &words, None)),
                None => Command::Undo { of: board.seq },
            },
            7..=9 | 38..=43 => Command::Step(step, StepCommand::SetWhen { when: self.when() }),
            10 => Command::Step(
                step,
                StepCommand::SetDoers {
                    doers: vec![Doer::Person(person)],
                },
            ),
            11..=13 | 28..=30 => match digest {
                Some(words) => Command::Answer(step, AnswerCommand::Agree { words }),
                None => Command::Undo { of: board.seq },
            },
            14 => Command::Answer(step, AnswerCommand::TalkAboutIt),
            15 => Command::Answer(step, AnswerCommand::Withdraw),
            16 | 23..=25 => Command::Stage(step, StageCommand::Start),
            17 | 26 | 27 => Command::Stage(step, StageCommand::Finish),
            18 => Command::Stage(step, StageCommand::Stop { reason: words }),
            19 | 31..=33 => Command::Step(
                step,
                StepCommand::AskForHelp {
                    needed: self.below(3) > 0,
                },
            ),
            20 | 34..=37 => Command::Finding(
                finding,
                FindingCommand::Rate {
                    level: self.one_of(&[Level::Gone, Level::Gone, Level::Strong]),
                },
            ),
            21 => {
                let command = [
                    ShelfCommand::Remove,
                    ShelfCommand::Restore,
                    ShelfCommand::SetTheme { theme },
                ];
                Command::Shelf(item, command[self.below(3)].clone())
            }
            22 | 44..=49 => {
                let item = [SharedItem::Goal, SharedItem::Step(step)][self.below(2)];
                Command::Sharing(match self.below(3) {
                    0 => SharingCommand::End { item, organisation },
                    _ => SharingCommand::Share {
                        item,
                        organisation,
                        purpose: words,
                        until: NOW.plus_days(30),
                        seen: None,
                    },
                })
            }
            _ => Command::Undo {
                of: board.actions.back().map_or(board.seq, |action| action.seq),
            },
        }
    }

    /// Yesterday, today and tomorrow more often than other days, so that two steps meet on one.
    fn when(&mut self) -> Option<WrittenWhen> {
        let day = [
            "2026-05-30",
            "2026-06-01",
            "2026-06-02",
            "2026-06-03",
            "2026-12-01",
        ][self.below(5)];
        let hour = [None, Some("09:00"), Some("14:30")][self.below(3)];
        (self.below(6) > 0).then(|| WrittenWhen {
            day: day.into(),
            hour: hour.map(Into::into),
            before: self.below(2) == 0,
        })
    }
}
