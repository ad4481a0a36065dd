"""How fast does a WhatsApp export become frames? Ours, whatstk, chat-miner and npm's whatsapp-chat-parser, in one run.

    python -m benchmarks.chats [--mb 100] [--node-modules FOLDER]

Each contender reads the same made-up export in a process of its own, on one core: MB/s of its CPU time from the opened
file to a frame (or to objects, for the one in JavaScript), the most memory, and how many messages of people it found.
Ours recognises the form and the order of dates by itself. Needs requirements/bench.txt; the last one needs node and a
folder with whatsapp-chat-parser in it, and is left out by name elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

NAMES = [
    "Tom Buyer",
    "Li Wei",
    "王芳",
    "Ahmed Al-Sayed",
    "+86 138 0013 8000",
    "Maria José",
    "Olga",
    "Bob 🙂",
    "Kim",
    "Ana",
]
WORDS = (
    "lorem ipsum dolor price FOB Ningbo container pcs sample "
    "please confirm 请报价 交期 可以 order invoice payment received thanks"
)
HEADS: dict[str, Callable[[datetime], str]] = {
    "android": lambda at: f"{at:%d/%m/%Y, %H:%M} - ",
    "ios": lambda at: f"[{at:%d/%m/%Y, %H:%M:%S}] ",
    "chinese": lambda at: (
        f"{at.year}/{at.month}/{at.day} {'上午' if at.hour < 12 else '下午'}{at.hour % 12 or 12}:{at:%M} - "
    ),
}
NODE = """
const fs = require('fs'), parser = require(process.argv[2] + '/whatsapp-chat-parser');
const before = process.cpuUsage(), text = fs.readFileSync(process.argv[1], 'utf8');
const found = parser.parseString(text, {parseAttachments: true}), used = process.cpuUsage(before);
const afternoon = found.filter(one => one.author && one.date.getHours() > 12).length;
const people = found.filter(one => one.author).length, cpu_s = (used.user + used.system) / 1e6;
console.log(JSON.stringify({people, afternoon, cpu_s}));
"""


def made_up(file: Path, mb: float, head: Callable[[datetime], str]) -> dict[str, int]:
    """An export of about `mb` MB, one message in seven of two lines; how many are of people, of them after noon."""
    dice, at = Random(7), datetime(2015, 1, 1, 8)
    people = afternoon = size = 0
    words = WORDS.split()
    with file.open("w") as opened:
        while size < mb * 10**6:
            at += timedelta(seconds=dice.randint(1, 240))
            if dice.random() < 0.01:
                text = f"{head(at)}{dice.choice(NAMES)} changed this group's icon\n"
            else:
                said = " ".join(dice.choices(words, k=dice.randint(2, 25)))
                text = f"{head(at)}{dice.choice(NAMES)}: {said if dice.random() > 0.03 else '<Media omitted>'}\n"
                text += " ".join(dice.choices(words, k=8)) + "\n" if dice.random() < 0.14 else ""
                people += 1
                afternoon += at.hour > 12
            opened.write(text)
            size += len(text.encode())
    return {"people": people, "afternoon": afternoon}


def ours(file: Path) -> tuple[int, int]:
    """Frames with all columns, the form recognised."""
    import polars as pl

    from tradewind.collect.messages import conversations

    (conversation,) = conversations(file)
    found = pl.concat(list(conversation.frames())).filter(pl.col("kind") != "system")
    return found.height, found.filter(pl.col("sent_at").dt.hour() > 12).height


def whatstk(file: Path) -> tuple[int, int]:
    """Its data frame, with its limit of 50 MB lifted."""
    from whatstk.whatsapp.parser import df_from_whatsapp  # type: ignore[import-not-found,unused-ignore]

    found = df_from_whatsapp(str(file), max_size=None)
    return len(found), int((found["date"].dt.hour > 12).sum())


def chat_miner(file: Path) -> tuple[int, int]:
    """Its data frame."""
    from chatminer.chatparsers import WhatsAppParser  # type: ignore[import-not-found,unused-ignore]

    parser = WhatsAppParser(str(file))
    parser.parse_file()
    found = parser.parsed_messages.get_df()
    return len(found), int((found["timestamp"].dt.hour() > 12).sum())


CONTENDERS: dict[str, Callable[[Path], tuple[int, int]]] = {"ours": ours, "whatstk": whatstk, "chat_miner": chat_miner}


def once(name: str, file: Path) -> None:
    """Run one contender in this process and print what it took."""
    if name == "ours":
        import tradewind.collect.messages  # noqa: F401  imports are nobody's speed
    before = time.process_time()
    people, afternoon = CONTENDERS[name](file)
    print(json.dumps({"people": people, "afternoon": afternoon, "cpu_s": time.process_time() - before}))


def raced(command: list[str], mb: float, truth: dict[str, int]) -> str:
    """A contender's line of the table."""
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "POLARS_MAX_THREADS": "1"}
    )
    assert started.stdout is not None
    said = started.stdout.read().decode().strip().splitlines()
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = status
    if status or not said:
        return "fails"
    told = json.loads(said[-1])
    right = [name for name in truth if told[name] == truth[name]]
    return (
        f"{mb / told['cpu_s']:7.1f} MB/s {used.ru_maxrss / 1024:7.0f} MB   "
        f"{told['people']:9,} of {truth['people']:,} messages   times {'right' if 'afternoon' in right else 'wrong'}"
    )


def main() -> None:
    """Race all contenders over each way of writing."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--mb", type=float, default=100)
    asked.add_argument("--node-modules", type=Path, default=Path("node_modules"))
    asked.add_argument("--once", nargs=2)
    told = asked.parse_args()
    if told.once:
        return once(told.once[0], Path(told.once[1]))
    node, package = shutil.which("node"), told.node_modules.resolve()
    with tempfile.TemporaryDirectory() as folder:
        for style, head in HEADS.items():
            file = Path(folder) / f"{style}.txt"
            truth = made_up(file, told.mb, head)
            print(f"{style}, {file.stat().st_size / 1e6:.0f} MB")
            for name in CONTENDERS:
                command = [sys.executable, "-m", "benchmarks.chats", "--once", name, str(file)]
                print(f"  {name:22}{raced(command, told.mb, truth)}", flush=True)
            if node and (package / "whatsapp-chat-parser").is_dir():
                command = [node, "--max-old-space-size=4096", "-e", NODE, str(file), str(package)]
                print(f"  whatsapp-chat-parser  {raced(command, told.mb, truth)}", flush=True)
            else:
                print("  whatsapp-chat-parser  left out: needs node and --node-modules")
    return None


if __name__ == "__main__":
    main()
