"""The timeline of one buyer with 50,000 messages of a million in all: pages from the first to the last, and searches.

    python -m benchmarks.timeline [MESSAGES [IN_ALL]]

A desk of its own in a temporary folder (DATABASE_URL: on that database). Each figure is the median of nine. The
buyer's messages lie among the others' as they came in, so that reading them all means reading all over the table.
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
IN_ALL = 1_000_000
WORDS = "price lamp ship carton quote sample invoice 报价 发货 样品 付款 订单 箱子 客户 灯具 谢谢".split()  # noqa: SIM905


def main() -> None:
    """Print one line per page or search."""
    os.environ.setdefault("TRADEWIND_HOME", tempfile.mkdtemp(prefix="tradewind-timeline-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tradewind.settings"
    import django
    from django.core.management import call_command
    from django.db import connection, transaction

    django.setup()
    call_command("migrate", verbosity=0)
    from tradewind.desk import bulk, talk_index, timeline
    from tradewind.desk.models import Customer, Message

    count, in_all = (int(text) for text in (*sys.argv[1:], *(str(MESSAGES), str(IN_ALL))[len(sys.argv) - 1 :]))
    chance, at, apart = random.Random(1), datetime(2020, 1, 1, tzinfo=UTC), timedelta(minutes=2)
    Customer.objects.bulk_create(Customer(customer_id=f"b{number}", name=f"b{number}") for number in range(1_000))
    buyer, begun = Customer.objects.get(customer_id="b0"), time.perf_counter()
    columns = ("message_id", "conversation_id", "channel", "customer_id", "direction", "sent_at", "sender", "text")
    more = ("rep", "kind", "reply_to")
    for start in range(0, in_all, 5_000):
        rows = []
        for number in range(start, min(start + 5_000, in_all)):
            who = (
                "b0" if number * count // in_all != (number + 1) * count // in_all else f"b{chance.randrange(1, 1_000)}"
            )
            text = " ".join(chance.choices(WORDS, k=30)) + (" 橙色吊灯" if number < in_all // count else "")
            when = bulk.stored_time(f"{at + number * apart:%Y-%m-%d %H:%M:%S}")
            rows.append((f"m{number}", f"c-{who}", "mail", who, "in", when, "Tom", text, "alice", "text", ""))
        with transaction.atomic():
            bulk.insert(Message, (*columns, *more), rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Message.objects.filter(customer=buyer).count():,} messages of the buyer, {in_all:,} in all, "
          f"written in {time.perf_counter() - begun:.0f} s; {connection.vendor}", flush=True)  # fmt: skip
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
    for is_indexed in (False, True):
        print("read through" if not is_indexed else f"indexed in {_seconds(talk_index.refresh):.1f} s")
        _show(asked)


def _show(asked: list[tuple[str, Callable[[], object]]]) -> None:
    for name, ask in asked:
        print(f"{name:36} {median(_seconds(ask) for _ in range(9)) * 1000:8.1f} ms", flush=True)


def _seconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
