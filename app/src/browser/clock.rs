//! Time and chance.

use itineraire_domain::calendar::Moment;

/// The clock of this machine: the browser's, or the service's.
#[cfg(feature = "hydrate")]
#[allow(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit in 53 bits"
)]
pub(crate) fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// The clock of this machine: the browser's, or the service's.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn now() -> Moment {
    itineraire_service::clock::now()
}

/// A new random id (`ID4`): the browser's own randomness.
pub(crate) fn new_id<T: From<uuid::Uuid>>() -> T {
    uuid::Uuid::new_v4().into()
}
