"""写信 Writing to a buyer: whom one can reach and how, and until when WhatsApp takes a text of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db.models import Max
from django.utils import timezone

from tradewind.desk.models import Contact, Customer, Message, Sender

WHATSAPP, MAIL = "whatsapp", "mail"
WINDOW = timedelta(hours=24)  # after the buyer's last message WhatsApp takes free text from a business
MOST = 12


@dataclass(frozen=True)
class Way:
    """One person of the buyer by one means; `address` is a number in international form, or a mail address.

    open_until   of WhatsApp: until when a business may write freely; None where that is over, or was never
    """

    means: str
    name: str
    address: str
    language: str = ""
    open_until: datetime | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.means}:{self.address}"

    @property
    def program(self) -> str:
        """The address that opens the person in WhatsApp or the mail program; the text goes behind it."""
        if self.means == WHATSAPP:
            return f"https://wa.me/{self.address[1:]}?text="
        return f"mailto:{quote(self.address, safe='@')}?body="


def ways_to(customer: Customer) -> list[Way]:
    """The buyer's own people by WhatsApp and mail: its contacts, then whoever wrote and is matched. 3 queries."""
    people = [one for one in customer.contacts.order_by("pk") if one.kind == Contact.Kind.BUYER]
    found: dict[tuple[str, str], Way] = {}
    for one in people:
        if (number := number_of(one.phone, customer.country)) is not None:
            found.setdefault((WHATSAPP, number), Way(WHATSAPP, str(one), number, one.language))
        if "@" in one.email:
            found.setdefault((MAIL, one.email.casefold()), Way(MAIL, str(one), one.email, one.language))
    for sender in Sender.objects.filter(customer=customer, role=Sender.Role.BUYER).order_by("pk")[:MOST]:
        means = WHATSAPP if sender.channel == WHATSAPP and sender.key.startswith("+") else MAIL
        if means == WHATSAPP or "@" in sender.key:
            found.setdefault((means, sender.key), Way(means, str(sender), sender.key))
    last = _last_by_whatsapp(customer)
    ways = [
        Way(one.means, one.name, one.address, one.language, _open_until(last.get(one.address)))
        if one.means == WHATSAPP else one
        for one in found.values()
    ]  # fmt: skip
    return ways[:MOST]


def number_of(written: str, country: str) -> str | None:
    """The number in international form; None for what is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written, country if len(country) == 2 else None)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


def _last_by_whatsapp(customer: Customer) -> dict[str, datetime]:
    since = timezone.now() - WINDOW
    came = Message.objects.filter(customer=customer, channel=WHATSAPP, direction="in", sent_at__gte=since)
    return dict(came.order_by().values_list("speaker__key").annotate(last=Max("sent_at")))


def _open_until(last: datetime | None) -> datetime | None:
    return last + WINDOW if last and last + WINDOW > timezone.now() else None
