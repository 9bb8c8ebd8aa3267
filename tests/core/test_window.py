"""The span of days whose articles are wanted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tasks.core.records import Candidate
from tasks.core.window import Window, WindowError, days

TODAY = date(2026, 3, 1)
START = datetime(2026, 2, 1, tzinfo=UTC)
FEBRUARY = Window(START, datetime(2026, 3, 1, tzinfo=UTC))


def test_days_are_whole_and_the_last_is_among_them() -> None:
    assert days(date(2026, 2, 1), date(2026, 2, 28), TODAY) == FEBRUARY
    assert days(TODAY, None, TODAY) == Window(FEBRUARY.end, FEBRUARY.end + timedelta(days=1))
    assert days(TODAY, date(2027, 1, 1), TODAY) == days(TODAY, TODAY, TODAY)


@pytest.mark.parametrize(
    ("start", "end", "complaint"),
    [
        (TODAY, date(2026, 2, 1), "end: 2026-02-01 is before the start"),
        (date(2026, 3, 2), date(2026, 3, 3), "start: 2026-03-02 is in the future"),
    ],
)
def test_days_that_cannot_be_are_told(start: date, end: date, complaint: str) -> None:
    with pytest.raises(WindowError, match=complaint):
        days(start, end, TODAY)


def test_only_what_is_known_to_lie_outside_is_left_out() -> None:
    def holds(published: datetime | None, modified: datetime | None = None) -> bool:
        return FEBRUARY.may_hold(Candidate("https://a.example/1", "a", None, published, modified))

    hour = timedelta(hours=1)
    assert [holds(at) for at in (START - hour, START, FEBRUARY.end - hour, FEBRUARY.end, None)] == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert not holds(None, START - 25 * hour)
    assert holds(None, START - hour)  # it may be the day itself elsewhere
    assert holds(None, FEBRUARY.end + hour)  # edited later
    assert not holds(START - hour, START + hour)


def test_halves_meet_and_cover_it() -> None:
    later, earlier = FEBRUARY.halves()
    assert (earlier.start, later.end, earlier.end) == (FEBRUARY.start, FEBRUARY.end, later.start)
