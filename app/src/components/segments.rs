//! How far something is, as segments. The words that say it stand beside: the segments are for the eye alone.

use leptos::prelude::*;

/// More than these stand for several each.
const ONE_EACH: usize = 12;

/// `done` of `all`, a segment each; with many, each stands for several, and the words beside are never gainsaid: none is filled
/// for nothing, and not all of them before all is done. Nothing, where there is nothing to do yet.
#[component]
pub fn Segments(done: usize, all: usize) -> impl IntoView {
    let shown = all.min(ONE_EACH);
    let filled = filled(done, all, shown);
    (all > 0).then(|| {
        view! {
            <span class="segments" aria-hidden="true">
                {(0..shown).map(|at| view! { <span class:filled=at < filled></span> }).collect_view()}
            </span>
        }
    })
}

/// How many of `shown` segments say `done` of `all`.
fn filled(done: usize, all: usize, shown: usize) -> usize {
    let nearest = (2 * done * shown + all).checked_div(2 * all).unwrap_or(0);
    let most = shown.saturating_sub(usize::from(done < all));
    nearest.clamp(usize::from(done > 0).min(most), most)
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn segments_say_what_the_words_say() {
        for all in 1..=12 {
            for done in 0..=all {
                assert_eq!(filled(done, all, all), done, "{done} of {all}");
            }
        }
        for all in 13..=200 {
            for done in 0..=all {
                let shown = filled(done, all, 12);
                assert_eq!(
                    (shown == 0, shown == 12),
                    (done == 0, done == all),
                    "{done} of {all}"
                );
            }
        }
    }
}
