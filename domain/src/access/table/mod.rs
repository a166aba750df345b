//! The permission table, a file of rows per chapter. One row for each thing that can be asked of the service, one column for
//! each standing, named in each row and every cell written out: nothing follows from another cell. What has no row cannot be
//! asked.

mod accounts;
mod house;
mod members;
mod parcours;
mod partners;
mod referrals;

pub use accounts::Accounts;
pub use house::House;
pub use members::Members;
pub use parcours::Parcours;
pub use partners::Partners;
pub use referrals::Referrals;

/// The columns of the table, as many as there are standings.
pub(super) const COLUMNS: usize = 8;

macro_rules! cell {
    (yes) => {
        true
    };
    (no) => {
        false
    };
}
use cell;

/// The rows of a chapter: what can be asked, where, and by whom. A column that is misnamed, missing or out of its order does
/// not compile.
macro_rules! rows {
    (
        $(#[$doc:meta])+
        $chapter:ident
        $($operation:ident $address:literal
            nobody:$nobody:ident other:$other:ident usager:$usager:ident proven:$proven:ident
            assigned:$assigned:ident unassigned:$unassigned:ident share:$share:ident none:$none:ident;)+
    ) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each stands in the table with its address")]
        pub enum $chapter { $($operation,)+ }

        impl $chapter {
            /// Everything of this chapter, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$operation,)+];

            /// Where it is asked for: a path, with the parts that vary in braces, or `/live` and the command's name.
            pub const fn address(self) -> &'static str {
                match self { $(Self::$operation => $address,)+ }
            }

            pub(in crate::access) const fn row(self) -> [bool; super::COLUMNS] {
                match self {
                    $(Self::$operation => [
                        super::cell!($nobody), super::cell!($other), super::cell!($usager), super::cell!($proven),
                        super::cell!($assigned), super::cell!($unassigned), super::cell!($share), super::cell!($none),
                    ],)+
                }
            }
        }
    };
}
use rows;
