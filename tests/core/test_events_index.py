"""Which events a report is compared with."""

from datetime import date, timedelta

import pytest

from tasks.core.events_agreement import Event
from tasks.core.events_index import Index

DAY = date(2025, 6, 18)


def event(
    name: str, first: date | None = DAY, last: date | None = None, kind: str = "talks", people: str = "lavrov"
) -> Event:
    named = frozenset({"russia", *people.split()})
    return Event(name, kind, first, last or first, "day" if first else None, "happened", named, None)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (event("r"), ["lavrov", "nobody"]),
        (event("r", people=""), ["lavrov", "nobody", "shoigu"]),
        (event("r", people="choe_son_hui"), ["nobody"]),
        (event("r", people="lavrov shoigu"), ["lavrov", "nobody", "shoigu"]),
        (event("r", kind="summit"), ["lavrov", "nobody"]),
        (event("r", kind="arms_transfer"), []),
        (event("r", first=None), ["undated"]),
        (event("r", first=date(2025, 1, 1), last=date(2025, 12, 31)), ["lavrov", "nobody", "winter"]),
        (event("r", first=date(2019, 1, 1), last=date(2025, 12, 31)), []),
        (event("r", first=date.min, last=date.max), []),
    ],
)
def test_a_report_is_compared_with_its_family_its_weeks_and_its_people(report: Event, expected: list[str]) -> None:
    index = Index()
    known = (
        event("lavrov"), event("shoigu", people="shoigu"), event("nobody", people=""), event("undated", first=None),
        event("winter", first=date(2025, 1, 10)),
    )  # fmt: skip
    for one in known:
        index.place(one)
    assert list(index.near(report)) == expected


@pytest.mark.parametrize(("kind", "expected"), [("visit", ["sunday"]), ("talks", [])])
def test_a_visit_goes_on_across_the_end_of_a_week(kind: str, expected: list[str]) -> None:
    sunday = next(day for n in range(7) if (day := DAY + timedelta(n)).toordinal() % 7 == 6)
    index = Index()
    index.place(event("sunday", first=sunday, kind=kind))
    assert list(index.near(event("r", first=sunday + timedelta(1), kind=kind))) == expected
