"""The words of an article as shingles, and the keys under which texts with the same words are found (MinHash)."""

import re
from hashlib import blake2b

import polars as pl
from rensa import RMinHash

TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
TOKENS_PER_SHINGLE = 4
BANDS, ROWS = 24, 3
SEED = 20011


def shingles(text: str) -> frozenset[int]:
    """Hashes of every run of four words (of four characters in Chinese and Japanese); good within one process only."""
    return frozenset(map(hash, _runs(text)))


def keys(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id, key: one row a band. Texts that share 0.5 of their shingles share a key with probability 0.96,
    0.3 of them with 0.48, 0.1 with 0.02."""
    rows = articles.select("article_id", "text").drop_nulls("text")
    runs = [_runs(text) for text in rows["text"]]
    digests = RMinHash.digests_from_token_sets(runs, num_perm=BANDS * ROWS, seed=SEED)
    found = [
        (article_id, _band(digest, band))
        for article_id, run, digest in zip(rows["article_id"], runs, digests, strict=True) if run
        for band in range(BANDS)
    ]  # fmt: skip
    return pl.DataFrame(found, schema={"article_id": pl.String, "key": pl.UInt64}, orient="row")


def _runs(text: str) -> list[str]:
    tokens = TOKEN.findall(text.casefold())
    if not tokens:
        return []
    last = max(1, len(tokens) - TOKENS_PER_SHINGLE + 1)
    return [" ".join(tokens[at : at + TOKENS_PER_SHINGLE]) for at in range(last)]


def _band(digest: list[int], band: int) -> int:
    values = digest[band * ROWS : (band + 1) * ROWS]
    return stable_hash("text", band, *values)


def stable_hash(*parts: object) -> int:
    """A 64-bit hash that is the same in every process."""
    return int.from_bytes(blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest(), "big")
