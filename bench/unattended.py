"""A schedule of one minute, left alone, while somebody reads: `python -m bench.unattended [runs] [port]`.

The newsroom, `flows.serve` with a server and a worker of its own, one deployment of all sources that starts every
minute, and a process that opens the published copy, asks it something and closes it, over and over. After half of the
runs it is the next day in the newsroom. Prints runs completed, missed and late, and the reader's reads and errors.
Everything that is started is ended; what is left lies below data/unattended.
"""

import asyncio
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

import duckdb
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleUpdate, DeploymentUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.settings import PREFECT_API_URL, temporary_settings

from tasks.settings import ROOT
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment

PLACE = ROOT / "data" / "unattended"
MINUTE = timedelta(minutes=1)
QUESTION = "SELECT count(*), max(last_changed_at), count(DISTINCT language) FROM articles"


def read(published: Path, pipe: Connection) -> None:
    """Ask the published copy in a loop until the pipe speaks; send back how often, and each error."""
    reads, errors = 0, Counter[str]()
    while not pipe.poll(0.02):
        if not published.exists():
            continue
        try:
            with duckdb.connect(published, read_only=True) as connection:
                connection.execute(QUESTION).fetchall()
                connection.execute("SELECT count(*) FROM timeline").fetchall()
            reads += 1
        except duckdb.Error as error:
            errors[str(error)] += 1
    pipe.send((reads, errors))


def wait_for(server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until `make serve` says that it is up, the deployments with it."""
    while server.poll() is None and "shows the runs" not in log.read_text(encoding="utf8", errors="replace"):
        time.sleep(0.5)


async def every_minute(client: PrefectClient) -> UUID:
    """One deployment that asks all sources every minute; the others paused."""
    deployments = {deployment.name: deployment for deployment in await client.read_deployments(limit=50)}
    for deployment in deployments.values():
        await client.update_deployment(deployment.id, DeploymentUpdate(paused=True))
    schedule = DeploymentScheduleUpdate(schedule=IntervalSchedule(interval=MINUTE), active=True)
    chosen = deployments["korea"].id
    await client.update_deployment(chosen, DeploymentUpdate(parameters={}, schedules=[schedule], paused=False))
    return chosen


async def watch(newsroom: Newsroom, server: "subprocess.Popen[bytes]", runs: int) -> list[FlowRun]:
    """The runs that were due, once `runs` of them have ended; an hour at most."""
    async with get_client() as client:
        deployment = await every_minute(client)
        mine = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
        begin = time.monotonic()
        ended: list[FlowRun] = []
        while len(ended) < runs and server.poll() is None and time.monotonic() - begin < 3_600:
            await asyncio.sleep(5)
            found = await client.read_flow_runs(flow_run_filter=mine, limit=200)
            ended = [run for run in found if run.state and run.state.is_final()]
            if len(ended) >= runs / 2 and newsroom.day == 0:
                newsroom.set_day(1)
        last = max((run.expected_start_time for run in ended if run.expected_start_time), default=None)
        return [run for run in found if last and run.expected_start_time and run.expected_start_time <= last]


def figures(runs: list[FlowRun]) -> str:
    """How the runs that were due ended, and how late they began."""
    states = Counter(run.state.name for run in runs if run.state)
    late = [run.estimated_start_time_delta.total_seconds() for run in runs if run.start_time]
    seconds = [run.total_run_time.total_seconds() for run in runs if run.start_time]
    missed = sum(run.start_time is None for run in runs)
    lines = [f"{len(runs)} runs due: {', '.join(f'{count} {name}' for name, count in states.items())}; {missed} missed"]
    if late:
        lines.append(f"began late by {statistics.median(late):.1f} s (median), {max(late):.1f} s (most)")
        lines.append(f"a run took {statistics.median(seconds):.1f} s (median), {max(seconds):.1f} s (most)")
    return "\n".join([*lines, *(f"  {run.name}: {run.state.message}" for run in runs if run.state)])


def main() -> None:
    """See above."""
    count, port = (int(word) for word in (sys.argv[1:] + ["10", "4390"][len(sys.argv) - 1 :])[:2])
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    here, there = get_context("spawn").Pipe()
    reader = get_context("spawn").Process(target=read, args=(PLACE / "tumen.duckdb", there))
    reader.start()
    with Newsroom(day=0) as newsroom, (PLACE / "serve.log").open("wb") as log:
        variables = (
            os.environ | environment(newsroom) | {"TUMEN_DATA": str(PLACE), "PREFECT_HOME": str(PLACE / "prefect")}
        )
        command = [sys.executable, "-m", "flows.serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for(server, PLACE / "serve.log")
            with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{port}/api"}):
                due = asyncio.run(watch(newsroom, server, count))
        finally:
            with suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGINT)
            server.wait(90)
            here.send(None)
            reads, errors = here.recv()
            reader.join()
    print(figures(due))
    print(f"reader: {reads} reads, {errors.total()} errors {dict(errors) or ''}")


if __name__ == "__main__":
    main()
