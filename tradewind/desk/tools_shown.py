"""What a person lets whoever manages the person see of the own use of tools."""

from __future__ import annotations

from django.db import transaction

from tradewind.desk import access
from tradewind.desk.adoption import stored_of
from tradewind.desk.audit import note_change
from tradewind.desk.models import FindingRun, Person, ToolsShown

CHANGED = "tools_shown"


def shown_by(person: Person) -> ToolsShown:
    """What the person shows; an unsaved row that shows nothing where nothing was said."""
    return ToolsShown.objects.filter(person=person).first() or ToolsShown(person=person)


@transaction.atomic
def show(person: Person, use: bool) -> bool:
    """Show it from now on, or no longer; says whether that changed anything."""
    Person.objects.select_for_update().filter(pk=person.pk).first()
    row = shown_by(person)
    if row.use == use:
        return False
    row.use = use
    row.save()
    note_change(person, CHANGED, f"person:{person.pk}", before={"use": not use}, after={"use": use})
    return True


def shown_to(person: Person, run: FindingRun | None) -> list[dict[str, object]]:
    """Of those whom `person` manages, who shows the own use: person, use (its row); by name."""
    rows = ToolsShown.objects.filter(person__in=access.people_of(person).filter(is_active=True).order_by(), use=True)
    showing = list(
        rows.exclude(person=person).select_related("person").order_by("person__name", "person__username")[:200]
    )
    uses = stored_of([one.person_id for one in showing], run, "use") if run else {}
    return [
        {"person": one.person, "use": next(iter(uses.get(one.person_id, {}).get("reps", ())), None)} for one in showing
    ]
