//! STARTTLS and a password against a real server.

use crate::book::{Book, tuesday};
use crate::server::Server;
use app::post::{Carrier, Trouble};
use credere::post::{Smtp, settings};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A certificate of our own for `localhost`; none, which is said, when the machine has no openssl program.
fn certificate(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let (certificate, key) = (folder.join("mail-ca.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stderr(Stdio::null())
        .status();
    if made.is_ok_and(|status| status.success()) {
        return Some((certificate, key));
    }
    eprintln!("SKIPPED: no openssl program to make a certificate with");
    None
}

#[test]
fn mail_leaves_encrypted_and_with_the_right_password_only() {
    let book = Book::new(tuesday());
    let Some((pem, key)) = certificate(book.path()) else { return };
    let Some(server) = Server::start_secured(&pem, &key, "right") else { return };
    std::fs::write(book.path().join("password"), "right\n").unwrap();
    let more = "security = \"starttls\"\nuser = \"desk\"\npassword_file = \"password\"\nca_file = \"mail-ca.pem\"";
    book.settings(server.port(), more);
    let smtp = || Smtp::new(&settings(book.path()).unwrap().unwrap().outgoing.unwrap()).unwrap();
    let mail = b"Subject: x\r\n\r\nHello\r\n";
    smtp().carry("desk@factor.example", "ap@debtor.example", mail).unwrap();
    assert_eq!(server.taken().len(), 1);

    std::fs::write(book.path().join("password"), "wrong\n").unwrap();
    let refused = smtp().carry("desk@factor.example", "ap@debtor.example", mail).unwrap_err();
    assert_eq!(refused.trouble, Trouble::Unreachable, "no other message would fare better");
    assert!(!refused.said.contains("wrong"), "the password is never said: {}", refused.said);

    book.settings(server.port(), "security = \"starttls\"");
    let stranger = smtp().carry("desk@factor.example", "ap@debtor.example", mail).unwrap_err();
    assert_eq!(stranger.trouble, Trouble::Unreachable, "a certificate nobody vouches for: {}", stranger.said);
    assert_eq!(server.taken().len(), 1);
}

#[test]
fn nothing_leaves_in_the_open_when_encryption_was_asked_for() {
    let book = Book::new(tuesday());
    let Some(server) = Server::start() else { return };
    book.settings(server.port(), "security = \"starttls\"");
    let smtp = Smtp::new(&settings(book.path()).unwrap().unwrap().outgoing.unwrap()).unwrap();
    let refused = smtp.carry("desk@factor.example", "ap@debtor.example", b"Subject: x\r\n\r\nHello\r\n").unwrap_err();
    assert_eq!(refused.trouble, Trouble::Unreachable);
    assert!(server.taken().is_empty());
}
