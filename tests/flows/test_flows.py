"""The flows from end to end: real Prefect server, real HTTP from the newsroom, real DuckDB file."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, ArtifactFilterType

from flows.backfill import backfill
from flows.ingest import ingest
from flows.rebuild import rebuild
from tasks import archive, checks, reader
from tasks.core import sources
from tasks.core.ledger import Place
from tasks.settings import Settings
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment

REBUILT = (
    "articles", "article_versions", "entity_mentions", "date_mentions", "attributions", "stories", "story_articles",
    "events", "event_reports", "claims", "fetches", "furniture",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, prefect_server: object) -> Iterator[tuple[Newsroom, Path]]:
    """The newsroom, and a data directory whose settings are in force for the whole file."""
    data = tmp_path_factory.mktemp("data with a space")
    with Newsroom(day=0) as newsroom, pytest.MonkeyPatch.context() as patch:
        for name, value in (environment(newsroom) | {"TUMEN_DATA": str(data)}).items():
            patch.setenv(name, value)
        yield newsroom, data


@pytest.fixture(scope="module")
def first_day(world: tuple[Newsroom, Path]) -> Any:
    return asyncio.run(ingested())


@pytest.fixture(scope="module")
def second_day(world: tuple[Newsroom, Path], first_day: Any) -> dict[str, Any]:
    """What a second run on the same day, and one on the next day, changed; and the server's log of all three runs."""
    newsroom, _ = world
    marks = [len(newsroom.requests)]
    again = asyncio.run(ingested())
    marks.append(len(newsroom.requests))
    newsroom.set_day(1)
    last = asyncio.run(ingested())
    log = newsroom.requests[: marks[0]], newsroom.requests[marks[0] : marks[1]], newsroom.requests[marks[1] :]
    return {"again": again, "next": last, "log": log}


async def ingested(only: list[str] | None = None) -> Any:
    return await ingest(only=only, return_state=True)


def ask(query: str) -> pl.DataFrame:
    return reader.read_published(Settings().published, query)


def test_the_first_run_loads_the_newsroom(world: tuple[Newsroom, Path], first_day: Any) -> None:
    newsroom, _ = world
    assert first_day.is_completed()
    relevant = ask("SELECT count(*) AS n, count(DISTINCT language) AS languages FROM articles WHERE is_relevant").row(0)
    assert relevant[0] >= 60
    assert relevant[1] >= 8
    announced = {
        article.url for outlet in newsroom.world.outlets.values() for article in newsroom.world.of(outlet.id, 0)
    }
    stored = set(ask("SELECT url FROM articles")["url"])
    refused = set(ask("SELECT url FROM failures WHERE reason = 'robots'")["url"])
    assert announced - stored == refused
    assert refused


def test_every_relevant_article_is_traceable_to_its_archived_response(first_day: Any) -> None:
    loose = ask(
        "SELECT a.url FROM articles a LEFT JOIN article_versions v USING (article_id, version) "
        "LEFT JOIN fetches f USING (fetch_id) WHERE f.archive_file IS NULL"
    )
    assert loose["url"].to_list() == []


def test_every_event_is_traced_to_a_response_that_can_be_read(first_day: Any) -> None:
    found = ask("SELECT t.* FROM events e, LATERAL (FROM trace(e.event_id)) t")
    assert found.height >= 200
    words = ask("SELECT article_id, version, title, text FROM article_versions")
    for row in found.join(words, on=["article_id", "version"]).iter_rows(named=True):
        assert row["title" if row["field"] == "title" else "text"][row["start"] : row["end"]] == row["quote"] != ""
    for row in found.unique("digest").iter_rows(named=True):
        place = Place(row["archive_file"], row["archive_offset"], row["archive_length"])
        assert archive.read(Settings().archive, place, row["url"]).digest == row["digest"]


def test_the_data_of_a_run_hold(first_day: Any) -> None:
    found = checks.run(Settings().published, checks.read())
    assert found.filter(pl.col("violations") > 0).select("name", "example").rows() == []


def test_spans_hold_in_sql(first_day: Any) -> None:
    for table, field in (("entity_mentions", "m.field"), ("date_mentions", "'text'")):
        wrong = ask(
            f"SELECT m.surface FROM {table} m JOIN articles a USING (article_id, version) "
            f"WHERE substr(CASE {field} WHEN 'title' THEN a.title ELSE a.text END, m.start + 1, m.\"end\" - m.start) "
            "<> m.surface"
        )
        assert wrong["surface"].to_list() == [], table


def test_the_run_shows_itself_in_the_interface(first_day: Any) -> None:
    async def shown() -> dict[str | None, Any]:
        async with get_client() as client:
            run = await client.read_flow_run(first_day.state_details.flow_run_id)
            keys = ArtifactFilter(
                key=ArtifactFilterKey(like_="ingest-%"), type=ArtifactFilterType(any_=["table", "markdown"])
            )
            artifacts = await client.read_artifacts(artifact_filter=keys)
            own = {artifact.key: artifact for artifact in artifacts if artifact.flow_run_id == run.id}
            return {"name": run.name, "message": run.state.message if run.state else None} | own

    found = asyncio.run(shown())
    assert str(found["name"]).startswith("ingest all 20")
    assert "relevant" in str(found["message"])
    rows = json.loads(found["ingest-sources"].data)
    assert rows[-1]["source_id"] == "all"
    assert rows[-1]["loaded"] == sum(row["loaded"] for row in rows[:-1]) > 100
    assert "new" in found["ingest-summary"].data


def test_a_second_run_loads_nothing_and_the_next_day_what_changed(
    world: tuple[Newsroom, Path], second_day: dict[str, Any]
) -> None:
    newsroom, _ = world
    assert second_day["again"].message.startswith("0 new, 0 updated")
    outlets = newsroom.world.outlets.values()
    before = {article.url for outlet in outlets for article in newsroom.world.of(outlet.id, 0)}
    after = {article.url for outlet in outlets for article in newsroom.world.of(outlet.id, 1)}
    new = set(
        ask("SELECT url FROM articles WHERE version = 1 AND first_seen_at > (SELECT min(ended_at) FROM runs)")["url"]
    )
    assert new == after - before
    edited = {a.url for outlet in outlets for a in newsroom.world.of(outlet.id, 1) if a.edit and not a.day}
    assert set(ask("SELECT url FROM articles WHERE version > 1")["url"]) == edited
    assert edited


def test_the_server_was_asked_for_everything_and_for_nothing_twice(
    world: tuple[Newsroom, Path], second_day: dict[str, Any]
) -> None:
    newsroom, _ = world
    for requests in second_day["log"]:
        assert [asked for asked, count in Counter((r.host, r.path) for r in requests).items() if count > 1] == []
    first, again, following = second_day["log"]
    hosts = {outlet.host for outlet in newsroom.world.outlets.values()}
    assert {r.host for r in first if r.path == "/robots.txt"} == hosts
    assert [r for r in (*again, *following) if r.path == "/robots.txt"] == []
    documents = {place.url for source in sources.read(Settings().sources) for place in source.discovery}
    pages = {a.url for outlet in newsroom.world.outlets.values() for a in newsroom.world.of(outlet.id, 1)}
    refused = set(ask("SELECT url FROM failures WHERE reason = 'robots'")["url"])
    assert {f"http://{r.host}{r.path}" for r in following} == documents | (pages - refused)
    received = {f"http://{r.host}{r.path}" for r in following if r.status == 200} - documents
    changed = {article.url for article in newsroom.world.changed()} - refused
    outlets = newsroom.world.outlets.values()
    unasked = {
        o.host for o in outlets if o.latest or o.validators not in ("both", "etag", "weak_etag", "last_modified")
    }
    assert {url for url in received - changed if urlsplit(url).netloc not in unasked} == set()
    assert changed <= received


def test_redirects_refusals_and_what_robots_say_are_in_the_archive(second_day: dict[str, Any]) -> None:
    rows = ask("SELECT * FROM fetches WHERE stage = 'robots' ORDER BY url")
    assert {404, 200} == set(rows["status"])
    assert rows["archive_file"].null_count() == 0
    kept = ask("SELECT origin, failure FROM robots")
    assert {f"{origin}/robots.txt" for origin in kept["origin"]} == set(rows["url"])
    assert kept["failure"].null_count() == kept.height


def test_a_rebuild_gives_the_same_tables(second_day: dict[str, Any]) -> None:
    before = {table: ask(f"SELECT * FROM {table} ORDER BY ALL") for table in REBUILT}
    assert rebuild(return_state=True).is_completed()
    progress = asyncio.run(Artifact.aget("rebuild-progress"))
    assert progress is not None
    assert progress.data == 100.0
    for table in REBUILT:
        assert ask(f"SELECT * FROM {table} ORDER BY ALL").equals(before[table]), table


def test_saved_pages_are_all_accounted_for(world: tuple[Newsroom, Path], tmp_path: Path, second_day: Any) -> None:
    pages = {
        "story.html": "<html lang=en><title>Ferry</title><body><article><h1>Ferry returns</h1>"
        + "<p>The ferry to Sallow Island returned on Monday after repairs to its engine took three weeks.</p>" * 5
        + "</article></body></html>",
        "nothing.html": "",
    }
    for name, body in pages.items():
        (tmp_path / name).write_text(body, encoding="utf8")
    index = tmp_path / "index.jsonl"
    lines = [
        {"path": name, "url": f"https://sallow.example/{name}", "date": "2026-01-05"} for name in (*pages, "lost.html")
    ]
    index.write_text("\n".join(map(json.dumps, lines)), encoding="utf8")
    state = backfill(pages=tmp_path, index=[index], return_state=True)
    assert state.is_completed()
    run = ask("SELECT * FROM run_sources JOIN runs USING (run_id) WHERE flow = 'backfill'").row(0, named=True)
    assert (run["found"], run["extracted"], run["failed"]) == (3, 1, 2)
    again = backfill(pages=tmp_path, index=[index], return_state=True)
    assert str(again.message).startswith("0 new")
    sifted = backfill(pages=tmp_path, index=[index], prefilter=True, return_state=True)
    assert "2 skipped unread, 1 failed" in str(sifted.message)


def test_dead_sources_are_counted_and_only_all_of_them_fail_a_run(
    world: tuple[Newsroom, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = Path(Settings().sources).read_text(encoding="utf8")
    blocks = text.split("[[source]]")
    dead = blocks[1].replace(".example", ".nowhere")
    monkeypatch.setenv("TUMEN_CONNECT_TO", json.dumps(world[0].overrides | {"*.nowhere": "127.0.0.1:1"}))
    monkeypatch.setenv("TUMEN_DATA", str(tmp_path))
    monkeypatch.setenv("TUMEN_SOURCES", str(tmp_path / "sources.toml"))
    for parts, name in (((dead, blocks[2]), "Partly failed"), ((dead,), "Failed")):
        (tmp_path / "sources.toml").write_text("".join("[[source]]" + part for part in parts), encoding="utf8")
        state = asyncio.run(ingested())
        assert state.name == name
        assert "1 source unreachable" in str(state.message)
    assert ask("SELECT state FROM runs ORDER BY started_at")["state"].to_list() == ["partly failed", "failed"]
