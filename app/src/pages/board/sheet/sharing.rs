//! Who sees a shared item, exactly as they read it (`VW5`), and the ways to show it, to show what has changed, and to end it.
//! Only the usager shares.

use crate::browser::clock::now;
use crate::components::{Icon, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::{OrganisationId, StepId};
use itineraire_domain::parcours::{Command, NotShown, Share, SharedItem, SharingCommand, Shown};
use leptos::prelude::*;

/// How long something can be shown, in days. Ninety at most, by the service's clock, which this tablet's may be ahead of.
const PERIODS: [(i64, &str); 3] = [
    (30, say::share::ONE_MONTH),
    (60, say::share::TWO_MONTHS),
    (89, say::share::THREE_MONTHS),
];

/// *Qui voit cette étape.*
#[component]
pub(super) fn WhoSees(live: LiveBoard, id: StepId) -> impl IntoView {
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let first = live.usager().first;
    let item = SharedItem::Step(id);
    let row = move |(organisation, name): (OrganisationId, String)| {
        let share = share_of(live, item, organisation);
        view! {
            <Show
                when=move || share.with(Option::is_some)
                fallback=move || {
                    usager.then(|| view! {
                        <li>
                            <Opens summary=say::share::show_to(&live.organisation(organisation))>
                                <Preview live item organisation/>
                            </Opens>
                        </li>
                    })
                }
            >
                <li>
                    <strong>{Icon::Eye.draw()} {name.clone()}</strong>
                    <Seen live item organisation/>
                </li>
            </Show>
        }
    };
    view! {
        <section class="box" aria-labelledby="qui-voit">
            <h3 id="qui-voit">{say::step::WHO_SEES}</h3>
            <ul class="shares">
                <li><span class="pill teal">{Icon::Eye.draw()} {say::step::person_and_cell(&first)}</span></li>
                {live.organisations().into_iter().map(row).collect_view()}
            </ul>
            {(!usager).then(|| view! { <p class="small">{say::step::only_the_person(&first)}</p> })}
        </section>
    }
}

fn share_of(live: LiveBoard, item: SharedItem, organisation: OrganisationId) -> Memo<Option<Share>> {
    Memo::new(move |_| {
        live.board.with(|board| {
            let mut theirs = board.shares_with(organisation, now());
            theirs.find(|share| share.item == item).cloned()
        })
    })
}

/// An item as an organisation reads it; for the usager, what of it is not shown yet, and the way to end it.
#[component]
pub(crate) fn Seen(live: LiveBoard, item: SharedItem, organisation: OrganisationId) -> impl IntoView {
    let usager = live.me.with_untracked(|me| me.role == Role::Usager);
    let share = share_of(live, item, organisation);
    let about = move || {
        let share = share.get()?;
        let day = locales::day_of_month(live.day(share.until));
        Some(say::share::purpose_until(&day, &share.purpose))
    };
    let now = Memo::new(move |_| live.board.with(|board| board.shown(item)));
    let not_shown = Memo::new(move |_| {
        let both = share.get().zip(now.get());
        both.map(|(share, now)| share.shown.not_shown(&now))
            .unwrap_or_default()
    });
    let what = move || not_shown.with(|all| all.iter().map(|it| named(*it)).collect::<Vec<_>>().join(", "));
    let show_too = move |_| {
        if let Some(share) = share.get_untracked() {
            let (purpose, until) = (share.purpose, share.until);
            shows(live, item, organisation, purpose, until);
        }
    };
    let end = move |_| live.give(Command::Sharing(SharingCommand::End { item, organisation }));
    let ends = move || {
        let words = match item {
            SharedItem::Goal => say::board::GOAL.to_owned(),
            SharedItem::Step(_) => share.with(|share| {
                share
                    .as_ref()
                    .map(|it| it.shown.words.clone())
                    .unwrap_or_default()
            }),
        };
        say::own::show_no_more_of(&live.organisation(organisation), &words)
    };
    view! {
        <div class="seen">
            {move || share.with(|share| share.as_ref().map(|share| words(item, &share.shown)))}
            <p class="small">{about}</p>
            <Show when=move || !not_shown.with(Vec::is_empty)>
                <p class="small">{Icon::EyeOff.draw()} {move || say::share::not_yet(&what())}</p>
                // What would be shown, to be read before it is.
                <div class="seen not-shown">{move || now.get().map(|now| words(item, &now))}</div>
                {usager.then(|| view! {
                    <button class="button plain" type="button" on:click=show_too>
                        {Icon::Eye.draw()} {move || say::share::show_too(&what())}
                    </button>
                })}
            </Show>
        </div>
        {usager.then(|| view! {
            <button class="button plain" type="button" aria-label=ends on:click=end>
                {Icon::EyeOff.draw()} {say::own::SHOW_NO_MORE}
            </button>
        })}
    }
}

/// What an organisation reads, as its page says it.
fn words(item: SharedItem, shown: &Shown) -> impl IntoView + use<> {
    let title = match item {
        SharedItem::Goal => say::every_page::quoted(&shown.words),
        SharedItem::Step(_) => shown.words.clone(),
    };
    let facts = [
        shown.when.map(locales::when),
        Some(shown.place.clone()).filter(|place| !place.is_empty()),
    ];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    view! {
        <p><strong>{title}</strong></p>
        {(!facts.is_empty()).then(|| view! { <p>{facts.join(" · ")}</p> })}
    }
}

const fn named(what: NotShown) -> &'static str {
    match what {
        NotShown::Words => say::share::WORDS,
        NotShown::Theme => say::share::THEME,
        NotShown::When => say::share::WHEN,
        NotShown::Place => say::share::PLACE,
    }
}

/// Shows an item as it stands on this screen: something else is refused (`VW5`).
fn shows(
    live: LiveBoard,
    item: SharedItem,
    organisation: OrganisationId,
    purpose: String,
    until: itineraire_domain::calendar::Moment,
) {
    let seen = live
        .board
        .with_untracked(|board| board.shown(item))
        .map(|shown| shown.digest());
    live.give(Command::Sharing(SharingCommand::Share {
        item,
        organisation,
        purpose,
        until,
        seen,
    }));
}

/// What an organisation would see, for what, until when; and the button that shows it, which takes a PIN like any *yes*.
#[component]
fn Preview(live: LiveBoard, item: SharedItem, organisation: OrganisationId) -> impl IntoView {
    let days = RwSignal::new(live.of_cell(|words| i64::from(words.share_days)));
    // The cell's own period comes first where it is another.
    let own = days.get_untracked();
    let its_own = PERIODS
        .iter()
        .all(|(period, _)| *period != own)
        .then(|| match own {
            1 => (own, say::share::ONE_DAY.to_owned()),
            _ => (own, say::share::days(&own.to_string())),
        });
    let periods = its_own
        .into_iter()
        .chain(PERIODS.map(|(days, said)| (days, said.to_owned())));
    let purpose = live.of_cell(|words| match item {
        SharedItem::Goal => words.goal_purpose.clone(),
        SharedItem::Step(_) => words.step_purpose.clone(),
    });
    let purpose = RwSignal::new(purpose);
    let field = format!("pour-quoi-{organisation}");
    let until = move || say::share::until(&locales::day_of_month(live.day(now().plus_days(days.get()))));
    let chip = move |(period, said): (i64, String)| {
        view! {
            <button
                class="chip"
                type="button"
                aria-pressed=move || (days.get() == period).to_string()
                on:click=move |_| days.set(period)
            >
                {said}
            </button>
        }
    };
    let show = move |_| {
        let until = now().plus_days(days.get_untracked());
        shows(live, item, organisation, purpose.get_untracked(), until);
    };
    view! {
        <div class="preview">
            <p>{say::share::will_see(&live.organisation(organisation))}</p>
            <div class="seen">{move || live.board.with(|board| board.shown(item)).map(|shown| words(item, &shown))}</div>
            <label for=field.clone()>{say::share::PURPOSE}</label>
            <input
                id=field
                autocomplete="off"
                prop:value=move || purpose.get()
                on:input:target=move |event| purpose.set(event.target().value())
            />
            <div class="chips" role="group" aria-label=say::share::HOW_LONG>
                {periods.map(chip).collect_view()}
            </div>
            <p class="small">{until}</p>
            <button class="button primary" type="button" on:click=show>{Icon::Eye.draw()} {say::share::SHOW}</button>
        </div>
    }
}

/// Showing something else to an organisation: what, then how it will look there.
#[component]
pub(crate) fn ShowMore(live: LiveBoard, organisation: OrganisationId) -> impl IntoView {
    let items = Memo::new(move |_| {
        live.board.with(|board| {
            let steps = board.steps.iter();
            let steps = steps.filter(|(_, step)| step.removed.is_none() && !step.stage.is_stopped());
            let goal = (!board.goal.is_blank()).then_some(SharedItem::Goal);
            let all = goal.into_iter().chain(steps.map(|(id, _)| SharedItem::Step(*id)));
            all.filter(|item| !live.shares(*item, organisation))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Opens summary=say::share::show_more_to(&live.organisation(organisation))>
            <Chooser live organisation items/>
        </Opens>
    }
}

/// What is made once it is opened: closed, it weighs nothing in the page.
#[component]
fn Opens(summary: String, children: ChildrenFn) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <details class="show-more" name="montrer">
            <summary on:click=move |_| open.set(true)>{Icon::Plus.draw()} {summary}</summary>
            <Show when=move || open.get()>{children()}</Show>
        </details>
    }
}

#[component]
fn Chooser(live: LiveBoard, organisation: OrganisationId, items: Memo<Vec<SharedItem>>) -> impl IntoView {
    let wanted = RwSignal::new(None);
    // What is shown by now is to be chosen no more.
    let chosen = Memo::new(move |_| wanted.get().filter(|it| items.with(|all| all.contains(it))));
    let row = move |item: SharedItem| {
        let title = move || match item {
            SharedItem::Goal => say::board::GOAL.to_owned(),
            SharedItem::Step(_) => live
                .board
                .with(|board| board.shown(item))
                .map(|it| it.words)
                .unwrap_or_default(),
        };
        view! {
            <li>
                <button
                    class="chip"
                    type="button"
                    aria-pressed=move || (chosen.get() == Some(item)).to_string()
                    on:click=move |_| wanted.set(Some(item))
                >
                    {title}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="chips">{keyed(move || items.get(), row)}</ul>
        <Show when=move || items.with(Vec::is_empty)>
            <p>{say::share::NOTHING_MORE}</p>
        </Show>
        {move || chosen.get().map(|item| view! { <Preview live item organisation/> })}
    }
}
