"""Which blocks of a page are its article."""

from datetime import UTC, datetime

import polars as pl
import pytest

from tasks.core import articles
from tasks.core.records import PAGES

TITLE = "Two cranes arrive"
FIRST = "Two cranes arrived at the port on Monday and will be put to work next week, the harbour master said."
SECOND = "They replace machines that had stood on the quay since the old grain terminal was opened by the city."
THIRD = "The port wants to sell the old cranes to a scrap yard in the south, which has not yet made an offer."


def lines(body: str, title: str = TITLE) -> list[str]:
    page = f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"
    row = {"url": "https://a.example/1", "body": page.encode(), "fetched_at": datetime(2025, 1, 1, tzinfo=UTC)}
    text: str = articles.extract(pl.DataFrame([row], schema=PAGES))["text"][0]
    return text.split("\n")


def article(*inside: str) -> str:
    """A headline, and a text in a box of its own."""
    return f"<h1>{TITLE}</h1><div class=body>{''.join(inside)}</div>"


def p(text: str) -> str:
    return f"<p>{text}</p>"


@pytest.mark.parametrize("tag", ["h2", "h3", "p", "div"])
def test_a_summary_below_the_headline_is_text_and_the_lines_beside_it_are_not(tag: str) -> None:
    summary = "The new machines are twice as fast as the old ones and need half as many people, says the port."
    above = f"<h1>{TITLE}</h1><{tag}>{summary}</{tag}><div>Give this article away</div><div>3 minutes</div>"
    body = f"{above}<div class=body>{p(FIRST)}{p(SECOND)}{p(THIRD)}</div>"
    assert lines(body) == [summary, FIRST, SECOND, THIRD]


def test_a_second_headline_that_the_text_repeats_is_left_out() -> None:
    assert lines(f"<h1>{TITLE}</h1><h2>{FIRST}</h2>" + f"<div>{p(FIRST)}{p(SECOND)}{p(THIRD)}</div>") == [
        FIRST,
        SECOND,
        THIRD,
    ]


def test_headings_stay_inside_the_text_whatever_their_class_and_go_at_its_end() -> None:
    inside = (p(FIRST), "<h3 class='subheading nav_old'>The old ones</h3>", p(SECOND), p(THIRD), "<h3>In our shop</h3>")
    assert lines(article(*inside)) == [FIRST, "The old ones", SECOND, THIRD]


def test_lines_that_announce_something_go_where_nothing_follows() -> None:
    assert lines(article(p(FIRST), p("The owners:"), p(SECOND), p(THIRD), p("More of this:"))) == [
        FIRST,
        "The owners:",
        SECOND,
        THIRD,
    ]


def test_summaries_of_other_articles_below_the_text_are_not_of_it() -> None:
    teasers = "".join(
        f"<li><h5><a href='/{n}'>Ship {n} has been sold to owners in the north</a></h5>"
        f"<div class=about>Ship {n} was built for the coast, and its owners could not fill it for years.</div></li>"
        for n in range(3)
    )
    assert lines(f"<main>{article(p(FIRST), p(SECOND), p(THIRD))}<ul>{teasers}</ul></main>") == [FIRST, SECOND, THIRD]


def test_a_link_to_another_article_inside_the_text_does_not_end_it() -> None:
    also = "<p>Read also: <a href='/2'>the ferry has been sold</a></p>"
    text = [f"{FIRST} Number {n}." for n in range(12)]
    assert lines(article(*map(p, text), also, p(SECOND))) == [*text, SECOND]


def test_a_paragraph_of_names_that_are_links_is_text() -> None:
    names = "".join(f"<a href='/{n}'>Captain Number {n} of the old port</a>, " for n in range(5))
    linked = p(f"{names}and others have said that they will miss the old machines on the quay.")
    assert len(lines(article(p(FIRST), linked, p(SECOND), p(THIRD)))) == 4


def test_pronunciation_above_characters_is_not_text() -> None:
    ruby = "<ruby>港<rt>みなと</rt></ruby>に<ruby>新<rp>(</rp><rt>あたら</rt><rp>)</rp></ruby>しいクレーンが二台、"
    found = lines(
        f"<h1>クレーンが到着</h1><p>{ruby}月曜日に到着し、来週から使われると港の責任者が話した。</p>", "クレーンが到着"
    )
    assert found == ["港に新しいクレーンが二台、月曜日に到着し、来週から使われると港の責任者が話した。"]


def test_forms_are_not_text() -> None:
    form = "<form><p>Enter your address and we shall send you the news of the port every morning, for free.</p></form>"
    assert lines(article(p(FIRST), p(SECOND), p(THIRD), form)) == [FIRST, SECOND, THIRD]


def test_a_page_that_is_all_form_is_read() -> None:
    assert lines(f"<form>{article(p(FIRST), p(SECOND), p(THIRD))}</form>") == [FIRST, SECOND, THIRD]


def test_a_link_box_named_like_the_page_is_not_its_headline() -> None:
    text = [f"{FIRST} Number {n}." for n in range(6)]
    body = f"<h1>Cranes at the port: two have come</h1>{''.join(map(p, text))}<div><h4>{TITLE}</h4>{p(SECOND)}</div>"
    assert lines(body)[: len(text)] == text


def test_a_heading_that_is_a_link_is_text_where_a_paragraph_of_the_text_stands_below_it() -> None:
    heading = "<h3><a href=/cranes>What becomes of the old ones</a></h3>"
    assert lines(article(p(FIRST), p(SECOND), heading, p(THIRD))) == [
        FIRST,
        SECOND,
        "What becomes of the old ones",
        THIRD,
    ]


def test_the_heading_of_a_box_of_links_is_not_text() -> None:
    box = "<div><h4>The port in pictures</h4><div><a href=/pictures>Twelve views of the quay</a></div></div>"
    assert lines(article(p(FIRST), p(SECOND), box, p(THIRD))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("hidden", ["class=sr-only", 'style="clip:rect(0 0 0 0);height:1px"'])
def test_what_a_link_says_to_screen_readers_is_not_text(hidden: str) -> None:
    link = f"the <a href=/port>harbour master<span {hidden}>, opens new tab</span></a> said."
    assert lines(article(p(FIRST.replace("the harbour master said.", link)), p(SECOND))) == [FIRST, SECOND]


def test_nothing_below_a_request_to_rate_the_article_is_text() -> None:
    request = "Оцените, пожалуйста, статью. Нам важно ваше мнение!"
    other = "The fishing fleet left the harbour on Sunday after three weeks of storms, the co-operative said."
    assert lines(article(p(FIRST), p(SECOND), p(THIRD), p(request), p(other))) == [FIRST, SECOND, THIRD]


def test_a_short_sentence_that_begins_like_a_heading_of_comments_ends_no_text() -> None:
    sentence = "Обсуждались и вопросы торговли, сообщили в порту города."
    assert sentence in lines(article(p(FIRST), p(SECOND), p(THIRD), p(sentence), p(FIRST[::-1])))


def test_a_second_copy_of_the_text_is_not_text() -> None:
    text = p(FIRST) + p(SECOND) + p(THIRD)
    assert lines(article(text, f"<div class=for-printers>{text}</div>")) == [FIRST, SECOND, THIRD]


def test_one_paragraph_that_is_repeated_stays() -> None:
    quoted = f"<blockquote class=again>{p(SECOND)}</blockquote>"
    assert lines(article(p(FIRST), p(SECOND), p(THIRD), quoted)) == [FIRST, SECOND, THIRD, SECOND]


def test_an_article_below_with_a_headline_of_its_own_is_not_text() -> None:
    first = f"<article><h1>{TITLE}</h1>{p(FIRST)}{p(SECOND)}{p(THIRD)}</article>"
    other = "The fishing fleet left the harbour on Sunday after three weeks of storms, the co-operative said."
    second = (
        f"<article><h1>The fleet leaves</h1>{p(other)}{p(other[4:].capitalize())}{p(other[12:].capitalize())}</article>"
    )
    assert lines(first + second) == [FIRST, SECOND, THIRD]


def test_paragraphs_behind_much_furniture_are_text_where_they_stand_in_the_same_element() -> None:
    rail = "<div class=related>" + "<div><a href=/x>Another report of the port</a></div>" * 20 + "</div>"
    assert lines(article(p(FIRST), p(SECOND), rail, p(THIRD))) == [FIRST, SECOND, THIRD]


def test_a_list_that_follows_the_last_paragraph_is_text() -> None:
    body = article(
        p(FIRST), p(SECOND), p(THIRD), "<h3>The old cranes</h3><ul><li>North quay: 1971</li><li>Dock: 1974</li></ul>"
    )
    assert lines(body) == [FIRST, SECOND, THIRD, "The old cranes", "North quay: 1971", "Dock: 1974"]


def test_comments_are_not_text_although_there_are_more_of_them_than_of_text() -> None:
    remark = "I worked on the quay for thirty years, and the old cranes never failed us, whatever the port may say."
    comments = "<div class=commentList>" + f"<div><b>A reader</b><div>{remark}</div></div>" * 12 + "</div>"
    assert lines(article(p(FIRST), p(SECOND), p(THIRD)) + comments) == [FIRST, SECOND, THIRD]


def test_the_only_main_heading_is_the_headline_where_the_metadata_say_another() -> None:
    summary = "The new machines are twice as fast as the old ones and need half as many people, says the port."
    above = (
        f"<div><h1>{TITLE} at the quay</h1><div class=entry>{p(summary)}</div></div><div>Give this article away</div>"
    )
    body = f"{above}{'<div>3 minutes</div>' * 20}<div class=body>{p(FIRST)}{p(SECOND)}{p(THIRD)}</div>"
    assert lines(body, title="Harbour news of the week") == [summary, FIRST, SECOND, THIRD]
