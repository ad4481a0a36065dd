"""What reps and buyers write to each other, on whatever channel."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer


class Sender(models.Model):
    """Someone who speaks on one channel in the mailboxes and chats of one rep, and whose messages those are.

    `key` is a number, an address or an account; of someone known by name only the folded name behind a `~`.
    `by` says what it was matched by: phone, email or domain, anew whenever contacts change, or person, for good.
    """

    class Role(models.TextChoices):
        WAITING = "waiting", _("not matched yet")
        BUYER = "buyer", _("a buyer's")
        SUPPLIER = "supplier", _("supplier")
        FORWARDER = "forwarder", _("forwarder")
        OURS = "ours", _("one of us")
        NEVER = "never", _("never ask")

    channel = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="senders")
    role = models.CharField(max_length=10, choices=Role, default=Role.WAITING)
    customer = models.ForeignKey(
        Customer,
        models.SET_NULL,
        to_field="customer_id",
        db_column="customer_id",
        null=True,
        related_name="senders",
    )
    # the source's key of the buyer, where that one was merged into this one
    source_customer = models.CharField(max_length=200, blank=True, default="")
    by = models.CharField(max_length=10, blank=True)
    suggestions = models.JSONField(default=list)  # [customer_id, by, score], the best first
    is_stale = models.BooleanField(default=True)  # its messages do not tell yet what it is matched to
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rep", "channel", "key"], name="sender_once_per_rep")]
        indexes: ClassVar = [models.Index(fields=["role", "rep"], name="senders_by_role")]

    def __str__(self) -> str:
        return self.name or self.key


class Message(models.Model):
    """One message of one conversation. `message_id` is the channel's own, or made of what the source has.

    `rep` is the user name of the rep whose mailbox or chat it is; `utc_offset_min` that of the clock that wrote the
    time, where the source tells it.
    """

    message_id = models.CharField(max_length=200)
    conversation_id = models.CharField(max_length=200)
    channel = models.CharField(max_length=40)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        to_field="customer_id",
        db_column="customer_id",
        null=True,
        related_name="messages",
        db_index=False,
    )
    # the source's key of the buyer, where that one was merged into this one
    source_customer = models.CharField(max_length=200, blank=True, default="", db_default="")
    # supplier or forwarder, where it was not the buyer who spoke or was spoken to; the ledger then has no customer
    party = models.CharField(max_length=10, blank=True, default="", db_default="")
    rep = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10)  # in, out, system
    sent_at = models.DateTimeField()
    utc_offset_min = models.SmallIntegerField(null=True)
    sender = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, default="text")  # text, media, call, deleted, system
    text = models.TextField(blank=True)
    reply_to = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True, default="", db_default="")  # of a mail
    attachments = models.TextField(blank=True, default="", db_default="")  # names, a line each
    quoted = models.TextField(blank=True, default="", db_default="")  # of a mail: quotations and signature, for display
    # the texts before this one, where exports tell that it was edited or recalled; null where none does
    earlier = models.JSONField(null=True)
    speaker = models.ForeignKey(Sender, models.SET_NULL, null=True, related_name="messages")
    # to whom first, where the source of an outgoing message tells it
    addressee = models.ForeignKey(Sender, models.SET_NULL, null=True, related_name="received")
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "message_id"], name="message_once_per_channel")
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-sent_at"], name="messages_of_a_buyer"),
            models.Index(fields=["channel", "conversation_id", "sent_at"], name="messages_of_a_conversation"),
        ]
