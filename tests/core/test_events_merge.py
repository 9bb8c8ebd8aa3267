"""What must hold of events whatever the order and the batches in which their reports arrive."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.core import events
from tasks.core.records import EVENT_KEYS, EVENT_REPORTS, EVENTS

FIRST = date(2025, 6, 1)
PRECISIONS = {0: "day", 3: "recent", 29: "month"}
Report = dict[str, Any]


@st.composite
def a_report(draw: st.DrawFn) -> Report:
    """A report of one of few types, people and days, so that many agree."""
    length = draw(st.sampled_from(sorted(PRECISIONS)))
    start = FIRST if length == max(PRECISIONS) else FIRST + timedelta(draw(st.integers(0, 9)))
    people = draw(st.sets(st.sampled_from(["lavrov", "shoigu", "kim_jong_un", "csp_treaty"]), max_size=2))
    days = (start, start + timedelta(length), PRECISIONS[length])
    first, last, precision = draw(st.sampled_from([days, days, days, (None, None, None)]))
    return {
        "field": "text", "event_type": draw(st.sampled_from(["visit", "talks", "summit", "arms_transfer"])),
        "date_start": first, "date_end": last, "precision": precision,
        "modality": draw(st.sampled_from(["happened", "claimed", "planned", "denied"])),
        "participants": sorted(people | {"russia", "dprk"}),
        "place_id": draw(st.sampled_from([None, "moscow", "pyongyang"])), "start": 0, "end": 9,
    }  # fmt: skip


def numbered(reports: list[Report]) -> pl.DataFrame:
    """EVENT_REPORTS, an article a report."""
    rows = [{"article_id": f"a{number}", **report} for number, report in enumerate(reports)]
    return pl.DataFrame(rows, schema=EVENT_REPORTS)


def stored(known: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """The events as a table holds them after a batch."""
    return pl.concat([known.join(changed, on="event_id", how="anti"), changed]).sort("event_id")


def groups(reports: pl.DataFrame) -> set[frozenset[str]]:
    return {frozenset(articles) for articles in reports.group_by("event_id").agg("article_id")["article_id"]}


def merged_into(known: pl.DataFrame) -> dict[str, str | None]:
    return dict(known.select("event_id", "merged_into").iter_rows())


@settings(deadline=None, max_examples=80)
@given(st.lists(a_report(), max_size=14), st.lists(st.integers(1, 14), max_size=4), st.randoms(use_true_random=False))
def test_ids_stay_and_merges_are_recorded_in_any_order_and_batches(
    reports: list[Report], cuts: list[int], random: Any
) -> None:
    random.shuffle(reports)
    everything = numbered(reports)
    edges = [0, *sorted({cut for cut in cuts if cut < len(reports)}), len(reports)]
    known = pl.DataFrame(schema=EVENTS)
    for begin, end in pairwise(edges):
        changed, joined = events.merge(everything[begin:end], known)
        before, known = merged_into(known), stored(known, changed)
        now = merged_into(known)
        alive = {event_id for event_id, target in now.items() if target is None}
        assert set(before) <= set(now), "an id is gone"
        assert set(joined["event_id"]) <= alive
        assert {target for target in now.values() if target} <= alive, "merged into an event that is merged itself"
        assert all(now[event_id] for event_id, target in before.items() if target), "a merge is forgotten"
        assert known["event_id"].is_unique().all()


@settings(deadline=None, max_examples=60)
@given(st.lists(a_report(), max_size=14), st.randoms(use_true_random=False))
def test_the_order_within_a_batch_does_not_matter(reports: list[Report], random: Any) -> None:
    everything = numbered(reports)
    shuffled = everything.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
    nothing = pl.DataFrame(schema=EVENTS)
    (made, joined), (again, others) = events.merge(everything, nothing), events.merge(shuffled, nothing)
    assert groups(joined) == groups(others)
    assert made.sort("event_id").equals(again.sort("event_id"))


@settings(deadline=None, max_examples=60)
@given(a_report())
def test_the_same_report_again_changes_nothing(report: Report) -> None:
    known, first = _merged(report, pl.DataFrame(schema=EVENTS))
    changed, again = _merged(report, known)
    assert changed.is_empty()
    assert again == first


def test_an_article_that_tells_of_other_days_now_is_another_event_and_keeps_the_first_id_for_the_first() -> None:
    report = {
        "field": "text", "event_type": "visit", "date_start": FIRST, "date_end": FIRST, "precision": "day",
        "modality": "happened", "participants": ["dprk", "lavrov"], "place_id": "pyongyang", "start": 0, "end": 9,
    }  # fmt: skip
    later = FIRST + timedelta(200)
    known, (first,) = _merged(report, pl.DataFrame(schema=EVENTS))
    changed, (second,) = _merged(report | {"date_start": later, "date_end": later}, known)
    assert first != second
    assert changed["event_id"].to_list() == [second]


def _merged(report: Report, known: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    made, joined = events.merge(numbered([report]), known)
    return made, joined["event_id"].to_list()


def test_keys_ask_for_events_of_a_family_its_days_and_its_people() -> None:
    report = {
        "field": "text", "event_type": "summit", "date_start": FIRST, "date_end": FIRST, "precision": "day",
        "modality": "happened", "participants": ["dprk", "kim_jong_un", "putin"], "place_id": None, "start": 0,
        "end": 9,
    }  # fmt: skip
    (key,) = events.keys(numbered([report])).iter_rows(named=True)
    assert (key["family"], key["date_start"], key["people"]) == ("meeting", FIRST, ["kim_jong_un", "putin"])
    (made,) = _merged(report, pl.DataFrame(schema=EVENTS))[1]
    assert key["event_id"] == made
    assert events.keys(numbered([])).schema == EVENT_KEYS
