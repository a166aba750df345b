//! What the service refused: it never vanishes by itself (`RB2`).

use super::tools::words_of;
use crate::live::LiveBoard;
use crate::locales;
use itineraire_domain::board::{Board, Command, Doer, Field, WordsChange};
use itineraire_domain::sync::client::Conflict;
use leptos::prelude::*;

/// What the service refused, with its whole text (`RB2`).
#[component]
pub(crate) fn Conflicts(live: LiveBoard) -> impl IntoView {
    let all = Memo::new(move |_| {
        live.board
            .with(|board| live.conflicts.with(|all| together(board, all)))
    });
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="conflicts" aria-labelledby="conflits">
                <h2 id="conflits">"À revoir ensemble"</h2>
                <ul>
                    {move || all
                        .get()
                        .into_iter()
                        .map(|Told { seqs, about, why, words }| {
                            view! {
                                <li>
                                    {(!about.is_empty()).then(|| view! { <p><strong>{format!("«\u{202f}{about}\u{202f}»")}</strong></p> })}
                                    <p>{why}</p>
                                    {(!words.is_empty()).then(|| view! { <blockquote>{words}</blockquote> })}
                                    <button
                                        class="button plain"
                                        type="button"
                                        on:click=move |_| seqs.iter().for_each(|seq| live.dismiss(*seq))
                                    >
                                        "C’est vu"
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        </Show>
    }
}

/// A conflict as it is told.
#[derive(Clone, PartialEq, Eq)]
struct Told {
    seqs: Vec<u64>,
    /// The words of what it is about.
    about: String,
    why: String,
    /// The person's own words.
    words: String,
}

/// What was typed in one text bit by bit is told as one.
fn together(board: &Board, conflicts: &[Conflict]) -> Vec<Told> {
    let mut all: Vec<(Option<Field>, Told)> = Vec::new();
    for conflict in conflicts {
        let field = match conflict.command {
            Command::EditWords { field, .. } => Some(field),
            _ => None,
        };
        let (why, words) = (locales::refusal(&conflict.refusal), text_of(&conflict.command));
        match all.last_mut() {
            Some((known, told)) if field.is_some() && *known == field && told.why == why => {
                told.seqs.push(conflict.seq);
                told.words += &words;
            }
            _ => {
                let about = match (conflict.command.item(), field) {
                    (None, None) => String::new(),
                    (item, _) => words_of(board, item),
                };
                let seqs = vec![conflict.seq];
                all.push((
                    field,
                    Told {
                        seqs,
                        about,
                        why,
                        words,
                    },
                ));
            }
        }
    }
    all.into_iter().map(|(_, told)| told).collect()
}

/// The words that a command carries.
pub(super) fn text_of(command: &Command) -> String {
    match command {
        Command::EditWords { changes, .. } => changes
            .iter()
            .filter_map(|change| match change {
                WordsChange::Insert { text, .. } => Some(text.as_str()),
                WordsChange::Hide { .. } | WordsChange::Show { .. } => None,
            })
            .collect(),
        Command::AddBarrier { words, .. }
        | Command::AddLever { words, .. }
        | Command::AddCheck { words, .. }
        | Command::Comment { words, .. } => words.clone(),
        Command::ProposeStep { title, .. } => title.clone(),
        Command::SetPlace { place, .. } => place.clone(),
        Command::SetBring { bring, .. } => bring.clone(),
        Command::Stop { reason, .. } => reason.clone(),
        Command::SetWhen { when: Some(when), .. } => {
            format!("{} {}", when.day, when.hour.as_deref().unwrap_or_default())
        }
        Command::SetDoers { doers, .. } => {
            let named = doers.iter().filter_map(|doer| match doer {
                Doer::Named(name) => Some(name.as_str()),
                Doer::Person(_) | Doer::Organisation(_) => None,
            });
            named.collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}
