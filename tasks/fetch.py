"""The pages that a source announced. One task run a source."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from tasks.core import feeds_page
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Failure, Outcome, Source
from tasks.core.revisit import Request
from tasks.core.urls import host_of
from tasks.verb import verb
from tasks.web import Client

MAX_REFUSALS = 3


@verb("fetch {source.source_id}")
async def fetch(source: Source, requests: Sequence[Request], client: Client) -> list[Asked]:
    """Ask for each candidate, one after the other; what came of each that was asked for, in order.

    After three refusals in a row the rest of that host is left for the next run. Of a source whose articles are in its
    feed nothing is asked: the pages are made of the feed's items.
    """
    results: list[Asked] = []
    refusals = Counter[str]()
    for request in requests:
        url, delay = request.candidate.url, source.min_delay_seconds
        if refusals[host_of(url)] >= MAX_REFUSALS:
            continue
        if source.full_text == "feed":
            outcome = _cut_out(request.candidate, source)
        else:
            outcome = await client.get(url, source.source_id, "fetch", delay, request.validators)
        is_refusal = isinstance(outcome, Failure) and outcome.reason in ("blocked", "rate_limited", "connect", "dns")
        refusals[host_of(url)] = refusals[host_of(url)] + 1 if is_refusal else 0
        results.append(Asked(source.source_id, "fetch", url, outcome, request.candidate))
    return results


def _cut_out(candidate: Candidate, source: Source) -> Outcome:
    now = datetime.now(UTC)
    made = feeds_page.page(candidate, source.language, now)
    detail = "the feed announced it without its text"
    return made or Failure(candidate.url, source.source_id, "fetch", "empty_feed", detail, now)
