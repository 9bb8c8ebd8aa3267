"""What does a source announce? One task run a source."""

from collections.abc import Mapping
from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.core.feeds import NotAFeedError, candidates
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Discovery, Failure, Response, Source, Validators
from tasks.web import Client


@dataclass(frozen=True, slots=True)
class Discovered:
    """What one source announced, the documents that were asked for it, and those that could not be read as such."""

    source: Source
    candidates: tuple[Candidate, ...]
    asked: tuple[Asked, ...]
    unreadable: tuple[Failure, ...]


@task(task_run_name="discover {source.source_id}", cache_policy=NO_CACHE)
async def discover(source: Source, client: Client, validators: Mapping[str, Validators]) -> Discovered:
    """Ask every discovery place of a source. `validators` maps addresses of documents to what makes asking conditional.

    An unchanged document announces nothing; a bad one is a failure and the other places go on.
    """
    found: dict[str, Candidate] = {}
    asked, unreadable = [], []
    for place in source.discovery:
        known = validators.get(place.url)
        outcome = await client.get(place.url, source.source_id, "discover", source.min_delay_seconds, known)
        asked.append(Asked(source.source_id, "discover", place.url, outcome))
        announced = _read(outcome, place, source) if isinstance(outcome, Response) else []
        if isinstance(announced, Failure):
            unreadable.append(announced)
        else:
            found = {candidate.url: candidate for candidate in announced} | found
    return Discovered(source, tuple(found.values()), tuple(asked), tuple(unreadable))


def _read(response: Response, place: Discovery, source: Source) -> list[Candidate] | Failure:
    if response.is_unchanged:
        return []
    try:
        return candidates(response.body, response.header("content-type"), place, source)
    except NotAFeedError as error:
        return Failure(place.url, source.source_id, "discover", "not_a_feed", str(error), response.fetched_at)
