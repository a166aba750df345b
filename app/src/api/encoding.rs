//! How server functions answer.

use bytes::Bytes;
use itineraire_domain::kernel::reading::{Unreadable, read};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Error;
use server_fn::codec::Post;
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType};

/// JSON that is read like the frames of the live link and the data in the page. The library's own JSON reads
/// bytes: a second reader of every type in the browser, and 45 kB more for each person to wait for.
pub struct JsonText;

/// What each server function names as its output.
pub type Answer = Post<JsonText>;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = Error;

    fn encode(output: &T) -> Result<Bytes, Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        read(std::str::from_utf8(&bytes).map_err(|_| Unreadable)?)
    }
}
