"""Sending one letter that a person clicked: handed over once, kept in the ledger once, and then a follow-up.

A job may be run twice, a letter may not go out twice: it is `sending` before the network is asked, and what is found so
was interrupted there, which is told and left to the person.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from tradewind.desk import facts, follow_ups, sending_accounts
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.letters import RESULTS
from tradewind.desk.models import Job, Letter, Message, Sender, SendingAccount
from tradewind.desk.sending import mail_server, whatsapp_cloud
from tradewind.errors import LetterUnsure, NoSendingAccount, TradewindError, as_document

State, Means = Letter.State, SendingAccount.Means


def run(job: Job, progress: Progress) -> None:
    """Send the job's letter."""
    letter = Letter.objects.select_related("customer", "by").get(pk=job.arguments["letter"])
    if not Letter.objects.filter(pk=letter.pk, state=State.WAITING).update(state=State.SENDING):
        unsure = as_document(LetterUnsure(to=letter.address))
        Letter.objects.filter(pk=letter.pk, state=State.SENDING).update(state=State.UNSURE, error=unsure)
        return
    progress("sending")
    try:
        message_id = _handed_over(letter)
    except LetterUnsure as unsure:
        Letter.objects.filter(pk=letter.pk).update(state=State.UNSURE, error=as_document(unsure))
    except TradewindError as error:
        Letter.objects.filter(pk=letter.pk).update(state=State.FAILED, error=as_document(error))
    else:
        _note_sent(letter, message_id)


def _handed_over(letter: Letter) -> str:
    account = sending_accounts.account_of(letter.by, letter.means)
    if account is None:
        raise NoSendingAccount
    if letter.means == Means.WHATSAPP:
        number = sending_accounts.number_of(account)
        return whatsapp_cloud.send(number, letter.address, letter.text, letter.template, letter.language)
    server = sending_accounts.server_of(account)
    message_id = letter.sent_as or mail_server.new_id(server.address)
    Letter.objects.filter(pk=letter.pk).update(sent_as=message_id)  # known even if the answer is lost
    mail_server.send(server, letter.address, letter.name, letter.subject, letter.text, message_id)
    return message_id


@transaction.atomic
def _note_sent(letter: Letter, message_id: str) -> None:
    now = timezone.now()
    mail = letter.means == Means.MAIL
    message, _ = Message.objects.get_or_create(
        channel=letter.means, message_id=message_id,
        defaults={
            "conversation_id": message_id if mail else letter.address.lstrip("+"), "customer": letter.customer,
            "rep": letter.by.username, "direction": "out", "sent_at": now, "sender": str(letter.by)[:200],
            "text": f"[{letter.template}]" if letter.template else letter.text, "subject": letter.subject,
            "addressee": _addressee(letter),
        },
    )  # fmt: skip
    sent = {"state": State.SENT, "message": message, "sent_as": message_id, "sent_at": now, "error": None}
    Letter.objects.filter(pk=letter.pk).update(**sent)
    with translation.override(letter.by.language or None):
        result = gettext(RESULTS[letter.means]).format(name=letter.name)[: follow_ups.RESULT_LETTERS]
    follow_ups.finish(letter.customer, letter.by, result, letter.step)
    facts.changed()


def _addressee(letter: Letter) -> Sender | None:
    keys = (letter.address, letter.address.casefold())
    return Sender.objects.filter(rep=letter.by, channel=letter.means, key__in=keys).first()
