//! The style as one file, from `style/`: the order of the layers first, then every file.

use crate::files::{read, under};
use crate::run::{Failure, root};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use std::path::{Path, PathBuf};

/// The whole style, as written; or what is apart from it: that of pages without a board.
pub fn style(apart: bool) -> Result<String, Failure> {
    let folder = root().join("style");
    let css = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "css");
    let mut files = under(&folder);
    let of_other_pages = "about access asked facts home inbox members newcomer paper printed propose-page report row search search-field team";
    files.retain(|path| {
        css(path)
            && of_other_pages
                .split(' ')
                .any(|name| path.ends_with(format!("{name}.css")))
                == apart
    });
    files.sort_by_key(|path| (path.as_path() != Path::new("layers.css"), path.clone()));
    let mut whole = String::new();
    for file in files {
        let text = String::from_utf8(read(&folder.join(&file))?)
            .map_err(|_| Failure(format!("style/{} is not UTF-8", file.display())))?;
        // Parsed alone first, so that a mistake is told with its file and not with a line of the whole.
        parsed(&text, &format!("style/{}", file.display()))?;
        whole += &(text + "\n");
    }
    Ok(whole)
}

/// The same, as short as it can be said.
pub fn minified(style: &str) -> Result<String, Failure> {
    let mut sheet = parsed(style, "the style")?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| Failure(format!("the style: {error}")))?;
    let printed = sheet.to_css(PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    });
    printed
        .map(|css| css.code)
        .map_err(|error| Failure(format!("the style: {error}")))
}

fn parsed<'a>(style: &'a str, name: &str) -> Result<StyleSheet<'a>, Failure> {
    let options = ParserOptions {
        filename: name.to_owned(),
        ..ParserOptions::default()
    };
    StyleSheet::parse(style, options).map_err(|error| Failure(format!("{error}")))
}
