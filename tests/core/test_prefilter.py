import html
import json
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from tasks.core import entities, prefilter, prefilter_names, reference, relevance
from tasks.core.ledger import Asked
from tasks.core.records import PAGES, Failure, Response

AT = datetime(2026, 3, 1, tzinfo=UTC)

STORIES = {
    "en": "North Korea's Kim Jong Un sent Vladimir Putin a letter. Russia thanked him.",
    "ru": "Глава МИД РФ прибыл в КНДР. Переговоры с Цой Сон Хи пройдут завтра.",
    "uk": "КНДР передала РФ снаряди, повідомила розвідка.",
    "ko": "북한은 러시아에 노동자를 보냈다. 김정은과 푸틴은 축전을 주고받았다.",
    "ja": "北朝鮮はロシアに労働者を送った。プーチン氏が礼を述べた。",
    "zh": "朝鲜与俄罗斯签署协议，普京感谢金正恩。",
    "vi": "Triều Tiên và Nga ký hiệp ước.",
    "fr": "La Corée du Nord et la Russie ont signé un traité à Genève ; l'été dernier, déjà, les deux États.",
}


def pages(*bodies: bytes | None, **more: Any) -> pl.DataFrame:
    rows = [{"url": f"https://example.org/{n}", "body": body} | more for n, body in enumerate(bodies)]
    return pl.DataFrame(rows, schema=PAGES)


def page(text: str) -> str:
    return f"<html><head><title>News</title></head><body><p>{text}</p></body></html>"


def passes(*bodies: bytes | None, **more: Any) -> list[bool]:
    return prefilter.may_be_relevant(pages(*bodies, **more)).to_list()


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("en", "utf-8"), ("en", "cp1252"), ("en", "utf-16"), ("ru", "utf-8"), ("ru", "cp1251"), ("ru", "koi8-r"),
        ("ru", "iso8859-5"), ("uk", "cp1251"), ("uk", "koi8-u"), ("ko", "utf-8"), ("ko", "cp949"), ("ja", "utf-8"),
        ("ja", "cp932"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("zh", "utf-8"), ("zh", "gb18030"), ("vi", "utf-8"),
        ("fr", "utf-8"), ("fr", "cp1252"), ("ru", "utf-16-le"), ("en", "utf-16-be"), ("zh", "utf-16-le"),
    ],
)  # fmt: skip
def test_a_relevant_page_passes_in_any_encoding(language: str, encoding: str) -> None:
    content_type = None if encoding == "utf-16" else f"text/html; charset={encoding}"
    assert passes(page(STORIES[language]).encode(encoding), content_type=content_type) == [True]


@pytest.mark.parametrize("language", STORIES)
def test_a_relevant_page_passes_however_it_is_escaped(language: str) -> None:
    text = STORIES[language]
    references = page(text).encode("ascii", "xmlcharrefreplace")
    script = f'<script type="application/ld+json">{{"articleBody": {json.dumps(text)}}}</script>'.encode()
    named = page(html.escape(text).replace(" ", "&nbsp;")).encode()
    assert passes(references, script, named) == [True, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "<b>North</b> <a href='/k'>Korea</a> and <em>Ru</em>ssia",
        "North\n   Korea met\tRussia",
        "<span class='first'>N</span>orth Korea and Russia",
        "<p>КНДР</p><p>РФ</p>",
        "Rus\u00adsia and North\u00a0Korea",
    ],
)
def test_markup_inside_names_does_not_hide_them(text: str) -> None:
    assert passes(page(text).encode()) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor opened a school.",
        "Russia sells wheat.",
        "North Korea opens a farm.",
        "Kimberly and Kimono shops near the Dumas museum, serving Russet potatoes.",
        "В морфологии нет ничего нового.",
    ],
)
def test_a_page_that_does_not_name_both_sides_is_refused(text: str) -> None:
    assert passes(page(text).encode()) == [False]


@pytest.mark.parametrize(
    "text",
    ["The north wind reached Russia.", "A motorway bridge opened.", "Crussell met Kimberly in the North of Russia."],
)
def test_what_only_contains_the_letters_of_a_name_is_refused(text: str) -> None:
    assert passes(page(text).encode()) == [False]


def test_a_name_that_needs_another_passes_with_it() -> None:
    both = "The United Nations said that the Panel of Experts had flown to Russia."
    assert passes(page(both).encode(), page(both.replace("United Nations", "Red Cross")).encode()) == [True, False]


def test_what_may_imply_the_other_side_passes() -> None:
    texts = ["The North sends men to Russia.", "Pak Hyok Nam is in Moscow.", "Oleg Vasnetsov flew to Pyongyang."]
    assert passes(*(page(text).encode() for text in texts)) == [True, True, True]
    assert passes(page("The North is cold.").encode()) == [False]


def test_line_ends_inside_scripts_divide_words() -> None:
    script = b'<script type="application/ld+json">{"articleBody": "First line\\nRussia and\\nNorth Korea"}</script>'
    assert passes(script) == [True]


def test_names_in_meta_and_in_the_feed_count() -> None:
    assert passes(b'<meta property="og:title" content="Putin in North Korea"><p>Text</p>') == [True]
    assert passes(page("Putin left.").encode(), feed_title="Kim Jong Un waits") == [True]


def test_only_pages_are_refused_and_failures_stay() -> None:
    failure = Failure("https://a.example/2", None, "backfill", "damaged_archive")
    told = [("https://a.example/1", "Rents rise."), ("https://a.example/3", "Russia and North Korea talk.")]
    asked = [
        Asked(None, "backfill", url, Response(url, url, 200, (), b"", page(text).encode(), AT)) for url, text in told
    ]
    left = prefilter.worth_reading([asked[0], Asked(None, "backfill", failure.url, failure), asked[1]])
    assert [a.url for a in left] == ["https://a.example/2", "https://a.example/3"]
    assert prefilter.worth_reading([]) == []


def test_what_cannot_be_read_is_refused() -> None:
    assert passes(None, b"", b"\x00\x01\x02", b"<p>" * 1000) == [False, False, False, False]
    assert passes() == []


@pytest.mark.parametrize("side", ["RU", "DPRK"])
def test_every_form_that_can_be_the_only_sign_of_a_side_passes(side: str) -> None:
    other = {"RU": "North Korea", "DPRK": "Russian"}[side]
    needed = reference.aliases().unique("entity_id", keep="first").select("alias", key="entity_id")
    forms = prefilter_names.side_forms(side).select("alias", "match", key=pl.col("needs").str.split("|").list.last())
    forms = forms.join(needed, on="key", how="left", suffix="_needed").unique(maintain_order=True)
    bodies = [
        page(f"{alias}, 한글, {other}, {need or ''}.").encode()
        for alias, need in forms.select("alias", "alias_needed").rows()
    ]
    refused = forms.filter(~prefilter.may_be_relevant(pages(*bodies)))
    assert refused.rows() == []


def test_no_page_is_refused_whose_article_scores() -> None:
    sides = reference.table("entities").filter(pl.col("side") != "other").select("entity_id")
    forms = reference.aliases().join(sides, on="entity_id").sort("alias").gather_every(7)
    texts = [f"{alias} {other} 한글." for alias in forms["alias"] for other in ("Putin", "Kim Jong Un")]
    articles = pl.DataFrame({"article_id": list(map(str, range(len(texts)))), "language": "ko", "text": texts})
    scores = relevance.score(articles, entities.find(articles))["score"]
    may = prefilter.may_be_relevant(pages(*(page(text).encode() for text in texts)))
    assert (scores > 0).sum() > 100
    assert articles.filter((scores > 0) & ~may)["text"].to_list() == []
