"""What the tests need of the machine: Chromium, PostgreSQL, Java, Chinese fonts, Dovecot; installed when root and missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NEEDED: dict[str, Callable[[], bool]] = {
    "chromium": lambda: shutil.which("chromium") is not None,
    "postgresql": lambda: bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
    "default-jre-headless": lambda: shutil.which("java") is not None,
    "dovecot-imapd": lambda: shutil.which("dovecot") is not None,
    "fonts-noto-cjk": lambda: Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists(),
}


def quietly(*words: str) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(words, check=False, stdout=subprocess.DEVNULL, env=environment).returncode


def main() -> None:
    missing = [package for package, is_there in NEEDED.items() if not is_there()]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(
            f"Not on this machine: {', '.join(missing)}. Tests that need them are skipped; to run them, install them."
        )
        return
    print(f"Installing {', '.join(missing)} for the tests …", flush=True)
    quietly("apt-get", "update", "-qq")
    if quietly("apt-get", "install", "-y", "-qq", *missing):
        print("That did not work; tests that need them are skipped.", file=sys.stderr)


main()
