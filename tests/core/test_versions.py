"""Versions: new, changed or the same, and what changed."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from tasks.core.versions import Wording, changes, number

TEXT = "Two ships with 1,200 tonnes arrived on 4.05.2024. The port reopens."
DAY = date(2024, 5, 4)
STORED: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String, "version": pl.Int32, "text_hash": pl.String, "first_seen_at": pl.Datetime("us", "UTC"),
    "last_changed_at": pl.Datetime("us", "UTC"), "title": pl.String, "text": pl.String, "published_on": pl.Date,
    "published_from": pl.String,
}  # fmt: skip


def at(hour: int) -> datetime:
    return datetime(2024, 5, 4, hour, tzinfo=UTC)


def incoming(**values: Any) -> dict[str, Any]:
    return {
        "article_id": "a",
        "text_hash": "h1",
        "title": "T",
        "text": TEXT,
        "published_on": DAY,
        "published_from": "meta",
        "published_doubt": None,
        "seen_at": at(9),
    } | values


def stored(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=STORED)


OLD = {
    "article_id": "a",
    "version": 2,
    "text_hash": "h1",
    "first_seen_at": at(1),
    "last_changed_at": at(5),
    "title": "T",
    "text": TEXT,
    "published_on": DAY,
    "published_from": "meta",
}


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (Wording("T", TEXT, DAY), ()),
        (Wording("T", TEXT.replace(". The", ".\nThe"), DAY), ()),
        (Wording("Ships arrive", TEXT, DAY), ("title",)),
        (Wording("T", TEXT.replace("1,200", "1,300"), DAY), ("numbers",)),
        (Wording("T", TEXT.replace("4.05.2024", "5.05.2024"), DAY), ("dates",)),
        (Wording("T", TEXT, date(2024, 5, 5)), ("dates",)),
        (Wording("T", TEXT + " No one was hurt.", DAY), ("text",)),
        (Wording("U", TEXT.replace("1,200 tonnes", "900 tonnes of coal"), None), ("title", "numbers", "dates", "text")),
    ],
)
def test_what_changed(new: Wording, expected: tuple[str, ...]) -> None:
    assert changes(Wording("T", TEXT, DAY), new) == expected


def test_a_first_version_is_one() -> None:
    found = number(pl.DataFrame([incoming()]), stored()).to_dicts()[0]
    assert (found["version"], found["first_seen_at"], found["changed"]) == (1, at(9), None)


def test_an_unchanged_article_is_left_out() -> None:
    assert number(pl.DataFrame([incoming()]), stored(OLD)).is_empty()


def test_a_changed_article_gets_the_next_number_and_what_changed() -> None:
    new = incoming(text_hash="h2", title="Ships arrive", text=TEXT.replace("1,200", "1,300"))
    found = number(pl.DataFrame([new]), stored(OLD)).to_dicts()[0]
    assert (found["version"], found["first_seen_at"], found["changed"]) == (3, at(1), "title, numbers")


def test_of_two_rows_the_last_received_counts() -> None:
    rows = [incoming(text_hash="late", seen_at=at(11)), incoming(text_hash="early", seen_at=at(10))]
    assert number(pl.DataFrame(rows), stored())["text_hash"].to_list() == ["late"]


def test_what_was_received_before_the_newest_version_does_not_take_its_place() -> None:
    earlier = incoming(text_hash="h0", text="One ship arrived.", seen_at=at(4))
    assert number(pl.DataFrame([earlier]), stored(OLD)).is_empty()
    assert number(pl.DataFrame([earlier | {"seen_at": at(5)}]), stored(OLD)).height == 1


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({"published_on": date(2024, 5, 3)}, ["dates"]),
        ({"published_on": date(2024, 5, 3), "published_from": "url"}, []),
        ({"published_on": date(2024, 5, 3), "published_doubt": "weekday"}, []),
        ({"published_on": None}, []),
        ({"published_on": date(2024, 5, 3), "seen_at": at(4)}, []),
    ],
)
def test_a_corrected_day_of_publication_is_a_version(values: dict[str, Any], changed: list[str]) -> None:
    row = pl.DataFrame([incoming(**values)], schema_overrides={"published_on": pl.Date, "published_doubt": pl.String})
    assert number(row, stored(OLD))["changed"].to_list() == changed
