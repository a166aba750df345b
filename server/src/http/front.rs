//! How the service is reached: under which name, and through which proxies. A name that is not ours, and an address that a
//! client claims to come from, change nothing.

use axum::http::{HeaderMap, header};
use ipnet::IpNet;
use std::net::IpAddr;
use url::{Host, Url};

/// How the service is reached.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Its public address; none on a desk, where it answers to the machine's own names alone.
    pub public: Option<Url>,
    /// The proxies that stand before it, and may say for whom they ask.
    pub proxies: Vec<IpNet>,
}

impl Front {
    /// Whether a proxy of ours asks.
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.proxies.iter().any(|proxy| proxy.contains(&address))
    }

    /// The address of whoever asks. Each proxy adds the one that it was asked from, on the right: what stands left of the last
    /// that is not ours may be anything.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let named = headers.get_all("x-forwarded-for").into_iter();
        let named: Vec<&str> = named
            .flat_map(|value| value.to_str().unwrap_or_default().split(','))
            .collect();
        let mut named = named.into_iter().rev();
        while self.trusts(client)
            && let Some(Ok(before)) = named.next().map(|it| it.trim().parse())
        {
            client = before;
        }
        client
    }

    /// Whether a request is for us, by its `Host`. Without a public address: for an address of this machine or `localhost`,
    /// which no page of another site can make a browser ask under.
    pub fn is_asked(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let asked = host.and_then(|host| Url::parse(&format!("http://{host}")).ok());
        let Some(asked) = asked else { return false };
        match &self.public {
            // A browser leaves out the port that the scheme has anyway.
            Some(public) => {
                asked.host() == public.host()
                    && asked.port().or(public.port_or_known_default()) == public.port_or_known_default()
            }
            None => match asked.host() {
                Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
                Some(Host::Domain(name)) => name == "localhost",
                None => false,
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        let all = all.iter().map(|(name, value)| {
            let name = header::HeaderName::from_static(name);
            (name, value.parse().unwrap())
        });
        all.collect()
    }

    #[test]
    fn who_asks_is_whom_the_last_proxy_of_ours_was_asked_by() {
        let front = Front {
            proxies: vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()],
            ..Front::default()
        };
        let client = |peer: &str, named: &str| {
            let headers = headers(&[("x-forwarded-for", named)]);
            front.client(peer.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(client("10.0.0.1", "192.0.2.7"), "192.0.2.7");
        assert_eq!(client("::1", "192.0.2.7, 10.0.0.9"), "192.0.2.7", "two of ours");
        assert_eq!(client("::ffff:10.0.0.1", "2001:db8::7"), "2001:db8::7");
        assert_eq!(
            client("10.0.0.1", "198.51.100.1, 192.0.2.7"),
            "192.0.2.7",
            "what it claims"
        );
        assert_eq!(
            client("203.0.113.5", "192.0.2.7"),
            "203.0.113.5",
            "no proxy of ours"
        );
        assert_eq!(client("10.0.0.1", "nobody"), "10.0.0.1", "no address");
        assert_eq!(client("10.0.0.1", ""), "10.0.0.1");
    }

    #[test]
    fn a_name_that_is_not_ours_is_not_answered_to() {
        let public = Front {
            public: Some("https://parcours.ville.example".parse().unwrap()),
            ..Front::default()
        };
        let asked = |front: &Front, host: &str| front.is_asked(&headers(&[("host", host)]));
        assert!(asked(&public, "parcours.ville.example") && asked(&public, "PARCOURS.ville.example:443"));
        for other in [
            "ville.example",
            "127.0.0.1",
            "parcours.ville.example:8443",
            "",
            "a b",
        ] {
            assert!(!asked(&public, other), "{other}");
        }
        assert!(!public.is_asked(&HeaderMap::new()), "none at all");
        let desk = Front::default();
        for own in ["127.0.0.1:3000", "[::1]:3000", "localhost:3000", "192.168.1.20"] {
            assert!(asked(&desk, own), "{own}");
        }
        assert!(!asked(&desk, "evil.example"));
    }
}
