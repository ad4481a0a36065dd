"""Many cases in one test: each begins with the rows that were there before, and leaves none of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def apart() -> Iterator[None]:
    """What the block changes in the database is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
