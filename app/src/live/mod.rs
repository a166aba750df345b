//! The browser's side of a live stream: what a page shows, and what it sends. `engine` and `link` are of any stream;
//! [`LiveBoard`] is a parcours', [`partner`] what a partner has of one. On the server, and before the WASM wakes up, the same
//! handle shows what came with the page.

mod address;
mod cell;
mod client;
mod engine;
mod fields;
mod link;
pub mod partner;
mod session;
mod shown;

pub use address::Address;
pub(crate) use fields::{ShortTyping, WordsTyping};

use crate::browser::clock::now;
use crate::browser::local::Local;
use crate::browser::{focus, kept, taps, window};
use crate::locales::{self, say};
use engine::Engine;
use itineraire_domain::Trouble;
use itineraire_domain::access::{Role, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{OrganisationId, PersonId, StepId};
use itineraire_domain::kernel::letters::folded;
use itineraire_domain::parcours::{Board, Column, Command, Doer, Field, Item, Seq, SharedItem, Step, Words};
use itineraire_domain::sync::kept::KeptPage;
use itineraire_domain::sync::parcours::{Conflict, Here, Replica};
use itineraire_domain::sync::replica::Work;
use itineraire_domain::views::pages::{BoardPage, Me, PersonName};
use leptos::prelude::*;
pub use session::SessionClock;
use shown::{Begins, Screen, Shown};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where in its tab what is written and not given is kept.
const DRAFT: &str = "brouillon/";

/// A board's page that is over.
pub type Ended = shown::Ended<Board>;

/// A live board, as every part of the page holds it: what it shows, to be read, and a few verbs.
#[derive(Clone, Copy)]
pub struct LiveBoard {
    /// The board with what is still on its way.
    pub board: ReadSignal<Arc<Board>>,
    /// The page is alive: what is pressed is heard.
    pub awake: ReadSignal<bool>,
    /// Where one's work is.
    pub work: ReadSignal<Work>,
    /// Whether the service is within reach.
    pub linked: ReadSignal<bool>,
    /// Why the service keeps nothing for now, as far as this page was told.
    pub trouble: ReadSignal<Option<Trouble>>,
    /// Who is here, and where they write.
    pub here: ReadSignal<Vec<Here>>,
    /// The last event that the service confirmed.
    pub confirmed: ReadSignal<Seq>,
    /// Why nothing may be shown here any more, once that is so.
    pub ended: ReadSignal<Option<Ended>>,
    /// What the service refused, words and all.
    pub conflicts: ReadSignal<Vec<Conflict>>,
    /// A sentence for the screen and for screen readers.
    pub notice: ReadSignal<String>,
    /// Who the page is for.
    pub me: ReadSignal<Me>,
    /// Which step is open beside the board.
    pub address: Address,
    /// What came with the page: names, organisations, the cell's words.
    page: StoredValue<Arc<BoardPage>>,
    /// What is set here and by the engine, and nowhere else.
    own: StoredValue<Own>,
    engine: Local<Engine<Board>>,
}

#[derive(Clone, Copy)]
struct Own {
    shown: Shown<Board>,
    me: WriteSignal<Me>,
    session: SessionClock,
    /// The command that waits for the PIN.
    waits: RwSignal<Option<Command>>,
    /// The last event before this person's last command.
    before: RwSignal<Seq>,
    /// What is told when one item changes.
    items: StoredValue<BTreeMap<Item, ArcTrigger>>,
    /// What is written and was not given yet, by where it is written.
    drafts: StoredValue<BTreeMap<String, ArcRwSignal<String>>>,
}

impl LiveBoard {
    /// A live board from the page's own data, with a step open or none; in the browser the link opens.
    pub fn new(page: BoardPage, step: Option<StepId>) -> Self {
        let shown = Shown::served(page.board.clone());
        Self::begin(page, shown, None, step)
    }

    /// A live board from what a tablet kept of an earlier page: it needs the service for nothing that is to be seen.
    pub fn kept(kept: KeptPage, step: Option<StepId>) -> Self {
        let KeptPage { mut page, work } = kept;
        let replica = Replica::resume(work, who(&page.me), None);
        page.board = replica.shown().clone();
        let shown = Shown::kept(&replica);
        Self::begin(page, shown, Some(replica), step)
    }

    fn begin(page: BoardPage, shown: Shown<Board>, replica: Option<Replica>, step: Option<StepId>) -> Self {
        let (who, epoch) = (who(&page.me), Some(page.epoch));
        let (me, set_me) = signal(page.me.clone());
        let own = Own {
            shown,
            me: set_me,
            session: SessionClock::new(page.me.rests, page.me.ends),
            waits: RwSignal::new(None),
            before: RwSignal::new(Seq(u64::MAX)),
            items: StoredValue::new(BTreeMap::new()),
            drafts: StoredValue::new(BTreeMap::new()),
        };
        let live = Self {
            awake: window::awake(),
            board: shown.state.read_only(),
            work: shown.work.read_only(),
            linked: shown.linked.read_only(),
            trouble: shown.trouble.read_only(),
            here: shown.here.read_only(),
            confirmed: shown.confirmed.read_only(),
            ended: shown.ended.read_only(),
            conflicts: shown.conflicts.read_only(),
            notice: shown.notice.read_only(),
            me,
            address: Address::new(page.board.parcours, step),
            page: StoredValue::new(Arc::new(page)),
            own: StoredValue::new(own),
            engine: Local::new(),
        };
        focus::keep(move || live.board.track());
        taps::guard();
        Effect::new(move |_| {
            kept::is_tab_of(&live.me.with_untracked(|me| me.person.to_string()));
            live.finds_drafts();
        });
        Effect::new(move |_| {
            let (who, replica) = (who.clone(), replica.clone());
            let begins = Begins { who, epoch, replica };
            live.engine.put(Engine::start(live, begins), Engine::stop);
        });
        live
    }

    /// What is written in a line of a step, or of the board, and was not given yet: it outlives the sheet that it is written
    /// on, and the page, in its tab ([`kept::in_tab`]).
    pub fn draft(self, step: Option<StepId>, line: &'static str) -> RwSignal<String> {
        let of = step.map_or_else(
            || self.board.with_untracked(|board| board.parcours.to_string()),
            |step| step.to_string(),
        );
        let place = format!("{DRAFT}{line}/{of}");
        let draft = RwSignal::from(self.draft_at(place.clone()));
        Effect::new(move |_| draft.with(|words| kept::keep_in_tab(&place, words)));
        draft
    }

    fn draft_at(self, place: String) -> ArcRwSignal<String> {
        let drafts = self.own().drafts;
        let draft = drafts.try_update_value(|all| all.entry(place).or_default().clone());
        draft.unwrap_or_default()
    }

    /// Looks for what the tab kept of an earlier page of this board.
    fn finds_drafts(self) {
        let is_here = |place: &str| {
            let of = place.strip_prefix(DRAFT).and_then(|rest| rest.rsplit_once('/'));
            of.is_some_and(|(_, of)| {
                self.board.with_untracked(|board| {
                    let step = of.parse().is_ok_and(|step| board.steps.contains_key(&step));
                    step || of.parse() == Ok(board.parcours)
                })
            })
        };
        for (place, words) in kept::in_tab() {
            if is_here(&place) {
                self.draft_at(place).set(words);
            }
        }
    }

    /// What is written and was not given. The page is over: of this board the tab keeps it no more, and of none, where the
    /// session is.
    pub fn takes_drafts(self, signed_out: bool) -> Vec<String> {
        if signed_out {
            kept::forget_tab();
        }
        let all = self.own().drafts;
        let all = all.try_update_value(std::mem::take).unwrap_or_default();
        let words = all.into_iter().map(|(place, words)| {
            kept::keep_in_tab(&place, "");
            words.get_untracked()
        });
        words.filter(|words| !words.trim().is_empty()).collect()
    }

    /// Gives a command. The usager's *yes* and shares first ask for the PIN when it is no longer fresh.
    pub fn give(self, command: Command) {
        self.takes(command);
    }

    /// Gives a command with words that were typed. `false` when it was refused at once: the notice then says why, and
    /// the words must stay where they are.
    pub fn takes(self, command: Command) -> bool {
        let me = self.me.get_untracked();
        let asks_proof = me.role == Role::Usager && command.takes_proof();
        if asks_proof && me.proven_until.is_none_or(|until| until <= now().plus_seconds(5)) {
            self.own().waits.set(Some(command));
            true
        } else {
            self.give_now(command)
        }
    }

    /// Gives a command whose proof is there. `false` when it was refused at once.
    pub(crate) fn give_now(self, command: Command) -> bool {
        self.session().used();
        let done = locales::done(&command);
        let before = self.board.with_untracked(|board| board.seq);
        let given = self.engine.get().map(|engine| engine.give(command));
        if let Some(Err(refusal)) = given {
            self.own().before.set(Seq(u64::MAX));
            self.say(locales::refusal(&refusal));
            return false;
        }
        self.own().before.set(before);
        if !done.is_empty() {
            self.say(done);
        }
        true
    }

    /// Other words stand in the place of a text; a sentence says so when that cannot be yet.
    pub fn rewrites(self, field: Field, words: &str) {
        let client = self.engine.get().and_then(|engine| engine.client());
        let changes = client.and_then(|client| {
            self.board
                .with_untracked(|board| Some(board.words(field)?.diff(client, words, None)))
        });
        match changes {
            Some(changes) => self.give(Command::write(field, changes)),
            None => self.say(say::board::WAKES),
        }
    }

    /// What this person did last, if that is what was just said and can be taken back: the service has kept it by then.
    pub fn just_done(self) -> Option<Seq> {
        let me = self.me.with(|me| me.person);
        let (before, confirmed) = (self.own().before.get(), self.confirmed.get());
        self.board.with(|board| {
            let mine = board.undoable().find(|action| action.by == me)?;
            (before < mine.seq && mine.seq <= confirmed).then_some(mine.seq)
        })
    }

    /// The last thing that this person did and that can be taken back.
    pub fn last_own(self) -> Option<Seq> {
        let me = self.me.with_untracked(|me| me.person);
        let confirmed = self.confirmed.get_untracked();
        self.board.with_untracked(|board| {
            let mut mine = board
                .undoable()
                .filter(|action| action.by == me && action.undoes.is_none());
            mine.find(|action| action.seq <= confirmed)
                .map(|action| action.seq)
        })
    }

    /// Says a sentence, on the screen and to screen readers.
    pub fn say(self, sentence: impl Into<String>) {
        self.own().shown.notice.set(sentence.into());
    }

    /// Begins to open a new session with the PIN: the end of the old one is no news.
    pub fn proves(self) {
        if let Some(engine) = self.engine.get() {
            engine.proves(true);
        }
    }

    /// The new session is there, until a moment, or is not. Once it is, the link opens again, and what waited is given.
    pub fn proved(self, until: Option<Moment>) {
        if let Some(engine) = self.engine.get() {
            engine.proves(false);
            if until.is_some() {
                engine.link_again();
            }
        }
        if until.is_some() {
            self.session().used();
            self.own().me.update(|me| me.proven_until = until);
            if let Some(command) = self.own().waits.get_untracked() {
                self.give_now(command);
            }
        }
    }

    /// Whether a command waits for the PIN.
    pub fn wants_pin(self) -> bool {
        self.own().waits.with(Option::is_some)
    }

    /// What waits for the PIN waits no more.
    pub fn gives_up(self) {
        self.own().waits.set(None);
    }

    /// When the session ends.
    pub fn session(self) -> SessionClock {
        self.own().session
    }

    fn own(self) -> Own {
        self.own.get_value()
    }

    /// This person writes in a field, or no longer.
    pub fn writes_in(self, field: Option<Field>) {
        if let Some(engine) = self.engine.get() {
            engine.writes_in(field);
        }
    }

    /// The person has dealt with a conflict.
    pub fn dismiss(self, seq: u64) {
        if let Some(engine) = self.engine.get() {
            engine.dismiss(seq);
        }
    }

    /// What the board says of an item, as that item changes. It must read nothing else.
    pub fn item<T: PartialEq + Send + Sync + 'static>(
        self,
        item: Item,
        read: impl Fn(&Board) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let told = self
            .own()
            .items
            .try_update_value(|items| items.entry(item).or_default().clone());
        let told = told.unwrap_or_default();
        Memo::new(move |_| {
            told.track();
            self.board.with_untracked(|board| read(board))
        })
    }

    /// A step, as it changes.
    pub fn step(self, id: StepId) -> Memo<Option<Arc<Step>>> {
        self.item(Item::Step(id), move |board| board.steps.get(&id).cloned())
    }

    /// The column that a step stands in, as it changes.
    pub fn column(self, id: StepId) -> Memo<Option<Column>> {
        self.item(Item::Step(id), move |board| {
            board.steps.get(&id).map(|step| board.column_of(step))
        })
    }

    /// The words of a field, as they change.
    pub fn words(self, field: Field) -> Memo<Words> {
        let read = move |board: &Board| board.words(field).cloned().unwrap_or_default();
        match field.item() {
            Some(item) => self.item(item, read),
            None => Memo::new(move |_| self.board.with(|board| read(board))),
        }
    }

    /// The name of a person on this board.
    pub fn name(self, person: PersonId) -> PersonName {
        let known = self.page.with_value(|page| page.people.get(&person).cloned());
        known.unwrap_or_else(|| PersonName {
            first: say::every_page::SOMEONE.into(),
            short: say::every_page::SOMEONE.into(),
            initials: "?".into(),
            job: String::new(),
        })
    }

    /// Those whose names came with the page, by first name: who may do a step.
    pub fn people(self) -> Vec<PersonId> {
        self.page.with_value(|page| {
            let mut all: Vec<_> = page.people.keys().copied().collect();
            all.sort_by_cached_key(|id| folded(&page.people[id].first));
            all
        })
    }

    /// The organisations of the cell's network, by name.
    pub fn organisations(self) -> Vec<(OrganisationId, String)> {
        let mut all = self.page.with_value(|page| {
            let all = page.organisations.iter();
            all.map(|(id, name)| (*id, name.clone())).collect::<Vec<_>>()
        });
        all.sort_by_cached_key(|(_, name)| folded(name));
        all
    }

    /// The name of an organisation.
    pub fn organisation(self, id: OrganisationId) -> String {
        self.page
            .with_value(|page| page.organisations.get(&id).cloned())
            .unwrap_or_else(|| say::every_page::A_PARTNER.into())
    }

    /// The name of someone who does a step.
    pub fn doer(self, doer: &Doer) -> String {
        match doer {
            Doer::Person(person) => self.name(*person).first,
            Doer::Organisation(organisation) => self.organisation(*organisation),
            Doer::Named(name) => name.clone(),
        }
    }

    /// Whether an organisation sees an item now.
    pub fn shares(self, item: SharedItem, organisation: OrganisationId) -> bool {
        self.board
            .with(|board| board.is_shared(item, organisation, now()))
    }

    /// The usager's name.
    pub fn usager(self) -> PersonName {
        self.name(self.board.with_untracked(|board| board.usager))
    }

    /// Who, other than this person, writes in an item now.
    pub fn writer_in(self, item: Item) -> Option<String> {
        let me = self.me.with(|me| me.person);
        self.here.with(|here| {
            let there = |it: &&Here| it.person != me && it.field.and_then(Field::item) == Some(item);
            here.iter().find(there).map(|it| self.name(it.person).first)
        })
    }
}

/// Who a page is for.
fn who(me: &Me) -> Who {
    let person = me.person;
    match me.role {
        Role::Usager => Who::Usager { person, proof: None },
        Role::Professional | Role::Partner => Who::Professional { person },
    }
}

impl Screen<Board> for LiveBoard {
    fn shown(&self) -> Shown<Board> {
        self.own().shown
    }

    /// What reads one item of the board is told when that item is another one: a key in one card costs the others nothing.
    fn shows(&self, board: Board) {
        let before = self.board.get_untracked();
        let same = |item: &Item| match item {
            Item::Step(id) => before.steps.get(id) == board.steps.get(id),
            Item::Finding(id) => before.findings.get(id) == board.findings.get(id),
        };
        let changed: Vec<_> = self.own().items.with_value(|items| {
            let changed = items.iter().filter(|(item, _)| !same(item));
            changed.map(|(_, told)| told.clone()).collect()
        });
        self.own().shown.state.set(Arc::new(board));
        for told in changed {
            told.notify();
        }
    }

    fn forgets(&self) {
        self.page.update_value(|page| {
            let page = Arc::make_mut(page);
            page.board = Board::empty(page.board.parcours, page.board.usager);
            page.people.clear();
            page.organisations.clear();
        });
    }
}
