"""Every file that cannot be used, through the real program: told in full, left to the byte."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.offer import Setup
from csp_tui.domain.product import ProductType

from .bounds import make_shim
from .forking import Preloaded
from .forking import forked as program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="uses means of POSIX systems")

CREATE = ("offers", "create", "new-offer", "--type", "saas", "--name", "New")
READS = (("offers", "list"), ("db", "info"), ("history",), ("partners", "count"), ("db", "check"))
Make = Callable[[Path, Path], Path]
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "xdg" / name.lower()))
    monkeypatch.delenv("CSP_TUI_DB", raising=False)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound database with an offer."""
    path = tmp_path_factory.mktemp("sound") / "sound.sqlite"
    workbench = open_workbench(path, who="ada")
    workbench.offers.create("kept-offer", ProductType.SAAS, Setup(name="Kept"))
    workbench.close()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The folder of the bad file, and nothing else in it."""
    folder = tmp_path / "files"
    folder.mkdir()
    yield folder
    for place, _folders, _files in os.walk(tmp_path):
        os.chmod(place, 0o700)


def everything(folder: Path) -> dict[str, object]:
    """Names, bytes, times and rights of all that is in a folder."""
    found: dict[str, object] = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            facts = os.lstat(path)
            content: object = None
            if stat.S_ISREG(facts.st_mode) and os.access(path, os.R_OK):
                with open(path, "rb") as file:
                    content = file.read()
            elif stat.S_ISLNK(facts.st_mode):
                content = os.readlink(path)
            when = facts.st_mtime_ns if stat.S_ISREG(facts.st_mode) else 0
            found[repr(path)] = (content, facts.st_mode, facts.st_size, when)
    return found


def require_reported(
    path: Path,
    folder: Path,
    *words: str,
    cause: str,
    step: str,
    run: Run = program,
    **environment: str,
) -> None:
    """The program ends with 3, tells path, cause and next step, and leaves everything alone."""
    before = everything(folder)
    outcome = run("--db", path, *words, **environment)
    told = outcome.stderr.decode()
    assert outcome.returncode == 3, (words, told, outcome.stdout)
    assert outcome.stdout == b""
    assert told.startswith("csp-tui: ")
    assert str(path) in told
    assert cause in told
    assert f"Next: {step}" in told
    assert "Traceback" not in told
    assert "unexpected" not in told
    assert without_logs(everything(folder)) == without_logs(before), words


def without_logs(found: dict[str, object]) -> dict[str, object]:
    """All files but those that SQLite had started when the disk was full."""
    full = {name for name in found if name.endswith(("-wal'", "-shm'")) and "full_disk" in name}
    return {name: facts for name, facts in found.items() if name not in full}


def zero_bytes(folder: Path, _sound: Path) -> Path:
    (folder / "file").touch()
    return folder / "file"


def one_byte(folder: Path, _sound: Path) -> Path:
    (folder / "file").write_bytes(b"S")
    return folder / "file"


def random_bytes(folder: Path, _sound: Path) -> Path:
    (folder / "file").write_bytes(random.Random(4).randbytes(20_000))
    return folder / "file"


def another_programs(folder: Path, _sound: Path) -> Path:
    with closing(sqlite3.connect(folder / "file")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
    return folder / "file"


def another_programs_in_use(folder: Path, _sound: Path) -> Path:
    """What another program has written to its log, and not yet to its file."""
    with closing(sqlite3.connect(folder / "theirs")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint")
        connection.execute("INSERT INTO theirs VALUES (1)")
        connection.commit()
        for end in ("", "-wal"):
            shutil.copyfile(folder / f"theirs{end}", folder / f"file{end}")
    (folder / "theirs").unlink()
    return folder / "file"


def cut_off(folder: Path, sound: Path) -> Path:
    whole = sound.read_bytes()
    (folder / "file").write_bytes(whole[: len(whole) // 2])
    return folder / "file"


def newer(folder: Path, sound: Path) -> Path:
    shutil.copyfile(sound, folder / "file")
    with closing(sqlite3.connect(folder / "file")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    return folder / "file"


def a_folder(folder: Path, _sound: Path) -> Path:
    (folder / "file").mkdir()
    return folder / "file"


def a_pipe(folder: Path, _sound: Path) -> Path:
    os.mkfifo(folder / "file")
    return folder / "file"


def dangling_link(folder: Path, _sound: Path) -> Path:
    (folder / "file").symlink_to(folder / "nowhere")
    return folder / "file"


def endless_link(folder: Path, _sound: Path) -> Path:
    (folder / "file").symlink_to(folder / "file")
    return folder / "file"


def below_a_file(folder: Path, _sound: Path) -> Path:
    (folder / "file").write_text("not a folder")
    return folder / "file" / "csp.sqlite"


def without_right(folder: Path, sound: Path) -> Path:
    shutil.copyfile(sound, folder / "file")
    (folder / "file").chmod(0)
    return folder / "file"


BAD: dict[str, tuple[Make, str, str]] = {
    "zero bytes": (zero_bytes, "is empty", "Restore a backup"),
    "one byte": (one_byte, "not a database", "Choose another file with --db, or restore"),
    "random bytes": (random_bytes, "not a database", "Choose another file with --db, or restore"),
    "another program's": (another_programs, "another program", "Choose another file with --db"),
    "another program's in use": (another_programs_in_use, "another program", "Choose another"),
    "cut off": (cut_off, "damaged", "Restore a backup"),
    "newer": (newer, "schema 9999, which is newer", "Use the newer program"),
    "a folder": (a_folder, "is a folder", "Name a file in it with --db"),
    "a pipe": (a_pipe, "not a database", "Choose another file with --db"),
    "a dangling link": (dangling_link, "nowhere, which does not exist", "Connect its disk"),
    "an endless link": (endless_link, "symbolic links", "Choose another location with --db"),
    "below a file": (below_a_file, "Not a directory", "Choose another location with --db"),
    "no right": (without_right, "permission to read", "Choose another location with --db"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("words", [("offers", "list"), CREATE], ids=["read", "write"])
def test_a_bad_file_is_reported_and_left_alone(
    folder: Path, sound: Path, case: str, words: tuple[str, ...]
) -> None:
    make, cause, step = BAD[case]
    path = make(folder, sound)
    require_reported(path, folder, *words, cause=cause, step=step)


@pytest.mark.parametrize("case", ["random bytes", "another program's", "cut off", "newer"])
def test_other_commands_tell_of_a_bad_file_too(folder: Path, sound: Path, case: str) -> None:
    make, cause, step = BAD[case]
    path = make(folder, sound)
    require_reported(path, folder, "db", "info", cause=cause, step=step)
    backup = str(folder / "copy.sqlite")
    require_reported(path, folder, "db", "backup", backup, cause=cause, step=step)
    before = everything(folder)
    checked = program("--db", path, "db", "check")
    assert checked.returncode == 3
    # What is whole and only not this program's is no damage.
    assert (
        cause
        in (checked.stderr if "schema" in cause or "another" in cause else checked.stdout).decode()
    )
    assert everything(folder) == before


@pytest.mark.parametrize("case", ["zero bytes", "one byte", "random bytes", "cut off"])
def test_the_newest_backup_is_named_as_the_next_step(folder: Path, sound: Path, case: str) -> None:
    path = BAD[case][0](folder, sound)
    (folder / "backups").mkdir()
    for day in ("20261119", "20261120"):
        shutil.copyfile(sound, folder / "backups" / f"file-daily-{day}-080000.sqlite")
    newest = folder / "backups" / "file-daily-20261120-080000.sqlite"

    told = program("--db", path, "offers", "list").stderr.decode()

    line = shlex.join(["csp-tui", "--db", str(path), "db", "restore", str(newest)])
    assert told.splitlines()[-1].strip() == line
    done = program(*shlex.split(line)[1:], "--yes")
    assert done.returncode == 0, done.stderr
    assert b"Kept" in program("--db", path, "offers", "list").stdout


@pytest.mark.parametrize("case", ["another program's", "newer", "a dangling link"])
def test_no_backup_is_offered_for_an_intact_file(folder: Path, sound: Path, case: str) -> None:
    path = BAD[case][0](folder, sound)
    (folder / "backups").mkdir()
    shutil.copyfile(sound, folder / "backups" / "file-daily-20261120-080000.sqlite")

    told = program("--db", path, "offers", "list").stderr.decode()

    assert "      csp-tui" not in told


def test_what_is_opened_to_be_read_is_left_to_the_byte(folder: Path, sound: Path) -> None:
    path = folder / "file"
    shutil.copyfile(sound, path)
    before = everything(folder)

    for words in READS:
        outcome = program("--read-only", "--db", path, *words)
        assert (outcome.returncode, outcome.stderr) == (0, b""), words
        assert everything(folder) == before, words
    for change in (CREATE, ("db", "restore", "--yes", str(sound))):
        outcome = program("--read-only", "--db", path, *change)
        assert outcome.returncode == 3
        assert b"was opened read-only" in outcome.stderr
        assert everything(folder) == before, change
    missing = program("--read-only", "--db", folder / "new", "offers", "list")
    assert (missing.returncode, everything(folder)) == (3, before)
    assert b"There is no file" in missing.stderr
    behind = program("--db", path, "offers", "list", "--read-only")
    assert (behind.returncode, b"Put --read-only before" in behind.stderr) == (2, True)


@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_read_only_file_is_read_and_not_written(folder: Path, sound: Path, what: str) -> None:
    path = folder / "file"
    shutil.copyfile(sound, path)
    path.chmod(0o600 if what == "folder" else 0o400)
    folder.chmod(0o700 if what == "file" else 0o500)
    before = everything(folder)

    for words in READS:
        outcome = program("--db", path, *words)
        assert (outcome.returncode, outcome.stderr) == (0, b""), words
        assert everything(folder) == before, words
    assert b"Kept" in program("--db", path, "offers", "list").stdout
    require_reported(path, folder, *CREATE, cause="read-only", step="It can be read. To change it")
    restore = ("db", "restore", "--yes", str(sound))
    require_reported(path, folder, *restore, cause="read-only", step="It can be read.")


def test_a_backup_is_made_of_a_read_only_file(folder: Path, tmp_path: Path, sound: Path) -> None:
    path = folder / "file"
    shutil.copyfile(sound, path)
    path.chmod(0o400)
    folder.chmod(0o500)

    outcome = program("--db", path, "db", "backup", tmp_path / "copy.sqlite")

    assert outcome.returncode == 0, outcome.stderr
    assert b"Kept" in program("--db", tmp_path / "copy.sqlite", "offers", "list").stdout


def test_changes_that_wait_in_a_log_cannot_be_read_in_a_read_only_folder(
    folder: Path, sound: Path
) -> None:
    path = folder / "file"
    shutil.copyfile(sound, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE offer SET name = 'Waiting'")
        connection.commit()
        log = (folder / "file-wal").read_bytes()
        main = path.read_bytes()
    path.write_bytes(main)
    (folder / "file-wal").write_bytes(log)
    folder.chmod(0o500)

    require_reported(path, folder, "offers", "list", cause="has changes in its log", step="Copy")
    folder.chmod(0o700)
    assert b"Waiting" in program("--db", path, "offers", "list").stdout


def test_nothing_is_made_in_a_read_only_folder(folder: Path) -> None:
    folder.chmod(0o500)
    for path in (folder / "new.sqlite", folder / "deep" / "new.sqlite"):
        require_folder_reported(path, folder)


def require_folder_reported(path: Path, folder: Path) -> None:
    outcome = program("--db", path, "offers", "list")
    assert outcome.returncode == 3
    assert f"write in the folder {folder}, where {path} belongs." in outcome.stderr.decode()
    assert b"Next: Choose another location" in outcome.stderr
    assert everything(folder) == {}


@pytest.fixture(scope="module")
def shimmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preloaded]:
    """Runs the program where the disk is full or cannot lock, as the environment says."""
    with closing(Preloaded(make_shim(tmp_path_factory.mktemp("shim")))) as run:
        yield run


def test_a_full_disk_is_reported_and_what_is_on_it_can_be_saved(
    folder: Path, sound: Path, shimmed: Preloaded, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = folder / "file"
    shutil.copyfile(sound, path)
    full = {"SHIM_FOLDER": str(folder), "SHIM_FULL": "1"}

    require_reported(
        path, folder, *CREATE, cause="is full", step="Free some space", run=shimmed, **full
    )
    restore = ("db", "restore", "--yes", str(sound))
    require_reported(
        path, folder, *restore, cause="is full", step="Free some space", run=shimmed, **full
    )
    new = folder / "new.sqlite"
    require_reported(
        new, folder, *CREATE, cause="is full", step="Free some space", run=shimmed, **full
    )
    copy = folder / "copy.sqlite"
    outcome = shimmed("--db", path, "db", "backup", copy, **full)
    assert outcome.returncode == 3
    assert f"The disk with the database {folder}" in outcome.stderr.decode()
    assert not copy.exists()
    # What is there can be read, and saved on another disk.
    assert b"Kept" in shimmed("--db", path, "offers", "list", **full).stdout
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy.sqlite"
    assert shimmed("--db", path, "db", "backup", elsewhere, **full).returncode == 0
    assert elsewhere.stat().st_size == path.stat().st_size
    assert program("--db", path, *CREATE).returncode == 0
    assert [file.name for file in folder.iterdir()] == ["file"]


def test_a_folder_without_locks_is_reported(folder: Path, sound: Path, shimmed: Preloaded) -> None:
    path = folder / "file"
    shutil.copyfile(sound, path)
    unlocked = {"SHIM_FOLDER": str(folder), "SHIM_NO_LOCKS": "1"}
    said = {"cause": "cannot lock files", "step": "Copy the database to a folder on this computer"}

    for words in (("offers", "list"), CREATE):
        require_reported(path, folder, *words, **said, run=shimmed, **unlocked)
    reading = ("--read-only", "--db", path, "offers", "list")
    assert b"Kept" in shimmed(*reading, **unlocked).stdout
    require_reported(folder / "new.sqlite", folder, *CREATE, **said, run=shimmed, **unlocked)


@pytest.mark.parametrize("name", ["with space.sqlite", 'it\'s "q" %20 ?#.sqlite', "été 北.sqlite"])
def test_any_name_will_do(folder: Path, name: str) -> None:
    require_usable(folder / name)


def test_a_name_that_is_no_text_will_do(folder: Path) -> None:
    require_usable(Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe name.sqlite")))
    bad = Path(os.fsdecode(os.fsencode(folder) + b"/\xff bad.sqlite"))
    bad.write_bytes(b"bad")
    outcome = program("--db", bad, "offers", "list")
    assert outcome.returncode == 3
    assert b"bad.sqlite is not a database" in outcome.stderr
    assert b"Traceback" not in outcome.stderr


def require_usable(path: Path) -> None:
    """Everything can be done with a file of this name, and with a copy of it."""
    assert program("--db", path, *CREATE).returncode == 0
    copy = path.with_name(f"copy of {path.name}")
    for words in (("offers", "list"), ("db", "check"), ("db", "backup", copy), ("db", "info")):
        outcome = program("--db", path, *words)
        assert outcome.returncode == 0, (words, outcome.stderr)
    restored = program("--db", path, "db", "restore", "--yes", copy)
    assert restored.returncode == 0, restored.stderr
    assert b"New" in program("--db", path, "offers", "list").stdout


def test_without_a_home_folder_the_place_is_named(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME")
    folder.chmod(0o500)

    outcome = program("offers", "list", HOME=str(folder / "nobody"))

    assert outcome.returncode == 3
    place = folder / "nobody/.local/share/csp-tui/csp-tui.sqlite"
    assert f"write in the folder {folder}, where {place} belongs." in outcome.stderr.decode()
    assert b"Next: Choose another location with --db" in outcome.stderr
    assert b"Traceback" not in outcome.stderr
    assert everything(folder) == {}
    elsewhere = program("--db", tmp_path / "csp.sqlite", "offers", "list", HOME="/nonexistent")
    assert elsewhere.returncode == 0, elsewhere.stderr


def test_an_unknown_home_folder_is_reported() -> None:
    unknown = "~nobody-of-that-name/csp.sqlite"
    for outcome in (
        program("--db", unknown, "offers", "list"),
        program("offers", "list", CSP_TUI_DB=unknown),
    ):
        assert outcome.returncode == 3
        assert f"csp-tui: {unknown} cannot be found" in outcome.stderr.decode()
        assert b"Next: Write the path in full" in outcome.stderr
        assert b"Traceback" not in outcome.stderr
