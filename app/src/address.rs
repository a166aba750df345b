//! Where the service is, as people type it.

/// The public address of the service, where it has one: `https://parcours.ville.example`. On a desk it is the name that it was asked
/// under.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// The address itself, with or without a slash at its end.
    pub public: Option<String>,
    /// Where there is none: whether pages come over https.
    pub safe: bool,
}

impl Address {
    /// The whole address of a page of ours, for a request that came under the name `host`.
    pub fn of_page(&self, path: &str, host: Option<&str>) -> String {
        if let Some(public) = &self.public {
            return format!("{}{path}", public.trim_end_matches('/'));
        }
        let scheme = if self.safe { "https" } else { "http" };
        format!("{scheme}://{}{path}", host.unwrap_or("localhost"))
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_page_has_the_public_address_or_that_which_it_was_asked_under() {
        let public = Some("https://parcours.ville.example/".into());
        let public = Address { public, safe: false };
        assert_eq!(
            public.of_page("/carte", Some("elsewhere")),
            "https://parcours.ville.example/carte"
        );
        let desk = Address::default();
        assert_eq!(
            desk.of_page("/carte", Some("127.0.0.1:3000")),
            "http://127.0.0.1:3000/carte"
        );
        let safe = Address {
            public: None,
            safe: true,
        };
        assert_eq!(safe.of_page("/carte", None), "https://localhost/carte");
    }
}
