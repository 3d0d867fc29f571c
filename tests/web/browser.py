"""A real Chromium, driven through chromedriver by the W3C WebDriver protocol."""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs import needed
from tests.waiting import PATIENCE

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--disable-default-apps", "--disable-domain-reliability"),
    *("--no-pings", "--no-default-browser-check", "--window-size=1200,800"),
)
KEYS = {"enter": "\ue007", "tab": "\ue004", "escape": "\ue00c", "down": "\ue015", "f2": "\ue032"}

_PASTE = """
const data = new DataTransfer();
data.setData("text/plain", arguments[0]);
document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
"""


class Browser:
    """A browser with one window.

    Attributes:
        downloads: The folder that files arrive in.

    Args:
        address: Where chromedriver listens.
        folder: For the browser's own files.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        self._address = address
        options = {
            "binary": needed("chromium"),
            "args": [*_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            "prefs": {
                "download.default_directory": str(self.downloads),
                "download.prompt_for_download": False,
            },
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options}
        wanted["goog:loggingPrefs"] = {"performance": "ALL", "browser": "ALL"}
        answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{answer['sessionId']}"

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self._post("/url", {"url": url})

    @property
    def address(self) -> str:
        """What the address bar shows."""
        return str(self._ask("GET", f"{self._session}/url"))

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self._ask("GET", f"{self._session}/title"))

    @property
    def cookies(self) -> list[dict[str, Any]]:
        """The cookies of the page."""
        cookies: list[dict[str, Any]] = self._ask("GET", f"{self._session}/cookie")
        return cookies

    def text(self, selector: str) -> str:
        """What a person reads in a part of the page."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def run(self, script: str, *values: Any) -> Any:
        """Run a script in the page and return its result."""
        return self._post("/execute/sync", {"script": script, "args": list(values)})

    def keys(self, *names: str) -> None:
        """Press keys, or type texts."""
        actions = []
        for name in names:
            for sign in KEYS.get(name, name):
                actions += [{"type": "keyDown", "value": sign}, {"type": "keyUp", "value": sign}]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def paste(self, text: str) -> None:
        """Paste a text into what has the focus, as Ctrl+V does."""
        self.run(_PASTE, text)

    def click(self, x: float, y: float) -> None:
        """Click into the page."""
        move = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def log(self, kind: str) -> list[dict[str, Any]]:
        """What the browser noted since the last time: ``performance`` or ``browser``."""
        notes: list[dict[str, Any]] = self._post("/se/log", {"type": kind})
        return notes

    def events(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What went over the network since the last time, by name."""
        for note in self.log("performance"):
            message = json.loads(note["message"])["message"]
            yield message["method"], message["params"]

    def quit(self) -> None:
        """Close it."""
        self._ask("DELETE", self._session)

    def _act(self, *sources: dict[str, Any]) -> None:
        self._post("/actions", {"actions": list(sources)})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("POST", self._session + path, body)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._address + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from error


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser that is closed at the end whatever happens."""
    driver = subprocess.Popen(
        [needed("chromedriver"), "--port=0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert driver.stdout is not None
        port = ""
        while not port:
            line = driver.stdout.readline()
            assert line, "chromedriver did not start"
            port = line.rpartition("on port ")[2].strip(" .\n") if "successfully" in line else ""
        opened = Browser(f"http://127.0.0.1:{port}", folder)
        try:
            yield opened
        finally:
            opened.quit()
    finally:
        driver.terminate()
        driver.wait(10)
