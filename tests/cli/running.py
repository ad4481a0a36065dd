"""Running the installed command as a person does, in a desk of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = [sys.executable, "-m", "tradewind"]


def run(home: Path, *words: object, language: str = "en") -> subprocess.CompletedProcess[str]:
    """`tradewind WORDS` with its data folder at `home`; nothing to answer questions with."""
    return subprocess.run(
        [*PROGRAM, *map(str, words)], env=environment(home, language), capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False, timeout=120,
    )  # fmt: skip


def told(home: Path, *words: object) -> Any:
    """The one JSON document on stdout of a command that must succeed."""
    done = run(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def environment(home: Path, language: str = "en") -> dict[str, str]:
    """The environment of a machine where nothing of Tradewind is set but its data folder."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TRADEWIND_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "TRADEWIND_HOME": str(home), "TRADEWIND_LANGUAGE": language}
