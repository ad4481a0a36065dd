"""Who speaks in conversations: a key for each, and which of them are us."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tradewind.collect.phones import account_key
from tradewind.collect.senders import BY_NUMBER

MOST = 200
ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]+@[^@\s<>()\",;:]+")
FEWEST = 3  # conversations from which on whoever speaks in most of them is us
Key = str
Chat = tuple[str, str]  # the channel, the conversation


@lru_cache(maxsize=20_000)
def sender_key(channel: str, sender: str, account: str) -> Key:
    """The number, address or account of a sender; of a name alone the folded name behind a `~`.

    >>> sender_key("whatsapp", "+34 600 11 12 22", ""), sender_key("mail", "Tom", "Tom@Acme.com")
    ('+34600111222', 'tom@acme.com')
    >>> sender_key("qq", "Tom  Tomson", "")
    '~tom tomson'
    """
    for written in (account, sender):
        if written and (channel in BY_NUMBER or written.strip().startswith("+")) and (key := account_key(written)):
            return key
    return (account.strip().casefold() or "~" + " ".join(sender.casefold().split()))[:MOST]


def ours_among(chats: Mapping[Chat, Iterable[Key]], names: Iterable[str]) -> set[Key]:
    """Which senders are us, as far as conversations tell; a guess for a person to look at.

    names   of the rep whose phone or mailbox it is

    Whoever is called like the rep; in a chat of two that is called like the one, the other; and of three or more
    conversations whoever speaks in most of them.
    """
    called = {sender_key("", name, "") for name in names if name.strip()}
    speaking = {chat: set(keys) for chat, keys in chats.items()}
    found = {key for keys in speaking.values() for key in keys if key in called}
    for (channel, title), keys in speaking.items():
        other = sender_key(channel, title, "")
        if len(keys) == 2 and other in keys:
            found |= keys - {other}
    counted = Counter(key for keys in speaking.values() if len(keys) > 1 for key in keys)
    many = sum(counted.values()) and sum(len(keys) > 1 for keys in speaking.values())
    if many >= FEWEST:
        (key, times), *_ = counted.most_common(1)
        if times * 2 > many:
            found.add(key)
    return found


def address_in(written: str) -> str:
    """The mail address in what stands in a line of recipients, e.g. `Tom <tom@acme.com>`; empty where there is none."""
    found = ADDRESS.search(written.lower())
    return found[0] if found else ""
