//! The short code with which a professional takes up again a session that they left with a tablet.

/// How many digits it has.
const DIGITS: usize = 6;

/// Whether these are six digits that are not among the first that anyone would try: not one digit six times, not a run
/// (`123456`, `987654`), not a pair or a half that is repeated (`121212`, `123123`).
pub fn may_be_code(code: &str) -> bool {
    let digits: Vec<i16> = code.bytes().map(i16::from).collect();
    let all_digits = code.bytes().all(|byte| byte.is_ascii_digit());
    let is_run = |by: i16| digits.windows(2).all(|pair| pair[1] - pair[0] == by);
    let repeats = |after: usize| digits.windows(after + 1).all(|some| some[0] == some[after]);
    digits.len() == DIGITS && all_digits && ![1, -1].into_iter().any(is_run) && !repeats(2) && !repeats(3)
}

#[cfg(test)]
mod tests {
    use super::may_be_code;

    #[test]
    fn a_code_is_six_digits_that_are_not_guessed_first() {
        for good in ["240613", "902817", "112358"] {
            assert!(may_be_code(good), "{good}");
        }
        for bad in [
            "",
            "24061",
            "2406130",
            "24061a",
            "２４０６１３",
            "000000",
            "123456",
            "987654",
            "121212",
            "123123",
        ] {
            assert!(!may_be_code(bad), "{bad}");
        }
    }
}
