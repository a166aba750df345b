//! `/mon-acces`: one's own access: where one is signed in, the password, what is asked beside it. And `/deuxieme-verification`,
//! which asks for it. Plain forms.

use super::invitation::Chosen;
use super::paper::Drawn;
use crate::components::field::{Asking, KeepsForms, KeptForm};
use crate::components::{Here, Icon, Top};
use crate::locales::{self, say};
use itineraire_domain::calendar::{Day, Hour};
use itineraire_service::accounts::{Access, Codes, OwnSession};
use leptos::prelude::*;

/// The page, with why the last change was refused.
#[component]
pub fn AccessPage(access: Access, refused: Option<String>) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = locales::refused(refused, say::access::WRONG);
    let Access {
        email,
        sessions,
        rescues,
        codes,
    } = access;
    let several = sessions.len() > 1;
    let others = several.then(|| {
        view! {
            <form method="post" action="/api/v1/end_other_sessions">
                <button class="button plain" type="submit">{say::access::END_OTHERS}</button>
            </form>
        }
    });
    let change = view! { <button class="button plain" type="submit">{say::access::CHANGE}</button> };
    let change = change.into_any();
    view! {
        <Top here=Here::Access/>
        <main id="contenu" class="access">
            <h1>{say::access::TITLE}</h1>
            <p>{say::access::sign_in_with(&email)}</p>
            <p class="form-problem" role="alert">{problem}</p>
            <section class="box" aria-labelledby="verification">
                <h2 id="verification">{say::access::SECOND}</h2>
                {match (rescues, codes) {
                    (Some((left, given)), _) => view! { <Asked left given/> }.into_any(),
                    (None, Some(codes)) => view! { <Reads codes/> }.into_any(),
                    (None, None) => view! { <Begins/> }.into_any(),
                }}
            </section>
            <section class="box" aria-labelledby="sessions">
                <h2 id="sessions">{say::access::SESSIONS}</h2>
                <ul class="access-sessions">{sessions.into_iter().map(|it| view! { <Session it/> }).collect_view()}</ul>
                {others}
            </section>
            <section class="box" aria-labelledby="mot-de-passe">
                <h2 id="mot-de-passe">{say::sign_in::PASSWORD}</h2>
                <p>{say::access::CHANGE_WHY}</p>
                <KeptForm action="/api/v1/change_password" id="changer" problem=None button=change>
                    <Password id="avant" name="before" label=say::access::BEFORE/>
                    <Chosen asking/>
                </KeptForm>
            </section>
        </main>
        <KeepsForms/>
    }
}

/// Today's password.
#[component]
fn Password(id: &'static str, name: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <div class="asked">
            <label for=id>{label}</label>
            <input id=id name=name type="password" autocomplete="current-password" required/>
        </div>
    }
}

/// Nothing is asked beside the password.
#[component]
fn Begins() -> impl IntoView {
    let button = view! { <button class="button plain" type="submit">{Icon::Lock.draw()} {say::access::BEGIN}</button> };
    let button = button.into_any();
    view! {
        <p>{say::access::SECOND_WHY}</p>
        <KeptForm action="/api/v1/ask_codes" id="commencer" problem=None button>
            <Password id="preuve" name="password" label=say::access::BEFORE/>
        </KeptForm>
    }
}

/// A telephone is to read a secret, and to show the first code.
#[component]
fn Reads(codes: Codes) -> impl IntoView {
    let Codes { square, written } = codes;
    let button = view! { <button class="button primary" type="submit">{say::access::ACTIVATE}</button> };
    let button = button.into_any();
    view! {
        <div class="access-codes">
            <div>
                <p>{say::access::READ_IT}</p>
                <p>{say::access::OR_WRITE} " " <code class="access-secret">{written}</code></p>
            </div>
            {square.map(|square| view! { <Drawn class="members-square" square describes=say::access::SQUARE.to_owned()/> })}
        </div>
        <KeptForm action="/api/v1/begin_codes" id="activer" problem=None button>
            <Code label=say::access::FIRST_CODE/>
        </KeptForm>
    }
}

/// Codes are asked.
#[component]
fn Asked(left: usize, given: Vec<String>) -> impl IntoView {
    let shown = |code: &String| {
        let groups = code.as_bytes().chunks(4).map(String::from_utf8_lossy);
        view! { <li><code>{groups.collect::<Vec<_>>().join(" ")}</code></li> }
    };
    let fresh = (!given.is_empty()).then(|| {
        view! {
            <p role="status">{say::access::WRITE_THEM}</p>
            <ul class="access-rescues">{given.iter().map(shown).collect_view()}</ul>
        }
    });
    let left = match left {
        0 => say::access::LEFT_NONE.to_owned(),
        1 => say::access::LEFT_ONE.to_owned(),
        left => say::access::left(&left.to_string()),
    };
    let button = view! { <button class="button plain" type="submit">{say::access::STOP}</button> };
    let button = button.into_any();
    view! {
        <p class="access-asked">{Icon::Check.draw()} <span>{say::access::ASKED} " " {left}</span></p>
        {fresh}
        <details class="tool">
            <summary>{say::access::STOP_IT}</summary>
            <KeptForm action="/api/v1/end_codes" id="arreter" problem=None button>
                <Password id="preuve" name="password" label=say::access::BEFORE/>
            </KeptForm>
        </details>
    }
}

/// A code, of either kind.
#[component]
fn Code(
    label: &'static str,
    /// It takes the focus.
    #[prop(optional)]
    begins: bool,
) -> impl IntoView {
    view! {
        <div class="asked">
            <label for="code">{label}</label>
            <input id="code" name="code" maxlength="20" inputmode="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" autofocus=begins required/>
        </div>
    }
}

/// One of one's sessions.
#[component]
fn Session(it: OwnSession) -> impl IntoView {
    let name = Some(it.browser).filter(|it| !it.is_empty());
    let name = name.unwrap_or_else(|| say::access::UNKNOWN.to_owned());
    let ends = say::access::end_name(&name);
    let end = if it.is_this {
        view! { <span class="pill">{say::access::THIS}</span> }.into_any()
    } else {
        view! {
            <form method="post" action="/api/v1/end_session">
                <input type="hidden" name="name" value=it.name/>
                <button class="button plain" type="submit" aria-label=ends>{say::access::END}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <span>
                <strong>{name}</strong>
                <small>{say::access::since(&at(it.seen), &at(it.since))}</small>
            </span>
            {end}
        </li>
    }
}

fn at((day, hour): (Day, Hour)) -> String {
    say::access::at(&locales::day_of_month(day), &locales::hour(hour))
}

/// `/deuxieme-verification`, with why the last try was refused. Of whom no code is asked is led to where one signs in.
#[component]
pub fn CodePage(
    refused: Option<String>,
    /// Where they wanted to go.
    then: Option<String>,
) -> impl IntoView {
    let problem = locales::refused(refused, say::access::WRONG_CODE);
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::access::SECOND}</h1>
            <p>{say::access::CODE_WHY}</p>
            <form method="post" action="/api/v1/give_code">
                <Code label=say::access::CODE begins=true/>
                {then.map(|then| view! { <input type="hidden" name="then" value=then/> })}
                <p id="refus" class="form-problem" role="alert">{problem}</p>
                <button class="button primary" type="submit">{say::sign_in::ENTER}</button>
            </form>
            <p>{say::access::LOST}</p>
            <p class="or"><a href="/connexion">{say::access::START_AGAIN}</a></p>
        </main>
    }
}
