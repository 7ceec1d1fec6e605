"""The server of the docs, running here as it stands there."""

import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from os import environ, geteuid
from pathlib import Path
from socket import socket

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import Struct

from tests.gates import tools
from tests.program import REPOSITORY

ADDRESS = "nordre-rand.example"
FOLDER = f"/srv/{ADDRESS.partition('.')[0]}"


def recipes() -> list[str]:
    docs = (REPOSITORY / "docs/deploying.md").read_text(encoding="utf-8")
    return re.findall(r"^```nginx\n(.*?)^```$", docs, re.DOTALL | re.MULTILINE)


def free_port() -> int:
    with socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def certificate(folder: Path) -> None:
    """A throw-away one for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ADDRESS)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


class Server(Struct):
    """A running nginx, and how to ask it."""

    http: int
    https: int
    trust: ssl.SSLContext
    configuration: Path
    nginx: Path

    def get(self, path: str, *, plain: bool = False, **headers: str) -> tuple[HTTPResponse, bytes]:
        sent = {"Host": ADDRESS, **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection = (
            HTTPConnection("127.0.0.1", self.http, timeout=30)
            if plain
            else HTTPSConnection("127.0.0.1", self.https, timeout=30, context=self.trust)
        )
        try:
            connection.request("GET", path, headers=sent)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def reload(self) -> None:
        subprocess.run([self.nginx, "-c", self.configuration, "-s", "reload"], check=True, capture_output=True)


@contextmanager
def served(folder: Path, there: Path, recipe: str) -> Iterator[Server]:
    """The recipe as it stands in the docs, but for the ports, the folder and the certificate."""
    nginx = tools.program("nginx", environment={**environ, "PATH": f"{environ['PATH']}:/usr/sbin"})
    certificate(folder)
    http, https = free_port(), free_port()
    for old, new in (
        (r"^ *listen \[::\].*\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{http};"),
        (r"listen 443 ", f"listen 127.0.0.1:{https} "),
        (r"/etc/letsencrypt/live/[^/]*", str(folder)),
        (re.escape(FOLDER), str(there)),
    ):
        recipe, count = re.subn(old, new, recipe, flags=re.MULTILINE)
        assert count, old
    places = "\n".join(
        f"{what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    mime = next(path for path in ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types") if Path(path).exists())
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{'user root;' if geteuid() == 0 else ''} daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        f"worker_processes 2; events {{}}\nhttp {{\ninclude {mime};\naccess_log off;\n{places}\n{recipe}\n}}\n",
        encoding="utf-8",
    )
    with subprocess.Popen([nginx, "-c", configuration], stderr=subprocess.PIPE) as process:
        server = Server(http, https, ssl.create_default_context(cafile=folder / "fullchain.pem"), configuration, nginx)
        try:
            until = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < until:
                with suppress(OSError):
                    server.get("/")
                    break
                time.sleep(0.05)
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            yield server
        finally:
            process.terminate()
