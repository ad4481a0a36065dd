"""Drawing the findings that have a chart, as a job: one drawing per scope and language, which pages only show.

Drawing starts a JavaScript engine of about 80 MB; the web process never does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from tradewind.desk.figures import DRAWN, with_own
from tradewind.desk.models import Drawing, FindingRun, Job, ScopeFinding
from tradewind.web.charts.calibration import calibration
from tradewind.web.charts.churn_rate import churn_rate

Progress = Callable[[str, int, int], None]
VEGAS_OWN_WORDS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')  # English, and one for every mark and axis
CHARTS: dict[str, Callable[[Any], dict[str, Any] | None]] = {"churn_rate": churn_rate, "warning_record": calibration}


def run(job: Job, progress: Progress) -> None:
    """Draw every charted finding of the job's run in every language; what is drawn already stays."""
    run = FindingRun.objects.filter(pk=job.arguments["run"]).first()
    if run is None:
        return
    findings = list(ScopeFinding.objects.filter(run=run, name__in=CHARTS))
    languages = [code for code, _ in settings.LANGUAGES]
    done = set(Drawing.objects.filter(run=run).values_list("scope", "name", "language"))
    done = {one for one in done if one[1] != job.arguments.get("anew")}
    todo = [(one, to) for one in findings for to in languages if (one.scope, one.name, to) not in done]
    for place, (finding, language) in enumerate(todo):
        progress("drawing", place, len(todo))
        draw(finding, language)


def draw(finding: ScopeFinding, language: str) -> None:
    """Draw one finding in one language and store it; a finding with nothing to show has no drawing."""
    with translation.override(language):
        chart = CHARTS[finding.name](with_own(finding.document) if finding.name == DRAWN else finding.document)
    if chart is None:
        return
    text = svg(chart)
    with transaction.atomic():
        if FindingRun.objects.select_for_update().filter(pk=finding.run_id).exists():  # else a newer run replaced it
            kept: dict[str, Any] = {
                "run": finding.run,
                "scope": finding.scope,
                "name": finding.name,
                "language": language,
            }
            Drawing.objects.update_or_create(**kept, defaults={"svg": text})


def svg(chart: dict[str, Any]) -> str:
    """A Vega-Lite chart as SVG: one image with one description; its table twin has the numbers."""
    import vl_convert  # starts a JavaScript engine: never in the web process

    drawn: str = VEGAS_OWN_WORDS.sub("", vl_convert.vegalite_to_svg(chart))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(chart["description"])}" ', 1)
