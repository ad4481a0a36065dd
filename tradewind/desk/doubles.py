"""Buyers who may be one and the same: the pairs that a job finds, and what people say about them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from tradewind.desk import access, queue
from tradewind.desk.audit import note_change
from tradewind.desk.merging import merge
from tradewind.desk.models import Contact, Customer, CustomerAlias, Double, Job, Merge, Order, Person
from tradewind.errors import MergedMeanwhile, NotFound

State = Double.State


def look() -> Job:
    """Have doubles looked for: the waiting job, or a new one."""
    waiting = Job.objects.filter(kind="doubles", state=Job.State.QUEUED).order_by("pk").first()
    return waiting or queue.enqueue("doubles", None)


def open_count(person: Person) -> int:
    """How many open pairs `person` may see."""
    return _open(person).count()


def open_doubles(person: Person, most: int = 50) -> list[Double]:
    """The open pairs that `person` may see, the last found first, their buyers each with `order_count`,
    `last_ordered_on` and `contact_count`."""
    pairs = list(_open(person).select_related("customer__owner", "other__owner").order_by("-pk")[:most])
    _attach_counts([buyer for pair in pairs for buyer in (pair.customer, pair.other)])
    return pairs


def latest_merges(person: Person, most: int = 20) -> list[Merge]:
    """The merges that stand and that `person` may take apart, the last first."""
    mine = access.merges_of(person).filter(state=Merge.State.DONE, kept__isnull=False)
    return list(mine.select_related("kept", "by").order_by("-pk")[:most])


@transaction.atomic
def merge_pair(double: Double, keep: str, by: Person) -> Merge:
    """Merge the pair's buyers into the one whose key is `keep`.

    raises   NotFound when `keep` is neither; what `merging.merge` raises
    """
    keys = (double.customer_id, double.other_id)
    if keep not in keys:
        raise NotFound
    (gone,) = (key for key in keys if key != keep)
    return merge(_there(keep), _there(gone), by)


@transaction.atomic
def say_no_double(double: Double, by: Person) -> Double:
    """The two are two: the pair never comes back."""
    return _say(double, State.NOT_DOUBLE, by, "pair_is_no_double")


@transaction.atomic
def reopen(double: Double, by: Person) -> Double:
    """Take back that the two are two."""
    return _say(double, State.OPEN, by, "pair_open_again")


def _say(double: Double, state: Double.State, by: Person, action: str) -> Double:
    if double.state != State.MERGED:
        note_change(by, action, f"double:{double.pk}", customer=double.customer_id, other=double.other_id)
        double.state = state
        double.save(update_fields=["state"])
    return double


def _there(key: str) -> Customer:
    """The buyer with this key. Raises MergedMeanwhile."""
    if merged := Merge.objects.filter(other_key=key, state=Merge.State.DONE).first():
        kept = CustomerAlias.objects.select_related("customer").get(alias=key).customer
        raise MergedMeanwhile(buyer=merged.other_name, kept=kept.name)
    found = Customer.objects.filter(customer_id=key).first()
    if found is None:
        raise NotFound
    return found


def _open(person: Person) -> QuerySet[Double]:
    seen = access.customers_of(person).values("customer_id")
    return Double.objects.filter(state=State.OPEN, customer__in=seen, other__in=seen)


def _attach_counts(buyers: list[Customer]) -> None:
    keys = [buyer.customer_id for buyer in buyers]
    orders = Order.objects.filter(customer__customer_id__in=keys).values_list("customer__customer_id")
    of_orders = {key: told for key, *told in orders.annotate(Count("pk"), Max("ordered_on"))}
    people = Contact.objects.filter(customer__customer_id__in=keys).values_list("customer__customer_id")
    of_people = dict(people.annotate(Count("pk")))
    for buyer in buyers:
        buyer.order_count, buyer.last_ordered_on = of_orders.get(buyer.customer_id, [0, None])  # type: ignore[attr-defined]
        buyer.contact_count = of_people.get(buyer.customer_id, 0)  # type: ignore[attr-defined]
