"""The licences of what the program needs to run: ``python -m tests.packaging.licences`` lists them.

It writes ``LICENCES.md`` from what the installed distributions say of themselves.
"""

from __future__ import annotations

import re
from importlib.metadata import metadata

from tests.packaging.requirements import SOURCE, closure, declared, extras_of_use

LIST = SOURCE / "LICENCES.md"
ALLOWED = frozenset({"MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC"})
"""Licences that ask for no more than naming them."""
_KNOWN = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
}
_HEAD = """\
# Licences of dependencies

What csp-tui needs to run, with the licence that each package states in its metadata. Made by
`python -m tests.packaging.licences`; a test keeps it current.

| Package | Version | Licence |
|---|---|---|
"""


def licence_of(name: str) -> str:
    """The licence that an installed distribution states, as an SPDX expression where it has one."""
    facts = metadata(name)
    stated = facts["License-Expression"]
    if stated:
        return str(stated)
    classifiers = [
        str(one).rpartition(" :: ")[2]
        for one in facts.get_all("Classifier") or ()
        if str(one).startswith("License :: ")
    ]
    short = str(facts["License"] or "").strip()
    for one in (*classifiers, short):
        if one in _KNOWN:
            return _KNOWN[one]
    return short.splitlines()[0] if short else "unknown"


def is_allowed(licence: str) -> bool:
    """Whether an expression can be fulfilled by licences of the list."""
    return any(
        all(part.strip(" ()") in ALLOWED for part in re.split(r"\bAND\b", choice))
        for choice in re.split(r"\bOR\b", licence)
    )


def licence_list() -> str:
    """The text of ``LICENCES.md``."""
    rows = [
        f"| {name} | {version} | {licence_of(name)} |\n"
        for name, version in closure(declared(*extras_of_use())).items()
    ]
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    LIST.write_text(licence_list(), "utf-8")
