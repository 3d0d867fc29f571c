"""What can be wrong with the settings file, each with file, line and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import Listed, Message, say

_LONGEST_TYPED = 200


class SettingsProblem(InvalidInput):
    """Something in the settings file that cannot be used; the rest of it is.

    Args:
        path: The settings file.
        line: Where in the file, counted from 1; None where it is the file as a whole.
        what: What is wrong, in a sentence.
        next_step: What the person can do.

    Attributes:
        path: The settings file.
        line: Where in the file.
        what: What is wrong, without file and line.
    """

    def __init__(
        self, path: Path, line: int | None, what: Message, next_step: Message | None = None
    ) -> None:
        if line is None:
            message = say("{path}: {what}", path=path, what=what)
        else:
            message = say("{path}, line {line}: {what}", path=path, line=line, what=what)
        super().__init__(message, next_step, field="settings")
        self.path = path
        self.line = line
        self.what = what


def unknown_name(path: Path, line: int | None, name: str, valid: Sequence[str]) -> SettingsProblem:
    """An unknown setting, with the one that was probably meant."""
    nearest = _nearest(name, valid)
    if nearest is None:
        what = say("“{name}” is not a setting.", name=name)
    else:
        what = say(
            "“{name}” is not a setting; the nearest is “{nearest}”.", name=name, nearest=nearest
        )
    return SettingsProblem(path, line, what, say("Settings are: {names}.", names=_listed(valid)))


def unknown_command(
    path: Path, line: int | None, name: str, valid: Sequence[str]
) -> SettingsProblem:
    """An unknown ID under ``[keys]``, with the one that was probably meant."""
    nearest = _nearest(name, valid)
    if nearest is None:
        what = say("“{name}” is not a command.", name=name)
    else:
        what = say(
            "“{name}” is not a command; the nearest is “{nearest}”.", name=name, nearest=nearest
        )
    return SettingsProblem(path, line, what, say("Correct the command's ID, or delete the line."))


def wrong_value(
    path: Path, line: int | None, name: str, value: str, valid: Sequence[str]
) -> SettingsProblem:
    """A text that is none of a setting's values, with the one that was probably meant."""
    nearest = _nearest(value, valid)
    if nearest is None:
        what = say("“{value}” is not a value of “{name}”.", value=value, name=name)
    else:
        what = say(
            "“{value}” is not a value of “{name}”; the nearest is “{nearest}”.",
            value=value,
            name=name,
            nearest=nearest,
        )
    return SettingsProblem(
        path, line, what, say("Values of “{name}”: {values}.", name=name, values=_listed(valid))
    )


def wrong_type(
    path: Path, line: int | None, name: str, expected: object, value: object
) -> SettingsProblem:
    """A value of another type than the setting's."""
    what = say(
        "“{name}” must be {expected} and is {actual}.",
        name=name,
        expected=type_words(expected),
        actual=type_words(value),
    )
    return SettingsProblem(path, line, what)


def type_words(value: object) -> Message:
    """What TOML calls a value of this type, in words of people."""
    if isinstance(value, bool):
        return say("true or false")
    if isinstance(value, str):
        return say("a text in quotes")
    if isinstance(value, (int, float)):
        return say("a number")
    if isinstance(value, list):
        return say("a list")
    # Mapping and dict alike; what remains in TOML are dates and times.
    return say("a table") if hasattr(value, "keys") else say("a date or time")


def _nearest(name: str, valid: Sequence[str]) -> str | None:
    """The valid name most like a wrong one, None where none is much like it."""
    if len(name) > _LONGEST_TYPED:
        return None
    by_folded = {one.casefold(): one for one in valid if one}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.5)
    if found:
        return by_folded[found[0]]
    # “French” for fr: a short code is nearest to the word that it begins.
    return next((one for one in valid if one and name.casefold().startswith(one)), None)


def _listed(names: Sequence[str]) -> Listed:
    return Listed(tuple(say("“{name}”", name=name) for name in names))
