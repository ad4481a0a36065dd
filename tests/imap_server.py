"""A real mail server for the tests: Debian's Dovecot, on ports of its own, with mailboxes in a folder of the test."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

PASSWORD = "right-horse"
CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_fsync = never
mail_max_userip_connections = 50
mail_location = maildir:{folder}/mail/%u
mail_uid = nobody
mail_gid = nogroup
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/mail/%u
}}
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Spam {{
    special_use = \\Junk
    auto = subscribe
  }}
}}
"""


@dataclass
class MailServer:
    """Where it listens, and its certificate."""

    folder: Path
    tls: int
    plain: int
    certificate: str

    def put(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Lay mails into a folder."""
        with self.signed_in(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for mail in mails:
                client.append(folder, mail)

    def unread(self, user: str, folder: str = "INBOX") -> int:
        """How many mails nobody has read."""
        with self.signed_in(user) as client:
            client.select_folder(folder, readonly=True)
            return len(client.search("UNSEEN"))

    def renumber(self, user: str, folder: str) -> None:
        """The folder as after a rebuild: the same mails under other numbers, with another UIDVALIDITY."""
        for one in (self.folder / "mail" / user / f".{folder}").glob("dovecot*"):
            one.unlink()
        time.sleep(1.1 - time.time() % 1)  # the new one is made of the second

    def signed_in(self, user: str) -> IMAPClient:
        """A client of the user."""
        client = IMAPClient("127.0.0.1", self.plain, ssl=False)
        client.login(user, PASSWORD)
        return client


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server while it is needed; skips the test where there is none on this machine."""
    if shutil.which("dovecot") is None or os.geteuid() != 0:
        pytest.skip("dovecot-imapd is not installed, or may not be started")
    with TemporaryDirectory(prefix="dovecot") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        shutil.chown(folder / "mail", "nobody", "nogroup")
        certificate = certificate_for(folder)
        tls, plain = _free_port(), _free_port()
        text = CONFIGURATION.format(folder=folder, password=PASSWORD, tls=tls, plain=plain)
        (folder / "dovecot.conf").write_text(text)
        process = subprocess.Popen(["dovecot", "-F", "-c", str(folder / "dovecot.conf")])
        try:
            _await(tls, folder)
            yield MailServer(folder, tls, plain, certificate)
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def a_port_with_certificate(host: str = "127.0.0.1", days: int = 1) -> Iterator[tuple[int, str]]:
    """A port at which somebody shows a certificate and says nothing more, and that certificate."""
    with TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as listening:
        shown = certificate_for(Path(name), host, days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(name) / "cert.pem", Path(name) / "key.pem")

        def show() -> None:
            with suppress(OSError), listening.accept()[0] as client:
                context.wrap_socket(client, server_side=True).close()

        Thread(target=show, daemon=True).start()
        yield listening.getsockname()[1], shown


def _await(port: int, folder: Path) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError((folder / "log").read_text())


def certificate_for(folder: Path, host: str = "127.0.0.1", days: int = 1) -> str:
    """A certificate that vouches for itself, in cert.pem with its key beside it; over since yesterday where days < 0."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    until = datetime.now(UTC) + timedelta(days=days)
    at = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=9))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([at]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem.decode()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
