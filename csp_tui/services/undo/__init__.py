"""Taking changes back, newest first, and making them again."""

from __future__ import annotations

from csp_tui.services.undo.service import Outlook, UndoService

__all__ = ["Outlook", "UndoService"]
