//! Just enough of HTTP to weigh what our own server answers on this machine: one request, one connection, and the body
//! as it was sent, still compressed.

use crate::run::Failure;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub struct Answer {
    pub status: u16,
    head: String,
    /// As sent.
    pub body: Vec<u8>,
}

pub struct Request<'a> {
    pub port: u16,
    pub cookie: Option<&'a str>,
}

impl Request<'_> {
    pub fn get(&self, path: &str) -> Result<Answer, Failure> {
        self.send("GET", path, "")
    }

    pub fn post(&self, path: &str, form: &str) -> Result<Answer, Failure> {
        self.send("POST", path, form)
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Result<Answer, Failure> {
        let Self { port, cookie } = self;
        let io = |error: std::io::Error| Failure(format!("{method} {path}: {error}"));
        let mut stream = TcpStream::connect(("127.0.0.1", *port)).map_err(io)?;
        stream
            .set_read_timeout(Some(Duration::from_mins(1)))
            .map_err(io)?;
        let cookie = cookie
            .map(|value| format!("Cookie: {value}\r\n"))
            .unwrap_or_default();
        // HTTP/1.0: the answer is not cut into chunks, and ends with the connection. The headers are those of a browser
        // on our own page: the server refuses what comes from elsewhere.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
             Sec-Fetch-Site: same-origin\r\nAccept: text/html,*/*\r\nAccept-Encoding: br\r\n{cookie}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
            length = body.len(),
        );
        stream.write_all(head.as_bytes()).map_err(io)?;
        stream.write_all(body.as_bytes()).map_err(io)?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all).map_err(io)?;
        Answer::read(all).ok_or_else(|| Failure(format!("{method} {path}: the answer is not HTTP")))
    }
}

impl Answer {
    fn read(mut all: Vec<u8>) -> Option<Self> {
        let end = all.windows(4).position(|four| four == b"\r\n\r\n")?;
        let body = all.split_off(end + 4);
        let head = String::from_utf8_lossy(&all).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head, body })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// The body as text, decompressed when it was compressed.
    pub fn text(&self) -> Result<String, Failure> {
        let mut plain = Vec::new();
        if self.header("content-encoding") == Some("br") {
            brotli::BrotliDecompress(&mut &self.body[..], &mut plain)
                .map_err(|error| Failure(format!("an answer is not the brotli that it says: {error}")))?;
        } else {
            plain.clone_from(&self.body);
        }
        Ok(String::from_utf8_lossy(&plain).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_and_its_text_decompressed() {
        let mut small = Vec::new();
        brotli::BrotliCompress(
            &mut &b"bonjour"[..],
            &mut small,
            &brotli::enc::BrotliEncoderParams::default(),
        )
        .unwrap();
        let mut all = b"HTTP/1.0 200 OK\r\nContent-Encoding: br\r\n\r\n".to_vec();
        all.extend(&small);
        let answer = Answer::read(all).unwrap();
        assert_eq!((answer.status, answer.body.len()), (200, small.len()));
        assert_eq!(answer.text().unwrap(), "bonjour");
        assert!(Answer::read(b"garbage".to_vec()).is_none());
    }
}
