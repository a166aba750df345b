//! A real tablet on the same network: a certificate made on the spot for this machine, the settings that go with it, and the
//! address as a QR that the tablet's camera reads.

use crate::Problem;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::fs;
use std::io::Write;
use std::net::UdpSocket;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The address of this machine on its network: the one from which it would ask elsewhere. Nothing is sent.
pub fn on_network() -> Result<String, Problem> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    // An address for documentation, which is nobody's.
    socket.connect("192.0.2.1:9")?;
    Ok(socket.local_addr()?.ip().to_string())
}

/// Writes what a server needs to speak https under a name, at a port, in a folder: `certificate.pem`, `key.pem`, and
/// `itineraire.toml` with the settings. Gives the address.
pub fn certified(folder: &Path, name: &str, port: &str) -> Result<String, Problem> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()])?;
    fs::create_dir_all(folder)?;
    fs::write(folder.join("certificate.pem"), cert.pem())?;
    let path = folder.join("key.pem");
    // Made anew each time, with rights that let nobody else read it.
    let _ = fs::remove_file(&path);
    let mut key = fs::OpenOptions::new();
    let mut key = key.create_new(true).write(true).mode(0o600).open(path)?;
    key.write_all(signing_key.serialize_pem().as_bytes())?;
    let address = format!("https://{name}:{port}");
    let settings = format!(
        "address = \"0.0.0.0:{port}\"\npublic_url = \"{address}\"\ntls_certificate = '{}'\ntls_key = '{}'\n",
        folder.join("certificate.pem").display(),
        folder.join("key.pem").display(),
    );
    fs::write(folder.join("itineraire.toml"), settings)?;
    Ok(address)
}

/// How a tablet comes to an address.
pub fn way(address: &str) -> Result<String, Problem> {
    // Light on dark, as most terminals are: what is drawn is what is light.
    let code = QrCode::new(address)?;
    let mut code = code.render::<Dense1x2>();
    let code = code
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build();
    Ok(format!(
        "\n{code}\n\nOn a tablet of the same network: {address}\nIts browser does not know the certificate, which was made \
         just now for this machine: say that it may go on."
    ))
}
