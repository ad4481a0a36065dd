"""邮箱 A mailbox by IMAP: what is new in its folders comes in every minute, and nothing in it is changed.

Folders are opened with EXAMINE and mails fetched with PEEK, so that no mail counts as read. A folder is known by its
name and its UIDVALIDITY: where that has changed its mails are fetched anew, and the desk knows again what it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tradewind.desk.models import Sender, Source
from tradewind.desk.sources.kind import Pulled, Told
from tradewind.desk.sources.mail.connecting import Mailbox, opened
from tradewind.desk.sources.mail.fetching import parts
from tradewind.desk.sources.mail.folders import Folder, chosen
from tradewind.errors import SourceFieldWrong

Cursor = dict[str, Any]


def test(source: Source) -> Told:
    """Open the mailbox and count what is in the folders that would be read."""
    with opened(source) as mailbox:
        folders = chosen(mailbox, source.settings.get("folders", ""))
        _since(source)
        mails = sum(mailbox.counts(folder.name)["mails"] for folder in folders)
    facts = {"mails": mails, "folders": len(folders)}
    if not mails:
        return Told("The mailbox opens, but there is no mail in the {folders:,} folders that are read.", facts)
    return Told("The mailbox opens: {mails:,} mails in {folders:,} folders.", facts)


def pull(source: Source) -> Iterator[Pulled]:
    """The mails of each folder above the last one that was taken, sent ones first: they tell by which addresses we
    write."""
    with opened(source) as mailbox:
        folders = chosen(mailbox, source.settings.get("folders", ""))
        known = source.cursor.get("folders", {})
        told: Cursor = {one.name: known.get(one.name, {}) for one in folders}
        waiting = {one.name: _look(mailbox, one, told, _since(source)) for one in folders}
        total, done = sum(map(len, waiting.values())), 0
        if told != known:
            yield Pulled(None, "", {"folders": told})
        for folder in folders:
            for part in parts(mailbox, folder.name, waiting[folder.name]):
                done += part.mails
                at = told[folder.name]
                told = {**told, folder.name: {**at, "uid": part.last, "done": at["done"] + part.mails}}
                name = f"{folder.name} {part.first}–{part.last}.mbox"
                yield Pulled(part.file, name, {"folders": told}, _options(source, folder), done, total)


def _look(mailbox: Mailbox, folder: Folder, told: Cursor, since: date | None) -> list[int]:
    """The numbers of the mails that are to come, and in `told` how many have come and will."""
    at = told[folder.name]
    counts = mailbox.counts(folder.name)
    if at.get("validity") != counts["validity"]:
        at = {"validity": counts["validity"], "uid": 0, "done": 0, "of": 0}
    new = mailbox.above(folder.name, at["uid"], since) if counts["next"] - 1 > at["uid"] else []
    told[folder.name] = {**at, "of": at["done"] + len(new)}
    return new


def _options(source: Source, folder: Folder) -> dict[str, Any]:
    """How the mails of a folder are taken in: those of a folder of sent mails are ours, whatever they say."""
    if folder.is_sent:
        return {"kind": "messages", "direction": "out"}
    said = f"{source.settings['user']},{source.settings.get('addresses', '')}".lower().replace(";", ",").split(",")
    ours = {one.strip() for one in said if "@" in one}
    ours |= set(
        Sender.objects.filter(rep=source.rep, channel="mail", role=Sender.Role.OURS).values_list("key", flat=True)
    )
    return {"kind": "messages", "we": sorted(ours)} if ours else {"kind": "messages"}


def _since(source: Source) -> date | None:
    said = source.settings.get("since", "")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise SourceFieldWrong(label="Mails from this day on", value=said[:40], hint="2026-01-31") from error
