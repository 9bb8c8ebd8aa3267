"""Reports that agree become one event, as they arrive: an event keeps its id whatever later reports say."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from tasks.core import reference
from tasks.core.records import EVENTS, identifier

PRECISIONS = ("range", "day", "week", "month", "quarter", "half", "year", "recent")  # the best first
MODALITIES = ("happened", "claimed", "planned", "denied")  # what one report says happened is not only planned
PEOPLE = frozenset({"person"})
OBJECTS = frozenset({"document", "project"})  # the treaty and the bridge of one day are two agreements
PAIR_OF_STATES = frozenset({"RU", "DPRK"})
STATES = frozenset({"russia", "dprk"})
VENUES = frozenset({"travel", "meeting", "agreement_treaty", "culture_exchange", "military_cooperation"})
FLOWS = frozenset({"arms_transfer", "troop_deployment", "labour", "trade_transport", "sanctions", "cyber", "statement"})
VAGUE = 20  # days: of what goes on for months, a report that gives no closer days is not of one day's event
LONG = 40  # days: intervals that are longer say too little to tell two events apart
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Event:
    """An event as its reports have it so far, or a report as the event it would be alone."""

    event_id: str
    event_type: str
    first: date | None
    last: date | None
    precision: str | None
    modality: str
    participants: frozenset[str]
    place_id: str | None
    merged_into: str | None = None


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
        for event in events:
            self._place(event)

    def join(self, report: Event) -> str:
        """The id of the event that the report is of, which now knows what the report says."""
        agreeing = sorted((e for e in self._near(report) if _agree(e, report)), key=lambda e: _distance(e, report))
        if not agreeing:
            self._put(report)
            return report.event_id
        best = agreeing[0]
        self._put(_joined(best, report))
        for other in agreeing[1:]:
            if _agree(self.events[best.event_id], other) and not _is_long(other) and not _is_long(report):
                best = self._unite(self.events[best.event_id], other)
        return best.event_id

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
        for key, merged in list(self.events.items()):
            if merged.merged_into == lost.event_id:
                self.events[key] = replace(merged, merged_into=kept.event_id)
        self.events[lost.event_id] = replace(lost, merged_into=kept.event_id)
        self._put(_joined(kept, lost))
        return self.events[kept.event_id]

    def _put(self, event: Event) -> None:
        self.events[event.event_id] = event
        self._place(event)

    def _place(self, event: Event) -> None:
        for month in _months(event):
            self.places[family(event.event_type), month][event.event_id] = None


@cache
def _families() -> dict[str, str]:
    return {row["id"]: row["family"] for row in reference.document("event_types")["type"]}


def family(event_type: str) -> str:
    """The family of a type; the type itself where the table does not have it."""
    return _families().get(event_type, event_type)


@cache
def _entities() -> dict[str, tuple[str, str]]:
    rows = reference.table("entities").select("entity_id", "kind", "side").iter_rows()
    return {entity_id: (kind, side) for entity_id, kind, side in rows}


def _months(event: Event) -> list[Month | None]:
    """The months of an interval, both ends of long ones: two years at most."""
    if event.first is None or event.last is None:
        return [None]
    first, last = event.first.year * 12 + event.first.month - 1, event.last.year * 12 + event.last.month - 1
    return [divmod(month, 12) for month in range(first, min(last, first + 23) + 1)]


def _agree(event: Event, report: Event) -> bool:
    if event.first is None or event.last is None or report.first is None or report.last is None:
        same = (event.event_type, event.participants, event.place_id) == (
            report.event_type, report.participants, report.place_id
        )  # fmt: skip
        return same and event.first is None and report.first is None
    overlap = event.first <= report.last and report.first <= event.last
    return (
        overlap
        and _is_as_real(event, report)
        and all(_same(event, report, kinds) for kinds in (PEOPLE, OBJECTS))
        and _same_project(event, report)
        and _same_state(event, report)
        and _is_as_close(event, report)
    )


def _is_as_real(event: Event, report: Event) -> bool:
    """Whether both are plans, both denials, or both neither."""
    return all((event.modality == m) == (report.modality == m) for m in ("planned", "denied"))


def _is_as_close(event: Event, report: Event) -> bool:
    """Whether their days say enough: flows of goods and men go on, so that "in October" is not the 18th unless both
    name somebody apart from the two states, or the same days."""
    if family(event.event_type) not in FLOWS or (event.first, event.last) == (report.first, report.last):
        return True
    vague = max(_length(event), _length(report)) > VAGUE
    return not vague or bool((event.participants & report.participants) - STATES)


def _length(event: Event) -> int:
    return (event.last - event.first).days if event.first and event.last else 0


def _same(event: Event, report: Event, kinds: frozenset[str]) -> bool:
    """Whether they share a participant of these kinds, or one of them has none."""
    ours, theirs = (frozenset(p for p in e.participants if _kind(p) in kinds) for e in (event, report))
    return not ours or not theirs or bool(ours & theirs)


def _same_project(event: Event, report: Event) -> bool:
    """Whether agreements are of the same projects: what does not name the bridge is not the agreement to build it."""
    ours, theirs = (frozenset(p for p in e.participants if _kind(p) == "project") for e in (event, report))
    return ours == theirs or family(event.event_type) != "agreement_treaty"


def _kind(entity_id: str) -> str | None:
    known = _entities().get(entity_id)
    return known[0] if known else None


def _same_state(event: Event, report: Event) -> bool:
    """Whether they can have been in one place; what goes from one state to the other has a place in both."""
    if family(event.event_type) not in VENUES:
        return True
    sides = {_entities()[place][1] for place in (event.place_id, report.place_id) if place in _entities()}
    return not sides >= PAIR_OF_STATES


def _distance(event: Event, report: Event) -> tuple[int, int, int, int, str]:
    """How far a report is from an event: other days, fewer of the same people, more others, other type; then the id
    for a stable order."""
    days = 0
    if event.first and event.last and report.first and report.last:
        days = abs((event.first - report.first).days) + abs((event.last - report.last).days)
    others = len(event.participants ^ report.participants)
    shared = len(event.participants & report.participants)
    return (days, -shared, others, int(event.event_type != report.event_type), event.event_id)


def _is_long(event: Event) -> bool:
    return event.first is None or event.last is None or (event.last - event.first).days > LONG


def _rank(event: Event) -> int:
    """How well dated: the place of its precision, a long range behind the year."""
    if event.precision not in PRECISIONS:
        return len(PRECISIONS)
    return (
        PRECISIONS.index("year")
        if event.precision == "range" and _is_long(event)
        else PRECISIONS.index(event.precision)
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
