//! A theme: a colour *and* an icon *and* a word; and a person's initials.

use super::Icon;
use crate::locales;
use itineraire_domain::theme::Theme;
use leptos::prelude::*;

/// The class that carries a theme's colours.
pub fn theme_class(theme: Theme) -> &'static str {
    match theme {
        Theme::Rights | Theme::Training => "teal",
        Theme::Digital | Theme::Language => "blue",
        Theme::Mobility | Theme::Money => "amber",
        Theme::Work => "violet",
        Theme::Health | Theme::Family => "rose",
        Theme::Housing => "green",
    }
}

/// A theme's icon.
fn theme_icon(theme: Theme) -> Icon {
    match theme {
        Theme::Rights => Icon::FileCheck,
        Theme::Digital => Icon::TabletSmartphone,
        Theme::Mobility => Icon::Bus,
        Theme::Work => Icon::BriefcaseBusiness,
        Theme::Training => Icon::GraduationCap,
        Theme::Health => Icon::Stethoscope,
        Theme::Housing => Icon::House,
        Theme::Money => Icon::Wallet,
        Theme::Family => Icon::Baby,
        Theme::Language => Icon::Languages,
    }
}

/// The theme's badge.
#[component]
pub fn Badge(theme: Theme) -> impl IntoView {
    view! {
        <span class=format!("badge {}", theme_class(theme))>
            {theme_icon(theme).draw()} <span>{locales::theme(theme)}</span>
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
