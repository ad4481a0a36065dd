"""The Monte Carlo of a programme's version, which a page does not wait for."""

from __future__ import annotations

from tradewind.desk.jobs.performing import Progress
from tradewind.desk.models import Job, ProgrammeVersion
from tradewind.findings.programme import programme
from tradewind.findings.programme_file import asked_of


def run(job: Job, progress: Progress) -> None:
    """Draw, and store what came out; a version without ranges has one worth only, and a gone one needs none."""
    version = ProgrammeVersion.objects.filter(pk=job.arguments["version"]).first()
    if version is None:
        return
    progress("drawing")
    chances = programme(asked_of(version.inputs, "programme"))["monte_carlo"]
    ProgrammeVersion.objects.filter(pk=version.pk).update(chances=chances)
