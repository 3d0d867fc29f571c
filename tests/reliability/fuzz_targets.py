"""What is fuzzed: a reader each, and what must hold of whatever bytes it is given."""

from __future__ import annotations

import dataclasses
import io
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from csp_tui.domain.errors import InvalidInput, WorkbenchError
from csp_tui.domain.import_rows import RejectedRow
from csp_tui.domain.text import clean
from csp_tui.exchange.audience_csv import read_audience, write_audience
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.exchange.resales_csv import read_resales
from csp_tui.i18n import render
from csp_tui.settings.loader import LoadedSettings, read_text, unknown_commands
from csp_tui.settings.values import SETTINGS
from csp_tui.settings.writing import changed_text
from tests.exchange.fuzz_microsoft import EXAMPLES, play
from tests.nasty import raw_signs

CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"
SEEDS = {"evidence": EXAMPLES}
"""Folders with further inputs that the fuzzing of a target begins with."""
_SEEN_IN_DATA = frozenset("\u200c\u200d\u034f\u115f\u1160\u3164\uffa0")
_FILE = Path("settings.toml")
_BEGINNING = 512


class Dribble(io.RawIOBase):
    """Hands out its first bytes at once, as all that tells the encoding, and the others by few."""

    def __init__(self, data: bytes, portion: int) -> None:
        self._stream = io.BytesIO(data)
        self._portion = portion

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(self._portion if self._stream.tell() else _BEGINNING)


def partners(data: bytes) -> None:
    """The partner directory."""
    whole, parted = (_outcome(_partners, data, portion) for portion in (len(data) or 1, 7))
    assert whole == parted, "the result depends on where the file is cut into portions"


def audience(data: bytes) -> None:
    """An offer's audience; what was read is written and read again as the same."""
    whole, parted = (_outcome(_audience, data, portion) for portion in (len(data) or 1, 5))
    assert whole == parted, "the result depends on where the file is cut into portions"


def resales(data: bytes) -> None:
    """Resales."""
    whole, parted = (_outcome(_resales, data, portion) for portion in (len(data) or 1, 3))
    assert whole == parted, "the result depends on where the file is cut into portions"


def evidence(data: bytes) -> None:
    """Microsoft's own files, whichever kind they are taken for."""
    play(data)


def settings(data: bytes) -> None:
    """The settings file: read, told what is wrong with it, and changed."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    reading = read_text(text, _FILE)
    _require_valid(reading)
    for problem in (*reading.problems, *unknown_commands(reading, _FILE, ("offers.new",))):
        assert render(problem.message)
        assert problem.line is None or 1 <= problem.line <= text.count("\n") + 1, problem.message
    if reading.is_broken:
        return
    wanted = {"theme": "ansi-dark", "keys": {**reading.settings.keys, "offers.new": "x"}}
    try:
        changed = changed_text(text, wanted)
    except WorkbenchError:
        return
    again = read_text(changed, _FILE)
    assert not again.is_broken, "what was written cannot be read"
    assert again.settings.theme == "ansi-dark"
    assert dict(again.settings.keys) == wanted["keys"]
    before, after = (tomllib.loads(one.removeprefix("\ufeff")) for one in (text, changed))
    for name, value in before.items():
        if name not in wanted:
            assert repr(after[name]) == repr(value), "another entry has changed"


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "partners": partners,
    "audience": audience,
    "resales": resales,
    "settings": settings,
    "evidence": evidence,
}
"""Every target by its name; each is given bytes and raises where something does not hold."""


def _partners(stream: Dribble) -> list[Any]:
    with PartnerFileReader(stream) as reader:  # type: ignore[arg-type]
        found = []
        for partner in reader:
            found.append((reader.line, partner))
            for text in (partner.name, partner.mpn_id, partner.city):
                _require_clean(text)
            for text in (*partner.competencies, *partner.skills):
                _require_clean(text)
                assert text
            assert partner.name
            assert len(partner.country) == 2
            assert partner.country.isupper()
            assert len(partner.tenant_id) == 36
        _require_reported(reader.rejects)
        return [found, reader.rejected, reader.rejects, reader.cleaned]


def _audience(stream: Dribble) -> list[Any]:
    file = read_audience(stream)  # type: ignore[arg-type]
    for entry in file.entries:
        _require_clean(entry.label)
    _require_reported(file.rejects)
    rows = [(entry.tenant_id, entry.label) for entry in file.entries]
    assert len(dict(rows)) == len(rows)
    out = io.BytesIO()
    assert write_audience(out, rows) == len(rows)
    again = read_audience(io.BytesIO(out.getvalue()))
    assert [(entry.tenant_id, entry.label) for entry in again.entries] == rows
    assert not again.rejects
    return [file.entries, file.rejects]


def _resales(stream: Dribble) -> list[Any]:
    file = read_resales(stream)  # type: ignore[arg-type]
    for entry in file.entries:
        assert entry.offer_id.isascii()
        assert len(entry.tenant_id) == 36
    _require_reported(file.rejects)
    return [file.entries, file.rejects]


def _outcome(read: Callable[[Dribble], list[Any]], data: bytes, portion: int) -> Any:
    try:
        return read(Dribble(data, portion))
    except InvalidInput as error:
        refusal = error
    assert refusal.next_step is not None
    return render(refusal.message)


def _require_clean(text: str) -> None:
    assert clean(text) == text
    assert raw_signs(text) <= _SEEN_IN_DATA, ascii(text)


def _require_reported(rejects: list[RejectedRow]) -> None:
    for reject in rejects:
        assert reject.line >= 1
        assert render(reject.reason)
        assert len(reject.value) <= 80


def _require_valid(reading: LoadedSettings) -> None:
    for one in dataclasses.fields(reading.settings):
        value, setting = getattr(reading.settings, one.name), SETTINGS[one.name]
        if setting.is_table:
            assert all(isinstance(item, str) for pair in value.items() for item in pair)
        else:
            assert type(value) is type(setting.default)
            assert not setting.choices or value in setting.choices
