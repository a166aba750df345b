//! A theme: a colour *and* an icon *and* a word; and a person's initials.

use super::Icon;
use itineraire_domain::views::words::ThemeWords;
use leptos::prelude::*;

/// The theme's badge.
#[component]
pub fn Badge(theme: ThemeWords) -> impl IntoView {
    view! {
        <span class=format!("badge {}", theme.colour)>
            {Icon::named(&theme.icon).draw()} <span>{theme.word}</span>
        </span>
    }
}

/// A person's initials; their name is always written beside.
#[component]
pub fn Avatar(#[prop(into)] initials: String) -> impl IntoView {
    let tone = initials.bytes().map(usize::from).sum::<usize>() % 5;
    let tone = ["teal", "rose", "violet", "blue", "green"][tone];
    view! { <span class=format!("avatar {tone}") aria-hidden="true">{initials}</span> }
}
