"""What a session of the workbench may do: a private one, the demo, or a public kiosk."""

from __future__ import annotations

from dataclasses import replace

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import gettext as _

IDLE_MINUTES = 10
SESSION_MINUTES = 30
_FIELD_LIMIT = 2_000
_PASTE_LIMIT = 4_000_000
_KIOSK_PASTE_LIMIT = 256 * 1024
_DATABASE_LIMIT = 24 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SessionPolicy:
    """What a session may do with paths, files and settings, checked wherever one is used.

    Attributes:
        files: Whether files may be named, read and written.
        settings: Whether settings outlive the session.
        paths_shown: Whether paths of this machine may be seen.
        processes: Whether other programs may be started and this one be suspended.
        copies: Whether texts may be sent to the terminal's clipboard (OSC 52).
        downloads: Whether a browser may be handed files.
        idle_limit: Seconds without a key or click after which the session ends; None for no end.
        session_limit: Seconds after which it ends in any case; None for no end.
        field_limit: Characters that one field takes at most; None if only its rules say so.
        paste_limit: Characters of one paste at most; the rest is left out.
        database_limit: Bytes of its temporary database at most; None for no end.
    """

    files: bool = True
    settings: bool = True
    paths_shown: bool = True
    processes: bool = True
    copies: bool = True
    downloads: bool = True
    idle_limit: float | None = None
    session_limit: float | None = None
    field_limit: int | None = None
    paste_limit: int = _PASTE_LIMIT
    database_limit: int | None = None

    @property
    def is_kiosk(self) -> bool:
        """Whether it is public."""
        return not self.files

    def with_limits(self, *, idle: float, session: float) -> SessionPolicy:
        """The same with other limits.

        Args:
            idle: Minutes without a key or click.
            session: Minutes in all.
        """
        return replace(self, idle_limit=idle * 60, session_limit=session * 60)

    def disabled_reason_files(self) -> str | None:
        """Why no file can be named, None if one can."""
        return None if self.files else _("Not available in kiosk mode: it has no files.")

    def disabled_reason_settings(self) -> str | None:
        """Why no setting is kept, None if it is."""
        return None if self.settings else _("It applies until you quit; no file is changed.")


NORMAL = SessionPolicy()
DEMO = SessionPolicy(settings=False)
KIOSK = SessionPolicy(
    files=False,
    settings=False,
    paths_shown=False,
    processes=False,
    idle_limit=IDLE_MINUTES * 60.0,
    session_limit=SESSION_MINUTES * 60.0,
    field_limit=_FIELD_LIMIT,
    paste_limit=_KIOSK_PASTE_LIMIT,
    database_limit=_DATABASE_LIMIT,
)
