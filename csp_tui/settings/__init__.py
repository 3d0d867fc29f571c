"""Where things are, and what the person has set: folders, environment and the settings file."""

from csp_tui.settings.locations import DATABASE_NAME, LOG_NAME, SETTINGS_NAME, Places, places
from csp_tui.settings.values import Settings

__all__ = ["DATABASE_NAME", "LOG_NAME", "SETTINGS_NAME", "Places", "Settings", "places"]
