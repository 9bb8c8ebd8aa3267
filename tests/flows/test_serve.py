"""`make serve`: from nothing to a scheduled run that completes. Nothing else notices a scheduler that has died."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleUpdate, DeploymentUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterStateName
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.schedules import IntervalSchedule

from tests.flows.conftest import ROOT, environment
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment as newsroom_settings

SECONDS = 480
EVERY_TWENTY_SECONDS = DeploymentUpdate(
    parameters={"only": ["song_biec"]},
    schedules=[DeploymentScheduleUpdate(schedule=IntervalSchedule(interval=timedelta(seconds=20)), active=True)],
)


async def completed_runs(server: "subprocess.Popen[bytes]") -> list[FlowRun]:
    """Two runs of one deployment that were due at once, one by its schedule and one by hand, when both have ended
    well; [] where they do not in time."""
    async with get_client() as client:
        deployment = None
        for _ in range(SECONDS):
            if server.poll() is not None:
                return []
            await asyncio.sleep(1)
            if deployment is None:
                found = [d for d in await client.read_deployments() if d.name == "korea"]
                if found and await client.read_workers_for_work_pool("tumen"):
                    deployment = found[0].id
                    await client.update_deployment(deployment, EVERY_TWENTY_SECONDS)
                    await client.create_flow_run_from_deployment(deployment, name="by hand")
                continue
            done = FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
                state={"name": FlowRunFilterStateName(any_=["Completed"])},
            )
            runs = await client.read_flow_runs(flow_run_filter=done)
            if {run.auto_scheduled for run in runs} == {True, False}:
                return sorted(runs, key=lambda run: str(run.start_time))
    return []


def test_a_scheduled_run_completes_and_one_by_hand_waits_for_its_turn(
    prefect_server: tuple[Path, int], tmp_path: Path
) -> None:
    home, port = prefect_server
    with Newsroom(day=0) as newsroom, (tmp_path / "serve.log").open("wb") as log:
        variables = environment(home, port) | newsroom_settings(newsroom) | {"TUMEN_DATA": str(tmp_path / "data")}
        command = [sys.executable, "-m", "flows.serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            runs = asyncio.run(completed_runs(server))
        finally:
            os.kill(server.pid, signal.SIGINT)
            status = server.wait(60)
    said = (tmp_path / "serve.log").read_text(encoding="utf8")
    assert runs, said[-4000:]
    assert all(run.name.startswith("ingest song_biec 20") for run in runs)
    for first, second in pairwise(runs):
        assert first.end_time is not None
        assert second.start_time is not None
        assert first.end_time <= second.start_time
    assert (tmp_path / "data" / "tumen.duckdb").exists()
    assert status == 0, said[-4000:]
