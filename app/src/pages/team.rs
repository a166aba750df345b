//! `/parcours/:id/equipe`: who accompanies a person. Plain forms; who does not lead reads it.

use crate::api::AppError;
use crate::components::{Avatar, Badge, Icon};
use crate::locales::{self, say};
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::words::ThemeWords;
use itineraire_service::team::{Member, TeamPage};
use leptos::prelude::*;

/// The page, with why the last change was refused.
#[component]
pub fn TeamList(parcours: ParcoursId, team: TeamPage, refused: Option<String>) -> impl IntoView {
    let problem = locales::refused(refused, &locales::error(&AppError::Malformed));
    let (leads, is_usager, me) = (team.leads, team.is_usager, team.me);
    let back = if is_usager {
        "/mon-parcours".to_owned()
    } else {
        format!("/parcours/{parcours}")
    };
    let usager = team.usager.clone();
    let row = move |member: Member| {
        let is_me = member.person == me;
        let acts = (leads && !member.leads) || (is_me && !leads);
        let acts =
            acts.then(|| view! { <Acts parcours leads is_me member=member.clone() usager=usager.clone()/> });
        let themes = member.themes.into_iter().map(|theme| view! { <Badge theme/> });
        let everything = themes.len() == 0;
        view! {
            <li class="team-member">
                <Avatar initials=member.name.initials/>
                <span class="team-name">
                    <strong>{member.name.short}</strong>
                    {(!member.name.job.is_empty()).then(|| view! { <span>{member.name.job}</span> })}
                    <small>{say::team::since(&locales::day_of_month(member.since))}</small>
                </span>
                <span class="team-for">
                    {member.leads.then(|| view! { <span class="pill teal">{Icon::Flag.draw()} {say::team::REFERENT}</span> })}
                    {everything.then_some(say::team::EVERYTHING)}
                    {themes.collect_view()}
                </span>
                {acts}
            </li>
        }
    };
    let title = say::team::title(&team.usager);
    view! {
        <main id="contenu" class="team" class=("usager-scale", is_usager)>
            <p><a class="button plain" href=back>{Icon::ArrowLeft.draw()} {say::step::TO_PARCOURS}</a></p>
            <h1>{title}</h1>
            <p class="form-problem" role="alert">{problem}</p>
            {is_usager.then(|| view! { <p>{say::team::THEY_SEE}</p> })}
            <ul class="team-members">{team.members.into_iter().map(row).collect_view()}</ul>
            {if leads {
                view! { <Joins parcours usager=team.usager others=team.others themes=team.themes/> }.into_any()
            } else {
                (!is_usager).then(|| view! { <p class="small">{say::team::ONLY_THE_REFERENT}</p> }).into_any()
            }}
        </main>
    }
}

/// What may be done about one of them: by the referent, or by themselves.
#[component]
fn Acts(parcours: ParcoursId, leads: bool, is_me: bool, member: Member, usager: String) -> impl IntoView {
    let form = move |action: &'static str, label: String, said: String| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                <input type="hidden" name="person" value=member.person.to_string()/>
                <input type="hidden" name="own" value=is_me.to_string()/>
                <button class="button plain" type="submit" aria-label=label>{said}</button>
            </form>
        }
    };
    let name = member.name.short;
    view! {
        <div class="team-acts">
            {(leads && member.may_lead)
                .then(|| form("/api/v1/lead", say::team::lead_whom(&name), say::team::LEAD.into()))}
            {if leads {
                form("/api/v1/leave", say::team::leave_whom(&name), say::team::LEAVE.into())
            } else {
                let words = say::team::leave_myself(&usager);
                form("/api/v1/leave", words.clone(), words)
            }}
        </div>
    }
}

/// Someone else joins.
#[component]
fn Joins(
    parcours: ParcoursId,
    usager: String,
    others: Vec<(
        itineraire_domain::ids::PersonId,
        itineraire_domain::views::pages::PersonName,
    )>,
    themes: Vec<ThemeWords>,
) -> impl IntoView {
    if others.is_empty() {
        return view! { <p>{say::team::nobody_else(&usager)}</p> }.into_any();
    }
    let others = others.into_iter().map(|(id, name)| {
        let job = (!name.job.is_empty()).then(|| format!(", {}", name.job));
        view! { <option value=id.to_string()>{name.short} {job}</option> }
    });
    let themes = themes.into_iter().map(|theme| {
        view! {
            <label class="check">
                <input type="checkbox" name="themes[]" value=theme.theme.0.to_string()/>
                <Badge theme/>
            </label>
        }
    });
    view! {
        <form class="team-joins box" method="post" action="/api/v1/join">
            <h2>{say::team::JOIN}</h2>
            <input type="hidden" name="parcours" value=parcours.to_string()/>
            <label for="qui">{say::team::WHO}</label>
            <select id="qui" name="person">{others.collect_view()}</select>
            <fieldset class="team-themes">
                <legend>{say::team::FOR_WHAT}</legend>
                {themes.collect_view()}
            </fieldset>
            <button class="button primary" type="submit">{Icon::Plus.draw()} {say::team::ADD}</button>
        </form>
    }
    .into_any()
}
