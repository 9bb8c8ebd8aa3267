"""Reports that agree become one event, as they arrive: an event keeps its id whatever later reports say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from tasks.core.events_agreement import PEOPLE, Event, agree, family, is_long, is_one_stay, is_return, of, overlap
from tasks.core.events_index import Index, around
from tasks.core.records import EVENT_KEYS, EVENTS, identifier

PRECISIONS = ("range", "day", "week", "month", "quarter", "half", "year", "recent")  # the best first
COARSE = frozenset({"week", "month", "quarter", "half", "year"})
MODALITIES = ("happened", "claimed", "planned", "denied")  # what one report says happened is not only planned
COUNTRIES = frozenset({"russia", "dprk"})


def keys(reports: pl.DataFrame) -> pl.DataFrame:
    """What a store is asked for the events that reports (EVENT_REPORTS) may be of: EVENT_KEYS, a row a report."""
    alone = [_alone(row) for row in reports.iter_rows(named=True)]
    rows = [(e.event_id, family(e.event_type), *around(e), sorted(of(e.participants, PEOPLE))) for e in alone]
    return pl.DataFrame(rows, schema=EVENT_KEYS, orient="row")


def merge(reports: pl.DataFrame, known_events: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join reports (EVENT_REPORTS) to the events that they agree with, known (EVENTS) or new.

    Reports and events agree where their types are of one family, their days overlap, the persons and the documents or
    projects named are not others, the places of visits and meetings do not lie in different states, and both are plans
    or denials or neither; days of one visit need only lie side by side; reports without days agree only with one
    another, and only in all the rest. An event takes the better dated interval, of a visit all its days, all
    participants, the first place, and the strongest modality. The best dated reports of a batch are joined first, so
    that their order does not matter. Reports that have an `event_id` are from an earlier reading of the same articles:
    what agrees with one of them stays with its event, however that has changed since.

    Returns the events that are new or changed (EVENTS), and the other reports with `event_id`, in their order. The id
    of an event comes from its first report and never changes; where a report agrees with two events that agree with
    each other, the later one is kept with `merged_into`, the id of the event that stands for both. No reports: no
    events.
    """
    new, earlier = _parted(reports)
    store = _Store([_event(row) for row in known_events.iter_rows(named=True)])
    ids: dict[int, str] = {}
    alone = [(number, _alone(row)) for number, row in enumerate(new.iter_rows(named=True))]
    for number, report in sorted(alone, key=lambda item: (_rank(item[1]), item[1].first or date.max, item[1].event_id)):
        before = earlier[new["article_id"][number]]
        ids[number] = store.stay(report, before) or store.join(report)
    changed = [_row(event) for event in store.changed()]
    final = pl.Series("event_id", [store.root(ids[number]) for number in range(new.height)], pl.String)
    return pl.DataFrame(changed, schema=EVENTS, orient="row"), new.with_columns(final)


def _parted(reports: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, list[Event]]]:
    """The reports that have no event yet; the others by article, each with the id of its event."""
    earlier: dict[str, list[Event]] = defaultdict(list)
    if "event_id" not in reports.columns:
        return reports, earlier
    for row in reports.filter(pl.col("event_id").is_not_null()).iter_rows(named=True):
        earlier[row["article_id"]].append(_event({**row, "merged_into": None}))
    return reports.filter(pl.col("event_id").is_null()).drop("event_id"), earlier


class _Store:
    """The events, and which of them stand for others."""

    def __init__(self, events: list[Event]) -> None:
        self.events = {event.event_id: event for event in events}
        self.before = dict(self.events)
        self.index = Index()
        self.behind: dict[str, list[str]] = defaultdict(list)  # event -> those that it stands for
        for event in events:
            self.index.place(event)
            if event.merged_into:
                self.behind[event.merged_into].append(event.event_id)

    def stay(self, report: Event, earlier: Iterable[Event]) -> str | None:
        """The id of the event of the earlier report that this one agrees with best; None where there is none."""
        kept = family(report.event_type)
        like = [e for e in earlier if e.event_id in self.events and family(e.event_type) == kept and agree(e, report)]
        if not like:
            return None
        event_id = self.root(min(like, key=lambda e: _distance(e, report)).event_id)
        self._put(_joined(self.events[event_id], report))
        return event_id

    def join(self, report: Event) -> str:
        """The id of the event that the report is of, which now knows what the report says."""
        near = self._near(report)
        agreeing = [e for e in near if agree(e, report) and not _is_apart(e, report, near)]
        if not agreeing:
            return self._begin(report)
        best, *others = sorted(agreeing, key=lambda e: _distance(e, report))
        self._put(_joined(best, report))
        for other in others:
            if agree(self.events[best.event_id], other) and not is_long(other) and not is_long(report):
                best = self._unite(self.events[best.event_id], other)
        return best.event_id

    def _begin(self, report: Event) -> str:
        """A new event; where an earlier reading of the same words has the id, one that has the days in it."""
        event_id = report.event_id
        while event_id in self.events:
            event_id = identifier(event_id, report.first, report.last)
        self._put(replace(report, event_id=event_id))
        return event_id

    def root(self, event_id: str) -> str:
        """The event that stands for one that was merged."""
        return self.events[event_id].merged_into or event_id

    def changed(self) -> list[Event]:
        return [event for key, event in self.events.items() if self.before.get(key) != event]

    def _near(self, report: Event) -> list[Event]:
        near = (self.events[key] for key in self.index.near(report))
        return [event for event in near if event.merged_into is None]

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
        self.index.place(event)


def _is_apart(event: Event, report: Event, near: Iterable[Event]) -> bool:
    """Whether two stays on adjacent days are two: the visitors were at home in between."""
    is_next = not overlap(event, report) and is_one_stay(event, report)
    return is_next and any(is_return(other, event, report) for other in near)


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
    first, last, precision = _days(event, report)
    types = {event.event_type, report.event_type}
    return replace(
        event,
        event_type="summit" if types == {"summit", "talks"} else event.event_type,
        first=first,
        last=last,
        precision=precision,
        modality=min(event.modality, report.modality, key=MODALITIES.index),
        participants=event.participants | report.participants,
        place_id=_finer(event.place_id, report.place_id),
    )


def _days(event: Event, report: Event) -> tuple[date | None, date | None, str | None]:
    """All days of one visit; else those of the report that tells them better: within a month, what lies in it."""
    if is_one_stay(event, report):
        first = min(day for e in (event, report) if (day := e.first))
        last = max(day for e in (event, report) if (day := e.last))
        return first, last, "day" if first == last else "range"
    if _is_closer(event, report):
        best = event
    elif _is_closer(report, event) or _rank(report) < _rank(event):
        best = report
    else:
        best = event
    return best.first, best.last, best.precision


def _is_closer(one: Event, other: Event) -> bool:
    """Whether its days are some of those of a month, or of another period of the calendar, that the other gives."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    within = other.first <= one.first and one.last <= other.last
    return within and other.precision in COARSE and one.last - one.first < other.last - other.first


def _finer(ours: str | None, theirs: str | None) -> str | None:
    """The first place, unless it is only a country and the other is not."""
    return theirs if theirs and (ours is None or (ours in COUNTRIES and theirs not in COUNTRIES)) else ours


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
