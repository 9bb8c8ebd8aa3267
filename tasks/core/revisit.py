"""Which addresses to ask for in this run: discovery documents that are due, new articles, and known ones that may
have changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from tasks.core.records import Candidate, Source, Validators

NO_VALIDATORS = Validators()
FINAL = frozenset({"gone", "not_found"})
LONGEST_REST = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs learned of one address.

    `announced_at` is the modification time its feed gave, `digest` that of the last body, `last_failure` the reason
    why the last request failed, if it did.
    """

    first_fetched_at: datetime
    last_fetched_at: datetime
    last_failure: str | None = None
    validators: Validators = NO_VALIDATORS
    announced_at: datetime | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """How long and how often a known article is asked whether it changed.

    It is asked for `window` after it was first fetched, when the pause since the last request is at least `pause` and
    at least `backoff` times the age it then had: often at first, ever more rarely later.
    """

    window: timedelta
    pause: timedelta
    backoff: float

    def is_due(self, known: Known, now: datetime) -> bool:
        age = known.last_fetched_at - known.first_fetched_at
        rest = max(self.pause, age * self.backoff)
        return now - known.first_fetched_at <= self.window and now - known.last_fetched_at >= rest


@dataclass(frozen=True, slots=True)
class Polled:
    """What earlier runs learned of a discovery document: its last answer, how often what it lists changed in how long,
    how many articles it listed last, and when the newest ever was published."""

    answered_at: datetime
    observed: timedelta = timedelta(0)
    changes: int = 0
    validators: Validators = NO_VALIDATORS
    item_count: int | None = None
    newest_item_at: datetime | None = None

    def is_due(self, now: datetime, patience: float) -> bool:
        """Whether it rested for `patience` times the mean time between its changes, at most six hours.

        One that was never seen to change has had at least the time for which it was observed.
        """
        mean = self.observed / max(self.changes, 1)
        return now - self.answered_at >= min(mean * patience, LONGEST_REST)


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs learned of a source: its discovery documents by address, and every address it announced."""

    documents: Mapping[str, Polled] = field(default_factory=dict)
    announced: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A candidate to ask for; validators make the request conditional."""

    candidate: Candidate
    validators: Validators = NO_VALIDATORS


def choose(
    source: Source, announced: Sequence[Candidate], known: Mapping[str, Known], now: datetime, habit: Habit
) -> list[Request]:
    """The new addresses in the order announced, then every known one that is due or announced as modified.

    At most `source.max_articles` new ones, and known ones also when the feed no longer lists them; never where the
    server said that they are gone. Of a source whose articles are in its feed, all new ones and listed ones only.
    """
    is_in_feed = source.full_text == "feed"
    new = [Request(candidate) for candidate in announced if candidate.url not in known]
    by_url = {candidate.url: candidate for candidate in announced}
    old = [
        Request(by_url.get(url) or Candidate(url, source.source_id), state.validators)
        for url, state in known.items()
        if state.last_failure not in FINAL and (habit.is_due(state, now) or _is_modified(by_url.get(url), state))
        if not is_in_feed or (url in by_url and by_url[url].content)
    ]
    return new[: None if is_in_feed else source.max_articles] + old


def missing(announced: Sequence[Candidate], known: Mapping[str, Known], most: int) -> list[Request]:
    """The announced addresses that were never received and may be there, in the order announced, at most `most`."""
    wanted = (c for c in announced if c.url not in known or known[c.url].last_failure not in FINAL | {None})
    return [Request(candidate) for candidate in islice(wanted, most)]


def _is_modified(candidate: Candidate | None, known: Known) -> bool:
    stamp = candidate.modified_at if candidate else None
    return stamp is not None and stamp != known.announced_at
