//! What of a paper one page holds. The next step, the goal, the signatures and the way to one's page always stand there; of the other
//! steps as much as there is room for, and what is left out is said.

use super::layout::{NEXT_INDENT, SIGN_WIDE, STEP_INDENT, Style, TERM_INDENT, lay};
use super::{Done, Draft, DraftStep, Later, Page, sheet};
use crate::documents::typeface::Typeface;

/// With more steps than these, what is done is counted.
const LISTED: usize = 10;

/// More other steps than these have no room in any case.
const MOST: usize = 24;

/// How much of a step is said: all of it, or less.
const FULL: usize = 0;
const BRIEF: usize = 1;
const SHORT: usize = 2;

/// What may stand on the page, each text within its lines.
struct Cut<'a> {
    face: &'a Typeface,
    page: Page,
    /// The first steps: the title, and what is said of it, from all to the least.
    steps: Vec<(String, [String; 3])>,
    done: Vec<String>,
}

impl Draft {
    /// The page. None only where our own fonts cannot be read.
    pub fn fit(&self) -> Option<Page> {
        let cut = self.cut(Typeface::get()?);
        let all = self.steps.len();
        let mut ways: Vec<(usize, bool, usize)> = Vec::new();
        if all <= MOST {
            if all + self.done.len() < LISTED {
                ways.push((FULL, true, all));
            }
            ways.extend([FULL, BRIEF, SHORT].map(|about| (about, false, all)));
        }
        // Where steps are left out anyway, those that stay say who does them.
        ways.extend((0..all.min(MOST)).rev().map(|some| (BRIEF, false, some)));
        let mut page = None;
        for way in ways {
            let fits = page.insert(self.page(&cut, way));
            if lay(cut.face, fits).fits() {
                break;
            }
        }
        page
    }

    /// What stands there at most, each text within its lines.
    fn cut<'a>(&self, face: &'a Typeface) -> Cut<'a> {
        let within = |text: &str, style: Style, indent: f32, most: usize| {
            face.within(text, style.weight, (sheet::ROOM - indent) / style.size, most)
        };
        let mut page = self.page.clone();
        page.about = within(&page.about, Style::TEXT, 0.0, 1);
        page.goal = page.goal.map(|(label, words)| {
            let label = within(&label, Style::LABEL, 0.0, 1);
            (label, within(&words, Style::GOAL, 0.0, 3))
        });
        page.next.title = within(&page.next.title, Style::NEXT, NEXT_INDENT, 3);
        for (_, term) in &mut page.next.terms {
            *term = within(term, Style::TEXT, NEXT_INDENT + TERM_INDENT, 2);
        }
        page.signs = page.signs.map(|name| {
            let style = Style::STEP;
            face.within(&name, style.weight, SIGN_WIDE / style.size, 1)
        });
        page.card.says = within(&page.card.says, Style::TEXT, 0.0, 2);
        let steps = self.steps.iter().take(MOST).map(|step| {
            let title = within(&step.title, Style::STEP, STEP_INDENT, 2);
            let about = |of: usize, most: usize| within(&step.about[of], Style::TEXT, STEP_INDENT, most);
            (title, [about(FULL, 2), about(BRIEF, 2), about(SHORT, 1)])
        });
        let done = self.done.iter().take(LISTED);
        Cut {
            face,
            steps: steps.collect(),
            done: done
                .map(|title| within(title, Style::TEXT, STEP_INDENT, 1))
                .collect(),
            page,
        }
    }

    /// The page that says so much of each step, lists what is done or counts it, and has so many other steps.
    fn page(&self, cut: &Cut, (about, listed, some): (usize, bool, usize)) -> Page {
        let mut page = cut.page.clone();
        let steps = cut.steps.iter().take(some);
        let later = steps.map(|(title, all)| Later {
            title: title.clone(),
            about: all[about].clone(),
        });
        page.later = later.collect();
        // What is not said of them is on the person's page.
        let less = |step: &DraftStep| step.about[about] != step.about[FULL];
        if self.steps.iter().take(some).any(less) {
            page.left.push(self.says.brief.to_owned());
        }
        if some < self.steps.len() {
            page.left.push((self.says.left)(self.steps.len() - some));
        }
        page.done = match self.done.len() {
            0 => Done::Nothing,
            _ if listed => Done::Titles(cut.done.clone()),
            count => Done::Count((self.says.done)(count)),
        };
        page
    }
}
