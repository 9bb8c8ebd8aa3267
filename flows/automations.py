"""What the Prefect server does by itself: a run that has died is marked as crashed, and trouble is told to a person.

Notifications go to the block `alerts`, of any kind that can notify (webhook, e-mail, Slack, ...), where one exists.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.automations import AutomationCore
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from tasks import runs
from tasks.alerts import FAILING, TROUBLED
from tasks.settings import Settings

SILENCE = timedelta(seconds=120)
ENDS = frozenset(
    f"prefect.flow-run.{name}" for name in ("Completed", "Partly failed", "Failed", "Cancelled", "Crashed")
)
RUNS = ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"})
EACH_RUN = {"prefect.resource.id"}
ALERTS = "alerts"
MESSAGE = "{{ flow_run.name }} ended as {{ flow_run.state.name }}: {{ flow_run.state.message }}"
OURS = ResourceSpecification({"prefect.resource.id": "tumen.*"})


def dead_runs() -> AutomationCore:
    """A run whose heartbeat stops is marked as crashed, so that the next one of its deployment is not kept waiting."""
    return AutomationCore(
        name="tumen: a run that has died is marked as crashed",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *ENDS},
            match=RUNS,
            for_each=EACH_RUN,
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="no heartbeat for two minutes")],
    )


def alerts(block: UUID) -> list[AutomationCore]:
    """A run that failed, crashed or could not reach a source, and what tasks/alerts.py finds, are told to a block."""
    troubled = {f"prefect.flow-run.{name}" for name in ("Failed", "Crashed", "Partly failed")}
    return [
        AutomationCore(
            name="tumen: a run in trouble is told",
            trigger=EventTrigger(expect=troubled, match=RUNS, for_each=EACH_RUN, posture=Posture.Reactive, threshold=1),
            actions=[SendNotification(block_document_id=block, subject="tumen: {{ flow_run.name }}", body=MESSAGE)],
        ),
        AutomationCore(
            name="tumen: sources in trouble and many failures are told",
            trigger=EventTrigger(
                expect={TROUBLED, FAILING}, match=OURS, for_each=EACH_RUN, posture=Posture.Reactive, threshold=1
            ),
            actions=[
                SendNotification(
                    block_document_id=block,
                    subject="tumen: {{ event.resource.name }}",
                    body="{{ event.resource.name }}: {{ event.payload.message }}",
                )
            ],
        ),
    ]


async def register() -> list[str]:
    """Put the automations on the server in the place of those with the same names; the names."""
    block = await _alerts_block()
    wanted = [dead_runs(), *(alerts(block) if block else [])]
    async with get_client() as client:
        for automation in wanted:
            for old in await client.read_automations_by_name(automation.name):
                await client.delete_automation(old.id)
            await client.create_automation(automation)
    return [automation.name for automation in wanted]


async def _alerts_block() -> UUID | None:
    async with get_client() as client:
        documents = await client.read_block_documents()
    able = (d for d in documents if d.block_schema and "notify" in d.block_schema.capabilities)
    return next((document.id for document in able if document.name == ALERTS), None)


def main() -> int:
    """`python -m flows.automations`: put them on the server that PREFECT_API_URL names, and mark as crashed what died
    while nobody watched."""
    print("\n".join(asyncio.run(register())))  # noqa: T201
    print(f"{runs.bury_dead(Settings(), datetime.now(UTC))} dead runs marked as crashed")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
