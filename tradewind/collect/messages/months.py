"""Months by their English names, as programs abroad write them in copied text."""

from __future__ import annotations

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?i:{'|'.join(MONTHS)})[a-z]{{0,6}}"
