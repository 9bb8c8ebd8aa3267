"""Prefect server with its UI, the work pool, the deployments of prefect.yaml and a worker, until Ctrl-C."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import PIPE, STDOUT
from types import FrameType

import httpx

from flows.command import refuse, with_settings
from tasks import ending
from tasks.settings import ROOT, Settings

POOL = WORKER = "tumen"
DEFAULTS = {
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # what the automation for dead runs listens for
    "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",  # the log is for people: one line a batch
}
START_SECONDS = 180.0


class ServeError(RuntimeError):
    """Something could not be brought up; the message says what."""


@with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.serve [--port N]`: bring all of it up (what is up already is used) and wait for Ctrl-C; where
    all of it is up already, only the deployments and automations are registered anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4200)
    port = parser.parse_args(arguments).port
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        with ExitStack() as running, suppress(KeyboardInterrupt):
            _serve(running, port, Settings().data / "serving")
    except ServeError as error:
        return refuse(str(error), code=1)
    return 0


def _serve(running: ExitStack, port: int, serving: Path) -> None:
    server = None
    is_served = WORKER in ending.living(serving)
    if not is_served:
        running.enter_context(ending.held(serving, WORKER))
    if not _is_up(port):
        _refuse_taken(port)
        server = _start(running, "server", "start", "--host", "127.0.0.1", "--port", str(port))
        _wait_for(server, port)
    _run(("-m", "prefect", "work-pool", "create", POOL, "--type", "process", "--overwrite"))
    _run(("-m", "prefect", "--no-prompt", "deploy", "--all"), ("-m", "flows.automations"))
    if is_served:
        print(f"tumen: http://127.0.0.1:{port} was up already; its deployments are those of prefect.yaml")  # noqa: T201
        return
    worker = _start(running, "worker", "start", "--pool", POOL, "--name", WORKER)
    print(f"tumen: http://127.0.0.1:{port} shows the runs; Ctrl-C ends them", flush=True)  # noqa: T201
    while worker.poll() is None and (server is None or server.poll() is None):
        time.sleep(0.5)
    raise ServeError("the worker or the server ended")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ServeError(f"port {port} is in use by another program; try `make serve PORT={port + 1}`") from error


def _run(*commands: Sequence[str]) -> None:
    """Run Python with each of these at once, and wait for all. Raises ServeError where one failed."""
    begun = [subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=PIPE, stderr=STDOUT) for words in commands]  # noqa: S603
    said = [process.communicate()[0].decode(errors="replace") for process in begun]
    for words, process, text in zip(commands, begun, said, strict=True):
        if process.returncode:
            raise ServeError(f"{' '.join(words[1:4])} failed: {text.strip()[-2000:]}")


def _start(running: ExitStack, *words: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-m", "prefect", *words], cwd=ROOT, start_new_session=True)  # noqa: S603
    running.callback(_stop, process)
    return process


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end, and what it started with it; after twenty seconds, make it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


def _is_up(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=2.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_up(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServeError(f"the Prefect server did not come up on port {port}")
        time.sleep(0.5)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
