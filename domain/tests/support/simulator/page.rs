//! A page and the person before it: a text field that holds keystrokes back, a store that survives the page.

use super::letters::{self, Ledger};
use super::service::{seat_of, tablet_of};
use itineraire_domain::Refusal;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::Epoch;
use itineraire_domain::parcours::{Board, CharRef, Command, Event, Fact, Field, StepCommand};
use itineraire_domain::sync::draft::Draft;
use itineraire_domain::sync::parcours::{FromPage, Replica, Saved, ToTeam};
use itineraire_domain::sync::replica::Outcome;

pub struct Page {
    pub number: usize,
    pub replica: Replica,
    pub socket: Option<u64>,
    pub awake: bool,
    /// How wrong its clock is, in milliseconds.
    pub skew: i64,
    /// A kind of change that this page's `evolve` passes over (a fault).
    pub drops: Option<&'static str>,
    typing: Option<Typing>,
    held: Option<Held>,
    /// What survives the page.
    store: Saved,
}

/// A word that is being typed.
struct Typing {
    field: Field,
    letter: char,
    left: usize,
    after: Option<CharRef>,
    gap: usize,
}

/// What the text field shows and the page has not given yet (`RB1`).
struct Held {
    field: Field,
    draft: Draft,
    text: String,
    cursor: usize,
    /// The keyboard composes: foreign words are shown afterwards.
    composes: bool,
}

impl Page {
    pub fn open(number: usize, epoch: Epoch, board: Board, skew: i64) -> Self {
        let replica = Replica::new(tablet_of(number), seat_of(number), Some(epoch), board);
        let store = replica.saved();
        Self {
            number,
            replica,
            socket: None,
            awake: true,
            skew,
            drops: None,
            typing: None,
            held: None,
            store,
        }
    }

    /// The page is closed and opened again, on a board just served or on the one it kept.
    pub fn reopen(&mut self, served: Option<(Epoch, Board)>) {
        // Through its text, as the browser's own store keeps it.
        let text = serde_json::to_string(&self.store).unwrap();
        let saved: Saved = serde_json::from_str(&text).unwrap();
        self.replica = Replica::resume(saved, seat_of(self.number), served);
        self.socket = None;
        self.held = None;
        self.typing = None;
    }

    /// The page is loaded anew, on a board just served, with the same client. Whether it had nothing left to say.
    pub fn load(&mut self, epoch: Epoch, board: Board) -> bool {
        let waits = self.replica.pending().count() + self.replica.conflicts().len();
        let silent = self.held.is_none() && waits == 0;
        if silent {
            let (awake, drops) = (self.awake, self.drops);
            *self = Self {
                awake,
                drops,
                ..Self::open(self.number, epoch, board, self.skew)
            };
        }
        silent
    }

    fn save(&mut self) {
        self.store = self.replica.saved();
    }

    /// Adds the last command to what is stored, and nothing else.
    fn save_last(&mut self) {
        self.replica.keep_last(&mut self.store);
    }

    pub fn give(&mut self, command: Command, now: Moment, ledger: &mut Ledger) -> Vec<FromPage> {
        let removes = matches!(
            command,
            Command::Step(
                _,
                StepCommand::RemoveCheck { .. } | StepCommand::RemoveComment { .. }
            ) | Command::Undo { .. }
        );
        let may_erase = removes || command.writing().is_some();
        let before = may_erase.then(|| letters::of_board(self.replica.shown()));
        let waiting = self.replica.pending().count();
        let given: Result<_, Refusal> = self.replica.give(command.clone(), Moment(now.0 + self.skew));
        let Ok(messages) = given else { return Vec::new() };
        if self.replica.pending().count() > waiting {
            ledger.given(&command);
            self.save_last();
        }
        if let Some(before) = before {
            ledger.erased(&before, &letters::of_board(self.replica.shown()));
        }
        messages
    }

    /// One key. Words go where the eye sees a gap between two others.
    pub fn key(&mut self, field: Field, gap: usize, length: usize, ledger: &mut Ledger) {
        let typing = self.typing.take().unwrap_or_else(|| Typing {
            field,
            letter: ledger.letter(),
            left: length,
            after: None,
            gap,
        });
        // The word is whole: the field gives it before another is begun.
        if typing.left == 0 {
            self.typing = Some(typing);
            return;
        }
        let held = self.held.take().or_else(|| {
            let words = self.replica.shown().words(typing.field)?;
            let text = words.text();
            let gaps = gaps(&text);
            let seen = typing.after.and_then(|after| words.place_after(after));
            let mut draft = Draft::new(words.clone());
            let composes = typing.gap.is_multiple_of(3);
            draft.composes(composes);
            Some(Held {
                field: typing.field,
                draft,
                cursor: seen.unwrap_or(gaps[typing.gap % gaps.len()]),
                text,
                composes,
            })
        });
        let Some(mut held) = held else { return };
        let mut typed: Vec<char> = held.text.chars().collect();
        typed.insert(held.cursor, typing.letter);
        held.text = typed.into_iter().collect();
        held.cursor += 1;
        self.held = Some(held);
        self.typing = Some(Typing {
            left: typing.left - 1,
            ..typing
        });
    }

    /// Gives what the text field holds back. The keyboard may go on composing.
    fn write_down(&mut self, now: Moment, ledger: &mut Ledger) -> Vec<FromPage> {
        let client = self.replica.client();
        // The letters that the client wrote on an earlier page are not known yet: the field keeps its words.
        let Some(held) = self.held.as_mut().filter(|_| self.replica.knows_its_client()) else {
            return Vec::new();
        };
        let field = held.field;
        let changes = held.draft.unwritten(client, &held.text, Some(held.cursor));
        if changes.is_empty() {
            return Vec::new();
        }
        held.draft.written(client, &changes);
        self.give(Command::write(field, changes), now, ledger)
    }

    /// Gives what the text field holds back, and shows in it what the board says.
    pub fn flush(&mut self, now: Moment, ledger: &mut Ledger) -> Vec<FromPage> {
        let messages = self.write_down(now, ledger);
        let Some(mut held) = self.held.take_if(|_| self.replica.knows_its_client()) else {
            return messages;
        };
        let mut last = None;
        if let Some(words) = self.replica.shown().words(held.field) {
            held.draft.composes(false);
            let selection = (held.cursor, held.cursor);
            let client = self.replica.client();
            let shown = held.draft.follow(client, words, &held.text, selection);
            let (text, cursor) = shown.map_or((held.text, held.cursor), |it| (it.text, it.selection.1));
            assert_eq!(
                text,
                words.text(),
                "the field shows something else than the board"
            );
            last = cursor.checked_sub(1).and_then(|at| words.char_at(at));
        }
        self.typing = self.typing.take().filter(|typing| typing.left > 0);
        if let Some(typing) = &mut self.typing {
            typing.after = last;
        }
        messages
    }

    /// Erases a word that the page shows.
    pub fn erase(&mut self, field: Field, at: usize, now: Moment, ledger: &mut Ledger) -> Vec<FromPage> {
        let Some(words) = self
            .replica
            .shown()
            .words(field)
            .filter(|_| self.replica.knows_its_client())
        else {
            return Vec::new();
        };
        let text: Vec<char> = words.text().chars().collect();
        let Some(word) = text.get(at % text.len().max(1)) else {
            return Vec::new();
        };
        // A word with others among its letters goes with them, and they are typed again.
        let together = text.chunk_by(|one, other| one == other);
        if together.filter(|run| run.contains(word)).count() > 1 {
            return Vec::new();
        }
        let rest: String = text.iter().filter(|letter| *letter != word).collect();
        let changes = words.diff(self.replica.client(), &rest, None);
        self.give(Command::write(field, changes), now, ledger)
    }

    /// A frame of the page's own socket. What comes before it is given first (`RB1`).
    pub fn receive(
        &mut self,
        frame: ToTeam,
        keeps: bool,
        now: Moment,
        ledger: &mut Ledger,
    ) -> (Vec<FromPage>, bool) {
        let composes = self.held.as_ref().is_some_and(|held| held.composes);
        let mut messages = if composes {
            self.write_down(now, ledger)
        } else {
            self.flush(now, ledger)
        };
        let (more, outcome) = self.replica.receive(self.as_this_page_reads(frame));
        // What is sent is stored before.
        if keeps || !more.is_empty() {
            self.save();
        }
        messages.extend(more);
        (messages, outcome == Outcome::Reconnect)
    }

    /// An `evolve` that passes over a kind of change would do what it does with an event that changes nothing.
    fn as_this_page_reads(&self, frame: ToTeam) -> ToTeam {
        match (self.drops, frame) {
            (Some(kind), ToTeam::Delta { after, events, next }) => {
                let read = |event: Event| {
                    let fact = if crate::support::kind(&event) == kind {
                        Fact::Dealt { keys: Vec::new() }
                    } else {
                        event.fact
                    };
                    Event { fact, ..event }
                };
                ToTeam::Delta {
                    after,
                    events: events.into_iter().map(read).collect(),
                    next,
                }
            }
            (_, frame) => frame,
        }
    }
}

/// The places between two words, and both ends.
fn gaps(text: &str) -> Vec<usize> {
    let letters: Vec<char> = text.chars().collect();
    let between =
        |place: &usize| *place == 0 || *place == letters.len() || letters[*place - 1] != letters[*place];
    (0..=letters.len()).filter(between).collect()
}
