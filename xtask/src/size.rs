//! `cargo xtask size`: what the board's page weighs, as a browser receives it. The suite runs it among the stories.

use crate::options::Options;
use crate::run::Failure;
use crate::{bundle, prove};

/// Measures, prints, and fails above the budget.
pub fn size(arguments: &[String]) -> Result<(), Failure> {
    Options::new(arguments, &[], &[])?;
    let site = bundle::bundle()?;
    bundle::server()?;
    let environment = prove::browser_environment(&site)?;
    prove::playwright(&["size.spec.ts"]).envs(environment).go()
}
