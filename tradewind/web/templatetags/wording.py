"""How pages say numbers, days, reasons and errors in the reader's language."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tradewind.desk.audit import ACTIONS
from tradewind.desk.models import AuditEntry, FollowUp
from tradewind.web import (
    adoption_words,
    browsers,
    clock_faces,
    fields,
    numbers,
    places,
    process_words,
    programme_form,
    reasons,
    reminded,
    rules_form,
    sentences,
)

register = template.Library()

for name in (
    "whole",
    "decimal",
    "share",
    "signed_money",
    "points",
    "money",
    "stored_money",
    "day",
    "month",
    "days",
    "clock",
    "duration",
    "lasted",
):
    register.filter(name, getattr(numbers, name))
register.filter("bytes", numbers.bytes_of)
register.filter("browser_name", browsers.browser_name)
register.filter("held", fields.held)
register.filter("sentence", sentences.sentence)
register.filter("why_now", reasons.why_now)
register.filter("why_not", reasons.why_not)
register.filter("reasons", reasons.whys)
register.filter("reminder_reasons", reminded.reasons_of)
register.filter("best_at", reminded.best_at)
register.filter("rule_name", reminded.rule_name)
register.filter("rule_place", rules_form.place_words)
register.filter("rule_value", rules_form.value_words)
register.filter("odd_hours", reminded.price_of)
register.filter("state_why", reasons.state_why)
register.filter("channel", reasons.channel)
register.filter("weights", reasons.weights)
register.filter("signal", reasons.signal)
register.filter("tenth", numbers.tenth)
register.filter("reason_words", reasons.in_words)
register.filter("field", fields.field)
register.filter("problem", fields.problem)
register.filter("country", places.country)
register.filter("holiday", clock_faces.holiday)
register.filter("tool_module", adoption_words.module)
register.filter("log_problem", process_words.problem)
register.filter("trouble", process_words.trouble)
register.filter("figure_name", process_words.figure_name)
register.filter("figure_value", process_words.figure_value)
register.filter("input_name", programme_form.input_name)
register.filter("rate_problem", process_words.rate_problem)


@register.filter
def plain(value: float) -> str:
    """A number as drawings write it, whatever the reader's language."""
    return f"{value:g}"


@register.filter
def minute(value: int) -> str:
    """Minutes after midnight as a clock shows them: 08:00."""
    return f"{value // 60:02}:{value % 60:02}"


@register.filter
def hours(minutes: float) -> str:
    """Minutes as hours, the way one types them: 1.5."""
    return f"{minutes / 60:g}"


@register.filter
def absolute(value: float) -> float:
    """A number without its sign."""
    return abs(value)


@register.filter
def time_of_day(value: datetime) -> str:
    """The time of a moment on the team's clock: 18:05."""
    return f"{timezone.localtime(value):%H:%M}"


@register.filter
def named(word: str) -> str:
    """A word of a table in code, in the reader's language."""
    return gettext(word)


@register.filter
def action_words(entry: AuditEntry) -> str:
    """What was done, by an entry of the audit."""
    return gettext(ACTIONS.get(entry.action, entry.action))


@register.filter
def step_words(step: FollowUp) -> str:
    """What is to be done next, or was done."""
    if step.what:
        return step.what
    return gettext("Get in touch") if step.state == FollowUp.State.OPEN else gettext("Contacted")


@register.filter
def unlocal(value: object) -> str:
    """A number as HTML and SVG attributes want it."""
    return str(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the signs in static/web/icons.svg; the word beside it carries the meaning."""
    href = f"{static('web/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)


@register.simple_tag
def mark() -> SafeString:
    """The desk's mark."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="{}#mark"/></svg>', static("web/icons.svg"))
