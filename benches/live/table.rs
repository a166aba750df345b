//! The table: what each row was, and the middle of the rounds.

use crate::crowd::Written;
use crate::place::Engine;
use crate::served::Look;
use std::collections::BTreeMap;
use std::fmt;

/// What one row came to.
#[derive(Clone, Debug)]
pub struct Row {
    /// Edits answered a second.
    reached: f64,
    /// Seconds of the server's processor for 1,000 of them.
    processor: f64,
    /// Milliseconds from key to another's page, below which so many of a hundred came; endless, if they never did.
    p50: f64,
    p95: f64,
    p99: f64,
    /// Edits that a commit held.
    shared: f64,
    /// Edits a second that the database alone keeps in commits of the same sizes.
    raw: f64,
}

#[allow(clippy::cast_precision_loss, reason = "counts of a bench are small")]
fn float(count: usize) -> f64 {
    count as f64
}

impl Row {
    pub fn of(written: &Written, before: &Look, after: &Look, commits: &[usize], raw: f64) -> Self {
        let seconds = (after.at - before.at).as_secs_f64();
        let answered = float(written.answered);
        let below = |hundredths: usize| {
            let at = written.keyed * hundredths / 100;
            let reached = written.reached.get(at);
            reached.map_or(f64::INFINITY, |it| it.as_secs_f64() * 1000.0)
        };
        Self {
            reached: answered / seconds,
            processor: after.took.saturating_sub(before.took).as_secs_f64() * 1000.0 / answered,
            p50: below(50),
            p95: below(95),
            p99: below(99),
            shared: float(commits.iter().sum()) / float(commits.len()),
            raw,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            reached,
            processor,
            p50,
            p95,
            p99,
            shared,
            raw,
        } = self;
        write!(
            f,
            "{reached:.0} a second, {processor:.2} s of processor per 1,000, p50 {p50:.1} p95 {p95:.1} p99 {p99:.1} ms, \
             {shared:.1} a commit, {:.2} of {raw:.0} raw",
            reached / raw
        )
    }
}

/// How many are offered.
pub fn offered(rate: Option<u32>) -> String {
    rate.map_or_else(|| "as fast as it goes".into(), |rate| format!("{rate} a second"))
}

/// What a row is of: the engine, how many are offered (none comes last), and which server.
type Of = (Engine, Option<u32>, &'static str);

/// All rows, each as often as it was measured.
#[derive(Default)]
pub struct Table(BTreeMap<(Engine, u32, &'static str), (Of, Vec<Row>)>);

impl Table {
    pub fn add(&mut self, of: Of, row: Row) {
        let (engine, rate, name) = of;
        let known = self.0.entry((engine, rate.unwrap_or(u32::MAX), name));
        known.or_insert_with(|| (of, Vec::new())).1.push(row);
    }
}

fn sorted(rows: &[Row], figure: fn(&Row) -> f64) -> Vec<f64> {
    let mut all: Vec<f64> = rows.iter().map(figure).collect();
    all.sort_unstable_by(f64::total_cmp);
    all
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| database | offered | reached a second | processor, s per 1,000 | p50 ms | p95 ms | p99 ms (least, most) | edits a commit | p50 in raw commits | of raw commits |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|---|---|")?;
        for ((engine, rate, name), rows) in self.0.values() {
            let middle = |figure| {
                let all = sorted(rows, figure);
                all[all.len() / 2]
            };
            // Whatever else runs on this machine makes it more, never less.
            let least = sorted(rows, |row| row.processor)[0];
            let slow = sorted(rows, |row| row.p99);
            writeln!(
                f,
                "| {engine} | {}{name} | {:.0} | {least:.2} | {:.1} | {:.1} | {:.1} ({:.1}, {:.1}) | {:.1} | {:.1} | {:.2} |",
                offered(*rate),
                middle(|row| row.reached),
                middle(|row| row.p50),
                middle(|row| row.p95),
                slow[slow.len() / 2],
                slow[0],
                slow[slow.len() - 1],
                middle(|row| row.shared),
                middle(|row| row.p50 * row.raw / row.shared / 1000.0),
                middle(|row| row.reached / row.raw),
            )?;
        }
        Ok(())
    }
}
