"""提醒规则 The team's rules for reminders: versions that a manager drafts, tries, puts in force and takes back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tradewind.desk import access, facts, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import Job, Person, ReminderRules
from tradewind.errors import NotFound, TextTooLong
from tradewind.remind import shipped
from tradewind.remind.rules import Rules, read_rules, rules_document, shipped_rules

DRAFTED, USED, DISCARDED, UNDONE = "rules_drafted", "rules_used", "rules_draft_discarded", "rules_undone"
WHY_LETTERS, MOST_VERSIONS = 300, 50
PRESETS = tuple(shipped.PRESETS)


def version_in_force() -> ReminderRules | None:
    """The version that holds; None as long as nobody has changed the shipped rules."""
    return ReminderRules.objects.filter(number__isnull=False).order_by("-number").select_related("made_by").first()


def rules_in_force() -> Rules:
    """The rules that hold."""
    version = version_in_force()
    return read_rules(version.rules) if version else shipped_rules()


def document_in_force() -> dict[str, Any]:
    """The rules that hold, as plain values."""
    return rules_document(rules_in_force())


def preset_document(preset: str) -> dict[str, Any]:
    """The shipped rules with the tiers of a preset. Raises UnknownRule."""
    return rules_document(shipped_rules(preset))


def kinds() -> dict[str, str]:
    """What each rule looks at, by its code; see remind.shipped.Rule."""
    return {rule.code: rule.kind for rule in shipped.RULES}


def rules_for(person: Person, pk: int) -> ReminderRules:
    """The version or draft with this number: versions everybody may read, drafts managers. Raises NotFound."""
    found = ReminderRules.objects.filter(pk=pk).select_related("made_by").first()
    if found is None or (found.number is None and person.role == Person.Role.REP):
        raise NotFound
    return found


def changes(one: ReminderRules) -> list[tuple[str, Any, Any]]:
    """What the version says otherwise than the one before it, a draft than what is in force: (place, before, now)."""
    earlier = ReminderRules.objects.filter(number__isnull=False)
    earlier = earlier.filter(number__lt=one.number) if one.number else earlier
    before = earlier.order_by("-number").first()
    was = _flat(before.rules if before else rules_document(shipped_rules()))
    now = _flat(one.rules)
    return [(place, was.get(place), now.get(place)) for place in {**was, **now} if was.get(place) != now.get(place)]


def told_to(person: Person, dry_run: dict[str, Any] | None) -> dict[str, Any] | None:
    """A dry run with the names of the buyers that `person` may see; the others are counted and not named."""
    if dry_run is None:
        return None
    numbers = [row["customer"] for row in dry_run["first"]]
    seen = access.customers_of(person).filter(pk__in=numbers).values_list("pk", "customer_id", "name")
    known = {pk: {"customer_id": key, "name": name} for pk, key, name in seen}
    first = [{**row, **known[row["customer"]]} for row in dry_run["first"] if row["customer"] in known]
    return {**dry_run, "first": first}


def dry_run_failed(one: ReminderRules) -> bool:
    """Whether the job that was to try the draft has failed."""
    if one.dry_run is not None:
        return False
    return Job.objects.filter(kind="dry_run", arguments__rules=one.pk, state=Job.State.FAILED).exists()


def versions() -> list[ReminderRules]:
    """What has been in force, the newest first."""
    known = ReminderRules.objects.filter(number__isnull=False).select_related("made_by")
    return list(known.order_by("-number")[:MOST_VERSIONS])


def drafts() -> list[ReminderRules]:
    """The drafts that wait for a decision, the newest first."""
    known = ReminderRules.objects.filter(number=None).select_related("made_by")
    return list(known.order_by("-pk")[:MOST_VERSIONS])


@transaction.atomic
def draft(document: object, by: Person, why: str = "") -> ReminderRules:
    """Keep a draft, and have a job say what it would remind of tonight.

    raises   NotAllowed for a rep; RuleNotRead, RuleOutOfRange, UnknownRule; TextTooLong
    """
    access.must_manage(by)
    if len(why) > WHY_LETTERS:
        raise TextTooLong(letters=len(why), most=WHY_LETTERS)
    made = ReminderRules.objects.create(rules=rules_document(read_rules(document)), why=why.strip(), made_by=by)
    note_change(by, DRAFTED, f"rules:{made.pk}")
    queue.enqueue("dry_run", by, rules=made.pk)
    return made


@transaction.atomic
def use(one: ReminderRules, by: Person) -> ReminderRules:
    """Put a draft in force; reminders are made by it from the next run on, which begins now. One in force stays so."""
    access.must_manage(by)
    facts.hold()
    one.refresh_from_db()
    if one.number is None:
        last = ReminderRules.objects.aggregate(last=Max("number"))["last"] or 0
        one.number, one.in_force_at = last + 1, timezone.now()
        one.save(update_fields=["number", "in_force_at"])
        note_change(by, USED, f"rules:{one.pk}", number=one.number)
        queue_reminders()
    return one


@transaction.atomic
def undo(one: ReminderRules, by: Person) -> ReminderRules | None:
    """Put the rules from before this version in force again, as a version of its own; None where another version is in
    force by now, which stays."""
    access.must_manage(by)
    facts.hold()
    current = version_in_force()
    if current is None or current.pk != one.pk:
        return None
    before = ReminderRules.objects.filter(number__lt=current.number).order_by("-number").first()
    document = before.rules if before else rules_document(shipped_rules())
    back = ReminderRules.objects.create(
        number=(current.number or 0) + 1, rules=document, made_by=by, in_force_at=timezone.now()
    )
    note_change(by, UNDONE, f"rules:{back.pk}", number=back.number, of=current.number)
    queue_reminders()
    return back


@transaction.atomic
def discard(one: ReminderRules, by: Person) -> bool:
    """Throw a draft away; False where it is in force by now."""
    access.must_manage(by)
    facts.hold()
    number = one.pk
    if not ReminderRules.objects.filter(pk=number, number=None).exists():
        return False
    one.delete()
    note_change(by, DISCARDED, f"rules:{number}")
    return True


def queue_reminders() -> Job:
    """The waiting job that makes reminders; a new one when none waits."""
    return queued_reminders() or queue.enqueue("remind", None)


def queued_reminders() -> Job | None:
    """The job that waits to make reminders, if one does."""
    return Job.objects.filter(kind="remind", state=Job.State.QUEUED).order_by("pk").first()


def _flat(document: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Each value by its place, e.g. `cadence.tiers.5`; lists as they are."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        place = f"{before}{name}"
        found |= _flat(value, f"{place}.") if isinstance(value, dict) else {place: value}
    return found
