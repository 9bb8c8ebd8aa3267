"""The report flow, from end to end: what is violated fails the run, and the brief is written nevertheless."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows import report
from tasks import store
from tasks.core.records import INSTANT
from tasks.store import Store

AT = datetime(2026, 3, 3, 8, tzinfo=UTC)


def publish(data: Path, version: int) -> None:
    """A published copy with one article, in its first version."""
    url = "https://quay.example/1"
    told = {"article_id": "1", "title": "A ferry leaves", "text": "The ferry left Rajin.", "text_hash": "h"}
    article = {
        **told, "version": version, "url": url, "canonical_url": url, "published_at": AT, "published_on": AT.date(),
        "first_seen_at": AT, "last_changed_at": AT, "is_relevant": True, "relevance_score": 1.0,
    }  # fmt: skip
    with Store(data / "working.duckdb") as opened:
        for table, row in (("articles", article), ("article_versions", told | {"version": 1, "seen_at": AT})):
            frame = pl.DataFrame([row])
            stamps = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
            opened.insert(table, frame.with_columns(pl.col(stamps).cast(INSTANT)))
    store.publish(data / "working.duckdb", data / "tumen.duckdb")


@pytest.mark.parametrize(("version", "code"), [(1, 0), (2, 1)])
def test_the_brief_is_written_and_a_violated_floor_fails_the_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    prefect_server: object,
    version: int,
    code: int,
) -> None:
    monkeypatch.setenv("TUMEN_DATA", str(tmp_path))
    publish(tmp_path, version)
    assert report.main(["--day", "2026-03-04"]) == code
    told = capsys.readouterr()
    assert ("report.html" in told.out) == (code == 0)
    assert ("floors violated: articles_have_versions 1" in told.err) == (code == 1)
    assert "A ferry leaves" in (tmp_path / "report.html").read_text(encoding="utf8")
    assert "(<https://quay.example/1>)" in (tmp_path / "report.md").read_text(encoding="utf8")


def test_a_day_that_is_none_and_a_copy_that_is_not_there_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], prefect_server: object
) -> None:
    monkeypatch.setenv("TUMEN_DATA", str(tmp_path))
    with pytest.raises(SystemExit):
        report.main(["--day", "yesterday"])
    capsys.readouterr()
    assert report.main([]) == 2
    assert "nothing has been published yet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
