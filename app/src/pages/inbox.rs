//! `/entrees`: the needs that come to the cell, and `/entrees/:referral`: one of them. Plain forms.

use super::report::{says, state};
use crate::components::field::{KeepsForms, KeptForm};
use crate::components::{Avatar, Here, Icon, Top};
use crate::locales::{self, say};
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::ReferralId;
use itineraire_domain::referral::ReferralState;
use itineraire_domain::views::pages::FullName;
use itineraire_service::referrals::{Alike, Inbox, Referral, ReferralPage};
use leptos::prelude::*;

/// The inbox, with why the last thing was refused that was done about one of them.
#[component]
pub fn InboxPage(inbox: Inbox, refused: Option<String>) -> impl IntoView {
    let problem = locales::refused_here(refused, says);
    let Inbox { referrals, today } = inbox;
    let open = referrals.iter().filter(|(it, _)| it.state.is_open()).count();
    let some = !referrals.is_empty();
    let none = (!some).then(|| view! { <p class="box">{say::inbox::NONE}</p> });
    let rows = referrals.into_iter().map(|(it, came)| {
        view! { <li><Row it came today/></li> }
    });
    view! {
        <Top here=Here::Inbox/>
        <main id="contenu" class="inbox">
            <h1>{say::inbox::OPEN} " " <span class="pill">{say::inbox::count(&open.to_string())}</span></h1>
            <p>{say::inbox::WHY}</p>
            <p class="form-problem" role="alert">{problem}</p>
            {none}
            {some.then(|| view! { <ul class="rows">{rows.collect_view()}</ul> })}
        </main>
    }
}

fn name_of(it: &Referral) -> FullName {
    FullName::new(&it.written.first_name, &it.written.last_name, "")
}

fn whole(it: &Referral) -> String {
    format!("{} {}", it.written.first_name, it.written.last_name)
}

/// Who sent it, or that they ask for themselves.
fn sender(it: &Referral) -> String {
    match &it.by {
        Some((_, by)) if by.job.is_empty() => say::inbox::by(&by.short),
        Some((_, by)) => say::inbox::by(&format!("{}, {}", by.short, by.job)),
        None => say::inbox::BY_THEMSELVES.to_owned(),
    }
}

#[component]
fn Row(it: Referral, came: Day, today: Day) -> impl IntoView {
    let waits = match today.days_since(came) {
        0 => say::inbox::TODAY.to_owned(),
        1 => say::inbox::YESTERDAY.to_owned(),
        days => say::inbox::days_ago(&days.to_string()),
    };
    view! {
        <a class="row inbox-row" href=format!("/entrees/{}", it.id)>
            <Avatar initials=name_of(&it).shown().initials/>
            <span class="inbox-name">
                <strong>{whole(&it)}</strong>
                <small>{sender(&it)}</small>
            </span>
            <span class="inbox-noticed">{it.written.noticed.clone()}</span>
            <span class="inbox-state">
                <span class="pill">{state(it.state)}</span>
                <small>{waits}</small>
            </span>
            {Icon::ChevronRight.draw()}
        </a>
    }
}

/// One of them, with why the last thing was refused.
#[component]
pub fn OneReferral(page: ReferralPage, refused: Option<String>) -> impl IntoView {
    let problem = locales::refused_here(refused, says);
    let ReferralPage {
        referral: it,
        came,
        moves,
        alike,
    } = page;
    let id = it.id;
    let facts = [
        (
            say::inbox::CAME,
            Some(format!("{}, {}", locales::on(came), sender(&it))),
        ),
        (say::report::PHONE, it.written.phone.clone()),
        (say::report::REACH, it.written.reach.clone()),
        (say::members::STATE, Some(state(it.state).to_owned())),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, words)| Some((label, words?)));
    let said = moves.into_iter().map(|(it, day)| {
        let by = it.by.map(|by| by.short);
        let who = [Some(locales::on(day)), by]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
        view! {
            <li>
                <strong>{if it.state == ReferralState::Received { say::inbox::ANSWERED } else { state(it.state) }}</strong> " " <small>{who}</small>
                {it.words.map(|words| view! { <p>{words}</p> })}
            </li>
        }
    });
    let said: Vec<_> = said.collect();
    let open = it.state.is_open();
    let asks = it.by.is_some() && it.state == ReferralState::Received;
    view! {
        <main id="contenu" class="inbox">
            <p><a class="button plain" href="/entrees">{Icon::ArrowLeft.draw()} {say::inbox::TO_ALL}</a></p>
            <h1>{whole(&it)}</h1>
            <p class="form-problem" role="alert">{problem}</p>
            <p class="box inbox-words">{it.written.noticed.clone()}</p>
            <dl class="facts">
                {facts.map(|(label, words)| view! { <dt>{label}</dt> <dd>{words}</dd> }).collect_view()}
            </dl>
            <Same alike/>
            {(!said.is_empty()).then(|| view! {
                <section class="box" aria-labelledby="fait">
                    <h2 id="fait">{say::inbox::DONE}</h2>
                    <ul>{said}</ul>
                </section>
            })}
            {open.then(|| view! {
                <p><a class="button primary" href=format!("/nouveau-parcours?entree={id}")>{Icon::Plus.draw()} {say::inbox::TAKE}</a></p>
                {asks.then(|| view! { <Says id does="ask" title=say::inbox::ASK label=say::inbox::QUESTION says=say::inbox::ASK_NOW/> })}
                <Says id does="redirect" title=say::inbox::REDIRECT label=say::inbox::TO_WHOM says=say::inbox::REDIRECT_NOW/>
                <Says id does="decline" title=say::inbox::DECLINE label=say::inbox::REASON says=say::inbox::DECLINE_NOW/>
            })}
        </main>
        <KeepsForms/>
    }
}

/// Something that is done in words.
#[component]
fn Says(
    id: ReferralId,
    does: &'static str,
    title: &'static str,
    label: &'static str,
    says: &'static str,
) -> impl IntoView {
    let field = format!("mots-{does}");
    let form = format!("faire-{does}");
    let button = view! { <button class="button plain" type="submit">{says}</button> };
    let button = button.into_any();
    view! {
        <details class="tool box">
            <summary>{title}</summary>
            <KeptForm action="/api/v1/move_referral" id=form class="inbox-form" problem=None button>
                <input type="hidden" name="referral" value=id.to_string()/>
                <input type="hidden" name="does" value=does/>
                <label for=field.clone()>{label}</label>
                <input id=field name="words" maxlength="500" autocomplete="off" required/>
            </KeptForm>
        </details>
    }
}

/// Who may be the same person.
#[component]
fn Same(alike: Alike) -> impl IntoView {
    let accompanied = alike.accompanied.into_iter().map(|(parcours, name)| {
        view! { <li><a href=format!("/parcours/{parcours}")>{name}</a> " " <small>{say::inbox::ACCOMPANIED}</small></li> }
    });
    let referrals = alike.referrals.into_iter().map(|(id, name, open)| {
        let words = if open {
            say::inbox::ALSO_OPEN
        } else {
            say::inbox::BEFORE
        };
        view! { <li><a href=format!("/entrees/{id}")>{name}</a> " " <small>{words}</small></li> }
    });
    let all = (accompanied.collect::<Vec<_>>(), referrals.collect::<Vec<_>>());
    (!(all.0.is_empty() && all.1.is_empty())).then(|| {
        view! {
            <section class="box inbox-same" aria-labelledby="meme">
                <h2 id="meme">{say::inbox::SAME}</h2>
                <ul>{all.0} {all.1}</ul>
                <p><small>{say::inbox::SAME_WHY}</small></p>
            </section>
        }
    })
}
