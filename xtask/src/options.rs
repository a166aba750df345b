//! The options of a command: `--name VALUE`, or a bare `--name`.

use crate::run::Failure;

/// The arguments of a command, already checked against what it knows: a mistyped option is never passed over.
pub struct Options<'a> {
    arguments: &'a [String],
}

impl<'a> Options<'a> {
    /// Checks that every argument is one of `flags`, or one of `values` followed by its value.
    pub fn new(arguments: &'a [String], flags: &[&str], values: &[&str]) -> Result<Self, Failure> {
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if flags.contains(&argument.as_str()) {
                continue;
            }
            if !values.contains(&argument.as_str()) {
                let known = [flags, values].concat().join(", ");
                let known = if known.is_empty() { "none".into() } else { known };
                return Err(Failure(format!(
                    "unknown option {argument}; this command knows: {known}"
                )));
            }
            if rest.next().is_none_or(|value| value.starts_with("--")) {
                return Err(Failure(format!("{argument} wants a value")));
            }
        }
        Ok(Self { arguments })
    }

    pub fn flag(&self, name: &str) -> bool {
        self.arguments.iter().any(|argument| argument == name)
    }

    pub fn value(&self, name: &str) -> Option<&'a str> {
        let place = self.arguments.iter().position(|argument| argument == name)?;
        self.arguments.get(place + 1).map(String::as_str)
    }

    /// The same of an option that counts: a number of at least 1.
    pub fn number(&self, name: &str) -> Result<Option<u64>, Failure> {
        let Some(text) = self.value(name) else {
            return Ok(None);
        };
        match text.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(Failure(format!(
                "{name} wants a number of at least 1, not {text}"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_mistyped_option_is_refused_and_named() {
        let given = words("--prot 3001");
        let refused = Options::new(&given, &["--fresh"], &["--port"]).err().unwrap();
        assert!(refused.0.contains("--prot") && refused.0.contains("--port"));
    }

    #[test]
    fn an_option_without_its_value_is_refused() {
        for line in ["--port", "--port --fresh"] {
            assert!(Options::new(&words(line), &["--fresh"], &["--port"]).is_err());
        }
    }

    #[test]
    fn a_count_that_is_no_number_or_nought_is_refused_and_named() {
        for text in ["many", "0", "-3", "1.5"] {
            let given = words(&format!("--kills {text}"));
            let options = Options::new(&given, &[], &["--kills"]).unwrap();
            let refused = options.number("--kills").unwrap_err();
            assert!(
                refused.0.contains("--kills") && refused.0.contains(text),
                "{refused}"
            );
        }
        let given = words("--kills 7");
        let options = Options::new(&given, &[], &["--kills", "--seed"]).unwrap();
        assert_eq!(options.number("--kills").unwrap(), Some(7));
        assert_eq!(options.number("--seed").unwrap(), None);
    }

    #[test]
    fn flags_and_values_are_read_in_any_order() {
        let given = words("--fresh --port 3001");
        let options = Options::new(&given, &["--fresh"], &["--port"]).unwrap();
        assert!(options.flag("--fresh"));
        assert_eq!(options.value("--port"), Some("3001"));
        assert_eq!(options.value("--database"), None);
    }
}
