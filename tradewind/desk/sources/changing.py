"""What people do with sources: add, change, try, pause, resume, remove."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tradewind.desk import access, queue, sealing, sources_seen
from tradewind.desk.audit import note_change
from tradewind.desk.models import Batch, Job, Person, Source
from tradewind.desk.names import written
from tradewind.desk.sources.kind import Field, Kind, Told
from tradewind.desk.sources.kinds import kind_of
from tradewind.errors import NoSuchPerson, NotAllowed, SourceFieldMissing, SourceFieldWrong

State = Source.State


@transaction.atomic
def add(by: Person, kind_name: str, name: str, said: Mapping[str, str], rep: Person | None = None) -> Source:
    """A new source of the rep's, or of one's own, running from now on; `said` are its fields by name.

    raises   UnknownSourceKind, NotAllowed, NoSuchPerson for whom `by` may not speak, NameOutOfRange,
             SourceFieldMissing, SourceFieldWrong
    """
    kind, rep = kind_of(kind_name), rep or by
    if not sources_seen.may_add_source(by, kind.needs):
        raise NotAllowed
    if rep != by and not access.colleagues_of(by).filter(pk=rep.pk).exists():
        raise NoSuchPerson(person=rep.username)
    source = Source(kind=kind.name, name=written(name), rep=rep, token=secrets.token_urlsafe(24))
    _fill(source, kind, said, {})
    source.save()
    note_change(by, "source_added", f"source:{source.pk}", kind=kind.name, name=source.name, rep=rep.pk)
    return source


@transaction.atomic
def change(source: Source, by: Person, name: str, said: Mapping[str, str]) -> Source:
    """Other settings; a secret that is left empty stays as it was. Raises as `add`."""
    kind = kind_of(source.kind)
    before = (source.name, source.settings)
    source.name = written(name)
    is_sealed_anew = any(said.get(one.name) for one in kind.fields if one.is_secret)
    _fill(source, kind, said, secrets_of(source) if not _all_secrets_said(kind, said) else {})
    source.last_error = source.last_error_at = None
    source.save(update_fields=["name", "settings", "secrets", "last_error", "last_error_at"])
    if is_sealed_anew or before != (source.name, source.settings):
        note_change(by, "source_changed", f"source:{source.pk}", name=source.name, secrets=is_sealed_anew)
    return source


def test(source: Source) -> Told:
    """Try the source as it is set and say what was found; raises the TradewindError that says what is wrong."""
    return kind_of(source.kind).works().test(source)


@transaction.atomic
def pause(source: Source, by: Person) -> Source:
    """Nothing is fetched or understood until it goes on; what a provider sends meanwhile is kept for then."""
    if _turned(source, State.PAUSED, State.RUNNING):
        note_change(by, "source_paused", f"source:{source.pk}")
    return source


@transaction.atomic
def resume(source: Source, by: Person) -> Source:
    """Go on from where it stopped."""
    if _turned(source, State.RUNNING, State.PAUSED):
        note_change(by, "source_resumed", f"source:{source.pk}")
    return source


@transaction.atomic
def remove(source: Source, by: Person, with_facts: bool) -> Job | None:
    """Remove the source and its secrets for good; with its facts, a job first takes back all that it brought.

    Without them its imports stay among the others, where each can still be undone. Removing twice changes nothing.
    """
    if not _turned(source, State.REMOVING, State.RUNNING, State.PAUSED):
        return None
    note_change(by, "source_removed", f"source:{source.pk}", name=source.name, with_facts=with_facts)
    if not with_facts:
        source.delete()
        return None
    Source.objects.filter(pk=source.pk).update(secrets="")
    return queue.enqueue("forget", by, source=source.pk)


def secrets_of(source: Source) -> dict[str, str]:
    """The source's secrets by their names. Raises SecretsUnreadable."""
    return sealing.opened(source.secrets)


def is_arriving(source: Source) -> bool:
    """Whether an import of the source is on its way."""
    return source.batches.filter(state=Batch.State.WRITING).exists()


def _turned(source: Source, now: State, *was: State) -> bool:
    """Whether the source came into the state `now` by this, and was in one of those before."""
    turned = bool(Source.objects.filter(pk=source.pk, state__in=was).update(state=now))
    source.state = now if turned else source.state
    return turned


def _all_secrets_said(kind: Kind, said: Mapping[str, str]) -> bool:
    return all(said.get(one.name) for one in kind.fields if one.is_secret)


def _fill(source: Source, kind: Kind, said: Mapping[str, str], known: Mapping[str, str]) -> None:
    """Put what was said where it belongs; secrets that were not said are those `known`."""
    open_ones: dict[str, Any] = {}
    hidden: dict[str, str] = dict(known)
    for field in kind.fields:
        value = _checked(field, said.get(field.name, ""))
        if field.is_secret and value:
            hidden[field.name] = value
        elif not field.is_secret:
            open_ones[field.name] = value
        if field.is_needed and not (hidden if field.is_secret else open_ones).get(field.name):
            raise SourceFieldMissing(label=field.label)
    source.settings, source.secrets = open_ones, sealing.sealed(hidden)


def _checked(field: Field, value: str) -> str:
    kept = value.strip() if field.form != "area" else value
    if not field.is_secret:
        kept = kept or field.default
    if "\x00" in kept or len(kept) > field.most:
        raise SourceFieldWrong(label=field.label, value="…", hint=field.hint)
    if kept and field.form == "number" and not kept.isdecimal():
        raise SourceFieldWrong(label=field.label, value=kept[:40], hint=field.hint)
    if kept and field.choices and kept not in dict(field.choices):
        raise SourceFieldWrong(label=field.label, value=kept[:40], hint=field.hint)
    return kept
