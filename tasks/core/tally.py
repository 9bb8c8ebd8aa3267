"""What a run did for each source, counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from tasks.core.ledger import Asked, is_known
from tasks.core.records import Batch, Failure, Response

COUNTS = ("found", "skipped", "new", "unchanged", "fetched", "extracted", "relevant", "loaded", "updated")


@dataclass(slots=True)
class Tally:
    """Counts of one source in one run; `reasons` counts failures by reason."""

    source_id: str
    found: int = 0
    skipped: int = 0
    new: int = 0
    unchanged: int = 0
    fetched: int = 0
    extracted: int = 0
    relevant: int = 0
    loaded: int = 0
    updated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    is_reached: bool = True

    @property
    def failed(self) -> int:
        return self.reasons.total()

    def row(self) -> dict[str, str | int]:
        """One row of the run's table."""
        reasons = ", ".join(f"{reason} {count}" for reason, count in self.reasons.most_common())
        counts = {name: getattr(self, name) for name in COUNTS}
        return {"source_id": self.source_id} | counts | {"failed": self.failed, "reasons": reasons}


def count_requests(
    tally: Tally,
    asked: Sequence[Asked],
    failures: Iterable[Failure],
    digests: frozenset[tuple[str, str]] = frozenset(),
) -> None:
    """Count the requests of one source and its failures of any stage; without any answer the source is unreached.

    A page is unchanged where the server says so, and where it has the body that `digests` (url, digest) names.
    """
    places = [a for a in asked if a.stage == "discover"]
    responses = [a for a in asked if a.is_page and isinstance(a.outcome, Response)]
    received = [a for a in responses if isinstance(a.outcome, Response) and not a.outcome.is_unchanged]
    tally.fetched += len(received)
    tally.unchanged += len(responses) - len(received) + sum(is_known(a, digests) for a in received)
    tally.reasons.update(failure.reason for failure in failures)
    if places:
        tally.is_reached = any(isinstance(a.outcome, Response) for a in places)


def count_articles(
    tallies: Iterable[Tally], made: Batch, new: frozenset[str], updated: frozenset[str], *, everyone: bool = False
) -> None:
    """Count what the pages of a batch gave to each source; with `everyone`, each tally counts the whole batch."""
    flags = made.articles.select(
        "source_id",
        relevant=pl.col("is_relevant"),
        loaded=pl.col("article_id").is_in(list(new)),
        updated=pl.col("article_id").is_in(list(updated)),
    )
    for tally in tallies:
        own = flags if everyone else flags.filter(pl.col("source_id") == tally.source_id)
        tally.extracted += own.height
        tally.relevant += int(own["relevant"].sum())
        tally.loaded += int(own["loaded"].sum())
        tally.updated += int(own["updated"].sum())


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies, under the source id `all`."""
    whole = Tally("all")
    for tally in tallies:
        whole.reasons += tally.reasons
        for name in COUNTS:
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    return whole


def message(tallies: Sequence[Tally]) -> str:
    """What happened, in one line: "12 new, 3 updated, 5 relevant, 2 failed, 1 source unreachable (x_en)"."""
    whole = total(tallies)
    unreached = [tally.source_id for tally in tallies if not tally.is_reached]
    parts = [f"{whole.loaded} new", f"{whole.updated} updated", f"{whole.relevant} relevant"]
    if whole.skipped:
        parts.append(f"{whole.skipped} skipped unread")
    if whole.failed:
        parts.append(f"{whole.failed} failed")
    if unreached:
        noun = "source" if len(unreached) == 1 else "sources"
        parts.append(f"{len(unreached)} {noun} unreachable ({', '.join(unreached)})")
    return ", ".join(parts)
