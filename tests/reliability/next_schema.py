"""A program that is one schema newer than this one, for the time of a block."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from alembic.config import Config

from csp_tui.storage import migrations, replacement, schema, schema_version

NEXT = "9999"
"""The schema after the newest there is."""
_STEPS = """
from alembic import op

revision = {next!r}
down_revision = {newest!r}
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE offer ADD COLUMN shelf TEXT NOT NULL DEFAULT ''")
    op.execute("UPDATE offer SET shelf = name")
    op.execute("CREATE TABLE shelf (name TEXT PRIMARY KEY, offers INTEGER NOT NULL) STRICT")
    op.execute("INSERT INTO shelf SELECT shelf, count(*) FROM offer GROUP BY shelf")
    {then}
"""


def write_next_schema(folder: Path, then: str = "pass") -> None:
    """Write the program's migrations and a further, real one into a folder.

    Args:
        folder: Made by this.
        then: The last line of the further one, such as one that fails.
    """
    own = Path(migrations.__file__).parent
    shutil.copytree(own, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = _STEPS.format(next=NEXT, newest=schema_version.SCHEMA_VERSION, then=then)
    (folder / "versions" / f"r{NEXT}.py").write_text(text, encoding="utf-8")


@contextmanager
def next_schema(folder: Path) -> Iterator[None]:
    """Let the program's newest schema be the one that ``write_next_schema`` has written."""

    def configuration() -> Config:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        return config

    with ExitStack() as patches:
        for module, name, value in (
            (migrations, "configuration", configuration),
            (schema_version, "VERSIONS", (*schema_version.VERSIONS, NEXT)),
            (schema_version, "SCHEMA_VERSION", NEXT),
            (schema, "SCHEMA_VERSION", NEXT),
            (replacement, "SCHEMA_VERSION", NEXT),
        ):
            patches.enter_context(patch.object(module, name, value))
        yield
