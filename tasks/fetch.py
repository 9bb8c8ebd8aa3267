"""The pages that a source announced. One task run a source."""

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.core.ledger import Asked
from tasks.core.records import Failure, Source
from tasks.core.revisit import Request
from tasks.web import Client


@task(task_run_name="fetch {source.source_id}", cache_policy=NO_CACHE)
async def fetch(source: Source, requests: Sequence[Request], client: Client) -> list[Asked]:
    """Ask for each candidate, one after the other; one result for each, in order, also where it failed.

    After the host asked us to stay away, or three refusals in a row, the rest of the source is left for the next run.
    """
    results: list[Asked] = []
    refusals = 0
    for request in requests:
        if refusals >= 3:
            break
        url, delay = request.candidate.url, source.min_delay_seconds
        outcome = await client.get(url, source.source_id, "fetch", delay, request.validators)
        is_refusal = isinstance(outcome, Failure) and outcome.reason in ("blocked", "rate_limited", "connect", "dns")
        refusals = refusals + 1 if is_refusal else 0
        results.append(Asked(source.source_id, "fetch", url, outcome, request.candidate))
    return results
