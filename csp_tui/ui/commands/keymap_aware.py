"""Widgets that show keys of commands."""

from __future__ import annotations


class KeymapAware:
    """A widget that shows keys of commands, and is notified when they change."""

    def refresh_keys(self) -> None:
        """Show the current keys."""
        raise NotImplementedError
