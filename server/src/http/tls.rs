//! TLS of our own, for who has no proxy that speaks it.

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;

/// A certificate and its key, ready to be spoken with.
#[derive(Clone)]
pub struct Tls(Arc<ServerConfig>);

impl Tls {
    /// What takes a connection.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.0.clone().into()
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

/// The certificate of a PEM file, those that vouch for it after it, and its key's PEM; why they cannot be used, as a sentence.
pub fn load(certificate: &Path, key: &str) -> Result<Tls, String> {
    let shown = certificate.display();
    let pem = std::fs::read(certificate).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.map_err(|error| format!("{shown} is no PEM file: {error}"))?;
    let first = chain
        .first()
        .ok_or_else(|| format!("{shown} holds no certificate"))?;
    in_time(first, ASN1Time::now()).map_err(|why| format!("the certificate of {shown} {why}"))?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
        .map_err(|_| "the file of the key holds no private key in PEM".to_owned())?;
    let unusable = |error: rustls::Error| format!("{shown} and its key cannot be used together: {error}");
    let mut config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Tls(Arc::new(config)))
}

/// Whether a certificate counts at a moment.
fn in_time(certificate: &CertificateDer<'_>, now: ASN1Time) -> Result<(), String> {
    let (_, read) = X509Certificate::from_der(certificate).map_err(|_| "cannot be read".to_owned())?;
    let validity = read.validity();
    if now > validity.not_after {
        return Err(format!("has ended on {}: renew it", validity.not_after));
    }
    if now < validity.not_before {
        return Err(format!("begins only on {}", validity.not_before));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    fn made(until: i32) -> (String, String) {
        let mut about = CertificateParams::new(vec!["parcours.ville.example".to_owned()]).unwrap();
        about.not_before = date_time_ymd(2020, 1, 1);
        about.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        (about.self_signed(&key).unwrap().pem(), key.serialize_pem())
    }

    #[test]
    fn a_certificate_that_cannot_be_spoken_with_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("certificate.pem");
        let load = |certificate: &str, key: &str| {
            std::fs::write(&path, certificate).unwrap();
            super::load(&path, key).err().unwrap_or_default()
        };
        let ((good, key), (ended, its_key)) = (made(2090), made(2021));
        assert_eq!(load(&good, &key), "");
        let said = load(&ended, &its_key);
        assert!(said.contains("has ended on") && said.contains("2021"), "{said}");
        assert!(load(&good, &its_key).contains("together"));
        assert!(load(&good, "").contains("no private key"));
        assert!(load("", &key).contains("holds no certificate"));
        let nowhere = super::load(Path::new("/nowhere"), &key).err().unwrap();
        assert!(nowhere.contains("cannot be read"), "{nowhere}");
        let early = in_time(
            &CertificateDer::from_pem_slice(good.as_bytes()).unwrap(),
            ASN1Time::from_timestamp(0).unwrap(),
        );
        assert!(early.unwrap_err().contains("begins only on"));
    }
}
