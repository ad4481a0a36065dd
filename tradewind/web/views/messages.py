"""消息 Messages: the queue in windows with its reasons, one message with its talk, and what one does with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, acknowledging, clocks, inbox, inbox_access, reading_plans
from tradewind.desk.models import InboxEntry, Message
from tradewind.desk.windows import plan_of
from tradewind.errors import NotFound
from tradewind.web import clock_faces, message_words
from tradewind.web.overlap_strip import overlap_strip
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

TIMES = {
    "window": _("the next window"), "tomorrow": _("tomorrow"), "their_morning": _("the buyer's next working morning"),
}  # fmt: skip


def queue(request: Request) -> HttpResponse:
    """What waits, by priority; `step` and `after` ask for more of one."""
    now = timezone.now()
    step = request.GET.get("step", "")
    steps = [int(step)] if step in ("1", "2", "3") else inbox.STEPS
    found = inbox.inbox(request.user, now, steps, request.GET.get("after", "")[:60])
    entries = [entry for part in found.entries.values() for entry in part]
    known = attach(entries, now)
    groups = [
        (one, message_words.STEPS[one], found.counts[one], found.entries.get(one, []), found.after.get(one, ""))
        for one in steps
    ]
    context: dict[str, Any] = {"found": found, "groups": groups, "tab": "queue", "total": sum(found.counts.values())}
    if request.headers.get("HX-Target", "").startswith("more"):
        return render(request, "messages/rows.html", {**context, "group": groups[0]})
    return render(request, "messages/queue.html", {**context, "strip": overlap_strip(found.plan, known, now)})


def attach(entries: list[InboxEntry], now: datetime) -> list[clocks.BuyersClock]:
    """Give each entry its reasons in words, and each buyer its clock; returns the clocks. One query."""
    buyers = list({one.pk: one for entry in entries if (one := entry.message.customer)}.values())
    known = clocks.clocks_of(buyers)
    for entry in entries:
        entry.because = message_words.because(entry, now)  # type: ignore[attr-defined]
        if not hasattr(entry, "shown"):
            entry.shown = entry.message.text[: inbox.SHOWN]  # type: ignore[attr-defined]
        if entry.message.customer:
            entry.face = clock_faces.shown(known[entry.message.customer.pk], now)  # type: ignore[attr-defined]
    return list(known.values())


def count(request: Request) -> HttpResponse:
    """How many messages wait: a number and nothing else, since it may interrupt nobody."""
    waits = inbox.waiting_count(request.user, timezone.now())
    return HttpResponse(str(waits) if waits else "", content_type="text/plain")


def one_message(request: Request, pk: int) -> HttpResponse:
    """One message as it was written, the talk around it, and what one may do with it."""
    message = access.message_for(request.user, pk)
    entry = inbox_access.inbox_of(request.user).filter(pk=pk).select_related("message", "message__customer").first()
    context: dict[str, Any] = {"message": message, "entry": entry, "talk": inbox.conversation(message, request.user)}
    if entry:
        attach([entry], timezone.now())
        context["answer_at"] = answer_at(message)
        if draft := acknowledging.acknowledgement(message, request.user, timezone.now()):
            context |= {"draft_language": draft[0], "draft": draft[1], "plan": plan_of(request.user)}
    return render(request, "messages/message.html", context)


def answer_at(message: Message) -> str:
    """The address that opens the channel's own program at this talk; "" where there is none."""
    key = message.speaker.key if message.speaker else ""
    if message.channel == "whatsapp" and key.startswith("+"):
        return f"https://wa.me/{key[1:]}"
    if "@" in key and message.channel == "mail":
        return f"mailto:{quote(key, safe='@')}?subject={quote('Re: ' + message.subject)}"
    return ""


@require_POST
def handled(request: Request, pk: int) -> HttpResponse:
    """The message needs nothing more."""
    entry = inbox.handle(inbox_access.entry_for(request.user, pk), request.user)
    return acted(request, entry, _("{sender}: handled."))


@require_http_methods(["GET", "POST"])
def snooze(request: Request, pk: int) -> HttpResponse:
    """Put the message off. GET shows to when."""
    entry, now = inbox_access.entry_for(request.user, pk), timezone.now()
    if request.method == "GET":
        times = inbox.snooze_times(entry, request.user, now)
        context = {
            "entry": entry, "times": [(code, TIMES[code], at) for code, at in times.items()], "next": came_from(request)
        }  # fmt: skip
        part = bool(request.headers.get("HX-Request"))
        return render(request, "messages/snooze.html" if part else "messages/snooze_page.html", context)
    until = inbox.moment_said(request.POST.get("until", ""), entry, request.user, now)
    entry = inbox.snooze(entry, request.user, until)
    return acted(request, entry, _("{sender} is put off to {day}."), f"{timezone.localtime(until):%m-%d %H:%M}")


@require_POST
def say_urgency(request: Request, pk: int) -> HttpResponse:
    """One tap: urgent or not urgent."""
    word = request.POST.get("said", "")
    if word not in ("urgent", "not_urgent"):
        raise NotFound
    entry = inbox.say(inbox_access.entry_for(request.user, pk), request.user, word)
    words = _("{sender}: urgent, and noted for messages to come.")
    calm = _("{sender}: not urgent, and noted for messages to come.")
    return acted(request, entry, words if word == "urgent" else calm)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back what one did with the message last."""
    entry = inbox.undo(inbox_access.entry_for(request.user, pk), request.user)
    say(request, _("Undone: the message of {sender} is as before."), sender=sender_of(entry))
    return redirect(came_from(request))


def acted(request: Request, entry: InboxEntry, words: str, day: str = "") -> HttpResponse:
    """What an act on a row answers: the row as it is now, or nothing where it waits no more; else the page again."""
    say(request, words, reverse("messages-undo", args=[entry.pk]), sender=sender_of(entry), day=day)
    if not request.headers.get("HX-Request"):
        return redirect(came_from(request, "/messages"))
    stays = entry.state == InboxEntry.State.WAITING
    if stays:
        attach([entry], timezone.now())
    context = {"entry": entry if stays else None, "back_to": request.headers.get("HX-Current-URL", "/messages")}
    return render(request, "messages/acted.html", context)


@require_POST
def acknowledge(request: Request) -> HttpResponse:
    """Give the standing consent to acknowledge messages that wait, or take it back."""
    allows = bool(request.POST.get("allows"))
    reading_plans.consent(request.user, allows)
    consented = _("You allow waiting messages to be acknowledged by themselves.")
    say(request, consented if allows else _("Nothing is acknowledged without you any more."))
    return redirect(came_from(request, "/messages"))


def sender_of(entry: InboxEntry) -> str:
    """Who wrote it, as a person knows them."""
    message = entry.message
    return message.customer.name if message.customer else message.sender or message.channel
