//! What everything else is made of: names, moments, orders, texts, refusals. It imports nothing of ours.

pub mod calendar;
pub mod denial;
pub mod digest;
pub mod event;
pub mod ids;
pub mod letters;
pub mod order;
pub mod reading;
pub mod refusal;
pub mod trouble;
pub mod words;
pub mod zone;
