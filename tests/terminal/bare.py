"""The bytes that a program sends to its terminal, without anyone drawing them."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence

import pexpect  # type: ignore[import-untyped]

from .terminal import FRAMES_ASKED, FRAMES_KNOWN


def everything_sent(
    words: Sequence[str], *, size: tuple[int, int], environment: Mapping[str, str], patience: float
) -> bytes:
    """Run a program in a pseudo-terminal until it ends.

    Args:
        words: What to run.
        size: Columns and rows.
        environment: What to add to the test's environment.
        patience: Seconds after which it should have ended.

    Returns:
        Every byte from the first to the last.

    Raises:
        AssertionError: It does not end, or not well.
    """
    columns, rows = size
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    process = pexpect.spawn(
        words[0],
        list(words[1:]),
        dimensions=(rows, columns),
        env={**inherited, "TERM": "xterm-256color", **environment},
    )
    process.delaybeforesend = None
    sent, answered, end = bytearray(), 0, time.monotonic() + patience
    try:
        while time.monotonic() < end:
            try:
                sent += process.read_nonblocking(size=1 << 16, timeout=end - time.monotonic())
            except pexpect.TIMEOUT:
                break
            except pexpect.EOF:
                process.wait()
                assert process.exitstatus == 0, sent[-2000:]
                return bytes(sent)
            if sent.count(FRAMES_ASKED) > answered:
                answered = sent.count(FRAMES_ASKED)
                process.send(FRAMES_KNOWN)
        raise AssertionError(f"never ended: {bytes(sent[-2000:])!r}")
    finally:
        process.close(force=True)
