"""What a program that was killed leaves behind is removed by the next one, whatever it wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from csp_tui.exchange.audience_csv import write_audience
from csp_tui.temp_files import remove_stale, temporary_folder, temporary_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills with a signal of POSIX systems")

TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
EXPORT = f"""
import sys, time
from csp_tui.exchange.audience_csv import write_audience
def rows():
    for _ in range(20_000):
        yield {TENANT!r}, "Contoso"
    print("written", flush=True)
    time.sleep(60)
write_audience(sys.argv[1], rows())
"""


def leftovers(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.startswith(".csp-tui"))


def killed_export(target: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", EXPORT, str(target)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        assert len(leftovers(target.parent)) == 1
        assert remove_stale(target.parent) == []
        process.send_signal(signal.SIGKILL)


def test_an_export_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    killed_export(tmp_path / "partners.csv")
    assert len(leftovers(tmp_path)) == 1

    write_audience(tmp_path / "partners.csv", [(TENANT, "Contoso")])

    assert [file.name for file in tmp_path.iterdir()] == ["partners.csv"]


def test_files_of_a_running_process_stay(tmp_path: Path) -> None:
    with temporary_in(tmp_path) as draft:
        assert remove_stale(tmp_path) == []
        assert draft.exists()
    assert leftovers(tmp_path) == []


def test_a_file_that_has_not_been_written_for_a_week_is_removed_even_if_its_process_id_is_reused(
    tmp_path: Path,
) -> None:
    with temporary_in(tmp_path) as draft:
        week_ago = time.time() - 8 * 24 * 3600
        os.utime(draft, (week_ago, week_ago))
        assert remove_stale(tmp_path) == [draft]


def test_folders_go_with_what_is_in_them_and_links_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    with temporary_folder() as folder:
        (folder / "backup.sqlite").touch()
        ended = folder.name.replace(f"-{os.getpid()}-", f"-{2**22 + 1}-")
        (tmp_path / ended).mkdir()
        (tmp_path / ended / "backup.sqlite").touch()
        (tmp_path / f"{ended[:-1]}{'1' if ended[-1] == '0' else '0'}").symlink_to(kept)
        assert len(remove_stale(tmp_path)) == 2
        assert folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (kept / "file").exists()
