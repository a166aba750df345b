//! `/membres/:membership`: one of those who work with the cell: what they may be, what becomes of their membership, and the
//! invitation that was prepared for them just now. Plain forms.

use super::members::{ByMail, state, whole_name};
use super::paper::Drawn;
use crate::components::{Avatar, Icon};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::access::{Capability, MembershipState, capability};
use itineraire_domain::ids::{MembershipId, PersonId};
use itineraire_service::documents::qr::Square;
use itineraire_service::members::{Member, MemberPage};
use leptos::prelude::*;

/// An invitation, as it is handed over.
#[derive(Clone, Debug)]
pub struct Link {
    /// What a telephone reads.
    pub square: Square,
    /// Where it opens.
    pub address: String,
}

/// The page, with the invitation that was prepared just now, if one was, and why the last change was refused.
#[component]
pub fn OneMember(page: MemberPage, link: Option<Link>, refused: Option<String>) -> impl IntoView {
    let problem = locales::refused_here(refused, |why| match why {
        Refusal::NotAllowed => Some(say::members::LAST_COORDINATOR),
        Refusal::WrongStage => Some(say::members::OTHER_STATE),
        Refusal::Empty => Some(say::members::CHOOSE_ONE),
        Refusal::NotFound => Some(say::members::NO_SUCH),
        _ => None,
    });
    let MemberPage {
        member,
        holds,
        leads,
        heirs,
        mails,
        ..
    } = page;
    let row = &member.row;
    let (id, first) = (row.id, row.name.first.clone());
    let email = row.email.clone().or(member.asked.as_ref().map(|it| it.0.clone()));
    let facts = [
        (
            say::members::JOB,
            Some(row.name.job.clone()).filter(|job| !job.is_empty()),
        ),
        (say::members::ORGANISATION, row.organisation.clone()),
        (say::members::EMAIL, email.clone()),
        (say::members::STATE, Some(state(&member))),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, words)| Some((label, words?)));
    let link = link.map(|link| view! { <Handed link first=first.clone() email=email.unwrap_or_default()/> });
    let (state, initials) = (row.state, row.name.shown().initials);
    let whole = whole_name(&member);
    view! {
        <main id="contenu" class="members members-narrow">
            <p><a class="button plain" href="/membres">{Icon::ArrowLeft.draw()} {say::members::TO_ALL}</a></p>
            <div class="members-head"><Avatar initials/> <h1>{whole}</h1></div>
            <p class="form-problem" role="alert">{problem}</p>
            {link}
            <dl class="facts">
                {facts.map(|(label, words)| view! { <dt>{label}</dt> <dd>{words}</dd> }).collect_view()}
            </dl>
            {(state != MembershipState::Ended).then(|| view! { <MayBe member/> })}
            {match state {
                MembershipState::Active => view! { <Act id action="/api/v1/suspend_member" says=say::members::SUSPEND why=say::members::SUSPEND_WHY/> }.into_any(),
                MembershipState::Suspended => view! { <Act id action="/api/v1/resume_member" says=say::members::RESUME why=""/> }.into_any(),
                MembershipState::Invited => {
                    view! {
                        <Again id mails/>
                        <Act id action="/api/v1/end_member" says=say::members::WITHDRAW why=""/>
                    }
                    .into_any()
                }
                MembershipState::Ended => ().into_any(),
            }}
            {matches!(state, MembershipState::Active | MembershipState::Suspended)
                .then(|| view! { <Leaving id first holds=(holds, leads) heirs/> })}
        </main>
    }
}

/// The invitation, to be handed over.
#[component]
fn Handed(link: Link, first: String, email: String) -> impl IntoView {
    let Link { square, address } = link;
    let body = say::members::mail_body(&address);
    let mail = format!(
        "mailto:{}?subject={}&body={}",
        encoded(&email),
        encoded(say::members::MAIL_SUBJECT),
        encoded(&body)
    );
    view! {
        <section class="box members-link" aria-labelledby="lien-pret">
            <div>
                <h2 id="lien-pret">{say::members::READY}</h2>
                <p>{say::members::hand_it(&email, &first)}</p>
                <label for="lien">{say::members::LINK}</label>
                <input id="lien" readonly value=address/>
                <p><a class="button plain" href=mail>{Icon::Send.draw()} {say::members::MAIL}</a></p>
                <p><small>{say::members::NOT_SHOWN_AGAIN}</small></p>
            </div>
            <Drawn class="members-square" square describes=say::members::SQUARE.to_owned()/>
        </section>
    }
}

/// As a part of an address.
fn encoded(words: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte);
    words
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// What they may be: of one who works for the cell nothing of a partner, and the other way round.
#[component]
fn MayBe(member: Member) -> impl IntoView {
    let row = member.row;
    let role = capability::role_of(row.can.iter().copied());
    let offered = Capability::OFFERED
        .into_iter()
        .zip(say::members::CAN)
        .filter(|(it, _)| Some(it.role()) == role);
    let checks = offered.map(|(it, words)| {
        view! {
            <label class="check">
                <input type="checkbox" name="can[]" value=it.word() checked=row.can.contains(&it)/>
                {words}
            </label>
        }
    });
    view! {
        <form class="box members-form" method="post" action="/api/v1/set_capabilities">
            <fieldset class="members-checks">
                <legend>{say::members::MAY_BE}</legend>
                {checks.collect_view()}
            </fieldset>
            <input type="hidden" name="membership" value=row.id.to_string()/>
            <button class="button plain" type="submit">{say::members::SAVE}</button>
        </form>
    }
}

/// One button, as a form, with what it does.
#[component]
fn Act(id: MembershipId, action: &'static str, says: &'static str, why: &'static str) -> impl IntoView {
    view! {
        <form class="box members-form" method="post" action=action>
            {(!why.is_empty()).then(|| view! { <p>{why}</p> })}
            <input type="hidden" name="membership" value=id.to_string()/>
            <button class="button plain" type="submit">{says}</button>
        </form>
    }
}

/// Another invitation, in the place of the one before.
#[component]
fn Again(id: MembershipId, mails: bool) -> impl IntoView {
    view! {
        <form class="box members-form" method="post" action="/api/v1/invite_again">
            <p>{say::members::AGAIN_WHY}</p>
            <input type="hidden" name="membership" value=id.to_string()/>
            <ByMail mails mail=say::members::AGAIN_BY_MAIL link=say::members::AGAIN/>
        </form>
    }
}

/// They leave: what they held goes to one other.
#[component]
fn Leaving(
    id: MembershipId,
    first: String,
    /// How many parcours they accompany, and of how many they are the referent.
    holds: (usize, usize),
    heirs: Vec<(PersonId, String)>,
) -> impl IntoView {
    let (holds, leads) = holds;
    let nobody = holds > 0 && heirs.is_empty();
    let count = holds.to_string();
    let says = match (holds, leads) {
        (0, _) => None,
        (_, 0) => Some(say::members::holds(&count, &first)),
        _ => Some(say::members::holds_and_leads(&count, &leads.to_string(), &first)),
    };
    let heirs = heirs
        .into_iter()
        .map(|(id, name)| view! { <option value=id.to_string()>{name}</option> });
    let heirs = (holds > 0 && !nobody).then(|| {
        view! {
            <label for="suite">{say::members::HEIR}</label>
            <select id="suite" name="heir" required>
                <option value="">{say::members::CHOOSE}</option>
                {heirs.collect_view()}
            </select>
            <label for="raison">{say::members::REASON}</label>
            <input id="raison" name="reason" maxlength="200" autocomplete="off" required/>
        }
    });
    view! {
        <section class="box" aria-labelledby="depart">
            <h2 id="depart">{say::members::LEAVING}</h2>
            <form class="members-form" method="post" action="/api/v1/end_member">
                <input type="hidden" name="membership" value=id.to_string()/>
                {says.map(|says| view! { <p>{says}</p> })}
                {heirs}
                {if nobody {
                    view! { <p>{say::members::NO_HEIR}</p> }.into_any()
                } else {
                    view! {
                        <p>{say::members::END_WHY}</p>
                        <button class="button plain" type="submit">{say::members::END}</button>
                    }
                    .into_any()
                }}
            </form>
        </section>
    }
}
