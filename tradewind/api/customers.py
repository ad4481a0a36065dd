"""客户 Customers: the list of buyers, and one buyer with its risk and its orders."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from tradewind.api.bearer import Request
from tradewind.api.shapes import Buyers, Text, refused
from tradewind.desk import access, customers, retention, states
from tradewind.desk.models import BuyerRisk, Customer, DeskState, Order

router = Router()
STORED = 10_000  # money is kept as whole ten-thousandths
KEY = r"^[^\x00]*\|[0-9]{1,18}$"


class Which(Schema):
    """Which buyers, and from where on."""

    view: Literal[
        "all", "at_risk", "no_next_step", "due_this_week", "dormant", "due_soon", "one_order", "no_orders", "unassigned"
    ] = Field("all", description=_("Which buyers"))
    words: Text = Field("", description=_("Only buyers whose name or key contains this"))
    after: Annotated[str, Field(max_length=300, pattern=KEY)] | None = Field(
        None, description=_("The key that the page before gave")
    )


@router.get("", response={200: Buyers, **refused(422)}, summary=_("Fifty buyers by name, each with its risk"))
def list_of_customers(request: Request, which: Query[Which]) -> dict[str, Any]:
    """The buyers that you may see."""
    run = retention.current_run()
    page = customers.buyers_page(request.auth, run, which.view, which.words, which.after)
    return {
        "as_of": run and run.as_of.isoformat(),
        "customers": [buyer_document(buyer, buyer.risk) for buyer in page.buyers],  # type: ignore[attr-defined]
        "after": page.after,
    }


@router.get("{int:customer}", response={200: dict[str, Any], **refused(404)}, summary=_("One buyer"))
def one_customer(request: Request, customer: int) -> dict[str, Any]:
    """At what risk and why, or why not, and its newest hundred orders."""
    buyer = access.customer_for(request.auth, customer)
    run = retention.current_run()
    return {
        "as_of": run and run.as_of.isoformat(),
        "horizon_days": run and run.horizon_days,
        "base_currency": DeskState.now().base_currency,
        **buyer_document(buyer, customers.risk_of(buyer, run)),
        "states": [states.state_document(one) for one in states.history_of(buyer)],
        "orders": [order_document(order) for order in customers.orders_of(buyer)],
    }


def buyer_document(buyer: Customer, risk: BuyerRisk | None) -> dict[str, Any]:
    """A buyer, and what the stored findings say about it."""
    return {
        "id": buyer.pk, "customer_id": buyer.customer_id, "name": buyer.name, "country": buyer.country,
        "timezone": buyer.timezone, "tier": buyer.tier, "owner": buyer.owner and buyer.owner.username,
        "risk": risk and retention.risk_document(vars(risk)),
    }  # fmt: skip


def order_document(order: Order) -> dict[str, Any]:
    """An order; `amount_base` is in the desk's base currency, null where no rate is known."""
    days = {name: getattr(order, name) for name in ("ordered_on", "requested_on", "promised_on", "shipped_on")}
    return {
        "order_id": order.order_id,
        **{name: day and day.isoformat() for name, day in days.items()},
        "amount": order.amount / STORED,
        "currency": order.currency,
        "amount_base": None if order.amount_base is None else order.amount_base / STORED,
        "lines": order.line_count,  # type: ignore[attr-defined]
        "rep": order.rep,
    }
