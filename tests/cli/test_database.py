"""The database file through the command line."""

from __future__ import annotations

import os
import shlex
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pexpect
import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.cli import run

from .conftest import CommandLine


def test_info_does_not_make_the_file(new_cli: CommandLine) -> None:
    info = new_cli.json("db", "info")
    assert info.pop("log").endswith("csp-tui.log")
    assert info == {
        "path": str(new_cli.database),
        "exists": False,
        "schema": "",
        "offers": 0,
        "partners": 0,
        "size_bytes": 0,
    }
    assert "created when it is needed" in new_cli.ok("db", "info").out
    assert not new_cli.database.exists()


def test_info_counts(cli: CommandLine) -> None:
    cli.directory()
    cli.offer()
    info = cli.json("db", "info")
    assert (info["exists"], info["offers"], info["partners"]) == (True, 1, 3)
    assert info["schema"]
    assert info["size_bytes"] >= cli.database.stat().st_size > 0
    assert str(cli.database) in cli.ok("db", "info").out


def test_check_of_an_intact_file(cli: CommandLine) -> None:
    cli.offer()
    assert cli.json("db", "check") == {"ok": True, "problems": []}
    assert "intact" in cli.ok("db", "check").out


@pytest.mark.parametrize("words", [("check",), ("backup", "copy.sqlite")])
def test_a_missing_file_is_reported_and_not_made(
    new_cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = new_cli("db", *words, "--json")
    assert outcome.code == 3
    assert outcome.out == ""
    assert f"There is no database at {new_cli.database}" in outcome.err
    assert not new_cli.database.exists()
    assert not Path("copy.sqlite").exists()


def test_check_of_a_broken_reference(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    cli.ok("requests", "new", offer, "--change-to", "none")
    with closing(sqlite3.connect(cli.database)) as connection:
        (table,) = connection.execute(
            "SELECT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f "
            "WHERE m.type = 'table' AND f.\"table\" = 'offer' AND m.name LIKE '%request%'"
        ).fetchone()
        connection.execute(f"UPDATE \"{table}\" SET offer_id = 'gone'")
        connection.commit()
    outcome = cli("db", "check", "--json")
    assert outcome.code == 3
    assert outcome.json["ok"] is False
    assert outcome.json["problems"]
    assert "damaged" in cli("db", "check").out


def test_backup_and_restore(cli: CommandLine, tmp_path: Path) -> None:
    cli.offer()
    copy = tmp_path / "copy.sqlite"
    assert cli.json("db", "backup", str(copy)) == {"path": str(copy)}
    backed_up = cli.dump()
    cli.offer(offer_id="made-later")
    later = cli.dump()
    restored = cli.json("db", "restore", str(copy), "--yes")
    assert restored["path"] == str(cli.database)
    assert without_revision(cli.dump()) == without_revision(backed_up)
    kept = Path(restored["kept"])
    cli.database = kept
    assert cli.dump() == later


def without_revision(dump: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """All but the count of the directory's changes, of which a restore is one."""
    ((number, partners, _revision, *rest),) = dump["directory"]
    return {**dump, "directory": [number, partners, *rest]}


def test_restore_where_nothing_was(cli: CommandLine, tmp_path: Path) -> None:
    cli.offer()
    copy = tmp_path / "copy.sqlite"
    cli.ok("db", "backup", str(copy))
    cli.database = tmp_path / "elsewhere" / "new.sqlite"
    assert cli.json("db", "restore", str(copy))["kept"] is None
    assert len(cli.json("offers", "list")) == 1


def test_unusable_backups_leave_the_database(cli: CommandLine, tmp_path: Path) -> None:
    cli.offer()
    before = cli.dump()
    junk = cli.file("junk.sqlite", "this is no database, whatever its name says" * 50)
    assert cli("db", "restore", junk, "--yes").code == 3
    assert cli("db", "restore", str(tmp_path / "missing.sqlite")).code == 2
    assert cli("db", "backup", junk).code == 2
    assert Path(junk).read_text().startswith("this is no database")
    assert cli.dump() == before


def test_a_file_that_is_no_database(cli: CommandLine) -> None:
    cli.database.write_text("nothing that SQLite wrote" * 100)
    for words in (("offers", "list"), ("db", "info"), ("offers", "delete", "any-offer")):
        outcome = cli(*words, "--json")
        assert outcome.code == 3
        assert outcome.out == ""
        assert outcome.err.startswith("csp-tui: ")
    assert cli("db", "check").code == 3
    assert cli.database.read_text() == "nothing that SQLite wrote" * 100


def test_a_newer_file_is_left_alone(cli: CommandLine) -> None:
    cli.offer()
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
        connection.commit()
    before = cli.dump()
    outcome = cli("offers", "delete", "contoso-backup")
    assert outcome.code == 3
    assert "Next: " in outcome.err
    assert cli.dump() == before


def test_a_write_that_fails_halfway(cli: CommandLine) -> None:
    cli.offer()
    before = cli.dump()
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    outcome = cli("offers", "delete", "contoso-backup")
    assert outcome.code == 3
    assert cli.dump() == before


def daily(cli: CommandLine) -> Path:
    """What the workbench does when it has opened."""
    workbench = open_workbench(cli.database)
    try:
        made = workbench.database.back_up_daily()
    finally:
        workbench.close()
    assert made is not None
    return made


def test_automatic_backups_are_listed_and_restored_by_name(cli: CommandLine) -> None:
    assert cli.json("db", "backups") == []
    assert "No backups yet" in cli.ok("db", "backups").err
    cli.offer()
    made = daily(cli)
    cli.offer(offer_id="made-later")

    (listed,) = cli.json("db", "backups")
    assert (listed["path"], listed["size_bytes"]) == (str(made), made.stat().st_size)
    assert listed["at"].endswith("+00:00")
    assert made.name in cli.ok("db", "backups").out

    cli.ok("db", "restore", made.name, "--yes")
    assert [offer["offer_id"] for offer in cli.json("offers", "list")] == ["contoso-backup"]


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("words", "answer", "code"),
    [
        ((), "y\n", 0),
        (("-",), "yes\n", 0),
        ((), "\n", 130),
        (("-",), "n\n", 130),
        (("--yes",), "", 0),
    ],
)
def test_a_terminal_is_asked_before_a_restore(
    cli: CommandLine, tmp_path: Path, words: tuple[str, ...], answer: str, code: int
) -> None:
    cli.offer()
    copy = tmp_path / "copy.sqlite"
    cli.ok("db", "backup", str(copy))
    cli.offer(offer_id="made-later")

    # A backup that comes through a pipe leaves the terminal for the answer.
    program = [sys.executable, "-m", "csp_tui", "--db", str(cli.database), "db", "restore"]
    piped = "-" in words
    line = shlex.join([*program, *(words if piped else (str(copy), *words))])
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", f"{line} < {shlex.quote(str(copy))}" if piped else line],
        env={**os.environ, "CSP_TUI_LANG": "en"},
        encoding="utf-8",
        timeout=30,
    )
    if answer:
        child.expect_exact("Restore it? [y/N] ")
        assert ("standard input" if piped else str(copy)) in child.before
        child.send(answer)
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == code
    assert ("Nothing was changed" in child.before) == (code == 130)
    assert len(cli.json("offers", "list")) == (1 if code == 0 else 2)


@pytest.fixture
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that has no terminal."""
    monkeypatch.setattr("csp_tui.cli.confirmation.TERMINAL", "/nowhere/tty")


OTHERS = {
    "newer": ("UPDATE alembic_version SET version_num = '9999'", "is newer than this program's"),
    "another program's": ("PRAGMA application_id = 7", "is a database of another program"),
}


def spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("what", [None, *OTHERS])
def test_without_a_terminal_a_restore_over_a_file_needs_a_yes(
    cli: CommandLine, tmp_path: Path, no_terminal: None, what: str | None
) -> None:
    cli.offer()
    copy = tmp_path / "copy.sqlite"
    cli.ok("db", "backup", str(copy))
    if what is not None:
        spoil(cli.database, OTHERS[what][0])
    before = cli.database.read_bytes()

    for words, stdin in ((str(copy), b""), ("-", copy.read_bytes())):
        refused = cli("db", "restore", words, stdin=stdin)
        assert (refused.code, "Use --yes" in refused.err) == (2, True)
        assert what is None or OTHERS[what][1] in refused.err
        assert cli.database.read_bytes() == before
    cli.ok("db", "restore", str(copy), "--yes")
    assert len(cli.json("offers", "list")) == 1


@pytest.mark.parametrize(
    ("statement", "cause", "step"),
    [
        (*OTHERS["newer"], "Use the newer program"),
        (*OTHERS["another program's"], "Choose another file"),
        ("DELETE FROM alembic_version", "does not say which version", "work on a backup"),
    ],
)
def test_a_check_calls_nothing_damaged_that_is_whole(
    cli: CommandLine, statement: str, cause: str, step: str
) -> None:
    cli.offer()
    spoil(cli.database, statement)

    outcome = cli("db", "check", "--json")

    assert (outcome.code, outcome.out) == (3, "")
    assert cause in outcome.err
    assert step in outcome.err
    assert "damaged" not in outcome.err
    assert "db restore" not in outcome.err


def test_a_fault_of_the_directory_has_one_remedy(cli: CommandLine) -> None:
    cli.directory()
    spoil(cli.database, "UPDATE partner SET rank = rank + 10")

    outcome = cli("db", "check")

    assert outcome.code == 3
    assert "Import the directory file again" in outcome.out
    assert "restore" not in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("statement", "words", "row"),
    [
        (
            "UPDATE offer SET live_setup = '[]', published_at = created_at, live_channel = 'some'",
            ("offers", "list"),
            "contoso-backup",
        ),
        (
            (
                "INSERT INTO history (id, at, who, action, detail) "
                "VALUES (99, '2026-08-01T09:30:00+00:00', 'ada', 'no such action', '{}')"
            ),
            ("history",),
            "99",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_damage(
    cli: CommandLine, statement: str, words: tuple[str, ...], row: str
) -> None:
    cli.offer()
    spoil(cli.database, statement)

    outcome = cli(*words)

    assert outcome.code == 3
    assert f"The database {cli.database} is damaged: row {row} of the table" in outcome.err
    assert "Restore a backup" in outcome.err
    # A row that also breaks a constraint of its table is reported by that.
    checked = cli("db", "check").out
    assert f"row {row} of the table" in checked or "CHECK constraint failed in history" in checked


def test_a_database_that_is_not_named_is_not_the_usual_one(
    new_cli: CommandLine, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in (["--db", ""], ["--db="]):
        assert run([*option, "offers", "list"]) == 2
        assert "“--db” names no file" in capsys.readouterr().err
    assert [*new_cli.folder.rglob("*.sqlite")] == []
