//! A need is noticed: `/signaler`, for counters, partners and colleagues; `/demander`, for whoever asks for themselves. Plain
//! forms, which keep what is written when they are refused.

use crate::components::field::{AskedLine, Asking, KeepsForms, KeptForm};
use crate::components::{Here, Icon, Top};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::{CellId, ReferralId};
use itineraire_domain::people::{NAME, REACH, Unclear};
use itineraire_domain::referral::{NOTICED, ReferralState};
use itineraire_service::referrals::{Referral, ReportPage};
use leptos::prelude::*;

/// `/signaler`, with why the last try was refused, or that it has come.
#[component]
pub fn ReportNeed(
    page: ReportPage,
    /// The name that the need will have: sent twice, it comes once.
    referral: ReferralId,
    sent: bool,
    refused: Option<String>,
) -> impl IntoView {
    let ReportPage { commune, sent: all } = page;
    let any = !all.is_empty();
    let rows = all
        .into_iter()
        .map(|(it, day, words)| view! { <Sent it day words/> });
    let rows = rows.collect_view();
    view! {
        <Top here=Here::Report/>
        <main id="contenu" class="report">
            <h1>{say::report::title(&commune)}</h1>
            <p>{say::report::WHY}</p>
            {sent.then(|| view! { <p class="report-sent" role="status">{Icon::Check.draw()} {say::report::SENT}</p> })}
            <Need action="/api/v1/report" referral own=false places=Vec::new() refused/>
            {any.then(|| view! {
                <section aria-labelledby="envoyes">
                    <h2 id="envoyes">{say::report::ALL_SENT}</h2>
                    <ul class="report-all">{rows}</ul>
                </section>
            })}
        </main>
        <KeepsForms/>
    }
}

/// `/demander`, with why the last try was refused, or that it has come.
#[component]
pub fn AskPage(
    /// Where one may ask.
    places: Vec<(CellId, String)>,
    referral: ReferralId,
    sent: bool,
    refused: Option<String>,
) -> impl IntoView {
    view! {
        <main id="contenu" class="report usager-scale">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::report::ASK}</h1>
            {if places.is_empty() {
                view! { <p>{say::report::NOWHERE_YET}</p> }.into_any()
            } else if sent {
                view! {
                    <p class="report-sent" role="status">{Icon::Check.draw()} {say::report::ASKED}</p>
                    <p>{say::report::ASKED_THEN}</p>
                }
                .into_any()
            } else {
                view! {
                    {say::report::ASK_WHY.map(|words| view! { <p>{words}</p> }).collect_view()}
                    <Need action="/api/v1/ask_for_oneself" referral own=true places refused/>
                }
                .into_any()
            }}
        </main>
        <KeepsForms/>
    }
}

/// The form: of another's need, or of one's own.
#[component]
fn Need(
    action: &'static str,
    referral: ReferralId,
    /// Whoever writes it is whose need it is.
    own: bool,
    places: Vec<(CellId, String)>,
    refused: Option<String>,
) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = locales::refused_here(refused, says);
    // What a browser knows is of whoever writes.
    let own_words = move |limit, required, fills| AskedLine {
        fills: if own { fills } else { "" },
        ..AskedLine::words(limit, required)
    };
    let reached = move |limit, fills| AskedLine {
        unsaid: true,
        with: Some(Unclear::Nowhere),
        ..own_words(limit, false, fills)
    };
    let field = move |of, name, label| asking.of(of, name, label);
    let label = move |theirs, mine| if own { mine } else { theirs };
    let noticed = field(
        Unclear::Noticed,
        "written[noticed]",
        label(say::report::NOTICED, say::report::MY_NEED),
    );
    let area = view! {
        <textarea
            id=Unclear::Noticed.word()
            name="written[noticed]"
            rows="4"
            maxlength=NOTICED.to_string()
            required
            aria-invalid=noticed.invalid()
            aria-describedby=noticed.problem_id()
        ></textarea>
    };
    let agrees = field(Unclear::Agrees, "written[agrees]", "");
    let nowhere = field(Unclear::Nowhere, "", "");
    let place = match places.as_slice() {
        [] => ().into_any(),
        [(only, _)] => view! { <input type="hidden" name="cell" value=only.to_string()/> }.into_any(),
        several => {
            let options = several
                .iter()
                .map(|(id, commune)| view! { <option value=id.to_string()>{commune.clone()}</option> })
                .collect_view();
            let options = view! { <option value="">{say::members::CHOOSE}</option> {options} };
            field(Unclear::Commune, "cell", say::report::COMMUNE)
                .list(true, options.into_any())
                .into_any()
        }
    };
    let button = view! { <button class="button primary" type="submit">{Icon::Send.draw()} {label(say::report::SEND, say::report::SEND_MINE)}</button> };
    let button = button.into_any();
    view! {
        <KeptForm action problem button>
            <input type="hidden" name="referral" value=referral.to_string()/>
            {place}
            {field(Unclear::FirstName, "written[first_name]", label(say::report::FIRST_NAME, say::report::MY_FIRST_NAME)).line(own_words(NAME, true, "given-name"), "")}
            {field(Unclear::LastName, "written[last_name]", label(say::report::LAST_NAME, say::report::MY_LAST_NAME)).line(own_words(NAME, true, "family-name"), "")}
            <p>{label(say::report::ONE_OF_BOTH, say::report::MY_ONE_OF_BOTH)}</p>
            {field(Unclear::Phone, "written[phone]", label(say::report::PHONE, say::report::MY_PHONE)).line(AskedLine { kind: "tel", ..reached(30, "tel") }, "")}
            {field(Unclear::Reach, "written[reach]", label(say::report::REACH, say::report::MY_REACH)).line(reached(REACH, ""), "")}
            {nowhere.problem()}
            <div class="asked-wide">{noticed.around(true, area.into_any())}</div>
            {(!own).then(|| {
                view! {
                    <div class="asked-wide">
                        <label class="check">
                            <input id=Unclear::Agrees.word() type="checkbox" name="written[agrees]" value="on" required aria-invalid=agrees.invalid() aria-describedby=agrees.problem_id()/>
                            {say::report::AGREES}
                        </label>
                        {agrees.problem()}
                    </div>
                }
            })}
        </KeptForm>
    }
}

/// One that was sent: what became of it, in one word; and what the cell asks.
#[component]
fn Sent(it: Referral, day: Day, words: Option<String>) -> impl IntoView {
    let name = [it.written.first_name.as_str(), it.written.last_name.as_str()].join(" ");
    let asked = it.state == ReferralState::Asked;
    let id = format!("reponse-{}", it.id);
    let form = format!("repondre-{}", it.id);
    let button = view! { <button class="button plain" type="submit">{say::report::ANSWER}</button> };
    let button = button.into_any();
    view! {
        <li class="box report-one">
            <p>
                <strong>{name}</strong> " "
                <span class="pill">{state(it.state)}</span> " "
                <small>{locales::on(day)}</small>
            </p>
            {words.filter(|_| it.state != ReferralState::Received).map(|words| view! { <p>{words}</p> })}
            {asked.then(|| {
                view! {
                    <KeptForm action="/api/v1/answer_question" id=form class="" problem=None button>
                        <input type="hidden" name="referral" value=it.id.to_string()/>
                        <label for=id.clone()>{say::report::YOUR_ANSWER}</label>
                        <input id=id name="words" maxlength="500" autocomplete="off" required/>
                    </KeptForm>
                }
            })}
        </li>
    }
}

/// What the rules say of what is done about a need.
pub(super) fn says(why: &Refusal) -> Option<&'static str> {
    match why {
        Refusal::Empty => Some(say::report::WORDS),
        Refusal::WrongStage | Refusal::NotFound => Some(say::inbox::LATE),
        _ => None,
    }
}

/// The one word of what became of a need.
pub(super) fn state(state: ReferralState) -> &'static str {
    let at = ReferralState::ALL.iter().position(|it| *it == state);
    at.and_then(|at| say::report::STATES.get(at))
        .copied()
        .unwrap_or_default()
}
