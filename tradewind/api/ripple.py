"""连锁影响 The ripple: what a change of churn sets off, the same document that `tradewind retention ripple` prints."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import refused
from tradewind.desk.models import Order
from tradewind.desk.ripple import MOST_MONTHS, own_history
from tradewind.errors import DeskEmpty, NotComputed
from tradewind.findings.ripple import asked
from tradewind.findings.ripple import ripple as found

router = Router()


class Asked(Schema):
    """A what-if; each part as the command line takes it."""

    churn: str | None = Field(None, description=_("Churn before and after as yearly shares, e.g. 0.18:0.23"))
    months: str | None = Field(None, description=_("How many months to look ahead, 1 to 120"))
    feedback: str | None = Field(None, description=_("How strongly slow response drives churn, 0 to 3"))
    stop: str | None = Field(None, description=_("The month from which the cause is gone again"))
    own: bool = Field(False, description=_("Learn from the stored history of the desk, and price with it"))


@router.get(
    "ripple",
    response={200: dict[str, Any], **refused(409, 422)},
    summary=_("What a change of churn sets off in orders and response, and what waiting costs"),
)
def ripple(request: Request, asking: Query[Asked]) -> JsonResponse:
    """Without `own` it is the published case alone, and holds no data of the desk."""
    what = asked(asking.churn, asking.months, asking.feedback, asking.stop, MOST_MONTHS)
    money, history = own_history(request.auth) if asking.own else (None, None)
    if asking.own and history is None:
        raise NotComputed if Order.objects.exists() else DeskEmpty
    return document(found(what, money, history))
