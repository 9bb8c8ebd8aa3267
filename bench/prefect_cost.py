"""What Prefect costs a run of some 500 articles: `python -m bench.prefect_cost [rounds]`.

The newsroom three times over, in a process of its own, and a Prefect server that runs already. In turn, each on empty
data: the flow `ingest` as it is, and the same functions called plainly - no runs, no states, no logs to the server, no
artifacts. Prints seconds of the clock and of the processor (ours with the extraction processes; the server's apart),
and by how much a run with Prefect is dearer.
"""

import asyncio
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from logging import getLogger
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from prefect import Task
from prefect.settings import PREFECT_API_URL, temporary_settings

from bench.fetch import serve, world
from flows import ingest as story
from flows import intake
from tasks import archive, artifacts, runs
from tasks.settings import ROOT
from tests.newsroom.settings import SOURCES

PLACE = ROOT / "data" / "prefect_cost"
TIMES = 3
SECONDS_A_TICK = 1 / os.sysconf("SC_CLK_TCK")


def sources() -> str:
    """The newsroom's sources three times over, under the hosts of bench.fetch.world."""
    text = SOURCES.read_text(encoding="utf8")
    for outlet in world().outlets.values():
        number, _, host = outlet.host.partition(".")
        if number == "0":
            text = text.replace(f"http://{host}/", f"http://NUMBER.{host}/").replace(
                f'id = "{outlet.id.removesuffix("_0")}"', f'id = "{outlet.id.removesuffix("_0")}_NUMBER"'
            )
    return "\n".join(text.replace("NUMBER", str(number)) for number in range(TIMES))


@contextmanager
def prefect_server() -> Iterator[tuple[str, int]]:
    """A server of our own; its API's address and its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    variables = os.environ | {"PREFECT_HOME": str(PLACE / "prefect"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    with (PLACE / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log)
    try:
        api = f"http://127.0.0.1:{port}/api"
        while not _is_up(api):
            time.sleep(0.5)
        yield api, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _is_up(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def plain() -> Iterator[None]:
    """Tasks are their functions, and nothing speaks to the server."""

    async def nothing(*_: Any) -> None: ...

    changed: list[tuple[Any, str, Any]] = [
        (module, name, value.fn)
        for module in (story, intake, archive)
        for name, value in vars(module).items()
        if isinstance(value, Task)
    ]
    changed += [(module, "get_run_logger", getLogger) for module in (story, intake)]
    changed += [(artifacts, "show", nothing), (runs, "_state", lambda _: None)]
    changed += [(runs, "SyncClientContext", SimpleNamespace(get_or_create=nullcontext))]
    before = [(module, name, getattr(module, name)) for module, name, _ in changed]
    for module, name, value in changed:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def timed(work: Callable[[], Any], server: int) -> tuple[float, float, float]:
    """Seconds of the clock, of our processor time, and of the server's, on empty data."""
    data = PLACE / "data"
    shutil.rmtree(data, ignore_errors=True)
    os.environ["TUMEN_DATA"] = str(data)
    clock, ours, theirs = time.perf_counter(), _processor(), _of(server)
    state = asyncio.run(work())
    print(f"  {state.message}", flush=True)
    return time.perf_counter() - clock, _processor() - ours, _of(server) - theirs


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * SECONDS_A_TICK


async def under_prefect() -> Any:
    """The flow as it is."""
    return await story.ingest(return_state=True)


async def called_plainly() -> Any:
    """The flow's function."""
    return await story.ingest.fn()


def measured(server: int, rounds: int) -> Iterator[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    """Both, in turn; the first two do not count."""
    for number in range(rounds + 1):
        with plain():
            bare = timed(called_plainly, server)
        dressed = timed(under_prefect, server)
        if number:
            yield dressed, bare


def main() -> None:
    """See above."""
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / "sources.toml").write_text(sources(), encoding="utf8")
    here, there = get_context("spawn").Pipe()
    newsroom = get_context("spawn").Process(target=serve, args=(there,))
    newsroom.start()
    os.environ |= {"TUMEN_SOURCES": str(PLACE / "sources.toml"), "TUMEN_POLL_PATIENCE": "0"}
    os.environ["TUMEN_CONNECT_TO"] = f'{{"*.example": "127.0.0.1:{here.recv()}"}}'
    try:
        with prefect_server() as (api, pid), temporary_settings({PREFECT_API_URL: api}):
            rounds = list(measured(pid, int(sys.argv[1]) if len(sys.argv) > 1 else 3))
    finally:
        here.send(None)
        newsroom.join()
    for place, what in enumerate(("clock", "processor")):
        dressed, bare = (statistics.median(pair[which][place] for pair in rounds) for which in (0, 1))
        dearer = [pair[0][place] / pair[1][place] - 1 for pair in rounds]
        each = ", ".join(f"{share:+.1%}" for share in dearer)
        print(f"{what}: {dressed:.2f} s with Prefect, {bare:.2f} s without: {statistics.median(dearer):+.1%} ({each})")
    print(f"and {statistics.median(pair[0][2] for pair in rounds):.2f} s of the server's processor time a run")


if __name__ == "__main__":
    main()
