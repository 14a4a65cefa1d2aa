"""A real web server with TLS in front of a real place, with the files of `deploy/`, their names filled in."""

import datetime
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.running import ROOT, free_port

DEPLOY = ROOT / "deploy"
CADDY = Path(sys.executable).with_name("caddy")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Front:
    """A web server: its address, and everything it wrote while it ran."""

    def __init__(self, folder: Path, command: list[str], port: int, backend: int) -> None:
        self.folder, self.port, self.backend = folder, port, backend
        self.log = (folder / "said").open("wb")
        env = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdout=self.log, stderr=subprocess.STDOUT)

    @property
    def roots(self) -> Path:
        """The certificate that clients have to know."""
        return next(self.folder.rglob("root.crt"), self.folder / "fullchain.pem")

    @property
    def url(self) -> str:
        """The address people type."""
        return f"https://localhost:{self.port}"

    def browser(self) -> httpx.Client:
        """A browser that accepts the certificate of this test."""
        return httpx.Client(base_url=self.url, verify=False, headers={"Origin": self.url}, timeout=20)  # noqa: S501

    def written(self) -> str:
        """Every byte in every file the web server wrote, and in those it holds open without a name."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        files += [path for child in told.split() for path in Path(f"/proc/{child}/fd").glob("*") if path.is_file()]
        return "\n".join(path.read_bytes().decode(errors="replace") for path in files)

    def wait(self) -> None:
        """Wait until it answers, whatever the answer."""
        begun = monotonic()
        while monotonic() - begun < 20 and self.process.poll() is None:
            try:
                with self.browser() as browser:
                    browser.get("/healthz")
            except httpx.TransportError:
                sleep(0.05)
            else:
                return
        raise RuntimeError(self.written())

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


@contextmanager
def caddy(folder: Path) -> Iterator[Front]:
    """Caddy with `deploy/Caddyfile` and a certificate of its own making; the system's store is not touched."""
    port, plain, backend = free_port(), free_port(), free_port()
    told = (DEPLOY / "Caddyfile").read_text()
    told = told.replace("{\n", f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {plain}\n", 1)
    told = told.replace("our-place.example {", f"https://localhost:{port} {{\n\ttls internal")
    told = told.replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
    folder.mkdir()
    (folder / "Caddyfile").write_text(told)
    yield from run_front(folder, [str(CADDY), "run", "--config", "Caddyfile", "--adapter", "caddyfile"], port, backend)


@contextmanager
def nginx(folder: Path) -> Iterator[Front]:
    """nginx with `deploy/nginx.conf` and a certificate made here."""
    port, plain, backend = free_port(), free_port(), free_port()
    folder.mkdir()
    make_certificate(folder)
    told = (DEPLOY / "nginx.conf").read_text()
    for there, here in (
        ("/etc/letsencrypt/live/our-place.example", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("[::]:443", f"[::1]:{port}"),
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("[::]:80", f"[::1]:{plain}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("our-place.example", "localhost"),
        ("127.0.0.1:8000", f"127.0.0.1:{backend}"),
    ):
        assert there in told, there
        told = told.replace(there, here)
    temporary = " ".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    around = f"user {me()};\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{around}http {{\n{temporary}\n{told}\n}}\n")
    yield from run_front(folder, [str(NGINX), "-e", "stderr", "-p", str(folder), "-c", "nginx.conf"], port, backend)


def run_front(folder: Path, command: list[str], port: int, backend: int) -> Iterator[Front]:
    """Run this command until the caller is done with it."""
    front = Front(folder, command, port, backend)
    try:
        front.wait()
        yield front
    finally:
        front.stop()


def me() -> str:
    """The account that runs the tests, in nginx's form."""
    import pwd  # noqa: PLC0415

    return pwd.getpwuid(os.geteuid()).pw_name


def make_certificate(folder: Path) -> None:
    """A certificate for localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    at = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
