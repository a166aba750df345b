//! The questions of a plain form: each with its label, and beside it what is wrong with the answer that was given.

use crate::api::AppError;
use crate::locales::say;
use itineraire_domain::people::{EMAIL, Unclear};
use leptos::prelude::*;

/// A form that asks, and what was not clear the last time.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The answer to give again.
    unclear: Option<Unclear>,
    /// What takes the focus the first time, if anything does.
    first: Option<Unclear>,
}

impl Asking {
    /// A form that was refused for this reason, if it was; and the reason, where that is of none of its answers.
    pub fn after(refused: Option<String>) -> (Self, Option<String>) {
        let unclear = match refused.as_deref().map(AppError::of_word) {
            Some(AppError::Unclear(unclear)) => Some(unclear),
            _ => None,
        };
        let asking = Self { unclear, first: None };
        (asking, refused.filter(|_| unclear.is_none()))
    }

    /// The same, where an answer takes the focus the first time.
    pub const fn beginning(self, first: Unclear) -> Self {
        Self {
            first: Some(first),
            ..self
        }
    }

    /// A question; `name` is what its answer is sent under.
    pub const fn of(self, of: Unclear, name: &'static str, label: &'static str) -> Asked {
        Asked {
            of,
            name,
            label,
            asking: self,
        }
    }
}

/// A question of a form.
#[derive(Clone, Copy)]
pub struct Asked {
    of: Unclear,
    name: &'static str,
    label: &'static str,
    asking: Asking,
}

/// What kind of line answers a question.
#[derive(Clone, Copy, Default)]
pub struct AskedLine {
    /// The longest, in characters.
    pub limit: usize,
    /// It must be answered.
    pub required: bool,
    /// It is known, and stays as it is.
    pub settled: bool,
    /// Where it need not be, that is said elsewhere.
    pub unsaid: bool,
    /// As HTML names it; empty, where it is words.
    pub kind: &'static str,
    /// What a browser may fill in; empty, where it must not.
    pub fills: &'static str,
    /// What is wrong with it may be said of another question too: that one.
    pub with: Option<Unclear>,
}

impl AskedLine {
    /// Words of so many characters at most.
    pub fn words(limit: usize, required: bool) -> Self {
        Self {
            limit,
            required,
            ..Self::default()
        }
    }

    /// An e-mail address.
    pub fn email(fills: &'static str) -> Self {
        Self {
            kind: "email",
            fills,
            ..Self::words(EMAIL, true)
        }
    }
}

impl Asked {
    /// Beside its field, why it was refused.
    pub fn problem(self) -> impl IntoView {
        let at = Unclear::ALL.iter().position(|it| *it == self.of);
        let words = at
            .and_then(|at| say::unclear::SENTENCES.get(at))
            .filter(|_| self.invalid().is_some());
        view! { <p id=self.problem_id() class="form-problem" role="alert">{words.copied()}</p> }
    }

    /// What was wrong takes the focus, or what is first.
    fn begins(self) -> bool {
        self.asking.unclear.or(self.asking.first) == Some(self.of)
    }

    /// Whether what stands there is wrong, as a field says it.
    pub fn invalid(self) -> Option<&'static str> {
        (self.asking.unclear == Some(self.of)).then_some("true")
    }

    /// The id of what says so.
    pub fn problem_id(self) -> String {
        format!("refus-{}", self.of.word())
    }

    /// With its label, and what is wrong with it; where it is not `asked` for, that it may stay empty.
    pub fn around(self, asked: bool, field: AnyView) -> impl IntoView {
        let maybe = (!asked).then(|| view! { <small>{say::every_page::MAYBE}</small> });
        view! {
            <div class="asked">
                <label for=self.of.word()>{self.label} " " {maybe}</label>
                {field}
                {self.problem()}
            </div>
        }
    }

    /// A line; `known` stands in it already.
    pub fn line(self, line: AskedLine, known: &str) -> impl IntoView {
        let known = known.to_owned();
        let kind = if line.kind.is_empty() { "text" } else { line.kind };
        let with = line.with.map(|of| Self { of, ..self });
        let ids = [Some(self.problem_id()), with.map(Self::problem_id)];
        let described = ids.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let fills = if line.fills.is_empty() { "off" } else { line.fills };
        let field = view! {
            <input
                id=self.of.word()
                name=self.name
                type=kind
                value=known
                maxlength=line.limit.to_string()
                autocomplete=fills
                autofocus=self.begins()
                required=line.required
                readonly=line.settled
                aria-invalid=self.invalid().or(with.and_then(Self::invalid))
                aria-describedby=described
            />
        };
        self.around(line.required || line.unsaid, field.into_any())
    }

    /// A number of four digits.
    pub fn digits(self, known: &str) -> impl IntoView {
        let known = known.to_owned();
        let field = view! {
            <input
                id=self.of.word()
                name=self.name
                value=known
                inputmode="numeric"
                maxlength="4"
                autocomplete="off"
                autofocus=self.begins()
                aria-invalid=self.invalid()
                aria-describedby=self.problem_id()
            />
        };
        self.around(false, field.into_any())
    }

    /// One of a list; `required`: one with a value.
    pub fn list(self, required: bool, options: AnyView) -> impl IntoView {
        let field = view! {
            <select id=self.of.word() name=self.name required=required aria-invalid=self.invalid() aria-describedby=self.problem_id()>{options}</select>
        };
        self.around(true, field.into_any())
    }
}
