"""The checks: silent over a sound store, and each finds the damage it is for."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tasks.store import SQL, Store
from tests.tasks import tracked

CHECKS = sorted((SQL / "checks").glob("*.sql"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("tracked") / "w.duckdb"
    tracked.fill(path)
    with Store(path) as store:
        yield store


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_checks_find_nothing_in_a_sound_store(sound: Store, check: Path) -> None:
    assert sound.read(check.read_text(encoding="utf8")).is_empty()


DAMAGE = {
    "articles_have_versions": "DELETE FROM article_versions WHERE article_id = 'k1'",
    "versions_have_articles": "DELETE FROM articles WHERE article_id = 'k1'",
    "entity_spans_match": "UPDATE entity_mentions SET start = start + 1 WHERE article_id = 'h1'",
    "date_spans_match": "UPDATE date_mentions SET surface = 'Monday' WHERE article_id = 'k1'",
    "claim_spans_match": 'UPDATE claims SET "end" = "end" + 1 WHERE article_id = \'h1\'',
    "attribution_spans_match": "UPDATE attributions SET start = NULL WHERE article_id = 'h1'",
    "report_spans_lie_in_text": "UPDATE event_reports SET \"end\" = 9999 WHERE article_id = 'k1'",
    "mentions_have_versions": "UPDATE claims SET version = 7 WHERE article_id = 'h1'",
    "entities_are_known": "UPDATE entity_mentions SET entity_id = 'nobody' WHERE article_id = 'k1' AND start = 0",
    "names_belong_to_entities": "DELETE FROM aliases WHERE entity_id = 'kim_jong_un'",
    "reports_have_events": "DELETE FROM events WHERE event_id = 'e_visit'",
    "event_types_are_known": "UPDATE events SET event_type = 'picnic' WHERE event_id = 'e_visit'",
    "intervals_run_forward": "UPDATE events SET date_end = '2020-01-01' WHERE event_id = 'e_visit'",
    "publication_is_plausible": "UPDATE articles SET published_on = '2024-09-20' WHERE article_id = 'k1'",
    "stories_hold_together": "UPDATE story_articles SET relation = 'copy' WHERE article_id = 's1'",
    "claims_have_values": "UPDATE claims SET value_low = 2000 WHERE article_id = 't1'",
    "versions_have_requests": "UPDATE article_versions SET fetch_id = 'lost' WHERE article_id = 'k1'",
    "canonical_urls_are_unique": "UPDATE articles SET canonical_url = 'https://one/' WHERE source_id = 'kcna_en'",
    "articles_have_language": "UPDATE articles SET language = NULL WHERE article_id = 'k1'",
    "versions_have_responses": "UPDATE fetches SET archive_offset = NULL WHERE fetch_id = 'f-k1-1'",
    "relevant_articles_have_stories": "DELETE FROM story_articles WHERE article_id = 'k1'",
    "stories_have_articles": "UPDATE stories SET original_article_id = 'n1' WHERE story_id = 'st_s'",
    "keys_have_articles": "INSERT INTO story_keys VALUES (1, 'nobody', 'text', NULL)",
    "events_have_begun": "UPDATE events SET date_start = '2031-01-01' WHERE event_id = 'e_visit'",
    "tallies_agree": "INSERT INTO run_sources VALUES ('r', 'kcna_en', 4, 0, 4, 0, 4, 0, 4, 4, 3, 0, NULL)",
    "texts_are_not_repeated": "UPDATE articles SET text = 'Not found.' WHERE source_id = 'kcna_en'",
    "runs_end": "INSERT INTO runs VALUES ('r', 'ingest', 'r', '2024-10-01', NULL, 'running', NULL)",
    "source_ids_are_known": "DELETE FROM sources WHERE source_id = 'kcna_en'",
    "relevance_decides": "UPDATE articles SET is_relevant = false WHERE article_id = 'k1'",
    "statements_name_their_speaker": "INSERT INTO statements VALUES ('k1', 1, 5, 900, 'shoigu', 'Shoigu')",
    "texts_change_between_versions": "UPDATE article_versions SET text_hash = 'same' WHERE article_id = 't1'",
}


def test_right_tallies_are_silent(tmp_path: Path) -> None:
    tracked.fill(tmp_path / "w.duckdb")
    query = (SQL / "checks" / "tallies_agree.sql").read_text(encoding="utf8")
    with duckdb.connect(tmp_path / "w.duckdb") as connection:
        connection.execute("INSERT INTO run_sources VALUES ('r', 'kcna_en', 4, 0, 4, 0, 4, 0, 4, 4, 4, 0, NULL)")
        assert connection.execute(query).fetchall() == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_each_check_finds_what_it_is_for(tmp_path: Path, check: Path) -> None:
    path = tmp_path / "w.duckdb"
    tracked.fill(path)
    with duckdb.connect(path) as connection:
        connection.execute(DAMAGE[check.stem])
    with Store(path) as damaged:
        assert not damaged.read(check.read_text(encoding="utf8")).is_empty()
