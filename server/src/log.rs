//! What is logged: what `RUST_LOG` asks for, and never the words of a frame.

use std::io::IsTerminal;
use tracing::{Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

/// Those who log whole frames when they are asked to tell everything.
const FRAMES: [&str; 2] = ["tungstenite", "tokio_tungstenite"];

/// What is logged when `RUST_LOG` is not set: what goes wrong, and a line for each request.
pub const USUAL: &str = "warn,itineraire=info";

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Logs {
    /// For people.
    #[default]
    Text,
    /// For programs: an object on each line.
    Json,
}

/// Logs to `writer`. Whatever `filter` asks for, those who would write down people's words tell no more than warnings.
pub fn subscriber<W>(filter: EnvFilter, how: Logs, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let no_frames = filter_fn(|about| {
        let frames = FRAMES.iter().any(|target| about.target().starts_with(target));
        !frames || *about.level() <= Level::WARN
    });
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match how {
        Logs::Text => lines.boxed(),
        Logs::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry()
        .with(filter)
        .with(no_frames)
        .with(lines)
}
