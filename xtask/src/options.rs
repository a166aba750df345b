//! The options of a command: `--name VALUE`, or a bare `--name`. A mistyped one is never passed over.

use crate::run::Failure;
use lexopt::{Arg, Parser};

/// What was given, already checked against what the command knows.
pub struct Options {
    given: Vec<(String, String)>,
}

impl Options {
    /// Reads arguments that are each one of `flags`, or one of `values` with its value.
    pub fn new(arguments: &[String], flags: &[&str], values: &[&str]) -> Result<Self, Failure> {
        let mut parser = Parser::from_args(arguments);
        let mut given = Vec::new();
        while let Some(argument) = parser.next()? {
            let name = match argument {
                Arg::Long(name) => format!("--{name}"),
                Arg::Short(name) => format!("-{name}"),
                Arg::Value(word) => word.to_string_lossy().into_owned(),
            };
            let value = if values.contains(&name.as_str()) {
                parser.value()?.to_string_lossy().into_owned()
            } else if flags.contains(&name.as_str()) {
                String::new()
            } else {
                let known = [flags, values].concat().join(", ");
                let known = if known.is_empty() { "none".into() } else { known };
                return Err(Failure(format!("no option {name}; this command knows: {known}")));
            };
            if value.starts_with("--") {
                return Err(Failure(format!("{name} wants a value")));
            }
            given.push((name, value));
        }
        Ok(Self { given })
    }

    pub fn flag(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        let mut all = self.given.iter();
        Some(all.find(|(known, _)| known == name)?.1.as_str())
    }

    /// The same of an option that counts: a number of at least 1.
    pub fn number(&self, name: &str) -> Result<Option<u64>, Failure> {
        match self.value(name).map(|text| (text, text.parse())) {
            None => Ok(None),
            Some((_, Ok(number))) if number > 0 => Ok(Some(number)),
            Some((text, _)) => Err(Failure(format!("{name} wants a number above 0, not {text}"))),
        }
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Failure> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::new(&words, &["--fresh"], &["--port"])
    }

    #[test]
    fn a_mistyped_option_and_one_without_its_value_are_refused_and_named() {
        let refused = read("--prot 3001").err().unwrap().0;
        assert!(refused.contains("--prot") && refused.contains("--port"));
        for line in ["--port", "--port --fresh", "--fresh=yes", "port", "-p 1"] {
            assert!(read(line).is_err(), "{line}");
        }
    }

    #[test]
    fn flags_and_values_are_read_in_any_order() {
        let options = read("--fresh --port 3001").unwrap();
        assert!(options.flag("--fresh"));
        assert_eq!(options.value("--port"), Some("3001"));
        assert_eq!(options.number("--port").unwrap(), Some(3001));
        assert_eq!(options.value("--database"), None);
    }

    #[test]
    fn a_count_that_is_no_number_or_nought_is_refused_and_named() {
        for text in ["many", "0", "-3", "1.5"] {
            let refused = read(&format!("--port={text}")).unwrap().number("--port");
            let refused = refused.unwrap_err().0;
            assert!(refused.contains("--port") && refused.contains(text), "{refused}");
        }
    }
}
