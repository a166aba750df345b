//! What wakes a page's island up in the browser.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use std::path::Path;

/// The program of one island, by the name of its feature: it holds that island and no other (`docs/decisions/0031-bundles.md`).
/// A page that has no island loads none.
#[component]
pub fn Wakes(island: &'static str) -> impl IntoView {
    use_context::<LeptosOptions>().map(|mut options| {
        // Each program has its own list of hashes, beside the style's.
        let hashes = Path::new(&*options.hash_file).with_file_name(format!("{island}.txt"));
        options.hash_file = hashes.display().to_string().into();
        options.output_name = island.into();
        view! { <HydrationScripts options islands=true/> }
    })
}
