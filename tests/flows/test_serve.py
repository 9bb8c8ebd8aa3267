"""`make serve`: from nothing to a scheduled run that completes. Nothing else notices a scheduler that has died."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleUpdate, DeploymentUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterStateName
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.schedules import IntervalSchedule

from tests.flows.conftest import ROOT, environment
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment as newsroom_settings

SECONDS = 240
EVERY_TWENTY_SECONDS = DeploymentUpdate(
    parameters={"only": ["song_biec"]},
    schedules=[DeploymentScheduleUpdate(schedule=IntervalSchedule(interval=timedelta(seconds=20)), active=True)],
)


async def first_scheduled_run(server: "subprocess.Popen[bytes]") -> FlowRun | None:
    """The first run that the scheduler makes of a deployment, once it has ended well; None where none has in time."""
    async with get_client() as client:
        for second in range(SECONDS):
            if server.poll() is not None:
                return None
            await asyncio.sleep(1)
            found = [d for d in await client.read_deployments() if d.name == "korea"]
            if not found:
                continue
            if not any(isinstance(schedule.schedule, IntervalSchedule) for schedule in found[0].schedules):
                await client.update_deployment(found[0].id, EVERY_TWENTY_SECONDS)
            done = FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[found[0].id]),
                state={"name": FlowRunFilterStateName(any_=["Completed"])},
            )
            if second % 3 == 0 and (runs := await client.read_flow_runs(flow_run_filter=done)):
                return runs[0]
    return None


def test_a_scheduled_run_completes(prefect_server: tuple[Path, int], tmp_path: Path) -> None:
    home, port = prefect_server
    with Newsroom(day=0) as newsroom, (tmp_path / "serve.log").open("wb") as log:
        variables = environment(home, port) | newsroom_settings(newsroom) | {"TUMEN_DATA": str(tmp_path / "data")}
        command = [sys.executable, "-m", "flows.serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            run = asyncio.run(first_scheduled_run(server))
        finally:
            os.kill(server.pid, signal.SIGINT)
            status = server.wait(60)
    said = (tmp_path / "serve.log").read_text(encoding="utf8")
    assert run is not None, said[-4000:]
    assert run.auto_scheduled
    assert run.name.startswith("ingest song_biec 20")
    assert (tmp_path / "data" / "tumen.duckdb").exists()
    assert status == 0, said[-4000:]
