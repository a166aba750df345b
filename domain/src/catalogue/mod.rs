//! What a commune calls the things that its boards speak of: slugs and shapes. Which entries there are is a commune's own
//! affair, and comes from its territory file. The rules look at shapes only.

mod entry;
mod slug;
mod theme;

pub use entry::{Entry, ICONS, List, Look};
pub use slug::{NoSlug, Slug};
pub use theme::Theme;
