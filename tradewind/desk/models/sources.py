"""What comes from outside: for now the column that keeps a secret."""

from django.db import models


class Sealed(models.TextField):  # type: ignore[type-arg]
    """A column that holds only what `desk/sealing.py` has encrypted; rotating the key finds it by its type."""
