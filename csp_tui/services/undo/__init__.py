"""Undo, newest change first, and redo."""

from __future__ import annotations

from csp_tui.services.undo.finding import UndoPreview
from csp_tui.services.undo.service import UndoService

__all__ = ["UndoPreview", "UndoService"]
