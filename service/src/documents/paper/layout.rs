//! Where everything of a paper stands, by its letters' own widths, before pairs of them are drawn together. Whether it fits is
//! asked of the layout that is drawn.

use super::{Done, Page, sheet};
use crate::documents::qr::Square;
use crate::documents::typeface::{Typeface, Weight, settable};

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Its size, in points: 14 at least, for whoever reads with difficulty.
    pub size: f32,
    pub weight: Weight,
    /// From one line to the next, in its size.
    lead: f32,
    pub ink: Ink,
}

/// What it is drawn with: tones of the style, which are dark on white in grey too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Dark,
    Quiet,
    Teal,
}

impl Style {
    const fn new(size: f32, weight: Weight, lead: f32, ink: Ink) -> Self {
        Self {
            size,
            weight,
            lead,
            ink,
        }
    }
    pub const TITLE: Self = Self::new(26.0, Weight::Bold, 1.15, Ink::Dark);
    pub const HEADING: Self = Self::new(16.0, Weight::Bold, 1.2, Ink::Dark);
    pub const LABEL: Self = Self::new(14.0, Weight::Bold, 1.2, Ink::Teal);
    pub const TEXT: Self = Self::new(14.0, Weight::Plain, 1.2, Ink::Dark);
    pub const QUIET: Self = Self::new(14.0, Weight::Plain, 1.2, Ink::Quiet);
    pub const STEP: Self = Self::new(14.0, Weight::Bold, 1.2, Ink::Dark);
    pub const GOAL: Self = Self::new(16.0, Weight::Plain, 1.2, Ink::Dark);
    pub const NEXT: Self = Self::new(22.0, Weight::Bold, 1.15, Ink::Dark);

    /// From one line to the next, in points.
    const fn line(self) -> f32 {
        self.size * self.lead
    }
}

/// How far the words of the next step stand from the margin, its terms from these, and other steps from the margin.
pub const NEXT_INDENT: f32 = 17.0;
pub const TERM_INDENT: f32 = 92.0;
pub const STEP_INDENT: f32 = 22.0;
/// How wide the place of a signature is, and what stands beside.
pub const SIGN_WIDE: f32 = 194.0;
const SIGN_GAP: f32 = 14.0;
/// A side of the square: 26 mm.
const SQUARE: f32 = 74.0;
/// A browser sets lines a little otherwise: room that stays free for it.
const SPARE: f32 = 10.0;

/// What a reader who does not see the page is told that something is.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    Heading(u16),
    Paragraph,
    List,
    Item,
    Label,
    Body,
}

/// What is on the page, in the order in which it is read.
#[derive(Clone, Debug)]
pub enum Node {
    Group(Role, Vec<Node>),
    Text(Text),
    /// The square, where its first module stands, how large one is, and what it is.
    Square(Square, (f32, f32), f32, String),
}

/// Lines, each where its letters stand on.
#[derive(Clone, Debug)]
pub struct Text {
    pub style: Style,
    pub lines: Vec<(f32, f32, String)>,
}

/// What is only to be seen.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A bar: left, top, wide, high.
    Bar(f32, f32, f32, f32),
    /// An empty box to tick: left, top, side.
    Tick(f32, f32, f32),
    /// A line to write on: left, right, height.
    Rule(f32, f32, f32),
}

/// A laid page.
#[derive(Clone, Debug)]
pub struct Laid {
    pub nodes: Vec<Node>,
    pub shapes: Vec<Shape>,
    /// Where what flows ends, and what stands at the foot begins.
    ends: f32,
    foot: f32,
}

impl Laid {
    /// Whether all of it is on the page.
    pub fn fits(&self) -> bool {
        self.ends + SPARE <= self.foot
    }
}

/// Lays a page out.
pub fn lay(face: &Typeface, page: &Page) -> Laid {
    let mut pen = Pen {
        face,
        down: sheet::MARGIN,
        foreign: false,
    };
    let mut nodes = Vec::new();
    let mut shapes = Vec::new();
    let (left, room) = (sheet::MARGIN, sheet::ROOM);
    nodes.push(pen.block(Role::Heading(1), left, room, &page.title, Style::TITLE));
    nodes.push(pen.block(Role::Paragraph, left, room, &page.about, Style::QUIET));
    if let Some((label, words)) = &page.goal {
        pen.down += 10.0;
        nodes.push(pen.block(Role::Heading(2), left, room, label, Style::LABEL));
        nodes.push(pen.block(Role::Paragraph, left, room, words, Style::GOAL));
    }
    pen.down += 14.0;
    pen.next(page, &mut nodes, &mut shapes);
    if !page.later.is_empty() || !page.left.is_empty() {
        pen.down += 14.0;
        nodes.push(pen.block(Role::Heading(2), left, room, &page.later_title, Style::HEADING));
        pen.down += 2.0;
    }
    let mut items = Vec::new();
    for step in &page.later {
        shapes.push(Shape::Tick(left + 0.5, pen.down + 3.5, 11.0));
        let (left, room) = (left + STEP_INDENT, room - STEP_INDENT);
        let mut body = vec![Node::Text(pen.text(left, room, &step.title, Style::STEP))];
        if !step.about.is_empty() {
            body.push(Node::Text(pen.text(left, room, &step.about, Style::QUIET)));
        }
        items.push(Node::Group(Role::Item, vec![Node::Group(Role::Body, body)]));
        pen.down += 3.0;
    }
    nodes.extend((!items.is_empty()).then_some(Node::Group(Role::List, items)));
    for says in &page.left {
        nodes.push(pen.block(Role::Paragraph, left, room, says, Style::TEXT));
    }
    pen.done(page, &mut nodes, &mut shapes);
    // The foot, from its height: it is laid once to know it.
    let foot = |top, foreign| {
        let mut pen = Pen {
            face,
            down: top,
            foreign,
        };
        let (mut nodes, mut shapes) = (Vec::new(), Vec::new());
        pen.foot(page, &mut nodes, &mut shapes);
        (pen.down, nodes, shapes)
    };
    let top = sheet::HIGH - sheet::MARGIN - foot(0.0, pen.foreign).0;
    let (_, its, drawn) = foot(top, pen.foreign);
    nodes.extend(its);
    shapes.extend(drawn);
    Laid {
        nodes,
        shapes,
        ends: pen.down,
        foot: top,
    }
}

/// Where what comes next is written.
struct Pen<'a> {
    face: &'a Typeface,
    down: f32,
    /// Something was written that no font has.
    foreign: bool,
}

impl Pen<'_> {
    fn text(&mut self, left: f32, room: f32, words: &str, style: Style) -> Text {
        let words = settable(words);
        let lines = self.face.lines(&words, style.weight, room / style.size);
        let last = lines.len().saturating_sub(1);
        let lines = lines.into_iter().enumerate().map(|(at, line)| {
            let base = self.down + style.line() / 2.0 + style.size * 0.34;
            self.down += style.line();
            // The space that the line is broken at is there for whoever copies the words.
            let broken = at < last && words[line.end..].starts_with(' ');
            let space = if broken { " " } else { "" };
            (left, base, words[line].to_owned() + space)
        });
        let lines: Vec<_> = lines.collect();
        self.foreign |= lines.iter().any(|(.., line)| {
            self.face
                .pieces(line, style.weight)
                .iter()
                .any(|it| it.says.is_some())
        });
        Text { style, lines }
    }

    fn block(&mut self, role: Role, left: f32, room: f32, words: &str, style: Style) -> Node {
        Node::Group(role, vec![Node::Text(self.text(left, room, words, style))])
    }

    fn next(&mut self, page: &Page, nodes: &mut Vec<Node>, shapes: &mut Vec<Shape>) {
        let (left, room) = (sheet::MARGIN + NEXT_INDENT, sheet::ROOM - NEXT_INDENT);
        let top = self.down;
        self.down += 3.0;
        nodes.push(self.block(Role::Heading(2), left, room, &page.next.label, Style::LABEL));
        self.down += 1.0;
        nodes.push(self.block(Role::Heading(3), left, room, &page.next.title, Style::NEXT));
        let mut items = Vec::new();
        for (label, words) in &page.next.terms {
            self.down += 2.0;
            let begins = self.down;
            let label = self.block(Role::Label, left, TERM_INDENT, label, Style::STEP);
            self.down = begins;
            let body = self.block(
                Role::Body,
                left + TERM_INDENT,
                room - TERM_INDENT,
                words,
                Style::TEXT,
            );
            items.push(Node::Group(Role::Item, vec![label, body]));
        }
        nodes.extend((!items.is_empty()).then_some(Node::Group(Role::List, items)));
        self.down += 4.0;
        shapes.push(Shape::Bar(sheet::MARGIN, top, 5.0, self.down - top));
    }

    fn done(&mut self, page: &Page, nodes: &mut Vec<Node>, shapes: &mut Vec<Shape>) {
        let (left, room) = (sheet::MARGIN, sheet::ROOM);
        match &page.done {
            Done::Nothing => {}
            Done::Count(says) => {
                self.down += 6.0;
                nodes.push(self.block(Role::Paragraph, left, room, says, Style::TEXT));
            }
            Done::Titles(titles) => {
                self.down += 12.0;
                nodes.push(self.block(Role::Heading(2), left, room, &page.done_title, Style::HEADING));
                let mut items = Vec::new();
                for title in titles {
                    shapes.push(Shape::Bar(left + 3.5, self.down + 6.5, 5.0, 5.0));
                    let body = self.block(
                        Role::Body,
                        left + STEP_INDENT,
                        room - STEP_INDENT,
                        title,
                        Style::TEXT,
                    );
                    items.push(Node::Group(Role::Item, vec![body]));
                }
                nodes.push(Node::Group(Role::List, items));
            }
        }
    }

    fn foot(&mut self, page: &Page, nodes: &mut Vec<Node>, shapes: &mut Vec<Shape>) {
        let top = self.down;
        let mut left = sheet::MARGIN;
        let mut ends = top;
        for name in &page.signs {
            self.down = top;
            nodes.push(self.block(Role::Paragraph, left, SIGN_WIDE, name, Style::STEP));
            for (write, gap) in page.writes.iter().zip([5.0, 18.0]) {
                self.down += gap;
                let text = self.text(left, SIGN_WIDE, write, Style::TEXT);
                let wide = self.face.wide(&settable(write), Weight::Plain) * Style::TEXT.size;
                shapes.push(Shape::Rule(left + wide + 6.0, left + SIGN_WIDE, self.down - 3.0));
                nodes.push(Node::Group(Role::Paragraph, vec![Node::Text(text)]));
            }
            ends = ends.max(self.down);
            left += SIGN_WIDE + SIGN_GAP;
        }
        if let Some(square) = &page.card.square {
            let at = (sheet::WIDE - sheet::MARGIN - SQUARE, top + 1.0);
            // A square has some dozens of modules on a side.
            let side = u16::try_from(square.side).unwrap_or(u16::MAX);
            let module = SQUARE / f32::from(side);
            nodes.push(Node::Square(
                square.clone(),
                at,
                module,
                page.card.describes.clone(),
            ));
            ends = ends.max(at.1 + SQUARE);
        }
        self.down = ends + 8.0;
        let (left, room) = (sheet::MARGIN, sheet::ROOM);
        nodes.push(self.block(Role::Paragraph, left, room, &page.card.says, Style::TEXT));
        if self.foreign {
            nodes.push(self.block(Role::Paragraph, left, room, &page.foreign, Style::TEXT));
        }
    }
}
