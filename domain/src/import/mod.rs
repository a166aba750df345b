//! Files that people write, read into the domain's own types. What is wrong with one is said all at once, each with its line
//! and what to do. For the server alone: the feature `import`.

mod catalogue;
pub mod palette;
mod reader;
pub mod territory;

pub use reader::{What, Wrong, Wrongs};
