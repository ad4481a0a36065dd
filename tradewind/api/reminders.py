"""提醒 Reminders, the rules that make them, leaves, and promises found in messages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Form, Query, Router, Schema, Status

from tradewind.api.bearer import Request
from tradewind.api.follow_ups import Whose
from tradewind.api.shapes import Text, refused
from tradewind.desk import calendar, day_told, leaves, promised, reminder_rules, reminders
from tradewind.desk.models import FoundPromise, Leave, Person, ReminderRules
from tradewind.errors import NoSuchPerson

router = Router()
ALL = {200: dict[str, Any], **refused(422)}
ONE = {200: dict[str, Any], **refused(404, 422)}
MANAGED = {200: dict[str, Any], **refused(403, 404, 422)}
Why = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class Drafted(Schema):
    """A draft of the rules."""

    rules: dict[str, Any] = Field(..., description=_("The rules as GET rules shows them; what is left out is shipped"))
    why: Why = Field("", description=_("Why the change"))


class Away(Schema):
    """A leave."""

    deputy: Text = Field(..., description=_("User name of who stands in"))
    from_on: date = Field(..., description=_("First day"))
    until_on: date = Field(..., description=_("Last day"))
    person: Text | None = Field(None, description=_("User name of who is away (default: you)"))


@router.get("", response=ALL, summary=_("Standing reminders that are due, most urgent first"))
def list_of_reminders(request: Request, which: Query[Whose]) -> dict[str, Any]:
    """Those that wait for room in a day included (`is_waiting`), at most 500."""
    return day_told.reminders_document(request.auth, which.whose or "")


@router.post("{int:reminder}/drop", response=ONE, summary=_("Close a reminder without contact"))
def drop(request: Request, reminder: int) -> dict[str, Any]:
    """It comes back only with the next turn of its rule."""
    found = reminders.reminder_for(request.auth, reminder)
    return day_told.reminder_document(reminders.drop(found, request.auth))


@router.post("{int:reminder}/undo", response=ONE, summary=_("Take the dropping of a reminder back"))
def undo(request: Request, reminder: int) -> dict[str, Any]:
    """What is undone stays so."""
    found = reminders.reminder_for(request.auth, reminder)
    return day_told.reminder_document(reminders.undo(found, request.auth))


@router.get("rules", response=ALL, summary=_("The rules in force, their versions, and drafts"))
def rules(request: Request) -> dict[str, Any]:
    """`version` is null for the shipped rules; drafts are shown to managers and administrators."""
    current = reminder_rules.version_in_force()
    drafts = [] if request.auth.role == Person.Role.REP else reminder_rules.drafts()
    return {
        "version": current and current.number,
        "rules": reminder_rules.document_in_force(),
        "versions": [rules_told(one) for one in reminder_rules.versions()],
        "drafts": [rules_told(one) for one in drafts],
    }


@router.post("rules", response={201: dict[str, Any], **refused(403, 422)}, summary=_("Draft rules, and try them"))
def draft(request: Request, said: Drafted) -> Status[dict[str, Any]]:
    """Its dry run is in GET rules/{version} once it is computed."""
    return Status(201, rules_told(reminder_rules.draft(said.rules, request.auth, said.why)))


@router.get("rules/{int:version}", response=ONE, summary=_("A version or draft of the rules, with its dry run"))
def one_version(request: Request, version: int) -> dict[str, Any]:
    """`dry_run` is null while it is being computed: what the draft would remind of tonight."""
    found = reminder_rules.rules_for(request.auth, version)
    changes = [{"place": place, "before": was, "now": now} for place, was, now in reminder_rules.changes(found)]
    tried = reminder_rules.told_to(request.auth, found.dry_run)
    return {**rules_told(found), "rules": found.rules, "changes": changes, "dry_run": tried}


@router.post("rules/{int:version}/use", response=MANAGED, summary=_("Put a draft in force"))
def use(request: Request, version: int) -> dict[str, Any]:
    """Reminders are made by it from now on."""
    return rules_told(reminder_rules.use(reminder_rules.rules_for(request.auth, version), request.auth))


@router.post("rules/{int:version}/discard", response=MANAGED, summary=_("Throw a draft away"))
def discard(request: Request, version: int) -> dict[str, Any]:
    """`discarded` is false for a version that has been in force."""
    found = reminder_rules.rules_for(request.auth, version)
    return {"discarded": reminder_rules.discard(found, request.auth)}


@router.post("rules/{int:version}/undo", response=MANAGED, summary=_("Put the rules from before a version back"))
def undo_rules(request: Request, version: int) -> dict[str, Any]:
    """`version` is null where another version is in force by now, which stays."""
    back = reminder_rules.undo(reminder_rules.rules_for(request.auth, version), request.auth)
    return {"version": back and rules_told(back)}


@router.get("leaves", response=ALL, summary=_("Who is away, today and later"))
def list_of_leaves(request: Request) -> dict[str, Any]:
    """Of the people whom you may read about."""
    return {"leaves": [leave_told(one) for one in leaves.leaves_of(request.auth, calendar.today())]}


@router.post("leaves", response={201: dict[str, Any], **refused(403, 422)}, summary=_("Enter a leave"))
def add_leave(request: Request, said: Form[Away]) -> Status[dict[str, Any]]:
    """The deputy sees the buyers and gets their reminders on these days."""
    person = named(said.person) if said.person else request.auth
    leave = leaves.add(person, named(said.deputy), said.from_on, said.until_on, request.auth)
    return Status(201, leave_told(leave))


@router.post("leaves/{int:leave}/remove", response=MANAGED, summary=_("Take a leave back"))
def remove_leave(request: Request, leave: int) -> dict[str, Any]:
    """Once more changes nothing."""
    found = leaves.leave_for(request.auth, leave)
    leaves.remove(found, request.auth)
    return leave_told(found)


@router.get("promises", response=ALL, summary=_("Promises found in messages that wait for a decision"))
def list_of_promises(request: Request) -> dict[str, Any]:
    """At most 100, the first due first."""
    return {"promises": [promise_told(one) for one in promised.suggested(request.auth, calendar.today())]}


@router.post("promises/{int:promise}/take", response=ONE, summary=_("Make a promise the next step"))
def take(request: Request, promise: int) -> dict[str, Any]:
    """`step` is null where it is decided already."""
    step = promised.take(promised.promise_for(request.auth, promise), request.auth)
    return {"step": step and day_told.step_document(step)}


@router.post("promises/{int:promise}/refuse", response=ONE, summary=_("Say that it is no promise"))
def refuse(request: Request, promise: int) -> dict[str, Any]:
    """Once more changes nothing."""
    promised.refuse(promised.promise_for(request.auth, promise), request.auth)
    return promise_told(promised.promise_for(request.auth, promise))


def rules_told(one: ReminderRules) -> dict[str, Any]:
    """A version in short."""
    return {
        "id": one.pk, "number": one.number, "why": one.why, "by": one.made_by and one.made_by.username,
        "made_at": one.made_at, "in_force_at": one.in_force_at,
    }  # fmt: skip


def leave_told(one: Leave) -> dict[str, Any]:
    """A leave."""
    return {
        "id": one.pk, "person": one.person.username, "deputy": one.deputy.username, "from_on": one.from_on,
        "until_on": one.until_on,
    }  # fmt: skip


def promise_told(one: FoundPromise) -> dict[str, Any]:
    """A suggestion."""
    return {
        "id": one.pk, "customer": one.customer_id, "name": one.customer.name, "said": one.said, "due_on": one.due_on,
        "sent_at": one.sent_at, "state": str(one.state),
    }  # fmt: skip


def named(username: str) -> Person:
    """The active person of this user name; who may stand in or be away, `leaves.add` says. Raises NoSuchPerson."""
    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise NoSuchPerson(person=username)
    return found
