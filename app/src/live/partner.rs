//! A partner's link: their own view and their own commands, nothing of the team's (`VW4`).

use crate::locales;
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::parcours::Command;
use itineraire_domain::views::pages::PartnerView;
use itineraire_domain::{Refusal, Trouble};
use leptos::prelude::*;

/// What a partner's page holds.
#[derive(Clone, Copy)]
pub struct PartnerLink {
    /// What is shared now.
    pub view: RwSignal<PartnerView>,
    /// Whether the service is within reach, and has answered everything.
    pub kept: RwSignal<bool>,
    /// Why the service keeps nothing for now, as far as this page was told.
    pub trouble: RwSignal<Option<Trouble>>,
    /// A sentence for the screen and for screen readers.
    pub notice: RwSignal<String>,
    #[cfg(feature = "hydrate")]
    page: StoredValue<Option<std::rc::Rc<browser::Page>>, LocalStorage>,
}

impl PartnerLink {
    /// A link of this person's page, that starts from its own view.
    pub fn new(person: PersonId, parcours: ParcoursId, view: PartnerView) -> Self {
        let link = Self {
            view: RwSignal::new(view),
            kept: RwSignal::new(true),
            trouble: RwSignal::new(None),
            notice: RwSignal::new(String::new()),
            #[cfg(feature = "hydrate")]
            page: StoredValue::new_local(None),
        };
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| {
            let page = browser::Page::start(link, person, parcours);
            link.page.set_value(Some(page));
        });
        #[cfg(feature = "hydrate")]
        super::place::keep(move || link.view.track());
        #[cfg(not(feature = "hydrate"))]
        let _ = (person, parcours);
        link
    }

    /// Gives a command. It is kept by the page until the service has answered it.
    pub fn give(self, command: Command) {
        #[cfg(feature = "hydrate")]
        if let Some(page) = self.page.try_with_value(Clone::clone).flatten() {
            page.give(command);
        }
        #[cfg(not(feature = "hydrate"))]
        drop(command);
    }

    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    fn say(self, refusal: &Refusal) {
        self.notice.set(locales::refusal(refusal));
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::PartnerLink;
    use crate::live::forget_what_came;
    use crate::live::link::{Link, Page as LinkPage};
    use crate::locales::say;
    use itineraire_domain::ids::{ClientId, ParcoursId, PersonId};
    use itineraire_domain::kernel::reading;
    use itineraire_domain::parcours::Command;
    use itineraire_domain::sync::message::ToPartner;
    use itineraire_domain::sync::parcours::FromPage;
    use itineraire_domain::sync::partner::{PartnerOutcome, PartnerReplica};
    use itineraire_domain::views::pages::PartnerView;
    use itineraire_domain::{Refusal, Trouble};
    use leptos::prelude::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    /// The replica behind a partner's page.
    pub struct Page {
        signals: PartnerLink,
        parcours: ParcoursId,
        link: Rc<Link>,
        replica: RefCell<Option<PartnerReplica>>,
        /// Commands given before the page's writing hand was issued.
        early: RefCell<Vec<Command>>,
    }

    impl Page {
        pub fn start(signals: PartnerLink, person: PersonId, parcours: ParcoursId) -> Rc<Self> {
            let page = Rc::new(Self {
                signals,
                parcours,
                link: Link::new(person, parcours),
                replica: RefCell::new(None),
                early: RefCell::new(Vec::new()),
            });
            let of_link: Rc<dyn LinkPage> = page.clone();
            page.link.start(Rc::downgrade(&of_link));
            page
        }

        pub fn give(&self, command: Command) {
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

    impl LinkPage for Page {
        fn hand(&self) -> Option<ClientId> {
            self.replica.borrow().as_ref().map(PartnerReplica::client)
        }

        fn issued(&self, hand: ClientId) {
            let view = self.signals.view.get_untracked();
            *self.replica.borrow_mut() = Some(PartnerReplica::new(hand, self.parcours, view));
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
                PartnerOutcome::Refused(refusal) => self.signals.say(&refusal),
                PartnerOutcome::Denied(refusal) => {
                    if self.link.is_final(&refusal) {
                        self.denied(&refusal);
                    }
                }
                PartnerOutcome::UpdateRequired => {
                    self.link.stop();
                    self.signals.notice.set(say::every_page::UPDATED.into());
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
        fn denied(&self, refusal: &Refusal) {
            self.signals.view.set(PartnerView::default());
            self.signals.say(refusal);
            forget_what_came();
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
}
