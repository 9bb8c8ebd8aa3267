"""Rows on a screen: nothing wraps, and what is left out is named."""

from datetime import UTC, datetime

import polars as pl

from flows import table

ROWS = pl.DataFrame(
    {
        "event_id": ["0123456789abcdef", "fedcba9876543210"],
        "who": [["kcna", "tass"], None],
        "at": [datetime(2026, 3, 2, 8, tzinfo=UTC), None],
        "quote": ["The ferry left Rajin with forty wagons, \n and it came back.", "두만강을 건넜다. " * 20],
    }
)


def widths(shown: str) -> set[int]:
    return {sum(2 if ord(letter) > 0x2FFF else 1 for letter in line) for line in shown.splitlines()[:-1]}


def test_a_wide_screen_shows_all() -> None:
    shown = table.text(ROWS, 10, width=200)
    assert "kcna, tass" in shown
    assert "2026-03-02 08:00:00" in shown
    assert "forty wagons, and it came back." in shown
    assert shown.endswith("2 of 2 rows")
    assert len(widths(shown)) == 1
    assert max(widths(shown)) <= 200


def test_a_narrow_one_cuts_cells_and_then_leaves_columns_out_digests_first() -> None:
    shown = table.text(ROWS, 1, width=70)
    assert shown.endswith("1 of 2 rows; no room for: event_id")
    assert "The ferry left Rajin wi…" in shown
    assert max(widths(shown)) <= 70
    assert table.text(ROWS, 1, width=5).endswith("no room for: at, quote, event_id")


def test_nothing_is_a_table_without_rows() -> None:
    assert table.text(ROWS.clear(), 10, width=100).endswith("0 of 0 rows")
    assert table.text(pl.DataFrame(), 10, width=100).endswith("0 of 0 rows")
