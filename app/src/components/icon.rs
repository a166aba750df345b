//! Lucide icons (ISC licence, see `docs/third-party.md`), each drawn in `style/files/icons.svg`, which a browser keeps. An icon
//! never stands alone: a word is beside it.

#![cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "some stand only on pages that the server writes alone")
)]

use itineraire_domain::catalogue::ICONS;
use leptos::prelude::*;

/// The file of all icons, by the hash that its name carries once it is packed.
const FILE: &str = concat!("/pkg/files/icons.", env!("ICONS_HASH"), ".svg#");

macro_rules! icons {
    ($($icon:ident $name:literal)+) => {
        /// The icons in use, by their Lucide names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are Lucide's")]
        pub enum Icon { $($icon,)+ }

        impl Icon {
            /// Its name in the file.
            const fn name(self) -> &'static str {
                match self { $(Self::$icon => $name,)+ }
            }
        }
    };
}

icons! {
    FileCheck "file-check"
    TabletSmartphone "tablet-smartphone"
    Bus "bus"
    BriefcaseBusiness "briefcase-business"
    GraduationCap "graduation-cap"
    Stethoscope "stethoscope"
    House "house"
    Wallet "wallet"
    Baby "baby"
    Languages "languages"
    Users "users"
    User "user"
    Calendar "calendar"
    MapPin "map-pin"
    Backpack "backpack"
    Check "check"
    CircleHelp "circle-help"
    MessageCircleQuestionMark "message-circle-question-mark"
    Plus "plus"
    Flag "flag"
    ArrowLeft "arrow-left"
    Ellipsis "ellipsis"
    X "x"
    Eye "eye"
    Construction "construction"
    Sprout "sprout"
    MessagesSquare "messages-square"
    Handshake "handshake"
    Footprints "footprints"
    PartyPopper "party-popper"
    Lock "lock"
    ShieldCheck "shield-check"
    HandHelping "hand-helping"
    LogOut "log-out"
    ChevronRight "chevron-right"
    ArrowUp "arrow-up"
    ArrowDown "arrow-down"
    Undo2 "undo-2"
    Trash2 "trash-2"
    Play "play"
    GripVertical "grip-vertical"
    Route "route"
    Pencil "pencil"
    Clock "clock"
    CircleAlert "circle-alert"
    ListChecks "list-checks"
    Send "send"
    Volume2 "volume-2"
}

/// The icons that a theme may wear, in the order of [`ICONS`].
const OF_THEMES: [Icon; ICONS.len()] = [
    Icon::FileCheck,
    Icon::TabletSmartphone,
    Icon::Bus,
    Icon::BriefcaseBusiness,
    Icon::GraduationCap,
    Icon::Stethoscope,
    Icon::House,
    Icon::Wallet,
    Icon::Baby,
    Icon::Languages,
];

impl Icon {
    /// The icon of a theme, by its Lucide name; a flag, where there is no such icon.
    pub fn named(name: &str) -> Self {
        let at = ICONS.iter().position(|icon| *icon == name);
        at.map_or(Self::Flag, |at| OF_THEMES[at])
    }

    /// Draws it, hidden from screen readers.
    pub fn draw(self) -> impl IntoView {
        let drawing = [FILE, self.name()].concat();
        view! { <svg class="icon" aria-hidden="true"><use href=drawing></use></svg> }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_icon_of_a_theme_is_drawn_under_its_own_name() {
        for name in ICONS {
            let words = name.split('-').map(|word| word[..1].to_uppercase() + &word[1..]);
            assert_eq!(format!("{:?}", Icon::named(name)), words.collect::<String>());
        }
        assert_eq!(Icon::named("rocket"), Icon::Flag);
    }

    #[test]
    fn each_icon_is_drawn_once_and_no_other_is() {
        let drawings = include_str!("../../../style/files/icons.svg");
        let drawn = drawings.split("<symbol id=\"").skip(1);
        let drawn: Vec<_> = drawn.filter_map(|it| it.split("\" ").next()).collect();
        let (_, listed) = include_str!("icon.rs")
            .split_once("\nicons! {\n")
            .unwrap_or_default();
        let (listed, _) = listed.split_once("}\n").unwrap_or_default();
        let listed = listed.lines().filter_map(|line| line.trim().split_once(" \""));
        let listed: Vec<_> = listed.map(|(_, name)| &name[..name.len() - 1]).collect();
        assert_eq!(drawn, listed);
        assert!(drawn.contains(&Icon::named("rocket").name()));
    }
}
