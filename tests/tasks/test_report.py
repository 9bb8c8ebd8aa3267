"""The weekly report and the checks before it: what it says, that it is whole, that it needs nothing from outside."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import vl_convert
from lxml import html as lxml_html

from bench import browser
from tasks import reader, report, store
from tasks.core import brief
from tasks.core.brief_model import CHECKS, Brief, Cell, Section
from tasks.core.records import INSTANT
from tasks.settings import Settings
from tasks.store import Store

MONDAY = date(2026, 3, 2)
MADE = datetime(2026, 3, 9, 6, tzinfo=UTC)
TEXT = "The rail ferry left Rajin for Vladivostok with forty wagons, KCNA said."
HOSTILE = "</script><script>alert(1)</script>|[x](y)"


def parsed(text: str) -> Any:
    """The tree of a page; its types say nothing."""
    return lxml_html.fromstring(text)


def insert(opened: Store, table: str, *rows: dict[str, object]) -> None:
    frame = pl.DataFrame(list(rows), infer_schema_length=None)
    stamps = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
    opened.insert(table, frame.with_columns(pl.col(stamps).cast(INSTANT)))


def source(source_id: str, side: str, language: str) -> dict[str, object]:
    return {
        "source_id": source_id, "name": source_id.title(), "url": f"https://{source_id}.example", "language": language,
        "country": "KR", "kind": "paper", "side": side, "timezone": "UTC", "source_group": "korea",
    }  # fmt: skip


def article(
    key: str, source_id: str, days: int, title: str = "A ferry leaves", scheme: str = "https"
) -> dict[str, object]:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(days=days)
    url = f"{scheme}://{source_id}.example/{key}"
    return {
        "article_id": key, "version": 1, "url": url, "canonical_url": url, "source_id": source_id, "title": title,
        "language": "en", "published_at": at, "published_on": at.date(), "published_precision": "second", "text": TEXT,
        "text_hash": key, "first_seen_at": at, "last_changed_at": at, "is_relevant": True, "relevance_score": 1.0,
    }  # fmt: skip


ARTICLES = (
    article("a", "harbour", 1), article("b", "quay", 2), article("c", "quay", 3, HOSTILE, "javascript"),
    article("o", "harbour", -14), article("p", "harbour", -100), article("q", "quay", -100),
)  # fmt: skip


def happening(key: str, day: date, *told: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    own = {
        "event_type": "trade_transport",
        "date_start": day,
        "date_end": day,
        "precision": "day",
        "modality": "happened",
    }
    event = {"event_id": key, **own, "participants": ["russia", "dprk"]}
    places = {"version": 1, "field": "text", "start": 0, "end": len(TEXT)}
    return event, [{"article_id": each, **places, **event} for each in told]


def fill(opened: Store) -> None:
    """Three articles of the week that tell of two events, one edited; an older one; two that came long before."""
    insert(opened, "sources", source("harbour", "RU", "ru"), source("quay", "DPRK", "ko"))
    insert(opened, "articles", *ARTICLES)
    versions = [
        {"version": 1, "seen_at": a["first_seen_at"], "text": TEXT}
        | {name: a[name] for name in ("article_id", "title", "text_hash")}
        for a in ARTICLES
    ]
    edited = versions[0] | {"version": 2, "seen_at": datetime(2026, 3, 4, tzinfo=UTC), "text_hash": "a2"}
    insert(opened, "article_versions", *versions, edited | {"text": TEXT + " It carried 40 wagons."})
    entity: dict[str, object] = {"kind": "news_agency", "side": "DPRK", "name": "KCNA"}
    insert(
        opened,
        "entities",
        entity | {"entity_id": "kcna"},
        *(entity | {"entity_id": e, "kind": "country"} for e in ("russia", "dprk")),
    )
    cited = {
        "version": 1,
        "field": "text",
        "cited_id": "kcna",
        "cited_text": "KCNA",
        "cited_key": "kcna",
        "kind": "news_agency",
        "depth": 1,
        "cue": "said",
    }
    insert(
        opened,
        "attributions",
        *({"article_id": a, "start": TEXT.index("KCNA"), "end": TEXT.index("KCNA") + 4, **cited} for a in "ab"),
    )
    for key, day, told in (
        ("e", MONDAY, "ab"),
        ("f", MONDAY + timedelta(days=2), "c"),
        ("g", date(2026, 2, 15), "o"),
        ("h", date(2025, 11, 1), "pq"),
    ):
        event, reports = happening(key, day, *told)
        insert(opened, "events", event)
        insert(opened, "event_reports", *reports)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose published copy holds what `fill` describes."""
    found = Settings(data=tmp_path_factory.mktemp("data"))
    with Store(found.working) as opened:
        fill(opened)
    store.publish(found.working, found.published)
    return found


@pytest.fixture(scope="module")
def checked() -> pl.DataFrame:
    """What two violated checks and one that holds give."""
    rows = [
        ("floor", "floor", "No article is old.", 2, "article_id p", ["p", "q"]),
        ("high", "ceiling", "Few sources are of one group.", 2, "source_id quay", []),
        ("plain", "floor", "Nothing is asked for.", 0, "", []),
    ]
    return pl.DataFrame(rows, schema=CHECKS, orient="row")


@pytest.fixture(scope="module")
def made(settings: Settings, checked: pl.DataFrame) -> Brief:
    return report.compose.fn(settings, checked, date(2026, 3, 8), MADE)


@pytest.fixture(scope="module")
def page(settings: Settings, made: Brief) -> Path:
    return report.write.fn(settings, made)


def cells(made: Brief) -> Iterator[tuple[str, Cell]]:
    yield from ((figure.key, figure.cell) for figure in made.figures)
    yield from ((section.key, cell) for section in made.sections for row in section.rows for cell in row)


def section(made: Brief, key: str) -> Section:
    return next(section for section in made.sections if section.key == key)


def rows(made: Brief, key: str) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in section(made, key).rows]


def test_the_headline_figures_count_the_week(made: Brief) -> None:
    told = {figure.key: figure.cell.text for figure in made.figures}
    assert made.week == MONDAY
    assert told == {
        "articles": "3", "stories": "3", "independent": "3", "outlets": "2", "events": "2", "single": "2",
        "edited": "1", "trouble": "2", "violations": "2",
    }  # fmt: skip
    assert made.notices == ()


def test_the_timeline_says_who_was_first_and_on_how_many_words(made: Brief) -> None:
    assert rows(made, "timeline") == [
        ("2026-03-04", "Trade and transport", "happened", "KCNA, KCNA", "Quay", "1", "1"),
        ("2026-03-02", "Trade and transport", "happened", "KCNA, KCNA", "Harbour", "1", "2"),
        ("2026-02-15", "Trade and transport", "happened", "KCNA, KCNA", "Harbour", "1", "1"),
    ]
    tags = [row[1].tag for row in section(made, "timeline").rows]
    assert tags == ["first reported this week", "first reported this week", ""]


def test_the_lead_tells_the_week_in_words(made: Brief) -> None:
    assert made.heading == "Week of 2 – 8 March 2026"
    assert made.lead == (
        "3 articles from 2 outlets in 1 language: 3 stories, 3 independent reports, "
        "0 copies, translations or rewrites.",
        "2 events were reported for the first time, 2 on a single source.",
    )


def test_the_stories_of_the_week(made: Brief) -> None:
    assert rows(made, "stories") == [
        ("A ferry leaves", "Harbour", "1", "1", "0"),
        ("A ferry leaves", "Quay", "1", "1", "0"),
        (HOSTILE, "Quay", "1", "1", "0"),
    ]


def test_every_section_has_its_rows(made: Brief) -> None:
    assert ("Trade and transport", "3", "0", "+3.0") in rows(made, "weekly_change")
    assert ("2026-03-02", "Trade and transport", "both", "1", "2") in rows(made, "capitals")
    assert ("Harbour", "KCNA", "1", "1") in rows(made, "citations")
    assert rows(made, "edited")[0][:2] == ("A ferry leaves", "Harbour")
    assert [row[1] for row in rows(made, "sides")] == ["2", "1"]
    assert len(rows(made, "health")) == 2
    assert {len(row) for section in made.sections for row in section.rows if section.key == "single"} == {6}


def test_every_count_of_articles_leads_to_them(made: Brief) -> None:
    for key, cell in cells(made):
        for each in cell.articles:
            assert each in made.articles, (key, cell)
        if len(cell.articles) > 1:
            assert report.target(made, cell) == f"#s{made.lists[cell.articles]}"


def test_a_view_that_is_not_there_is_not_shown(settings: Settings, made: Brief) -> None:
    frames = reader.read_several(settings.published, {view: f"SELECT * FROM {view}" for view in brief.VIEWS})
    for absent in ("timeline", "source_health"):
        less = brief.compose({view: frame for view, frame in frames.items() if view != absent}, MONDAY, MADE)
        assert 0 < len(less.sections) < len(made.sections)
    nothing = brief.compose({}, MONDAY, MADE)
    assert nothing.sections == ()
    assert nothing.notices == (nothing.words.say("nothing"),)
    assert "<main>" in report.html(nothing)


def test_a_week_without_articles_gives_way_to_the_newest_that_has_some(
    settings: Settings, checked: pl.DataFrame
) -> None:
    later = report.compose.fn(settings, checked, date(2026, 4, 1), MADE)
    assert later.week == MONDAY
    assert "30 March – 5 April 2026" in later.notices[0]
    running = report.compose.fn(settings, checked, date(2026, 3, 4), datetime(2026, 3, 5, tzinfo=UTC))
    assert running.notices == (running.words.say("so_far"),)


def test_the_page_loads_nothing(page: Path) -> None:
    tree = parsed(page.read_text(encoding="utf8"))
    loads = tree.xpath("//script/@src | //img/@src | //link/@href | //iframe/@src | //source/@src | //object/@data")
    assert [each for each in loads if not str(each).startswith("data:")] == []
    assert "@import" not in "".join(tree.xpath("//style/text()"))
    assert not re.search(r"url\((?!['\"]?data:)", "".join(tree.xpath("//style/text()")))
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_the_page_is_complete(page: Path, made: Brief) -> None:
    tree = parsed(page.read_text(encoding="utf8"))
    for section in made.sections:
        assert len(tree.xpath(f"//section[@id='{section.key}']//tbody/tr")) == len(section.rows)
    ids = set(tree.xpath("//@id"))
    inner = [each[1:] for each in tree.xpath("//a/@href") if each.startswith("#")]
    assert set(inner) <= ids
    assert len(inner) > 30
    outer = {str(each) for each in tree.xpath("//ol[@class='articles']//a/@href")}
    assert outer == {
        "https://harbour.example/a",
        "https://harbour.example/o",
        "https://quay.example/b",
        "https://harbour.example/p",
        "https://quay.example/q",
    }
    assert len(tree.xpath("//figure")) == 5


def test_what_a_headline_says_is_never_run(page: Path) -> None:
    text = page.read_text(encoding="utf8")
    assert "<script>alert" not in text
    assert "javascript:" not in re.sub(r"<script>.*?</script>", "", text, flags=re.S)
    assert HOSTILE in "".join(parsed(text).xpath("//ol[@class='articles']//text()"))


def test_the_markdown_has_links_and_keeps_its_tables(page: Path) -> None:
    text = page.with_suffix(".md").read_text(encoding="utf8")
    assert "(<https://harbour.example/a>)" in text
    assert "](y)" not in text.replace("\\]", "")
    table = [line for line in text.splitlines() if line.startswith("| 2026-03-04")]
    assert table
    assert all(len(re.findall(r"(?<!\\)\|", line)) in (6, 7, 8) for line in table)


def test_a_violation_is_on_the_page_with_its_articles(made: Brief) -> None:
    assert [row[:3] for row in rows(made, "checks")] == [("floor", "floor", "2"), ("high", "ceiling", "2")]
    assert sorted(section(made, "checks").rows[0][2].articles) == ["p", "q"]


def test_every_chart_draws_its_rows_and_the_renderer_complains_of_nothing(
    made: Brief, capfd: pytest.CaptureFixture[str]
) -> None:
    drawn = {each.key: marks(each) for each in made.sections if each.chart}
    assert drawn == {
        "timeline": {"symbol": 3},
        "weekly_change": {"rect": 2},
        "languages": {"symbol": 3},
        "sides": {"symbol": 5},
        "citations": {"rule": 2, "text": 3},
    }
    assert capfd.readouterr() == ("", "")


def test_a_mark_of_a_chart_leads_to_its_row(made: Brief, page: Path) -> None:
    tree = parsed(page.read_text(encoding="utf8"))
    for each in made.sections:
        data = (each.chart or {}).get("datasets", {})
        told = {mark["href"].removeprefix("#") for rows in data.values() for mark in rows if "href" in mark}
        assert told <= set(tree.xpath(f"//section[@id='{each.key}']//tbody/tr/@id"))
        assert bool(told) == bool(data)
    (row,) = tree.xpath("//tr[@id='timeline-2']")
    assert "2026-03-02" in row.text_content()


def marks(drawn: Section) -> dict[str, int]:
    """How many marks of each kind the library draws of a chart, axes and legends apart."""
    svg = vl_convert.vegalite_to_svg({**(drawn.chart or {}), "width": 600})
    found: dict[str, int] = {}
    for group in parsed(svg).xpath("//*[contains(@class, 'role-mark')]"):
        kind = group.get("class").split()[0].removeprefix("mark-")
        found[kind] = found.get(kind, 0) + len(group)
    return found


@pytest.mark.skipif(browser.program() is None, reason="no Chromium on this machine: the page is not tried in a browser")
def test_a_browser_draws_every_chart_and_complains_of_nothing(page: Path, made: Brief) -> None:
    charts = [section.key for section in made.sections if section.chart]
    with browser.tab() as tab:
        for width, scheme in ((1280, "light"), (390, "dark")):
            tab.look(width, 900, scheme)
            tab.open(page.as_uri(), "document.documentElement.dataset.charts !== undefined")
            tree = parsed(tab.value("document.documentElement.outerHTML"))
            assert tree.xpath("//figure[@data-drawn='yes']/@data-chart") == charts
            for key in charts:
                svg = tree.xpath(f"//figure[@data-chart='{key}']//*[name()='svg']")[0]
                assert svg.xpath(".//*[name()='path' or name()='line'][@aria-roledescription or @role]"), key
            assert tab.value("document.documentElement.scrollWidth") == width
        tab.value("location.hash = '#timeline-3'")
        assert tab.value("document.querySelector('tr:target').offsetHeight") > 0
        assert tab.console == []


def test_a_section_that_is_cut_says_so(made: Brief) -> None:
    cut = replace(made.sections[0], total=99)
    assert "of 99 shown" in report.html(replace(made, sections=(cut,)))


def test_the_rows_after_the_first_can_be_unfolded(made: Brief) -> None:
    long = replace(section(made, "timeline"), rows=section(made, "timeline").rows * 2, opened=2)
    tree = parsed(report.html(replace(made, sections=(long,))))
    assert [row.get("class") for row in tree.xpath("//tbody/tr")] == [None, None, *["extra"] * 4]
    assert tree.xpath("//p[@class='fold']//text()") == ["Show all 6"]
    short = replace(long, opened=len(long.rows) - 1)
    assert parsed(report.html(replace(made, sections=(short,)))).xpath("//*[@class='fold' or @class='extra']") == []
