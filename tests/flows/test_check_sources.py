"""The check of all sources, from end to end: every outlet of the newsroom, and two that are in trouble."""

from pathlib import Path

import pytest

from flows import check_sources
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import SOURCES, environment

TROUBLE = """
[[source]]
id = "no_such_house"
name = "No Such House"
url = "http://no-such-house.example/"
language = "en"
country = "GB"
kind = "paper"
side = "other"
timezone = "Europe/London"
min_delay_seconds = 0
discovery = [{ kind = "rss", url = "http://no-such-house.example/rss.xml" }]

[[source]]
id = "closed_port"
name = "Closed Port"
url = "http://closed.invalid/"
language = "en"
country = "GB"
kind = "paper"
side = "other"
timezone = "Europe/London"
min_delay_seconds = 0
discovery = [{ kind = "rss", url = "http://closed.invalid/rss.xml" }]
"""


def test_every_source_gets_its_word_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], prefect_server: object
) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text(SOURCES.read_text("utf8") + TROUBLE, encoding="utf8")
    with Newsroom(day=0) as newsroom:
        changed = {"TUMEN_DATA": str(tmp_path / "data"), "TUMEN_SOURCES": str(sources)}
        for name, value in (environment(newsroom) | changed).items():
            monkeypatch.setenv(name, value)
        assert check_sources.main([]) == 0
        asked = [request.path for request in newsroom.requests if request.path != "/robots.txt"]
    said = capsys.readouterr().out
    states = {words[1]: words[3] for line in said.splitlines() if len(words := line.replace("┆", "│").split()) > 4}
    assert (states["no_such_house"], states["closed_port"]) == ("CHANGED", "DEAD")
    outlets = set(newsroom.world.outlets)
    assert {source_id for source_id in outlets if states[source_id] not in ("ALIVE", "SILENT")} == set()
    assert len(asked) <= len(outlets) * 5
    assert not (tmp_path / "data").exists()
