"""Recovery files: written whole, kept apart by locks, and never trusted when they are read."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.recovery import files as module
from csp_tui.recovery.files import RecoveryFiles
from csp_tui.recovery.unsaved import UnsavedInput

AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TYPED = UnsavedInput(
    "offer", {"offer_id": "a"}, {"name": {"was": "", "typed": "Zürich"}}, ("Name: Z",)
)
ROOT = Path(__file__).parents[2]


def files(folder: Path, database: str = "work.sqlite") -> RecoveryFiles:
    return RecoveryFiles(folder / "unsaved", folder / database)


def names(folder: Path) -> list[str]:
    found = (folder / "unsaved").glob("*")
    return sorted(path.suffix for path in found)


def cut_off(folder: Path, *typed: UnsavedInput, at: datetime = AT) -> Path:
    """A file as a session leaves it that is killed: there, and its lock not held."""
    before = set((folder / "unsaved").glob("*.json"))
    session = files(folder)
    session.keep(typed or (TYPED,), at)
    (path,) = set((folder / "unsaved").glob("*.json")) - before
    content = path.read_bytes()
    session.drop()
    path.write_bytes(content)
    path.with_suffix(".lock").touch()
    return path


def test_what_a_killed_session_kept_is_found_once_and_then_forgotten(tmp_path: Path) -> None:
    # A process of its own, because only a real end releases a lock.
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom datetime import datetime, UTC\n"
        "from csp_tui.recovery.files import RecoveryFiles\n"
        "from csp_tui.recovery.unsaved import UnsavedInput\n"
        "folder = Path(sys.argv[1])\n"
        "kept = RecoveryFiles(folder / 'unsaved', folder / 'work.sqlite')\n"
        "kept.keep((UnsavedInput('offer', {}, {}, ('one',)),), datetime(2026, 1, 2, tzinfo=UTC))\n"
        "print('kept', flush=True)\nsys.stdin.read()\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"kept\n"
        here = files(tmp_path)
        assert here.found() == []
        assert files(tmp_path, "another.sqlite").found() == []
        other.stdin.close()
        other.wait()
        assert files(tmp_path, "another.sqlite").found() == []
        (left,) = here.found()
        assert left.at == datetime(2026, 1, 2, tzinfo=UTC)
        assert left.unsaved == (UnsavedInput("offer", {}, {}, ("one",)),)
    # The one that has found it keeps it from the others, and can look again.
    assert files(tmp_path).found() == []
    assert here.found() == [left]
    here.forget(left)
    assert names(tmp_path) == []
    assert here.found() == []


def test_only_the_owner_may_read_and_nothing_is_left_when_all_is_saved(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        session = files(tmp_path)
        session.keep((TYPED,), AT)
        session.keep((TYPED, TYPED), AT)
    finally:
        os.umask(before)
    assert names(tmp_path) == [".json", ".lock"]
    folder = tmp_path / "unsaved"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    session.keep((), AT)
    assert names(tmp_path) == []
    session.keep((TYPED,), AT)
    session.drop()
    session.keep((TYPED,), AT)
    assert names(tmp_path) == []


def test_the_last_words_stand_whatever_a_slow_thread_writes(tmp_path: Path) -> None:
    session = files(tmp_path)
    texts = [UnsavedInput("offer", summary_lines=(f"{number}" * 20_000,)) for number in range(8)]
    last = UnsavedInput("offer", summary_lines=("last",))
    threads = [
        threading.Thread(target=session.keep, args=((text,), AT)) for text in texts for _ in "12"
    ]
    for thread in threads:
        thread.start()
    session.end((last,), AT)
    for thread in threads:
        thread.join()
    (path,) = (tmp_path / "unsaved").glob("*.json")
    assert json.loads(path.read_bytes())["unsaved"] == [last.as_json()]
    assert names(tmp_path) == [".json"]


def test_a_file_that_is_too_large_or_finds_no_room_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = files(tmp_path)
    session.keep((TYPED,), AT)
    (path,) = (tmp_path / "unsaved").glob("*.json")
    content = path.read_bytes()
    with pytest.raises(ValueError, match="more than"):
        session.keep((UnsavedInput("offer", summary_lines=("x" * module.LIMIT,)),), AT)

    def full(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            session.keep((TYPED, TYPED), AT)
    assert path.read_bytes() == content
    assert names(tmp_path) == [".json", ".lock"]


def test_the_newest_comes_first_in_universal_time(tmp_path: Path) -> None:
    cut_off(tmp_path)
    east = timezone(timedelta(hours=14))
    path = cut_off(tmp_path, at=datetime(2026, 11, 16, 23, 31, tzinfo=east))
    found = files(tmp_path).found()
    assert [one.at.isoformat() for one in found] == [
        "2026-11-16T09:31:00+00:00",
        "2026-11-16T09:30:00+00:00",
    ]
    assert found[0].path == path
    assert found[0].at.tzinfo is UTC


def test_one_database_by_two_names_is_one(tmp_path: Path) -> None:
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "work.sqlite")
    cut_off(tmp_path)
    assert len(files(tmp_path, "link.sqlite").found()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"null",
        b"[" * 100_000,
        b'{"program": "another"}',
        json.dumps({"program": "csp-tui", "format": 2, "at": "", "unsaved": []}).encode(),
    ],
)
def test_what_is_no_recovery_file_is_set_aside_under_a_name(tmp_path: Path, content: bytes) -> None:
    path = cut_off(tmp_path)
    path.write_bytes(content)
    here = files(tmp_path)
    assert here.found() == []
    assert here.set_aside == (path.with_suffix(".unreadable"),)
    assert here.set_aside[0].read_bytes() == content
    assert names(tmp_path) == [".unreadable"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "yesterday"),
        ("at", "2026-11-16T09:30:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("database", "/another.sqlite"),
        ("unsaved", [{"place": "offer"}]),
        ("unsaved", [{"place": "offer", "about": {"a": 1}, "typed": {}, "words": []}]),
        ("unsaved", [{"place": "offer", "about": {}, "typed": {}, "words": ["\ud800"]}]),
    ],
)
def test_a_file_with_one_wrong_value_is_set_aside(tmp_path: Path, name: str, value: object) -> None:
    path = cut_off(tmp_path)
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps({**document, name: value}), "utf-8")
    here = files(tmp_path)
    assert here.found() == []
    assert [one.suffix for one in here.set_aside] == [".unreadable"]


@pytest.mark.skipif(os.name == "nt", reason="makes links and pipes of POSIX systems")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_nothing_that_is_no_plain_file_is_followed_or_waited_for(tmp_path: Path, kind: str) -> None:
    path = cut_off(tmp_path)
    secret = tmp_path / "secret"
    path.rename(secret)
    if kind == "link":
        path.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    here = files(tmp_path)
    assert here.found() == []
    assert len(here.set_aside) == 1
    assert secret.exists()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


@given(
    st.lists(
        st.builds(
            UnsavedInput,
            place=st.text(max_size=10),
            about=st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3),
            typed=st.dictionaries(st.text(max_size=8), json_values, max_size=3),
            summary_lines=st.lists(st.text(max_size=30), max_size=3).map(tuple),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_every_text_comes_back_as_it_was_typed(
    tmp_path_factory: pytest.TempPathFactory, typed: list[UnsavedInput]
) -> None:
    folder = tmp_path_factory.mktemp("typed")
    cut_off(folder, *typed)
    (left,) = files(folder).found()
    assert left.unsaved == tuple(typed)


def test_a_half_written_file_of_a_session_that_was_killed_is_removed(tmp_path: Path) -> None:
    folder, database = tmp_path / "unsaved", tmp_path / "csp.sqlite"
    living = RecoveryFiles(folder, database)
    living.keep((TYPED,), AT)
    (own,) = folder.glob("*.json")
    left = own.with_name(own.stem[:16] + "-0123456789ab.new")
    for draft in (left, own.with_suffix(".new")):
        draft.touch()

    assert RecoveryFiles(folder, database).found() == []

    assert not left.exists()
    assert own.with_suffix(".new").exists()
