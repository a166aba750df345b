//! `/membres`: who works with the cell, and how someone is asked to come. Plain forms.

use crate::components::field::{AskedLine, Asking, KeepsForms, KeptForm};
use crate::components::{Avatar, Here, Icon, Top};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::access::{Capability, MembershipState};
use itineraire_domain::ids::OrganisationId;
use itineraire_domain::people::{LetterState, NAME, Unclear};
use itineraire_service::members::{Member, MembersPage};
use leptos::prelude::*;

/// The page, with why the last change was refused.
#[component]
pub fn MembersList(page: MembersPage, refused: Option<String>) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = locales::refused_here(refused, |why| {
        (*why == Refusal::AlreadyThere).then_some(say::members::MEMBER_KNOWN)
    });
    let MembersPage {
        cell,
        members,
        network,
        mails,
    } = page;
    let field = move |of, name, label| asking.of(of, name, label);
    let can = field(Unclear::Can, "written[can][]", say::members::MAY_BE);
    let checks = Capability::OFFERED
        .into_iter()
        .zip(say::members::CAN)
        .enumerate()
        .map(|(at, (it, words))| {
            view! {
                <label class="check">
                    <input
                        id=format!("role-{at}")
                        type="checkbox"
                        name="written[can][]"
                        value=it.word()
                        checked=it == Capability::Professional
                        aria-invalid=can.invalid()
                        aria-describedby=can.problem_id()
                    />
                    {words}
                </label>
            }
        })
        .collect_view();
    let organisations = network
        .iter()
        .map(|(id, name, _)| view! { <option value=id.to_string()>{name.clone()}</option> })
        .collect_view();
    let organisations = view! { <option value="">{say::members::NOBODY_ELSE}</option> {organisations} };
    let count = members.iter().filter(|it| counts(it)).count();
    let count = say::members::count(&count.to_string());
    let button = view! { <ByMail mails mail=say::members::INVITE_BY_MAIL link=say::members::INVITE_BUTTON/> };
    let button = button.into_any();
    view! {
        <Top here=Here::Members/>
        <main id="contenu" class="members">
            <div class="members-head">
                <h1>{say::members::TITLE} " " <span class="pill">{count}</span></h1>
                <p>{cell}</p>
            </div>
            <ul class="rows">{members.into_iter().map(|member| view! { <Row member/> }).collect_view()}</ul>
            <Around network asking/>
            <section class="box" aria-labelledby="inviter">
                <h2 id="inviter">{say::members::INVITE}</h2>
                <KeptForm action="/api/v1/invite" problem button>
                    {field(Unclear::FirstName, "written[first_name]", say::members::FIRST_NAME).line(AskedLine::words(NAME, true), "")}
                    {field(Unclear::LastName, "written[last_name]", say::members::LAST_NAME).line(AskedLine::words(NAME, true), "")}
                    {field(Unclear::Email, "written[email]", say::members::EMAIL).line(AskedLine::email("off"), "")}
                    {field(Unclear::Job, "written[job]", say::members::JOB).line(AskedLine::words(NAME, false), "")}
                    {field(Unclear::Organisation, "written[organisation]", say::members::ORGANISATION).list(false, organisations.into_any())}
                    <fieldset class="asked-several">
                        <legend>{say::members::MAY_BE}</legend>
                        <div class="members-checks">{checks}</div>
                        {can.problem()}
                    </fieldset>
                </KeptForm>
            </section>
        </main>
        <KeepsForms/>
    }
}

/// What sends an invitation: by mail, where letters are sent, or as a link that is handed over.
#[component]
pub(super) fn ByMail(mails: bool, mail: &'static str, link: &'static str) -> impl IntoView {
    let by_mail = mails.then(|| {
        view! {
            <button class="button primary" type="submit" name="by_mail" value="true">{Icon::Send.draw()} {mail}</button>
        }
    });
    let link_look = if mails { "button plain" } else { "button primary" };
    view! {
        <div class="members-send">
            {by_mail}
            <button class=link_look type="submit">{Icon::Plus.draw()} {link}</button>
        </div>
    }
}

fn counts(member: &Member) -> bool {
    member.row.state == MembershipState::Active
}

/// One of them: the whole row leads to their page.
#[component]
fn Row(member: Member) -> impl IntoView {
    let row = &member.row;
    let shown = row.name.shown();
    let whole = whole_name(&member);
    let of = row.organisation.clone().filter(|name| *name != row.name.job);
    let job = [Some(row.name.job.clone()).filter(|job| !job.is_empty()), of];
    let job: Vec<_> = job.into_iter().flatten().collect();
    let can = can_short(row.can.iter().copied());
    view! {
        <li>
            <a class="row members-row" href=format!("/membres/{}", row.id)>
                <Avatar initials=shown.initials/>
                <span class="members-name">
                    <strong>{whole}</strong>
                    <small>{job.join(", ")}</small>
                </span>
                <span class="members-can">{can}</span>
                <span class="members-state">{state(&member)}</span>
                {Icon::ChevronRight.draw()}
            </a>
        </li>
    }
}

/// Their name as colleagues write it, and whether it is whoever reads it.
pub(super) fn whole_name(member: &Member) -> String {
    let name = &member.row.name;
    let whole = [name.first.as_str(), name.last.as_str()].join(" ");
    if member.is_me {
        format!("{} ({})", whole.trim(), say::members::IS_YOU)
    } else {
        whole.trim().to_owned()
    }
}

/// What they may be, a word each.
pub(super) fn can_short(can: impl Iterator<Item = Capability>) -> impl IntoView {
    let word = |it| {
        let at = Capability::OFFERED.iter().position(|known| *known == it)?;
        say::members::CAN_SHORT.get(at)
    };
    can.filter_map(word)
        .map(|word| view! { <span class="pill">{*word}</span> })
        .collect_view()
}

/// Where their membership stands, and since or until when.
pub(super) fn state(member: &Member) -> String {
    let day = locales::day_of_month(member.day);
    match (member.row.state, &member.asked) {
        (MembershipState::Active, _) => say::members::active(&day),
        (MembershipState::Invited, Some((_, Some(until)))) => {
            let until = say::members::invited(&locales::day_of_month(*until));
            match member.letter.and_then(letter) {
                Some(letter) => format!("{letter}. {until}"),
                None => until,
            }
        }
        (MembershipState::Invited, _) => say::members::INVITATION_OVER.to_owned(),
        (MembershipState::Suspended, _) => say::members::SUSPENDED.to_owned(),
        (MembershipState::Ended, _) => say::members::ended(&day),
    }
}

/// What became of the letter that brings an invitation.
fn letter(state: LetterState) -> Option<&'static str> {
    let at = LetterState::ALL.iter().position(|known| *known == state)?;
    say::members::LETTER.get(at).copied()
}

/// The organisations around the table, and another one.
#[component]
fn Around(network: Vec<(OrganisationId, String, bool)>, asking: Asking) -> impl IntoView {
    let name = asking.of(Unclear::Organisations, "name", say::members::NEW_ORGANISATION);
    let all = network.into_iter().map(|(_, name, partner)| {
        view! { <li class="pill">{name} {partner.then(|| view! { <small>" " {say::members::SHARES}</small> })}</li> }
    });
    view! {
        <section class="box" aria-labelledby="autour">
            <h2 id="autour">{say::members::AROUND}</h2>
            <ul class="members-around">{all.collect_view()}</ul>
            <form class="members-form" method="post" action="/api/v1/add_organisation">
                {name.line(AskedLine::words(NAME, true), "")}
                <label class="check"><input type="checkbox" name="partner" value="true" checked/> {say::members::IS_PARTNER}</label>
                <button class="button plain" type="submit">{say::members::ADD}</button>
            </form>
        </section>
    }
}
