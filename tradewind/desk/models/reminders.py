"""提醒 Reminders: why a buyer is to be contacted on a day, by whom, and what is to be told to whom because of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer


class ReminderRules(models.Model):
    """One version of the team's rules, never changed afterwards; `rules` is as `remind.rules` reads it.

    A version without a number is a draft: `dry_run` is what it would remind of, once a job has computed that. The
    highest number is in force.
    """

    number = models.PositiveIntegerField(null=True, unique=True)
    rules = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(null=True)
    dry_run = models.JSONField(null=True)


class Reminder(models.Model):
    """Why one buyer is to be contacted on a day: all reasons of that day in one, and of open ones a buyer has one.

    `due_at` is the moment from which it is told: work time for buyer and rep where there is such, else the buyer's
    opening. One `is_waiting` is beyond what its owner can do on that day. `rule` is that of its most urgent reason.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SNOOZED = "snoozed", _("put off")
        ESCALATED = "escalated", _("with the manager")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        OVER = "over", _("over by itself")

    STANDING = (State.OPEN, State.SNOOZED, State.ESCALATED)

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="reminders")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reminders")
    rule = models.CharField(max_length=30)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    urgency = models.FloatField()
    money_at_risk = models.FloatField(default=0.0)
    told = models.JSONField(default=list)  # the reasons that hold, the most urgent first: rule, due_on, subject, facts
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    is_waiting = models.BooleanField(default=False)
    snoozed_until = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "due_on"], name="one_reminder_per_buyer_and_day"),
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(state__in=["open", "snoozed", "escalated"]),
                name="one_standing_reminder_per_buyer",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "state", "due_on"], name="reminders_of_a_person"),
            models.Index(fields=["state", "due_on"], name="reminders_by_day"),
        ]


class ReminderReason(models.Model):
    """One rule that speaks for contacting a buyer; a rule speaks once of a buyer, a day and a subject (an order's key).

    `facts` fill the rule's sentence; `over_at` is when it ceased to hold by itself.
    """

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="reasons")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="reminder_reasons")
    rule = models.CharField(max_length=30)
    due_on = models.DateField()
    subject = models.CharField(max_length=200, blank=True)
    urgency = models.FloatField()
    facts = models.JSONField(default=dict)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "customer", "due_on", "subject"], name="rule_speaks_once")
        ]


class DueNotice(models.Model):
    """That a person is to be told of a reminder from `due_at` on: written with the reminder, in one transaction.

    `key` holds doubles off (what, which reminder, which day). Whoever delivers sets `taken_at`, once, with a condition
    on null. A reminder that is closed or put off before takes its untaken notices along.
    """

    class What(models.TextChoices):
        DUE = "due", _("a reminder is due")
        ESCALATED = "escalated", _("a reminder was left lying")

    key = models.CharField(max_length=80, unique=True)
    what = models.CharField(max_length=10, choices=What)
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="due_notices")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["taken_at", "due_at"], name="notices_to_deliver")]


class SpecialDay(models.Model):
    """A day on which one writes to a buyer, or to all of them (`customer` None): a birthday, a fair, an anniversary."""

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday", _("birthday")
        FAIR = "fair", _("fair")
        OTHER = "other", _("other day")

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="special_days")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120, blank=True)  # whose birthday, which fair
    on = models.DateField()
    is_yearly = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Leave(models.Model):
    """休假 The days on which a person is away, both included, and who stands in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leaves")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stands_in")
    from_on = models.DateField()
    until_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)


class FoundPromise(models.Model):
    """A promise that one of our messages seems to make: a suggestion, which only a person turns into a next step."""

    class State(models.TextChoices):
        OPEN = "open", _("suggested")
        TAKEN = "taken", _("taken as next step")
        REFUSED = "refused", _("no promise")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="found_promises")
    channel = models.CharField(max_length=40)
    message_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    said = models.CharField(max_length=300)  # the sentence, as it was written
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "message_id"], name="promise_once_per_message")
        ]
