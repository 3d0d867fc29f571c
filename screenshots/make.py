"""Makes the pictures of this folder from the demo: ``python screenshots/make.py [FOLDER]``.

They are never drawn by hand; a test makes them anew and compares.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
for name in ("NO_COLOR", "COLORTERM"):
    os.environ.pop(name, None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"

from csp_tui import i18n  # noqa: E402
from csp_tui.bootstrap import demo_workbench  # noqa: E402
from tests.scenes import SCENES  # noqa: E402
from tests.ui.driving import running  # noqa: E402

PICTURES = {
    "offers": "offers",
    "audience": "audience",
    "partner-search": "partner_search",
    "refusal": "refusal_request",
    "review": "review",
    "wizard": "wizard_selections",
    "request": "request_submitted",
    "partners": "partners",
    "history": "history",
}
SIZE = (100, 30)


async def _take(folder: Path) -> None:
    # None of these scenes changes anything.
    with demo_workbench() as workbench:
        for picture, scene in PICTURES.items():
            async with running(workbench, SIZE, demo=True) as driver:
                await SCENES[scene](driver)
                svg = driver.app.export_screenshot(title="csp-tui demo")
            (folder / f"{picture}.svg").write_text(svg, "utf-8", newline="\n")


def main(folder: Path = HERE) -> None:
    """Make every picture."""
    i18n.use("en")
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_take(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
