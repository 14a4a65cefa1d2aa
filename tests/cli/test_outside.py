"""Whatever answers at our address, or does not, the host reads what is wrong there and what helps."""

import datetime
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from held.cli import outside
from held.cli.outside import NotReached, post, takes_old_tls, trouble
from tests.running import free_port


class Redirecting(BaseHTTPRequestHandler):
    """Answers every form with a redirect, and records what was sent."""

    heard: list[tuple[str, str, bytes]] = []

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, self.headers["Origin"], sent))
        self.send_response(301)
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        pass


def certificate(folder: Path, name: str, days: int) -> Path:
    """A certificate for this name that ends in so many days, with its key in one file."""
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=30))
        .not_valid_after(at + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "certificate.pem"
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return file


@contextmanager
def web_server(context: ssl.SSLContext | None):
    """A server at a port of this machine; returns its address."""
    with HTTPServer(("localhost", 0), Redirecting) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://localhost:{server.server_address[1]}"
        server.shutdown()


def context_with(file: Path) -> ssl.SSLContext:
    """TLS with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def wrong_at(address: str) -> str:
    """The findings there; each has a remedy."""
    with pytest.raises(NotReached) as reason:
        post(address, "/", {"a": "b"}, {})
    assert reason.value.finding.remedy
    return reason.value.finding.wrong


def test_a_form_is_sent_and_no_redirect_followed(tmp_path, monkeypatch):
    file = certificate(tmp_path, "localhost", 1)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with web_server(context_with(file)) as address:
        answer = post(address, "/address-check", {"a": "b"}, {"Origin": address})
        assert not takes_old_tls(address)
    assert (answer.status, answer.headers["location"]) == (301, "https://elsewhere.example/")
    assert Redirecting.heard[-1] == ("/address-check", address, b"a=b")


@pytest.mark.parametrize(
    ("name", "days", "known", "wrong"),
    [
        ("localhost", -1, True, "The certificate has expired"),
        ("elsewhere.example", 1, True, "for a name other than localhost"),
        ("localhost", 1, False, "not signed by an authority that browsers trust"),
    ],
)
def test_trouble_with_the_certificate_is_told_apart(tmp_path, monkeypatch, name, days, known, wrong):
    file = certificate(tmp_path, name, days)
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with web_server(context_with(file)) as address:
        assert wrong in wrong_at(address)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # old TLS versions are used on purpose
def test_an_address_with_only_old_tls_is_found(tmp_path):
    context = context_with(certificate(tmp_path, "localhost", 1))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with web_server(context) as address:
        assert takes_old_tls(address)
        assert "only offers TLS versions that browsers no longer accept" in wrong_at(address)


def test_an_answer_without_tls_is_found():
    with web_server(None) as address:
        assert "answers without TLS" in wrong_at(address)


def test_where_nobody_answers_it_says_so(monkeypatch):
    assert "Nothing answers at localhost" in wrong_at(f"https://localhost:{free_port()}")
    monkeypatch.setattr(outside, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "does not answer within" in wrong_at(f"https://127.0.0.1:{silent.getsockname()[1]}")
    assert "is not known" in trouble(socket.gaierror(), "https://our-place.example").wrong
    assert "(ConnectionResetError)" in trouble(ConnectionResetError(), "https://our-place.example").wrong
    early = ssl.SSLCertVerificationError()
    early.verify_code = 9
    found = trouble(early, "https://our-place.example")
    assert "isn’t valid yet" in found.wrong
    assert "timedatectl set-ntp true" in found.remedy
