"""What the server does by itself when a run dies or is in trouble."""

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from prefect import flow
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.events import emit_event

from flows import automations
from tasks.alerts import TROUBLED

SECONDS = 90


@pytest.fixture
def webhook() -> Iterator[tuple[str, "Queue[str]"]]:
    """A receiver on loopback: its address, and the messages that come."""
    received: Queue[str] = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            received.put(json.loads(body)["text"])

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", received
        server.shutdown()


@flow(name="unlucky", flow_run_name="ingest nowhere 2026-11-24 06:00")
def unlucky() -> None:
    """A run that tells of a source in trouble, and fails."""
    resource = {"prefect.resource.id": TROUBLED, "prefect.resource.name": "ingest nowhere"}
    emit_event(TROUBLED, resource, payload={"message": "quay_gazette is silent"})
    raise ValueError("no such quay")


def test_registering_twice_leaves_one_of_each(prefect_server: tuple[Path, int]) -> None:
    async def registered() -> list[str]:
        await automations.register()
        names = await automations.register()
        async with get_client() as client:
            found = [a for name in names for a in await client.read_automations_by_name(name)]
        return [automation.name for automation in found]

    assert asyncio.run(registered()) == ["tumen: a run that has died is marked as crashed"]


def test_a_partly_failed_run_counts_as_ended_for_the_heartbeat() -> None:
    assert "prefect.flow-run.Partly failed" in automations.dead_runs().trigger.expect  # type: ignore[union-attr]


def test_trouble_is_told_to_the_block_called_alerts(
    prefect_server: tuple[Path, int], webhook: tuple[str, "Queue[str]"]
) -> None:
    async def registered() -> list[str]:
        block = CustomWebhookNotificationBlock(name="alerts", url=webhook[0], json_data={"text": "{{body}}"})
        await block.asave("alerts", overwrite=True)
        return await automations.register()

    assert len(asyncio.run(registered())) == 3
    unlucky(return_state=True)
    told = sorted(webhook[1].get(timeout=SECONDS) for _ in range(2))
    assert told[0].startswith("ingest nowhere 2026-11-24 06:00 ended as Failed: Flow run encountered an exception")
    assert "no such quay" in told[0]
    assert told[1] == "ingest nowhere: quay_gazette is silent"
    asyncio.run(CustomWebhookNotificationBlock.adelete("alerts"))
