//! What is nobody's: files and the state of the service.

use super::rows;

rows! {
    /// What is nobody's: files and the state of the service.
    House
    // Routes of our own.
    Live       "/health/live"  nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    Ready      "/health/ready" nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
    StaticFile "/pkg/{*file}"  nobody:yes other:yes usager:yes proven:yes assigned:yes unassigned:yes share:yes none:yes;
}
