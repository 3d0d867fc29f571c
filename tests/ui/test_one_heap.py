"""Threads of the workbench do not multiply the memory that is kept for later."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HEAPS = """
import ctypes, sys, threading
from csp_tui.ui.shell.one_heap import share_one_heap
library = ctypes.CDLL(None)
if not hasattr(library, "malloc_info"):
    sys.exit(77)
if "share" in sys.argv:
    share_one_heap()
begun = threading.Barrier(5)
def use_memory():
    begun.wait()
    kept = [library.malloc(1000) for _ in range(1000)]
    begun.wait()
for _ in range(4):
    threading.Thread(target=use_memory).start()
begun.wait()
begun.wait()
library.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, out)
library.fflush(out)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only the GNU C library has more heaps")
def test_threads_share_one_heap() -> None:
    heaps = []
    for words in ([], ["share"]):
        command = [sys.executable, "-c", _HEAPS, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 77:
            pytest.skip("not the GNU C library")
        assert done.returncode == 0, done.stderr
        heaps.append(done.stdout.count("<heap nr="))
    assert heaps[0] > 1
    assert heaps[1] == 1
