"""In which order the articles of a story came: by time, but nobody cites what is not there yet."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

import polars as pl

from tasks.core.stories_linking import Member

LATER = timedelta(days=1)  # by how much the time of a cited article may err: pages give days, zones and times of change
OUTLETS = ("news_agency", "outlet", "body")
BREAKS = re.compile(r"[\W_]+")


def cited(attributions: pl.DataFrame) -> dict[str, frozenset[str]]:
    """article_id -> the outlets and bodies that it cites, by entity_id or, where they are in no table, by name."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = attributions.filter(pl.col("kind").is_in(OUTLETS)).select("article_id", "cited_id", "cited_text")
    for key, cited_id, cited_text in rows.iter_rows():
        found[key].add(_plain(cited_id or cited_text))
    return {key: frozenset(names - {""}) for key, names in found.items()}


def in_order(members: Collection[Member], cited: Mapping[str, frozenset[str]]) -> list[Member]:
    """The members by time of publication, each behind those whose outlet it cites.

    A cited article counts where it is dated up to LATER after the one that cites it; of articles that cite each other
    the earlier one comes first.
    """
    waiting = sorted(members, key=lambda member: (member.at, member.article_id))
    sources = _sources(waiting, cited)
    found: list[Member] = []
    while waiting:
        here = {member.article_id for member in waiting}
        free = (member for member in waiting if here.isdisjoint(sources[member.article_id]))
        member = next(free, waiting[0])
        waiting.remove(member)
        found.append(member)
    return found


def _sources(members: Sequence[Member], cited: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """article_id -> the articles that it must come behind."""
    outlets = {member.source_id: _plain(member.source_id or "") for member in members}
    by_outlet: dict[str | None, list[Member]] = defaultdict(list)
    for member in members:
        by_outlet[member.source_id].append(member)
    return {
        member.article_id: frozenset(
            other.article_id
            for source_id, name in outlets.items()
            if source_id != member.source_id and any(_is_same(name, said) for said in cited.get(member.article_id, ()))
            for other in by_outlet[source_id]
            if other.at - member.at <= LATER
        )
        for member in members
    }


def _is_same(outlet: str, said: str) -> bool:
    """Whether a name stands in the other as whole words: tass in tass_en, song_biec in bao_song_biec."""
    one, other = f"_{outlet}_", f"_{said}_"
    return bool(outlet) and (one in other or other in one or outlet.replace("_", "") == said.replace("_", ""))


def _plain(name: str) -> str:
    """Small letters without marks, words joined by underscores."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    return BREAKS.sub("_", "".join(c for c in decomposed if not unicodedata.combining(c))).strip("_")
