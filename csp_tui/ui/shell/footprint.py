"""What the workbench does without, to start fast and stay small."""

from __future__ import annotations

import sys
from contextlib import suppress

_M_ARENA_MAX = -8


def import_asyncio_without_openssl() -> None:
    """Import asyncio as it is where Python was built without OpenSSL.

    It imports OpenSSL, 4 MB, for encrypted streams of its own. The workbench has none: Partner
    Center is reached through a client that imports OpenSSL itself.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def share_one_heap() -> None:
    """Let threads that start from now on share the heap of those that there are.

    The GNU C library gives each thread a heap of its own, which keeps what the thread has freed.
    Threads of Python run one at a time, so that they seldom wait for each other's heap.
    """
    if sys.platform != "linux":
        return
    import ctypes

    # Other C libraries have one heap anyway, and no such function.
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
