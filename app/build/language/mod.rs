//! A language's file: a section per screen, `key = "sentence with {parameter}"`. Read here, compared with another
//! language's, and written as Rust, so that a sentence that is missing, or said without what it speaks of, does not compile.

mod sentence;

use sentence::{Said, french_marks, is_name};
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Every section with its sentences.
#[derive(Debug)]
pub struct Language {
    file: String,
    sections: BTreeMap<String, BTreeMap<String, Entry>>,
}

#[derive(Debug)]
struct Entry {
    line: usize,
    said: Said,
}

/// What is wrong, where, and under which key.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    file: String,
    line: usize,
    key: String,
    why: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, key, why } = self;
        write!(f, "{file}:{line}: {key}: {why}")
    }
}

impl Language {
    /// Reads a file; says everything that is wrong with it.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let line = |at: Range<usize>| text[..at.start].matches('\n').count() + 1;
        let mut problems = Vec::new();
        let mut problem = |at, key: &str, why: &str| {
            problems.push(Problem {
                file: file.to_owned(),
                line: line(at),
                key: key.to_owned(),
                why: why.to_owned(),
            });
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            problem(error.span().unwrap_or_default(), "TOML", error.message());
        }
        let french = table.get_ref().get("language").is_some_and(|it| {
            let code = it.get_ref().get("code").and_then(|it| it.get_ref().as_str());
            code.is_some_and(|code| code == "fr" || code.starts_with("fr-"))
        });
        let set = |words: &str| {
            if french {
                french_marks(words)
            } else {
                words.to_owned()
            }
        };
        let mut sections = BTreeMap::new();
        for (section, inside) in table.get_ref() {
            let Some(keys) = inside.get_ref().as_table() else {
                problem(section.span(), section.get_ref(), "it stands in no section");
                continue;
            };
            let mut entries = BTreeMap::new();
            for (key, value) in keys {
                let name = format!("{}.{}", section.get_ref(), key.get_ref());
                let said = match value.get_ref() {
                    DeValue::String(words) => Said::sentence(&set(words)),
                    DeValue::Array(list) => {
                        let words = list.iter().map(|it| it.get_ref().as_str().map(&set));
                        let words = words.collect::<Option<Vec<_>>>().map(Said::List);
                        words.ok_or("a list holds words alone")
                    }
                    _ => Err("a sentence stands between quotes"),
                };
                let names = [section.get_ref(), key.get_ref()];
                match said {
                    _ if !names.iter().all(|it| is_name(it)) => {
                        problem(key.span(), &name, "a name is made of a-z, 0-9 and _");
                    }
                    Ok(said) => {
                        let line = line(key.span());
                        entries.insert(key.get_ref().to_string(), Entry { line, said });
                    }
                    Err(why) => problem(key.span(), &name, why),
                }
            }
            sections.insert(section.get_ref().to_string(), entries);
        }
        let file = file.to_owned();
        if problems.is_empty() {
            Ok(Self { file, sections })
        } else {
            Err(problems)
        }
    }

    /// What another language lacks, has too much, or says of other things.
    pub fn differences(&self, other: &Self) -> Vec<Problem> {
        let (ours, theirs) = (self.by_key(), other.by_key());
        let lacks = ours.iter().filter(|(key, _)| !theirs.contains_key(*key));
        let lacks = lacks.map(|(key, it)| {
            let why = format!("it is missing; {}:{} has it", self.file, it.line);
            other.problem(1, key, why)
        });
        let differs = theirs.iter().filter_map(|(key, it)| {
            let Some(own) = ours.get(key) else {
                return Some(other.problem(it.line, key, format!("{} has no such key", self.file)));
            };
            let (wants, has) = (own.said.shape(), it.said.shape());
            (wants != has).then(|| other.problem(it.line, key, format!("it wants {wants}, and has {has}")))
        });
        lacks.chain(differs).collect()
    }

    /// The sentences as Rust: a module per section, a constant for what is always the same, a function for the rest.
    pub fn code(&self) -> String {
        let mut code = String::new();
        for (section, entries) in &self.sections {
            let _ = writeln!(code, "pub mod {section} {{");
            for (key, entry) in entries {
                let _ = writeln!(code, "    {}", entry.said.code(key));
            }
            code += "}\n";
        }
        code
    }

    /// How a view names each sentence: `board::ADD_STEP`, `board::progress`.
    #[allow(dead_code, reason = "a test asks")]
    pub fn names(&self) -> Vec<String> {
        let each = self.each();
        each.map(|(section, key, it)| format!("{section}::{}", it.said.name(key)))
            .collect()
    }

    fn each(&self) -> impl Iterator<Item = (&str, &str, &Entry)> {
        self.sections.iter().flat_map(|(section, entries)| {
            let entries = entries.iter();
            entries.map(move |(key, it)| (section.as_str(), key.as_str(), it))
        })
    }

    fn by_key(&self) -> BTreeMap<String, &Entry> {
        self.each()
            .map(|(section, key, it)| (format!("{section}.{key}"), it))
            .collect()
    }

    fn problem(&self, line: usize, key: &str, why: String) -> Problem {
        Problem {
            file: self.file.clone(),
            line,
            key: key.to_owned(),
            why,
        }
    }
}
