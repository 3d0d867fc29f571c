"""The licenses of what the program needs to run: ``python -m tests.packaging.licenses`` lists them.

It writes ``LICENSES.md`` from what the installed distributions say of themselves.
"""

from __future__ import annotations

import re
from importlib.metadata import metadata

from tests.packaging.requirements import SOURCE, closure, declared, extras_of_use

LIST = SOURCE / "LICENSES.md"
ALLOWED = frozenset(
    {
        *("MIT", "MIT-0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC"),
        # certifi's; it asks to publish changes of its own files, and none is changed here.
        "MPL-2.0",
    }
)
"""Licenses that ask for no more than naming them of a program that uses a package unchanged."""
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
# Licenses of dependencies

What csp-tui needs to run, with the license that each package states in its metadata. Made by
`python -m tests.packaging.licenses`; a test keeps it current.

| Package | Version | License |
|---|---|---|
"""


def license_of(name: str) -> str:
    """The license that an installed distribution states, as an SPDX expression where it has one."""
    # Once a dependency has imported the package importlib_metadata, a missing field is an error.
    facts = dict(metadata(name).items())
    stated = facts.get("License-Expression")
    if stated:
        return str(stated)
    classifiers = [
        str(one).rpartition(" :: ")[2]
        for one in metadata(name).get_all("Classifier") or ()
        if str(one).startswith("License :: ")
    ]
    short = str(facts.get("License") or "").strip()
    for one in (*classifiers, short):
        if one in _KNOWN:
            return _KNOWN[one]
    return short.splitlines()[0] if short else "unknown"


def is_allowed(expression: str) -> bool:
    """Whether an expression can be fulfilled by licenses of the list."""
    return any(
        all(part.strip(" ()") in ALLOWED for part in re.split(r"\bAND\b", choice))
        for choice in re.split(r"\bOR\b", expression)
    )


def license_list() -> str:
    """The text of ``LICENSES.md``."""
    rows = [
        f"| {name} | {version} | {license_of(name)} |\n"
        for name, version in closure(declared(*extras_of_use())).items()
    ]
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    LIST.write_text(license_list(), "utf-8")
