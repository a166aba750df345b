//! A step's card: what it says, who agrees, and what can be done with it.

use super::mover::Mover;
use crate::browser::clock::now;
use crate::browser::focus;
use crate::components::field::{Form, Line};
use crate::components::{Avatar, Icon, ThemeIcon};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{
    Agreement, Column, Command, Item, ShelfCommand, Stage, StageCommand, Step,
};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// A card of a column.
#[component]
pub(super) fn Card(
    live: LiveBoard,
    id: StepId,
    carried: RwSignal<Option<StepId>>,
    /// Whether *Tab* stops at it.
    tab: Memo<&'static str>,
) -> impl IntoView {
    let step = live.step(id);
    let menu = RwSignal::new(false);
    let title = move || step.with(|step| step.as_ref().map(|step| step.title.text()).unwrap_or_default());
    let shown_title = move || {
        let title = title();
        if title.trim().is_empty() {
            say::card::UNTITLED.to_owned()
        } else {
            title
        }
    };
    let tone = move || live.tone(step.with(|step| step.as_ref().map(|step| step.theme)));
    let writer = move || live.writer_in(Item::Step(id));
    let moved = Mover { live, id };
    let keys = move |event: KeyboardEvent| {
        let done = match event.key().as_str() {
            "ArrowUp" => moved.up(),
            "ArrowDown" => moved.down(),
            "ArrowRight" => moved.right(),
            "ArrowLeft" => moved.left(),
            _ => return,
        };
        event.prevent_default();
        live.say(done);
        moved.focus_again();
    };
    let over = move || step.with(|step| step.as_ref().map(|step| is_over(&step.stage)));
    let look = move || {
        let (stopped, over) = match over() {
            Some(Over::Stopped) => (" stopped", " over"),
            Some(Over::Done) => ("", " over"),
            _ => ("", ""),
        };
        let written = if writer().is_some() { " written" } else { "" };
        format!("card {}{over}{stopped}{written}", tone())
    };
    view! {
        <li class=look data-step=id.to_string() on:pointerdown=move |event| moved.carry(&event, carried)>
            {move || writer().map(|name| view! { <span class="card-writer">{say::card::writes(&name)}</span> })}
            <div class="card-head">
                {move || match over() {
                    Some(Over::Done) => Icon::Check.draw().into_any(),
                    Some(Over::Stopped) => Icon::X.draw().into_any(),
                    _ => step
                        .with(|step| step.as_ref().map(|step| live.theme(step.theme)))
                        .map(|theme| view! { <ThemeIcon theme/> })
                        .into_any(),
                }}
                <h3 class="card-title">
                    <a
                        href=live.address.of(Some(id))
                        tabindex=tab
                        draggable="false"
                        on:click=move |event| live.address.follow(&event, Some(id))
                    >
                        {move || (over() == Some(Over::Stopped)).then_some(say::card::STOPPED)}
                        {shown_title}
                    </a>
                </h3>
            </div>
            <div class="card-line">
                {move || step.with(|step| step.as_ref().map(|step| terms(live, step)))}
                <button
                    class="card-menu-button"
                    type="button"
                    tabindex=tab
                    id=format!("poignee-{id}")
                    aria-expanded=move || menu.get().to_string()
                    aria-label=move || say::card::move_step(&shown_title())
                    on:keydown=keys
                    on:click=move |_| menu.update(|open| *open = !*open)
                ></button>
            </div>
            {move || (over() == Some(Over::No)).then(|| view! { <Foot live id tab/> })}
            <Show when=move || menu.get()>
                <div class="card-menu" role="group" aria-label=say::card::MOVE_TO>
                    <button class="button plain" type="button" on:click=move |_| live.say(moved.up())>
                        {Icon::ArrowUp.draw()} {say::card::UP}
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.say(moved.down())>
                        {Icon::ArrowDown.draw()} {say::card::DOWN}
                    </button>
                    {move || moved.beside().into_iter().flatten().map(|to| {
                        view! {
                            <button class="button plain" type="button" on:click=move |_| live.say(moved.to(to))>
                                {Icon::ChevronRight.draw()} {say::card::to(locales::column(to))}
                            </button>
                        }
                    }).collect_view()}
                    <StageButtons live id/>
                    <button
                        class="button plain"
                        type="button"
                        on:click=move |_| live.give(Command::Shelf(Item::Step(id), ShelfCommand::Remove))
                    >
                        {Icon::Trash2.draw()} {say::card::REMOVE}
                    </button>
                </div>
            </Show>
        </li>
    }
}

/// Whether a step goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    No,
    Done,
    Stopped,
}

const fn is_over(stage: &Stage) -> Over {
    match stage {
        Stage::Open | Stage::Started(_) => Over::No,
        Stage::Done { .. } => Over::Done,
        Stage::Stopped { .. } => Over::Stopped,
    }
}

/// Who answered what, and the one thing that moves the step on.
#[component]
fn Foot(live: LiveBoard, id: StepId, tab: Memo<&'static str>) -> impl IntoView {
    let step = live.step(id);
    let column = live.column(id);
    let stage = move |label: &'static str, command: StageCommand| {
        view! {
            <button class="button quiet" type="button" tabindex=tab on:click=move |_| live.give(Command::Stage(id, command.clone()))>
                {label}
            </button>
        }
        .into_any()
    };
    let said = move |words: String| view! { <span class="card-said">{words}</span> }.into_any();
    let moves = move || {
        let me = live.me.with(|me| me.person);
        let (usager, name) = (
            live.board.with_untracked(|board| board.usager),
            live.usager().first,
        );
        let answered = |person| step.with(|step| step.as_ref()?.agreements.get(&person).cloned());
        match (column.get(), answered(usager)) {
            (Some(Column::Decided), _) => stage(say::card::START, StageCommand::Start),
            (Some(Column::InProgress), _) => stage(say::card::FINISH, StageCommand::Finish),
            (_, Some(Agreement::Talk { .. })) if me != usager => said(say::card::talks(&name)),
            (_, Some(Agreement::Refused { .. })) if me != usager => said(say::card::refused(&name)),
            _ if step.with(|step| step.as_ref().is_some_and(|step| step.is_unanswered_by(me))) => view! {
                <a
                    class="button quiet"
                    href=live.address.of(Some(id))
                    tabindex=tab
                    on:click=move |event| live.address.follow(&event, Some(id))
                >
                    {say::board::ANSWER}
                </a>
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <div class="card-foot">
            <ul class="answers">{move || step.with(|step| step.as_ref().map(|step| answers(live, step)))}</ul>
            {moves}
        </div>
    }
}

/// What can be done with a step where it stands.
#[component]
pub(super) fn StageButtons(live: LiveBoard, id: StepId) -> impl IntoView {
    let column = live.column(id);
    let stopping = RwSignal::new(false);
    let opener = NodeRef::new();
    let reason = live.draft(Some(id), "raison");
    let close = move || {
        stopping.set(false);
        focus::give(opener);
    };
    // *Escape* keeps the words.
    let cancel = move || {
        reason.set(String::new());
        close();
    };
    let stop = move || {
        let words = reason.get_untracked();
        let given = live.takes(Command::Stage(id, StageCommand::Stop { reason: words }));
        if given {
            reason.set(String::new());
        }
        stopping.set(!given);
        focus::look();
    };
    let button = move |icon: Icon, label: &'static str, command: Command| {
        view! {
            <button class="button plain" type="button" on:click=move |_| live.give(command.clone())>{icon.draw()} {label}</button>
        }
    };
    let start = move || {
        button(
            Icon::Play,
            say::card::START,
            Command::Stage(id, StageCommand::Start),
        )
    };
    let finish = move || {
        button(
            Icon::Check,
            say::card::FINISH,
            Command::Stage(id, StageCommand::Finish),
        )
    };
    let reopen = move || {
        button(
            Icon::Undo2,
            say::card::REOPEN,
            Command::Stage(id, StageCommand::Reopen),
        )
    };
    let stop_button = move || {
        view! {
            <button node_ref=opener class="button plain" type="button" on:click=move |_| stopping.set(true)>{Icon::X.draw()} {say::card::STOP}</button>
        }
    };
    view! {
        {move || match column.get() {
            Some(Column::ToDiscuss) => stop_button().into_any(),
            Some(Column::Decided) => (start(), finish(), stop_button()).into_any(),
            Some(Column::InProgress) => (finish(), reopen(), stop_button()).into_any(),
            Some(Column::Done) => reopen().into_any(),
            None => ().into_any(),
        }}
        <Show when=move || stopping.get()>
            <Form look="small-form" send=stop.into() gives_up=close.into()>
                <Line id=format!("raison-{id}") label=say::card::WHY_STOP words=reason begins=true/>
                <div class="form-buttons">
                    <button class="button primary" type="submit">{say::card::STOP_NOW}</button>
                    <button class="button plain" type="button" on:click=move |_| cancel()>{say::board::CANCEL}</button>
                </div>
            </Form>
        </Show>
    }
}

/// One line of what a step says beside its title; of one that is over, the day.
fn terms(live: LiveBoard, step: &Step) -> impl IntoView + use<> {
    let over = match &step.stage {
        Stage::Done { at } | Stage::Stopped { at, .. } => Some(*at),
        Stage::Open | Stage::Started(_) => None,
    };
    if let Some(at) = over {
        let day = locales::short_day(live.day(at));
        return view! { <p class="card-terms">{day}</p> }.into_any();
    }
    let late = step.when.is_some_and(|when| when.day < live.day(now()));
    let ticked = step.checklist.iter().filter(|line| line.done).count();
    let all = step.checklist.len();
    let offers = step
        .offers
        .iter()
        .filter(|offer| offer.wanted != Some(false))
        .map(|offer| live.organisation(offer.organisation));
    let offers = offers.collect::<Vec<_>>().join(", ");
    let said = [
        step.needs_help.map(|_| say::card::WANTS_HELP.to_owned()),
        Some(
            step.when
                .map_or_else(|| say::card::NO_DATE.to_owned(), locales::short_when),
        ),
        late.then(|| say::card::LATE.to_owned()),
        (!step.place_words.is_empty()).then(|| step.place_words.clone()),
        (all > 0).then(|| say::card::ticked(&all.to_string(), &ticked.to_string())),
        (!offers.is_empty()).then(|| say::card::can_help(&offers)),
    ];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let tone = if late { "card-terms late" } else { "card-terms" };
    view! { <p class=tone>{said}</p> }.into_any()
}

/// The parties' answers, a face each: the usager first, then whoever proposed or answered.
fn answers(live: LiveBoard, step: &Step) -> impl IntoView + use<> {
    let usager = live.board.with_untracked(|board| board.usager);
    let mut people = vec![usager];
    people.extend(step.agreements.keys().filter(|person| **person != usager));
    if step.proposed_by != usager && !people.contains(&step.proposed_by) {
        people.push(step.proposed_by);
    }
    let faces = people.into_iter().map(|person| {
        let answer = step.agreements.get(&person);
        // A sign is enough for what is this small: its words are for who points at it, or has it read.
        let (class, sign) = match answer {
            Some(Agreement::Agreed { .. }) => ("green", "✓"),
            Some(Agreement::Refused { .. }) => ("rose", "×"),
            Some(Agreement::Talk { .. }) => ("blue", "…"),
            Some(Agreement::OnPaper { .. }) => ("amber", "≡"),
            Some(Agreement::ToConfirm { .. }) | None => ("amber", "?"),
        };
        let name = live.name(person);
        let words = say::card::answers(locales::answer(answer), &name.first);
        let title = words.clone();
        view! {
            <li title=title>
                <Avatar initials=name.initials/>
                <span class=format!("answer-mark {class}") aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{words}</span>
            </li>
        }
    });
    faces.collect_view()
}
