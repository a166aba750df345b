//! Whose words the goal is in, and the usager's own yes to them (`T25`).

use crate::components::Icon;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::PersonId;
use itineraire_domain::parcours::{Board, Command, Field, GoalCommand};
use leptos::prelude::*;

/// Whose words a goal is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    /// There are none, and there were none.
    Nothing,
    /// The usager's own, since then.
    Own(Moment),
    /// Somebody's, who wrote in it: the usager has not said yet that it is what they mean.
    Written(PersonId),
    /// The usager's, and somebody has erased them.
    Erased(PersonId),
}

impl Signed {
    /// Of a board.
    pub fn of(board: &Board) -> Self {
        match (board.goal_asks(), board.own_goal()) {
            (Some(by), _) if board.goal.is_blank() => Self::Erased(by),
            (Some(by), _) => Self::Written(by),
            (None, Some(own)) if !board.goal.is_blank() => Self::Own(own.at),
            (None, _) => Self::Nothing,
        }
    }

    /// What is asked of the usager, on their own page; none, where nothing is.
    pub fn question(self, live: LiveBoard) -> Option<String> {
        let (Self::Written(by) | Self::Erased(by)) = self else {
            return None;
        };
        let name = live.name(by).first;
        Some(match self {
            _ if by == live.me.with_untracked(|me| me.person) => say::goal::CHANGED.to_owned(),
            Self::Erased(_) => say::goal::erased_it(&name),
            _ => say::goal::wrote(&name),
        })
    }
}

/// Whose words the goal of a page is in, as it changes.
pub(super) fn signed(live: LiveBoard) -> Memo<Signed> {
    Memo::new(move |_| live.board.with(|board| Signed::of(board)))
}

/// The goal's title, with whose words they are.
#[component]
pub(super) fn GoalTitle(live: LiveBoard, signed: Memo<Signed>) -> impl IntoView {
    let mine = is_mine(live);
    let says = move || {
        let name = live.usager().first;
        Some(match signed.get() {
            Signed::Own(at) if mine => (Icon::Check, say::goal::yours(&locales::on(live.day(at)))),
            Signed::Own(at) => (Icon::Check, say::goal::theirs(&locales::on(live.day(at)), &name)),
            Signed::Written(by) if !mine => (Icon::Clock, say::goal::written(&name, &live.name(by).first)),
            Signed::Erased(by) if !mine => (Icon::Clock, say::goal::erased(&name, &live.name(by).first)),
            // Nothing is there to sign, or it is asked.
            _ => return None,
        })
    };
    view! {
        <p>
            {say::board::GOAL_IN_OWN_WORDS}
            {move || says().map(|(icon, words)| view! { <span class="goal-signed">{icon.draw()} {words}</span> })}
        </p>
    }
}

/// What another wrote or erased is asked of the usager: whether it is what they mean, or what they had said.
#[component]
pub(super) fn GoalAsks(live: LiveBoard, signed: Memo<Signed>) -> impl IntoView {
    let had = Memo::new(move |_| {
        live.board.with(|board| {
            let own = board.whose.own.as_ref()?;
            (!own.words.trim().is_empty()).then(|| own.words.clone())
        })
    });
    let say_own = move |_| {
        let words = live.board.with_untracked(|board| board.goal_digest());
        live.give(Command::Goal(GoalCommand::SayOwn { words }));
    };
    let back = move |_| {
        if let Some(words) = had.get_untracked() {
            live.rewrites(Field::Goal, &words);
        }
    };
    let yes = move || match signed.get() {
        Signed::Erased(_) => say::goal::YES_ERASED,
        _ => say::goal::YES,
    };
    let question = move || signed.get().question(live);
    let asleep = move || !live.awake.get();
    is_mine(live).then(|| {
        view! {
            <Show when=move || question().is_some()>
                <div class="goal-asks" role="group" aria-label=say::goal::ASKS>
                    <p>{question}</p>
                    {move || had.get().map(|had| view! { <p>{say::goal::had(&had)}</p> })}
                    <button class="button plain" type="button" disabled=asleep on:click=say_own>{Icon::Check.draw()} {yes}</button>
                    <Show when=move || had.with(Option::is_some)>
                        <button class="button plain" type="button" disabled=asleep on:click=back>{say::goal::BACK}</button>
                    </Show>
                </div>
            </Show>
        }
    })
}

fn is_mine(live: LiveBoard) -> bool {
    live.me.with_untracked(|me| me.role == Role::Usager)
}
