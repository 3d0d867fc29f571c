"""Reads the settings file; invalid parts are reported and skipped."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import say
from csp_tui.settings.values import RENAMED_COMMANDS, SETTINGS, Setting, Settings

if TYPE_CHECKING:
    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.toml_lines import KeyLines

LARGEST = 64 * 1024
"""Bytes; a settings file of more than that is something else."""
DEEPEST = 50
"""Tables and lists inside each other; more than that no setting needs."""
MOST_PROBLEMS = 50
"""Maximum number of problems that are reported for a file."""
_BOM = "\ufeff"
_MOST_DOTS = 1_000


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What a settings file says.

    Attributes:
        settings: What can be used of it, and the defaults for the rest.
        problems: What cannot be used.
        text: The file as it is, None where it is missing or cannot be read.
        is_broken: Whether nothing of it can be read, so that nothing may be written into it.
    """

    settings: Settings
    problems: tuple[SettingsProblem, ...] = ()
    text: str | None = None
    is_broken: bool = False


def read_settings(path: Path, *, named: bool = False) -> LoadedSettings:
    """Read the settings file.

    Args:
        path: The file.
        named: Whether someone named this very file, so that it is a problem when it is missing.
    """
    try:
        text = _text(path)
    except FileNotFoundError:
        return LoadedSettings(Settings(), (_missing(path),) if named else ())
    except (OSError, ValueError) as error:
        return LoadedSettings(Settings(), (_unreadable(path, error),), is_broken=True)
    return read_text(text, path)


def read_text(text: str, path: Path) -> LoadedSettings:
    """Read the text of a settings file; the path is for messages about it."""
    # The reader comes with the first file, because most people have none.
    import tomllib

    from csp_tui.settings.toml_lines import KeyLines, nested_too_deep

    try:
        # The reader's time grows with the square of the parts of a dotted key.
        if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
            raise RecursionError
        document = tomllib.loads(text.removeprefix(_BOM))
        if nested_too_deep(document, DEEPEST):
            raise RecursionError
    except (ValueError, RecursionError) as error:
        return LoadedSettings(Settings(), (_no_toml(path, text, error),), text, is_broken=True)
    lines = KeyLines(text.removeprefix(_BOM))
    found: dict[str, Any] = {}
    problems: list[SettingsProblem] = []
    for name, value in document.items():
        setting = SETTINGS.get(name)
        wrong = list(islice(_wrong(setting, name, value, path, lines), MOST_PROBLEMS))
        problems.extend(wrong[: MOST_PROBLEMS - len(problems)])
        if setting is not None and setting.is_table and isinstance(value, Mapping):
            flat = [(key, one) for key, one in flatten(value) if isinstance(one, str)]
            # The present ID counts where a file has the former one as well.
            former = {RENAMED_COMMANDS[key]: one for key, one in flat if key in RENAMED_COMMANDS}
            present = {key: one for key, one in flat if key not in RENAMED_COMMANDS}
            found[name] = MappingProxyType(former | present)
        elif setting is not None and not wrong:
            found[name] = value
    problems.sort(key=lambda problem: problem.line or 0)
    return LoadedSettings(Settings(**found), tuple(problems), text)


def unknown_commands(
    reading: LoadedSettings, path: Path, ids: Collection[str]
) -> list[SettingsProblem]:
    """What is wrong with the ids under ``[keys]``.

    Args:
        reading: What the file says.
        path: The file.
        ids: The ids of all commands.
    """
    from csp_tui.settings.problems import unknown_command

    valid = sorted(ids)
    unknown = [name for name in reading.settings.keys if name not in ids][:MOST_PROBLEMS]
    lines = key_lines(reading, unknown)
    return [unknown_command(path, lines[name], name, valid) for name in unknown]


def key_lines(reading: LoadedSettings, ids: Iterable[str]) -> dict[str, int | None]:
    """The lines of IDs in a settings file under ``[keys]``.

    Args:
        reading: What the file says.
        ids: Ids as the file has them.

    Returns:
        The line, counted from 1, of each; None where it is missing or takes too long to find.
    """
    from csp_tui.settings.toml_lines import KeyLines

    lines = KeyLines((reading.text or "").removeprefix(_BOM))
    return {name: _line(lines, ("keys", name)) for name in dict.fromkeys(ids)}


def check_value(name: str, value: object) -> None:
    """Look at a value as at one in the file.

    Args:
        name: The setting.
        value: What it is to be.

    Raises:
        InvalidInput: There is no such setting, or it cannot have this value.
    """
    from csp_tui.domain.errors import InvalidInput
    from csp_tui.settings.toml_lines import KeyLines

    for problem in _wrong(SETTINGS.get(name), name, value, Path(), KeyLines("")):
        raise InvalidInput(problem.what, problem.next_step, field="settings")


def flatten(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of a table, of which ``a.b = 1`` makes a table ``b`` in a table ``a``."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{before}{name}.")
        else:
            yield before + name, value


def _wrong(
    setting: Setting | None, name: str, value: Any, path: Path, lines: KeyLines
) -> Iterator[SettingsProblem]:
    from csp_tui.settings.problems import unknown_name, wrong_type, wrong_value

    if setting is None:
        yield unknown_name(path, _line(lines, (name,)), name, list(SETTINGS))
    elif setting.is_table and isinstance(value, Mapping):
        for key, one in flatten(value):
            if not isinstance(one, str):
                yield wrong_type(path, _line(lines, (name, key)), key, "", one)
    elif setting.is_table or type(value) is not type(setting.default):
        yield wrong_type(path, _line(lines, (name,)), name, setting.default, value)
    elif setting.choices and isinstance(value, str) and value not in setting.choices:
        yield wrong_value(path, _line(lines, (name,)), name, value, setting.choices)
    elif setting.check is not None and isinstance(value, str):
        from csp_tui.domain.errors import InvalidInput
        from csp_tui.settings.problems import SettingsProblem

        try:
            setting.check(value)
        except InvalidInput as error:
            yield SettingsProblem(path, _line(lines, (name,)), error.message, error.next_step)


def _line(lines: KeyLines, path: tuple[str, ...]) -> int | None:
    if len(path) == 1:
        return lines.find(path)
    # A command's id has dots: it is there in quotes, or as tables in tables.
    table, key = path
    return lines.find(path) or lines.find((table, *key.split(".")))


def _text(path: Path) -> str:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    if not stat.S_ISREG(mode):
        # A pipe would be waited for; the empty device is how one says “no file”.
        if os.path.realpath(path) == os.path.realpath(os.devnull):
            return ""
        raise _NoFile
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _TooLarge
    return data.decode("utf-8")


class _NoFile(ValueError):
    """It is a device, pipe or socket."""


class _TooLarge(ValueError):
    """It is larger than settings can be."""


def _missing(path: Path) -> SettingsProblem:
    from csp_tui.settings.problems import SettingsProblem

    return SettingsProblem(
        path,
        None,
        say("There is no such file, but CSP_TUI_CONFIG names it."),
        say("Correct or unset CSP_TUI_CONFIG; changing a setting on the screen creates the file."),
    )


def _unreadable(path: Path, error: Exception) -> SettingsProblem:
    from csp_tui.settings.problems import SettingsProblem

    line, correct = None, say("Correct the file, or move it away and change your settings again.")
    if isinstance(error, IsADirectoryError):
        what = say("This is a folder, not a file.")
        correct = say("Move the folder away, or name another file in CSP_TUI_CONFIG.")
    elif isinstance(error, _NoFile):
        what = say("This is not a text file.")
    elif isinstance(error, _TooLarge):
        what = say("The file is too large for settings: over {size} KiB.", size=LARGEST // 1024)
    elif isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        what = say("This is not UTF-8 text.")
        correct = say("Save the file as UTF-8 in your editor.")
    else:
        cause = getattr(error, "strerror", None) or str(error)
        what = say("The file cannot be read ({cause}).", cause=cause)
        correct = say("Check the owner and the permissions of the file and its folder.")
    return SettingsProblem(path, line, what, correct)


def _no_toml(path: Path, text: str, error: Exception) -> SettingsProblem:
    import tomllib

    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.toml_lines import explain

    correct = say("Correct the line. Until then, nothing in this file is used or changed.")
    if isinstance(error, tomllib.TOMLDecodeError):
        line, what = explain(error, text)
        return SettingsProblem(path, line, what, correct)
    if isinstance(error, ValueError):
        return SettingsProblem(
            path, None, say("It contains a number with too many digits."), correct
        )
    return SettingsProblem(path, None, say("Its lists or tables are nested too deeply."), correct)
