"""The rules behind commands, for the help of their buttons."""

from __future__ import annotations

from collections.abc import Mapping

COMMAND_RULES: Mapping[str, tuple[str, ...]] = {
    "draft.save": ("R24",),
    "audience.select": ("R12", "R20", "R23"),
    "audience.remove": ("R30", "R31", "R32", "R33"),
    "audience.import": ("R29",),
    "audience.export": ("R29",),
    "audience.resales": ("R30", "R41", "R42"),
    "audience.resold": ("R30",),
    "audience.request": ("R31", "R40", "R42"),
    "audience.sync": ("R26", "R27"),
    "offer.publish": ("R25", "R50"),
    "plans.add": ("R3", "R4", "R8"),
    "plans.remove": ("R3", "R4", "R8"),
    "offers.delete": ("R25",),
    "requests.new": ("R31", "R40", "R42"),
    "request.complete": ("R31", "R40", "R42"),
}
"""Numbers of rules by command ID; most commands follow none."""
