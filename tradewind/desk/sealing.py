"""Secrets at rest: encrypted by a key that is in no database and in no backup, shown to nobody again.

The key is a file of the data folder, or comes as a setting. Both may hold several keys, the newest first: the first
one seals, all of them open. A table keeps what is sealed in a `Sealed` column.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from tradewind.desk.audit import note_change
from tradewind.desk.models import Person, Sealed
from tradewind.errors import SecretsUnreadable, VaultKeyBroken

FILE = "vault.key"


def sealed(plain: Mapping[str, str]) -> str:
    """Names and secrets as one text that only the desk's key opens; "" for none. Raises VaultKeyBroken."""
    return _vault().encrypt(json.dumps(dict(plain)).encode()).decode() if plain else ""


def opened(kept: str) -> dict[str, str]:
    """What was sealed. Raises SecretsUnreadable when the desk has not the key, VaultKeyBroken."""
    if not kept:
        return {}
    try:
        return dict(json.loads(_vault().decrypt(kept.encode())))
    except InvalidToken as error:
        raise SecretsUnreadable from error


def rotate(by: Person | None) -> int:
    """Make a new key and seal every secret of the desk with it; returns how many were sealed anew.

    Where the keys come as a setting, the first of them is taken for the new one. What no key opens stays as it is. The
    key before is kept until the next time, for what was being sealed meanwhile; older ones are forgotten. Killed in
    the middle, all keys are still there. Raises VaultKeyBroken.
    """
    is_ours = not settings.TRADEWIND_VAULT_KEY
    if is_ours:
        _keep([Fernet.generate_key().decode(), *_kept_keys()])
    with transaction.atomic():
        count = seal_anew()
        note_change(by, "vault_key_rotated", "desk", secrets=count)
    if is_ours:
        _keep(_kept_keys()[:2])
    return count


def seal_anew() -> int:
    """Seal every secret of the desk with the newest key; returns how many."""
    vault, count = _vault(), 0
    for model, column in _sealed_columns():
        for row in model._default_manager.exclude(**{column: ""}).select_for_update():
            try:
                fresh = vault.rotate(getattr(row, column).encode()).decode()
            except InvalidToken:
                continue
            count += model._default_manager.filter(pk=row.pk).update(**{column: fresh})
    return count


def unreadable() -> int:
    """How many sealed rows the desk's keys do not open, as after a restore on a machine without the key."""
    return sum(
        not _opens(getattr(row, column)) for model, column in _sealed_columns() for row in _filled(model, column)
    )


def _opens(kept: str) -> bool:
    try:
        opened(kept)
    except SecretsUnreadable:
        return False
    return True


def _filled(model: type[models.Model], column: str) -> models.QuerySet[models.Model]:
    return model._default_manager.exclude(**{column: ""})


def _sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_app_config("desk").get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, Sealed):
                yield model, field.name


def _vault() -> MultiFernet:
    given = settings.TRADEWIND_VAULT_KEY
    keys = [one.strip() for one in given.split(",") if one.strip()] if given else _kept_keys()
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise VaultKeyBroken(where="TRADEWIND_VAULT_KEY" if given else str(_file())) from error


def _file() -> Path:
    return Path(settings.TRADEWIND_HOME) / FILE


def _kept_keys() -> list[str]:
    """The keys of the data folder; the first is made at first use."""
    if not _file().exists():
        _keep_first(Fernet.generate_key().decode())
    return _file().read_text().split()


def _keep_first(key: str) -> None:
    """Keep the first key, unless another process has meanwhile: a link is never made over one that is there."""
    part = _written([key])
    try:
        os.link(part, _file())
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _keep(keys: list[str]) -> None:
    _written(keys).replace(_file())


def _written(keys: list[str]) -> Path:
    """The keys in a file beside the one that counts, on the disk, for its owner alone."""
    part = _file().with_name(f".{FILE}.{secrets.token_hex(6)}.part")
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened_file:
        opened_file.write("\n".join(keys) + "\n")
        opened_file.flush()
        os.fsync(opened_file.fileno())
    return part
