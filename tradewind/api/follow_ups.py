"""跟进 A person's day: what is due, done and next; notes; buyers added and handed over."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Form, Query, Router, Schema, Status

from tradewind.api.bearer import Request
from tradewind.api.customers import router  # one router per address, or the first one answers for both
from tradewind.api.shapes import Number, Text, refused
from tradewind.desk import access, adding, calendar, day_told, due_days, follow_ups, notes, ownership
from tradewind.desk.models import Person
from tradewind.errors import NoSuchPerson

day_router, steps_router = Router(), Router()
FOUND = {200: dict[str, Any], **refused(404, 409, 422)}
Day = Annotated[str, Field(max_length=20)]
Long = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")]
DAY_WORDS = _("A date, or tomorrow, days_3, week, weeks_2, monday")


class Whose(Schema):
    """Whose day."""

    whose: Literal["mine", "team"] | None = Field(None, description=_("Default: a rep's own, for others the team's"))


class Step(Schema):
    """A next step."""

    what: Long = Field("", description=_("What is to be done; empty: get in touch"))
    on: Day = Field("tomorrow", description=DAY_WORDS)
    person: Text | None = Field(None, description=_("User name of who does it (default: the owner)"))


class Put(Schema):
    """To when."""

    on: Day = Field("tomorrow", description=DAY_WORDS)


class Done(Schema):
    """How it went, and what is next."""

    step: Number | None = Field(
        None, description=_("The number of the step that is done; none: a contact without a plan")
    )
    result: Long = Field("", description=_("How it went"))
    then: Long = Field("", description=_("What is next"))
    then_on: Day | None = Field(None, description=DAY_WORDS)


class Written(Schema):
    """A note."""

    text: Long = Field(..., description=_("The note"))
    kind: Literal["note", "call", "meeting", "inquiry"] = Field("note", description=_("Kind"))


class Buyer(Schema):
    """A new buyer."""

    name: Text = Field(..., description=_("Company"))
    country: Text = Field("", description=_("Country"))
    tier: Text = Field("", description=_("Tier"))
    contact: Text = Field("", description=_("Contact person"))
    email: Text = Field("", description=_("E-mail"))
    phone: Text = Field("", description=_("Phone"))
    owner: Text | None = Field(None, description=_("User name of the owner (default: you)"))
    anyway: bool = Field(False, description=_("Add it even if buyers who may be the same are there"))


class To(Schema):
    """Who gets the buyer, from when."""

    to: Text | None = Field(None, description=_("User name of the new owner; none: nobody"))
    on: Day = Field("today", description=_("The day of the hand-over, not in the future"))


@day_router.get("", response={200: dict[str, Any], **refused(422)}, summary=_("Your day: due, done, no next step"))
def today(request: Request, which: Query[Whose]) -> dict[str, Any]:
    """As Today shows it and `tradewind today --json` prints it."""
    return day_told.day_document(request.auth, which.whose or "")


@router.post("{int:customer}/next-step", response=FOUND, summary=_("Set or change the next step"))
def next_step(request: Request, customer: int, said: Form[Step]) -> dict[str, Any]:
    """A buyer has one open step; setting another changes it."""
    buyer, me = access.customer_for(request.auth, customer), request.auth
    on = due_days.day_said(said.on, calendar.today())
    return day_told.step_document(follow_ups.set_step(buyer, me, said.what, on, named(me, said.person)))


@router.post("{int:customer}/snooze", response=FOUND, summary=_("Put the next step off"))
def snooze(request: Request, customer: int, said: Form[Put]) -> dict[str, Any]:
    """Weekends are skipped by the named days."""
    on = due_days.day_said(said.on, calendar.today())
    buyer = access.customer_for(request.auth, customer)
    return day_told.step_document(follow_ups.snooze(buyer, request.auth, on))


@router.post("{int:customer}/done", response=FOUND, summary=_("Close the next step as done, and set the following one"))
def done(request: Request, customer: int, said: Form[Done]) -> dict[str, Any]:
    """`done` is null where it was done meanwhile; then nothing changes."""
    buyer, me = access.customer_for(request.auth, customer), request.auth
    on = due_days.day_said(said.then_on, calendar.today()) if said.then_on else None
    closed = follow_ups.finish(buyer, me, said.result, said.step, said.then, on)
    following = follow_ups.open_step(buyer)
    return {
        "done": closed and day_told.step_document(closed),
        "next": following and day_told.step_document(following),
    }


@router.post("{int:customer}/notes", response={201: dict[str, Any], **refused(404, 422)}, summary=_("Keep a note"))
def add_note(request: Request, customer: int, said: Form[Written]) -> Status[dict[str, Any]]:
    """On the buyer's timeline."""
    buyer = access.customer_for(request.auth, customer)
    return Status(201, day_told.note_document(notes.add(buyer, request.auth, said.text, said.kind)))


@router.post("", response={201: dict[str, Any], 200: dict[str, Any], **refused(404, 422)}, summary=_("Add a buyer"))
def add_buyer(request: Request, said: Form[Buyer]) -> Status[dict[str, Any]]:
    """201 with its `id`; 200 with `alike` and nothing added where buyers who may be the same are there."""
    me = request.auth
    entered = adding.Entered(said.name, said.country, said.tier, said.contact, said.email, said.phone)
    if not said.anyway and (alike := adding.alike(me, entered)):
        return Status(200, {"id": None, "alike": [{"id": one.pk, "name": one.name} for one in alike]})
    buyer = adding.add_buyer(entered, me, named(me, said.owner) or me)
    return Status(201, {"id": buyer.pk, "customer_id": buyer.customer_id, "name": buyer.name, "alike": []})


@router.post("{int:customer}/hand-over", response=FOUND | refused(403), summary=_("Hand a buyer over"))
def hand_over(request: Request, customer: int, said: Form[To]) -> dict[str, Any]:
    """Managers within the team, administrators all; the open step goes along."""
    buyer, me = access.customer_for(request.auth, customer), request.auth
    today = calendar.today()
    on = today if said.on == "today" else due_days.past_day_said(said.on, today)
    owned = ownership.hand_over(buyer, named(me, said.to), me, on)
    return {"id": owned.pk, "owner": owned.owner and owned.owner.username}


@steps_router.post("{int:step}/drop", response=FOUND, summary=_("Drop a next step"))
def drop(request: Request, step: int) -> dict[str, Any]:
    """Closed without having been done."""
    return day_told.step_document(follow_ups.drop(access.follow_up_for(request.auth, step), request.auth))


@steps_router.post("{int:step}/undo", response=FOUND, summary=_("Take back the last change of a step"))
def undo(request: Request, step: int) -> dict[str, Any]:
    """`step` is null when the step itself is gone by that."""
    kept = follow_ups.undo(access.follow_up_for(request.auth, step), request.auth)
    return {"step": kept and day_told.step_document(kept)}


def named(me: Person, username: str | None) -> Person | None:
    """The colleague of this user name. Raises NoSuchPerson."""
    if not username:
        return None
    found = access.colleagues_of(me).filter(username=username).first()
    if found is None:
        raise NoSuchPerson(person=username)
    return found
