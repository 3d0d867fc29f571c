"""Settings that permission bits keep away, met by a process that obeys them even for root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.bounds import obey_permissions

pytestmark = pytest.mark.skipif(os.name == "nt", reason="uses permission bits of POSIX systems")

READ = """
from csp_tui import i18n
from csp_tui.settings.loader import read_settings
(problem,) = read_settings(path).problems
print(i18n.render(problem.what))
"""
SAVE = """
from csp_tui.domain.errors import InvalidInput
from csp_tui.settings.writing import SettingsFile
file = SettingsFile(path)
file.want("language", "fr")
try:
    file.write()
except InvalidInput as error:
    print(error.message)
"""


def said(code: str, path: Path) -> str:
    """What a process prints that obeys permission bits."""
    outcome = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys, pathlib\npath = pathlib.Path(sys.argv[1]){code}",
            path,
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
        preexec_fn=obey_permissions,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A settings file in a folder of its own, which can be taken away again."""
    folder = tmp_path / "csp-tui"
    folder.mkdir()
    yield folder / "config.toml"
    folder.chmod(0o700)


def test_a_file_that_may_not_be_read(path: Path) -> None:
    path.write_text("")
    path.chmod(0)
    assert said(READ, path) == "The file cannot be read (Permission denied)."


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_may_not_be_used_is_named(path: Path, mode: int) -> None:
    path.parent.chmod(mode)
    message = said(SAVE, path)
    assert "Permission denied" in message
    assert str(path) in message


def test_a_file_that_was_made_read_only_stays(path: Path) -> None:
    path.write_text('theme = "csp-dark"\n')
    path.chmod(0o400)
    assert "Permission denied" in said(SAVE, path)
    assert path.read_text() == 'theme = "csp-dark"\n'
