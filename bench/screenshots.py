"""The pictures of the README: `python -m bench.screenshots [DIR]` (docs/images), by way of `make screenshots`.

A server, a worker and the newsroom are brought up as `make serve NEWSROOM=1` does, on a port and in a folder of their
own; a run and the weekly brief are asked for; then a headless Chromium takes its pictures, and all of it ends. What is
seen is the invented newsroom and nothing else. For Chinese, Japanese and Korean a font is needed (fonts-noto-cjk).
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from bench.browser import Tab, tab
from tasks.settings import ROOT
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment

SECONDS = 600.0
DAY = "2024-06-19"  # a week in which the newsroom has much to tell
SETTLED = "document.readyState === 'complete' && document.body.innerText.includes({words!r})"
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
DRAWING = 20.0  # seconds: the UI goes on drawing, and says nothing when it is done
DRAWN = "document.documentElement.dataset.charts !== undefined"


def main() -> None:
    """Make the pictures anew."""
    images = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as server, tab() as page:
        runs = [
            _run(server, "ingest/world", {"group": None}),
            _run(server, "report/weekly-brief", {"day": DAY}),
        ]
        _take_ui(page, str(server.base_url), runs, images)
        _take_report(page, (Path(folder) / "report.html").as_uri(), images)
    for picture in sorted(images.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1000} kB")


def _take_ui(page: Tab, server: str, runs: list[dict[str, Any]], images: Path) -> None:
    page.look(1280, 1000)
    ui = server.removesuffix("/").removesuffix("/api")
    for name, address, run in (("ui-runs", "runs", runs[-1]), ("ui-run", f"runs/flow-run/{runs[0]['id']}", runs[0])):
        page.open(f"{ui}/{address}", SETTLED.format(words=run["name"]))
        time.sleep(DRAWING)
        page.picture(images / f"{name}.png")


def _take_report(page: Tab, address: str, images: Path) -> None:
    for name, width, height, scheme in (("report", 1100, 1250, "light"), ("report-dark", 390, 1250, "dark")):
        page.look(width, height, scheme)
        page.open(address, DRAWN)
        page.picture(images / f"{name}.png")


@contextmanager
def _served(folder: Path) -> Iterator[httpx.Client]:
    """A client of a server that runs our deployments on the newsroom and keeps all its files in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"TUMEN_DATA": str(folder), "PREFECT_HOME": str(folder / "prefect")}
    with Newsroom(day=0) as newsroom, (folder / "serve.log").open("wb") as log:
        command = [sys.executable, "-m", "flows.serve", "--port", str(port)]
        variables = os.environ | environment(newsroom) | own
        served = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", trust_env=False, timeout=60) as client:
                yield client
        finally:
            os.kill(served.pid, signal.SIGINT)
            served.wait(60)


def _run(server: httpx.Client, deployment: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for a run of a deployment and wait for its end; what the server tells of it."""
    found = _told(lambda: server.get(f"deployments/name/{deployment}"), "id")
    ask = f"deployments/{found['id']}/create_flow_run"
    asked = _told(lambda: server.post(ask, json={"parameters": parameters}), "id")
    run = _told(lambda: server.get(f"flow_runs/{asked['id']}"), "state_type", FINAL)
    print(f"{run['name']}: {run['state']['name']}, {run['state']['message']}", flush=True)
    return run


def _told(ask: Callable[[], httpx.Response], key: str, values: Collection[str] = ()) -> dict[str, Any]:
    """What the server answers, once it has the key, with one of the values if any are given; it may not be up yet."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError, ValueError):
            answer: dict[str, Any] = ask().json()
            if key in answer and (not values or answer[key] in values):
                return answer
        time.sleep(2)
    raise TimeoutError(f"{key}: not in {SECONDS:.0f} s")


if __name__ == "__main__":
    main()
