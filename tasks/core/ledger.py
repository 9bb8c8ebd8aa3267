"""The record of what was asked for, and the pages that came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from tasks.core.records import ANNOUNCEMENTS, FETCHES, PAGES, Candidate, Failure, Listed, Outcome, Response, identifier

PAGE_STAGES = frozenset({"fetch", "backfill"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: for which source, at which stage (discover, robots, fetch, backfill), and what came of it;
    `candidate` where it was for an article, `listed` what an answer listed that could be read."""

    source_id: str | None
    stage: str
    url: str
    outcome: Outcome
    candidate: Candidate | None = None
    listed: Listed | None = None

    @property
    def is_page(self) -> bool:
        """Whether it asked for an article, not for what announces or allows articles."""
        return self.stage in PAGE_STAGES

    @property
    def answers(self) -> tuple[Response, ...]:
        """All that servers said to it, in order; the last is what its row in FETCHES tells of."""
        outcome = self.outcome
        return outcome.answers if isinstance(outcome, Failure) else (*outcome.earlier, outcome)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response lies: a file below the archive directory, and the byte range of its gzip member."""

    file: str
    offset: int
    length: int


def distinct(asked: Iterable[Asked]) -> list[Asked]:
    """The requests, in order, without those that were made again for the same source at the same stage."""
    return list({(a.stage, a.source_id, a.url): a for a in asked}.values())


def failures(asked: Iterable[Asked]) -> list[Failure]:
    """The requests that failed, in order."""
    return [a.outcome for a in asked if isinstance(a.outcome, Failure)]


def fetch_rows(run_id: str, asked: Iterable[Asked]) -> pl.DataFrame:
    """FETCHES, one row a request, in order, still without the place of the answer in the archive."""
    rows = [_asked_columns(run_id, a) | _outcome_columns(a.outcome) for a in asked]
    return pl.DataFrame(rows, schema=FETCHES)


def is_known(a: Asked, digests: frozenset[tuple[str, str]]) -> bool:
    """Whether the response has the body that its address had before."""
    return isinstance(a.outcome, Response) and (a.url, a.outcome.digest) in digests


def candidate_of(row: Mapping[str, Any]) -> Candidate:
    """What was announced of a page, from its row of FETCHES."""
    source_id, title = row["source_id"] or "", row["feed_title"]
    return Candidate(row["url"], source_id, title, row["feed_published_at"], row["announced_at"])


def announcement_rows(candidates: Iterable[Candidate], now: datetime) -> pl.DataFrame:
    """One row an announced address, as in the table `announcements`."""
    names = ("source_id", "url", "title", "published_at", "modified_at")
    rows = [{name: getattr(candidate, name) for name in names} | {"announced_at": now} for candidate in candidates]
    return pl.DataFrame(rows, schema=ANNOUNCEMENTS).unique(["source_id", "url"], maintain_order=True)


def pages(asked: Iterable[Asked], known_digests: frozenset[tuple[str, str]] = frozenset()) -> pl.DataFrame:
    """PAGES of the article responses, without those whose (url, digest) is known."""
    rows = [
        {
            "url": a.url,
            "body": a.outcome.body,
            "content_type": a.outcome.header("content-type"),
            "fetched_at": a.outcome.fetched_at,
            "source_id": a.source_id,
            "feed_title": a.candidate.title if a.candidate else None,
            "feed_published_at": a.candidate.published_at if a.candidate else None,
        }
        for a in asked
        if a.is_page and isinstance(a.outcome, Response) and not a.outcome.is_unchanged
        if not is_known(a, known_digests)
    ]
    return pl.DataFrame(rows, schema=PAGES)


def _asked_columns(run_id: str, a: Asked) -> dict[str, Any]:
    return {
        "fetch_id": identifier(run_id, a.stage, a.source_id, a.url),
        "run_id": run_id,
        "source_id": a.source_id,
        "stage": a.stage,
        "url": a.url,
        "announced_at": a.candidate.modified_at if a.candidate else None,
        "feed_title": a.candidate.title if a.candidate else None,
        "feed_published_at": a.candidate.published_at if a.candidate else None,
        "item_count": a.listed.item_count if a.listed else None,
        "items_digest": a.listed.items_digest if a.listed else None,
        "newest_item_at": a.listed.newest_item_at if a.listed else None,
    }


def _outcome_columns(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        said = _answer_columns(outcome.answers[-1]) if outcome.answers else {}
        return said | {"fetched_at": outcome.failed_at, "failure": outcome.reason}
    return _answer_columns(outcome) | {
        "fetched_at": outcome.fetched_at,
        "etag": outcome.validators.etag,
        "last_modified": outcome.validators.last_modified,
        "digest": None if outcome.is_unchanged else outcome.digest,
        "body_bytes": None if outcome.is_unchanged else len(outcome.body),
    }


def _answer_columns(answer: Response) -> dict[str, Any]:
    return {
        "final_url": answer.final_url,
        "status": answer.status,
        "content_type": answer.header("content-type"),
    }
