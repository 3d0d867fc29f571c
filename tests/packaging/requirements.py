"""What the program and its tests depend on, as the installed distributions say themselves."""

from __future__ import annotations

import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SOURCE = Path(__file__).parents[2]
_FOR_DEVELOPERS = ("test", "dev", "fuzz")


def project() -> dict[str, Any]:
    """The project's own table of ``pyproject.toml``."""
    table: dict[str, Any] = tomllib.loads((SOURCE / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def declared(*extras: str) -> list[Requirement]:
    """The project's own requirements, with those of its extras."""
    table = project()
    lines = [*table["dependencies"]]
    for extra in extras:
        lines.extend(table["optional-dependencies"][extra])
    return [Requirement(line) for line in lines]


def extras_of_use() -> list[str]:
    """The extras that add to the program, and are not for its developers."""
    return [name for name in project()["optional-dependencies"] if name not in _FOR_DEVELOPERS]


def closure(requirements: list[Requirement]) -> dict[str, str]:
    """The version by name of every distribution that requirements bring with them here.

    Raises:
        PackageNotFoundError: One of them is not installed.
    """
    found: dict[str, str] = {}
    waiting = [(requirement, frozenset[str]()) for requirement in requirements]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, asked = waiting.pop()
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in (asked or {""})):
            continue
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in done:
            continue
        done.add((name, extras))
        installed = distribution(name)
        found[name] = installed.version
        waiting.extend((Requirement(line), extras) for line in installed.requires or ())
    return dict(sorted(found.items()))


def pinned() -> dict[str, str]:
    """The version by name of everything in ``constraints.txt``."""
    lines = (SOURCE / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}
