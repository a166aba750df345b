//! `/mon-parcours/proposer`: what a person says that they want to do, in one large field. A plain form: nobody waits for a
//! program to load.

use crate::api::AppError;
use crate::components::Icon;
use crate::locales::{self, say};
use itineraire_domain::ids::{ParcoursId, StepId};
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// On the page that one comes to once it is proposed.
#[component]
pub fn Proposed() -> impl IntoView {
    view! { <script nonce=use_nonce()>{include_str!("proposed.js")}</script> }
}

/// The page, with why the last try was refused.
#[component]
pub fn ProposePage(
    parcours: ParcoursId,
    /// The name that the step will have: sent twice, it is proposed once.
    step: StepId,
    refused: Option<String>,
) -> impl IntoView {
    let problem = locales::refused(refused, &locales::error(&AppError::Malformed));
    view! {
        <main id="contenu" class="propose-page usager-scale">
            <p><a class="button plain" href="/mon-parcours">{Icon::ArrowLeft.draw()} {say::own::PARCOURS}</a></p>
            <h1><label for="mots">{say::propose::TITLE}</label></h1>
            <form method="post" action="/api/v1/propose" data-no-link=say::propose::NO_LINK data-listening=say::propose::LISTENING data-cut=say::propose::CUT>
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                <input type="hidden" name="step" value=step.to_string()/>
                <textarea
                    id="mots"
                    name="words"
                    rows="5"
                    maxlength="2000"
                    placeholder=say::propose::FIELD
                    aria-describedby="refus dit-oui"
                    required
                ></textarea>
                <p id="refus" class="form-problem" role="status">{problem}</p>
                <div class="answer-buttons">
                    <button id="dicter" class="button plain answer" type="button" aria-pressed="false" hidden>
                        {Icon::Mic.draw()} {say::propose::SPEAK}
                    </button>
                    <button class="button primary answer" type="submit">{Icon::Send.draw()} {say::propose::SEND_ALL}</button>
                </div>
                <p id="dit-oui">{say::propose::MEANS_YES}</p>
            </form>
            <script nonce=use_nonce()>{include_str!("propose.js")}</script>
        </main>
    }
}
