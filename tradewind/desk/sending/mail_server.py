"""A mail by SMTP: connected to as its address was checked, encrypted by what the account says."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from django.utils import timezone

from tradewind.desk import outgoing
from tradewind.errors import LetterRefused, LetterUnsure, Unreachable

SECURITIES = ("starttls", "tls", "none")
TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class MailServer:
    """Where and as whom mail goes out."""

    host: str
    port: int
    security: str
    address: str
    name: str
    user: str = ""
    password: str = ""


def new_id(address: str) -> str:
    """An id of a mail, without its brackets."""
    return make_msgid(domain=address.rpartition("@")[2] or None).strip("<>")


def send(server: MailServer, to: str, name: str, subject: str, text: str, message_id: str) -> None:
    """Hand one mail over.

    raises   Unreachable, AddressInside, AddressUnknown; LetterRefused with what the server said, and then the mail has
             not gone; LetterUnsure where the connection broke after the mail was handed over
    """
    mail = EmailMessage()
    mail["From"], mail["To"] = formataddr((server.name, server.address)), formataddr((name, to))
    mail["Subject"], mail["Date"] = " ".join(subject.split()), format_datetime(timezone.localtime())
    mail["Message-ID"] = f"<{message_id}>"
    mail.set_content(text)
    handed_over = False
    try:
        with _connected(server) as client:
            if server.user:
                client.login(server.user, server.password)
            client.ehlo_or_helo_if_needed()
            _must(client.mail(server.address))
            _must(client.rcpt(to))
            handed_over = True
            code, answer = client.data(mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))
            handed_over = False
            _must((code, answer))
    except smtplib.SMTPResponseException as refusal:
        raise LetterRefused(why=_words(refusal.smtp_code, refusal.smtp_error)) from refusal
    except (smtplib.SMTPException, OSError) as broken:
        if handed_over:
            raise LetterUnsure(to=to) from broken
        raise Unreachable(host=server.host, port=str(server.port), why=str(broken) or type(broken).__name__) from broken


def test(server: MailServer) -> None:
    """Sign in, and send nothing. Raises as `send`."""
    try:
        with _connected(server) as client:
            if server.user:
                client.login(server.user, server.password)
            _must(client.noop())
    except smtplib.SMTPResponseException as refusal:
        raise LetterRefused(why=_words(refusal.smtp_code, refusal.smtp_error)) from refusal
    except (smtplib.SMTPException, OSError) as broken:
        raise Unreachable(host=server.host, port=str(server.port), why=str(broken) or type(broken).__name__) from broken


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        return _Tls(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    client = _Plain(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.security == "starttls":
        client.starttls(context=context)
    return client


def _must(answer: tuple[int, bytes]) -> None:
    if answer[0] // 100 != 2:
        raise smtplib.SMTPResponseException(*answer)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())[:300]}"


class _Plain(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return outgoing.connect(host, port, timeout)


class _Tls(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(outgoing.connect(host, port, timeout), server_hostname=host)
