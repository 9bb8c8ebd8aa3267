"""Rows as a table that fits the screen: long cells are cut, and columns that have no room are named below it."""

import shutil
import unicodedata

import polars as pl

LETTERS = (110, 70, 40, 24)  # where cells are cut, the first that lets all columns fit
FRAME = 3  # characters that a column takes beside its cells
SCREEN = 160  # columns, where the output is no terminal


def text(rows: pl.DataFrame, limit: int, width: int | None = None) -> str:
    """A table of the first `limit` rows, `width` characters wide (as wide as the terminal), and what it leaves out.

    Ids that are digests come last: whoever wants those asks for them.
    """
    width = width or shutil.get_terminal_size((SCREEN, 40)).columns
    words = rows.head(limit).select(_words(name, kind) for name, kind in rows.schema.items())
    digests = {column.name for column in words.iter_columns() if _is_digest(column)}
    words = words.select(sorted(words.columns, key=digests.__contains__))
    widths = next((found for cut in LETTERS if sum(found := _widths(words, cut)) <= width), _widths(words, LETTERS[-1]))
    fitting = sum(sum(widths[: n + 1]) <= width for n in range(len(widths))) or len(widths[:1])
    cut = max(widths[:fitting], default=FRAME) - FRAME
    with pl.Config(
        tbl_rows=-1, tbl_cols=-1, tbl_width_chars=4 * width + 1000, fmt_str_lengths=cut + FRAME,
        tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True,
    ):  # fmt: skip
        table = str(words.select(_cut(words.columns[n], widths[n] - FRAME) for n in range(fitting)))
    return f"{table}\n{_left_out(rows, limit, words.columns[fitting:])}"


def _left_out(rows: pl.DataFrame, limit: int, columns: list[str]) -> str:
    left = f"; no room for: {', '.join(columns)}" if columns else ""
    return f"{min(limit, rows.height)} of {rows.height} rows{left}"


def _words(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.List:
        column = column.cast(pl.List(pl.String)).list.join(", ")
    elif kind == pl.Datetime:
        column = column.dt.strftime("%Y-%m-%d %H:%M:%S")
    return column.cast(pl.String).fill_null("").str.replace_all(r"\s+", " ")


def _is_digest(column: pl.Series) -> bool:
    return bool(column.str.contains(r"^[0-9a-f]{16}").any()) and bool(column.str.contains(r"^(?:[0-9a-f]{16}|$)").all())


def _widths(words: pl.DataFrame, cut: int) -> list[int]:
    """Characters of the screen that each column takes, its cells cut."""
    return [
        FRAME + max(len(column.name), *(min(_size(cell), cut) for cell in column), 0) for column in words.iter_columns()
    ]


def _cut(name: str, size: int) -> pl.Expr:
    return pl.col(name).map_elements(lambda cell: _fitted(cell, size), return_dtype=pl.String)


def _fitted(cell: str, size: int) -> str:
    if _size(cell) <= size:
        return cell
    while _size(cell) > size - 1:
        cell = cell[:-1]
    return f"{cell}…"


def _size(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)
