//! *Qui voit cette étape*, and the chips that share. Only the usager shares.

use crate::browser::clock::now;
use crate::components::Icon;
use crate::live::LiveBoard;
use crate::locales::say;
use itineraire_domain::access::Role;
use itineraire_domain::ids::{OrganisationId, StepId};
use itineraire_domain::parcours::{Command, SharedItem, SharingCommand};
use leptos::prelude::*;

/// *Qui voit cette étape.* Only the usager shares.
#[component]
pub(super) fn WhoSees(live: LiveBoard, id: StepId) -> impl IntoView {
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let first = live.usager().first;
    let item = SharedItem::Step(id);
    let sees = move || {
        let all = live.organisations().into_iter();
        let sees = all.filter(|(organisation, _)| live.shares(item, *organisation));
        sees.map(|(_, name)| view! { <li class="pill teal">{name}</li> })
            .collect_view()
    };
    view! {
        <section class="box" aria-labelledby="qui-voit">
            <h3 id="qui-voit">{say::step::WHO_SEES}</h3>
            <ul class="chips">
                <li class="pill teal">{Icon::Eye.draw()} {say::step::person_and_cell(&first)}</li>
                {if usager {
                    view! { <ShareChips live item purpose=live.of_cell(|words| words.step_purpose.clone())/> }.into_any()
                } else {
                    sees.into_any()
                }}
            </ul>
            {(!usager).then(|| view! { <p class="small">{say::step::only_the_person(&first)}</p> })}
        </section>
    }
}

/// A button for each organisation: the usager shares with it, or no longer. It takes their PIN like any *yes*.
#[component]
pub(crate) fn ShareChips(live: LiveBoard, item: SharedItem, purpose: String) -> impl IntoView {
    let days = live.of_cell(|words| i64::from(words.share_days));
    let chip = move |(organisation, name): (OrganisationId, String)| {
        let purpose = purpose.clone();
        let toggle = move |_| {
            live.give(if untrack(|| live.shares(item, organisation)) {
                Command::Sharing(SharingCommand::End { item, organisation })
            } else {
                Command::Sharing(SharingCommand::Share {
                    item,
                    organisation,
                    purpose: purpose.clone(),
                    until: now().plus_days(days),
                })
            });
        };
        view! {
            <li>
                <button
                    class="chip"
                    type="button"
                    aria-pressed=move || live.shares(item, organisation).to_string()
                    on:click=toggle
                >
                    {move || if live.shares(item, organisation) { Icon::Eye.draw() } else { Icon::Plus.draw() }}
                    {name}
                </button>
            </li>
        }
    };
    live.organisations().into_iter().map(chip).collect_view()
}
