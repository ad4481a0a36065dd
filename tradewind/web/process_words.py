"""What the findings about work say in codes, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tradewind.web import numbers

PROBLEMS = {
    "strange_times": _(
        "{events:,} events in {cases:,} cases lie at times that cannot be, {first} to {last}; they are counted as they "
        "are."
    ),
    "no_resource": _("{events:,} events name nobody who did them; they count as __NONE__."),
    "left_out": _("{events:,} events without a case, an activity or a time were left out."),
    "long_case": _("One case has {events:,} events; look whether the right column is the case."),
    "no_flow": _("No case has two events, so nothing follows anything; look whether the right column is the case."),
    "days_only": _("The times are whole days, so nothing is known of what took less."),
}
TROUBLES = {
    "rework": _("Rework"),
    "late": _("Late shipment"),
    "complaint": _("Complaint"),
    "cancellation": _("Cancellation"),
    "any": _("Any trouble"),
}
FIGURES = {
    "median_case_s": _("Length of a case"),
    "cost_per_case": _("Cost per case"),
    **{f"{kind}_share": words for kind, words in TROUBLES.items()},
}


RATES = {
    "no_sign_change": _("The flows never change sign, so they have no internal rate of return; look at the NPV."),
    "no_internal_rate": _("No rate makes these flows worth nothing, so there is no IRR; look at the NPV."),
    "several_rates": _("The flows change sign more than once and have several internal rates; look at the NPV."),
    "several_sign_changes": _("The flows change sign more than once; trust the NPV more than the IRR."),
    "too_many_sign_changes": _("The flows change sign too often to look for internal rates; look at the NPV."),
    "unknown_key": _("{key} means nothing in a programme and was left out."),
}


def rate_problem(found: dict[str, Any]) -> str:
    """Why an internal rate does not decide, or what was left out."""
    return gettext(RATES[found["code"]]).format(**found)


def figure_value(value: float | None, name: str) -> str:
    """A figure of a comparison in its unit: a length, a share, or money."""
    if name.endswith("_s"):
        return numbers.lasted(value)
    return numbers.share(value, 1) if name.endswith("_share") else numbers.signed_money(value)


def problem(found: dict[str, Any]) -> str:
    """What one must know to read the figures of a log."""
    return gettext(PROBLEMS[found["code"]]).format(**found)


def trouble(kind: str) -> str:
    """The name of a kind of trouble."""
    return gettext(TROUBLES[kind])


def figure_name(name: str) -> str:
    """The name of a figure of a comparison."""
    return gettext(FIGURES.get(name, name))
