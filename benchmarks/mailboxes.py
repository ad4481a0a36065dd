"""How fast is a mailbox read? Ours and Python's own mailbox module, in one run, on the same made-up file.

    python -m benchmarks.mailboxes [--megabytes 100]

Each contender runs in a process of its own. "split" finds each mail and gives its bytes; "read" also gives sender,
time, subject and text. Ours reads more than the peer: charsets found out, quotations and signatures apart, threads.
"""

from __future__ import annotations

import argparse
import base64
import json
import mailbox
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import Random

WORDS = (
    "price",
    "confirm",
    "sample",
    "shipment",
    "FOB",
    "Ningbo",
    "invoice",
    "quality",
    "报价",
    "确认",
    "交期",
    "Прошу",
)
LARGE = 40  # one mail in so many carries an attachment


def made_up_mailbox(file: Path, megabytes: int) -> None:
    """A mailbox of short mails with quotations, and attachments of 400 kB now and then."""
    chance, written = Random(1), 0
    with file.open("wb") as out:
        n = 0
        while written < megabytes * 10**6:
            n += 1
            said = "\n".join(" ".join(chance.choices(WORDS, k=12)) for _ in range(chance.randint(2, 30)))
            quoted = "\n".join(f"> {' '.join(chance.choices(WORDS, k=10))}" for _ in range(chance.randint(0, 20)))
            above = (
                f"From b{n % 300}@buyer.example Tue Mar  5 08:07:00 2024\n"
                f"Received: from a by b; Tue, 5 Mar 2024 13:07:02 +0000\n"
                f"From: =?utf-8?q?B=C3=BCyer?= {n % 300} <b{n % 300}@buyer.example>\nTo: Li Wei <li@factory.example>\n"
                f"Subject: Re: =?utf-8?b?6K+i5Lu3?= {n % 900}\nDate: Tue, 05 Mar 2024 08:07:00 -0500\n"
                f"Message-ID: <{n}@b>\n"
                f"References: <{max(1, n - 300)}@b>\nMIME-Version: 1.0\n"
            )
            text = f"{said}\n\nOn Tue, 5 Mar 2024 at 8:00, Li Wei <li@factory.example> wrote:\n{quoted}\n\n-- \nTom\n"
            plain = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}"
            mail = above + plain if n % LARGE else above + _with_attachment(plain, chance)
            written += out.write(mail.encode() + b"\n")


def _with_attachment(plain: str, chance: Random) -> str:
    packed = base64.encodebytes(chance.randbytes(300_000)).decode()
    return (
        f"Content-Type: multipart/mixed; boundary=bb\n\n--bb\n{plain}\n--bb\n"
        f"Content-Type: application/pdf; name=a.pdf\n"
        f"Content-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\n{packed}\n--bb--\n"
    )


def ours_split(file: Path) -> int:
    from tradewind.collect.messages.mail.mailbox import mails

    with file.open("rb") as stream:
        return sum(1 for one in mails(stream) if one.data)


def python_split(file: Path) -> int:
    box = mailbox.mbox(file)
    return sum(1 for key in box.iterkeys() if box.get_bytes(key))


def ours_read(file: Path) -> int:
    from tradewind.collect.messages import conversations

    return sum(1 for one in conversations(file) for message in one.messages() if message.text)


def python_read(file: Path) -> int:
    return sum(1 for mail in mailbox.mbox(file) if _read(mail))


def _read(mail: mailbox.mboxMessage) -> bool:
    parts = [part for part in mail.walk() if part.get_content_type() == "text/plain"]
    data = parts[0].get_payload(decode=True)
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
    return bool(text and mail["From"] and mail["Subject"] and parsedate_to_datetime(mail["Date"]))


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "Python's mailbox, split": python_split,
    "ours, split": ours_split,
    "Python's mailbox, read": python_read,
    "ours, read": ours_read,
}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--megabytes", type=int, default=100)
    options.add_argument("--one", nargs=2)
    asked = options.parse_args()
    if asked.one:
        begun = time.process_time()
        mails = CONTENDERS[asked.one[0]](Path(asked.one[1]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"mails": mails, "seconds": time.process_time() - begun, "peak_mb": peak}))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sales.mbox"
        made_up_mailbox(file, asked.megabytes)
        size = file.stat().st_size / 10**6
        for name in CONTENDERS:
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.mailboxes", "--one", name, str(file)],
                check=True,
                capture_output=True,
                text=True,
            )
            found = json.loads(told.stdout)
            print(
                f"{name:26} {found['mails']:7,} mails {found['seconds']:6.1f} s CPU "
                f"{size / found['seconds']:7.1f} MB/s {found['peak_mb']:6.0f} MB"
            )


if __name__ == "__main__":
    main()
