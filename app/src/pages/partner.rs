//! What a partner sees: the shared items, and a way to help. Nothing on these pages depends on anything else.

use super::board::SaysTrouble;
use super::still_here::StillHere;
use crate::browser::window;
#[cfg(feature = "ssr")]
use crate::components::{Avatar, Here, OtherSpaces, SignOut, Top};
use crate::components::{Badge, Icon, keyed};
use crate::live::SessionClock;
use crate::live::partner::PartnerLink;
use crate::locales::{self, say};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::kernel::reading::Sent;
use itineraire_domain::parcours::{Command, SharingCommand};
#[cfg(feature = "ssr")]
use itineraire_domain::views::pages::{Me, PartnerHome, PartnerPage};
use itineraire_domain::views::pages::{PartnerStep, PartnerView};
use itineraire_domain::views::words::{ThemeWords, Themes};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
#[component]
fn Head(me: Me) -> impl IntoView {
    let organisation = me.organisation.map(|(_, name)| name).unwrap_or_default();
    view! {
        <header class="topbar">
            <p class="brand">{say::every_page::BRAND}</p>
            <a href="/partage">{say::partner::SHARED_PARCOURS}</a>
            <a href="/signaler">{say::report::OPEN}</a>
            <span class="spacer"></span>
            <OtherSpaces/>
            <Avatar initials=me.name.initials/>
            <span class="who">{organisation.clone()}</span>
            <SignOut/>
        </header>
        <Sees organisation/>
    }
}

/// For whom one sees what one sees.
#[cfg(feature = "ssr")]
#[component]
fn Sees(organisation: String) -> impl IntoView {
    let banner = say::partner::banner(&organisation);
    view! {
        <aside class="banner" aria-label=say::partner::WHAT_YOU_SEE>{Icon::ShieldCheck.draw()} <p>{banner}</p></aside>
    }
}

/// `/partage`
#[cfg(feature = "ssr")]
#[component]
pub fn Shares(page: PartnerHome) -> impl IntoView {
    let organisation = page.me.organisation.map(|(_, name)| name).unwrap_or_default();
    view! {
        <Top here=Here::Home/>
        <Sees organisation/>
        <main id="contenu" class="partner">
            <h1>{say::partner::SHARED_PARCOURS}</h1>
            {page.rows.is_empty().then(|| view! { <p>{say::partner::NOTHING_YET}</p> })}
            <ul class="rows">
                {page
                    .rows
                    .into_iter()
                    .map(|row| {
                        view! {
                            <li>
                                <a class="row" href=format!("/partage/{}", row.parcours)>
                                    <strong>{locales::parcours_of(&row.first_name)}</strong>
                                    <span class="row-what">
                                        {row.themes.into_iter().map(|theme| view! { <Badge theme=locales::theme(&page.themes, theme)/> }).collect_view()}
                                    </span>
                                    {Icon::ChevronRight.draw()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </main>
    }
}

/// `/partage/:id`
#[cfg(feature = "ssr")]
#[component]
pub fn SharedPage(parcours: ParcoursId, page: PartnerPage) -> impl IntoView {
    let organisation = page.me.organisation.as_ref().map(|(_, name)| name.clone());
    let (person, rests, ends) = (page.me.person, page.me.rests, page.me.ends);
    view! {
        <Head me=page.me/>
        <Shared person rests ends parcours view=Sent(page.view) themes=Sent(page.themes) organisation=organisation.unwrap_or_default()/>
    }
}

/// What is shared of one parcours, as it changes.
#[cfg_attr(any(feature = "ssr", feature = "shared"), island)]
#[cfg_attr(not(any(feature = "ssr", feature = "shared")), component)]
pub fn Shared(
    person: PersonId,
    /// How long their session may rest, in seconds, and when it ends.
    rests: i64,
    ends: Moment,
    parcours: ParcoursId,
    view: Sent<PartnerView>,
    themes: Sent<Themes>,
    organisation: String,
) -> impl IntoView {
    let themes = StoredValue::new(themes.0);
    let lock = say::partner::only_this(&organisation);
    let link = PartnerLink::new(person, SessionClock::new(rests, ends), parcours, view.0);
    window::awake();
    let view = link.view;
    let title = move || {
        view.with(|view| match view.first_name.as_str() {
            "" => say::partner::NOTHING_HERE.to_owned(),
            name => locales::parcours_of(name),
        })
    };
    let steps = move || view.with(|view| view.steps.iter().map(|step| step.step).collect::<Vec<_>>());
    let step = move |id| {
        let shared =
            Memo::new(move |_| view.with(|view| view.steps.iter().find(|step| step.step == id).cloned()));
        let drawn = move |step: PartnerStep| {
            view! { <SharedStep link theme=themes.with_value(|all| locales::theme(all, step.theme)) step/> }
        };
        (move || shared.get().map(drawn)).into_any()
    };
    // What is denied is empty: nobody is asked about a session that is over.
    let linked = Signal::derive(move || link.kept.get() && view.with(|view| *view != PartnerView::default()));
    view! {
        <p class="notice" class:said=move || link.notice.with(|it| !it.is_empty()) role="status" aria-live="polite">{move || link.notice.get()}</p>
        <SaysTrouble trouble=link.trouble/>
        <main id="contenu" class="partner" tabindex="-1">
            <h1>{title}</h1>
            {move || view.with(|view| view.goal.clone()).map(|goal| view! {
                <section class="goal" aria-label=say::partner::GOAL>
                    {Icon::Flag.draw()}
                    <div class="goal-words">
                        <p>{say::partner::GOAL_IN_OWN_WORDS}</p>
                        <p class="goal-field">{say::every_page::quoted(&goal)}</p>
                    </div>
                </section>
            })}
            <Show when=move || view.with(|view| !view.steps.is_empty())>
                <h2>{say::partner::STEPS}</h2>
            </Show>
            <ul class="shared-steps">
                {keyed(steps, step)}
            </ul>
            <Show when=move || !link.kept.get()>
                <p class="pill amber" role="status">{Icon::Clock.draw()} {say::partner::NOT_KEPT}</p>
            </Show>
            <p class="lock-note">{Icon::Lock.draw()} {lock}</p>
        </main>
        <StillHere session=link.session linked says=link.says()/>
    }
}

#[component]
fn SharedStep(link: PartnerLink, theme: ThemeWords, step: PartnerStep) -> impl IntoView {
    let id = step.step;
    let proposed = if step.proposed_by_usager {
        say::partner::BY_THE_PERSON
    } else {
        say::partner::BY_THE_CELL
    };
    let when = step
        .when
        .map(|when| format!(" · {}", locales::when(when)))
        .unwrap_or_default();
    let place = if step.place.is_empty() {
        String::new()
    } else {
        format!(" · {}", step.place)
    };
    let stands = if step.stopped {
        say::partner::STOPPED
    } else {
        locales::column(step.column)
    };
    let line = format!("{stands} · {proposed}{when}{place}");
    let helped = match step.wanted {
        Some(true) => ("pill green", say::partner::HELP_WANTED),
        Some(false) => ("pill amber", say::partner::HELP_UNWANTED),
        None => ("pill teal", say::partner::HELPS),
    };
    let class = format!("shared-step {}", theme.colour);
    view! {
        <li class=class>
            <div>
                <Badge theme/>
                <h3>{step.title.clone()}</h3>
                <p>{line}</p>
                <p class="small">{say::partner::purpose(&step.purpose)}</p>
            </div>
            {if step.engaged {
                view! {
                    <div class="engaged">
                        <span class=helped.0>{Icon::Check.draw()} {helped.1}</span>
                        <button
                            class="button quiet"
                            type="button"
                            aria-label=say::partner::help_no_more_for(&step.title)
                            on:click=move |_| link.give(Command::Sharing(SharingCommand::WithdrawOffer { step: id }))
                        >
                            {say::partner::HELP_NO_MORE}
                        </button>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <button
                        class="button primary"
                        type="button"
                        aria-label=say::partner::help_for(&step.title)
                        on:click=move |_| link.give(Command::Sharing(SharingCommand::OfferHelp { step: id }))
                    >
                        {Icon::HandHelping.draw()} {say::partner::HELP}
                    </button>
                }
                .into_any()
            }}
        </li>
    }
}
