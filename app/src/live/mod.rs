//! The browser's side of the board: what a page shows, and what it sends. On the server, and before the WASM wakes up,
//! the same handle shows the projection that came with the page.

mod address;
mod cell;
#[cfg(feature = "hydrate")]
mod engine;
#[cfg(feature = "hydrate")]
mod hand;
#[cfg(feature = "hydrate")]
mod link;
pub mod partner;
#[cfg(feature = "hydrate")]
pub mod place;
mod short;
mod words;

pub use address::Address;
pub use short::ShortField;
pub use words::WordsField;

use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::{OrganisationId, PersonId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Board, Command, Doer, Field, Item, Seq, SharedItem, SharingCommand, Step, Words,
};
use itineraire_domain::sync::parcours::{Conflict, Here};
use itineraire_domain::sync::replica::Work;
use itineraire_domain::views::pages::{BoardPage, Me, PersonName};
use itineraire_domain::{Refusal, Trouble};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A live board, as every part of the page holds it.
#[derive(Clone, Copy)]
pub struct LiveBoard {
    /// The board with what is still on its way.
    pub board: RwSignal<Arc<Board>>,
    /// Where one's work is.
    pub work: RwSignal<Work>,
    /// Whether the service is within reach.
    pub linked: RwSignal<bool>,
    /// Why the service keeps nothing for now, as far as this page was told.
    pub trouble: RwSignal<Option<Trouble>>,
    /// Who is here, and where they write.
    pub here: RwSignal<Vec<Here>>,
    /// The last event that the service confirmed.
    pub confirmed: RwSignal<Seq>,
    /// Why nothing may be shown here any more, once that is so.
    pub ended: RwSignal<Option<Refusal>>,
    /// What the service refused, words and all.
    pub conflicts: RwSignal<Vec<Conflict>>,
    /// A sentence for the screen and for screen readers.
    pub notice: RwSignal<String>,
    /// A command that waits for the PIN.
    pub wants_pin: RwSignal<Option<Command>>,
    /// Who the page is for.
    pub me: RwSignal<Me>,
    /// What came with the page: names, organisations.
    pub page: StoredValue<Arc<BoardPage>>,
    /// Which step is open beside the board.
    pub address: Address,
    /// What is told when one item changes.
    items: StoredValue<BTreeMap<Item, ArcTrigger>>,
    #[cfg(feature = "hydrate")]
    engine: StoredValue<Option<engine::Engine>, LocalStorage>,
}

impl LiveBoard {
    /// A live board from the page's own data, with a step open or none; in the browser the link opens.
    pub fn new(page: BoardPage, step: Option<StepId>) -> Self {
        let live = Self {
            board: RwSignal::new(Arc::new(page.board.clone())),
            work: RwSignal::new(Work::Kept),
            linked: RwSignal::new(true),
            trouble: RwSignal::new(None),
            here: RwSignal::new(Vec::new()),
            confirmed: RwSignal::new(page.board.seq),
            ended: RwSignal::new(None),
            conflicts: RwSignal::new(Vec::new()),
            notice: RwSignal::new(String::new()),
            wants_pin: RwSignal::new(None),
            me: RwSignal::new(page.me.clone()),
            address: Address::new(page.board.parcours, step),
            page: StoredValue::new(Arc::new(page)),
            items: StoredValue::new(BTreeMap::new()),
            #[cfg(feature = "hydrate")]
            engine: StoredValue::new_local(None),
        };
        #[cfg(feature = "hydrate")]
        place::keep(move || live.board.track());
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| {
            let engine = engine::Engine::start(live);
            live.engine.set_value(Some(engine));
            on_cleanup(move || {
                live.engine
                    .try_update_value(|engine| engine.take().map(engine::Engine::stop));
            });
        });
        live
    }

    /// Gives a command. The usager's *yes* and shares first ask for the PIN when it is no longer fresh.
    pub fn give(self, command: Command) {
        self.takes(command);
    }

    /// Gives a command with words that were typed. `false` when it was refused at once: the notice then says why, and
    /// the words must stay where they are.
    pub fn takes(self, command: Command) -> bool {
        let me = self.me.get_untracked();
        let asks_proof = me.role == Role::Usager
            && matches!(
                command,
                Command::Answer(_, AnswerCommand::Agree { .. })
                    | Command::Sharing(SharingCommand::Share { .. })
            );
        if asks_proof && me.proven_until.is_none_or(|until| until <= now().plus_seconds(5)) {
            self.wants_pin.set(Some(command));
            true
        } else {
            self.give_now(command)
        }
    }

    /// Gives a command whose proof is there. `false` when it was refused at once.
    pub fn give_now(self, command: Command) -> bool {
        #[cfg(feature = "hydrate")]
        if let Some(Err(refusal)) = self.engine(|engine| engine.give(command)) {
            self.say(&refusal);
            return false;
        }
        #[cfg(not(feature = "hydrate"))]
        drop(command);
        true
    }

    #[cfg(feature = "hydrate")]
    fn engine<T>(self, work: impl FnOnce(&engine::Engine) -> T) -> Option<T> {
        let engine = self.engine.try_with_value(Clone::clone).flatten()?;
        Some(work(&engine))
    }

    /// Shows why something was refused.
    pub fn say(self, refusal: &Refusal) {
        self.notice.set(locales::refusal(refusal));
    }

    /// Begins to open a new session with the PIN.
    pub fn proves(self) {
        #[cfg(feature = "hydrate")]
        self.engine(|engine| engine.proves(true));
    }

    /// The new session is there, or is not: the link opens again when it is.
    pub fn proved(self, opened: bool) {
        #[cfg(feature = "hydrate")]
        self.engine(|engine| {
            engine.proves(false);
            if opened {
                engine.link_again();
            }
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = opened;
    }

    /// This person writes in a field, or no longer.
    pub fn writes_in(self, field: Option<Field>) {
        #[cfg(feature = "hydrate")]
        self.engine(|engine| engine.writes_in(field));
        #[cfg(not(feature = "hydrate"))]
        let _ = field;
    }

    /// The person has dealt with a conflict.
    pub fn dismiss(self, seq: u64) {
        #[cfg(feature = "hydrate")]
        self.engine(|engine| engine.dismiss(seq));
        #[cfg(not(feature = "hydrate"))]
        let _ = seq;
    }

    /// Takes everything of the parcours off the screen and out of the page, but the person's own words that the service
    /// never had: those are theirs to copy.
    #[cfg(feature = "hydrate")]
    fn end(self, refusal: &Refusal, unsent: Vec<Command>) {
        let unsent = unsent.into_iter().map(|command| Conflict {
            seq: 0,
            command,
            refusal: refusal.clone(),
        });
        self.conflicts.update(|all| all.extend(unsent));
        self.ended.set(Some(refusal.clone()));
        let nothing = self
            .board
            .with_untracked(|board| Board::empty(board.parcours, board.usager));
        self.shows(nothing);
        self.page.update_value(|page| {
            let page = Arc::make_mut(page);
            page.board = Board::empty(page.board.parcours, page.board.usager);
            page.people.clear();
            page.organisations.clear();
        });
        forget_what_came();
    }

    /// Shows a board. What reads one item of it is told when that item is another one: a key in one card costs the others
    /// nothing.
    #[cfg(feature = "hydrate")]
    fn shows(self, board: Board) {
        let before = self.board.get_untracked();
        let same = |item: &Item| match item {
            Item::Step(id) => before.steps.get(id) == board.steps.get(id),
            Item::Finding(id) => before.findings.get(id) == board.findings.get(id),
        };
        let changed: Vec<_> = self.items.with_value(|items| {
            let changed = items.iter().filter(|(item, _)| !same(item));
            changed.map(|(_, told)| told.clone()).collect()
        });
        self.board.set(Arc::new(board));
        for told in changed {
            told.notify();
        }
    }

    /// What the board says of an item, as that item changes. It must read nothing else.
    pub fn item<T: PartialEq + Send + Sync + 'static>(
        self,
        item: Item,
        read: impl Fn(&Board) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let told = self
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

/// Brings the focus to the element with an id, if it is there.
#[cfg(feature = "hydrate")]
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element)
    {
        let _ = element.focus();
    }
}

/// What the server wrote into the page for its islands, and the title.
#[cfg(feature = "hydrate")]
fn forget_what_came() {
    document().set_title(say::every_page::BRAND);
    if let Ok(islands) = document().query_selector_all("leptos-island") {
        for at in 0..islands.length() {
            if let Some(island) = islands.item(at)
                && let Ok(island) = wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(island)
            {
                let _ = island.remove_attribute("data-props");
            }
        }
    }
}

/// The first field of a form that has just opened: it takes the focus.
pub fn first_field() -> NodeRef<leptos::html::Input> {
    let field = NodeRef::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let field: web_sys::HtmlInputElement = field;
            let _ = field.focus();
        }
    });
    field
}

/// The clock of this machine: the browser's, or the service's.
pub fn now() -> itineraire_domain::calendar::Moment {
    #[cfg(feature = "hydrate")]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit in 53 bits"
    )]
    return itineraire_domain::calendar::Moment(js_sys::Date::now() as i64);
    #[cfg(not(feature = "hydrate"))]
    itineraire_domain::calendar::Moment::default()
}

/// A new random id (`ID4`): the browser's own randomness.
pub fn new_id<T: From<uuid::Uuid>>() -> T {
    #[cfg(feature = "hydrate")]
    return uuid::Uuid::new_v4().into();
    #[cfg(not(feature = "hydrate"))]
    uuid::Uuid::nil().into()
}
