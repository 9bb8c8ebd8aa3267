"""One story, many articles: which are copies, translations and rewrites of which.

Articles are compared only where they share keys: bands of the MinHash of their words (stories_text), pairs of facts
that any language states alike (stories_facts), or pairs of the names, numbers and long words of one language
(stories_words). Independent reports of one event with few facts and words in common are told apart here; that they
report the same event is known from core.events.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from tasks.core import stories_facts, stories_origins, stories_text, stories_words
from tasks.core.records import STORY_ARTICLES, STORY_KEYS, identifier
from tasks.core.stories_linking import Link, Member, compare
from tasks.core.stories_words import Words

Facts = Mapping[str, tuple[stories_facts.Fact, ...]]
COPY_DAYS = 30
STORY_DAYS = 3
SHARED_PAIRS = 3
CROWDED = 60
FAR = datetime.max.replace(tzinfo=UTC)
EVIDENCE = {"copy": 3, "translation": 2, "rewrite": 1, "related": 0}
UNKNOWN = Link("rewrite", None)


def group(
    articles: pl.DataFrame,
    mentions: pl.DataFrame,
    date_mentions: pl.DataFrame,
    known: pl.DataFrame | None = None,
    attributions: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """To which story each article belongs, and as what: one row an article, in order, as STORY_ARTICLES.

    Takes article_id, language, published_at, text (published_on and title where present), and the entity and date
    mentions of these articles. `known` is STORY_ARTICLES of those among them that were grouped before: they keep their
    story_id for ever, new ones join them or begin a story of their own, and no two known stories are ever joined. The
    original of a story is its earliest article; one whose time of publication is unknown comes last, and one that cites
    the outlet of another (`attributions` of these articles) comes behind it (stories_origins). `relation` and
    `similarity` (0 to 1) are to the article that it copies, else to the original, else to the nearest earlier one of
    the story; null for the original. Copies may be COPY_DAYS apart, all else STORY_DAYS; an article without a date
    joins only what it copies.
    """
    facts = stories_facts.find(articles, mentions, date_mentions)
    before = known if known is not None else pl.DataFrame(schema=STORY_ARTICLES)
    words = stories_words.find(articles, mentions)
    members = _members(articles, facts, words)
    links = _links(members, _keys(articles, facts, words), before["article_id"].to_list())
    grouped = _grouped(before)
    stories = _stories(members, links, dict(before.select("article_id", "story_id").iter_rows()))
    cited = stories_origins.cited(attributions) if attributions is not None else {}
    in_order = ((key, stories_origins.in_order(story, cited)) for key, story in stories.items())
    found = {row[0]: row for key, story in in_order for row in _rows(key, story, links, grouped)}
    return pl.DataFrame([found[key] for key in articles["article_id"]], schema=STORY_ARTICLES, orient="row")


def keys(articles: pl.DataFrame, mentions: pl.DataFrame, date_mentions: pl.DataFrame) -> pl.DataFrame:
    """By what the articles are looked up among those that were grouped before: as STORY_KEYS.

    Takes the same frames as `group`. An article without text has no key.
    """
    facts = stories_facts.find(articles, mentions, date_mentions)
    return _keys(articles, facts, stories_words.find(articles, mentions))


def _keys(articles: pl.DataFrame, facts: Facts, words: Mapping[str, Words]) -> pl.DataFrame:
    days = articles.select("article_id", published_on=_day(articles))
    kinds = {
        "text": stories_text.keys(articles),
        "facts": stories_facts.keys(facts),
        "words": stories_words.keys(words),
    }
    found = pl.concat(frame.with_columns(kind=pl.lit(kind)) for kind, frame in kinds.items())
    return found.join(days, on="article_id", maintain_order="left").select(STORY_KEYS.names()).cast(STORY_KEYS)


def _day(articles: pl.DataFrame) -> pl.Expr:
    published = pl.col("published_at").dt.date()
    return pl.coalesce("published_on", published) if "published_on" in articles.columns else published


def _members(articles: pl.DataFrame, facts: Facts, words: Mapping[str, Words]) -> dict[str, Member]:
    source = pl.col("source_id") if "source_id" in articles.columns else pl.lit(None, pl.String)
    rows = articles.select(
        "article_id", "language", "published_at", "text", _day(articles).alias("day"), source.alias("source")
    )
    return {
        key: Member(
            key, source_id, language or "", _instant(at, day), facts[key], words[key], stories_text.shingles(text or "")
        )
        for key, language, at, text, day, source_id in rows.iter_rows()
    }


def _instant(at: datetime | None, day: date | None) -> datetime:
    """A moment to order by: a day without a time is over before it counts, no day at all counts last."""
    if at is not None:
        return at
    return datetime.combine(day, time.max, UTC) if day else FAR


def _links(members: dict[str, Member], found: pl.DataFrame, known: list[str]) -> dict[str, dict[str, Link]]:
    links: dict[str, dict[str, Link]] = defaultdict(dict)
    for one, other in _candidates(found, known):
        link = compare(members[one], members[other])
        if link:
            links[one][other] = links[other][one] = link
    return links


def _candidates(found: pl.DataFrame, known: list[str]) -> Iterator[tuple[str, str]]:
    """New articles with others, new or known, that share a band of text, or some pairs of facts or words, and were
    published about the same time; pairs of facts and words that many articles share are left out."""
    shared = found.with_columns(is_new=~pl.col("article_id").is_in(known), is_text=pl.col("kind") == "text")
    shared = shared.filter(pl.col("is_text") | (pl.len().over("key", "kind") <= CROWDED))
    pairs = shared.filter("is_new").join(shared, on=["key", "kind"], suffix="_other")
    one, other = pl.col("article_id"), pl.col("article_id_other")
    apart = (pl.col("published_on") - pl.col("published_on_other")).abs()
    copied = apart.fill_null(timedelta()) <= timedelta(days=COPY_DAYS)
    near = pl.when("is_text").then(copied).otherwise(apart <= timedelta(days=STORY_DAYS))
    counts = (
        pairs.filter((one < other) | ((one > other) & ~pl.col("is_new_other")), near)
        .group_by(one, other)
        .agg(texts=pl.col("is_text").sum(), pairs=(~pl.col("is_text")).sum())
        .filter((pl.col("texts") > 0) | (pl.col("pairs") >= SHARED_PAIRS))
    )
    return counts.select(one, other).sort(pl.all()).iter_rows()


def _stories(
    members: dict[str, Member], links: dict[str, dict[str, Link]], assigned: dict[str, str]
) -> dict[str, list[Member]]:
    """Story id -> its members. New articles join, in order of time, the story of the best link."""
    story_of = {key: story for key, story in assigned.items() if key in members}
    sizes = Counter(story_of.values())
    for member in sorted(members.values(), key=lambda m: (m.at, m.article_id)):
        key = member.article_id
        if key not in story_of:
            story_of[key] = _best_story(links[key], story_of, sizes) or identifier("story", key)
            sizes[story_of[key]] += 1
    stories: dict[str, list[Member]] = defaultdict(list)
    for member in members.values():
        stories[story_of[member.article_id]].append(member)
    return stories


def _best_story(links: dict[str, Link], story_of: dict[str, str], sizes: Counter[str]) -> str | None:
    """The story of the strongest link. But for copies, half of its articles must be linked: a chain is no story."""
    reached = Counter(story_of[other] for other in links if other in story_of)
    joined = [
        (_strength(link), story_of[other])
        for other, link in links.items()
        if other in story_of and (link.relation == "copy" or 2 * reached[story_of[other]] >= sizes[story_of[other]])
    ]
    return max(joined)[1] if joined else None


def _strength(link: Link) -> tuple[int, float]:
    return EVIDENCE[link.relation], link.similarity or 0.0


def _grouped(known: pl.DataFrame) -> dict[str, Link | None]:
    rows = known.select("article_id", "relation", "similarity").iter_rows()
    return {key: None if relation == "original" else Link(relation, similarity) for key, relation, similarity in rows}


def _rows(
    story_id: str, in_order: list[Member], links: dict[str, dict[str, Link]], grouped: dict[str, Link | None]
) -> Iterator[tuple[str, str, str, float | None]]:
    """The rows of one story. What was known of an article gives way only to a stronger link to an earlier new one, or
    where it has become, or is no longer, the first."""
    first = in_order[0].article_id
    for place, member in enumerate(in_order):
        key, before = member.article_id, grouped.get(member.article_id)
        earlier = [m.article_id for m in in_order[:place] if m.article_id in links[key]]
        found = [(links[key][other], other == first) for other in earlier if not before or other not in grouped]
        known = [(before, first in grouped)] if before else []
        best, _ = max([*found, *known], key=lambda item: _nearness(*item), default=(UNKNOWN, False))
        yield (key, story_id, best.relation, best.similarity) if place else (key, story_id, "original", None)


def _nearness(link: Link, is_to_first: bool) -> tuple[bool, bool, int, float]:
    """What an article copies says what it is; else what it is to the original; else the strongest link."""
    return link.relation == "copy", is_to_first, *_strength(link)
