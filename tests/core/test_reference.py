from pathlib import Path

import polars as pl
import pytest

from tasks.core import reference
from tasks.core.reference_problems import problems

LANGUAGES = {"en", "ru", "ko", "id", "vi", "zh", "ja", "uk", "fr", "es", "de"}
KINDS = {
    "person", "body", "country", "place", "news_agency", "outlet", "company", "vessel", "weapon", "product", "document",
    "project", "event",
}  # fmt: skip
CUES = {
    "war", "sport", "weather", "many", "union", "says", "here", "fixture", "link", "tie", "deal", "council", "moves",
}  # fmt: skip
MODES = {"word", "own", "inner", "start", "particle", "compound", "headline", "part"}
ENTITIES = reference.table("entities")
ALIASES = reference.table("aliases")
IDS = set(ENTITIES["entity_id"])


def test_the_tables_are_large_enough() -> None:
    assert ENTITIES.height >= 350
    assert reference.aliases().height >= 5_000


def test_no_entity_and_no_written_form_is_there_twice() -> None:
    assert ENTITIES["entity_id"].is_unique().all()
    repeated = ALIASES.filter(pl.struct("entity_id", "alias", "language", "inflection").is_duplicated())
    assert repeated.rows() == []
    assert reference.aliases().select(pl.struct("entity_id", "alias", "language").is_unique().all()).item()


def test_no_alias_dangles_and_no_entity_is_without_a_name() -> None:
    assert set(ALIASES["entity_id"]) == IDS


@pytest.mark.parametrize(
    ("entities", "aliases", "roles", "problem"),
    [
        ({}, {}, {}, None),
        ({"entity_id": ["a", "a"]}, {}, {}, "entities.csv: is there twice: a"),
        ({"entity_id": ["a", "b"]}, {}, {}, "entities.csv: has no name in aliases.csv: b"),
        ({"speaks_for": ["a"]}, {}, {}, "entities.csv: speaks_for is no country: a"),
        ({}, {"entity_id": ["a", "c"], "alias": ["A", "C"]}, {}, "aliases.csv: belongs to no entity: c"),
        ({}, {"alias": ["A", "A"]}, {}, "aliases.csv: is there twice: A"),
        ({}, {"needs": ["itself|d"]}, {}, "aliases.csv: needs no entity: d"),
        ({}, {}, {"entity_id": ["e"]}, "roles.csv: is held by no person: e"),
    ],
)
def test_tables_that_contradict_themselves_are_told(
    entities: dict[str, list[str]], aliases: dict[str, list[str]], roles: dict[str, list[str]], problem: str | None
) -> None:
    found = problems(
        rows({"entity_id": "a", "kind": "person", "speaks_for": None}, entities),
        rows({"entity_id": "a", "alias": "A", "language": "en", "inflection": None, "needs": None}, aliases),
        rows({"entity_id": "a"}, roles),
    )
    assert list(found) == ([problem] if problem else [])


def rows(usual: dict[str, str | None], changed: dict[str, list[str]]) -> pl.DataFrame:
    """As many rows as `changed` has, `usual` in the other columns."""
    count = max([1, *map(len, changed.values())])
    columns = {name: [value] * count for name, value in usual.items()} | changed
    return pl.DataFrame(columns, schema=dict.fromkeys(usual, pl.String))


def test_entities_speak_for_countries() -> None:
    countries = set(ENTITIES.filter(kind="country")["entity_id"])
    assert set(ENTITIES["speaks_for"].drop_nulls()) <= countries


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("entities", "kind", KINDS),
        ("entities", "side", {"RU", "DPRK", "other"}),
        ("aliases", "language", LANGUAGES),
        ("aliases", "match", MODES),
        ("decoys", "language", LANGUAGES),
        ("role_words", "language", LANGUAGES),
        ("titles", "position", {"before", "after", "other"}),
        ("relevance_cues", "role", CUES),
        ("name_styles", "side", {"RU", "DPRK"}),
        ("name_styles", "part", {"family", "distinct", "given", "unless"}),
        ("relevance_entities", "counts_for", {"both", "war", "DPRK", "RU"}),
    ],
)
def test_values_come_from_closed_lists(table: str, column: str, values: set[str]) -> None:
    assert set(reference.table(table)[column]) <= values


def test_what_an_alias_needs_exists() -> None:
    needs = {need for needs in ALIASES["needs"].drop_nulls() for need in needs.split("|")}
    assert needs <= IDS | {"itself", "RU", "DPRK"}


def test_what_counts_for_relevance_exists() -> None:
    assert set(reference.table("relevance_entities")["entity_id"]) <= IDS


def test_wikidata_items_are_items_and_no_item_is_there_twice() -> None:
    items = ENTITIES["wikidata_id"].drop_nulls()
    assert items.str.contains(r"^Q[1-9]\d*$").all()
    assert items.is_unique().all()


def test_offices_have_one_holder_at_a_time() -> None:
    roles = reference.roles().sort("role_id", "from")
    following = roles.select(pl.col("from").shift(-1).over("role_id")).to_series()
    ended = roles["to"]
    last = following.is_null()
    assert (last | (ended < following)).all()
    assert (ended.is_null() | (roles["from"] <= ended)).all()
    assert set(roles["entity_id"]) <= set(ENTITIES.filter(kind="person")["entity_id"])


def test_shoigu_was_minister_and_then_secretary() -> None:
    held = reference.roles().filter(entity_id="shoigu").select("role_id", "to").rows()
    assert [role for role, _ in held] == ["defence_minister_ru", "security_council_secretary_ru"]
    assert str(held[0][1]) == "2024-05-12"


def test_every_office_that_is_worded_has_holders() -> None:
    assert set(reference.table("role_words")["role_id"]) <= set(reference.roles()["role_id"])


@pytest.mark.parametrize("alias", ["로씨야", "뿌찐", "Choi Son Hui", "Shoygu", "Schoigu", "Ким Чен Ына", "金正恩"])
def test_variants_of_spelling_are_there(alias: str) -> None:
    assert alias in set(reference.aliases()["alias"])


def test_the_script_of_an_alias_is_told() -> None:
    scripts = dict(reference.aliases().filter(entity_id="dprk").select("alias", "script").iter_rows())
    chosen = {alias: scripts[alias] for alias in ("North Korea", "КНДР", "북한", "朝鲜", "北ミサイル")}
    assert chosen == {"North Korea": "Latn", "КНДР": "Cyrl", "북한": "Hang", "朝鲜": "Hani", "北ミサイル": "Jpan"}


def test_every_column_of_the_database_table_is_given() -> None:
    schema = Path(reference.DIRECTORY.parent / "migrations" / "0001_initial.sql").read_text(encoding="utf8")
    for name, frame in reference.tables().items():
        declared = schema.split(f"CREATE TABLE {name} (")[1].split(");")[0]
        assert all(column in declared for column in frame.columns if not frame[column].is_null().all())
