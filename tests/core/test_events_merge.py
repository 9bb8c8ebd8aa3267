"""What must hold of events whatever the order and the batches in which their reports arrive."""

from datetime import date, timedelta
from itertools import pairwise, permutations
from typing import Any

import polars as pl
import pytest
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


VISIT = {
    "field": "text", "event_type": "visit", "precision": "day", "modality": "happened",
    "participants": ["choe_son_hui", "lavrov", "russia"], "place_id": "pyongyang", "start": 0, "end": 9,
}  # fmt: skip


def on(first: int, last: int | None = None, **given: Any) -> Report:
    """A report of a visit on days of June."""
    days = {"date_start": FIRST + timedelta(first - 1), "date_end": FIRST + timedelta((last or first) - 1)}
    return VISIT | days | {"precision": "range" if last else "day"} | given


def in_turn(reports: list[Report]) -> tuple[pl.DataFrame, list[str]]:
    """The events after reports that come one by one, and the event of each."""
    known, ids = pl.DataFrame(schema=EVENTS), []
    for number, report in enumerate(reports):
        made, joined = events.merge(numbered([report]).with_columns(article_id=pl.lit(f"a{number}")), known)
        known = stored(known, made)
        ids += joined["event_id"].to_list()
    return known, ids


def spans(known: pl.DataFrame) -> list[tuple[int, int]]:
    """First and last day of June of the events that stand for themselves."""
    rows = known.filter(pl.col("merged_into").is_null()).select("date_start", "date_end").sort(pl.all()).iter_rows()
    return [(first.day, last.day) for first, last in rows]


@pytest.mark.parametrize("order", list(permutations((17, 18, 19))))
def test_a_visit_told_day_by_day_is_one_event_of_all_its_days(order: tuple[int, ...]) -> None:
    known, ids = in_turn([on(day) for day in order])
    assert spans(known) == [(17, 19)]
    kept = merged_into(known)
    assert {kept[event_id] or event_id for event_id in ids} == {next(key for key, into in kept.items() if not into)}
    assert known.filter(pl.col("merged_into").is_null())["precision"].to_list() == ["range"]
    assert spans(events.merge(numbered([on(day) for day in order]), pl.DataFrame(schema=EVENTS))[0]) == [(17, 19)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (on(17, 18), on(18, 20, place_id="wonsan"), [(17, 20)]),
        (on(17), on(18, place_id=None), [(17, 18)]),
        (on(17), on(19), [(17, 17), (19, 19)]),
        (on(17), on(18, place_id="moscow"), [(17, 17), (18, 18)]),
        (on(17), on(18, participants=["russia", "shoigu"]), [(17, 17), (18, 18)]),
        (on(17), on(18, participants=["choe_son_hui", "russia"]), [(17, 17), (18, 18)]),  # the host alone is no visitor
        (on(17, place_id=None), on(18, place_id=None), [(17, 17), (18, 18)]),
        (on(17), on(18, modality="planned"), [(17, 17), (18, 18)]),
        (on(1, 14), on(15), [(1, 14), (15, 15)]),  # a visit of so many days would have been told as one
        (on(17, event_type="talks"), on(18, event_type="talks"), [(17, 17), (18, 18)]),
    ],
)
def test_only_the_next_day_of_the_same_visitors_in_one_state_goes_on_with_a_visit(
    one: Report, other: Report, expected: list[tuple[int, int]]
) -> None:
    assert spans(in_turn([one, other])[0]) == spans(in_turn([other, one])[0]) == expected


def test_who_went_home_in_between_came_twice() -> None:
    home = on(18, place_id="moscow", participants=["dprk", "lavrov"])
    assert spans(in_turn([on(17), home, on(18)])[0]) == [(17, 17), (18, 18), (18, 18)]


def test_a_stay_across_the_end_of_a_month_is_one() -> None:
    assert spans(in_turn([on(30), on(31)])[0]) == [(30, 1)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_a_year_a_month_and_its_days_the_days_are_told(order: tuple[int, ...]) -> None:
    told = [on(1, 30, precision="month"), on(7, 10, precision="recent"), on(1, 30, precision="year")]
    told[2]["date_start"], told[2]["date_end"] = date(2025, 1, 1), date(2025, 12, 31)
    known, ids = in_turn([told[number] for number in order])
    assert (spans(known), len(set(ids))) == ([(7, 10)], 1)


def test_what_is_read_again_stays_with_its_event_however_that_has_changed() -> None:
    news = on(3, 6, precision="recent")
    known, ids = in_turn([news, on(5, 11, precision="week"), on(9)])
    assert (spans(known), len(set(ids))) == ([(9, 9)], 1)
    again = numbered([news | {"start": 40, "end": 49}])
    assert events.merge(again, known)[1]["event_id"].to_list() != ids[:1]
    earlier = numbered([news]).with_columns(event_id=pl.lit(ids[0]))
    changed, joined = events.merge(pl.concat([earlier, again], how="diagonal"), known)
    assert (changed.height, joined["event_id"].to_list()) == (0, ids[:1])
    other = again.with_columns(date_start=pl.lit(date(2025, 8, 1)), date_end=pl.lit(date(2025, 8, 2)))
    assert events.merge(pl.concat([earlier, other], how="diagonal"), known)[1]["event_id"].to_list() != ids[:1]


def test_what_is_read_again_follows_its_event_into_the_one_that_stands_for_it() -> None:
    known, _ = in_turn([on(17), on(19), on(18)])
    lost, kept = next((key, into) for key, into in merged_into(known).items() if into)
    earlier = numbered([on(17)]).with_columns(event_id=pl.lit(lost))
    _, joined = events.merge(pl.concat([earlier, numbered([on(17)])], how="diagonal"), known)
    assert joined["event_id"].to_list() == [kept]


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
