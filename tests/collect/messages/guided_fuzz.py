"""Coverage-guided fuzzing of every form of conversation, for as long as one likes.

    python -m tests.collect.messages.guided_fuzz CORPUS_FOLDER -max_total_time=600

Needs atheris, which is in no lock: nothing of the desk or its suite needs it. Any exception but a refusal ends the run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tradewind.collect.messages", "email", "mailbox"]):
    from tradewind.collect.messages import Asked, Noted
    from tradewind.collect.messages.forms import FORMS
    from tradewind.collect.messages.source import Source

from tradewind.errors import InputError


def read_as_every_form(data: bytes) -> None:
    """Each form says whether it knows the bytes, and reads them even where it does not."""
    FILE.write_bytes(data)
    for form in FORMS:
        try:
            form.recognise(Source(FILE))
            for message in form.read(Source(FILE), Asked(), Noted()):
                message.document()
        except InputError:
            continue


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FILE = Path(folder) / "x"
        atheris.Setup(sys.argv, read_as_every_form)
        atheris.Fuzz()
