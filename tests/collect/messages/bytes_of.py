"""Bytes for fuzzing the readers: well-formed pieces, broken in every way, and anything at all.

TRADEWIND_FUZZ=20000 makes each of these tests as long as it says.
"""

from __future__ import annotations

import json
import os

from hypothesis import settings
from hypothesis import strategies as st

settings.register_profile("messages", deadline=None, max_examples=int(os.environ.get("TRADEWIND_FUZZ", "60")))
FUZZ = settings.get_profile("messages")

HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "References", "Received", "Content-Type", "X-Any")
PIECES = (
    *(
        b"=?utf-8?q?=E4=BD?=",
        b"=?gb2312?b?1tY=?=",
        b"=?x?b?!?=",
        b"<a@b>",
        b"a <b@c>, (d) e@f",
        b"multipart/mixed; boundary=b",
    ),
    *(b"text/html; charset=gbk", b"text/plain; charset=idna", b"message/rfc822", b"Tue, 5 Mar 2024 08:07:00 +0800"),
    *(
        b"; filename*0*=utf-8''%ff; filename*1=x",
        b"base64",
        b"uuencode",
        b"\xd6\xd0\xce\xc4",
        b"\xff\xfe",
        b"--b",
        b"--b--",
    ),
    *(b"<script>", b"<!--", b"<blockquote>", b"> quoted", b"On 5 Mar Tom wrote:", b"-- ", b"From: x", b"\r", b"\0"),
)
JSON_KEYS = (
    *(
        "messages",
        "chats",
        "list",
        "id",
        "type",
        "date",
        "date_unixtime",
        "from",
        "text",
        "text_entities",
        "sender_name",
    ),
    *("timestamp_ms", "content", "participants", "msgid", "action", "msgtime", "msgtype", "from", "tolist", "roomid"),
    *(
        "header",
        "event",
        "message",
        "sender",
        "entry",
        "changes",
        "value",
        "contacts",
        "session",
        "weflow",
        "createTime",
    ),
    *("conversationId", "createAt", "envelope", "timestamp", "dataMessage", "ts", "user", "subtype", "sender_id"),
)


def any_mail() -> st.SearchStrategy[bytes]:
    """Mails of broken pieces, and anything."""
    piece = st.sampled_from(PIECES) | st.binary(max_size=12)
    line = st.tuples(st.sampled_from(HEADERS), st.lists(piece, max_size=3)).map(
        lambda both: both[0].encode() + b": " + b"".join(both[1])
    )
    above = st.lists(line, max_size=8).map(b"\n".join)
    below = st.lists(piece, max_size=10).map(b"\n".join)
    return st.tuples(above, below).map(b"\n\n".join) | st.binary(max_size=300)


def any_json() -> st.SearchStrategy[bytes]:
    """Documents with the names that exports use over anything, whole and cut off, and anything."""
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.sampled_from(JSON_KEYS)
    document = st.recursive(
        leaf,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(JSON_KEYS), inner, max_size=6),
        max_leaves=25,
    )
    written = st.lists(document, min_size=1, max_size=3).map(lambda many: "\n".join(map(json.dumps, many)).encode())
    return (
        written | st.tuples(written, st.integers(0, 400)).map(lambda both: both[0][: both[1]]) | st.binary(max_size=200)
    )
