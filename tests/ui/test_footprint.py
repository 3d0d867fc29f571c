"""What the workbench does without."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HEAPS = """
import ctypes, sys, threading
from csp_tui.ui.shell.footprint import share_one_heap
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


_OFFERS = """
import sys
from csp_tui.ui.shell.footprint import import_asyncio_without_openssl
import_asyncio_without_openssl()
import asyncio
from csp_tui.ui.app import WorkbenchApp
print(sorted({"_ssl", "ssl"} & sys.modules.keys()))
import ssl
print(ssl.create_default_context().verify_mode.name)
async def connect():
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    print(await reader.read())
    writer.close()
    server.close()
asyncio.run(connect())
"""


def test_screens_need_no_openssl_and_others_can_still_import_it() -> None:
    command = [sys.executable, "-c", _OFFERS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split("\n") == ["[]", "CERT_REQUIRED", "b''", ""], done.stderr
