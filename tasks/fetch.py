"""The pages that a source announced. One task run a source."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tasks.core import feeds_page
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Failure, Outcome, Source
from tasks.core.revisit import Request
from tasks.verb import verb
from tasks.web import Client


@verb("fetch {source.source_id}")
async def fetch(source: Source, requests: Sequence[Request], client: Client) -> list[Asked]:
    """Ask for each candidate, one after the other; one result for each, in order, also where it failed.

    After the host asked us to stay away, or three refusals in a row, the rest of the source is left for the next run.
    Of a source whose articles are in its feed nothing is asked: the pages are made of the feed's items.
    """
    results: list[Asked] = []
    refusals = 0
    for request in requests:
        if refusals >= 3:
            break
        url, delay = request.candidate.url, source.min_delay_seconds
        if source.full_text == "feed":
            outcome = _cut_out(request.candidate, source)
        else:
            outcome = await client.get(url, source.source_id, "fetch", delay, request.validators)
        is_refusal = isinstance(outcome, Failure) and outcome.reason in ("blocked", "rate_limited", "connect", "dns")
        refusals = refusals + 1 if is_refusal else 0
        results.append(Asked(source.source_id, "fetch", url, outcome, request.candidate))
    return results


def _cut_out(candidate: Candidate, source: Source) -> Outcome:
    now = datetime.now(UTC)
    made = feeds_page.page(candidate, source.language, now)
    detail = "the feed announced it without its text"
    return made or Failure(candidate.url, source.source_id, "fetch", "empty_feed", detail, now)
