"""A backfill over a span of days, through a search that speaks as GDELT does, and a sitemap."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
from prefect.utilities.callables import parameter_schema

from flows.backfill_days import backfill_days, main
from flows.intake import attributed
from tasks import reader
from tasks.core.records import Candidate
from tasks.core.sources import parse
from tasks.discover import Discovered
from tasks.settings import Settings
from tests.newsroom import gdelt
from tests.newsroom.server import Newsroom, Request
from tests.newsroom.settings import SOURCES, environment
from tests.newsroom.world import Article

START, END = date(2025, 4, 1), date(2025, 6, 30)
SEARCH = f"""
[[source]]
id = "search"
name = "Search"
url = "http://{gdelt.HOST}/"
language = "en"
country = "GB"
kind = "aggregator"
side = "other"
timezone = "UTC"
discovery = [{{ kind = "gdelt", url = "http://{gdelt.HOST}{gdelt.PATH}?maxrecords=5", query = "Korea" }}]
"""
DISALLOWED = "/gaya-hidup/"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory, prefect_server: object) -> Iterator[Newsroom]:
    """The newsroom with its search, and a data directory of the file's own."""
    data = tmp_path_factory.mktemp("data")
    (data / "sources.toml").write_text(SOURCES.read_text("utf-8") + SEARCH, "utf-8")
    with Newsroom(day=1) as newsroom, pytest.MonkeyPatch.context() as patch:
        own = {"TUMEN_DATA": str(data), "TUMEN_SOURCES": str(data / "sources.toml"), "TUMEN_MAX_DELAY_SECONDS": "0"}
        for name, value in (environment(newsroom) | own).items():
            patch.setenv(name, value)
        yield newsroom


def run(newsroom: Newsroom, **chosen: Any) -> tuple[Any, list[Request]]:
    """The state of a backfill, and what the server was asked for in it."""

    async def filled() -> Any:
        return await backfill_days(return_state=True, **chosen)

    mark = len(newsroom.requests)
    return asyncio.run(filled()), newsroom.requests[mark:]


def of_the_span(newsroom: Newsroom) -> list[Article]:
    start, end = datetime(2025, 4, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
    return [article for article in newsroom.world.on(1) if start <= article.published < end]


def test_a_span_is_searched_and_what_was_received_is_not_asked_for_again(newsroom: Newsroom) -> None:
    chosen = {"start": START, "end": END, "only": ["search", "song_biec"]}
    state, requests = run(newsroom, **chosen)
    assert state.is_completed()
    found = {a.url for a in of_the_span(newsroom) if "korea" in f"{a.title} {a.text}".lower()}
    own = {a.url for a in of_the_span(newsroom) if a.outlet.id == "song_biec"}
    assert (len(found) > 5, bool(own)) == (True, True)
    rows = reader.read_published(Settings().published, "SELECT url, source_id FROM articles")
    outlets = {a.url: a.outlet.id for a in newsroom.world.on(1)}
    assert dict(rows.iter_rows()) == {url: outlets[url] for url in found | own if DISALLOWED not in url}
    assert Counter((r.host, r.path) for r in requests).most_common(1)[0][1] == 1
    searches = [parse_qs(r.path.partition("?")[2]) for r in requests if r.host == gdelt.HOST and "?" in r.path]
    assert len(searches) > 1
    assert {s["query"][0] for s in searches} == {"Korea"}
    assert searches[0]["startdatetime"] + searches[0]["enddatetime"] == ["20250401000000", "20250701000000"]
    state, requests = run(newsroom, **chosen)
    assert str(state.message).startswith("0 new, 0 updated")
    assert {f"http://{r.host}{r.path}" for r in requests} & (found | own) == set()


def test_what_is_left_unread_is_told(newsroom: Newsroom) -> None:
    state, requests = run(newsroom, start=START, end=END, only=["search"], max_documents=1)
    assert len([r for r in requests if r.host == gdelt.HOST and "?" in r.path]) == 1
    assert state.is_completed()
    gaps = reader.read_published(Settings().published, "SELECT detail FROM failures WHERE reason = 'gap'")
    assert gaps["detail"].to_list() == ["2 documents were left unread after 1"]


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [
        ({"start": END, "end": START}, "is before the start"),
        ({"start": START, "only": ["nobody"]}, "no such source"),
        ({"start": START, "max_articles": 0}, "max_articles"),
        ({"start": "yesterday"}, "start"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(newsroom: Newsroom, chosen: dict[str, Any], complaint: str) -> None:
    state, requests = run(newsroom, **chosen)
    assert state.is_failed()
    assert complaint in str(state.message)
    assert requests == []


def test_every_parameter_is_described() -> None:
    form = parameter_schema(backfill_days).model_dump()["properties"]
    assert [name for name, field in form.items() if not field.get("description")] == []
    assert (form["max_articles"]["minimum"], form["max_articles"]["default"]) == (1, 1000)
    assert '"format": "date"' in json.dumps(form["start"])


def test_the_command_needs_its_first_day(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--to", "2026-01-01"])
    assert "--from" in capsys.readouterr().err


def test_only_what_a_search_found_is_given_to_the_source_whose_site_it_lies_on() -> None:
    known = parse(SOURCES.read_text("utf-8") + SEARCH)
    paper, search = (next(s for s in known if s.source_id == name) for name in ("song_biec", "search"))
    urls = ("http://dong-trieu-xanh.example/1", "http://nobody.example/1")
    found = [Discovered(s, tuple(Candidate(url, s.source_id) for url in urls), ()) for s in (paper, search)]
    given = [[c.source_id for c in discovered.candidates] for discovered in attributed(known, found)]
    assert given == [["song_biec", "song_biec"], ["dong_trieu_xanh", "search"]]
