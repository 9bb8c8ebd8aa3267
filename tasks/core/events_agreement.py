"""Whether two reports can be of one event: by type family, days, people, objects and places."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from tasks.core import reference

PEOPLE = frozenset({"person"})
OBJECTS = frozenset({"document", "project"})  # the treaty and the bridge of one day are two agreements
PROJECTS = frozenset({"project"})
PAIR_OF_STATES = frozenset({"RU", "DPRK"})
STATES = frozenset({"russia", "dprk"})
VENUES = frozenset({"travel", "meeting", "agreement_treaty", "culture_exchange", "military_cooperation"})
FLOWS = frozenset({"arms_transfer", "troop_deployment", "labour", "trade_transport", "sanctions", "cyber", "statement"})
VAGUE = 20  # days: of what goes on for months, a report that gives no closer days is not of one day's event
LONG = 40  # days: intervals that are longer say too little to tell two events apart
TRAVEL = "travel"
NEXT_DAY = timedelta(days=1)
STAY = timedelta(days=14)  # days that are told one by one make no longer visit than this
EXACT = frozenset({"day", "range"})


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


def agree(event: Event, report: Event) -> bool:
    """Whether a report can be of an event of its family; without days only one that is the same in all the rest."""
    if event.first is None or event.last is None or report.first is None or report.last is None:
        same = (event.event_type, event.participants, event.place_id) == (
            report.event_type, report.participants, report.place_id
        )  # fmt: skip
        return same and event.first is None and report.first is None
    return (
        (overlap(event, report) or is_one_stay(event, report))
        and _is_as_real(event, report)
        and all(_same(event, report, kinds) for kinds in (PEOPLE, OBJECTS))
        and _same_project(event, report)
        and _same_state(event, report)
        and _is_as_close(event, report)
    )


def is_one_stay(event: Event, report: Event) -> bool:
    """Whether they tell of days of one visit: overlapping or adjacent, the same visitors in one state."""
    if family(event.event_type) != TRAVEL or not {event.precision, report.precision} <= EXACT:
        return False
    if event.first is None or event.last is None or report.first is None or report.last is None:
        return False
    hosts = _hosts(event, report)
    return (
        max(event.first, report.first) - min(event.last, report.last) <= NEXT_DAY
        and max(event.last, report.last) - min(event.first, report.first) < STAY
        and len(hosts) == 1
        and bool(_visitors(event, hosts) & _visitors(report, hosts))
    )


def is_return(between: Event, event: Event, report: Event) -> bool:
    """Whether a third event has the visitors at home between two with adjacent days: they came twice."""
    hosts, home = _hosts(event, report), _hosts(between)
    came = _visitors(event, hosts) & _visitors(report, hosts) & between.participants
    if not came or not home or home & hosts or between.precision not in EXACT:
        return False
    left, came_again = (
        min(e.last or date.max for e in (event, report)),
        max(e.first or date.min for e in (event, report)),
    )
    return (between.first or date.max) <= came_again and left <= (between.last or date.min)


def overlap(event: Event, report: Event) -> bool:
    """Whether they have a day in common; what has no days has none."""
    if event.first is None or event.last is None or report.first is None or report.last is None:
        return False
    return event.first <= report.last and report.first <= event.last


def _hosts(*events: Event) -> frozenset[str]:
    """The states of the pair in which their places lie."""
    return frozenset(_entities()[e.place_id][1] for e in events if e.place_id in _entities()) & PAIR_OF_STATES


def _visitors(event: Event, hosts: frozenset[str]) -> frozenset[str]:
    return frozenset(p for p in of(event.participants, PEOPLE) if _entities()[p][1] not in hosts)


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
    ours, theirs = of(event.participants, kinds), of(report.participants, kinds)
    return not ours or not theirs or bool(ours & theirs)


@lru_cache(maxsize=10_000)
def of(participants: frozenset[str], kinds: frozenset[str]) -> frozenset[str]:
    """Those of some kinds."""
    return frozenset(p for p in participants if kind(p) in kinds)


def _same_project(event: Event, report: Event) -> bool:
    """Whether agreements are of the same projects: what does not name the bridge is not the agreement to build it."""
    ours, theirs = of(event.participants, PROJECTS), of(report.participants, PROJECTS)
    return ours == theirs or family(event.event_type) != "agreement_treaty"


def kind(entity_id: str) -> str | None:
    """The kind of an entity; None where the table does not have it."""
    known = _entities().get(entity_id)
    return known[0] if known else None


def _same_state(event: Event, report: Event) -> bool:
    """Whether they can have been in one place; what goes from one state to the other has a place in both."""
    if family(event.event_type) not in VENUES:
        return True
    sides = {_entities()[place][1] for place in (event.place_id, report.place_id) if place in _entities()}
    return not sides >= PAIR_OF_STATES


def is_long(event: Event) -> bool:
    """Whether it has no days, or so many that they tell no two events apart."""
    return event.first is None or event.last is None or _length(event) > LONG


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
