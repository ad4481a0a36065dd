"""发送账号 By what a person sends mail, and the desk WhatsApp: set, tried, removed. Secrets are sealed, never shown."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from tradewind.desk import access, sealing
from tradewind.desk.audit import note_change
from tradewind.desk.models import Person, SendingAccount
from tradewind.desk.sending import mail_server, whatsapp_cloud
from tradewind.desk.sending.mail_server import SECURITIES, MailServer
from tradewind.desk.sending.whatsapp_cloud import Number
from tradewind.errors import AccountIncomplete, NoSendingAccount

Means = SendingAccount.Means
SET, REMOVED = "sending_account_set", "sending_account_removed"
PORTS = {"starttls": 587, "tls": 465, "none": 25}
LETTERS = 254


def account_of(person: Person, means: str) -> SendingAccount | None:
    """By what the person sends: mail by its own account, WhatsApp by the desk's."""
    owner = person if means == Means.MAIL else None
    return SendingAccount.objects.filter(person=owner, means=means).first()


def means_of(person: Person) -> set[str]:
    """By what the person can send from the desk. 1 query."""
    mine = Q(person=person, means=Means.MAIL) | Q(person=None, means=Means.WHATSAPP)
    return set(SendingAccount.objects.filter(mine).values_list("means", flat=True))


@transaction.atomic
def keep(by: Person, means: str, said: dict[str, str]) -> SendingAccount:
    """Set by what `by` sends mail, or the desk WhatsApp; a secret that is left empty stays as it was.

    raises   AccountIncomplete; NotAllowed for WhatsApp, unless by an administrator
    """
    owner = by if means == Means.MAIL else None
    if owner is None:
        access.must_administer(by)
    told, secret = _mail(said) if owner else _whatsapp(said)
    known = SendingAccount.objects.filter(person=owner, means=means).first()
    kept = known.secrets if known else ""
    secrets = sealing.sealed({"secret": secret}) if secret else kept
    if means == Means.WHATSAPP and not secrets:
        raise AccountIncomplete(what="access token")
    account, _ = SendingAccount.objects.update_or_create(
        person=owner, means=means, defaults={"settings": told, "secrets": secrets}
    )
    note_change(by, SET, f"sending:{account.pk}", means=means, secret_changed=bool(secret))
    return account


@transaction.atomic
def remove(by: Person, means: str) -> None:
    """Forget the account and its secret."""
    if means != Means.MAIL:
        access.must_administer(by)
    if account := account_of(by, means):
        note_change(by, REMOVED, f"sending:{account.pk}", means=means)
        account.delete()


def server_of(account: SendingAccount) -> MailServer:
    """The mail server with its password. Raises what opening a secret raises."""
    told, secret = account.settings, sealing.opened(account.secrets).get("secret", "")
    return MailServer(
        told["host"], told["port"], told["security"], told["address"], str(account.person or ""),
        told["user"], secret,
    )  # fmt: skip


def number_of(account: SendingAccount) -> Number:
    """The desk's WhatsApp number with its token. Raises what opening a secret raises."""
    secret = sealing.opened(account.secrets).get("secret", "")
    return Number(account.settings["number_id"], secret, account.settings["api"] or whatsapp_cloud.API)


def try_out(by: Person, means: str) -> None:
    """Sign in and send nothing. Raises NoSendingAccount, and what the network end raises."""
    account = account_of(by, means)
    if account is None:
        raise NoSendingAccount
    if means == Means.MAIL:
        mail_server.test(server_of(account))
    else:
        access.must_administer(by)
        whatsapp_cloud.test(number_of(account))


def _mail(said: dict[str, str]) -> tuple[dict[str, object], str]:
    security = said.get("security", "")
    security = security if security in SECURITIES else "starttls"
    port = said.get("port", "").strip()
    host, address = _line(said, "host", "server"), _line(said, "address", "e-mail address")
    if "@" not in address:
        raise AccountIncomplete(what="e-mail address")
    if port and not (port.isdecimal() and 0 < int(port[:6]) < 65536):
        raise AccountIncomplete(what="port")
    told = {"host": host, "port": int(port or PORTS[security]), "security": security, "address": address}
    return {**told, "user": said.get("user", "").strip()[:LETTERS]}, said.get("secret", "")


def _whatsapp(said: dict[str, str]) -> tuple[dict[str, object], str]:
    number = _line(said, "number_id", "phone number ID")
    if not number.isdecimal():
        raise AccountIncomplete(what="phone number ID")
    return {"number_id": number, "api": said.get("api", "").strip().rstrip("/")[:LETTERS]}, said.get(
        "secret", ""
    ).strip()


def _line(said: dict[str, str], name: str, what: str) -> str:
    text = " ".join(said.get(name, "").replace("\x00", "").split())[:LETTERS]
    if not text:
        raise AccountIncomplete(what=what)
    return text
