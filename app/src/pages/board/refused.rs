//! What the service refused: it never vanishes by itself (`RB2`).

use super::tools::words_of;
use crate::components::keyed;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::parcours::{Board, Field};
use itineraire_domain::sync::parcours::Conflict;
use leptos::prelude::*;

/// What the service refused, with its whole text (`RB2`).
#[component]
pub(crate) fn Conflicts(live: LiveBoard) -> impl IntoView {
    let all = Memo::new(move |_| {
        live.board
            .with(|board| live.conflicts.with(|all| together(board, all)))
    });
    let row = move |Told {
                        seqs,
                        about,
                        why,
                        words,
                    }| {
        view! {
            <li>
                {(!about.is_empty()).then(|| view! { <p><strong>{say::every_page::quoted(&about)}</strong></p> })}
                <p>{why}</p>
                {(!words.is_empty()).then(|| view! { <blockquote>{words}</blockquote> })}
                <button
                    class="button plain"
                    type="button"
                    on:click=move |_| seqs.iter().for_each(|seq| live.dismiss(*seq))
                >
                    {say::conflicts::SEEN}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="conflicts" aria-label=say::conflicts::TITLE>
                <h2>{say::conflicts::TITLE}</h2>
                <ul>
                    {keyed(move || all.get(), row)}
                </ul>
            </section>
        </Show>
    }
}

/// A conflict as it is told.
#[derive(Clone, PartialEq, Eq, Hash)]
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
        let field = conflict.command.writing().map(|(field, _)| field);
        let (why, words) = (locales::refusal(&conflict.refusal), conflict.command.words());
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
