"""Where the dependencies come from: every one pinned, its license listed, its audit understood."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging import audit
from tests.packaging.licenses import LIST, is_allowed, license_list, license_of
from tests.packaging.requirements import SOURCE, closure, declared, extras_of_use, pinned

AFFECTED = {
    "dependencies": [
        {"name": "rich", "version": "15.0.0", "vulns": []},
        {
            "name": "mako",
            "version": "1.4.3",
            "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.4.4"]}],
        },
        {"name": "local", "skip_reason": "Dependency not found on PyPI"},
    ]
}


def test_everything_that_is_installed_is_pinned_to_what_is_installed() -> None:
    pins = pinned()
    for name, version in closure(declared("test", "dev", *extras_of_use())).items():
        assert pins.get(name) == version, name


LOCKED = ("requirements.txt", ".ci/audit.txt", ".ci/lock.txt")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def locked(name: str) -> dict[str, str]:
    """The version by name of everything in a hashed file, which holds nothing else.

    Args:
        name: The file, from the project's folder.
    """
    text = (SOURCE / name).read_text("utf-8").replace("\\\n", " ")
    pins = {}
    for line in filter(None, text.splitlines()):
        if line.startswith("#"):
            continue
        requirement, *hashes = line.split(" --hash=")
        assert hashes, line
        assert _HASH.sub("", line).strip() == requirement.strip()
        pin = Requirement(requirement)
        (version,) = pin.specifier
        assert version.operator == "=="
        assert pin.url is None
        pins[canonicalize_name(pin.name)] = version.version
    return pins


@pytest.mark.parametrize("name", LOCKED)
def test_hashed_files_have_a_hash_for_everything_and_no_address(name: str) -> None:
    assert locked(name)


def test_everything_that_is_installed_is_pinned_by_its_hashes() -> None:
    hashed, pins = locked("requirements.txt"), pinned()
    for name, version in closure(declared("test", "dev", *extras_of_use())).items():
        assert hashed.get(name) == version, f"{name}: run make lock"
    assert {
        name: pins[name] for name in pins if name in hashed and hashed[name] != pins[name]
    } == {}


def test_the_list_of_licenses_is_current() -> None:
    made = "python -m tests.packaging.licenses"
    assert LIST.read_text("utf-8") == license_list(), f"make it again: {made}"


def test_every_license_is_one_that_was_agreed_to() -> None:
    names = closure(declared(*extras_of_use()))
    assert names
    assert {name: license_of(name) for name in names if not is_allowed(license_of(name))} == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT AND Apache-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("unknown", False),
    ],
)
def test_license_expressions_are_understood(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed


def program(folder: Path, script: str) -> str:
    """Stands for pip-audit, where its services cannot be reached."""
    path = folder / "pip-audit"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="runs a shell script")
@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        (f"echo '{json.dumps(AFFECTED)}'", 1, "PYSEC-2026-1, fixed in 1.4.4"),
        ("echo 'requests.exceptions.ConnectionError: no route' >&2; exit 1", 0, "NOTHING WAS"),
        (
            """echo '{"dependencies": [{"name": "rich", "skip_reason": "not found"}]}'""",
            0,
            "NOTHING WAS",
        ),
        (
            """echo '{"dependencies": [{"name": "rich", "version": "15", "vulns": []}]}'""",
            0,
            "1 packages asked of pypi, 0 unknown to it, 0 known",
        ),
    ],
)
def test_an_audit_is_red_for_what_is_known_and_honest_about_what_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], script: str, code: int, said: str
) -> None:
    assert audit.main([program(tmp_path, script)]) == code
    assert said in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="runs a shell script")
def test_an_audit_that_fails_itself_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="bad option"):
        audit.main([program(tmp_path, "echo 'bad option' >&2; exit 2")])
