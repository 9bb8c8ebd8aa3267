"""Pieces of texts are those that Python cuts, wherever they stand."""

import polars as pl
import pytest

from tasks.core import excerpts

MIXED = "aж한😀 \n"


@pytest.mark.parametrize("shift", ["", "a", "ж", "한a"])
def test_pieces_are_those_of_the_same_characters(shift: str) -> None:
    texts = ["", shift + MIXED * 2_000, "", "short", shift + "😀" * 5_000, ""]
    rows = [
        (nth, start, length)
        for nth, text in enumerate(texts)
        for start in (*range(0, len(text), 331), len(text))
        for length in (0, 7, excerpts.LONGEST)
    ]
    places = pl.DataFrame(rows[::-1], schema=["nth", "start", "length"], orient="row")
    assert excerpts.cut(pl.Series(texts), places).to_list() == [texts[n][a : a + size] for n, a, size in rows[::-1]]


def test_no_place_gives_no_piece() -> None:
    places = pl.DataFrame(schema={"nth": pl.Int64, "start": pl.Int64, "length": pl.Int64})
    assert excerpts.cut(pl.Series(["a"]), places).is_empty()
