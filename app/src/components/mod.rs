//! What several screens use.

mod badge;
mod icon;
mod problem;

pub use badge::{Avatar, Badge, theme_class};
pub use icon::Icon;
pub use problem::Problem;
