"""A desk with a buyer who is everywhere, then erased. Own data folder: python -m tests.desk.a_desk_to_erase_from keep|all

Prints as JSON what is left: the buyer's order sum, other buyers' rows, the last line of the change log.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tradewind.cli.opening import open_desk
from tradewind.desk.traces import unpacked

NAME, OTHER = "Acmé Leuchten GmbH", "Borg Lampen"
SECRETS = (
    "Leuchten", "tomasz.wojcik", "acme-leuchten.example", "600 111 222", "Wojcik", "Wojtek",
    "geheime Anfrage", "Zahlung kommt morgen", "Tochter", "Rueckruf zugesagt", "verlorene Zeile", "沃伊切赫",
)  # fmt: skip
CHAT = """31/01/2026, 14:05 - Messages and calls are end-to-end encrypted with Wojtek.
31/01/2026, 14:06 - Wojtek: geheime Anfrage 沃伊切赫
31/01/2026, 14:07 - Alice: Zahlung kommt morgen?
"""
LATER = CHAT.replace("geheime Anfrage 沃伊切赫", "This message was deleted")
ORDERS = """Order ID,Customer ID,Customer,Order Date,Product,Quantity,Unit Price,Currency
A1,acme-leuchten.example,Acmé Leuchten GmbH,2026-01-05,Lamp,10,2.50,USD
B1,borg,Borg Lampen,2026-01-09,Desk,2,100,USD
A9,acme-leuchten.example,Acmé Leuchten GmbH,not a day,verlorene Zeile,1,1,USD
"""
PEOPLE = """Customer ID,Customer Name,Contact Name,Email,Phone
acme-leuchten.example,Acmé Leuchten GmbH,Tomasz Wojcik,tomasz.wojcik@acme-leuchten.example,+48 600 111 222
borg,Borg Lampen,Berta,berta@borg.example,
"""


def left_in(home: Path) -> dict[str, list[str]]:
    """Which of SECRETS stand in the raw bytes of which files below `home`, those inside archives too."""
    found: dict[str, list[str]] = {}
    for file in (one for one in home.rglob("*") if one.is_file()):
        for data in map(bytes.lower, unpacked(file.read_bytes())):
            for secret in SECRETS:
                if any(secret.encode(encoding).lower() in data for encoding in ("utf-8", "utf-16-le")):
                    found.setdefault(secret, []).append(str(file.relative_to(home)))
    return found


def main() -> None:
    """Make the desk, erase the buyer, tell what is left."""
    me = open_desk()
    from tests.desk.files import written
    from tradewind.desk import calendar, contacts, erasing, follow_ups, notes, ownership, senders
    from tradewind.desk.jobs.performing import perform, perform_for
    from tradewind.desk.models import AuditEntry, Contact, Customer, Job, Message, Order, Sender
    from tradewind.desk.sessions import SessionStore

    def work() -> None:
        for job in Job.objects.filter(state="queued").order_by("pk"):
            perform(job.pk)

    written(me, ORDERS, skip_bad_rows=True)
    written(me, PEOPLE, "people.csv", kind="contacts")
    chat = "WhatsApp Chat with Wojtek.txt"
    for text in (CHAT, LATER):
        written(me, text, chat, me=["Alice"])
    acme = Customer.objects.get(customer_id="acme-leuchten.example")
    senders.settle(Sender.objects.get(name="Wojtek"), me, "buyer", acme)
    work()
    note = notes.add(acme, me, "Tochter heiratet")
    notes.change(note, me, "Tochter hat geheiratet", "note")
    follow_ups.set_step(acme, me, "Rueckruf zugesagt", calendar.today())
    contacts.remove(contacts.add(acme, me, {"name": "Wojcik junior", "phone": "+48 600 111 223"}), me)
    ownership.hand_over(acme, None, me, calendar.today())
    session = SessionStore()
    session["said"] = {"words": "{buyer}: done.", "facts": {"buyer": NAME}, "undo": ""}
    session.create()
    work()
    assert Message.objects.filter(customer=acme).count() == 3
    before = left_in(Path(os.environ["TRADEWIND_HOME"]))
    perform_for(erasing.ask(acme, me, NAME, keep_orders=sys.argv[1] == "keep"))
    work()
    print(json.dumps({
        "before": list(before),
        "acme": [str(one.amount) for one in Order.objects.exclude(customer__customer_id="borg")],
        "named": list(Customer.objects.exclude(customer_id="borg").values_list("customer_id", "name")),
        "borg": [str(one.amount) for one in Order.objects.filter(customer__customer_id="borg")],
        "berta": Contact.objects.filter(name="Berta").count(), "messages": Message.objects.count(),
        "log": AuditEntry.objects.filter(action="buyer_erased").values("facts", "about").get(),
        "failed": list(Job.objects.filter(state="failed").values_list("kind", "error")),
    }, default=str))  # fmt: skip


if __name__ == "__main__":
    main()
