"""A connection to a mailbox, and what can go wrong with one, in words."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from tradewind.desk import outgoing
from tradewind.desk.models import Source
from tradewind.desk.sources.changing import secrets_of
from tradewind.errors import (
    CertificateExpired,
    CertificateOfAnother,
    CertificateUnknown,
    CertificateUnreadable,
    MailLoginRefused,
    MailServerRefused,
    NoTls,
    TradewindError,
    Unreachable,
)

SECONDS = 20  # of silence
MOST_LITERAL = 40 << 20  # bytes that a server may send at once
EXPIRED, OTHER_HOST, OTHER_ADDRESS = 10, 62, 64  # of OpenSSL's X509_V_ERR
ABOUT_US = {"name": "Tradewind", "vendor": "Tradewind", "version": "1"}  # 163.com and 126.com refuse who tells nothing


class _Connection(imaplib.IMAP4):
    """To an address that was checked; encrypted from the start where there is a context."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self.context = context
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = outgoing.connect(self.host, self.port, SECONDS)
        return self.context.wrap_socket(plain, server_hostname=self.host) if self.context else plain

    def read(self, size: int) -> bytes:
        if size > MOST_LITERAL:
            raise self.abort(f"a piece of {size} bytes")
        return super().read(size)


class _Client(IMAPClient):  # type: ignore[misc]
    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self.checked = context
        super().__init__(host, port, ssl=False)
        self.normalise_times = False

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802  its name over there
        return _Connection(self.host, self.port, self.checked)


class Mailbox:
    """A mailbox that is open to be looked at."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self._folder = ""

    def folders(self) -> list[tuple[str, set[bytes]]]:
        """The names of the folders, each with its flags in lower case."""
        return [(str(name), {flag.lower() for flag in flags}) for flags, _, name in self._client.list_folders()]

    def counts(self, folder: str) -> dict[str, int]:
        """mails, next: the number that the next mail will have, validity: of these numbers."""
        told = self._client.folder_status(folder, ["MESSAGES", "UIDNEXT", "UIDVALIDITY"])
        return {"mails": told[b"MESSAGES"], "next": told[b"UIDNEXT"], "validity": told[b"UIDVALIDITY"]}

    def above(self, folder: str, number: int, since: date | None) -> list[int]:
        """The numbers of the folder's mails above this one, in their order, those from a day on."""
        self._look_at(folder)
        criteria: list[Any] = ["UID", f"{number + 1}:*", *(["SINCE", since] if since else [])]
        return sorted(one for one in self._client.search(criteria) if one > number)

    def fetched(self, folder: str, numbers: Sequence[int], *what: str) -> dict[int, dict[bytes, Any]]:
        """What is asked of the mails; one that is gone meanwhile is missing."""
        self._look_at(folder)
        return dict(self._client.fetch(numbers, list(what)))

    def _look_at(self, folder: str) -> None:
        """EXAMINE: what is looked at stays unread."""
        if self._folder != folder:
            self._client.select_folder(folder, readonly=True)
            self._folder = folder


@contextmanager
def opened(source: Source) -> Iterator[Mailbox]:
    """The source's mailbox, signed in.

    raises   MailLoginRefused, MailServerRefused, the Certificate… errors, NoTls, Unreachable, AddressInside
    """
    said = source.settings
    host, port, user = said["host"], int(said["port"]), said["user"]
    with _worded(host, port, user):
        context = _context(said.get("certificate", ""))
        client = _Client(host, port, context if said["security"] == "tls" else None)
        try:
            if said["security"] == "starttls":
                client.starttls(context)
            client.login(user, secrets_of(source)["password"])
            if client.has_capability("ID"):
                client.id_(ABOUT_US)
            yield Mailbox(client)
        finally:
            _leave(client)


def _leave(client: _Client) -> None:
    try:
        client.logout()
    except (IMAPClientError, imaplib.IMAP4.error, OSError):
        client.shutdown()


def _context(certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if certificate.strip():
        try:
            context.load_verify_locations(cadata=certificate.strip() + "\n")
        except (ssl.SSLError, ValueError) as error:
            raise CertificateUnreadable from error
    return context


@contextmanager
def _worded(host: str, port: int, user: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise _of_certificate(error, host) from error
    except ssl.SSLError as error:
        raise NoTls(host=host, port=str(port)) from error
    except LoginError as error:
        raise MailLoginRefused(host=host, user=user, why=_said(error)) from error
    except CapabilityError as error:
        raise NoTls(host=host, port=str(port)) from error
    except (IMAPClientError, imaplib.IMAP4.error) as error:
        raise MailServerRefused(host=host, why=_said(error)) from error
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        raise Unreachable(host=host, port=str(port), why=why) from error


def _of_certificate(error: ssl.SSLCertVerificationError, host: str) -> TradewindError:
    if error.verify_code == EXPIRED:
        return CertificateExpired(host=host)
    if error.verify_code in (OTHER_HOST, OTHER_ADDRESS):
        return CertificateOfAnother(host=host)
    return CertificateUnknown(host=host, why=error.verify_message)


def _said(error: Exception) -> str:
    """What the server said, as one short line."""
    text = error.args[0] if error.args else ""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return " ".join(plain.split())[:200]
