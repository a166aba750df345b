//! The style of pages without a board: lists, forms, paper.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::Stylesheet;

/// Their style sheet, which no board waits for (`docs/decisions/0035-paper.md`).
#[component]
pub fn Styled() -> impl IntoView {
    use_context::<LeptosOptions>().map(|options| {
        // As for a program: its own list of hashes, beside the style's, which is looked for beside the server's binary.
        let binary = std::env::current_exe().unwrap_or_default();
        let hashes = binary.with_file_name(&*options.hash_file);
        let hashes = hashes.with_file_name("apart.txt");
        let hashes = std::fs::read_to_string(hashes).unwrap_or_default();
        let mut lines = hashes.lines().filter_map(|line| line.split_once(':'));
        let hash = lines
            .find(|(kind, _)| *kind == "css")
            .map(|(_, hash)| format!(".{}", hash.trim()));
        let href = format!("/{}/apart{}.css", options.site_pkg_dir, hash.unwrap_or_default());
        view! { <Stylesheet href/> }
    })
}
