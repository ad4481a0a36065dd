"""Slack's export: a zip or folder with a folder per channel and a file per day, and lists of people and channels."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, record, text
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

DAY = re.compile(r"(?:^|/)([^/]+)/\d{4}-\d\d-\d\d\.json$")
LISTS = re.compile(r"(?:^|/)(users|org_users|channels|groups|mpims|dms)\.json$")
MOST_DAY = 64 << 20  # bytes of one day in one channel
MENTION = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
SAID = frozenset(("", "me_message", "bot_message", "thread_broadcast", "file_share", "file_comment", "reply_broadcast"))
CALLS = ("huddle_thread", "sh_room_created", "sh_room_shared")


def recognise(source: Source) -> float:
    """Sure by its lists and the names of its files of days."""
    days = sum(DAY.search(one) is not None for one in source.files[:5_000])
    return 1.0 if days and any(LISTS.search(one) for one in source.files) else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages, channel by channel and day by day."""
    lists = [one for one in source.files if LISTS.search(one)]
    people: dict[str, str] = {}
    channels: dict[str, str] = {}
    for name, data in source.bytes_of(lists, MOST_DAY):
        for one in map(record, _list(data, 0, Noted())):
            if "users" in name:
                people[line(one.get("id"))] = person(one)
            else:
                channels[line(one.get("name"))] = line(one.get("id"))
    chats = Chats("slack")
    days = [one for one in source.files if DAY.search(one)]
    for place, (name, data) in enumerate(source.bytes_of(days, MOST_DAY), 1):
        folder = name.rsplit("/", 2)[-2]
        for one in map(record, _list(data, place, noted)):
            yield _message(chats, channels.get(folder, folder), one, people)


def person(one: Record) -> str:
    """How Slack shows a person: by the name chosen for display, else the whole name, else the short one."""
    profile = record(one.get("profile"))
    names = (profile.get("display_name"), profile.get("real_name"), one.get("real_name"), one.get("name"))
    return next(filter(None, map(line, names)), "")


def words(written: str, people: dict[str, str]) -> str:
    """The text as people saw it: names for mentions, addresses for links.

    >>> words("<@U1> see <https://a.example|the list> &amp; <#C1|sales>", {"U1": "Li"})
    '@Li see the list (https://a.example) & #sales'
    """

    def shown(found: re.Match[str]) -> str:
        mark, what, label = found.groups()
        if mark == "@":
            return f"@{people.get(what) or label or what}"
        if mark:
            return ("#" if mark == "#" else "@") + (label or what).lstrip("@")
        bare = what.removeprefix("mailto:").removeprefix("tel:")
        return f"{label} ({what})" if label and label not in (what, bare) and not what.endswith(f"://{label}") else bare

    return html.unescape(MENTION.sub(shown, written))


def _list(data: bytes, place: int, noted: Noted) -> list[Any]:
    try:
        return many(json.loads(data))
    except (ValueError, RecursionError):
        noted.reject(place, "broken_json")
        return []


def _message(chats: Chats, chat: str, one: Record, people: dict[str, str]) -> Message:
    kind, sender_id = _kind(one), line(one.get("user") or one.get("bot_id"))
    own, thread = line(one.get("ts")), line(one.get("thread_ts"))
    sender = people.get(sender_id) or person({"profile": one.get("user_profile")}) or line(one.get("username"))
    sender = sender or line(record(one.get("bot_profile")).get("name")) or sender_id
    return chats.message(
        chat,
        own,
        epoch(own.partition(".")[0]),  # behind the point Slack counts
        "" if kind == "system" else sender,
        _text(one, people),
        kind,
        thread if thread != own else "",
        attachments=_files(one),
        sender_id=sender_id or None,
        edited=isinstance(one.get("edited"), dict),
    )


def _kind(one: Record) -> str:
    subtype = line(one.get("subtype"))
    if subtype in ("tombstone", "message_deleted"):
        return "deleted"
    if subtype in CALLS:
        return "call"
    if subtype not in SAID:
        return "system"
    return "media" if _files(one) else "text"


def _text(one: Record, people: dict[str, str]) -> str:
    """The text; of a robot's message without one, what its boxes say."""
    said = text(one.get("text"))
    boxes = [record(box) for box in many(one.get("attachments"))] if not said else []
    parts = [text(box.get("text") or box.get("fallback") or box.get("title")) for box in boxes]
    return words(said or "\n".join(filter(None, parts)), people)


def _files(one: Record) -> tuple[str, ...]:
    every = [record(each) for each in many(one.get("files"))] or [record(one.get("file"))]
    return tuple(filter(None, (file_name(each.get("name") or each.get("title") or each.get("id")) for each in every)))
