//! What is added to a board: a step by one line, read while it is typed; a frein or a levier by a few words and a theme.

use super::ThemeChoice;
use crate::browser::clock::{new_id, now};
use crate::browser::focus;
use crate::components::field::{Form, Line};
use crate::components::{Icon, keyed};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Command, Side, StepCommand, WrittenTerms};
use itineraire_domain::sentence::{Doubt, Known, Part, Reading, What, Why, read};
use itineraire_domain::views::words::Suggestion;
use leptos::prelude::*;

/// The button that opens it.
const ADD_STEP: &str = "proposer-etape";

/// *Proposer une étape*.
#[component]
pub(super) fn Propose(live: LiveBoard, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <button id=ADD_STEP class="add-step" type="button" on:click=move |_| open.set(true)>
                        {Icon::Plus.draw()} {say::board::PROPOSE}
                    </button>
                }
            }
        >
            <div class="propose">
                <Sentence live open/>
            </div>
        </Show>
    }
}

/// One line, read as a step. What is recognised stands under it as chips that can be taken off; what is unsure is asked, and
/// nothing is guessed: no theme but the one that is said or chosen.
#[component]
fn Sentence(live: LiveBoard, open: RwSignal<bool>) -> impl IntoView {
    let id = "nouvelle-etape";
    let words = live.draft(None, id);
    let theme = RwSignal::new(Theme::UNSORTED);
    let known = StoredValue::new(untrack(|| known(live)));
    let reading = RwSignal::new(known.with_value(|known| read("", known)));
    Effect::new(move |_| {
        let sentence = words.get();
        known.with_value(|known| reading.update(|it| *it = it.again(&sentence, known)));
    });
    let send = move || {
        // As it is written now: what was typed last may not have been read yet.
        let read = known.with_value(|known| {
            let sentence = words.get_untracked();
            reading.with_untracked(|it| it.again(&sentence, known))
        });
        let draft = read.draft();
        let terms = WrittenTerms {
            details: String::new(),
            doers: draft.doers,
            when: draft.when,
            place: draft.place,
            bring: draft.bring,
            lifts: draft.barrier,
        };
        let step: StepId = new_id();
        let propose = StepCommand::Propose {
            title: draft.title,
            theme: draft.theme.unwrap_or(theme.get_untracked()),
            terms: (terms != WrittenTerms::default()).then(|| Box::new(terms)),
        };
        if live.takes(Command::Step(step, propose)) {
            words.set(String::new());
            open.set(false);
            focus::bring_to(format!("poignee-{step}"));
        }
    };
    let title = Memo::new(move |_| reading.with(Reading::title));
    let says_more =
        move || title.with(|title| !title.is_empty() && words.with(|words| words.trim() != title));
    let is_sorted = Memo::new(move |_| {
        reading.with(|it| it.parts().iter().any(|part| matches!(part.what, What::Theme(_))))
    });
    // The chips are drawn anew: the keyboard's place is the line.
    let changes = move |change: &dyn Fn(Reading) -> Reading| {
        reading.update(|it| *it = change(it.clone()));
        focus::bring_to(id.to_owned());
    };
    let parts = move || reading.with(|it| it.parts().iter().cloned().enumerate().collect::<Vec<_>>());
    let chip = move |(number, part): (usize, Part)| {
        let (icon, said) = named(live, &part.what);
        let off = move |_| changes(&|it| it.without(number));
        view! {
            <li>
                <button class="chip" type="button" aria-label=say::step::remove(&said) aria-pressed="true" on:click=off>
                    {icon.draw()} {said.clone()} {Icon::X.draw()}
                </button>
            </li>
        }
    };
    let doubts = move || {
        reading.with(|it| {
            let all = it.doubts().iter().cloned();
            all.map(|doubt| (it.words(&doubt.span).to_owned(), doubt))
                .enumerate()
                .collect::<Vec<_>>()
        })
    };
    let doubt = move |(number, (of, doubt)): (usize, (String, Doubt))| {
        let choice = move |(choice, part): (usize, Part)| {
            let (icon, said) = named(live, &part.what);
            let take = move |_| changes(&|it| it.taking(number, choice));
            view! { <li><button class="chip" type="button" on:click=take>{icon.draw()} {said}</button></li> }
        };
        view! {
            <p class="small">{Icon::CircleHelp.draw()} {asked(doubt.why, &of)}</p>
            <ul class="chips">{doubt.choices.into_iter().enumerate().map(choice).collect_view()}</ul>
        }
    };
    let close = move || {
        open.set(false);
        focus::bring_to(ADD_STEP.to_owned());
    };
    // *Escape* keeps the words.
    let cancel = move || {
        words.set(String::new());
        close();
    };
    view! {
        <Form look="small-form" send=send.into() gives_up=close.into()>
            <Line id label=say::board::WHICH_STEP words begins=true/>
            <p class="small">{say::sentence::HINT}</p>
            <OftenSaid id words theme often=live.of_cell(|words| words.steps.clone())/>
            <div role="status">
                <Show when=says_more>
                    <p>{move || say::sentence::step(&title.get())}</p>
                </Show>
                {move || doubts().into_iter().map(doubt).collect_view()}
            </div>
            <ul class="chips" aria-label=say::sentence::RECOGNISED>{move || parts().into_iter().map(chip).collect_view()}</ul>
            <Show when=move || !is_sorted.get()>
                <ThemeChoice live id=format!("theme-{id}") theme=theme.into() on_choice=move |it| theme.set(it)/>
            </Show>
            <div class="form-buttons">
                <button class="button primary" type="submit">{say::board::GIVE}</button>
                <button class="button plain" type="button" on:click=move |_| cancel()>{say::board::CANCEL}</button>
            </div>
        </Form>
    }
}

/// What this board, and this cell, may be spoken of.
fn known(live: LiveBoard) -> Known {
    let me = live.me.with(|me| me.person);
    let mut known = Known::on(live.day(now()), Some(me));
    for person in live.people() {
        let name = live.name(person);
        known.person(person, &[&name.first, &name.short]);
    }
    for (organisation, name) in live.organisations() {
        known.organisation(organisation, &name);
    }
    for theme in live.offered_themes() {
        known.theme(theme.theme, &theme.word);
    }
    live.of_cell(|words| {
        for step in &words.steps {
            if let Some(theme) = step.theme {
                known.cue(theme, &step.words);
            }
        }
    });
    live.board.with(|board| {
        for step in board.steps.values() {
            known.place(&step.place_words);
        }
        for (id, barrier) in board.findings_in_order(Side::Barrier) {
            known.barrier(id, &barrier.words.text());
        }
    });
    known
}

/// A chip's icon and its words.
fn named(live: LiveBoard, what: &What) -> (Icon, String) {
    match what {
        What::Doer(doer) => (Icon::User, live.doer(doer)),
        What::Day { day, before } => {
            let day = locales::day(*day);
            (
                Icon::Calendar,
                if *before { say::date::before(&day) } else { day },
            )
        }
        What::Hour(hour) => (Icon::Clock, locales::hour(*hour)),
        What::Place(place) => (Icon::MapPin, place.clone()),
        What::Bring(things) => (Icon::Backpack, say::own::bring(things)),
        What::Theme(theme) => {
            let theme = live.theme(*theme);
            (Icon::named(&theme.icon), theme.word)
        }
        What::Barrier(id) => {
            let barrier = live
                .board
                .with(|board| board.findings.get(id).map(|it| it.words.text()));
            (Icon::Construction, barrier.unwrap_or_default())
        }
    }
}

/// What is asked about words that may be read in two ways.
fn asked(why: Why, words: &str) -> String {
    let said = match why {
        Why::Vague => return say::sentence::vague(words),
        Why::OfAnother => return say::sentence::of_another(words),
        Why::SeveralDays => say::sentence::SEVERAL_DAYS,
        Why::TodayOrLater => say::sentence::TODAY_OR_LATER,
        Why::ThisWeekOrNext => say::sentence::THIS_WEEK_OR_NEXT,
        Why::WeekOrDays => say::sentence::WEEK_OR_DAYS,
        Why::WeekdayDiffers => say::sentence::WEEKDAY_DIFFERS,
        Why::NoSuchDay => say::sentence::NO_SUCH_DAY,
        Why::GoneBy => say::sentence::GONE_BY,
        Why::EveryWeek => say::sentence::EVERY_WEEK,
        Why::SeveralHours => say::sentence::SEVERAL_HOURS,
        Why::NightOrAfternoon => say::sentence::NIGHT_OR_AFTERNOON,
        Why::HourWithoutDay => say::sentence::HOUR_WITHOUT_DAY,
        Why::TwoPeople => say::sentence::TWO_PEOPLE,
        Why::SeveralThemes => say::sentence::SEVERAL_THEMES,
        Why::SeveralBarriers => say::sentence::SEVERAL_BARRIERS,
        Why::NoTitle => say::sentence::NO_TITLE,
        Why::TooLong => say::sentence::TOO_LONG,
    };
    said.to_owned()
}

/// How many suggestions stand under a line.
const SUGGESTIONS: usize = 3;

/// What is often said in this cell, as far as it says what is written so far, and as long as none of it is written whole.
#[component]
fn OftenSaid(
    /// The line that takes the focus back once one is chosen.
    id: &'static str,
    words: RwSignal<String>,
    theme: RwSignal<Theme>,
    often: Vec<Suggestion>,
) -> impl IntoView {
    let proposed = Memo::new(move |_| {
        let written = words.get().to_lowercase();
        let said = often.iter().map(|it| it.words.to_lowercase());
        if said.clone().any(|said| said == written) {
            return Vec::new();
        }
        let near = often.iter().zip(said).filter(|(_, said)| said.contains(&written));
        near.map(|(it, _)| (it.words.clone(), it.theme))
            .take(SUGGESTIONS)
            .collect()
    });
    let suggestion = move |(said, of): (String, Option<Theme>)| {
        let chosen = said.clone();
        let choose = move |_| {
            words.set(chosen.clone());
            if let Some(of) = of {
                theme.set(of);
            }
            // The suggestions go.
            focus::bring_to(id.to_owned());
        };
        view! { <li><button class="chip" type="button" on:click=choose>{said}</button></li> }.into_any()
    };
    view! { <ul class="chips" aria-label=say::board::OFTEN_SAID>{keyed(move || proposed.get(), suggestion)}</ul> }
}

/// A few words and a theme, that become a frein or a levier. What was typed stays when `give` says no; otherwise the form
/// closes.
#[component]
pub(super) fn NewItem(
    live: LiveBoard,
    id: &'static str,
    label: &'static str,
    /// What is often said there, in this cell.
    often: Vec<Suggestion>,
    give: Callback<(String, Theme), bool>,
    open: RwSignal<bool>,
    /// What opened it, which has the focus back.
    opener: NodeRef<leptos::html::Button>,
) -> impl IntoView {
    let words = live.draft(None, id);
    let theme = RwSignal::new(Theme::UNSORTED);
    let send = move || {
        let given = give.run((words.get_untracked(), theme.get_untracked()));
        if given {
            words.set(String::new());
        }
        open.set(!given);
        focus::look();
    };
    let close = move || {
        open.set(false);
        focus::give(opener);
    };
    // *Escape* keeps the words.
    let cancel = move || {
        words.set(String::new());
        close();
    };
    view! {
        <Form look="small-form" send=send.into() gives_up=close.into()>
            <Line id label words begins=true/>
            <OftenSaid id words theme often/>
            <ThemeChoice live id=format!("theme-{id}") theme=theme.into() on_choice=move |it| theme.set(it)/>
            <div class="form-buttons">
                <button class="button primary" type="submit">{say::diagnosis::ADD}</button>
                <button class="button plain" type="button" on:click=move |_| cancel()>{say::board::CANCEL}</button>
            </div>
        </Form>
    }
}
