"""消息 Messages: told to the desk by a program, and those of a buyer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Form, Query, Router, Schema, Status
from pydantic import AwareDatetime

from tradewind.api.bearer import Request
from tradewind.api.customers import router as customers_router
from tradewind.api.imports import moved
from tradewind.api.shapes import Moved, Number, Text, refused
from tradewind.desk import access, conversations, senders, timeline
from tradewind.desk.models import Message, Sender

router = Router()
MOST = 1_000
Words = Annotated[str, Field(max_length=65_536, pattern=r"^[^\x00]*$")]


class Told(Schema):
    """One message."""

    sent_at: AwareDatetime = Field(..., description=_("When, with its zone, e.g. 2026-03-01T09:05:00+08:00"))
    conversation: Text = Field(..., min_length=1, description=_("The same for all messages of one chat or thread"))
    sender: Text = Field("", description=_("Name of who wrote it; empty for what a program says"))
    sender_id: Text = Field("", description=_("Number, address or account of who wrote it"))
    recipient: Text = Field("", description=_("Name or address of whom it went to"))
    text: Words = Field("", description=_("What was said, as plain text"))
    channel: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_-]+$")] = Field(
        "chat", description=_("whatsapp, wechat, mail …")
    )
    message_id: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = Field(
        "", description=_("The channel's own number of it; the same one twice is one message")
    )
    direction: Literal["in", "out"] | None = Field(None, description=_("Received or sent, seen from the rep"))
    kind: Literal["text", "media", "system", "deleted", "call"] = Field("text", description=_("Kind"))
    reply_to: Text = Field("", description=_("The message_id that it answers"))
    attachment: Text = Field("", description=_("Name of a file that came along"))


class Messages(Schema):
    """Up to a thousand messages."""

    messages: Annotated[list[Told], Field(min_length=1, max_length=MOST)]
    rep: Text = Field("", description=_("User name of the rep whose phone or mailbox it is (default: you)"))


class Which(Schema):
    """Which messages, and from where on."""

    words: Text = Field("", description=_("Only messages in which these words stand"))
    after: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = Field(
        "", description=_("The key that the page before gave")
    )


class WhichSenders(Schema):
    """Which senders, and from where on."""

    settled: bool = Field(False, description=_("Those whom a person settled, instead of those who wait"))
    after: Number | None = Field(None, description=_("The key that the page before gave"))


class Said(Schema):
    """Who a sender is."""

    role: Literal["buyer", "supplier", "forwarder", "ours", "never"]
    customer: Number | None = Field(None, description=_("The buyer's number, where the role is buyer"))


@router.post("", response={202: Moved, **refused(404, 413, 422)}, summary=_("Tell messages"))
def take_in(request: Request, told: Messages) -> Status[dict[str, Any]]:
    """They are stored first and understood by a job, as an import that can be taken back."""
    rows = [one.model_dump() for one in told.messages]
    return moved(*conversations.take_in(request.auth, rows, told.rep))


@customers_router.get(
    "{int:customer}/messages", response={200: dict[str, Any], **refused(404, 422)}, summary=_("A buyer's messages")
)
def of_customer(request: Request, customer: int, which: Query[Which]) -> dict[str, Any]:
    """Thirty at a time, newest first."""
    buyer = access.customer_for(request.auth, customer)
    sought = timeline.Sought("message", which.words)
    found, after = timeline.happenings(buyer, which.after, sought=sought)
    whole = Message.objects.in_bulk([one.row.pk for one in found])
    return {"messages": [conversations.message_document(whole[one.row.pk]) for one in found], "after": after}


@router.get("senders", response={200: dict[str, Any], **refused(422)}, summary=_("Senders who are not matched"))
def list_of_senders(request: Request, which: Query[WhichSenders]) -> dict[str, Any]:
    """Thirty at a time, the last that came first, each with the buyers that it may be; or whom a person settled."""
    page = senders.senders_page(request.auth, which.settled, which.after)
    return {"senders": [sender_document(one) for one in page.senders], "after": page.after}


@router.post(
    "senders/{int:sender}/settle", response={200: dict[str, Any], **refused(404, 422)}, summary=_("Say who a sender is")
)
def settle(request: Request, sender: int, said: Form[Said]) -> dict[str, Any]:
    """For good: for the messages that are here and for those to come."""
    found = access.sender_for(request.auth, sender)
    buyer = access.customer_for(request.auth, said.customer) if said.customer else None
    return sender_document(senders.settle(found, request.auth, said.role, buyer))


@router.post("senders/{int:sender}/undo", response={200: dict[str, Any], **refused(404)}, summary=_("Take that back"))
def undo(request: Request, sender: int) -> dict[str, Any]:
    """What was said of the sender last."""
    return sender_document(senders.undo(access.sender_for(request.auth, sender), request.auth))


def sender_document(sender: Sender) -> dict[str, Any]:
    """A sender, whose it is by what, and on the list how many messages and which buyers it may be."""
    offered = getattr(sender, "suggested", [])
    return {
        "id": sender.pk, "channel": sender.channel, "key": sender.key, "name": sender.name,
        "rep": sender.rep.username, "role": str(sender.role), "by": sender.by,
        "customer": sender.customer and sender.customer.pk, "messages": getattr(sender, "message_count", None),
        "suggestions": [{"customer": buyer.pk, "name": buyer.name, "by": why} for buyer, why in offered],
    }  # fmt: skip
