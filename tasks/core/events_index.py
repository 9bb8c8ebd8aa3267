"""Events by what a report must share with them, so that it is compared with a few and not with all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tasks.core.events_agreement import NEXT_DAY, PEOPLE, TRAVEL, Event, family, of

WEEK, WEEKS = 7, 104  # days; what lasts for more than two years is looked for in its first two
ANYBODY, NOBODY = "*", ""
Place = tuple[str, int | None, str]


class Index:
    """Ids of events by family, week and person."""

    def __init__(self) -> None:
        self._places: dict[Place, dict[str, None]] = defaultdict(dict)

    def place(self, event: Event) -> None:
        """Enter an event, or one that has changed, under what it has now as well."""
        people = of(event.participants, PEOPLE)
        for week in _weeks(event.first, event.last):
            for person in (ANYBODY, *(people or (NOBODY,))):
                self._places[family(event.event_type), week, person][event.event_id] = None

    def near(self, report: Event) -> Iterator[str]:
        """The ids of the events that the report may agree with, in order."""
        people = of(report.participants, PEOPLE)
        wanted = (NOBODY, *people) if people else (ANYBODY,)
        kept = family(report.event_type)
        places = ((kept, week, person) for week in _weeks(*around(report)) for person in wanted)
        yield from sorted({key for place in places for key in self._places.get(place, ())})


def around(event: Event) -> tuple[date | None, date | None]:
    """The days in which events that it may agree with have one: a visit goes on the next day."""
    if event.first is None or event.last is None or family(event.event_type) != TRAVEL:
        return event.first, event.last
    first = event.first if event.first == date.min else event.first - NEXT_DAY
    return first, event.last if event.last == date.max else event.last + NEXT_DAY


def _weeks(first: date | None, last: date | None) -> Iterator[int | None]:
    """The weeks of an interval, numbered from the year 1; None where there are no days."""
    if first is None or last is None:
        yield None
        return
    begin, end = first.toordinal() // WEEK, last.toordinal() // WEEK
    yield from range(begin, min(end, begin + WEEKS) + 1)
