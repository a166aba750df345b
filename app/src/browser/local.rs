//! Things of the page's own thread. The server makes a page on one thread and drops it on another: there, they are never
//! made.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

/// Something that a page has once it is awake.
pub(crate) struct Local<T: 'static>(Place<T>);

#[cfg(feature = "hydrate")]
type Place<T> = StoredValue<Option<T>, LocalStorage>;

#[cfg(not(feature = "hydrate"))]
type Place<T> = std::marker::PhantomData<fn() -> T>;

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Local<T> {}

#[cfg(feature = "hydrate")]
impl<T: Clone + 'static> Local<T> {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// Puts the thing there, until the view that does so is gone: then `end` ends it.
    pub(crate) fn put(self, thing: T, end: fn(T)) {
        self.0.set_value(Some(thing));
        on_cleanup(move || {
            if let Some(Some(thing)) = self.0.try_update_value(Option::take) {
                end(thing);
            }
        });
    }

    /// The thing, when it is there.
    pub(crate) fn get(self) -> Option<T> {
        self.0.try_with_value(Clone::clone).flatten()
    }
}

#[cfg(not(feature = "hydrate"))]
impl<T: Clone + 'static> Local<T> {
    /// Nothing, for good.
    pub(crate) fn new() -> Self {
        Self(std::marker::PhantomData)
    }

    /// Nothing stays: what a page does once it is awake, it never does here.
    pub(crate) fn put(self, thing: T, _end: fn(T)) {
        drop(thing);
    }

    /// Nothing.
    pub(crate) fn get(self) -> Option<T> {
        None
    }
}
