"""What the workbench does without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


_FIRST_PAGE = """
import sys
from pathlib import Path
from csp_tui.cli.commands_workbench import open_screens
from csp_tui.cli.user_database import UserDatabase
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.offers.screen import OffersScreen
folder = Path(sys.argv[1])
workbench = UserDatabase(folder / "csp.sqlite", folder / "unsaved").open()
workbench.watching.newest(), workbench.offers.rows(), workbench.database.why_not_write()
print("\\n".join(sys.modules))
"""
_LATER = (
    "csp_tui.private_log",
    "csp_tui.storage.backup",
    "csp_tui.storage.inspection",
    "csp_tui.storage.read_unit",
    "csp_tui.storage.search",
    "csp_tui.ui.kit.dialog",
    "csp_tui.ui.text.history",
    "httpx",
    "sqlalchemy",
    "sqlmodel",
    "textual.widgets._text_area",
)
"""What only other pages, dialogs, writing, the search or the log need."""


def test_the_first_page_needs_nothing_that_only_others_need(tmp_path: Path) -> None:
    """Each module that is imported before the offers are shown delays them."""
    make = [sys.executable, "-m", "csp_tui", "--db", str(tmp_path / "csp.sqlite")]
    new = ["offers", "create", "kept", "--type", "saas", "--name", "Kept"]
    subprocess.run([*make, *new], capture_output=True, check=True, timeout=60)
    command = [sys.executable, "-c", _FIRST_PAGE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert set(_LATER).intersection(done.stdout.split()) == set()
