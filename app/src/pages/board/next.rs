//! The one thing that waits most, on top of the columns, with the button that answers it.

use crate::browser::clock::now;
use crate::components::Icon;
use crate::live::LiveBoard;
use crate::locales::say;
use itineraire_domain::views::next_move::NextMove;
use leptos::prelude::*;

/// Nothing, where nothing waits.
#[component]
pub(super) fn Next(live: LiveBoard) -> impl IntoView {
    let next = Memo::new(move |_| {
        let me = live.me.with(|me| me.person);
        live.board.with(|board| NextMove::of(board, me, live.day(now())))
    });
    let shown = move |next: NextMove| {
        let id = next.step();
        let title = live.board.with(|board| {
            let step = board.steps.get(&id);
            step.map(|step| step.title.text()).unwrap_or_default()
        });
        let usager = live.usager().first;
        let (words, button) = match next {
            NextMove::Help(_) => (say::board::next_help(&usager, &title), say::board::SEE),
            NextMove::Answer { waits, .. } => {
                let name = live.name(waits).first;
                (say::board::next_answer(&name, &title), say::board::ANSWER)
            }
            NextMove::Offered { organisation, .. } => {
                let name = live.organisation(organisation);
                (say::board::next_offered(&name, &title), say::board::ANSWER)
            }
            NextMove::Refused(_) => (say::board::next_refused(&usager, &title), say::board::SEE),
            NextMove::Talk(_) => (say::board::next_talk(&usager, &title), say::board::SEE),
            NextMove::Late(_) => (say::board::next_late(&title), say::board::SEE),
            NextMove::AwaitsUsager(_) => (say::board::next_awaits(&usager, &title), say::board::SEE),
        };
        view! {
            <section class="next-move" aria-label=say::board::NEXT>
                {Icon::MessageCircleQuestionMark.draw()} <p>{words}</p>
                <a
                    class="button primary"
                    href=live.address.of(Some(id))
                    on:click=move |event| live.address.follow(&event, Some(id))
                >
                    {button}
                </a>
            </section>
        }
    };
    move || next.get().map(shown)
}
