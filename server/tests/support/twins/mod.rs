//! A pair of worlds: what a partner may see is the same in both, with the same ids at the same times; the rest of each
//! is drawn from its own seed.

mod hidden;
mod partner;
mod probes;
mod script;
mod world;

pub use partner::Leak;
use script::Act;
use world::World;

/// What one pair gave the partner.
#[derive(Debug, Default)]
pub struct Compared {
    /// Server functions, pages and refused probes.
    pub answers: usize,
    /// Frames of the live link.
    pub frames: usize,
    /// Of all of these.
    pub bytes: usize,
    /// Acts that changed something in one world alone.
    pub hidden: usize,
    /// Offers, views and refusals: a partner who is shown nothing proves nothing.
    pub views: usize,
    /// The parcours' pages that were answered 200 with the title of each shared step: an error page is equal too.
    pub pages: usize,
    /// Things asked for without knowing whether they exist.
    pub probes: usize,
}

/// Two worlds of one seed, in the same order; the first difference, if any, in words.
pub async fn compare(seed: u64, leak: Option<Leak>) -> Result<Compared, String> {
    let acts = script::of(seed);
    // The service's clock cannot be turned: what people do is dated a little back, by a clock of the pair's own.
    let base = itineraire_service::clock::now().plus_seconds(-240);
    let (one, other) = tokio::join!(
        lived(seed, 1, base, &acts, leak),
        lived(seed, 2, base, &acts, leak)
    );
    for world in [&one, &other] {
        if let Some(told) = world.told_apart.first() {
            return Err(format!("hidden and absent answer differently (VW2): {told}"));
        }
    }
    if one.board_bytes == other.board_bytes {
        return Err("the two worlds are the same: nothing is compared".into());
    }
    let (a, b) = (&one.partner.heard, &other.partner.heard);
    for (a, b) in a.iter().zip(b) {
        if a != b {
            return Err(format!(
                "after {}: one world answers\n{}\nthe other\n{}",
                a.0, a.1, b.1
            ));
        }
    }
    if a.len() != b.len() {
        return Err(format!(
            "one world says {} things, the other {}",
            a.len(),
            b.len()
        ));
    }
    let is_frame = |what: &&(String, String)| what.0.ends_with(partner::FRAME);
    Ok(Compared {
        answers: a.iter().filter(|what| !is_frame(what)).count(),
        frames: a.iter().filter(is_frame).count(),
        bytes: a.iter().map(|(_, text)| text.len()).sum(),
        hidden: one.hidden.changed + other.hidden.changed,
        views: a.iter().filter(|(_, text)| text.starts_with("{\"view\"")).count(),
        pages: one.partner.pages,
        probes: one.probes,
    })
}

async fn lived(
    seed: u64,
    twin: u64,
    base: itineraire_domain::calendar::Moment,
    acts: &[Act],
    leak: Option<Leak>,
) -> World {
    let mut world = World::found(seed, twin, base, leak).await;
    for (number, act) in acts.iter().enumerate() {
        world.hide_some().await;
        world.act(number, act).await;
    }
    world.end().await;
    world
}
