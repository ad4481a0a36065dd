"""Merging two buyers who are one, and taking that apart again exactly.

A merge moves what hangs on `other` to `kept`, fills kept's empty fields and removes `other`; from then on files that
name `other` mean `kept` (CustomerAlias). `Merge.remembered` holds
    removed    other and its contacts that kept has too, as Django writes rows down
    filled     kept's fields that were empty -> what other had
    ownership  other's history, and which rows of it kept has now
    cases      the churn warnings of both, before and after
    steps      the notes, next steps, special days and found promises that moved, and the step that was dropped
    states     other's states by day, stored chances, season and reminders, which a merge sets aside: kept's own go on
Orders, contacts, messages and ratings themselves say where they came from (`source_customer`), so that those which
come in after the merge go to `other` too when it is taken apart.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from tradewind.desk import access, calendar, facts, sender_matching
from tradewind.desk.audit import note_change
from tradewind.desk.merged_rows import (
    bring_back,
    bring_back_rows,
    bring_back_said,
    fill,
    move_rows,
    said_of,
    unfill,
    written_down,
)
from tradewind.desk.models import Batch, Customer, CustomerAlias, Double, Merge, Person
from tradewind.desk.moved_cases import move_cases, move_cases_back
from tradewind.desk.moved_steps import move_steps, move_steps_back
from tradewind.errors import FactsBusy, MergedFurther, MergedMeanwhile, TakenApart

MOVING = (Batch.State.WRITING, Batch.State.UNDOING)


@transaction.atomic
def merge(kept: Customer, other: Customer, by: Person) -> Merge:
    """Merge `other` into `kept`; `by` must see both.

    raises   MergedMeanwhile when one of them was merged away, NotFound when `by` may not see both,
             FactsBusy while an import is written or taken back
    """
    _hold_facts()
    kept, other = (_still_there(buyer, by) for buyer in (kept, other))
    if kept == other:
        raise MergedMeanwhile(buyer=other.name, kept=kept.name)
    merge = Merge(by=by, other_key=other.customer_id, other_name=other.name, other_owner=other.owner)
    _put_together(merge, kept, other)
    note_change(by, "buyers_merged", f"customer:{kept.pk}", merge=merge.pk, other=other.customer_id, name=other.name)
    facts.changed()
    return merge


@transaction.atomic
def unmerge(merge: Merge, by: Person) -> Customer:
    """Take a merge apart: both buyers are as they were, and what came in since goes to the one that its file names.

    raises   TakenApart when it was taken apart already, MergedFurther when the kept buyer was merged since,
             FactsBusy while an import is written or taken back
    """
    _hold_facts()
    merge.refresh_from_db(fields=["state", "remembered", "kept"])
    if merge.state != Merge.State.DONE:
        raise TakenApart(buyer=merge.other_name)
    if further := Merge.objects.filter(state=Merge.State.DONE, other_key=merge.kept_id).first():
        raise MergedFurther(buyer=merge.other_name, kept=further.other_name)
    other = _take_apart(merge, Merge.State.UNDONE)
    note_change(by, "buyers_unmerged", f"customer:{merge.kept.pk}", merge=merge.pk, other=merge.other_key)
    facts.changed()
    sender_matching.look()
    return other


def set_aside_all() -> None:
    """Take all merges apart, the last one first, so that an import can be taken back as if they had not been."""
    for merge in Merge.objects.filter(state=Merge.State.DONE).order_by("-pk"):
        with transaction.atomic():
            _take_apart(merge, Merge.State.SET_ASIDE)


def merge_again_all() -> None:
    """Merge again what was set aside, in the order of then; a merge whose buyers are not both there any more is
    forgotten, and their pair is open should they come back."""
    for merge in Merge.objects.filter(state=Merge.State.SET_ASIDE).order_by("pk"):
        kept, other = (Customer.objects.filter(customer_id=key).first() for key in (merge.kept_id, merge.other_key))
        with transaction.atomic():
            if kept and other:
                _put_together(merge, kept, other)
            else:
                merge.delete()


def _hold_facts() -> None:
    """Nobody else changes facts until the transaction's end; an import that is being written does not begin to."""
    facts.hold()
    if Batch.objects.filter(state__in=MOVING).exists():
        raise FactsBusy


def _still_there(buyer: Customer, by: Person) -> Customer:
    gone = CustomerAlias.objects.filter(alias=buyer.customer_id, customer__in=access.customers_of(by))
    if merged := gone.select_related("customer").first():
        raise MergedMeanwhile(buyer=buyer.name, kept=merged.customer.name)
    return access.customer_for(by, buyer.pk)


def _put_together(merge: Merge, kept: Customer, other: Customer) -> None:
    merge.kept, merge.state = kept, Merge.State.DONE
    today, had_owner = calendar.today(), kept.owner_id is not None
    filled = fill(kept, other)
    rows = move_rows(kept, other, today, had_owner)
    cases = move_cases(kept, other, today)
    steps, states = move_steps(kept, other), said_of(other)
    CustomerAlias.objects.filter(customer=other).update(customer=kept)
    CustomerAlias.objects.create(alias=other.customer_id, customer=kept)
    removed = [*written_down([other]), *rows["removed"]]
    other.delete()
    merge.remembered = {
        "removed": removed, "filled": filled, "ownership": rows["ownership"], "cases": cases, "steps": steps,
        "states": states,
    }  # fmt: skip
    merge.save()
    _pair(merge).update(state=Double.State.MERGED)


def _take_apart(merge: Merge, state: Merge.State) -> Customer:
    kept = Customer.objects.get(customer_id=merge.kept_id)
    keys = _merged_into(merge.other_key)
    remembered = merge.remembered
    other = bring_back(remembered["removed"][:1])
    bring_back_rows(kept, other, [*keys, other.customer_id], remembered["removed"][1:], remembered["ownership"])
    move_cases_back(remembered["cases"])
    move_steps_back(other, remembered.get("steps", {}))
    bring_back_said(remembered.get("states", []))
    unfill(kept, remembered["filled"], merge.at)
    CustomerAlias.objects.filter(alias=other.customer_id).delete()
    CustomerAlias.objects.filter(alias__in=keys).update(customer=other)
    merge.state, merge.remembered = state, {}
    merge.save(update_fields=["state", "remembered"])
    _pair(merge).update(state=Double.State.OPEN)
    return other


def _merged_into(key: str) -> list[str]:
    """The keys of the buyers who were merged into the one with this key before it was merged itself, at any depth."""
    direct = list(
        Merge.objects.filter(state=Merge.State.DONE, kept__customer_id=key).values_list("other_key", flat=True)
    )
    return [*direct, *(deeper for one in direct for deeper in _merged_into(one))]


def _pair(merge: Merge) -> QuerySet[Double]:
    one, two = sorted((merge.kept_id, merge.other_key))
    return Double.objects.filter(customer__customer_id=one, other__customer_id=two)
