"""行业公布数据 Published figures: what the article published, its source, and what the team shows instead."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind import published
from tradewind.desk import access, figures
from tradewind.desk.models import OwnFigure, Person
from tradewind.errors import FigureOutOfRange, NotFound, UnknownMetric
from tradewind.published import Metric
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

WORDS = {
    "average": _("industry average"), "low": _("range from"), "high": _("range to"), "case": _("case"),
    "required": _("needed at least"),
}  # fmt: skip
UNITS = {
    "share per year": _("% a year"), "points of 100": _("of 100 points"), "hours per day": _("hours a day"),
    "share of reps": _("% of reps"), "share longer": _("% longer"), "USD": "USD",
}  # fmt: skip


def list_of_figures(request: Request) -> HttpResponse:
    """Every figure by challenge, as published and as the team shows it."""
    own = figures.own_figures()
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    context = {
        "tab": "published",
        "may_change": request.user.role == Person.Role.ADMIN,
        "source": published.source()[language],
        "challenges": [
            {
                "name": getattr(one, language),
                "figures": [shown(each, own.get(each.id), language) for each in one.metrics],
            }
            for one in published.challenges()
        ],
    }
    return render(request, "settings/published.html", context)


def shown(metric: Metric, own: OwnFigure | None, language: str) -> dict[str, object]:
    """A figure with its values as a person reads and writes them: shares in percent."""
    parts = [
        {
            "name": part, "words": WORDS[part], "published": written(metric, value),
            "now": written(metric, own.figures.get(part, value) if own else value),
        }
        for part, value in figures.parts_of(metric).items()
    ]  # fmt: skip
    return {
        "id": metric.id, "name": getattr(metric, language), "unit": UNITS.get(metric.unit, "%"), "own": own,
        "parts": parts, "now": told(metric, own.figures if own else {}), "published": told(metric, {}),
    }  # fmt: skip


def told(metric: Metric, own: Mapping[str, float]) -> list[tuple[str, str]]:
    """A figure's values with their words, the ends of a range together; own values go before the published ones."""
    now = {part: grouped(metric, own.get(part, value)) for part, value in figures.parts_of(metric).items()}
    if "low" in now and "high" in now:
        now = {part: f"{now['low']}–{now['high']}" if part == "low" else value for part, value in now.items()}
        del now["high"]
        return [(_("range") if part == "low" else WORDS[part], value) for part, value in now.items()]
    return [(WORDS[part], value) for part, value in now.items()]


@require_POST
def change(request: Request, metric: str) -> HttpResponse:
    """Show own values in the place of the published ones."""
    known = known_figure(metric)
    said = {part: read(known, request.POST[part]) for part in figures.parts_of(known) if part in request.POST}
    entry = figures.change(metric, said, request.POST.get("reason", ""), request.user)
    say(request, _("Every page shows your figure now, marked as changed by the team."), undo_of(entry.pk))
    return redirect("settings-published")


@require_POST
def reset(request: Request, metric: str) -> HttpResponse:
    """Show the published values again."""
    entry = figures.reset(known_figure(metric).id, request.user)
    say(request, _("The published figure is shown again."), undo_of(entry.pk))
    return redirect("settings-published")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a change or a reset back."""
    access.must_administer(request.user)
    undone = figures.undo(access.change_for(request.user, figures.CHANGED, pk), request.user)
    say(request, _("The figure is as before.") if undone else _("The figure was changed again since; it stays."))
    return redirect("settings-published")


def undo_of(pk: int) -> str:
    """The address that takes a change back."""
    return reverse("settings-published-undo", args=[pk])


def known_figure(name: str) -> Metric:
    """The published figure in the address. Raises NotFound."""
    try:
        return published.metric(name)
    except UnknownMetric as error:
        raise NotFound from error


def is_share(metric: Metric) -> bool:
    """Whether it is written in percent."""
    return metric.unit.startswith("share")


def written(metric: Metric, value: float) -> str:
    """A value as it stands in its field."""
    number = round(value * 100, 6) if is_share(metric) else value
    return f"{number:.10g}"


def grouped(metric: Metric, value: float) -> str:
    """A value as it is read: 800,000."""
    return f"{float(written(metric, value)):,.10g}"


def read(metric: Metric, text: str) -> float:
    """A value from its field. Raises FigureOutOfRange."""
    try:
        number = float(text.strip().removesuffix("%"))
    except ValueError as error:
        high = figures.MOST.get(metric.unit, 100.0)
        raise FigureOutOfRange(value=text.strip() or "–", metric=metric.id, low=0, high=f"{high:g}") from error
    return round(number / 100, 8) if is_share(metric) else number
