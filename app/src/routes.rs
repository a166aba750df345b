//! The document around every page, and each address: what it loads, and the page that shows it.

use crate::api::{self, AppError};
use crate::components::{AtDensity, Footer, Problem, SearchKey, Styled, Wakes};
use crate::locales::{self, say};
use crate::pages;
use itineraire_domain::Denial;
use itineraire_domain::access::Role;
use itineraire_domain::ids::{MembershipId, ParcoursId, ReferralId, StepId};
use itineraire_domain::kernel::reading::Sent;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{SsrMode, path};

/// The HTML document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    allow_own_scripts();
    // Only pages that have an island load what wakes it: `Wakes` asks for this.
    provide_context(options.clone());
    view! {
        <!DOCTYPE html>
        <html lang=say::language::CODE>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="data:,"/>
                <HashedStylesheet id="style" options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The page's policy: our own files, and the inline scripts that carry this answer's nonce; no inline style at all.
fn allow_own_scripts() {
    let (Some(nonce), Some(response)) = (
        leptos::nonce::use_nonce(),
        use_context::<leptos_axum::ResponseOptions>(),
    ) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let Ok(value) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, value);
    }
}

/// The application: every address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // The first paint is the whole page: readable before the WASM arrives.
    let whole = SsrMode::Async;
    view! {
        <Title text=say::every_page::BRAND/>
        <a class="skip-link" href="#contenu">{say::every_page::SKIP}</a>
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Start ssr=whole.clone()/>
                <Route path=path!("/connexion") view=SignIn ssr=whole.clone()/>
                <Route path=path!("/a-propos") view=About ssr=whole.clone()/>
                <Route path=path!("/carte") view=Card ssr=whole.clone()/>
                <Route path=path!("/espaces") view=Spaces ssr=whole.clone()/>
                <Route path=path!("/accueil") view=Home ssr=whole.clone()/>
                <Route path=path!("/parcours/:id") view=Board ssr=whole.clone()/>
                <Route path=path!("/parcours/:id/etape/:step") view=Board ssr=whole.clone()/>
                <Route path=path!("/parcours/:id/passer") view=HandOver ssr=whole.clone()/>
                <Route path=path!("/parcours/:id/equipe") view=Team ssr=whole.clone()/>
                <Route path=path!("/parcours/:id/identite") view=Correct ssr=whole.clone()/>
                <Route path=path!("/parcours/:id/carte") view=GiveCard ssr=whole.clone()/>
                <Route path=path!("/nouveau-parcours") view=NewParcours ssr=whole.clone()/>
                <Route path=path!("/signaler") view=Report ssr=whole.clone()/>
                <Route path=path!("/demander") view=Ask ssr=whole.clone()/>
                <Route path=path!("/entrees") view=Entries ssr=whole.clone()/>
                <Route path=path!("/entrees/:referral") view=Entry ssr=whole.clone()/>
                <Route path=path!("/membres") view=AllMembers ssr=whole.clone()/>
                <Route path=path!("/membres/:membership") view=Member ssr=whole.clone()/>
                <Route path=path!("/deuxieme-verification") view=SecondCode ssr=whole.clone()/>
                <Route path=path!("/mon-acces") view=Access ssr=whole.clone()/>
                <Route path=path!("/mot-de-passe") view=Forgotten ssr=whole.clone()/>
                <Route path=path!("/nouveau-mot-de-passe") view=NewPassword ssr=whole.clone()/>
                <Route path=path!("/invitation") view=Invitation ssr=whole.clone()/>
                <Route path=path!("/mise-en-place") view=FirstRun ssr=whole.clone()/>
                <Route path=path!("/recherche") view=Search ssr=whole.clone()/>
                <Route path=path!("/affichage") view=HowShown ssr=whole.clone()/>
                <Route path=path!("/reprendre") view=TakeUp ssr=whole.clone()/>
                <Route path=path!("/parcours/:id/papier") view=OnPaper ssr=whole.clone()/>
                <Route path=path!("/mon-parcours") view=Own ssr=whole.clone()/>
                <Route path=path!("/mon-parcours/proposer") view=Propose ssr=whole.clone()/>
                <Route path=path!("/partage") view=Shares ssr=whole.clone()/>
                <Route path=path!("/partage/:id") view=Shared ssr=whole/>
            </Routes>
        </Router>
    }
}

/// Waits for what a page shows; an error is shown in its place, and someone who is signed out is led to where they
/// sign in.
fn loaded<T: Send, V: IntoView + 'static>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView {
    let page = Suspend::new(async move {
        match load.await {
            Ok(page) => show(page).into_any(),
            Err(AppError::Denied(Denial::SignedOut)) => {
                let path = api::request::way_in().await;
                view! { <Redirect path/> }.into_any()
            }
            Err(error) => view! { <Problem error/> }.into_any(),
        }
    });
    view! { <Suspense>{page}</Suspense> }
}

/// The parcours of the address. What is not even an id is asked for like any other, and is nobody's: it answers like what
/// is hidden (`VW2`).
fn parcours() -> ParcoursId {
    let id = use_params_map().with_untracked(|params| params.get("id"));
    id.and_then(|id| id.parse().ok())
        .unwrap_or(ParcoursId(uuid::Uuid::nil()))
}

/// `/`: leads each to their own page.
#[component]
fn Start() -> impl IntoView {
    loaded(api::me(), |me| {
        let path = me.map_or("/connexion", |me| api::request::home_of(me.role));
        view! { <Redirect path/> }
    })
}

#[component]
fn SignIn() -> impl IntoView {
    let (refused, then) = use_query_map().with_untracked(|query| (query.get("refus"), query.get("suite")));
    view! {
        <Title text=say::title::SIGN_IN/>
        <Suspense>
            {Suspend::new(async move {
                let communes = api::communes().await;
                view! { <pages::SignInPage refused then communes/> }
            })}
        </Suspense>
        <Footer/>
    }
}

#[component]
fn About() -> impl IntoView {
    view! {
        <Styled/>
        <Title text=say::title::ABOUT/>
        <pages::AboutPage/>
    }
}

#[component]
fn Card() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Title text=say::title::CARD/>
        <Suspense>
            {Suspend::new(async move {
                let to = api::in_hands().await.map(|hands| hands.to);
                let communes = api::communes().await;
                view! { <pages::CardPage refused to communes/> }
            })}
        </Suspense>
        <Footer/>
    }
}

#[component]
fn Spaces() -> impl IntoView {
    view! {
        <Styled/>
        <Title text=say::title::MEMBERSHIPS/>
        {loaded(
            async { Ok((api::memberships().await?, api::display().await?)) },
            |(all, display)| view! { <AtDensity density=display.density/><pages::Memberships all/> },
        )}
        <Footer signed_in=true/>
    }
}

#[component]
fn Home() -> impl IntoView {
    let (shown, number) = use_query_map().with_untracked(|query| (query.get("montrer"), query.get("page")));
    let number = number.and_then(|it| it.parse().ok()).unwrap_or(1);
    view! {
        <Styled/>
        <Title text=say::title::HOME/>
        {loaded(api::home(), move |page| view! { <AtDensity density=page.me.display.density/><pages::Home page shown number/> })}
        <Footer signed_in=true/>
    }
}

#[component]
fn Board() -> impl IntoView {
    let id = parcours();
    let step = use_params_map().with_untracked(|params| params.get("step"));
    // What is no id at all opens like a step of someone else (`VW2`): on the sentence that says so.
    let step = step.map(|step| step.parse().unwrap_or(StepId(uuid::Uuid::nil())));
    loaded(api::board(id), move |page| {
        let name = page.people.get(&page.board.usager);
        let professional = page.me.role == Role::Professional;
        let title = name.map(|name| say::title::parcours(&locales::parcours_of(&name.short)));
        view! {
            <Title text=title.unwrap_or_default()/>
            <AtDensity density=page.me.display.density/>
            <Wakes island="board"/>
            {professional.then(|| view! { <SearchKey/> })}
            <Refused/>
            <pages::Board page=Sent(page) step/>
        }
    })
}

#[component]
fn OnPaper() -> impl IntoView {
    let parcours = parcours();
    view! {
        <Title text=say::title::OWN/>
        <Styled/>
        {loaded(api::paper(parcours), move |page| view! { <pages::Paper parcours page/> })}
    }
}

#[component]
fn Own() -> impl IntoView {
    let proposed = use_query_map().with_untracked(|query| query.get("propose").is_some());
    view! {
        <Title text=say::title::OWN/>
        {proposed.then(|| view! { <pages::Proposed/> })}
        {loaded(
            async { Ok((api::my_board().await?, api::in_hands().await)) },
            |(page, hands)| view! { <AtDensity density=page.me.display.density/><Wakes island="own"/><Refused/><pages::GiveBack hands/><pages::Own page=Sent(page)/> },
        )}
    }
}

/// What is like some words.
#[component]
fn Search() -> impl IntoView {
    view! {
        <Styled/>
        <Title text=say::title::SEARCH/>
        {loaded(
            async { Ok((api::search().await?, api::display().await?)) },
            |(page, display)| view! { <AtDensity density=display.density/><pages::SearchResults page/> },
        )}
        <Footer signed_in=true/>
    }
}

#[component]
fn HowShown() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Title text=say::title::DISPLAY/>
        {loaded(api::display(), move |display| {
            view! { <AtDensity density=display.density/><pages::DisplayPage display refused/> }
        })}
        <Footer signed_in=true/>
    }
}

/// Someone comes to the cell.
#[component]
fn NewParcours() -> impl IntoView {
    let (refused, from) = use_query_map().with_untracked(|query| (query.get("refus"), query.get("entree")));
    let from = from.and_then(|id| id.parse().ok());
    view! {
        <Styled/>
        <Title text=say::title::NEW_PARCOURS/>
        {loaded(
            async move { Ok((api::opening(from).await?, api::display().await?)) },
            move |(opening, display)| {
                let parcours = ParcoursId(uuid::Uuid::new_v4());
                view! { <AtDensity density=display.density/><pages::NewParcoursPage opening parcours refused/> }
            },
        )}
        <Footer signed_in=true/>
    }
}

/// What is kept of a person is corrected.
#[component]
fn Correct() -> impl IntoView {
    let parcours = parcours();
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::CORRECT/>
        {loaded(
            async move { Ok((api::identity(parcours).await?, api::display().await?)) },
            move |(known, display)| view! { <AtDensity density=display.density/><pages::CorrectPage parcours known refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// Who accompanies a person.
#[component]
fn Team() -> impl IntoView {
    let parcours = parcours();
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::TEAM/>
        {loaded(
            async move { Ok((api::team(parcours).await?, api::display().await?)) },
            move |(team, display)| view! { <AtDensity density=display.density/><pages::TeamList parcours team refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// A need is noticed.
#[component]
fn Report() -> impl IntoView {
    let (refused, sent) =
        use_query_map().with_untracked(|query| (query.get("refus"), query.get("envoye").is_some()));
    view! {
        <Styled/>
        <Title text=say::title::REPORT/>
        {loaded(
            async { Ok((api::reports().await?, api::display().await?)) },
            move |(page, display)| {
                let referral = ReferralId(uuid::Uuid::new_v4());
                view! { <AtDensity density=display.density/><pages::ReportNeed page referral sent refused/> }
            },
        )}
        <Footer signed_in=true/>
    }
}

/// Someone asks for themselves.
#[component]
fn Ask() -> impl IntoView {
    let (refused, sent) =
        use_query_map().with_untracked(|query| (query.get("refus"), query.get("envoye").is_some()));
    view! {
        <Styled/>
        <Title text=say::title::ASK/>
        {loaded(api::places(), move |places| {
            let referral = ReferralId(uuid::Uuid::new_v4());
            view! { <pages::AskPage places referral sent refused/> }
        })}
        <Footer/>
    }
}

/// What comes to the cell.
#[component]
fn Entries() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::INBOX/>
        {loaded(
            async { Ok((api::inbox().await?, api::display().await?)) },
            move |(inbox, display)| view! { <AtDensity density=display.density/><pages::InboxPage inbox refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// One of them. What is no id at all is nobody's (`VW2`).
#[component]
fn Entry() -> impl IntoView {
    let referral = use_params_map().with_untracked(|params| params.get("referral"));
    let referral = referral.and_then(|id| id.parse().ok());
    let referral = referral.unwrap_or(ReferralId(uuid::Uuid::nil()));
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::INBOX/>
        {loaded(
            async move { Ok((api::referral(referral).await?, api::display().await?)) },
            move |(page, display)| view! { <AtDensity density=display.density/><pages::OneReferral page refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// Who works with the cell.
#[component]
fn AllMembers() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::MEMBERS/>
        {loaded(
            async { Ok((api::members().await?, api::display().await?)) },
            move |(page, display)| view! { <AtDensity density=display.density/><pages::MembersList page refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// One of them. What is no id at all is nobody's: it answers like what is hidden (`VW2`).
#[component]
fn Member() -> impl IntoView {
    let membership = use_params_map().with_untracked(|params| params.get("membership"));
    let membership = membership.and_then(|id| id.parse().ok());
    let membership = membership.unwrap_or(MembershipId(uuid::Uuid::nil()));
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::MEMBERS/>
        {loaded(
            async move { Ok((api::member(membership).await?, api::display().await?)) },
            move |((page, link), display)| view! { <AtDensity density=display.density/><pages::OneMember page link refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// Whoever was asked to come comes.
#[component]
fn Invitation() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::INVITATION/>
        <pages::InvitationPage refused/>
        <Footer/>
    }
}

/// A code is asked beside the password.
#[component]
fn SecondCode() -> impl IntoView {
    let (refused, then) = use_query_map().with_untracked(|query| (query.get("refus"), query.get("suite")));
    let page = Suspend::new(async move {
        if api::is_asked_for_code().await {
            view! { <pages::CodePage refused then/> }.into_any()
        } else {
            view! { <Redirect path="/connexion"/> }.into_any()
        }
    });
    view! {
        <Styled/>
        <Title text=say::title::CODE/>
        <Suspense>{page}</Suspense>
        <Footer/>
    }
}

/// One's own access.
#[component]
fn Access() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::ACCESS/>
        {loaded(
            async { Ok((api::access().await?, api::display().await?)) },
            move |(access, display)| view! { <AtDensity density=display.density/><pages::AccessPage access refused/> },
        )}
        <Footer signed_in=true/>
    }
}

/// Whoever forgot their password asks for a letter.
#[component]
fn Forgotten() -> impl IntoView {
    let (refused, sent) =
        use_query_map().with_untracked(|query| (query.get("refus"), query.get("envoye").is_some()));
    view! {
        <Styled/>
        <Title text=say::title::FORGOTTEN/>
        <pages::ForgottenPage mails=api::sends_mail() sent refused/>
        <Footer/>
    }
}

/// They choose another.
#[component]
fn NewPassword() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Styled/>
        <Title text=say::title::NEW_PASSWORD/>
        <pages::NewPasswordPage refused/>
        <Footer/>
    }
}

/// The first day; where a cell is there already, that it has begun.
#[component]
fn FirstRun() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    let page = Suspend::new(async move {
        match api::setting_up().await {
            Ok(Some(before)) => view! { <pages::FirstRunPage before refused/> }.into_any(),
            Ok(None) => view! { <pages::FirstRunDone/> }.into_any(),
            Err(error) => view! { <Problem error/> }.into_any(),
        }
    });
    view! {
        <Styled/>
        <Title text=say::title::FIRST_RUN/>
        <Suspense>{page}</Suspense>
        <Footer/>
    }
}

/// A card is given.
#[component]
fn GiveCard() -> impl IntoView {
    let parcours = parcours();
    let (refused, another) =
        use_query_map().with_untracked(|query| (query.get("refus"), query.get("autre").is_some()));
    view! {
        <Styled/>
        <Title text=say::title::GIVE_CARD/>
        {loaded(
            api::giving_card(parcours),
            move |(giving, given)| view! { <pages::GiveCardPage parcours giving given another refused/> },
        )}
    }
}

/// Before a professional hands the tablet over.
#[component]
fn HandOver() -> impl IntoView {
    let parcours = parcours();
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    view! {
        <Title text=say::title::HAND_OVER/>
        {loaded(
            async move { Ok((api::handing_over(parcours).await?, api::display().await?)) },
            move |(asked, display)| view! { <AtDensity density=display.density/><pages::HandOverPage parcours asked refused/> },
        )}
    }
}

/// The way back to a session that was left with this tablet; without one, to where anyone signs in.
#[component]
fn TakeUp() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    let page = Suspend::new(async move {
        match api::in_hands().await {
            Some(hands) => view! { <pages::TakeUpPage by=hands.by refused/> }.into_any(),
            None => view! { <Redirect path="/connexion"/> }.into_any(),
        }
    });
    view! {
        <Title text=say::title::TAKE_UP/>
        <Suspense>{page}</Suspense>
        <Footer/>
    }
}

#[component]
fn Propose() -> impl IntoView {
    let refused = use_query_map().with_untracked(|query| query.get("refus"));
    let own = async {
        let me = api::me().await?.ok_or(AppError::Denied(Denial::SignedOut))?;
        let none = || AppError::Denied(Denial::NotFound).with_status();
        Ok((me.parcours.ok_or_else(none)?, me.display.density))
    };
    view! {
        <Styled/>
        <Title text=say::title::PROPOSE/>
        {loaded(own, move |(parcours, density)| {
            let step = StepId(uuid::Uuid::new_v4());
            view! { <AtDensity density/><pages::ProposePage parcours step refused/> }
        })}
    }
}

#[component]
fn Shares() -> impl IntoView {
    view! {
        <Styled/>
        <Title text=say::title::SHARES/>
        {loaded(api::partner_home(), |page| view! { <AtDensity density=page.me.display.density/><pages::Shares page/> })}
        <Footer signed_in=true/>
    }
}

#[component]
fn Shared() -> impl IntoView {
    let id = parcours();
    view! {
        <Title text=say::title::SHARED/>
        {loaded(
            async move {
                Ok((id, api::partner_board(id).await?))
            },
            |(parcours, page)| view! { <AtDensity density=page.me.display.density/><Wakes island="shared"/><pages::SharedPage parcours page/> },
        )}
    }
}

/// Why a page's plain form was refused, as the address that it came back to says.
#[component]
fn Refused() -> impl IntoView {
    let why = use_query_map().with_untracked(|query| query.get("refus"));
    // Nobody signs in here.
    let why = locales::refused(why, locales::denial(Denial::NotFound))?;
    Some(view! { <p class="notice said" role="alert">{why}</p> })
}

/// Any other address.
#[component]
fn NotFound() -> impl IntoView {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text=say::title::NOT_FOUND/>
        <main id="contenu" class="message-page">
            <h1>{say::every_page::NOT_FOUND}</h1>
            <p>{say::every_page::NOT_FOUND_WHY}</p>
            <p><a class="button primary" href="/">{say::every_page::TO_HOME}</a></p>
        </main>
    }
}
