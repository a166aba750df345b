//! The file of a paper: a tagged PDF (PDF/UA-1, ISO 14289-1), with its letters in it.

use super::layout::{Ink, Laid, Node, Role, Shape, Text, lay};
use super::{Page, sheet};
use crate::documents::typeface::Typeface;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};
use std::num::NonZeroU16;

impl Page {
    /// The file. None where it cannot be made: a letter or an address that the library does not take, which a test would have said.
    pub fn pdf(&self) -> Option<Vec<u8>> {
        let face = Typeface::get()?;
        let laid = lay(face, self);
        let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
        let mut document = Document::new_with(SerializeSettings {
            configuration: accessible.finish().ok()?,
            ..SerializeSettings::default()
        });
        let mut page = document.start_page_with(PageSettings::from_wh(sheet::WIDE, sheet::HIGH)?);
        let mut surface = page.surface();
        let mut brush = Brush {
            face,
            surface: &mut surface,
        };
        let mut tree = TagTree::new().with_lang(Some(self.language.to_owned()));
        brush.shapes(&laid);
        for node in &laid.nodes {
            tree.push(brush.node(node));
        }
        surface.finish();
        page.finish();
        document.set_tag_tree(tree);
        let mut outline = Outline::new();
        let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(self.title.clone(), top));
        document.set_outline(outline);
        // No name, no moment, no author: a file that is found says nothing but what is read on it.
        let about = Metadata::new()
            .title(self.title.clone())
            .language(self.language.to_owned());
        document.set_metadata(about);
        document
            .finish()
            .inspect_err(|error| tracing::error!(?error, "a paper could not be made"))
            .ok()
    }
}

struct Brush<'a, 'b> {
    face: &'a Typeface,
    surface: &'a mut Surface<'b>,
}

impl Brush<'_, '_> {
    fn ink(&mut self, ink: Ink) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill {
            paint: tone(ink).into(),
            ..Fill::default()
        }));
    }

    fn node(&mut self, node: &Node) -> krilla::tagging::Node {
        match node {
            Node::Group(role, of) => {
                let mut group = group(role, of);
                for node in of {
                    match node {
                        Node::Text(text) => self.text(text).into_iter().for_each(|it| group.push(it)),
                        node => group.push(self.node(node)),
                    }
                }
                group.into()
            }
            Node::Text(text) => {
                let mut group = TagGroup::new(Tag::P);
                self.text(text).into_iter().for_each(|it| group.push(it));
                group.into()
            }
            Node::Square(square, (left, top), module, describes) => {
                self.ink(Ink::Dark);
                let of = self.surface.start_tagged(ContentTag::Other);
                let mut path = PathBuilder::new();
                // A square has some dozens of modules on a side.
                let place = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * module;
                for (row, first, long) in &square.dark {
                    let run = Rect::from_xywh(left + place(*first), top + place(*row), place(*long), *module);
                    if let Some(run) = run {
                        path.push_rect(run);
                    }
                }
                self.fill(path.finish());
                self.surface.end_tagged();
                let mut figure = TagGroup::new(Tag::Figure(Some(describes.clone())));
                figure.push(of);
                figure.into()
            }
        }
    }

    /// Draws a text; each piece of it is what a reader who does not see it is given.
    fn text(&mut self, text: &Text) -> Vec<Identifier> {
        let mut all = Vec::new();
        self.ink(text.style.ink);
        for (left, base, line) in &text.lines {
            let mut left = *left;
            for piece in self.face.pieces(line, text.style.weight) {
                let span = SpanTag::empty().with_actual_text(piece.says.as_deref());
                all.push(self.surface.start_tagged(ContentTag::Span(span)));
                let font = self.face.font(text.style.weight, piece.font);
                let (at, size) = (Point::from_xy(left, *base), text.style.size);
                self.surface
                    .draw_text(at, font, size, &piece.shown, false, TextDirection::LeftToRight);
                self.surface.end_tagged();
                left += piece.wide * text.style.size;
            }
        }
        all
    }

    fn shapes(&mut self, laid: &Laid) {
        self.surface
            .start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        for shape in &laid.shapes {
            match *shape {
                Shape::Bar(left, top, wide, high) => {
                    self.ink(Ink::Teal);
                    self.fill(Rect::from_xywh(left, top, wide, high).and_then(rectangle));
                }
                Shape::Tick(left, top, side) => {
                    self.pen(1.2);
                    self.fill(Rect::from_xywh(left, top, side, side).and_then(rectangle));
                }
                Shape::Rule(left, right, height) => {
                    self.pen(0.8);
                    let mut path = PathBuilder::new();
                    path.move_to(left, height);
                    path.line_to(right, height);
                    self.fill(path.finish());
                }
            }
        }
        self.surface.end_tagged();
    }

    fn pen(&mut self, width: f32) {
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: tone(Ink::Quiet).into(),
            width,
            ..Stroke::default()
        }));
    }

    fn fill(&mut self, path: Option<Path>) {
        if let Some(path) = path {
            self.surface.draw_path(&path);
        }
    }
}

fn rectangle(of: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(of);
    path.finish()
}

fn group(role: &Role, of: &[Node]) -> TagGroup {
    match role {
        Role::Heading(level) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            TagGroup::new(Tag::Hn(level, Some(words(of))))
        }
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::List => TagGroup::new(Tag::L(ListNumbering::None)),
        Role::Item => TagGroup::new(Tag::LI),
        Role::Label => TagGroup::new(Tag::Lbl),
        Role::Body => TagGroup::new(Tag::LBody),
    }
}

/// What texts say, as one line.
fn words(of: &[Node]) -> String {
    let texts = of.iter().filter_map(|node| match node {
        Node::Text(text) => Some(&text.lines),
        Node::Group(..) | Node::Square(..) => None,
    });
    texts.flatten().map(|(.., line)| line.as_str()).collect()
}

/// `--ink`, `--ink-2` and `--teal-ink` of `style/tokens.css`.
fn tone(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Dark => rgb::Color::new(0x17, 0x26, 0x2b),
        Ink::Quiet => rgb::Color::new(0x4a, 0x5b, 0x61),
        Ink::Teal => rgb::Color::new(0x06, 0x45, 0x48),
    }
}
