"""客户 Customers: the list of buyers, and one buyer with everything that the desk knows about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from tradewind.desk import access, customers, doubles, retention
from tradewind.web.cycle import cycle_of
from tradewind.web.timeline import timeline
from tradewind.web.views.ownership import panel
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import freshness

VIEWS = (
    ("all", _("All")),
    ("at_risk", _("At risk")),
    ("dormant", _("Dormant")),
    ("due_soon", _("Due soon")),
    ("one_order", _("One order")),
    ("no_orders", _("No orders")),
)


def list_of_customers(request: Request) -> HttpResponse:
    """Fifty buyers by name; `view`, `q` and `after` narrow and turn the pages."""
    view, words = request.GET.get("view", "all"), request.GET.get("q", "")
    run = retention.current_run()
    page = customers.buyers_page(request.user, run, view, words, request.GET.get("after"))
    for buyer in page.buyers:
        risk = buyer.risk  # type: ignore[attr-defined]
        buyer.cycle = risk and cycle_of(risk.silent_days, risk.cycle_days, risk.last_ordered_on)  # type: ignore[attr-defined]
    found = doubles.open_count(request.user)
    context = {"run": run, "page": page, "views": VIEWS, "view": view, "words": words, "doubles": found}
    part = {"more": "customers/rows.html", "list": "customers/list.html"}
    htmx_target = request.headers.get("HX-Target", "")
    return render(request, part.get(htmx_target, "customers/customers.html"), context)


def customer(request: Request, pk: int) -> HttpResponse:
    """One buyer: how late, at what risk and why, and its orders."""
    buyer = access.customer_for(request.user, pk)
    run = retention.current_run()
    risk, orders = customers.risk_of(buyer, run), customers.orders_of(buyer)
    context: dict[str, object] = {"buyer": buyer, "run": run, "risk": risk, "orders": orders}
    context["has_number"] = buyer.customer_id != buyer.name and any(sign.isdigit() for sign in buyer.customer_id)
    if run and risk:
        context |= {
            "cycle": cycle_of(risk.silent_days, risk.cycle_days, risk.last_ordered_on),
            "timeline": timeline(orders, run.as_of),
            **freshness(run),
        }
    context |= {"case": retention.case_of(request.user, buyer), "people": access.colleagues_of(request.user)}
    context |= panel(request.user, buyer)
    return render(request, "customers/customer.html", context)
