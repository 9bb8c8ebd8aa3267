"""Who of the two sides, and who else, an article names: the mentions that say something about relevance."""

from functools import cache

import polars as pl

from tasks.core import events_cues, reference
from tasks.core.entities_evidence import SIDES, SOURCES
from tasks.core.relevance_implied import implied

DATELINE = 12  # characters of a text before which a place may be a dateline
SEEN, LEAD = 40, 600
BRIEF = 600  # characters of a short article, at most
PRINTS = (
    r"(?i)^(?:['’]s)? (?:commentary|commentator|carried|published|printed|ran)\b|^ ?(?:논평|사설)|"
    r"^ (?:опубликовал|напечатал|разместил)"
)
SENT = r"^(?:[.:(=＝/]|\s[(=＝/—–-]|[—–]\s|\d|共同|時事|電|电|, (?:\d|\p{L}+\.? \d|.{0,30}(?:\(|--|—|–|/)))"
BOTH, WAR = "both", "war"


def actors(articles: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions that stand for a side or a state: article_id, field, start, end, side, state, person, war.

    Without sources and datelines (`acting`). What the two have in common (relevance_entities) counts for
    both; `war` is whether somebody or something belongs to the other party to Russia's war. In short articles what
    implies a side counts, too.
    """
    traits = reference.table("entities").select("entity_id", "kind", "side", seat="speaks_for")
    known = mentions.join(traits, on="entity_id", maintain_order="left").join(
        reference.table("relevance_entities"), on="entity_id", how="left", maintain_order="left"
    )
    state = pl.when(pl.col("kind") == "country").then("entity_id").otherwise(pl.coalesce("speaks_for", "seat"))
    counted = pl.col("counts_for")
    side = pl.when(counted.is_in(SIDES)).then(counted).otherwise("side")
    columns = ["article_id", "field", "start", "end"]
    plain = acting(articles, known).select(
        *columns,
        "counts_for",
        side=side,
        state=state,
        person=pl.col("kind") == "person",
        war=(counted == WAR).fill_null(False),
    )
    brief = articles.filter(pl.col("text").str.len_chars() <= BRIEF)
    named = known.select(*columns, side=side, state=state).join(brief, on="article_id", how="semi")
    people = implied(brief, named).with_columns(state=pl.lit(None, pl.String), person=True, war=False)
    shared = plain.filter(pl.col("counts_for") == BOTH)
    both = [shared.with_columns(side=pl.lit(side)) for side in SIDES]
    return pl.concat([pl.concat([plain, *both]).drop("counts_for"), people])


def acting(articles: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The mentions without agencies as sources and without the place in a dateline.

    A dateline counts where the story says "here"; what the DPRK's own press comments on or prints is the DPRK's act.
    """
    numbered = known.with_row_index("nth")
    is_source = pl.col("kind").is_in(SOURCES)
    begins = (pl.col("kind") == "place") & (pl.col("field") == "text") & (pl.col("start") <= DATELINE)
    texts = articles.select(name for name in ("article_id", "title", "text") if name in articles.columns).rechunk()
    asked = numbered.filter(begins | (is_source & (pl.col("side") == "DPRK"))).join(texts, on="article_id")
    titles = pl.col("title") if "title" in texts.columns else pl.lit(None, pl.String)
    own = pl.when(pl.col("field") == "title").then(titles).otherwise("text")
    after, lead = own.str.slice(pl.col("end"), SEEN), pl.col("text").str.slice(0, LEAD).str.to_lowercase()
    sent = asked.filter(begins & after.str.contains(SENT) & ~lead.str.contains(here()))["nth"]
    printing = asked.filter(is_source & after.str.contains(PRINTS))["nth"]
    cited = is_source & ~pl.col("nth").is_in(printing.implode())
    return numbered.filter(~cited & ~pl.col("nth").is_in(sent.implode())).drop("nth")


@cache
def here() -> str:
    """The words of any language for the place from which a story was sent, as a regular expression."""
    rows = reference.table("relevance_cues").filter(role="here").select("forms", "language")
    return "|".join(events_cues.words(forms, language) for forms, language in rows.iter_rows())
