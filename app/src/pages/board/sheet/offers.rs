//! Help that organisations offer (*Je peux aider*), and the person's answer: whether they want it is theirs alone (`T17`).

use super::{StepMemo, of};
use crate::components::{Icon, keyed};
use crate::live::LiveBoard;
use crate::locales::say;
use itineraire_domain::access::Role;
use itineraire_domain::ids::{OrganisationId, StepId};
use itineraire_domain::parcours::{Command, SharingCommand};
use leptos::prelude::*;

/// What is offered for a step; nothing, where nothing is.
#[component]
pub(super) fn Offers(live: LiveBoard, id: StepId, step: StepMemo) -> impl IntoView {
    let all = move || {
        of(step, |step| {
            step.offers
                .iter()
                .map(|offer| offer.organisation)
                .collect::<Vec<_>>()
        })
    };
    let row = move |organisation| view! { <li><Offer live id organisation/></li> }.into_any();
    view! {
        <Show when=move || !all().is_empty()>
            <section class="box" aria-labelledby="aide-proposee">
                <h3 id="aide-proposee">{say::offer::TITLE}</h3>
                <ul class="offers">{keyed(all, row)}</ul>
            </section>
        </Show>
    }
}

/// One offer. To its person with the two answers, which stay and can be changed; to the team with what was answered.
#[component]
pub(crate) fn Offer(
    live: LiveBoard,
    id: StepId,
    organisation: OrganisationId,
    /// It stands alone: the step is named.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let step = live.step(id);
    let wanted = Memo::new(move |_| of(step, |step| step.offer_of(organisation)?.wanted));
    let words = move || {
        let name = live.organisation(organisation);
        if named {
            say::offer::by_for(&name, &of(step, |step| step.title.text()))
        } else {
            say::offer::by(&name)
        }
    };
    let button = move |words: &'static str, answer: bool| {
        view! {
            <button
                class="button plain"
                type="button"
                aria-pressed=move || (wanted.get() == Some(answer)).to_string()
                on:click=move |_| {
                    let answer = SharingCommand::AnswerOffer { step: id, organisation, wanted: answer };
                    live.give(Command::Sharing(answer));
                }
            >
                {words}
            </button>
        }
    };
    let answered = move || {
        let name = live.usager().first;
        match wanted.get() {
            Some(true) => say::offer::said_yes(&name),
            Some(false) => say::offer::said_no(&name),
            None => say::offer::not_yet(&name),
        }
    };
    view! {
        <div class="offer">
            <p>{Icon::HandHelping.draw()} {words}</p>
            {if usager {
                view! {
                    <div class="answer-buttons">
                        {button(say::offer::YES, true)}
                        {button(say::offer::NO, false)}
                    </div>
                }
                .into_any()
            } else {
                view! { <p class="small">{answered}</p> }.into_any()
            }}
        </div>
    }
}
