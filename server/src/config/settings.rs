//! Where a setting stands: in the environment, or else in the file that was named. What is wrong is noted, not said at once.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::str::FromStr;

/// A setting: what `--help` says of it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key in the file.
    pub key: &'static str,
    /// What it says.
    pub says: &'static str,
    /// What counts when it is not set.
    pub otherwise: &'static str,
}

impl Setting {
    /// Its environment variable, which counts before the file. Two have the names that are usual for them.
    pub fn variable(self) -> String {
        match self.key {
            "database_url" => "DATABASE_URL".into(),
            "address" => "LEPTOS_SITE_ADDR".into(),
            key => format!("ITINERAIRE_{}", key.to_uppercase()),
        }
    }
}

/// The settings as they were given, and what is wrong with them so far.
pub struct Given<'a> {
    environment: &'a dyn Fn(&str) -> Option<String>,
    file: toml::Table,
    known: BTreeSet<String>,
    wrong: Vec<String>,
}

impl<'a> Given<'a> {
    /// The environment, and the text of a file by its name.
    pub fn new(environment: &'a dyn Fn(&str) -> Option<String>, file: Option<(&str, &str)>) -> Self {
        let mut given = Self {
            environment,
            file: toml::Table::new(),
            known: BTreeSet::new(),
            wrong: Vec::new(),
        };
        if let Some((name, text)) = file {
            match text.parse() {
                Ok(table) => given.file = table,
                Err(error) => given.wrong(format!("{name} is no TOML: {}", error.to_string().trim())),
            }
        }
        given
    }

    /// Notes what is wrong, as a sentence.
    pub fn wrong(&mut self, sentence: impl Into<String>) {
        self.wrong.push(sentence.into());
    }

    /// A setting as it was given, with the name it has there.
    fn found(&mut self, key: &str, variable: &str) -> Option<(String, String)> {
        self.known.insert(key.to_owned());
        if let Some(value) = (self.environment)(variable) {
            return Some((variable.to_owned(), value));
        }
        let value = match self.file.get(key)? {
            toml::Value::String(text) => text.clone(),
            toml::Value::Array(all) => {
                let texts = all.iter().map(|it| it.as_str().map(str::to_owned));
                texts.collect::<Option<Vec<_>>>().unwrap_or_default().join(",")
            }
            toml::Value::Integer(number) => number.to_string(),
            // No setting is of another kind: nothing that is understood.
            _ => String::new(),
        };
        Some((key.to_owned(), value))
    }

    /// A setting that `read` understands; `what` it must be is said when it does not. The value is never repeated.
    pub fn read<T>(&mut self, setting: Setting, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (name, value) = self.found(setting.key, &setting.variable())?;
        let understood = read(value.trim());
        if understood.is_none() {
            self.wrong(format!("{name} must be {what}"));
        }
        understood
    }

    /// A whole number within a range.
    pub fn number<T>(&mut self, setting: Setting, range: RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + Display,
    {
        let what = format!("a whole number from {} to {}", range.start(), range.end());
        self.read(setting, &what, |text| {
            text.parse().ok().filter(|number| range.contains(number))
        })
    }

    /// A setting that may hold a secret: itself, or in a file that its owner alone may read.
    pub fn secret<T>(&mut self, setting: Setting, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (key, variable) = (
            format!("{}_file", setting.key),
            format!("{}_FILE", setting.variable()),
        );
        let Some((name, path)) = self.found(&key, &variable) else {
            return self.read(setting, what, read);
        };
        if self.found(setting.key, &setting.variable()).is_some() {
            self.wrong(format!(
                "{name} and {} are both set: one of them is enough",
                setting.key
            ));
            return None;
        }
        let text = match private(Path::new(&path)) {
            Ok(text) => text,
            Err(why) => {
                self.wrong(format!("{name}: {why}"));
                return None;
            }
        };
        let understood = read(text.trim());
        if understood.is_none() {
            self.wrong(format!("what the file of {name} holds must be {what}"));
        }
        understood
    }

    /// What was read, unless something is wrong: a sentence each, on a line each.
    pub fn done<T>(mut self, read: Option<T>) -> Result<T, String> {
        let known = |key: &&String| !self.known.contains(*key);
        let unknown: Vec<String> = self.file.keys().filter(known).cloned().collect();
        for key in unknown {
            self.wrong(format!(
                "there is no setting {key}: itineraire check --help names them"
            ));
        }
        match read {
            Some(read) if self.wrong.is_empty() => Ok(read),
            _ => Err(self.wrong.join("\n")),
        }
    }
}

/// The text of a file that its owner alone may read; why not, as the end of a sentence.
pub fn private(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let about = std::fs::metadata(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    if about.mode() & 0o077 != 0 {
        return Err(format!(
            "others may read {shown}, which holds a secret: chmod 600 {shown}"
        ));
    }
    std::fs::read_to_string(path).map_err(|error| format!("{shown} cannot be read: {error}"))
}
