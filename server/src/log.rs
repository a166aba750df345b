//! What is logged: what `RUST_LOG` asks for, and never the words of a frame.

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

/// Those who log whole frames when they are asked to tell everything.
const FRAMES: [&str; 2] = ["tungstenite", "tokio_tungstenite"];

/// Logs to `writer`. Whatever `filter` asks for, those who would write down people's words tell no more than warnings.
pub fn subscriber<W>(filter: EnvFilter, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let no_frames = filter_fn(|about| {
        let frames = FRAMES.iter().any(|target| about.target().starts_with(target));
        !frames || *about.level() <= Level::WARN
    });
    tracing_subscriber::registry()
        .with(filter)
        .with(no_frames)
        .with(tracing_subscriber::fmt::layer().with_writer(writer))
}
