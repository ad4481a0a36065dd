"""What reps and buyers write to each other, on whatever channel."""

from typing import ClassVar

from django.db import models

from tradewind.desk.models.customers import Customer


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
    rep = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10)  # in, out, system
    sent_at = models.DateTimeField()
    utc_offset_min = models.SmallIntegerField(null=True)
    sender = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, default="text")  # text, media, call, deleted, system
    text = models.TextField(blank=True)
    reply_to = models.CharField(max_length=200, blank=True)
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
