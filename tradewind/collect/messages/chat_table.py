"""Messages in a table, a row each, with headings matched as for orders: CSV of any program, XLSX, WeChat's PC tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tradewind.collect.headings import plain
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.identity import Numbered
from tradewind.collect.messages.kinds import attachments_of, kind_of
from tradewind.collect.messages.message import KINDS, Message
from tradewind.collect.messages.moments import Moment, moment, order_in
from tradewind.collect.messages.rows import Row, first_rows, is_workbook, rows_of
from tradewind.collect.messages.source import Source
from tradewind.collect.messages.table_words import FIRST_ROWS, fields_of, heading_of
from tradewind.errors import InputError

SAMPLE_ROWS = 100_000
OURS = frozenset("1 true out sent send outgoing me 发送 发出 我 是 已发送".split())  # noqa: SIM905  a list of words
THEIRS = frozenset("0 false in received receive incoming 接收 收到 对方 否 已接收".split())  # noqa: SIM905
SAID_KINDS = {
    "文本": "text", "文字": "text", "图片": "media", "语音": "media", "视频": "media", "文件": "media", "表情": "media",
    "image": "media", "photo": "media", "audio": "media", "voice": "media", "video": "media", "file": "media",
    "sticker": "media", "document": "media", "location": "media", "系统": "system", "系统消息": "system",
    "notification": "system", "撤回": "deleted", "通话": "call", "语音通话": "call", "视频通话": "call",
    **{kind: kind for kind in KINDS},
}  # fmt: skip
CHANNELS = {
    "微信": "wechat",
    "企业微信": "wecom",
    "钉钉": "dingtalk",
    "飞书": "feishu",
    "邮件": "mail",
    "email": "mail",
}
WECHAT_KINDS = {"1": "text", "50": "call", "10000": "system", "10002": "system"} | dict.fromkeys(
    ("3", "34", "42", "43", "47", "48", "49", "62"), "media"
)
ME = "我"


@dataclass(frozen=True)
class Table:
    """Where the fields of a table stand, and what its rows mean."""

    fields: Mapping[str, int]
    title: str
    channel: str
    order: str
    kinds: Mapping[str, str]

    def cell(self, row: Row, field: str) -> Any:
        """A row's cell of a field, None where there is none or it is empty."""
        place = self.fields.get(field, -1)
        cell = row[place] if 0 <= place < len(row) else None
        return None if cell == "" else cell

    def text(self, row: Row, field: str) -> str | None:
        """The same as text."""
        cell = self.cell(row, field)
        return None if cell is None else str(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)


def recognise_wechat(source: Source) -> float:
    """By the columns of WeChat's database, which its PC tools write out."""
    rows = first_rows(source) if not is_workbook(source) else []
    return 0.97 if rows and {"strcontent", "createtime", "issender"} <= set(map(plain, map(str, rows[0]))) else 0.0


def recognise_csv(source: Source) -> float:
    """By a heading with a time, a text and a sender."""
    return 0.8 if not is_workbook(source) and heading_of(first_rows(source)) is not None else 0.0


def recognise_workbook(source: Source) -> float:
    """The same in a workbook."""
    if not is_workbook(source):
        return 0.0
    try:
        return 0.8 if heading_of([row for _, row in islice(rows_of(source, Noted()), FIRST_ROWS)]) is not None else 0.0
    except InputError:
        return 0.0


def wechat(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of a table written by WeChat's PC tools; raises what `rows_of` raises."""
    return _messages(source, asked, noted, _wechat_message, "wechat", WECHAT_KINDS)


def table(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of any table with headings; raises AmbiguousMessageDates and what `rows_of` raises."""
    return _messages(source, asked, noted, _message, "chat", SAID_KINDS)


def _messages(
    source: Source,
    asked: Asked,
    noted: Noted,
    message_of: Callable[[Table, Row, Moment, Numbered], Message],
    channel: str,
    kinds: Mapping[str, str],
) -> Iterator[Message]:
    rows = rows_of(source, Noted())
    above = heading_of([row for _, row in islice(rows, FIRST_ROWS)]) or 0
    rows = rows_of(source, noted)
    fields = fields_of(next(islice(rows, above, None), (0, []))[1])
    order = order_in(_times(source, fields, above), asked, source.name)
    table = Table(fields, source.title, channel, order, kinds)
    numbered: dict[str, Numbered] = {}
    for number, row in rows:
        if not any(cell not in ("", None) for cell in row):
            continue
        at = _moment(table, row)
        if at is None and table.cell(row, "text") is None:
            noted.reject(number, "no_message")
            continue
        if at is None:
            noted.reject(number, "no_date")
            continue
        chat = table.text(row, "conversation") or table.title
        own = numbered.setdefault(chat, Numbered(_channel(table, row), chat))
        yield message_of(table, row, at, own)


def _times(source: Source, fields: Mapping[str, int], above: int) -> Iterator[tuple[int, object]]:
    place = fields.get("sent_at", 0)
    for number, row in islice(rows_of(source, Noted()), above + 1, above + 1 + SAMPLE_ROWS):
        if place < len(row):
            yield number, row[place]


def _moment(table: Table, row: Row) -> Moment | None:
    """As written; in UTC too where an epoch stands beside it."""
    written, epoch = table.cell(row, "sent_at"), table.cell(row, "epoch")
    wall = moment(written, table.order) if written is not None else None
    counted = moment(epoch, table.order) if epoch is not None else None
    if wall is None or counted is None or counted.sent_at_utc is None:
        return wall or counted
    return Moment(wall.sent_at, counted.sent_at_utc, round((wall.sent_at - counted.sent_at).total_seconds() / 60))


def _message(table: Table, row: Row, at: Moment, numbered: Numbered) -> Message:
    text = table.text(row, "text") or ""
    sender = table.text(row, "sender") or table.text(row, "sender_id")
    direction = _direction(table.text(row, "direction"))
    attachment = table.text(row, "attachment")
    own = {"message_id": found} if (found := table.text(row, "message_id")) else {}
    return numbered.message(
        at.sent_at,
        sender,
        text,
        _kind(table, row, text),
        sent_at_utc=at.sent_at_utc,
        utc_offset_min=at.utc_offset_min,
        sender_id=table.text(row, "sender_id"),
        direction=direction,
        reply_to=table.text(row, "reply_to"),
        recipients=tuple(filter(None, [table.text(row, "recipient")])),
        attachments=(attachment,) if attachment else attachments_of(text),
        **own,
    )


def _wechat_message(table: Table, row: Row, at: Moment, numbered: Numbered) -> Message:
    text, kind = table.text(row, "text") or "", table.kinds.get(table.text(row, "kind") or "", "text")
    own = table.text(row, "direction") == "1"
    kind = "deleted" if kind in ("system", "text") and kind_of(text) == "deleted" else kind
    name = ME if own else table.text(row, "conversation") or table.text(row, "sender")
    return numbered.message(
        at.sent_at,
        None if kind == "system" else name,
        text,
        kind,
        sent_at_utc=at.sent_at_utc,
        utc_offset_min=at.utc_offset_min,
        sender_id=None if own or kind == "system" else table.text(row, "sender"),
        direction=None if kind == "system" else "out" if own else "in",
    )


def _kind(table: Table, row: Row, text: str) -> str:
    said = table.kinds.get((table.text(row, "kind") or "").strip().casefold())
    found = kind_of(text)
    return said if said and (said != "text" or found == "media") else found


def _direction(written: str | None) -> str | None:
    word = (written or "").strip().casefold()
    return "out" if word in OURS else "in" if word in THEIRS else None


def _channel(table: Table, row: Row) -> str:
    said = (table.text(row, "channel") or table.channel).strip().casefold()
    return CHANNELS.get(said, said)
