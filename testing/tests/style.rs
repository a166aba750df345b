//! The style's house rules (`docs/decisions/0020`): each file in its layer, no colour outside the tokens, no physical side,
//! each class in one file, and nothing that every key makes the browser ask again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::{files, root};
use std::collections::BTreeMap;

const LAYERS: [&str; 5] = ["tokens", "base", "components", "pages", "print"];

/// The style's files by their path in `style/`.
fn style() -> BTreeMap<String, String> {
    let folder = root().join("style");
    let all = files("style", "css").unwrap().into_iter().map(|path| {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap();
        (name.to_owned(), std::fs::read_to_string(&path).unwrap())
    });
    all.collect()
}

/// A style taken apart.
#[derive(Default)]
struct Style {
    /// What stands in no block at all.
    outside: Vec<String>,
    /// What stands before a block, with how deep it stands.
    heads: Vec<(usize, String)>,
    /// Property and value.
    declarations: Vec<(String, String)>,
}

fn parsed(css: &str) -> Style {
    let mut code = String::new();
    for (at, part) in css.split("/*").enumerate() {
        code += if at == 0 {
            part
        } else {
            part.split_once("*/").unwrap().1
        };
    }
    let mut style = Style::default();
    let (mut depth, mut said) = (0, String::new());
    for c in code.chars() {
        match c {
            '{' => {
                style
                    .heads
                    .push((depth, std::mem::take(&mut said).trim().to_owned()));
                depth += 1;
            }
            '}' | ';' => {
                let text = std::mem::take(&mut said).trim().to_owned();
                if depth == 0 {
                    style.outside.push(text);
                } else if let Some((property, value)) = text.split_once(':') {
                    style
                        .declarations
                        .push((property.trim().to_owned(), value.trim().to_owned()));
                }
                depth -= usize::from(c == '}');
            }
            _ => said.push(c),
        }
    }
    style
}

/// The words of a text, `--name` and `a-b` each one of them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_#.".contains(c))
}

/// What breaks a rule in the file of a name.
fn wrong(name: &str, css: &str) -> Vec<String> {
    let style = parsed(css);
    let layer = name.split(['/', '.']).next().unwrap();
    let mut wrong = Vec::new();
    if !LAYERS.contains(&layer) {
        wrong.push(format!("{name} lies in no layer"));
    }
    let roots = style.heads.iter().filter(|(depth, _)| *depth == 0);
    let strays = roots
        .map(|(_, head)| head)
        .filter(|head| **head != format!("@layer {layer}"));
    wrong.extend(
        strays
            .chain(&style.outside)
            .map(|it| format!("outside @layer {layer}: {it}")),
    );
    let asking = style.heads.iter().filter(|(_, head)| head.contains(":has("));
    wrong.extend(asking.map(|(_, head)| format!("asked again at each change of the page: {head}")));
    for (property, value) in &style.declarations {
        let said = format!("{property}: {value}");
        if layer != "tokens" && is_colour(value) {
            wrong.push(format!("a colour that is no token: {said}"));
        }
        if is_physical(property, value) {
            wrong.push(format!("a physical side: {said}"));
        }
    }
    wrong
}

/// The person's own colours (`Highlight`) and `transparent` are none of ours.
fn is_colour(value: &str) -> bool {
    const MADE: &str = "rgb( rgba( hsl( hsla( hwb( lab( lch( color( light-dark( contrast-color(";
    let made = MADE.split(' ').any(|made| value.contains(made));
    made || words(&value.to_ascii_lowercase())
        .any(|word| word.starts_with('#') || NAMED.split(' ').any(|name| name == word))
}

/// A side that stays where it is when the writing turns round: its own name, or its place among four or two.
fn is_physical(property: &str, value: &str) -> bool {
    let sides = ["left", "right", "top", "bottom"];
    let named = property.split('-').any(|part| sides.contains(&part)) && !property.starts_with("--");
    let values: Vec<&str> = value.split(' ').collect();
    let placed = match property {
        "margin" | "padding" | "inset" | "scroll-margin" | "scroll-padding" | "border-width"
        | "border-style" | "border-color" => values.len() == 4 && values[1] != values[3],
        "border-radius" => values.len() > 1,
        _ => false,
    };
    named || placed || words(value).any(|word| word == "left" || word == "right")
}

/// The classes that a style names before its blocks.
fn classes(style: &Style) -> impl Iterator<Item = &str> {
    let heads = style.heads.iter().map(|(_, head)| head.as_str());
    heads.filter(|head| !head.starts_with('@')).flat_map(|head| {
        let parts = head.split('.').skip(1);
        parts.filter_map(|part| words(part).next())
    })
}

/// The classes that two files name; the class of a file's own name is its. Paper leaves out what others show: it may
/// name them all.
fn shared(files: &BTreeMap<String, String>) -> Vec<String> {
    let stem = |name: &String| name.rsplit('/').next().unwrap().replace(".css", "");
    let mut owners: BTreeMap<String, &str> = files.keys().map(|name| (stem(name), name.as_str())).collect();
    let mut shared = Vec::new();
    for (name, css) in files.iter().filter(|(name, _)| *name != "print.css") {
        for class in classes(&parsed(css)) {
            let owner = owners.entry(class.to_owned()).or_insert(name);
            if *owner != name {
                shared.push(format!("{name} names .{class}, which is {owner}'s"));
            }
        }
    }
    shared.dedup();
    shared
}

#[test]
fn each_file_of_the_style_keeps_the_house_rules() {
    let files = style();
    for (name, css) in files.iter().filter(|(name, _)| *name != "layers.css") {
        assert_eq!(wrong(name, css), Vec::<String>::new(), "style/{name}");
    }
    assert_eq!(shared(&files), Vec::<String>::new());
    let order = parsed(&files["layers.css"]);
    assert_eq!(order.outside, [format!("@layer {}", LAYERS.join(", "))]);
    let read: usize = files.values().map(|css| parsed(css).declarations.len()).sum();
    assert!(
        files.len() > 30 && read > 500,
        "{} files, {read} declarations",
        files.len()
    );
}

/// The test is not blind.
#[test]
fn what_breaks_a_rule_of_the_style_is_found() {
    let found = |name: &str, css: &str| wrong(name, css).len();
    let inside = |css: &str| {
        found(
            "components/a.css",
            &format!("@layer components {{ .a {{ {css} }} }}"),
        )
    };
    assert_eq!(
        inside("color: var(--teal); margin: 0 1rem; border: 1px solid transparent"),
        0
    );
    for colour in [
        "color: #fff;",
        "box-shadow: 0 0 1px rgb(0 0 0 / 9%);",
        "& p { border: 1px solid Teal }",
        "background: light-dark(var(--a), var(--b))",
    ] {
        assert_eq!(inside(colour), 1, "{colour}");
    }
    assert_eq!(inside("& p:has(> .b) { gap: 0 }"), 1);
    for side in [
        "margin-left: 1rem",
        "border-top: 1px solid",
        "inset: 0 0 0 auto;",
        "text-align: right",
        "@media (width < 9rem) { left: 0; }",
        "border-radius: 0 4px 4px 0",
    ] {
        assert_eq!(inside(side), 1, "{side}");
    }
    assert_eq!(found("components/a.css", ".a { gap: 0 }"), 1, "outside its layer");
    assert_eq!(
        found("components/a.css", "@layer pages { .a { gap: 0 } }"),
        1,
        "another layer"
    );
    assert_eq!(
        found("base.css", "@layer base { p { gap: 0 } } @import \"a.css\";"),
        1
    );
    assert_eq!(
        found("stray/a.css", "@layer stray { .a { gap: 0 } }"),
        1,
        "no layer of ours"
    );
    let files = |a: &str, b: &str| {
        [("components/a.css", a), ("pages/b.css", b)].map(|(n, css)| (n.into(), css.into()))
    };
    let others = |a, b| shared(&BTreeMap::from(files(a, b))).len();
    assert_eq!(others(".a { .a-part { gap: 0 } }", ".b > p { gap: 0.5rem }"), 0);
    assert_eq!(others(".a { gap: 0 }", ".b > .a:not(.c) { gap: 0 }"), 1);
}

/// CSS's own names of colours.
const NAMED: &str = "\
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood \
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod \
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon \
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray \
    dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green \
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon \
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon \
    lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta \
    maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen \
    mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive \
    olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru \
    pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen \
    seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato \
    turquoise violet wheat white whitesmoke yellow yellowgreen";
