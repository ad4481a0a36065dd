"""One message of a conversation, whatever program kept it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = ("text", "media", "system", "deleted", "call")
ALWAYS = (
    "sent_at", "sent_at_utc", "utc_offset_min", "sender", "text", "kind", "attachments", "reply_to", "channel",
    "conversation", "message_id",
)  # fmt: skip
WHERE_TOLD = ("sender_id", "direction", "subject", "quoted", "recipients", "edited")


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, by whom and when, as the source tells it.

    sent_at         naive: the clock as written; UTC where the source has only an epoch; None where it tells no time
    sender          the name as written, None for what the program itself says
    text            user messages to the letter; of mail the part that is new
    kind            one of KINDS; a recalled message stays, of kind deleted
    attachments     file names as written, or the platform's ids
    channel         whatsapp, wechat, wecom, mail, telegram, slack, trademanager, …
    conversation    the same for all messages of one chat, group or mail thread
    message_id      the source's own, else made of what does not change between two exports of one chat
    reply_to        the message_id that this one answers
    sent_at_utc     naive UTC; None while nobody knows the zone
    utc_offset_min  minutes east of UTC of the clock that sent_at was written by
    sender_id       address, number or account, where it stands beside the name
    direction       in or out, where the source tells whose device it is from; else None
    recipients      addresses of a mail, names of a chat where they are told
    subject         of a mail
    quoted          what of a mail was cut from `text` as quotation or signature, for display
    edited          whether the source marks it as changed after sending
    """

    sent_at: datetime | None
    sender: str | None
    text: str
    kind: str
    channel: str
    conversation: str
    message_id: str
    attachments: tuple[str, ...] = ()
    reply_to: str | None = None
    sent_at_utc: datetime | None = None
    utc_offset_min: int | None = None
    sender_id: str | None = None
    direction: str | None = None
    recipients: tuple[str, ...] = ()
    subject: str | None = None
    quoted: str | None = None
    edited: bool = False

    def document(self) -> dict[str, Any]:
        """The message for JSON: the names of ALWAYS, and those of WHERE_TOLD that the source tells."""
        written = {
            "sent_at": self.sent_at.isoformat() if self.sent_at else None,
            "sent_at_utc": self.sent_at_utc.isoformat() + "Z" if self.sent_at_utc else None,
            "attachments": list(self.attachments),
        }
        always = {name: written[name] if name in written else getattr(self, name) for name in ALWAYS}
        told = {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in WHERE_TOLD}
        return always | {name: value for name, value in told.items() if value}
