//! A partner's link: their own view and their own commands, nothing of the team's (`VW4`).

use super::SessionClock;
use super::link::{Link, Page as LinkPage};
use crate::browser::local::Local;
use crate::browser::{focus, window};
use crate::locales::{self, say};
use itineraire_domain::ids::{ClientId, ParcoursId, PersonId};
use itineraire_domain::kernel::reading;
use itineraire_domain::parcours::{Board, Command};
use itineraire_domain::sync::message::ToPartner;
use itineraire_domain::sync::parcours::FromPage;
use itineraire_domain::sync::partner::{PartnerOutcome, PartnerReplica};
use itineraire_domain::views::pages::PartnerView;
use itineraire_domain::{Denial, Trouble};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// What a partner's page holds.
#[derive(Clone, Copy)]
pub struct PartnerLink {
    /// What is shared now.
    pub view: ReadSignal<PartnerView>,
    /// Whether the service is within reach, and has answered everything.
    pub kept: ReadSignal<bool>,
    /// Why the service keeps nothing for now, as far as this page was told.
    pub trouble: ReadSignal<Option<Trouble>>,
    /// A sentence for the screen and for screen readers.
    pub notice: ReadSignal<String>,
    /// When the session ends.
    pub session: SessionClock,
    notices: WriteSignal<String>,
    page: Local<Rc<Page>>,
}

impl PartnerLink {
    /// A link of this person's page, that starts from its own view.
    pub fn new(person: PersonId, session: SessionClock, parcours: ParcoursId, view: PartnerView) -> Self {
        let signals = Signals {
            view: RwSignal::new(view),
            kept: RwSignal::new(true),
            trouble: RwSignal::new(None),
            notice: RwSignal::new(String::new()),
        };
        let link = Self {
            view: signals.view.read_only(),
            kept: signals.kept.read_only(),
            trouble: signals.trouble.read_only(),
            notice: signals.notice.read_only(),
            session,
            notices: signals.notice.write_only(),
            page: Local::new(),
        };
        focus::keep(move || link.view.track());
        Effect::new(move |_| {
            let page = Page::start(signals, person, parcours);
            link.page.put(page, |page| page.link.stop());
        });
        link
    }

    /// Says a sentence, on the screen and to screen readers.
    pub fn says(self) -> Callback<String> {
        Callback::new(move |sentence| self.notices.set(sentence))
    }

    /// Gives a command. It is kept by the page until the service has answered it.
    pub fn give(self, command: Command) {
        self.session.used();
        if let Some(page) = self.page.get() {
            page.give(command);
        }
    }
}

/// What the page sets.
#[derive(Clone, Copy)]
struct Signals {
    view: RwSignal<PartnerView>,
    kept: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    notice: RwSignal<String>,
}

impl Signals {
    fn say(self, sentence: impl Into<String>) {
        self.notice.set(sentence.into());
    }
}

/// The replica behind a partner's page.
struct Page {
    signals: Signals,
    parcours: ParcoursId,
    link: Rc<Link<Board>>,
    replica: RefCell<Option<PartnerReplica>>,
    /// Commands given before the page's client was issued.
    early: RefCell<Vec<Command>>,
}

impl Page {
    fn start(signals: Signals, person: PersonId, parcours: ParcoursId) -> Rc<Self> {
        let page = Rc::new(Self {
            signals,
            parcours,
            link: Link::new(person, parcours.into()),
            replica: RefCell::new(None),
            early: RefCell::new(Vec::new()),
        });
        let of_link: Rc<dyn LinkPage<Board>> = page.clone();
        page.link.start(Rc::downgrade(&of_link));
        page
    }

    fn give(&self, command: Command) {
        let given = self
            .replica
            .borrow_mut()
            .as_mut()
            .map(|replica| replica.give(command.clone()));
        match given {
            Some(messages) => self.link.send(&messages),
            None => self.early.borrow_mut().push(command),
        }
        self.show();
    }

    fn show(&self) {
        let signals = self.signals;
        let kept = !self.holds_work()
            && self
                .replica
                .borrow()
                .as_ref()
                .is_none_or(PartnerReplica::is_linked);
        if !self.holds_work() && signals.trouble.get_untracked().is_some() {
            signals.trouble.set(None);
        }
        if signals.kept.get_untracked() != kept {
            signals.kept.set(kept);
        }
        if let Some(replica) = self.replica.borrow().as_ref()
            && signals.view.with_untracked(|view| view != replica.view())
        {
            signals.view.set(replica.view().clone());
        }
    }
}

impl LinkPage<Board> for Page {
    fn client(&self) -> Option<ClientId> {
        self.replica.borrow().as_ref().map(PartnerReplica::client)
    }

    fn issued(&self, client: ClientId) {
        let view = self.signals.view.get_untracked();
        *self.replica.borrow_mut() = Some(PartnerReplica::new(client, self.parcours, view));
        for command in self.early.take() {
            self.give(command);
        }
    }

    fn hello(&self) -> Option<FromPage> {
        self.replica.borrow().as_ref().map(PartnerReplica::opened)
    }

    fn heard(&self, frame: &str) {
        // A frame that this page cannot read is one of a newer service (`EV2`).
        let frame = reading::read::<ToPartner>(frame).unwrap_or(ToPartner::UpdateRequired);
        let received = self
            .replica
            .borrow_mut()
            .as_mut()
            .map(|replica| replica.receive(frame));
        let Some((messages, outcome)) = received else {
            return;
        };
        self.link.send(&messages);
        self.show();
        match outcome {
            PartnerOutcome::Nothing | PartnerOutcome::Changed => {}
            PartnerOutcome::Welcomed => self.link.welcomed(),
            PartnerOutcome::Refused(refusal) => self.signals.say(locales::refusal(&refusal)),
            PartnerOutcome::Denied(why) => {
                if self.link.is_final(why) {
                    self.denied(why);
                }
            }
            PartnerOutcome::UpdateRequired => {
                self.link.stop();
                self.signals.say(say::every_page::UPDATED);
            }
            PartnerOutcome::Reconnect => self.link.open_later(),
            PartnerOutcome::NotKept(trouble) => {
                self.troubled(trouble);
                self.link.open_later();
            }
        }
    }

    fn lost(&self) {
        if let Some(replica) = self.replica.borrow_mut().as_mut() {
            replica.closed();
        }
        self.show();
    }

    fn troubled(&self, trouble: Trouble) {
        self.signals.trouble.set(Some(trouble));
    }

    /// Nothing is shared any more, or the session is over: what was shown goes.
    fn denied(&self, why: Denial) {
        // What the page held is gone, and what it gave is answered by that.
        self.replica.take();
        self.early.take();
        self.signals.view.set(PartnerView::default());
        self.signals.kept.set(true);
        self.signals.say(locales::denial(why));
        window::forget_what_came();
    }

    fn holds_work(&self) -> bool {
        !self.early.borrow().is_empty()
            || self
                .replica
                .borrow()
                .as_ref()
                .is_some_and(|replica| replica.waiting() > 0)
    }
}
