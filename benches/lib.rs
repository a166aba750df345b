//! Speeds, printed as ratios measured in the same run.
