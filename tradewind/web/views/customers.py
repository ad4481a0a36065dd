"""客户 Customers: the list of buyers, and one buyer with everything that the desk knows about it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from tradewind.desk import (
    access,
    calendar,
    customers,
    doubles,
    due_days,
    exports,
    letters,
    ownership,
    retention,
    seasons,
    senders,
    states,
)
from tradewind.desk import timeline as history
from tradewind.desk.contacts import contacts_of
from tradewind.desk.models import Customer, Note
from tradewind.web import clock_faces
from tradewind.web.cycle import cycle_of
from tradewind.web.timeline import timeline
from tradewind.web.views import clocks, contacts
from tradewind.web.views.follow_ups import CODES
from tradewind.web.views.ownership import panel
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import freshness

KINDS_OF_PAST = (
    ("", _("All")),
    ("order", _("Orders")),
    ("message", _("Messages")),
    ("step", _("Follow-ups")),
    ("note", _("Notes")),
)
PARTS = {"more": "customers/past.html", "past": "customers/past_list.html"}
VIEWS = (
    ("all", _("All")),
    ("at_risk", _("At risk")),
    ("no_next_step", _("No next step")),
    ("due_this_week", _("Due this week")),
    ("dormant", _("Dormant")),
    ("due_soon", _("Due soon")),
    ("one_order", _("One order")),
    ("no_orders", _("No orders")),
    ("unassigned", _("Nobody's")),
)


def list_of_customers(request: Request) -> HttpResponse:
    """Fifty buyers by name; `view`, `q` and `after` narrow and turn the pages."""
    view, words = request.GET.get("view", "all"), request.GET.get("q", "")
    run = retention.current_run()
    page = customers.buyers_page(request.user, run, view, words, request.GET.get("after"))
    clock_faces.attach(page.buyers)
    for buyer in page.buyers:
        risk = buyer.risk  # type: ignore[attr-defined]
        buyer.cycle = risk and cycle_of(risk.silent_days, risk.cycle_days, risk.last_ordered_on)  # type: ignore[attr-defined]
    context: dict[str, object] = {"run": run, "page": page, "views": VIEWS, "view": view, "words": words}
    may_hand_over = ownership.may_hand_over_many(request.user)
    context |= {"may_hand_over": may_hand_over, "days": due_days.next_days(calendar.today())}
    htmx_target = request.headers.get("HX-Target", "")
    if htmx_target != "more":
        context |= {"count": customers.count_of(request.user, run, view, words), "counted": customers.COUNTED}
        context |= {"doubles": doubles.open_count(request.user), "senders": senders.waiting_count(request.user)}
        context |= {"people": access.colleagues_of(request.user)} if may_hand_over else {}
    part = {"more": "customers/rows.html", "list": "customers/list.html"}
    return render(request, part.get(htmx_target, "customers/customers.html"), context)


def customer(request: Request, pk: int) -> HttpResponse:
    """One buyer: how late, at what risk and why, and its orders."""
    buyer = letters.customer_for(request.user, pk)
    run = retention.current_run()
    if request.headers.get("HX-Target") in PARTS:
        return render(request, PARTS[request.headers["HX-Target"]], {"buyer": buyer, **_past(request, buyer)})
    risk, newest = customers.risk_of(buyer, run), history.newest(buyer)
    context: dict[str, object] = {"buyer": buyer, "run": run, "risk": risk, **_past(request, buyer, newest)}
    days = [(code, CODES[code], day) for code, day in due_days.next_days(calendar.today()).items()]
    context |= {"step": newest.open_step, "days": days, "kinds": Note.Kind.choices}
    context["has_number"] = buyer.customer_id != buyer.name and any(sign.isdigit() for sign in buyer.customer_id)
    if run and risk:
        context |= {
            "cycle": cycle_of(risk.silent_days, risk.cycle_days, risk.last_ordered_on),
            "timeline": timeline(newest.orders, run.as_of, risk.cycle_days, risk.last_ordered_on),
            **freshness(run),
        }
    context |= {"states": states.history_of(buyer)}
    case = retention.case_of(request.user, buyer)
    if case and case.outcome == "seasonal":
        context |= {"season": seasons.season_of(buyer)}
    context |= {"case": case, "people": access.colleagues_of(request.user)}
    around = contacts_of(buyer)
    context |= panel(request.user, buyer) | clocks.panel(buyer, around) | contacts.panel(around)
    return render(request, "customers/customer.html", context)


def _past(request: Request, buyer: Customer, newest: history.Newest | None = None) -> dict[str, object]:
    """A page of what happened, as `kind`, `q` and `before` say."""
    sought = history.Sought(request.GET.get("kind", ""), request.GET.get("q", "").replace("\x00", "").strip())
    past, later = history.happenings(buyer, request.GET.get("before", ""), read=newest, sought=sought)
    more = later and urlencode({"kind": sought.kind, "q": sought.words, "before": later})
    return {"past": past, "more": more, "sought": sought, "kinds_of_past": KINDS_OF_PAST}


def as_csv(request: Request) -> StreamingHttpResponse:
    """The view's buyers as a file: UTF-8 with its mark, so that every spreadsheet reads the Chinese."""
    lines = exports.csv_lines(_exported(request))
    return _file(lines, "text/csv; charset=utf-8", "customers.csv")


def as_xlsx(request: Request) -> StreamingHttpResponse:
    """The view's buyers as a workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(exports.xlsx_parts(_exported(request)), kind, "customers.xlsx")


def _exported(request: Request) -> exports.Rows:
    run = retention.current_run()
    return exports.customers(request.user, run, request.GET.get("view", "all"), request.GET.get("q", ""))


def _file(parts: Iterator[bytes], kind: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)
