"""消息窗口 When a person reads messages, what waits to be read, and by which rules the team answers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.messages import Message


class ReadingPlan(models.Model):
    """A person's own choice: when to read, what may interrupt between, and what others may see of it.

    Minutes are those after midnight on the desk's clock. Without a plan nothing is held. `since` is the first day of
    the windows as they are; `shares` shows the person's own figures to the manager; `acknowledges` is the standing
    consent to acknowledge messages that wait.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reading_plan")
    windows = models.JSONField(default=list)  # minutes, ascending
    lasts_min = models.PositiveSmallIntegerField(default=30)
    from_min = models.PositiveSmallIntegerField(default=8 * 60)
    to_min = models.PositiveSmallIntegerField(default=21 * 60)
    blocked = models.JSONField(default=list)  # [from, until] in minutes: lunch, what returns every day
    budget = models.PositiveSmallIntegerField(default=3)  # urgent messages let through a day
    since = models.DateField(null=True)
    shares = models.BooleanField(default=False)
    acknowledges = models.BooleanField(default=False)


class Meeting(models.Model):
    """When a person is in a meeting, out of a calendar; what it is about is not kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "ends_at"], name="meetings_of_a_person")]


class BreakThrough(models.Model):
    """An interruption that urgent messages made between two windows; those within minutes of each other are one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="break_throughs")
    at = models.DateTimeField()
    last_at = models.DateTimeField()  # of the last message that came with it
    messages = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="break_throughs_by_day")]


class InboxEntry(models.Model):
    """What the desk knows of one received message: its priority with reasons, and whether it still waits.

    Of a conversation's waiting messages the last one stands for all (`more` are before it).
    `step` is the priority (1 to 3) without the clock: a deadline before the next window makes it 1 while it lies ahead.
    `said` is the person's own word. The message may be gone, since an import can be taken back: no constraint.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        ANSWERED = "answered", _("waits no more")
        HANDLED = "handled", _("handled")
        SNOOZED = "snoozed", _("put off")

    class Said(models.TextChoices):
        NOTHING = "", ""
        URGENT = "urgent", _("urgent")
        NOT_URGENT = "not_urgent", _("not urgent")

    message = models.OneToOneField(Message, models.CASCADE, related_name="entry", db_constraint=False, primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.PositiveSmallIntegerField(default=3)
    chance = models.FloatField(null=True)  # that the person answers within 48 hours
    due_at = models.DateTimeField(null=True)
    is_unlikely = models.BooleanField(default=False)  # to be answered, beside this person's own past
    is_promise_strict = models.BooleanField(default=False)  # a platform's deadline, which runs day and night
    closes_at = models.DateTimeField(null=True)  # of WhatsApp's 24 hours
    sources = models.JSONField(default=list)  # [kind, step, fact], the strongest first
    more = models.PositiveIntegerField(default=0)
    sort_at = models.DateTimeField()  # when it is due, else a week after it came
    said = models.CharField(max_length=10, choices=Said, default=Said.NOTHING, blank=True)
    said_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)  # by the person

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "state", "sort_at"], name="inbox_of_a_person")]


class ContactRules(models.Model):
    """沟通规范 One version of the team's rules of contact, never changed afterwards; the highest number is in force.

    `promises` [{channel, minutes, clock, use, who}], `urgent` [{code, words, customers}]; see `desk.contact_rules`.
    """

    number = models.PositiveIntegerField(unique=True)
    promises = models.JSONField()
    urgent = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
