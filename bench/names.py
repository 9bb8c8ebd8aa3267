"""How many MB of text a second names are found in: `POLARS_MAX_THREADS=1 python -m bench.names [articles.jsonl]`.

Without a file of articles (language, title, text a line) the newsroom's are read many times over. Prints the rate on
one core with all forms of the reference tables and with 5,000 of them, in seconds of the processor.
"""

import sys
import time
from pathlib import Path

import polars as pl

from tasks.core import entities, lexicon
from tests.newsroom import world

LEAST = 10_000_000  # bytes
FORMS, SEED, ROUNDS = 5_000, 7, 3


def articles(path: str | None) -> pl.DataFrame:
    """article_id, language, title, text: at least LEAST bytes of them."""
    if path:
        rows = pl.read_ndjson(Path(path), infer_schema_length=None)
        found = rows.select(pl.col("lang" if "lang" in rows.columns else "language").alias("language"), "title", "text")
    else:
        told = [(a.outlet.language, a.title, a.text) for a in world.load().articles]
        found = pl.DataFrame(told, schema=["language", "title", "text"], orient="row")
    copies = -(-LEAST // size(found))
    return pl.concat([found] * copies).with_row_index("article_id").with_columns(pl.col("article_id").cast(pl.String))


def size(texts: pl.DataFrame) -> int:
    """Bytes of titles and texts."""
    return int(texts.select(pl.sum_horizontal(pl.col("title", "text").str.len_bytes().sum())).item())


def rate(texts: pl.DataFrame, forms: pl.DataFrame) -> float:
    """MB a second of the processor, the best of a few rounds."""
    row = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        entities.find(texts, forms)
        row.append(time.process_time() - begun)
    return size(texts) / 1e6 / min(row)


def main() -> None:
    """Print the rates."""
    texts = articles(next(iter(sys.argv[1:]), None))
    everything = lexicon.lexicon()
    some = everything["form"].unique().sort().sample(FORMS, seed=SEED)
    entities.find(texts.head(10))
    for forms in (everything, everything.filter(pl.col("form").is_in(some.implode()))):
        print(f"{forms['form'].n_unique()} forms: {rate(texts, forms):.1f} MB/s")


if __name__ == "__main__":
    main()
