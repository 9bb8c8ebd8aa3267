"""Which pages may be relevant, told from their raw bytes: what it refuses need not be parsed."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from tasks.core import articles_encoding, ledger
from tasks.core.entities_evidence import SIDES
from tasks.core.ledger import Asked
from tasks.core.prefilter_names import named, naming_both
from tasks.core.records import Response

INLINE = (
    r"(?i)</?(?:a|abbr|b|bdi|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)"
    r"(?:[\s/][^<>]*)?>"
)
TAG = r"<(?:[/!?A-LN-Za-ln-z]|[Mm][^Ee<>])[^<>]*>"  # but meta, in which a title may stand
INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
ESCAPE = re.compile(r"\\(?:[uU](?![dD][89a-fA-F])([0-9a-fA-F]{4})|[nrt])")


def may_be_relevant(pages: pl.DataFrame) -> pl.Series:
    """Whether each page of PAGES names both sides somewhere, scripts, meta elements and feed_title included.

    False means that `relevance.score` gives its article 0: a page that it refuses cannot be relevant. The page is read
    as `articles` reads it, whatever its encoding; character references and escapes in scripts count as what they stand
    for. False too where there is no body, or no encoding gives a text.
    """
    texts = pl.DataFrame({"raw": readable(pages)}, schema={"raw": pl.String}).with_row_index("page").drop_nulls("raw")
    left = texts.with_columns(text=without_markup(pl.col("raw"), ""))
    for side in reversed(SIDES):
        left = left.filter(named(side))
    apart = left.select("page", text=without_markup(pl.col("raw"), " "))
    found = naming_both(pl.concat([left.select("page", "text"), apart]))["page"]
    numbers = pl.Series("may_be_relevant", range(pages.height), dtype=found.dtype)
    return numbers.is_in(found.implode())


def worth_reading(asked: Sequence[Asked]) -> list[Asked]:
    """The requests, in order, without those whose page cannot be relevant; failures stay."""
    answered = [a for a in asked if a.is_page and isinstance(a.outcome, Response) and not a.outcome.is_unchanged]
    may = may_be_relevant(ledger.pages(answered))
    refused = {id(a) for a, may_be in zip(answered, may, strict=True) if not may_be}
    return [a for a in asked if id(a) not in refused]


def readable(pages: pl.DataFrame) -> list[str | None]:
    """The characters of each page and of its title in the feed; null where there are none."""
    rows = pages.select("body", "content_type", "feed_title").iter_rows()
    return [unescaped(f"{title or ''}\n{text}") if text else None for text, title in decoded(rows)]


def decoded(rows: Iterable[tuple[bytes | None, str | None, str | None]]) -> Iterator[tuple[str | None, str | None]]:
    """The text of each body, null where no encoding gives one, with the feed's title."""
    for body, content_type, title in rows:
        yield articles_encoding.decode(body, content_type) if body else None, title


def unescaped(text: str) -> str:
    """A page with its character references and its escapes in scripts read, escaped white space as spaces."""
    return ESCAPE.sub(read_escape, html.unescape(text) if "&" in text else text)


def read_escape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "


def without_markup(text: pl.Expr, inline: str) -> pl.Expr:
    """What stands between the tags and in meta elements, `inline` for tags within lines, white space as one space,
    nothing invisible."""
    return (
        text.str.replace_all(INLINE, inline)
        .str.replace_all(TAG, " ")
        .str.replace_all(INVISIBLE, "")
        .str.replace_all(r"\s+", " ")
    )
