//! The permission table: who may do what.

use super::actor::{Actor, Who};
use crate::board::Command;

/// Whether this person may give this command at all.
pub fn allows_command(actor: &Actor, command: &Command) -> bool {
    let (usager, proven, professional, partner) = match command {
        Command::Agree { .. } => (false, true, true, false),
        Command::Share { .. } => (false, true, false, false),
        Command::EndShare { .. } => (true, true, false, false),
        Command::RecordPaper { .. } => (false, false, true, false),
        Command::OfferHelp { .. } | Command::WithdrawOffer { .. } => (false, false, false, true),
        Command::AskForHelp { needed, .. } => (true, true, !needed, false),
        _ => (true, true, true, false),
    };
    match &actor.who {
        Who::Usager { proof: None, .. } => usager,
        Who::Usager {
            person,
            proof: Some(proof),
        } => {
            if proof.holds(*person, actor.at) {
                proven
            } else {
                usager
            }
        }
        Who::Professional { .. } => professional,
        Who::Partner { .. } => partner,
    }
}
