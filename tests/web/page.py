"""The workbench as a browser shows it: its screen is read from what the browser received."""

from __future__ import annotations

import base64
import re

import pyte

from tests.waiting import wait_until

from .browser import Browser

_PLACE = """
const box = document.querySelector(".xterm-screen").getBoundingClientRect();
return [box.x, box.y, box.width, box.height];
"""


class Page:
    """A page with the workbench in it.

    Attributes:
        asked: Every address that was asked for, the page's own and its files'.

    Args:
        browser: The browser, which is at the page.
    """

    def __init__(self, browser: Browser) -> None:
        self.asked: list[str] = []
        self._browser = browser
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def words(self) -> str:
        """What a person reads: the screen without frames, with all white space as one space."""
        self._receive()
        text = "\n".join(self._screen.display)
        return " ".join(re.sub("[\u2500-\u259f]", " ", text).split())

    def wait(self, *texts: str, gone: str = "") -> None:
        """Wait until the screen shows texts, and another one no longer."""

        def shown() -> bool:
            words = self.words
            return all(text in words for text in texts) and not (gone and gone in words)

        wait_until(shown, lambda: f"never came: {texts}\n" + "\n".join(self._screen.display))

    def click(self, text: str, *, beside: str = "") -> None:
        """Click on a text; if it is on several lines, on the one that also has another text."""
        x, y, width, height = self._browser.run(_PLACE)
        for row, line in enumerate(self._screen.display):
            if text in line and beside in line:
                column = line.index(text) + len(text) / 2
                across, down = width / self._screen.columns, height / self._screen.lines
                self._browser.click(x + column * across, y + (row + 0.5) * down)
                return
        raise AssertionError(f"not shown: {text}\n" + "\n".join(self._screen.display))

    def _receive(self) -> None:
        for name, facts in self._browser.events():
            if name == "Network.requestWillBeSent":
                self.asked.append(facts["request"]["url"])
            elif name == "Network.webSocketCreated":
                self.asked.append(facts["url"])
            elif name == "Network.webSocketFrameSent":
                size = re.search(
                    r'"resize",{"width":(\d+),"height":(\d+)', facts["response"]["payloadData"]
                )
                if size:
                    self._screen.resize(int(size[2]), int(size[1]))
            elif name == "Network.webSocketFrameReceived" and facts["response"]["opcode"] == 2:
                self._stream.feed(base64.b64decode(facts["response"]["payloadData"]))
