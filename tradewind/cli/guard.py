"""Runs a command and ends it, with all that it started, once the desk that asked for it is gone, however that went.

    python guard.py COMMAND …

The desk holds the other end of our standard input: when it ends, even by kill -9, that end closes. Runs as a file of
its own, without the package, so that it stays small.
"""

import os
import select
import signal
import subprocess
import sys
from types import FrameType

PATIENCE_SECONDS = 5
LOOK_SECONDS = 0.5


def main() -> int:
    """Watch the command and the desk; the exit status is the command's."""
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)  # noqa: S603

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        end(child)

    signal.signal(signal.SIGTERM, on_signal)
    while child.poll() is None:
        ready, _, _ = select.select([0], [], [], LOOK_SECONDS)
        if ready and not os.read(0, 1):
            end(child)
    return child.returncode


def end(child: "subprocess.Popen[bytes]") -> None:
    """End the command, then whatever is left of our process group, ourselves included."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    finally:
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
