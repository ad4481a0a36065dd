"""写信 Writing to a buyer: whom one can reach and how, and until when WhatsApp takes a text of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from tradewind.desk import access, queue, sending_accounts
from tradewind.desk.audit import note_change
from tradewind.desk.models import Contact, Customer, Letter, Message, Person, Sender
from tradewind.errors import LetterEmpty, NoSendingAccount, NotFound, TextTooLong, WindowClosed

WHATSAPP, MAIL = "whatsapp", "mail"
RESULTS = {WHATSAPP: _("Wrote to {name} by WhatsApp"), MAIL: _("Wrote to {name} by mail")}
SENT, ASIDE = "letter_sent_off", "letter_put_aside"
TEXT_LETTERS = {WHATSAPP: 4_096, MAIL: 100_000}
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


@dataclass(frozen=True)
class Written:
    """What a person is about to send; `key` is the form's, `step` the number of the next step that it showed."""

    key: str
    way: str
    text: str
    subject: str = ""
    template: str = ""
    language: str = ""
    step: int | None = None


@transaction.atomic
def send(customer: Customer, by: Person, written: Written) -> Letter:
    """Have a letter sent, once per `key` however often it is clicked.

    raises   NotFound for a buyer, or a way to it, that is not there or not one's own; NoSendingAccount; LetterEmpty;
             TextTooLong; WindowClosed for free text by WhatsApp more than 24 hours after the buyer's last message
    """
    customer = access.customer_for(by, customer.pk)
    key = written.key[:40]
    if known := Letter.objects.filter(key=key, customer=customer, by=by).first():
        return known
    way = next((one for one in ways_to(customer) if one.key == written.way), None)
    if way is None or not key:
        raise NotFound
    if sending_accounts.account_of(by, way.means) is None:
        raise NoSendingAccount
    text = written.text.replace("\x00", "").replace("\r\n", "\n").strip()
    _must_fit(way, text, written.template.strip())
    letter, made = Letter.objects.get_or_create(
        key=key,
        defaults={
            "customer": customer, "by": by, "means": way.means, "name": way.name, "address": way.address,
            "subject": " ".join(written.subject.replace("\x00", "").split())[:300], "text": text,
            "template": written.template.strip()[:512] if way.means == WHATSAPP else "",
            "language": written.language[:20], "step": written.step,
        },
    )  # fmt: skip
    if made:
        note_change(by, SENT, f"letter:{letter.pk}", customer=customer.pk, means=way.means)
        queue.enqueue("send", by, letter=letter.pk)
    return letter


def _must_fit(way: Way, text: str, template: str) -> None:
    if way.means == WHATSAPP and not template and way.open_until is None:
        raise WindowClosed(to=way.name)
    if not text and not template:
        raise LetterEmpty
    if len(text) > TEXT_LETTERS[way.means]:
        raise TextTooLong(letters=len(text), most=TEXT_LETTERS[way.means])


def customer_for(person: Person, pk: int) -> Customer:
    """The buyer, with its unsettled letters as `letters_open`, for which it is asked only where there are some."""
    there = Exists(Letter.objects.filter(customer=OuterRef("pk")).exclude(state=Letter.State.SENT))
    found = access.customers_of(person).select_related("owner").annotate(has_letters=there).filter(pk=pk).first()
    if found is None:
        raise NotFound
    found.letters_open = unsettled(found) if found.has_letters else []  # type: ignore[attr-defined]
    return found


def unsettled(customer: Customer) -> list[Letter]:
    """The buyer's letters that are on their way or have not, or perhaps not, gone out; the newest first."""
    return list(
        Letter.objects.filter(customer=customer)
        .exclude(state=Letter.State.SENT)
        .select_related("by")
        .order_by("-pk")[:5]
    )


@transaction.atomic
def put_aside(letter: Letter, by: Person) -> None:
    """Have looked at a letter that did not go out, or perhaps did: it is told of no more."""
    letter = Letter.objects.get(pk=access.letter_for(by, letter.pk).pk)
    if letter.state in (Letter.State.FAILED, Letter.State.UNSURE):
        note_change(by, ASIDE, f"letter:{letter.pk}", customer=letter.customer_id, state=letter.state)
        letter.delete()


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
