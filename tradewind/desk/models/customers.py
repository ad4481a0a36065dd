"""Buyers, the people there, and which rep looks after whom since when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """A buyer company.

    `customer_id` is the key that the team's files use; a buyer known only by name is keyed by its normalised name.
    `changed_batch` is the import that wrote the row last; None once a person has edited it.
    """

    customer_id = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=80, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    tier = models.CharField(max_length=40, blank=True)
    # own business hours where they differ from its country's: see desk/clocks.py
    opens_min = models.PositiveSmallIntegerField(null=True)  # minutes after midnight
    closes_min = models.PositiveSmallIntegerField(null=True)
    weekend = models.CharField(max_length=20, blank=True, default="", db_default="")  # closed days, e.g. 4,5
    closed_on = models.CharField(
        max_length=500, blank=True, default="", db_default=""
    )  # own closed days, ISO, by commas
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="customers")
    search = models.CharField(max_length=420, default="")  # folded name and key
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "name"]), models.Index(fields=["name", "id"])]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person at a buyer, or a supplier or forwarder who has to do with it."""

    class Kind(models.TextChoices):
        BUYER = "buyer", _("buyer")
        SUPPLIER = "supplier", _("supplier")
        FORWARDER = "forwarder", _("forwarder")

    customer = models.ForeignKey(
        Customer, models.CASCADE, to_field="customer_id", db_column="customer_id", related_name="contacts"
    )
    # the source's key of the buyer, where that one was merged into this one
    source_customer = models.CharField(max_length=200, blank=True, default="", db_default="")
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.BUYER)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20, blank=True)
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "name", "email", "phone"], name="contact_once_per_customer")
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone


class Ownership(models.Model):
    """Which rep looked after a buyer from when until when."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, to_field="customer_id", db_column="customer_id", related_name="ownerships"
    )
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ownerships")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer"], condition=models.Q(until_on=None), name="one_owner_at_a_time")
        ]
