"""Which acts of people on the desk count as use of a tool, and of which of its three modules.

Nothing is written for it but what the desk keeps anyway, the record of changes; and for pages with findings one row
per person, page and day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from tradewind.desk.models import AuditEntry, OpenedPage, Person

TOOL = "Tradewind"
# 数据采集, 自动提醒, 智能分析: with each of these acts some work is done, so each is core.
MODULES: dict[str, tuple[str, ...]] = {
    "collect": (
        "buyer_added", "note_added", "note_changed", "file_taken_in", "import_started", "meetings_read",
        "sender_settled", "buyers_merged", "pair_is_no_double", "buyer_clock_set", "message_handled",
    ),
    "remind": ("step_set", "step_changed", "step_done", "step_dropped", "message_snoozed", "message_said"),
    "analyse": (
        "warning_assigned", "warning_closed", "state_seen", "season_set", "programme_written", "programme_decided",
        "process_change_added", "customers_exported",
    ),
}  # fmt: skip
MODULE_OF = {action: module for module, actions in MODULES.items() for action in actions}
ACTED = ("warning_assigned", "warning_closed", "state_seen", "season_set", "step_set", "step_changed", "step_done")
LOOKED_BACK = timedelta(days=366)
NOON = 12

Act = tuple[str, datetime, str, str, str, bool]  # as ledger.schema.USAGE, on the team's clock


def own_acts(today: date) -> Iterator[Act]:
    """What people did on the desk in the year up to today: acts that are core, and pages opened, which are not."""
    since = timezone.make_aware(datetime.combine(today - LOOKED_BACK, datetime.min.time()))
    entries = AuditEntry.objects.filter(action__in=MODULE_OF, at__gte=since, by__isnull=False)
    for username, at, action in entries.values_list("by__username", "at", "action").iterator():
        local = timezone.localtime(at).replace(tzinfo=None)
        yield username, local, TOOL, MODULE_OF[action], action, True
    opened = OpenedPage.objects.filter(on__gt=today - LOOKED_BACK).values_list("person__username", "on", "page")
    for username, on, page in opened.iterator():
        yield username, datetime.combine(on, datetime.min.time()).replace(hour=NOON), TOOL, "analyse", page, False


def work_done(people: list[Person], since: date) -> dict[str, int]:
    """What these people got done on the desk since a day, rather than how often they clicked.

    returns  steps (follow-ups closed as done), cases (warnings closed or assigned), opened (days on which one of them
             opened a page with findings, by person), acted (of these, days on which the same person acted on a buyer)
    """
    start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    entries = AuditEntry.objects.filter(by__in=people, at__gte=start, action__in=ACTED)
    acts = [(by, timezone.localtime(at).date(), action) for by, at, action in entries.values_list("by", "at", "action")]
    opened = set(OpenedPage.objects.filter(person__in=people, on__gte=since).values_list("person", "on"))
    return {
        "steps": sum(action == "step_done" for *_, action in acts),
        "cases": sum(action in ("warning_assigned", "warning_closed") for *_, action in acts),
        "opened": len(opened),
        "acted": len(opened & {(by, on) for by, on, _ in acts}),
    }
