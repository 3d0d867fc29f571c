"""Widgets that several screens share; they know no storage and call no service."""
