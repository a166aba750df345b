//! cargo xtask serve · test · build · bench · prove.
fn main() {}
