"""Where files are, and the user's settings: folders, environment and the settings file."""

from csp_tui.settings.locations import DATABASE_NAME, LOG_NAME, SETTINGS_NAME, Paths, find_paths
from csp_tui.settings.values import Settings

__all__ = ["DATABASE_NAME", "LOG_NAME", "SETTINGS_NAME", "Paths", "Settings", "find_paths"]
