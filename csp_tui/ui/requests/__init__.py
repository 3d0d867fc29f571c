"""Support requests: the list and the wizard."""
