"""Schema changes, run by Alembic; imported only when a file's schema is not the program's."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from csp_tui.storage.engine import make_engine
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.problems import problem_of


def configuration() -> Config:
    """Alembic's settings, made in code because an installed package has no place for a file."""
    config = Config()
    folder = str(Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(path: DatabaseLocation, revision: str = "head") -> None:
    """Bring a file to the newest schema in one transaction, or leave it as it was.

    Args:
        path: The database.
        revision: The schema version to stop at.

    Raises:
        StorageProblem: A step failed.
    """
    config = configuration()
    engine = make_engine(path)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DBAPIError as error:
        raise problem_of(error, path) from error
    finally:
        engine.dispose()
