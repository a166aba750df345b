//! Speeds, printed as ratios measured in the same run: `cargo xtask bench`.
//!
//! Machines are noisy, so no time is ever asserted: what is measured and what it is held against take turns, round by
//! round, and the ratio of their medians is printed beside the time. That interleaving is why this is a harness of our
//! own, thirty lines long: criterion and divan time one thing after the other and know no ratio.
//!
//! The benches are in `speeds/`: the rules and the rebase, then the way from a socket to the disk; and in `live/`, what
//! the real server carries: many people who write at once (`docs/performance.md`).

use sea_orm::{ConnectionTrait, Database, DbErr};
use std::time::Duration;

/// The medians of several works that take turns for so many rounds. A work gives the time that counts.
pub fn medians<const N: usize>(rounds: usize, mut works: [&mut dyn FnMut() -> Duration; N]) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    // The first round fills caches and pools, and does not count.
    for round in 0..=rounds {
        for (work, times) in works.iter_mut().zip(&mut times) {
            let time = work();
            if round > 0 {
                times.push(time);
            }
        }
    }
    times.map(|times| median(&times))
}

/// The middle one; of an even number, the upper.
pub fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A line of the report: what, its median, and how it compares.
pub fn line(name: &str, median: Duration, compared: &str) {
    println!("{name:<46} {:>11}   {compared}", format!("{median:.1?}"));
}

/// How many times one time holds another.
pub fn ratio(time: Duration, reference: Duration) -> String {
    format!("{:.2} ×", time.as_secs_f64() / reference.as_secs_f64())
}

/// One statement on a database.
pub async fn run(url: &str, statement: &str) -> Result<(), DbErr> {
    let connection = Database::connect(url).await?;
    connection.execute_unprepared(statement).await?;
    connection.close().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_take_turns_and_the_first_round_does_not_count() {
        let order = std::cell::RefCell::new(String::new());
        let mut tick = Duration::ZERO;
        let mut growing = || {
            order.borrow_mut().push('a');
            tick += Duration::from_secs(1);
            tick
        };
        let mut steady = || {
            order.borrow_mut().push('b');
            Duration::from_secs(2)
        };
        let medians = medians(3, [&mut growing, &mut steady]);
        assert_eq!(medians, [3, 2].map(Duration::from_secs));
        assert_eq!(*order.borrow(), "abababab");
        assert_eq!(ratio(medians[0], medians[1]), "1.50 ×");
    }
}
