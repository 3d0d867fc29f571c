"""What a part does that shows keys."""

from __future__ import annotations


class ShowsKeys:
    """A part that shows keys of commands, and is told when they are others."""

    def refresh_keys(self) -> None:
        """Show the keys as they are now."""
        raise NotImplementedError
