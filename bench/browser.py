"""Headless Chromium over its DevTools protocol: open a page, wait for it, take its picture, hear its console."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
from websockets.sync.client import connect
from websockets.sync.connection import Connection

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    "--lang=en-US", "--force-color-profile=srgb",
)  # fmt: skip
SECONDS = 60.0


class BrowserError(RuntimeError):
    """There is no browser, it does not answer, or a page did not become what was waited for."""


class Tab:
    """One page of a running browser. `console` holds what it complained of."""

    def __init__(self, socket: Connection) -> None:
        self.console: list[str] = []
        self._socket, self._number = socket, 0
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command; its result. Raises BrowserError where the browser refuses it."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv(timeout=SECONDS))
            if said.get("id") == self._number:
                if "error" in said:
                    raise BrowserError(f"{method}: {said['error']['message']}")
                return cast(dict[str, Any], said["result"])
            self._hear(said)

    def look(self, width: int, height: int, scheme: str = "light", *, without_colour: bool = False) -> None:
        """Size of the window in CSS pixels, colour scheme, and whether the reader sees no colours."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setEmulatedVisionDeficiency", type="achromatopsia" if without_colour else "none")

    def open(self, url: str, until: str = "document.readyState === 'complete'") -> None:
        """Go to an address and wait until an expression of the page is true. Raises BrowserError after a minute."""
        self.call("Page.navigate", url=url)
        deadline = time.monotonic() + SECONDS
        while not self.value(until):
            if time.monotonic() > deadline:
                raise BrowserError(f"{url}: never became {until}")
            time.sleep(0.2)

    def value(self, expression: str) -> Any:
        """What an expression gives in the page; None where it throws."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Write a PNG of the window, or of the whole page."""
        clip: dict[str, Any] = {}
        if whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"clip": {**size, "scale": 1}, "captureBeyondViewport": True}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", **clip)["data"]))

    def _hear(self, said: dict[str, Any]) -> None:
        match said.get("method"):
            case "Runtime.exceptionThrown":
                self.console.append(str(said["params"]["exceptionDetails"].get("text")))
            case "Runtime.consoleAPICalled" if said["params"]["type"] in ("error", "warning", "assert"):
                self.console.append(" ".join(str(each.get("value")) for each in said["params"]["args"]))
            case "Log.entryAdded" if said["params"]["entry"]["level"] in ("error", "warning"):
                self.console.append(str(said["params"]["entry"]["text"]))


def program() -> str | None:
    """The browser of this machine; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def tab() -> Iterator[Tab]:
    """A tab of a browser of its own, which ends with the block. Raises BrowserError where there is none."""
    if (browser := program()) is None:
        raise BrowserError(f"none of {', '.join(NAMES)} is on this machine")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [browser, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_address(Path(profile), process), max_size=None, proxy=None) as socket:
                yield Tab(socket)
        finally:
            process.terminate()
            process.wait(20)


def _address(profile: Path, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        lines = _lines(profile / "DevToolsActivePort")
        if len(lines) > 1:
            pages = httpx.get(f"http://127.0.0.1:{lines[0]}/json/list", trust_env=False).json()
            return next(str(page["webSocketDebuggerUrl"]) for page in pages if page["type"] == "page")
        time.sleep(0.1)
    raise BrowserError("the browser did not come up")


def _lines(file: Path) -> Sequence[str]:
    return file.read_text(encoding="utf8").splitlines() if file.exists() else ()
