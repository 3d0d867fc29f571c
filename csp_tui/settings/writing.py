"""Writes a setting into the settings file, leaving everything else in it as it is."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import InvalidInput, StorageProblem, WorkbenchError
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.private_folder import make_private
from csp_tui.settings.loader import LoadedSettings, flatten, read_settings
from csp_tui.settings.values import KEYS_EXAMPLE, SETTINGS, Setting

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_WIDTH = 72
"""Columns of a comment; a dialog of a terminal of 80 columns shows them whole."""


class SettingsFile:
    """The settings file.

    Args:
        path: The file; a link is followed and stays.
        named: Whether someone named this very file, so that it is a problem when it is missing.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, *, named: bool = False) -> None:
        self.path = path
        self._named = named
        self._wanted: dict[str, Any] = {}
        self._writing = threading.Lock()

    def read(self) -> LoadedSettings:
        """What the file says now."""
        return read_settings(self.path, named=self._named)

    def want(self, name: str, value: object) -> None:
        """Note a setting that ``write`` is to put into the file."""
        self._wanted[name] = value

    def write(self) -> None:
        """Put what is wanted into the file; called in a thread.

        The later caller writes the newest settings, whichever thread is faster. A file that is
        not there is made from the commented default; the file is its owner's only.

        Raises:
            InvalidInput: The file is broken or may not be written; it stays as it is.
            StorageProblem: The disk is full or failed; the file stays as it is.
        """
        with self._writing:
            wanted = dict(self._wanted)
            reading = self.read()
            if reading.is_broken:
                raise _left_alone(reading)
            before = default_text() if reading.text is None else reading.text
            text = changed_text(before, wanted)
            if text != reading.text:
                try:
                    _replace(Path(os.path.realpath(self.path)), text)
                except OSError as error:
                    raise _not_written(self.path, error) from error
            # Once written they are dropped: another program may set something else.
            for name, value in wanted.items():
                if self._wanted.get(name) is value:
                    del self._wanted[name]


def default_text() -> str:
    """The settings file with every setting at its default and what it is for above it."""
    head = _("Settings of csp-tui. A setting that you delete here returns to its default.")
    blocks = [_block(setting, setting.default) for setting in SETTINGS.values()]
    return "\n".join([*_comment(head), "", *(line for block in blocks for line in block)])


def changed_text(text: str, wanted: Mapping[str, Any]) -> str:
    """A settings file's text with other values; comments and order stay.

    Args:
        text: The text, which is valid TOML.
        wanted: Values by the names of their settings.

    Raises:
        InvalidInput: The values cannot be put into this text without spoiling it.
    """
    for rebuild in (False, True):
        # The library that keeps comments fails on some ways to write a table.
        with suppress(Exception):
            changed = _changed(text, wanted, rebuild_tables=rebuild)
            if _says(changed, wanted, text):
                return changed
    raise InvalidInput(
        say("Not saved, because the settings file has a form that csp-tui cannot edit."),
        say("Set it in the file by hand, or move the file away and change your settings again."),
        field="settings",
    )


def _says(changed: str, wanted: Mapping[str, Any], before: str) -> bool:
    """Whether a changed text says what is wanted, and all else as before."""
    import tomllib

    now, then = (tomllib.loads(text.removeprefix("\ufeff")) for text in (changed, before))
    for name, value in wanted.items():
        said = now.pop(name, SETTINGS[name].default)
        if (dict(flatten(said)) if SETTINGS[name].is_table else said) != value:
            return False
        then.pop(name, None)
    # Not a number is not equal to itself.
    return repr(now) == repr(then)


def _changed(text: str, wanted: Mapping[str, Any], *, rebuild_tables: bool) -> str:
    import tomlkit

    bom = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(bom)
    document = tomlkit.parse(text)
    for name, value in wanted.items():
        setting = SETTINGS[name]
        if name not in document and value != setting.default:
            text = _with_block(text, setting, value)
    document = tomlkit.parse(text)
    for name, value in wanted.items():
        if name not in document:
            continue
        if SETTINGS[name].is_table:
            _change_table(document, name, value, rebuild=rebuild_tables)
        elif document[name] != value:
            document[name] = value
    return bom + tomlkit.dumps(document)


def _block(setting: Setting, value: object) -> list[str]:
    """The lines of one setting: what it is for, itself, and an empty one."""
    from tomlkit import item

    if setting.is_table:
        return [*_comment(render(setting.explanation)), f"[{setting.name}]", ""]
    line = f"{setting.name} = {item(value).as_string()}"
    return [*_comment(render(setting.explanation)), line, ""]


def _comment(text: str) -> list[str]:
    import textwrap

    # An example of a line of the file is on one line.
    text = text.replace(KEYS_EXAMPLE, KEYS_EXAMPLE.replace(" ", "\0"))
    lines = textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")
    return [line.replace("\0", " ") for line in lines]


def _with_block(text: str, setting: Setting, value: object) -> str:
    """A text with a setting that it lacks: before everything else, where no table is open yet.

    A table goes to the end; a comment that heads the file stays at the head.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    block = _block(setting, value)
    if setting.is_table:
        gap = "" if not text or text.endswith("\n") else end
        return text + gap + end.join(["", *block])
    lines = text.split(end)
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    after = head + 1 if 0 < head < len(lines) and not lines[head].strip() else 0
    return end.join([*lines[:after], *block, *lines[after:]])


def _change_table(
    document: TOMLDocument, name: str, wanted: Mapping[str, str], *, rebuild: bool
) -> None:
    """Make a table's entries the wanted ones; those that are the same stay where they are."""
    import tomlkit

    if rebuild:
        del document[name]
        document[name] = tomlkit.table()
    elif not isinstance(document[name], Mapping):
        document[name] = tomlkit.table()
    table: Any = document[name]
    there = dict(flatten(table))
    for key in there.keys() - wanted.keys():
        _remove(table, key)
    for key, value in wanted.items():
        if there.get(key) == value:
            continue
        if key in there and key not in table:
            _remove(table, key)
        table[key] = value


def _remove(table: Any, key: str) -> None:
    """Take an entry out of a table, in which it may stand as a table in tables."""
    if key in table:
        del table[key]
        return
    for name in list(table):
        if key.startswith(f"{name}.") and isinstance(table[name], Mapping):
            rest = key.removeprefix(f"{name}.")
            if rest in dict(flatten(table[name])):
                _remove(table[name], rest)
                return


def _left_alone(reading: LoadedSettings) -> WorkbenchError:
    problem = reading.problems[0]
    return InvalidInput(
        say(
            "Not saved, because the settings file cannot be read. {problem}",
            problem=problem.message,
        ),
        problem.next_step,
        field="settings",
    )


def _replace(path: Path, text: str) -> None:
    """Replace a file's text atomically, readable by its owner only."""
    # Loaded only when something is saved, never before the first paint.
    from csp_tui.temp_files import sync_folder, temporary_in

    make_private(path.parent)
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    # A file that was made read-only is meant to stay, though its folder would let it be replaced.
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with temporary_in(path.parent) as beside:
        with beside.open("wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    # Some file systems cannot; the file itself is there.
    with suppress(OSError):
        sync_folder(path.parent)


def _not_written(path: Path, error: OSError) -> WorkbenchError:
    cause = error.strerror or str(error)
    message = say("{path} cannot be written: {cause}.", path=path, cause=cause)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        return StorageProblem(message, say("Free some space, then try again."))
    return InvalidInput(
        message,
        say(
            "The file was not changed. Check the owner of the file and its folder, or name "
            "another file in CSP_TUI_CONFIG."
        ),
        field="settings",
    )
