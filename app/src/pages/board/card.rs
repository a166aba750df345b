//! A step's card: what it says, who agrees, and every way to move it: by finger or mouse, by keyboard, by single taps.

use crate::components::{Badge, Icon, theme_class};
use crate::live::{LiveBoard, first_field};
use crate::locales;
use itineraire_domain::access::pages::Role;
use itineraire_domain::board::{Agreement, Column, Command, Doer, Item, Stage, Step};
use itineraire_domain::ids::StepId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// A card of a column.
#[component]
pub(super) fn Card(live: LiveBoard, id: StepId) -> impl IntoView {
    let step = live.step(id);
    let menu = RwSignal::new(false);
    let title = move || step.with(|step| step.as_ref().map(|step| step.title.text()).unwrap_or_default());
    let shown_title = move || {
        let title = title();
        if title.trim().is_empty() {
            "(sans titre)".to_owned()
        } else {
            title
        }
    };
    let tone = move || step.with(|step| step.as_ref().map_or("teal", |step| theme_class(step.theme)));
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
        live.notice.set(done);
        moved.focus_again();
    };
    view! {
        <li
            class=move || format!("card {} {}", tone(), if writer().is_some() { "written" } else { "" })
            data-step=id.to_string()
        >
            {move || writer().map(|name| view! { <span class="card-writer">{format!("{name} écrit…")}</span> })}
            <div class="card-head">
                {move || step.with(|step| step.as_ref().map(|step| view! { <Badge theme=step.theme/> }))}
                <button
                    class="card-grip"
                    type="button"
                    id=format!("poignee-{id}")
                    aria-label=move || format!("Déplacer « {} » avec les flèches du clavier", shown_title())
                    on:keydown=keys
                    on:pointerdown=move |event| drag::start(live, id, &event)
                >
                    {Icon::GripVertical.draw()}
                </button>
            </div>
            <h3 class="card-title">
                <a href=live.address.of(Some(id)) on:click=move |event| live.address.follow(&event, Some(id))>
                    {shown_title}
                </a>
            </h3>
            {move || step.with(|step| step.as_ref().map(|step| facts(live, step)))}
            <ul class="answers">
                {move || step.with(|step| step.as_ref().map(|step| answers(live, step)))}
            </ul>
            <button
                class="button quiet card-menu-button"
                type="button"
                aria-expanded=move || menu.get().to_string()
                aria-label=move || format!("Déplacer « {} »", shown_title())
                on:click=move |_| menu.update(|open| *open = !*open)
            >
                {Icon::Ellipsis.draw()} "Déplacer"
            </button>
            <Show when=move || menu.get()>
                <div class="card-menu" role="group" aria-label="Déplacer vers">
                    <button class="button plain" type="button" on:click=move |_| live.notice.set(moved.up())>
                        {Icon::ArrowUp.draw()} "Monter"
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.notice.set(moved.down())>
                        {Icon::ArrowDown.draw()} "Descendre"
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.notice.set(moved.left())>
                        {Icon::ArrowLeft.draw()} "Colonne d’avant"
                    </button>
                    <button class="button plain" type="button" on:click=move |_| live.notice.set(moved.right())>
                        "Colonne d’après" {Icon::ChevronRight.draw()}
                    </button>
                    <StageButtons live id/>
                    <button
                        class="button plain"
                        type="button"
                        on:click=move |_| live.give(Command::Remove { item: Item::Step(id) })
                    >
                        {Icon::Trash2.draw()} "Retirer"
                    </button>
                </div>
            </Show>
        </li>
    }
}

/// What can be done with a step where it stands.
#[component]
pub(super) fn StageButtons(live: LiveBoard, id: StepId) -> impl IntoView {
    let column = move || {
        live.board
            .with(|board| board.steps.get(&id).map(|step| board.column_of(step)))
    };
    let stopping = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let first = first_field();
    let stop = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let stopped = live.takes(Command::Stop {
            step: id,
            reason: reason.get_untracked(),
        });
        stopping.set(!stopped);
    };
    let button = move |icon: Icon, label: &'static str, command: Command| {
        view! {
            <button class="button plain" type="button" on:click=move |_| live.give(command.clone())>{icon.draw()} {label}</button>
        }
    };
    let start = move || button(Icon::Play, "Commencer", Command::Start { step: id });
    let finish = move || button(Icon::Check, "C’est fait", Command::Finish { step: id });
    let reopen = move || button(Icon::Undo2, "Reprendre", Command::Reopen { step: id });
    let stop_button = move || {
        view! {
            <button class="button plain" type="button" on:click=move |_| stopping.set(true)>{Icon::X.draw()} "Arrêter…"</button>
        }
    };
    view! {
        {move || match column() {
            Some(Column::ToDiscuss) => stop_button().into_any(),
            Some(Column::Decided) => (start(), finish(), stop_button()).into_any(),
            Some(Column::InProgress) => (finish(), reopen(), stop_button()).into_any(),
            Some(Column::Done) => reopen().into_any(),
            None => ().into_any(),
        }}
        <Show when=move || stopping.get()>
            <form class="small-form" on:submit=stop>
                <label for=format!("raison-{id}")>"Pourquoi arrêter ?"</label>
                <input
                    node_ref=first
                    id=format!("raison-{id}")
                    maxlength="500"
                    prop:value=move || reason.get()
                    on:input:target=move |event| reason.set(event.target().value())
                />
                <button class="button primary" type="submit">"Arrêter l’étape"</button>
            </form>
        </Show>
    }
}

fn facts(live: LiveBoard, step: &Step) -> impl IntoView + use<> {
    let doers: Vec<_> = step.doers.iter().map(|doer| doer_name(live, doer)).collect();
    let state = match &step.stage {
        Stage::Done { at } => Some((Icon::Check, locales::on(*at))),
        Stage::Stopped { at, reason } => {
            Some((Icon::X, format!("Arrêtée {}\u{202f}: {reason}", locales::on(*at))))
        }
        Stage::Open | Stage::Started(_) => None,
    };
    let done = state.is_some();
    let ticked = step.checklist.iter().filter(|line| line.done).count();
    let all = step.checklist.len();
    let lines = [
        state,
        (!done && !doers.is_empty()).then(|| (Icon::User, doers.join(", "))),
        step.when
            .filter(|_| !done)
            .map(|when| (Icon::Calendar, locales::short_when(when))),
        (!done && !step.place_words.is_empty()).then(|| (Icon::MapPin, step.place_words.clone())),
        (!done && all > 0).then(|| (Icon::ListChecks, format!("{ticked} sur {all}"))),
        step.needs_help
            .map(|_| (Icon::CircleHelp, "Demande de l’aide".to_owned())),
        (!step.offers.is_empty()).then(|| {
            let names: Vec<_> = step
                .offers
                .iter()
                .map(|offer| live.organisation(offer.organisation))
                .collect();
            (Icon::HandHelping, format!("{} peut aider", names.join(", ")))
        }),
    ];
    view! {
        <ul class="card-facts">
            {lines.into_iter().flatten().map(|(icon, text)| view! { <li>{icon.draw()} <span>{text}</span></li> }).collect_view()}
        </ul>
    }
}

/// The parties' answers: the usager first, then whoever proposed or answered.
fn answers(live: LiveBoard, step: &Step) -> impl IntoView + use<> {
    let usager = live.board.with_untracked(|board| board.usager);
    let mut people = vec![usager];
    people.extend(step.agreements.keys().filter(|person| **person != usager));
    if step.proposed_by != usager && !people.contains(&step.proposed_by) {
        people.push(step.proposed_by);
    }
    let lines = people.into_iter().map(|person| {
        let answer = step.agreements.get(&person);
        let (class, icon) = match answer {
            Some(Agreement::Agreed { .. }) => ("yes", Icon::Check),
            Some(Agreement::Refused { .. }) => ("no", Icon::X),
            Some(Agreement::Talk { .. }) => ("open", Icon::MessagesSquare),
            Some(Agreement::OnPaper { .. }) => ("open", Icon::Pencil),
            Some(Agreement::ToConfirm { .. }) | None => ("open", Icon::CircleHelp),
        };
        (class, icon, live.name(person).first, locales::answer(answer))
    });
    lines
        .map(|(class, icon, name, words)| {
            view! {
                <li class=format!("answer-mark {class}")>
                    {icon.draw()} <span>{name}</span> <span class="visually-hidden">{format!("\u{202f}: {words}")}</span>
                </li>
            }
        })
        .collect_view()
}

/// Who does a step, in words.
pub(crate) fn doer_name(live: LiveBoard, doer: &Doer) -> String {
    match doer {
        Doer::Person(person) => live.name(*person).first,
        Doer::Organisation(organisation) => live.organisation(*organisation),
        Doer::Named(name) => name.clone(),
    }
}

/// Moves a card; each move says in words what it did.
#[derive(Clone, Copy)]
pub(super) struct Mover {
    pub live: LiveBoard,
    pub id: StepId,
}

impl Mover {
    fn list(self) -> (Vec<StepId>, usize, Column) {
        self.live.board.with_untracked(|board| {
            let column = board
                .steps
                .get(&self.id)
                .map_or(Column::ToDiscuss, |step| board.column_of(step));
            let list: Vec<_> = board.column(column).into_iter().map(|(id, _)| id).collect();
            let at = list.iter().position(|id| *id == self.id).unwrap_or(0);
            (list, at, column)
        })
    }

    pub fn up(self) -> String {
        let (list, at, _) = self.list();
        let Some(before) = at.checked_sub(1).map(|at| list[at]) else {
            return "Déjà en haut de la colonne".into();
        };
        self.live.give(Command::Move {
            item: Item::Step(self.id),
            before: Some(Item::Step(before)),
        });
        format!("Étape montée, place {} sur {}", at, list.len())
    }

    pub fn down(self) -> String {
        let (list, at, _) = self.list();
        if at + 1 >= list.len() {
            return "Déjà en bas de la colonne".into();
        }
        let before = list.get(at + 2).map(|id| Item::Step(*id));
        self.live.give(Command::Move {
            item: Item::Step(self.id),
            before,
        });
        format!("Étape descendue, place {} sur {}", at + 2, list.len())
    }

    fn right(self) -> String {
        match self.list().2 {
            Column::ToDiscuss => self.to(Column::Decided),
            Column::Decided => self.to(Column::InProgress),
            Column::InProgress => self.to(Column::Done),
            Column::Done => "C’est la dernière colonne".into(),
        }
    }

    fn left(self) -> String {
        match self.list().2 {
            Column::ToDiscuss => "C’est la première colonne".into(),
            Column::Decided => self.to(Column::ToDiscuss),
            Column::InProgress | Column::Done => self.to(Column::Decided),
        }
    }

    /// What putting a card in another column means. Nobody's agreement is given by moving a card but one's own, and the
    /// usager's takes their PIN like any *yes*.
    pub fn to(self, column: Column) -> String {
        let step = self.id;
        let before = self.list().2;
        let words = self
            .live
            .board
            .with_untracked(|board| board.steps.get(&step).map(Step::digest));
        let command = match (before, column) {
            (Column::ToDiscuss, Column::Decided) => words.map(|words| Command::Agree { step, words }),
            (Column::Decided, Column::ToDiscuss) => Some(Command::Withdraw { step }),
            (Column::Decided, Column::InProgress) => Some(Command::Start { step }),
            (Column::Decided | Column::InProgress, Column::Done) => Some(Command::Finish { step }),
            (Column::InProgress | Column::Done, Column::ToDiscuss | Column::Decided) => {
                Some(Command::Reopen { step })
            }
            _ => None,
        };
        let Some(command) = command else {
            return "Cette étape ne peut pas aller là maintenant".into();
        };
        self.live.give(command);
        let after = self.list().2;
        if after == before {
            let waits = if self.live.me.with_untracked(|me| me.role == Role::Usager) {
                "Votre réponse est en route"
            } else {
                "Votre accord est noté. Il manque l’accord de la personne"
            };
            if before == Column::ToDiscuss && column == Column::Decided {
                return waits.into();
            }
            return self.live.notice.get_untracked();
        }
        format!("Étape dans la colonne « {} »", locales::column(after))
    }

    /// A card that changed column is another element: the focus follows it.
    fn focus_again(self) {
        #[cfg(feature = "hydrate")]
        request_animation_frame(move || crate::live::focus(&format!("poignee-{}", self.id)));
    }
}

/// Dragging by pointer: finger, pen or mouse alike.
mod drag {
    use super::{LiveBoard, StepId};
    use leptos::ev::PointerEvent;

    #[cfg(not(feature = "hydrate"))]
    pub fn start(_: LiveBoard, _: StepId, _: &PointerEvent) {}

    #[cfg(feature = "hydrate")]
    pub fn start(live: LiveBoard, id: StepId, event: &PointerEvent) {
        use leptos::prelude::*;
        use std::cell::Cell;
        use std::rc::Rc;
        use wasm_bindgen::JsCast;
        use wasm_bindgen::prelude::Closure;

        let Some(grip) = event
            .current_target()
            .and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok())
        else {
            return;
        };
        let Ok(Some(card)) = grip.closest(".card") else {
            return;
        };
        let _ = grip.set_pointer_capture(event.pointer_id());
        let (x, y) = (event.client_x(), event.client_y());
        let moving = Rc::new(Cell::new(false));
        let (seen, shown) = (moving.clone(), card.clone());
        let on_move = Closure::<dyn FnMut(PointerEvent)>::new(move |event: PointerEvent| {
            let far = (event.client_x() - x).abs() + (event.client_y() - y).abs() > 8;
            if far && !seen.replace(true) {
                let _ = shown.class_list().add_1("dragged");
            }
        });
        grip.set_onpointermove(Some(on_move.as_ref().unchecked_ref()));
        let held = grip.clone();
        let on_up = Closure::once_into_js(move |event: PointerEvent| {
            held.set_onpointermove(None);
            held.set_onpointerup(None);
            held.set_onpointercancel(None);
            drop(on_move);
            let _ = card.class_list().remove_1("dragged");
            if moving.get() && event.type_() == "pointerup" {
                #[allow(clippy::cast_precision_loss, reason = "screen coordinates")]
                let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
                if let Some(under) = under {
                    drop_on(live, id, &under);
                }
            }
        });
        grip.set_onpointerup(Some(on_up.unchecked_ref()));
        grip.set_onpointercancel(Some(on_up.unchecked_ref()));
    }

    #[cfg(feature = "hydrate")]
    fn drop_on(live: LiveBoard, id: StepId, under: &web_sys::Element) {
        use itineraire_domain::board::{Column, Command, Item};
        use leptos::prelude::*;
        let mover = super::Mover { live, id };
        let column = under
            .closest("[data-column]")
            .ok()
            .flatten()
            .and_then(|it| it.get_attribute("data-column"));
        let target = match column.as_deref() {
            Some("a-discuter") => Column::ToDiscuss,
            Some("decide") => Column::Decided,
            Some("en-cours") => Column::InProgress,
            Some("fait") => Column::Done,
            _ => return,
        };
        if target != mover.list().2 {
            live.notice.set(mover.to(target));
            return;
        }
        let before = under
            .closest("[data-step]")
            .ok()
            .flatten()
            .and_then(|it| it.get_attribute("data-step"));
        let before = before.and_then(|it| it.parse().ok()).map(Item::Step);
        if before != Some(Item::Step(id)) {
            live.give(Command::Move {
                item: Item::Step(id),
                before,
            });
            live.notice.set("Étape déplacée".into());
        }
    }
}
