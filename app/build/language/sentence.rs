//! One sentence: its words and its parameters, and the Rust that says it.

/// What stands under a key.
#[derive(Debug)]
pub enum Said {
    Sentence(Vec<Piece>),
    /// The months, the days: words that are counted.
    List(Vec<String>),
}

#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    Parameter(String),
}

impl Said {
    /// A sentence, with its parameters between braces.
    pub fn sentence(words: &str) -> Result<Self, &'static str> {
        pieces(words).map(Self::Sentence)
    }

    /// A constant is written in capitals, a function in small letters.
    pub fn name(&self, key: &str) -> String {
        match self {
            Self::Sentence(pieces) if !parameters(pieces).is_empty() => key.to_owned(),
            Self::Sentence(_) | Self::List(_) => key.to_uppercase(),
        }
    }

    /// What a sentence speaks of, in no order: another language may put it elsewhere.
    pub fn shape(&self) -> String {
        match self {
            Self::List(words) => format!("a list of {}", words.len()),
            Self::Sentence(pieces) => {
                let mut names = parameters(pieces);
                names.sort_unstable();
                format!("the parameters {names:?}")
            }
        }
    }

    /// What a view says, as Rust.
    pub fn code(&self, key: &str) -> String {
        let name = self.name(key);
        let pieces = match self {
            Self::List(words) => return format!("pub const {name}: [&str; {}] = {words:?};", words.len()),
            Self::Sentence(pieces) => pieces,
        };
        if let [Piece::Words(words)] = pieces.as_slice() {
            return format!("pub const {name}: &str = {words:?};");
        }
        let takes = parameters(pieces).join(": &str, ");
        let says = pieces.iter().map(Piece::code).collect::<Vec<_>>().join(", ");
        // One joining for all of them: formatting would weigh more.
        format!("pub fn {name}({takes}: &str) -> String {{ [{says}].concat() }}")
    }
}

impl Piece {
    fn code(&self) -> String {
        match self {
            Self::Words(words) => format!("{words:?}"),
            Self::Parameter(name) => name.clone(),
        }
    }
}

/// Each parameter once, by its name, which is the function's order too: a sentence that is turned round in the file takes
/// the same in the same order.
fn parameters(pieces: &[Piece]) -> Vec<&str> {
    let mut all = Vec::new();
    for piece in pieces {
        if let Piece::Parameter(name) = piece
            && !all.contains(&name.as_str())
        {
            all.push(name);
        }
    }
    all.sort_unstable();
    all
}

fn pieces(sentence: &str) -> Result<Vec<Piece>, &'static str> {
    if sentence.trim().is_empty() {
        return Err("it says nothing");
    }
    let mut all = Vec::new();
    let mut rest = sentence;
    while let Some((words, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a { is not closed")?;
        if words.contains('}') {
            return Err("a } was not opened");
        }
        if !is_name(name) {
            return Err("a parameter is made of a-z, 0-9 and _");
        }
        if !words.is_empty() {
            all.push(Piece::Words(words.to_owned()));
        }
        all.push(Piece::Parameter(name.to_owned()));
        rest = after;
    }
    if rest.contains('}') {
        return Err("a } was not opened");
    }
    if !rest.is_empty() {
        all.push(Piece::Words(rest.to_owned()));
    }
    Ok(all)
}

/// Whether a section, a key or a parameter may be called so.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}

/// In French the space before `: ; ! ? »` and after `«` is narrow and does not break; who translates types a plain one.
pub fn french_marks(words: &str) -> String {
    let before = [":", ";", "!", "?", "»"];
    let set = |words: String, mark: &str| words.replace(&format!(" {mark}"), &format!("\u{202f}{mark}"));
    let words = before.into_iter().fold(words.to_owned(), set);
    words.replace("« ", "«\u{202f}")
}
