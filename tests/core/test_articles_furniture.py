"""Lines that a host repeats are learned, and dropped from what is read afterwards."""

import polars as pl
import pytest

from tasks.core import articles
from tasks.core.articles_furniture import drop, learn
from tasks.core.articles_lines import wording_hash
from tasks.core.records import ARTICLES, FURNITURE

NOTHING = pl.DataFrame(schema=FURNITURE)
NO_ARTICLES = pl.DataFrame(schema={name: ARTICLES[name] for name in ("article_id", "url", "title", "text")})
NOTICE = "Follow the harbour on Sundays, 24 hours a day."


def pages(first: int, last: int, *lines: str, host: str = "a.example", title: str = "Title {}") -> pl.DataFrame:
    """Articles with a line of their own and the same others."""
    rows = []
    for number in range(first, last):
        text = "\n".join((f"The ship numbered {chr(97 + number)} has sailed to its own port.", *lines))
        name = title.format(number)
        rows.append({
            "article_id": f"{host}{number}", "url": f"https://{host}/{number}", "title": name, "text": text,
            "text_hash": wording_hash(name, text),
        })  # fmt: skip
    return pl.DataFrame(rows, schema=ARTICLES)


def test_a_line_on_five_pages_of_a_batch_is_furniture() -> None:
    assert learn(NOTHING, NO_ARTICLES, pages(0, 4, NOTICE)).is_empty()
    known = learn(NOTHING, NO_ARTICLES, pages(0, 5, NOTICE, NOTICE))
    assert known.rows() == [("a.example", "follow the harbour on sundays, 0 hours a day.", 5)]
    assert known.schema == FURNITURE


def test_stored_pages_count_with_new_ones_and_a_page_only_once() -> None:
    assert learn(NOTHING, pages(0, 4, NOTICE), pages(4, 5, NOTICE)).height == 1
    assert learn(NOTHING, pages(0, 4, NOTICE), pages(3, 4, NOTICE)).is_empty()


def test_copies_of_one_article_and_pages_of_other_hosts_do_not_count() -> None:
    assert learn(NOTHING, NO_ARTICLES, pages(0, 9, NOTICE, title="One title")).is_empty()
    elsewhere = pages(4, 8, NOTICE, host="b.example")
    assert learn(NOTHING, NO_ARTICLES, pl.concat([pages(0, 4, NOTICE), elsewhere])).is_empty()


def test_a_sentence_on_few_of_the_pages_is_none() -> None:
    repeated, others = pages(0, 6, "The treaty was signed in June."), pages(6, 26)
    assert learn(NOTHING, NO_ARTICLES, pl.concat([repeated, others])).is_empty()


def test_what_was_learned_stays_though_no_page_shows_it() -> None:
    known = learn(NOTHING, NO_ARTICLES, pages(0, 5, NOTICE))
    assert learn(known, pages(0, 9), pages(9, 12)).equals(known)


def test_known_lines_are_dropped_whatever_their_case_and_numbers() -> None:
    known = learn(NOTHING, NO_ARTICLES, pages(0, 5, NOTICE))
    found = drop(pages(7, 8, NOTICE.upper().replace("24", "12")), known)
    assert found.equals(pages(7, 8))


@pytest.mark.parametrize("host", ["b.example", "a.example.org"])
def test_other_hosts_keep_the_line(host: str) -> None:
    known = learn(NOTHING, NO_ARTICLES, pages(0, 5, NOTICE))
    assert drop(pages(0, 2, NOTICE, host=host), known).equals(pages(0, 2, NOTICE, host=host))


def test_a_page_of_furniture_alone_is_no_article() -> None:
    wall = "Please subscribe to read on; readers of the print edition sign in with their number."
    stub = pages(8, 9).with_columns(text=pl.lit(wall))
    extracted = pl.concat([pages(0, 5, wall), stub])
    found = articles.without_furniture(extracted, learn(NOTHING, NO_ARTICLES, extracted))
    assert found["failure"].to_list() == [None] * 5 + ["no_article"]
    assert found["text"].to_list() == [*pages(0, 5)["text"], None]
    assert found.schema == ARTICLES


def test_nothing_is_learned_from_nothing() -> None:
    assert learn(NOTHING, NO_ARTICLES, pl.DataFrame(schema=ARTICLES)).is_empty()
    failed = pl.DataFrame([{"article_id": "x", "url": "https://a.example/1", "failure": "empty"}], schema=ARTICLES)
    assert learn(NOTHING, NO_ARTICLES, failed).is_empty()
    assert drop(failed, NOTHING).equals(failed)
