//! What stands in place of a parcours that this session may no longer show: nothing of it, but the person's own words that
//! the service never had.

use crate::live::{Ended, LiveBoard};
use crate::locales::{self, say};
use crate::pages::still_here::{StillHere, way_in_again};
use itineraire_domain::Denial;
use itineraire_domain::access::Role;
use itineraire_domain::parcours::Command;
use leptos::prelude::*;

/// A page, until the session or the right to see it is over.
#[component]
pub(crate) fn UntilEnded<V: IntoView + 'static>(
    live: LiveBoard,
    page: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView {
    let by_card = live.me.with_untracked(|me| me.role == Role::Usager);
    let says = Callback::new(move |sentence: String| live.say(sentence));
    let warns = move || view! { <StillHere session=live.session() by_card linked=live.linked says/> };
    view! {
        {move || match live.ended.get() {
            None => (page(), warns()).into_any(),
            Some(ended) => view! { <Over live ended/> }.into_any(),
        }}
    }
}

#[component]
fn Over(live: LiveBoard, ended: Ended) -> impl IntoView {
    let again = way_in_again(live.me.with_untracked(|me| me.role == Role::Usager));
    let Ended { why, unsent, held } = ended;
    let signed_out = why == Denial::SignedOut;
    let unsent: Vec<String> = live.conflicts.with_untracked(|refused| {
        let refused = refused.iter().map(|it| &it.command);
        let words = refused.chain(&unsent).map(Command::words);
        words
            .chain(held)
            .chain(live.takes_drafts(signed_out))
            .filter(|it| !it.is_empty())
            .collect()
    });
    view! {
        <main id="contenu" class="message-page" tabindex="-1">
            <h1>{if signed_out { say::ended::SIGNED_OUT } else { say::ended::NOT_OPEN }}</h1>
            <p role="status">{locales::denial(why)}</p>
            {(!unsent.is_empty())
                .then(|| {
                    view! {
                        <details class="tool">
                            <summary>{say::ended::UNSENT}</summary>
                            <p>{say::ended::COPY_THEM}</p>
                            <ul>{unsent.into_iter().map(|words| view! { <li><blockquote>{words}</blockquote></li> }).collect_view()}</ul>
                        </details>
                    }
                })}
            <p>
                <a class="button primary" href=if signed_out { again } else { "/".to_owned() }>
                    {if signed_out { say::every_page::SIGN_IN } else { say::every_page::TO_HOME }}
                </a>
            </p>
        </main>
    }
}
