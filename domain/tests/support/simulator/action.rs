//! All that can happen in the simulated world. Chance chooses; an action itself holds everything it needs.

use super::World;
use super::service::Death;
use crate::support::wish::Wisher;
use itineraire_domain::parcours::{Command, Field};
use rand::Rng;
use rand::rngs::StdRng;

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Action {
    /// Someone gives a command.
    Give {
        page: usize,
        command: Command,
    },
    /// Someone types one letter, of a new word or of the one they are at.
    Key {
        page: usize,
        field: Field,
        gap: usize,
        length: usize,
    },
    /// The text field gives what it held back.
    Flush {
        page: usize,
    },
    /// Someone erases a word.
    Erase {
        page: usize,
        field: Field,
        at: usize,
    },
    /// A page connects, in place of any socket it has.
    Connect {
        page: usize,
    },
    /// The network carries the next frame of a socket, to the service or to the page.
    Carry {
        socket: u64,
        up: bool,
        keeps: bool,
    },
    /// A line is cut; so many frames on their way still arrive.
    Cut {
        socket: u64,
        up: usize,
        down: usize,
    },
    /// The page finds its link dead.
    Notice {
        page: usize,
    },
    /// The service finds a link dead.
    Forget {
        socket: u64,
    },
    /// A socket's queue is full.
    Overflow {
        socket: u64,
    },
    /// A tablet is put away.
    Sleep {
        page: usize,
    },
    /// It is taken up again, days later.
    Wake {
        page: usize,
        days: i64,
    },
    /// A page is closed and opened again; `flushes`: the browser let it give what it held back.
    Reopen {
        page: usize,
        flushes: bool,
        served: bool,
    },
    /// A page that has nothing left to say is loaded anew: of all it held, the browser keeps its client (`ID1`).
    Load {
        page: usize,
    },
    /// The service's turn.
    Serve {
        many: usize,
        snapshot: bool,
        death: Option<Death>,
    },
    /// A dead service starts again.
    Start,
    /// The usager gives card and PIN.
    Prove,
    /// The service tells a page its hash.
    Hash {
        socket: u64,
    },
    /// The service writes a snapshot.
    Snapshot,
    /// A backup is made, or put back.
    Backup,
    Restore,
    /// Time passes.
    Wait {
        seconds: i64,
    },
}

impl Action {
    /// Any action that this world allows.
    pub fn any(rng: &mut StdRng, world: &mut World) -> Self {
        let page = rng.random_range(0..world.pages.len());
        let socket = world.any_socket(rng);
        match (rng.random_range(0..1_000), socket) {
            (0..380, Some(socket)) => Self::Carry {
                socket,
                up: rng.random(),
                keeps: rng.random_bool(0.7),
            },
            (0..480, _) => {
                let death = match rng.random_range(0..60) {
                    0 => Some(Death::BeforeCommit),
                    1 => Some(Death::AfterCommit),
                    2 => Some(Death::WhileTelling(rng.random_range(0..4))),
                    _ => None,
                };
                Self::Serve {
                    many: rng.random_range(1..5),
                    snapshot: rng.random_bool(0.2),
                    death,
                }
            }
            (480..630, _) => {
                let (field, gap) = (world.any_field(rng, page), rng.random_range(0..50));
                Self::Key {
                    page,
                    field,
                    gap,
                    length: rng.random_range(1..5),
                }
            }
            (630..700, _) => Self::Flush { page },
            (700..705, _) => Self::Erase {
                page,
                field: world.any_field(rng, page),
                at: rng.random_range(0..99),
            },
            (705..860, _) => Self::Give {
                page,
                command: world.any_command(rng, page),
            },
            (860..910, _) if world.pages[page].socket.is_none() => Self::Connect { page },
            (910..915, _) => Self::Connect { page },
            (915..925, Some(socket)) => Self::Cut {
                socket,
                up: rng.random_range(0..4),
                down: rng.random_range(0..4),
            },
            (925..935, _) => Self::Notice { page },
            (935..940, Some(socket)) => Self::Forget { socket },
            (940..943, Some(socket)) => Self::Overflow { socket },
            (943..948, _) => Self::Sleep { page },
            (948..958, _) => Self::Wake {
                page,
                days: rng.random_range(0..3),
            },
            (958..964, _) => Self::Reopen {
                page,
                flushes: rng.random_bool(0.7),
                served: rng.random_bool(0.7),
            },
            (964..978, _) => Self::Start,
            (978..983, _) => Self::Prove,
            (983..989, Some(socket)) => Self::Hash { socket },
            (989..991, _) => Self::Snapshot,
            (994..997, _) => Self::Load { page },
            (991..993, _) if world.restores => Self::Backup,
            (993..994, _) if world.restores => Self::Restore,
            _ => Self::Wait {
                seconds: rng.random_range(0..300),
            },
        }
    }
}

impl World {
    fn any_socket(&self, rng: &mut StdRng) -> Option<u64> {
        let sockets: Vec<_> = self.wires.keys().copied().collect();
        (!sockets.is_empty()).then(|| sockets[rng.random_range(0..sockets.len())])
    }

    fn any_field(&self, rng: &mut StdRng, page: usize) -> Field {
        let (replica, now) = (&self.pages[page].replica, self.now);
        let (board, client, words) = (replica.shown(), replica.client(), &mut |_: &mut StdRng| {
            String::new()
        });
        Wisher {
            rng,
            board,
            client,
            now,
            words,
            wild: 0,
        }
        .field()
    }

    fn any_command(&mut self, rng: &mut StdRng, page: usize) -> Command {
        let (replica, now, ledger) = (&self.pages[page].replica, self.now, &mut self.ledger);
        let mut words = |_: &mut StdRng| ledger.letter().to_string().repeat(2);
        let (board, client, words) = (replica.shown(), replica.client(), &mut words);
        let mut wisher = Wisher {
            rng,
            board,
            client,
            now,
            words,
            wild: 2,
        };
        // Words are typed and erased by hand, with the eyes on the page.
        loop {
            let command = wisher.any();
            if command.writing().is_none() {
                return command;
            }
        }
    }
}
