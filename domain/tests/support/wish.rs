//! The choice of a command: any of them, about what is on the board, or about what is not.

use super::{CLIPS, MISSION_LOCALE, NADIA, ROSE};
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::*;
use itineraire_domain::parcours::*;
use itineraire_domain::theme;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

/// Someone who looks at a board and chooses.
pub struct Wisher<'a> {
    pub rng: &'a mut StdRng,
    pub board: &'a Board,
    pub client: ClientId,
    pub now: Moment,
    /// The words of whoever writes.
    pub words: &'a mut dyn FnMut(&mut StdRng) -> String,
    /// How often, in a hundred, a thing is named that is not on the board.
    pub wild: u32,
}

/// How many kinds of commands there are.
pub const KINDS: u32 = 42;

impl Wisher<'_> {
    /// Any command.
    pub fn any(&mut self) -> Command {
        let kind = self.rng.random_range(0..KINDS);
        self.of_kind(kind)
    }

    /// The command of a kind, from 0 to [`KINDS`].
    pub fn of_kind(&mut self, kind: u32) -> Command {
        let step = self.step();
        match kind {
            0 => {
                let field = self.field();
                let changes = self.changes(field);
                Command::write(field, changes)
            }
            1 => Command::Finding(
                FindingId(self.new_id()),
                FindingCommand::Add {
                    side: Side::Barrier,
                    theme: self.theme(),
                    words: self.words(),
                },
            ),
            2 => Command::Finding(
                FindingId(self.new_id()),
                FindingCommand::Add {
                    side: Side::Lever,
                    theme: self.theme(),
                    words: self.words(),
                },
            ),
            3 => Command::Finding(
                self.finding(),
                FindingCommand::Rate {
                    level: Level::ALL.choose(self.rng).copied(),
                },
            ),
            4 => Command::Shelf(self.item(), ShelfCommand::SetTheme { theme: self.theme() }),
            5 | 6 => Command::Step(
                StepId(self.new_id()),
                StepCommand::Propose {
                    title: self.words(),
                    theme: self.theme(),
                    terms: None,
                },
            ),
            7 => Command::Step(
                step,
                StepCommand::SetDoers {
                    doers: vec![self.doer()],
                },
            ),
            8 => Command::Step(step, StepCommand::SetWhen { when: self.when() }),
            9 => Command::Step(step, StepCommand::SetPlace { place: self.words() }),
            10 => Command::Step(step, StepCommand::SetBring { bring: self.words() }),
            11 => Command::Step(
                step,
                StepCommand::SetLifts {
                    barrier: self.of_side(Side::Barrier),
                },
            ),
            12 => Command::Step(
                step,
                StepCommand::SetLeansOn {
                    lever: self.of_side(Side::Lever),
                },
            ),
            13 => Command::Step(
                step,
                StepCommand::AddCheck {
                    check: CheckId(self.new_id()),
                    words: self.words(),
                },
            ),
            14 => Command::Step(
                step,
                StepCommand::TickCheck {
                    check: self.check(step),
                    done: self.rng.random(),
                },
            ),
            15 => Command::Step(
                step,
                StepCommand::RemoveCheck {
                    check: self.check(step),
                },
            ),
            16 | 17 => Command::Answer(
                step,
                AnswerCommand::Agree {
                    words: self.digest(step),
                },
            ),
            18 => Command::Answer(step, AnswerCommand::TalkAboutIt),
            19 => Command::Answer(step, AnswerCommand::Refuse),
            20 => Command::Answer(step, AnswerCommand::Withdraw),
            21 => Command::Answer(
                step,
                AnswerCommand::RecordPaper {
                    words: self.digest(step),
                },
            ),
            22 => Command::Stage(step, StageCommand::Start),
            23 => Command::Stage(step, StageCommand::Finish),
            24 => Command::Stage(step, StageCommand::Stop { reason: self.words() }),
            25 => Command::Stage(step, StageCommand::Reopen),
            26 => Command::Shelf(
                self.item(),
                ShelfCommand::Move {
                    before: self.rng.random_bool(0.8).then(|| self.item()),
                },
            ),
            27 => Command::Step(
                step,
                StepCommand::Comment {
                    comment: CommentId(self.new_id()),
                    words: self.words(),
                },
            ),
            28 => Command::Step(
                step,
                StepCommand::RemoveComment {
                    comment: self.comment(step),
                },
            ),
            29 => Command::Shelf(self.item(), ShelfCommand::Remove),
            30 => Command::Shelf(self.removed(), ShelfCommand::Restore),
            31 => Command::Sharing(SharingCommand::Share {
                item: self.shared_item(),
                organisation: self.organisation(),
                purpose: self.words(),
                until: self.now.plus_days(self.rng.random_range(-1..100)),
                seen: None,
            }),
            32 => Command::Sharing(SharingCommand::End {
                item: self.shared_item(),
                organisation: self.organisation(),
            }),
            33 => Command::Sharing(SharingCommand::OfferHelp {
                step: self.shared().unwrap_or(step),
            }),
            34 => Command::Sharing(SharingCommand::WithdrawOffer {
                step: self.offered().unwrap_or(step),
            }),
            35 => Command::Step(
                step,
                StepCommand::AskForHelp {
                    needed: self.rng.random(),
                },
            ),
            // Seldom possible: wished for twice as often.
            36 | 39 => {
                let step = self.offered().unwrap_or(step);
                let offers = self.board.steps.get(&step).map(|step| step.offers.clone());
                let offers: Vec<_> = offers.unwrap_or_default();
                let known = offers.choose(self.rng).map(|offer| offer.organisation);
                Command::Sharing(SharingCommand::AnswerOffer {
                    step,
                    organisation: known.unwrap_or_else(|| self.organisation()),
                    wanted: self.rng.random(),
                })
            }
            37 | 40 => {
                let seen = self.board.goal_digest();
                let other = Digest::of_bytes(b"another goal");
                let words = if self.rng.random_range(0..100) < self.wild {
                    other
                } else {
                    seen
                };
                Command::Goal(GoalCommand::SayOwn { words })
            }
            38 => Command::Answer(self.on_paper().unwrap_or(step), AnswerCommand::TakePaperBack),
            _ => Command::Undo { of: self.action() },
        }
    }

    /// A text of the board.
    pub fn field(&mut self) -> Field {
        match self.rng.random_range(0..4) {
            0 => Field::Goal,
            1 => match self.item() {
                Item::Finding(id) => Field::Finding(id),
                Item::Step(id) => Field::Details(id),
            },
            2 => Field::Title(self.step()),
            _ => Field::Details(self.step()),
        }
    }

    pub fn step(&mut self) -> StepId {
        let bin_too = self.rng.random_bool(0.2);
        let steps = self
            .board
            .steps
            .iter()
            .filter(|(_, step)| bin_too || step.removed.is_none());
        let known: Vec<_> = steps.map(|(id, _)| *id).collect();
        self.known(&known).unwrap_or(StepId(self.new_id()))
    }

    /// One that some organisation sees.
    fn shared(&mut self) -> Option<StepId> {
        let shares = self.board.shares.iter();
        let known: Vec<_> = shares
            .filter_map(|share| match share.item {
                SharedItem::Step(id) => Some(id),
                SharedItem::Goal => None,
            })
            .collect();
        self.known(&known)
    }

    /// One that someone offered to help with.
    fn offered(&mut self) -> Option<StepId> {
        let offered = self
            .board
            .steps
            .iter()
            .filter(|(_, step)| !step.offers.is_empty());
        let known: Vec<_> = offered.map(|(id, _)| *id).collect();
        self.known(&known)
    }

    /// One that a professional says was agreed to on paper.
    fn on_paper(&mut self) -> Option<StepId> {
        let usager = self.board.usager;
        let noted = self.board.steps.iter().filter(|(_, step)| {
            let known = step.agreements.get(&usager);
            known.is_some_and(Agreement::is_on_paper)
        });
        let known: Vec<_> = noted.map(|(id, _)| *id).collect();
        self.known(&known)
    }

    fn finding(&mut self) -> FindingId {
        let known: Vec<_> = self.board.findings.keys().copied().collect();
        self.known(&known).unwrap_or(FindingId(self.new_id()))
    }

    /// Rather one of this side; now and then one of the other, which nothing lifts or leans on.
    fn of_side(&mut self, side: Side) -> Option<FindingId> {
        let either = self.rng.random_range(0..100) < self.wild;
        let all = self.board.findings.iter();
        let known: Vec<_> = all
            .filter(|(_, it)| either || it.side == side)
            .map(|(id, _)| *id)
            .collect();
        known.choose(self.rng).copied()
    }

    fn item(&mut self) -> Item {
        let findings = self.board.findings.keys().map(|id| Item::Finding(*id));
        let known: Vec<_> = findings
            .chain(self.board.steps.keys().map(|id| Item::Step(*id)))
            .collect();
        self.known(&known).unwrap_or(Item::Step(StepId(self.new_id())))
    }

    /// Rather one that is in the bin.
    fn removed(&mut self) -> Item {
        let item = self.item();
        let in_bin = self.board.steps.iter().find(|(_, step)| step.removed.is_some());
        match in_bin {
            Some((id, _)) if self.rng.random_bool(0.5) => Item::Step(*id),
            _ => item,
        }
    }

    fn known<T: Copy>(&mut self, known: &[T]) -> Option<T> {
        let wild = self.rng.random_range(0..100) < self.wild;
        known.choose(self.rng).copied().filter(|_| !wild)
    }

    fn check(&mut self, step: StepId) -> CheckId {
        let lines = self
            .board
            .steps
            .get(&step)
            .map(|step| step.checklist.iter().map(|line| line.id).collect());
        let lines: Vec<_> = lines.unwrap_or_default();
        self.known(&lines).unwrap_or(CheckId(self.new_id()))
    }

    fn comment(&mut self, step: StepId) -> CommentId {
        let said = self
            .board
            .steps
            .get(&step)
            .map(|step| step.comments.iter().map(|said| said.id).collect());
        let said: Vec<_> = said.unwrap_or_default();
        self.known(&said).unwrap_or(CommentId(self.new_id()))
    }

    /// Rather what the step says now; sometimes what another does, sometimes what nobody wrote.
    fn digest(&mut self, step: StepId) -> Digest {
        let step = match self.known(&[step]) {
            Some(step) => step,
            None => self.step(),
        };
        match self.board.steps.get(&step) {
            Some(step) => step.digest(),
            None => Digest::of_bytes(b"nobody wrote this"),
        }
    }

    /// An action that can be undone, or any number.
    fn action(&mut self) -> Seq {
        let known: Vec<_> = self.board.actions.iter().map(|action| action.seq).collect();
        let any = Seq(self.rng.random_range(0..self.board.seq.0 + 3));
        self.known(&known).unwrap_or(any)
    }

    fn shared_item(&mut self) -> SharedItem {
        if self.rng.random_bool(0.2) {
            SharedItem::Goal
        } else {
            SharedItem::Step(self.step())
        }
    }

    fn organisation(&mut self) -> OrganisationId {
        if self.rng.random() { MISSION_LOCALE } else { CLIPS }
    }

    fn theme(&mut self) -> Theme {
        // The rules look at a theme's shape alone: the last is in nobody's catalogue.
        let themes = [
            theme!("work"),
            theme!("health"),
            theme!("rights"),
            theme!("vie_de_quartier"),
        ];
        *themes.choose(self.rng).unwrap()
    }

    fn doer(&mut self) -> Doer {
        match self.rng.random_range(0..3) {
            0 => Doer::Person(if self.rng.random() { ROSE } else { NADIA }),
            1 => Doer::Organisation(self.organisation()),
            _ => Doer::Named(self.words()),
        }
    }

    fn when(&mut self) -> Option<WrittenWhen> {
        let day = ["2027-03-01", "2027-03-02", "2026-02-30", "demain"]
            .choose(self.rng)
            .unwrap();
        let hour = ["09:30", "14:00", "25:00"].choose(self.rng).unwrap();
        self.rng.random_bool(0.8).then(|| WrittenWhen {
            day: (*day).into(),
            hour: self.rng.random_bool(0.5).then(|| (*hour).into()),
            before: self.rng.random(),
        })
    }

    fn words(&mut self) -> String {
        (self.words)(self.rng)
    }

    fn new_id(&mut self) -> Uuid {
        Uuid::from_u128(self.rng.random())
    }

    /// Words put where the writer's eye falls: at a gap between two words, or in place of one.
    fn changes(&mut self, field: Field) -> Vec<WordsChange> {
        let Some(text) = self.board.words(field) else {
            return vec![WordsChange::Hide {
                from: self.character(),
                count: self.rng.random_range(0..9),
            }];
        };
        if self.rng.random_range(0..100) < self.wild {
            let (after, before) = (Some(self.character()), Some(self.character()));
            let first = self.rng.random_range(0..50);
            return match self.rng.random_range(0..3) {
                0 => vec![WordsChange::Insert {
                    after,
                    before,
                    first,
                    text: self.words(),
                }],
                1 => vec![WordsChange::Show {
                    from: self.character(),
                    count: 9,
                }],
                _ => vec![WordsChange::Hide {
                    from: self.character(),
                    count: 9,
                }],
            };
        }
        let old = text.text();
        let mut words: Vec<&str> = old.split(' ').collect();
        let typed = self.words();
        let at = self.rng.random_range(0..=words.len());
        if self.rng.random_bool(0.3) && at < words.len() {
            words.remove(at);
        } else {
            words.insert(at, &typed);
        }
        text.diff(self.client, &words.join(" "), None)
    }

    fn character(&mut self) -> CharRef {
        CharRef {
            client: if self.rng.random() {
                self.client
            } else {
                super::tablet(ROSE)
            },
            number: self.rng.random_range(0..20),
        }
    }
}
