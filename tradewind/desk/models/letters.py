"""What reps send from the desk, and by whose account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer
from tradewind.desk.models.messages import Message
from tradewind.desk.models.sources import Sealed


class SendingAccount(models.Model):
    """By what a person sends mail, or the whole desk (no person) by WhatsApp. `secrets` are sealed."""

    class Means(models.TextChoices):
        MAIL = "mail", _("E-mail")
        WHATSAPP = "whatsapp", "WhatsApp"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sending_accounts")
    means = models.CharField(max_length=10, choices=Means)
    settings = models.JSONField(default=dict)
    secrets = Sealed(blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "means"], name="sending_account_once"),
            models.UniqueConstraint(
                fields=["means"], condition=models.Q(person=None), name="sending_account_of_the_desk_once"
            ),
        ]


class Letter(models.Model):
    """One mail or WhatsApp message that a person sent from the desk with a click.

    `key` is that of the form, so that two clicks are one letter. What is `sending` in no running job may have gone out
    or not, and is never sent again by itself: `unsure`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        UNSURE = "unsure", _("perhaps sent")

    key = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="letters")
    # the source's key of the buyer, where that one was merged into this one
    source_customer = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    means = models.CharField(max_length=10, choices=SendingAccount.Means)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    template = models.CharField(max_length=512, blank=True)  # of WhatsApp, outside the window
    language = models.CharField(max_length=20, blank=True)
    step = models.BigIntegerField(null=True)  # the next step that the person saw
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="letters")
    sent_as = models.CharField(max_length=200, blank=True)  # the id that the mail or message has outside
    error = models.JSONField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["means", "sent_at"], name="letters_by_time")]
