//! `/parcours/:id/equipe`: who accompanies a person. Plain forms; who does not lead reads it.

use crate::components::{Avatar, Badge, Icon};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::people::{Told, Unclear};
use itineraire_domain::views::pages::PersonName;
use itineraire_domain::views::words::ThemeWords;
use itineraire_service::team::{Correction, Identity, Member, TeamPage};
use leptos::prelude::*;

/// The page, with why the last change was refused.
#[component]
pub fn TeamList(parcours: ParcoursId, team: TeamPage, refused: Option<String>) -> impl IntoView {
    let problem = locales::refused_here(refused, |why| {
        (*why == Refusal::NotFound).then_some(say::team::UNKNOWN)
    });
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
        let acts = acts.then(|| view! { <Acts parcours leads member=member.clone() usager=usager.clone()/> });
        let themes = member.themes.into_iter().map(|theme| view! { <Badge theme/> });
        let everything = themes.len() == 0;
        view! {
            <li class="team-member">
                <Avatar initials=member.name.initials/>
                <span class="team-name">
                    <strong>{member.name.short}</strong>
                    {(!member.name.job.is_empty()).then(|| view! { <span>{member.name.job}</span> })}
                    <small>{say::team::since(&locales::day_of_month(member.since))}</small>
                    {(!member.reason.is_empty()).then(|| view! { <small>{say::team::because(&member.reason)}</small> })}
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
            {team
                .may_lead
                .then(|| view! { <Act parcours person=me action="/api/v1/lead" says=say::team::TAKE_LEAD name=say::team::TAKE_LEAD.to_owned()/> })}
            {if leads {
                view! { <Joins parcours usager=team.usager others=team.others themes=team.themes/> }.into_any()
            } else {
                (!is_usager).then(|| view! { <p class="small">{say::team::ONLY_THE_REFERENT}</p> }).into_any()
            }}
            <Kept parcours=(!is_usager).then_some(parcours) identity=team.identity told=team.told card=team.card corrected=team.corrected/>
        </main>
    }
}

/// What may be done about one of them: by the referent, or by themselves.
#[component]
fn Acts(parcours: ParcoursId, leads: bool, member: Member, usager: String) -> impl IntoView {
    let (person, name) = (member.person, member.name.short);
    let about = |verb: &str| say::team::about(&name, verb);
    view! {
        <div class="team-acts">
            {(leads && member.may_lead)
                .then(|| view! { <Act parcours person action="/api/v1/lead" says=say::team::LEAD name=about(say::team::LEAD)/> })}
            {if leads {
                view! { <Act parcours person action="/api/v1/leave" says=say::team::LEAVE name=about(say::team::LEAVE)/> }
            } else {
                let words = say::team::leave_myself(&usager);
                view! { <Act parcours person action="/api/v1/leave" says=words.clone() name=words own=true/> }
            }}
        </div>
    }
}

/// One button, as a form.
#[component]
fn Act(
    parcours: ParcoursId,
    person: PersonId,
    action: &'static str,
    #[prop(into)] says: String,
    /// What it says and of whom.
    name: String,
    /// Who presses it is who it is about.
    #[prop(optional)]
    own: bool,
) -> impl IntoView {
    view! {
        <form method="post" action=action>
            <input type="hidden" name="parcours" value=parcours.to_string()/>
            <input type="hidden" name="person" value=person.to_string()/>
            {own.then(|| view! { <input type="hidden" name="own" value="true"/> })}
            <button class="button plain" type="submit" aria-label=name>{says}</button>
        </form>
    }
}

/// What is kept of the usager beyond their name, and what was done about it: they read it as well.
#[component]
fn Kept(
    /// Where it may be corrected: by those who accompany them.
    parcours: Option<ParcoursId>,
    identity: Option<Identity>,
    told: Option<(Told, Day)>,
    card: Option<(Day, PersonName)>,
    corrected: Vec<(Correction, Day)>,
) -> impl IntoView {
    let about = identity.map(|it| {
        [
            (say::team::PAPERS, it.first_name),
            (say::team::BIRTH_YEAR, it.birth_year.map(|year| year.to_string())),
            (say::newcomer::COMMUNE, it.commune),
            (say::newcomer::PHONE, it.phone),
            (say::newcomer::REACH, it.reach),
            (say::newcomer::LANGUAGE, Some(locales::language(&it.language))),
        ]
    });
    let about = about.into_iter().flatten();
    let about: Vec<_> = about.filter_map(|(label, words)| Some((label, words?))).collect();
    let told = told.map(|(how, day)| {
        let on = locales::on(day);
        match how {
            Told::Aloud => say::team::told_aloud(&on),
            Told::OnPaper => say::team::told_on_paper(&on),
        }
    });
    let card = card.map(|(day, by)| say::team::card_given(&by.short, &locales::on(day)));
    let corrected = corrected.into_iter().map(|(it, day)| {
        let (what, on) = (locales::asked(it.what), locales::on(day));
        if it.before.is_empty() {
            say::team::added(&it.by.short, &on, what)
        } else {
            let before = match it.what {
                Unclear::Language => locales::language(&it.before),
                _ => it.before,
            };
            say::team::corrected(&before, &it.by.short, &on, what)
        }
    });
    let said: Vec<_> = told.into_iter().chain(card).chain(corrected).collect();
    let corrects = parcours.map(|parcours| view! { <p><a class="button plain" href=format!("/parcours/{parcours}/identite")>{say::newcomer::CORRECT}</a></p> });
    (!about.is_empty() || !said.is_empty() || corrects.is_some()).then(|| {
        view! {
            <section class="team-kept box" aria-labelledby="note">
                <h2 id="note">{say::team::KEPT}</h2>
                <ul>
                    {about
                        .into_iter()
                        .map(|(label, words)| view! { <li><strong>{label}</strong> <span>{words}</span></li> })
                        .collect_view()}
                    {said.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
                </ul>
                {corrects}
            </section>
        }
    })
}

/// Someone else joins.
#[component]
fn Joins(
    parcours: ParcoursId,
    usager: String,
    others: Vec<(PersonId, PersonName)>,
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
