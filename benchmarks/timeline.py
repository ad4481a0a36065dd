"""The timeline of one buyer with 50,000 messages: pages from the first to the last, and searches inside it.

    python -m benchmarks.timeline [MESSAGES]

A desk of its own in a temporary folder (DATABASE_URL: on that database). Each figure is the median of nine.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

MESSAGES = 50_000
WORDS = "price lamp ship carton quote sample invoice 报价 发货 样品 付款 订单 箱子 客户 灯具 谢谢".split()  # noqa: SIM905


def main() -> None:
    """Print one line per page or search."""
    os.environ.setdefault("TRADEWIND_HOME", tempfile.mkdtemp(prefix="tradewind-timeline-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tradewind.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    from tradewind.desk import timeline
    from tradewind.desk.models import Customer, Message

    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    chance, at = random.Random(1), datetime(2020, 1, 1, tzinfo=UTC)
    buyer, other = (Customer.objects.create(customer_id=key, name=key) for key in ("acme", "borg"))
    for start in range(0, 2 * count, 5_000):
        Message.objects.bulk_create(
            Message(
                message_id=f"m{number}", conversation_id=f"c{number % 7}", channel="mail",
                customer=buyer if number % 2 else other, direction="in", sent_at=at + timedelta(minutes=20 * number),
                sender="Tom", text=" ".join(chance.choices(WORDS, k=30)) + (" 橙色吊灯" if number == 1 else ""),
            )
            for number in range(start, start + 5_000)
        )  # fmt: skip
    print(f"{count:,} messages of the buyer, as many of another; {connection.vendor}")
    deep = f"{(at + timedelta(days=2)).isoformat()}|message|{2**40}"
    asked: list[tuple[str, Callable[[], object]]] = [
        ("first page", lambda: timeline.happenings(buyer)),
        ("page near the end", lambda: timeline.happenings(buyer, deep)),
        ("first page of messages", lambda: timeline.happenings(buyer, sought=timeline.Sought("message"))),
        ("报价, in most messages", lambda: timeline.happenings(buyer, sought=timeline.Sought("", "报价"))),
        ("吊灯, in the oldest message only", lambda: timeline.happenings(buyer, sought=timeline.Sought("", "吊灯"))),
        ("橘黄, in none", lambda: timeline.happenings(buyer, sought=timeline.Sought("", "橘黄"))),
        ("purchase order, in none", lambda: timeline.happenings(buyer, sought=timeline.Sought("", "purchase order"))),
    ]
    for name, ask in asked:
        print(f"{name:36} {median(_seconds(ask) for _ in range(9)) * 1000:8.1f} ms")


def _seconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
