"""Reports that agree become one event, as they arrive: an event keeps its id whatever later reports say."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from tasks.core.events_agreement import PEOPLE, Event, agree, family, is_long, of
from tasks.core.records import EVENT_KEYS, EVENTS, identifier

PRECISIONS = ("range", "day", "week", "month", "quarter", "half", "year", "recent")  # the best first
MODALITIES = ("happened", "claimed", "planned", "denied")  # what one report says happened is not only planned
Month = tuple[int, int]


def keys(reports: pl.DataFrame) -> pl.DataFrame:
    """What a store is asked for the events that reports (EVENT_REPORTS) may be of: EVENT_KEYS, a row a report."""
    alone = [_alone(row) for row in reports.iter_rows(named=True)]
    rows = [(e.event_id, family(e.event_type), e.first, e.last, sorted(of(e.participants, PEOPLE))) for e in alone]
    return pl.DataFrame(rows, schema=EVENT_KEYS, orient="row")


def merge(reports: pl.DataFrame, known_events: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join reports (EVENT_REPORTS) to the events that they agree with, known (EVENTS) or new.

    Reports and events agree where their types are of one family, their days overlap, the persons and the documents or
    projects named are not others, the places of visits and meetings do not lie in different states, and both are plans
    or denials or neither; reports without days agree only with one another, and only in all the rest. An event takes
    the better dated interval, all participants, the first place, and the strongest modality. The best dated reports of
    a batch are joined first, so that their order does not matter.

    Returns the events that are new or changed (EVENTS), and the reports with `event_id`, in their order. The id of an
    event comes from its first report and never changes; where a report agrees with two events that agree with each
    other, the later one is kept with `merged_into`, the id of the event that stands for both. No reports: no events.
    """
    known = [_event(row) for row in known_events.iter_rows(named=True)]
    store = _Store(known)
    ids: dict[int, str] = {}
    alone = [(number, _alone(row)) for number, row in enumerate(reports.iter_rows(named=True))]
    for number, report in sorted(alone, key=lambda item: (_rank(item[1]), item[1].first or date.max, item[1].event_id)):
        ids[number] = store.join(report)
    changed = [_row(event) for event in store.changed()]
    final = pl.Series("event_id", [store.root(ids[number]) for number in range(reports.height)], pl.String)
    return pl.DataFrame(changed, schema=EVENTS, orient="row"), reports.with_columns(final)


class _Store:
    """The events by family and month, so that a report is compared with those of its time only."""

    def __init__(self, events: list[Event]) -> None:
        self.events = {event.event_id: event for event in events}
        self.before = dict(self.events)
        self.places: dict[tuple[str, Month | None], dict[str, None]] = defaultdict(dict)
        self.behind: dict[str, list[str]] = defaultdict(list)  # event -> those that it stands for
        for event in events:
            self._place(event)
            if event.merged_into:
                self.behind[event.merged_into].append(event.event_id)

    def join(self, report: Event) -> str:
        """The id of the event that the report is of, which now knows what the report says."""
        agreeing = sorted((e for e in self._near(report) if agree(e, report)), key=lambda e: _distance(e, report))
        if not agreeing:
            return self._begin(report)
        best = agreeing[0]
        self._put(_joined(best, report))
        for other in agreeing[1:]:
            if agree(self.events[best.event_id], other) and not is_long(other) and not is_long(report):
                best = self._unite(self.events[best.event_id], other)
        return best.event_id

    def _begin(self, report: Event) -> str:
        """A new event; where an earlier reading of the same words has the id, one that has the days in it."""
        taken = report.event_id in self.events
        event_id = identifier(report.event_id, report.first, report.last) if taken else report.event_id
        self._put(replace(report, event_id=event_id))
        return event_id

    def root(self, event_id: str) -> str:
        """The event that stands for one that was merged."""
        return self.events[event_id].merged_into or event_id

    def changed(self) -> list[Event]:
        return [event for key, event in self.events.items() if self.before.get(key) != event]

    def _near(self, report: Event) -> Iterator[Event]:
        keys = {key for month in _months(report) for key in self.places.get((family(report.event_type), month), ())}
        return (self.events[key] for key in sorted(keys) if self.events[key].merged_into is None)

    def _unite(self, event: Event, other: Event) -> Event:
        """Both under the id of the one known before, or else the smaller id."""
        kept, lost = sorted((event, other), key=lambda e: (e.event_id not in self.before, e.event_id))
        behind = [lost.event_id, *self.behind.pop(lost.event_id, ())]
        self.behind[kept.event_id] += behind
        for key in behind:
            self.events[key] = replace(self.events[key], merged_into=kept.event_id)
        self._put(_joined(kept, lost))
        return self.events[kept.event_id]

    def _put(self, event: Event) -> None:
        self.events[event.event_id] = event
        self._place(event)

    def _place(self, event: Event) -> None:
        for month in _months(event):
            self.places[family(event.event_type), month][event.event_id] = None


def _months(event: Event) -> list[Month | None]:
    """The months of an interval, both ends of long ones: two years at most."""
    if event.first is None or event.last is None:
        return [None]
    first, last = event.first.year * 12 + event.first.month - 1, event.last.year * 12 + event.last.month - 1
    return [divmod(month, 12) for month in range(first, min(last, first + 23) + 1)]


def _distance(event: Event, report: Event) -> tuple[int, int, int, int, str]:
    """How far a report is from an event: other days, fewer of the same people, more others, other type; then the id
    for a stable order."""
    days = 0
    if event.first and event.last and report.first and report.last:
        days = abs((event.first - report.first).days) + abs((event.last - report.last).days)
    others = len(event.participants ^ report.participants)
    shared = len(event.participants & report.participants)
    return (days, -shared, others, int(event.event_type != report.event_type), event.event_id)


def _rank(event: Event) -> int:
    """How well dated: the place of its precision, a long range behind the year."""
    if event.precision not in PRECISIONS:
        return len(PRECISIONS)
    return (
        PRECISIONS.index("year") if event.precision == "range" and is_long(event) else PRECISIONS.index(event.precision)
    )


def _joined(event: Event, report: Event) -> Event:
    best = report if _rank(report) < _rank(event) else event
    types = {event.event_type, report.event_type}
    return replace(
        event,
        event_type="summit" if types == {"summit", "talks"} else event.event_type,
        first=best.first,
        last=best.last,
        precision=best.precision,
        modality=min(event.modality, report.modality, key=MODALITIES.index),
        participants=event.participants | report.participants,
        place_id=event.place_id or report.place_id,
    )


def _alone(row: dict[str, Any]) -> Event:
    parts = (row["article_id"], row["field"], row["start"], row["event_type"])
    return _event({**row, "event_id": identifier("event", *parts), "merged_into": None})


def _event(row: dict[str, Any]) -> Event:
    days = (row["date_start"], row["date_end"], row["precision"])
    people = frozenset(row["participants"])
    return Event(
        row["event_id"], row["event_type"], *days, row["modality"], people, row["place_id"], row["merged_into"]
    )  # fmt: skip


def _row(event: Event) -> tuple[object, ...]:
    days = (event.first, event.last, event.precision)
    return (
        event.event_id, event.event_type, *days, event.modality, sorted(event.participants), event.place_id,
        event.merged_into,
    )  # fmt: skip
