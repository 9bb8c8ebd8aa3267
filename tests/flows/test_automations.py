"""What the server does by itself when a run dies or is in trouble."""

import asyncio
from pathlib import Path

from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client

from flows import automations


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


def test_trouble_is_told_to_the_block_called_alerts(prefect_server: tuple[Path, int]) -> None:
    async def registered() -> list[str]:
        block = CustomWebhookNotificationBlock(name="alerts", url="http://127.0.0.1:9/", json_data={"text": "{{body}}"})
        identity = await block.asave("alerts", overwrite=True)
        names = await automations.register()
        await CustomWebhookNotificationBlock.adelete("alerts")
        assert identity
        return names

    assert len(asyncio.run(registered())) == 3
