"""What a person should hear of beside runs that failed: events on the Prefect server, told by flows/automations.py."""

from collections.abc import Mapping, Sequence

import duckdb
from prefect import runtime
from prefect.events import emit_event

from tasks import reader
from tasks.core.tally import Tally, total
from tasks.settings import Settings
from tasks.store import StoreError

TROUBLED, FAILING = "tumen.sources.troubled", "tumen.run.failing"
HEALTH = "SELECT source_id, state FROM source_health WHERE state NOT IN ('alive', 'never asked')"
FEWEST = 10  # fewer failures are nobody's alarm


def troubled(settings: Settings) -> dict[str, str]:
    """The state of each source that is silent for longer than its habit, blocked, changed, dead, ... by the published
    copy; {} where there is none."""
    try:
        rows = reader.read_published(settings.published, HEALTH)
    except (StoreError, duckdb.Error):
        return {}
    return dict(rows.iter_rows())


def tell(settings: Settings, before: Mapping[str, str], tallies: Sequence[Tally]) -> list[str]:
    """Emit what is new since `before`: sources that got into trouble, and failures above the floor; the messages."""
    messages = []
    if news := {source: state for source, state in troubled(settings).items() if before.get(source) != state}:
        messages.append(_emit(TROUBLED, ", ".join(f"{source} is {state}" for source, state in sorted(news.items()))))
    if line := failing(tallies, settings.alert_failed_share):
        messages.append(_emit(FAILING, line))
    return messages


def failing(tallies: Sequence[Tally], share: float) -> str:
    """What failed, in words, where it is ten requests and more than this share of them; robots.txt is no failure."""
    whole = total(tallies)
    failed = whole.failed - whole.reasons["robots"]
    asked = whole.fetched + whole.failed
    if failed < FEWEST or failed <= share * asked:
        return ""
    return f"{failed} of {asked} requests failed: {', '.join(f'{r} {n}' for r, n in whole.reasons.most_common(5))}"


def _emit(event: str, message: str) -> str:
    name = str(runtime.flow_run.name)
    emit_event(event, {"prefect.resource.id": event, "prefect.resource.name": name}, payload={"message": message})
    return message
