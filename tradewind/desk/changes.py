"""What was changed on the desk, as a person reads it: the newest first, with the name of what each change is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tradewind.desk import access
from tradewind.desk.models import AuditEntry, Person, ProcessChange, Team

PAGE = 50


@dataclass(frozen=True)
class Change:
    """One entry of the audit. `name` is empty, and `buyer` None, where it is about no row that the reader may see."""

    entry: AuditEntry
    name: str
    buyer: int | None


def changes(person: Person, before: int | None = None, by: int | None = None) -> tuple[list[Change], int | None]:
    """One page of what `person` did, for an administrator of what anybody did, or the one person `by`.

    `before` is the number of the entry after which the page begins; returned beside it is that of the next page.
    """
    entries = access.every_change_of(person).select_related("by")
    if by is not None:
        entries = entries.filter(by=by)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries[: PAGE + 1])
    shown = found[:PAGE]
    names = _names(person, shown)
    rows = [Change(one, *names.get(one.about, ("", None))) for one in shown]
    return rows, shown[-1].pk if len(found) > PAGE else None


def _names(person: Person, entries: Iterable[AuditEntry]) -> dict[str, tuple[str, int | None]]:
    """(name, number of the buyer) of what entries are about; one query for each kind of row."""
    numbers: dict[str, set[int]] = defaultdict(set)
    names: dict[str, tuple[str, int | None]] = {}
    for entry in entries:
        kind, _, key = entry.about.partition(":")
        if kind in ("rate", "figure"):
            names[entry.about] = (key, None)
        elif key.isdigit():
            numbers[kind].add(int(key))
    for kind, (rows, name, buyer) in _rows(person).items():
        if numbers[kind]:
            for pk, *found in rows.filter(pk__in=numbers[kind]).values_list("pk", name, *buyer):
                names[f"{kind}:{pk}"] = (found[0], found[1] if buyer else pk if kind == "customer" else None)
    return names


def _rows(person: Person) -> dict[str, tuple[QuerySet[Any], str, tuple[str, ...]]]:
    """Per kind what `person` may see of it, the field that names a row, and that of its buyer."""
    of_buyer = ("customer__name", ("customer",))
    return {
        "customer": (access.customers_of(person), "name", ()),
        "warning": (access.warnings_of(person), *of_buyer),
        "step": (access.follow_ups_of(person), *of_buyer),
        "message": (access.messages_of(person).filter(customer__isnull=False), "customer__name", ("customer__id",)),
        "note": (access.notes_of(person), *of_buyer),
        "batch": (access.batches_of(person), "file_name", ()),
        "person": (access.people_of(person), "username", ()),
        "process_change": (ProcessChange.objects.all(), "name", ()),
        "programme": (access.programmes_of(person), "name", ()),
        "token": (access.tokens_of(person), "name", ()),
        "team": (Team.objects.all(), "name", ()),
    }
