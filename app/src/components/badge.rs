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

/// The theme where there is little room: its icon and its colour, and its word for who points at it or has it read.
#[component]
pub fn ThemeIcon(theme: ThemeWords) -> impl IntoView {
    let word = theme.word.clone();
    view! {
        <span class=format!("theme-icon {}", theme.colour) title=word>
            {Icon::named(&theme.icon).draw()} <span class="visually-hidden">{theme.word}</span>
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
