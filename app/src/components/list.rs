//! Lists whose rows stay.

use leptos::prelude::*;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// A row that may be drawn.
struct Row {
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// A row for each key. A row stays the same elements for as long as its key is there: nobody loses the focus or an open menu
/// because somebody else writes. What changes in a row, the row itself reads. Of two equal keys the first alone has a row.
///
/// The key of a row is a digest of the caller's: so that the page carries one list, whatever its keys are.
pub fn keyed<K: Hash + Send + 'static>(
    keys: impl Fn() -> Vec<K> + Send + Sync + 'static,
    row: impl Fn(K) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let rows = move || {
        let row = move |key: K| {
            let mut digest = DefaultHasher::new();
            key.hash(&mut digest);
            Row {
                key: digest.finish(),
                draw: Box::new(move || row(key)),
            }
        };
        let mut rows: Vec<Row> = Vec::new();
        for row in keys().into_iter().map(row) {
            // Few rows: a set of them would weigh 1.7 kB in the page.
            if rows.iter().all(|known| known.key != row.key) {
                rows.push(row);
            }
        }
        rows
    };
    list(Box::new(rows))
}

/// Not generic: the page carries it once.
fn list(rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=rows key=|row| row.key children=|row: Row| (row.draw)()/> }.into_any()
}
