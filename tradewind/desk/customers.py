"""The list of buyers, a page at a time, and one buyer's orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet

from tradewind.desk import access, calendar, search
from tradewind.desk.models import BuyerRisk, Customer, FindingRun, FollowUp, Order, Person

PAGE = 50
VIEWS = (
    "all", "at_risk", "no_next_step", "due_this_week", "dormant", "due_soon", "one_order", "no_orders", "unassigned",
)  # fmt: skip
FIELDS = ("name", "country", "timezone", "tier")  # what a list may say about a buyer
DORMANT_DAYS = 180
DUE_SOON_DAYS = 7
COUNTED = 1_000  # of more the list says "1,000+"


@dataclass(frozen=True)
class BuyerPage:
    """Up to 50 buyers; `after` is the key of the next page, None on the last one."""

    buyers: list[Customer]
    after: str | None


def buyers_page(
    person: Person, run: FindingRun | None, view: str = "all", words: str = "", after: str | None = None
) -> BuyerPage:
    """The buyers that `person` may see, by name, each with its `risk` of the run and its open
    `step` (None when it has none).

    view    one of VIEWS; `dormant` is silent for 180 days or more, `due_soon` reaches its cycle within 7 days
    words   only buyers whom they name; see search.matching
    after   the key that the page before gave
    """
    rows = in_view(person, run, view, words)
    if after:
        name, _, pk = after.rpartition("|")
        rows = rows.filter(after_key(name, int(pk) if pk.isdigit() else 0))
    found = list(rows.select_related("owner").order_by("name", "pk")[: PAGE + 1])
    buyers = found[:PAGE]
    _attach_risks(buyers, run)
    _attach_steps(buyers)
    last = buyers[-1] if len(found) > PAGE else None
    return BuyerPage(buyers, f"{last.name}|{last.pk}" if last else None)


def in_view(person: Person, run: FindingRun | None, view: str = "all", words: str = "") -> QuerySet[Customer]:
    """All buyers of a view that `person` may see and that `words` name, in no order."""
    rows = _in_view(access.customers_of(person), run, view)
    return search.matching(rows, words) if words.strip() else rows


def count_of(person: Person, run: FindingRun | None, view: str = "all", words: str = "") -> int:
    """How many buyers are in the view; 1,001 for all above 1,000."""
    return len(in_view(person, run, view, words).values_list("pk", flat=True)[: COUNTED + 1])


def after_key(name: str, pk: int) -> Q:
    """The buyers after this one, by name and number."""
    return Q(name__gt=name) | Q(name=name, pk__gt=pk)


def due_soon(person: Person, run: FindingRun, most: int) -> list[BuyerRisk]:
    """The buyers of `person` who reach their reorder cycle within 7 days, the nearest first, with `due_in_days`."""
    left = F("cycle_days") - F("silent_days")
    rows = BuyerRisk.objects.filter(run=run, customer__in=access.customers_of(person)).annotate(due_in_days=left)
    soon = rows.filter(due_in_days__gt=0, due_in_days__lte=DUE_SOON_DAYS)
    return list(soon.select_related("customer").order_by("due_in_days", "-trailing_amount")[:most])


def orders_of(customer: Customer, most: int = 100) -> list[Order]:
    """The buyer's newest orders, newest first, each with its lines' number as `line_count`."""
    return list(customer.orders.annotate(line_count=Count("lines")).order_by("-ordered_on", "-ordered_at")[:most])


def risk_of(customer: Customer, run: FindingRun | None) -> BuyerRisk | None:
    """What the run says about the buyer; None without orders or without a run."""
    return BuyerRisk.objects.filter(run=run, customer=customer).first() if run else None


def _in_view(rows: QuerySet[Customer], run: FindingRun | None, view: str) -> QuerySet[Customer]:
    steps = FollowUp.objects.filter(state=FollowUp.State.OPEN)
    if view == "no_next_step":
        return rows.exclude(pk__in=steps.values("customer"))
    if view == "due_this_week":
        today = calendar.today()
        return rows.filter(
            pk__in=steps.filter(due_on__lte=today + timedelta(days=6 - today.weekday())).values("customer")
        )
    if view == "unassigned":
        return rows.filter(owner=None)
    if view == "all" or view not in VIEWS or run is None:
        return rows
    risks = BuyerRisk.objects.filter(run=run)
    if view == "no_orders":
        return rows.exclude(pk__in=risks.values("customer"))
    chosen = {
        "at_risk": risks.filter(on_list=True),
        "dormant": risks.filter(silent_days__gte=DORMANT_DAYS),
        "due_soon": risks.filter(cycle_days__gt=F("silent_days"), cycle_days__lte=F("silent_days") + DUE_SOON_DAYS),
        "one_order": risks.filter(order_days=1),
    }[view]
    return rows.filter(pk__in=chosen.values("customer"))


def _attach_risks(buyers: list[Customer], run: FindingRun | None) -> None:
    found = BuyerRisk.objects.filter(run=run, customer__in=buyers) if run else []
    by_customer = {risk.customer_id: risk for risk in found}
    for buyer in buyers:
        buyer.risk = by_customer.get(buyer.pk)  # type: ignore[attr-defined]


def _attach_steps(buyers: list[Customer]) -> None:
    steps = FollowUp.objects.filter(customer__in=buyers, state=FollowUp.State.OPEN)
    by_customer = {step.customer_id: step for step in steps}
    for buyer in buyers:
        buyer.step = by_customer.get(buyer.pk)  # type: ignore[attr-defined]


def searchable(name: str, key: str) -> str:
    """What a search for a buyer looks into: the folded name and key."""
    return f"{name} {key}".casefold()[:420]
