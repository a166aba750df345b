//! A professional's home: their parcours, and what waits for them.

use crate::components::{Avatar, Here, Icon, Segments, Top};
use crate::locales::{self, say};
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::pages::{HomePage, HomeRow, StepLine};
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Lines of the list on one page.
const LINES: usize = 50;

/// Why a row is there, at most so many reasons.
const REASONS: usize = 2;

/// What comes in the next days, at most.
const COMING: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    AwaitsMe,
    Late,
}

impl Filter {
    const fn address(self) -> &'static str {
        match self {
            Self::All => "/accueil",
            Self::AwaitsMe => "/accueil?montrer=reponse",
            Self::Late => "/accueil?montrer=retard",
        }
    }
}

/// `/accueil`, with what to show of the list, and which page of it.
#[component]
pub fn Home(page: HomePage, shown: Option<String>, number: usize) -> impl IntoView {
    let today = page.today;
    let wanted = match shown.as_deref() {
        Some("reponse") => Filter::AwaitsMe,
        Some("retard") => Filter::Late,
        _ => Filter::All,
    };
    let count = |wanted: fn(&HomeRow) -> bool| page.rows.iter().filter(|row| wanted(row)).count();
    let (all, awaits, late) = (
        page.rows.len(),
        count(|row| row.awaits.is_some()),
        count(|row| row.late.is_some()),
    );
    let chips = [
        (Filter::All, say::home::ALL.to_owned()),
        (Filter::AwaitsMe, say::home::awaits_me(&awaits.to_string())),
        (Filter::Late, say::home::late(&late.to_string())),
    ];
    let mut coming: Vec<_> = page
        .rows
        .iter()
        .filter_map(|row| {
            row.next
                .as_ref()
                .map(|(step, when)| (*when, row.usager.first.clone(), step.clone(), row.parcours))
        })
        .filter(|(when, ..)| when.day.days_since(today) <= 7)
        .collect();
    coming.sort_by_key(|(when, ..)| (when.day, when.hour));
    coming.truncate(COMING);
    let rows = page.rows.into_iter().filter(|row| match wanted {
        Filter::All => true,
        Filter::AwaitsMe => row.awaits.is_some(),
        Filter::Late => row.late.is_some(),
    });
    let rows: Vec<_> = rows.collect();
    // A page that is not there is the last one.
    let pages = rows.len().div_ceil(LINES).max(1);
    let number = number.clamp(1, pages);
    let levels = page.circle_levels;
    let rows = rows
        .into_iter()
        .skip((number - 1) * LINES)
        .take(LINES)
        .map(|row| {
            let level = levels.of(row.level).to_owned();
            view! { <Row row level filter=wanted/> }
        });
    let rows = rows.collect_view();
    view! {
        <Top here=Here::Home/>
        <main id="contenu" class="home">
            <section aria-labelledby="mes-parcours">
                <div class="home-head">
                    <h1 id="mes-parcours">{say::home::MINE} <span class="pill">{say::home::count(&all.to_string())}</span></h1>
                    {page.opens.then(|| view! { <a class="button primary" href="/nouveau-parcours">{Icon::Plus.draw()} {say::home::NEW_PARCOURS}</a> })}
                </div>
                <nav class="chips" aria-label=say::home::FILTER>
                    {chips
                        .into_iter()
                        .map(|(filter, label)| {
                            view! { <a class="chip" href=filter.address() aria-current=(filter == wanted).then_some("true")>{label}</a> }
                        })
                        .collect_view()}
                </nav>
                {(all == 0).then(|| view! { <p class="box">{if page.opens { say::home::NOBODY_YET } else { say::home::NOBODY_HERE }}</p> })}
                <ul class="rows">{rows}</ul>
                {(pages > 1).then(|| view! { <Pages wanted number pages/> })}
            </section>
            <aside class="side" aria-labelledby="a-venir">
                <h2 id="a-venir">{say::home::NEXT_DAYS}</h2>
                {if coming.is_empty() {
                    view! { <p>{say::home::NOTHING_NEXT}</p> }.into_any()
                } else {
                    view! {
                        <ul class="coming">
                            {coming
                                .into_iter()
                                .map(|(when, first, step, parcours)| {
                                    let href = of_step(parcours, &step);
                                    view! {
                                        <li>
                                            <a href=href>
                                                {Icon::Clock.draw()}
                                                <span><strong>{locales::short_when(when)}</strong> " · " {first} ", " {step.title}</span>
                                            </a>
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    }
                    .into_any()
                }}
            </aside>
        </main>
        <script nonce=use_nonce()>{include_str!("home.js")}</script>
    }
}

/// The way to what stands before and after in a long list.
#[component]
fn Pages(wanted: Filter, number: usize, pages: usize) -> impl IntoView {
    let to = |number: usize, label: &'static str| {
        let address = wanted.address();
        let sign = if address.contains('?') { '&' } else { '?' };
        view! { <a class="chip" href=format!("{address}{sign}page={number}")>{label}</a> }
    };
    view! {
        <nav class="chips pages" aria-label=say::home::PAGES>
            {(number > 1).then(|| to(number - 1, say::home::BEFORE))}
            <span>{say::home::page(&pages.to_string(), &number.to_string())}</span>
            {(number < pages).then(|| to(number + 1, say::home::AFTER))}
        </nav>
    }
}

#[component]
fn Row(row: HomeRow, level: String, filter: Filter) -> impl IntoView {
    let first = &row.usager.first;
    let named = |step: &Option<StepLine>, say: &dyn Fn(&str) -> String| {
        let step = step.clone()?;
        Some((say(&step.title), step))
    };
    let late = row.late.as_ref();
    let late = late.map(|(step, day)| {
        (
            say::home::step_late(&locales::day(*day), &step.title),
            step.clone(),
        )
    });
    let talks = named(&row.talks, &|it| say::home::talks(first, it));
    let refused = named(&row.refused, &|it| say::home::refused(first, it));
    let offered = named(&row.offered, &|it| say::home::offered(it));
    let awaits = named(&row.awaits, &|it| say::home::step_awaits(it));
    let helped = named(&row.helped, &|it| say::home::wants_help(first, it));
    // In the order that rows are sorted by (`HomeRow::waits`), but for what the list is filtered by: that stands first.
    let all = [
        (Filter::All, "amber", Icon::CircleHelp, helped),
        (Filter::AwaitsMe, "amber", Icon::MessageCircleQuestionMark, awaits),
        (Filter::All, "rose", Icon::X, refused),
        (Filter::All, "blue", Icon::MessagesSquare, talks),
        (Filter::All, "teal", Icon::HandHelping, offered),
        (Filter::Late, "rose", Icon::CircleAlert, late),
    ];
    let waits = all.into_iter();
    let waits =
        waits.filter_map(|(of, tone, icon, about)| about.map(|(words, step)| (of, tone, icon, words, step)));
    let mut waits: Vec<_> = waits.collect();
    waits.sort_by_key(|(of, ..)| *of != filter);
    waits.truncate(REASONS);
    let first_of_all = waits.first().map(|(of, .., step)| (*of, step.clone()));
    let mut reasons: Vec<_> = waits
        .into_iter()
        .map(|(_, tone, icon, words, _)| (tone, icon, words))
        .collect();
    let quiet = if !reasons.is_empty() {
        None
    } else if let Some((step, when)) = &row.next {
        Some(say::home::next_step(&locales::short_when(*when), &step.title))
    } else if let Some(words) = &row.lifted {
        reasons.push(("green", Icon::PartyPopper, say::home::lifted(words)));
        None
    } else if row.has_diagnosis {
        Some(say::home::NO_DATE.to_owned())
    } else {
        Some(say::home::NO_DIAGNOSIS.to_owned())
    };
    let pills = reasons.into_iter().map(|(tone, icon, words)| {
        view! { <span class=format!("pill {tone}")>{icon.draw()} {words}</span> }
    });
    let what = (
        pills.collect_view(),
        quiet.map(|words| view! { <span>{words}</span> }),
    );
    // What the first of the reasons asks for, one tap away.
    let does = first_of_all.map(|(of, step)| {
        let verb = if of == Filter::AwaitsMe {
            say::board::ANSWER
        } else {
            say::board::SEE
        };
        let name = say::home::about(&row.usager.short, &step.title, verb);
        view! { <a class="button plain" href=of_step(row.parcours, &step) aria-label=name>{verb}</a> }
    });
    view! {
        <li class="row-line">
            <a class="row" href=format!("/parcours/{}", row.parcours)>
                <Avatar initials=row.usager.initials.clone()/>
                <span class="row-name"><strong>{row.usager.short.clone()}</strong> <small>{level}</small></span>
                <span class="row-what">{what}</span>
                <span class="row-progress">
                    {(row.steps > 0).then(|| view! { <small>{locales::steps_done(row.done as usize, row.steps as usize)}</small> })}
                    <Segments done=row.done as usize all=row.steps as usize/>
                </span>
            </a>
            {does.map_or_else(|| Icon::ChevronRight.draw().into_any(), IntoAny::into_any)}
        </li>
    }
}

/// Where a step of a parcours is open.
fn of_step(parcours: ParcoursId, step: &StepLine) -> String {
    format!("/parcours/{parcours}/etape/{}", step.id)
}
