"""Write the digests of every schema version, after a migration was added.

``python -m tests.storage.make_schema_digests``

The digests of a released version never change: a file with other ones would be refused.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from csp_tui.storage import schema_digests
from csp_tui.storage.connections import connect
from csp_tui.storage.expected_schema import stored_objects
from csp_tui.storage.location import Memory
from csp_tui.storage.migrations import upgrade
from csp_tui.storage.schema_version import VERSIONS

_HEAD = '''"""What each schema version changes: digests of new objects, None for removed ones.

See ``expected_schema``. Written by ``python -m tests.storage.make_schema_digests``.
"""

from __future__ import annotations

CHANGES: dict[str, dict[str, str | None]] = {
'''


def objects_of(version: str) -> dict[str, str]:
    """The digests of what the migrations make up to a version."""
    memory = Memory()
    try:
        upgrade(memory, version)
        with closing(connect(memory)) as connection:
            return stored_objects(connection)
    finally:
        memory.close()


def text() -> str:
    """The module that holds the digests."""
    lines = [_HEAD]
    before: dict[str, str] = {}
    for version in VERSIONS:
        objects = objects_of(version)
        lines.append(f'    "{version}": {{\n')
        for key in sorted({*before, *objects}):
            digest = objects.get(key)
            if digest != before.get(key):
                text = "None" if digest is None else f'"{digest}"'
                lines.append(f'        "{key}": {text},\n')
        lines.append("    },\n")
        before = objects
    lines.append("}\n")
    return "".join(lines)


def main() -> int:
    """Write the module."""
    Path(schema_digests.__file__).write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
