"""Saving changes the one setting, keeps everything else, and never spoils a file."""

from __future__ import annotations

import os
import stat
import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui import i18n
from csp_tui.domain.errors import InvalidInput, StorageProblem
from csp_tui.settings import Settings
from csp_tui.settings.loader import read_settings, read_text
from csp_tui.settings.values import SETTINGS
from csp_tui.settings.writing import SettingsFile, changed_text, default_text

COMMENTED = """\
# My settings

# bright rooms
theme   =   'csp-light'   # at work
language = "en"

# Other keys
[keys]   # few
offers.new = "n"
"go.offers" = "1"  # as it was
"""


def save(path: Path, **wanted: Any) -> None:
    file = SettingsFile(path)
    for name, value in wanted.items():
        file.want(name, value)
    file.write()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "csp-tui" / "config.toml"


@pytest.fixture
def commented(path: Path) -> Path:
    path.parent.mkdir()
    path.write_text(COMMENTED, "utf-8")
    return path


def test_the_default_explains_every_setting_and_sets_none_otherwise() -> None:
    text = default_text()
    assert read_text(text, Path("config.toml")).settings == Settings()
    for name, setting in SETTINGS.items():
        assert name in tomllib.loads(text)
        first = str(setting.explanation).split()[0]
        assert f"# {first}" in text


def test_the_default_is_written_in_the_language_in_use() -> None:
    english = default_text()
    i18n.use("fr")
    assert read_text(default_text(), Path("config.toml")).problems == ()
    assert [line for line in english.splitlines() if not line.startswith("#")] == [
        line for line in default_text().splitlines() if not line.startswith("#")
    ]


def test_a_file_is_made_from_the_default(path: Path) -> None:
    save(path, theme="csp-light")
    assert path.read_text("utf-8") == default_text().replace('= "csp-dark"', '= "csp-light"')


def test_comments_order_and_spaces_stay(commented: Path) -> None:
    save(commented, theme="ansi-dark")
    assert commented.read_text("utf-8") == COMMENTED.replace("'csp-light'", '"ansi-dark"')


def test_a_setting_that_the_file_lacks_comes_below_its_head(commented: Path) -> None:
    save(commented, signs="ascii")
    lines = commented.read_text("utf-8").splitlines()
    place = lines.index('signs = "ascii"')
    assert lines[:2] == ["# My settings", ""]
    assert lines[2].startswith("# ")
    assert "\n".join(lines[:2] + lines[place + 2 :]) + "\n" == COMMENTED


@pytest.mark.parametrize("text", ["", "# c", "[keys]\na = 'b'", "keys.a = 'b'", "\n\n", "# c\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_setting_is_added_to_any_file(text: str, end: str, mark: str) -> None:
    before = mark + text.replace("\n", end)
    after = changed_text(before, {"language": "fr", "keys": {"a": "b", "offers.new": "x"}})
    reading = read_text(after, Path("config.toml"))
    assert reading.problems == ()
    assert reading.settings == Settings(language="fr", keys={"a": "b", "offers.new": "x"})
    assert after.startswith(mark)


def test_keys_change_where_they_stand(commented: Path) -> None:
    save(commented, keys={"offers.new": "m", "go.offers": "1", "help": "f1"})
    text = commented.read_text("utf-8")
    assert '"go.offers" = "1"  # as it was' in text
    assert read_settings(commented).settings.keys == {
        "offers.new": "m",
        "go.offers": "1",
        "help": "f1",
    }


def test_what_is_wrong_elsewhere_in_the_file_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('them = "x"  # hm\nlanguage = 3\n', "utf-8")
    save(path, language="fr")
    assert path.read_text("utf-8") == 'them = "x"  # hm\nlanguage = "fr"\n'


@pytest.mark.parametrize("spoiled", [b"language = \n", b"\xff", b"#" * 70_000])
def test_a_broken_file_is_left_as_it_is(path: Path, spoiled: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(spoiled)
    with pytest.raises(InvalidInput, match="Not saved, because") as caught:
        save(path, language="fr")
    assert str(path) in str(caught.value.message)
    assert path.read_bytes() == spoiled
    assert os.listdir(path.parent) == ["config.toml"]


def test_the_file_is_its_owner_s_only(commented: Path) -> None:
    commented.chmod(0o644)
    save(commented, signs="ascii")
    assert stat.S_IMODE(commented.stat().st_mode) == 0o600


def test_a_new_folder_is_its_owner_s_only(path: Path) -> None:
    save(path, signs="ascii")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_but_the_file_remains(commented: Path) -> None:
    save(commented, signs="ascii")
    assert os.listdir(commented.parent) == ["config.toml"]


def test_an_interruption_leaves_what_was_there(
    commented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageProblem, match="No space left on device"):
        save(commented, signs="ascii")
    assert commented.read_text("utf-8") == COMMENTED
    assert os.listdir(commented.parent) == ["config.toml"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_a_link(tmp_path: Path, path: Path, there: bool) -> None:
    kept = tmp_path / "dotfiles" / "csp-tui.toml"
    kept.parent.mkdir()
    path.parent.mkdir()
    path.symlink_to(kept)
    if there:
        kept.write_text(COMMENTED, "utf-8")
    save(path, language="fr")
    assert path.is_symlink()
    assert read_settings(kept).settings.language == "fr"


def test_a_folder_that_cannot_be_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "csp-tui").write_text("a file")
    path = tmp_path / "csp-tui" / "config.toml"
    with pytest.raises(InvalidInput, match="Not a directory") as caught:
        save(path, language="fr")
    assert str(path) in str(caught.value.message)
    assert caught.value.next_step is not None


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(InvalidInput):
        save(Path(os.devnull), language="fr")
    assert not os.path.isfile(os.devnull)


def test_the_newest_wish_is_written_by_whichever_thread_comes_last(path: Path) -> None:
    file = SettingsFile(path)
    threads = []
    for theme in ("csp-light", "ansi-dark", "ansi-light", "csp-dark", "csp-light"):
        file.want("theme", theme)
        threads.append(threading.Thread(target=file.write))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert read_settings(path).settings.theme == "csp-light"


KEYS = st.dictionaries(
    st.from_regex(r"[a-z]{1,6}(\.[a-z_-]{1,6})?", fullmatch=True),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8),
    max_size=4,
)
SET = st.fixed_dictionaries(
    {},
    optional={
        "language": st.sampled_from(SETTINGS["language"].choices),
        "theme": st.sampled_from(SETTINGS["theme"].choices),
        "signs": st.sampled_from(SETTINGS["signs"].choices),
        "keys": KEYS,
    },
)


@given(first=SET, then=SET, start=st.sampled_from(["", COMMENTED, default_text()]))
def test_what_is_saved_is_what_is_read(
    first: dict[str, Any], then: dict[str, Any], start: str
) -> None:
    path = Path("config.toml")
    text = changed_text(changed_text(start, first), then)
    wanted = {**{name: getattr(read_text(start, path).settings, name) for name in SETTINGS}}
    wanted |= first | then
    reading = read_text(text, path)
    assert reading.problems == ()
    assert reading.settings == Settings(**wanted)
    assert changed_text(text, then) == text


def test_two_programs_do_not_write_their_old_wishes_over_each_other(path: Path) -> None:
    mine, theirs = SettingsFile(path), SettingsFile(path)
    mine.want("theme", "csp-light")
    mine.write()
    theirs.want("theme", "csp-dark")
    theirs.write()
    mine.want("language", "fr")
    mine.write()
    settings = read_settings(path).settings
    assert (settings.theme, settings.language) == ("csp-dark", "fr")
